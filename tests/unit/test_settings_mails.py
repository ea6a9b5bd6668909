"""MAIL_URL, MAIL_FROM and SERVICE_URL are read strictly, and no message shows a password."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.mails import MailServer, Scheme, sender, server, service_url

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp+starttls://me:pass@mail.example:2525", MailServer(Scheme.STARTTLS, "mail.example", 2525, "me", "pass")),
        ("smtp+starttls://me:p%40%2Fs@mail.example", MailServer(Scheme.STARTTLS, "mail.example", 587, "me", "p@/s")),
        ("smtps://mail.example/", MailServer(Scheme.TLS, "mail.example", 465, "", "")),
        ("smtp://localhost", MailServer(Scheme.PLAIN, "localhost", 25, "", "")),
        ("smtp://[::1]:25", MailServer(Scheme.PLAIN, "::1", 25, "", "")),
    ],
)
def test_a_mail_server_has_a_scheme_a_host_and_perhaps_a_login(url: str, found: MailServer) -> None:
    assert server(url) == found
    assert not found.is_readable_on_the_way


def test_without_an_address_there_is_no_mail_server() -> None:
    assert server("") is None


def test_a_plain_way_to_another_host_can_be_read_by_others() -> None:
    for url in ("smtp://mail.example", "smtp://10.0.0.1", "smtp://localhost.example"):
        found = server(url)
        assert found is not None
        assert found.is_readable_on_the_way


@pytest.mark.parametrize(
    "url",
    [
        f"me:{SECRET}@mail.example",
        f"http://me:{SECRET}@mail.example",
        f"smtp://me:{SECRET}@",
        f"smtp://me:{SECRET}@mail.example:port",
        f"smtp://me:{SECRET}@mail.example:99999",
        f"smtp://me:{SECRET}@mail.example/path",
        f"smtp://me:{SECRET}@mail.example?tls=no",
        f"smtp://:{SECRET}@mail.example",
        "smtp://me@mail.example",
        f"smtp://me:{SECRET}@[mail.example",
    ],
)
def test_an_odd_address_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="MAIL_URL looks like") as refusal:
        server(url)
    assert SECRET not in str(refusal.value)


@pytest.mark.parametrize(
    "address", ["", "notices", "A Name <a@b.example>", "a@b.example\n", "a@b.example, c@d.example"]
)
def test_mails_come_from_one_plain_address(address: str) -> None:
    assert sender("notices@reference.example") == "notices@reference.example"
    with pytest.raises(ImproperlyConfigured, match="MAIL_FROM"):
        sender(address)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "reference.example",
        "ftp://reference.example",
        "https://reference.example/path",
        "https://reference.example?x=1",
        "https://me@reference.example",
        "https:///",
        "https://reference .example",
    ],
)
def test_the_service_has_an_address_without_a_path(url: str) -> None:
    assert service_url("https://reference.example/") == "https://reference.example"
    assert service_url("http://localhost:8000") == "http://localhost:8000"
    with pytest.raises(ImproperlyConfigured, match="SERVICE_URL"):
        service_url(url)
