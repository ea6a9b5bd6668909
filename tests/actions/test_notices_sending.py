"""What becomes of a mail when its server refuses, is down, hangs, or is not who it should be."""

import ssl
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.notices import actions
from reputation.notices.models import Mail
from reputation.notices.rules import State
from tests.actions.conftest import Serve
from tests.mail_server import LocalMailServer, served
from tests.mails_made import NOW, TO, assert_empty, assert_waits, queue, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("given", [{"recipient": "450 Try later"}, {"data": "451 Try later"}])
def test_a_refusal_for_now_is_tried_again_later_and_others_go(serve: Serve, given: dict[str, str]) -> None:
    server = serve(given=given)
    mail, other = queue(), queue()
    actions.send_due(now=NOW)
    assert server.tried == 2, "one that is refused holds up no other"
    for one in (mail, other):
        assert_waits(one, NOW + timedelta(minutes=2))
    actions.send_due(now=NOW + timedelta(minutes=1))
    assert server.tried == 2
    server.recipient = server.data = "250 OK"
    actions.send_due(now=NOW + timedelta(minutes=2))
    assert len(server.got) == 2
    assert_empty(mail, State.SENT)


def test_a_second_copy_of_a_mail_can_be_known_by_its_message_id(serve: Serve) -> None:
    server = serve(given={"data": "451 Try later"})
    mail = queue()
    message_id = []
    for minute in (0, 2):
        actions.send_due(now=NOW + timedelta(minutes=minute))
        server.data = "250 OK"
        message_id += [got["Message-ID"] for got in server.got]
    Mail.objects.filter(id=mail.id).update(  # as if it had not been noted that it went
        state=State.WAITING, to=TO, subject="x", text="x", queued_at=NOW, next_try_at=NOW, ended_on=None
    )
    actions.send_due(now=NOW + timedelta(minutes=3))
    message_id.append(server.got[-1]["Message-ID"])
    assert len(message_id) == 2
    assert len(set(message_id)) == 1


@pytest.mark.parametrize("given", [{"recipient": "550 No such mailbox"}, {"data": "554 Not wanted"}])
def test_a_refusal_for_good_is_not_tried_again(serve: Serve, given: dict[str, str]) -> None:
    server = serve(given=given)
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    assert_empty(mail, State.FAILED)
    actions.send_due(now=NOW + timedelta(days=1))
    assert server.tried == 1


@pytest.mark.parametrize("to", [f"a@{'ä' * 70}.example", "a@shop.example\nBcc: b@shop.example"])
def test_a_mail_that_cannot_be_encoded_has_failed_and_others_go(serve: Serve, to: str) -> None:
    """As one that was queued under an earlier rule for addresses."""
    server = serve()
    mail, other = queue(), queue()
    Mail.objects.filter(id=mail.id).update(to=to)
    actions.send_due(now=NOW)
    assert_empty(mail, State.FAILED)
    assert_empty(other, State.SENT)
    assert len(server.got) == 1


def test_a_login_that_cannot_be_encoded_fails_no_mail(
    serve: Serve, tls: ssl.SSLContext, settings: LazySettings
) -> None:
    serve("smtp+starttls", "user:right@", tls=tls, asks_login=True)
    settings.EMAIL_HOST_PASSWORD = "schlüssel"
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    assert_waits(mail, NOW + timedelta(minutes=2))


def test_a_server_that_is_down_is_asked_once_and_nothing_is_lost(settings: LazySettings) -> None:
    with served(LocalMailServer()) as gone:
        told(settings, f"smtp://127.0.0.1:{gone.port}")
    one, two = queue(), queue()
    actions.send_due(now=NOW)
    assert_waits(one, NOW + timedelta(minutes=2))
    assert_waits(two, NOW)
    with served(LocalMailServer()) as back:
        told(settings, f"smtp://127.0.0.1:{back.port}")
        actions.send_due(now=NOW + timedelta(minutes=2))
        assert len(back.got) == 2


def test_a_server_that_hangs_is_left_after_its_time(serve: Serve, settings: LazySettings) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    server = serve(hangs=True)
    mail = queue()
    began = time.monotonic()
    actions.send(mail=mail.public_id, now=NOW)
    assert server.arrived.is_set()
    assert time.monotonic() - began < 60
    assert_waits(mail, NOW + timedelta(minutes=2))


def test_a_mail_goes_privately_and_after_a_login(serve: Serve, tls: ssl.SSLContext) -> None:
    server = serve("smtp+starttls", "us%40er:right@", tls=tls, asks_login=True)
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    assert server.logins == [("us@er", "right")]
    assert server.was_private == [True]
    assert_empty(mail, State.SENT)


def test_a_refused_login_is_no_refusal_of_a_mail(serve: Serve, tls: ssl.SSLContext) -> None:
    server = serve("smtp+starttls", "user:wrong@", tls=tls, asks_login=True)
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    assert server.logins
    assert_waits(mail, NOW + timedelta(minutes=2))


@pytest.mark.parametrize("given", [{"recipient": "530 Log in first"}, {"data": "530 Log in first"}])
def test_a_server_that_wants_a_login_and_gets_none_refuses_no_mail_for_good(
    serve: Serve, given: dict[str, str]
) -> None:
    server = serve(given=given)
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    assert server.tried == 1
    assert_waits(mail, NOW + timedelta(minutes=2))


@pytest.mark.parametrize("offers", [False, True])
def test_nothing_goes_in_the_clear_when_the_private_way_fails(
    serve: Serve, tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch, *, offers: bool
) -> None:
    """The server offers no STARTTLS, or shows a certificate that nobody vouches for."""
    monkeypatch.delenv("SSL_CERT_FILE")
    server = serve("smtp+starttls", "user:right@", tls=tls if offers else None)
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    assert (server.got, server.logins, server.tried) == ([], [], 0)
    assert_waits(mail, NOW + timedelta(minutes=2))


def test_without_a_server_a_mail_waits(settings: LazySettings) -> None:
    """In production, in a process that was not told MAIL_URL."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", ""
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    assert_waits(mail, NOW + timedelta(minutes=2))


def test_in_development_a_mail_is_a_file(settings: LazySettings, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    (file,) = tmp_path.iterdir()
    assert f"To: {TO}" in file.read_text()
    assert_empty(mail, State.SENT)
