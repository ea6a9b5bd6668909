"""A mail waits in the caller's transaction, goes by a real mail server on loopback, and leaves nothing behind."""

import json
import logging
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from config.logs import Lines
from config.mails import server as parse
from reputation.notices import actions, errors, jobs, queries, rules, sending
from reputation.notices.models import Mail
from reputation.notices.rules import Kind, State
from tests.actions.test_log_witness_trouble import certificate
from tests.conftest import AsRole
from tests.mail_server import LocalMailServer, served

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TO = "someone@shop.example"
FACTS = {"business": "Kettle & Möss Ltd", "leaves_on": "2026-04-01", "link": "/portal/"}
Serve = Callable[..., LocalMailServer]


def queue(to: str = TO, *, now: datetime = NOW) -> Mail:
    actions.mail(to=to, language="de", kind=Kind.LEAVING_NOTICED, facts=FACTS, now=now)
    return Mail.objects.latest("id")


def told(settings: LazySettings, url: str) -> None:
    """What the settings make of MAIL_URL."""
    found = parse(url)
    assert found is not None
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = found.host, found.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = found.user, found.password
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = found.scheme == "smtp+starttls", found.scheme == "smtps"


@pytest.fixture
def serve(settings: LazySettings) -> Iterator[Serve]:
    """Start a mail server and tell the settings of it."""
    with ExitStack() as running:

        def start(scheme: str = "smtp", login: str = "", *, given: dict[str, Any] | None = None, **how: Any) -> Any:
            server = running.enter_context(served(LocalMailServer(**(given or {})), **how))
            told(settings, f"{scheme}://{login}127.0.0.1:{server.port}")
            return server

        yield start


def after(mail: Mail) -> Mail:
    mail.refresh_from_db()
    return mail


def assert_waits(mail: Mail, until: datetime) -> None:
    assert after(mail).state == State.WAITING
    assert (mail.to, mail.next_try_at) == (TO, until)
    assert "Möss" in mail.text


def assert_empty(mail: Mail, state: State) -> None:
    assert after(mail).state == state
    assert (mail.to, mail.subject, mail.text, mail.queued_at, mail.next_try_at) == ("", "", "", None, None)
    assert mail.ended_on == NOW.date()


def test_a_mail_arrives_as_it_was_worded_and_is_then_empty(serve: Serve, settings: LazySettings) -> None:
    settings.SERVICE_URL = "https://reference.example"
    server = serve()
    mail = queue()
    subject, text = mail.subject, mail.text
    assert text.startswith("Guten Tag,")
    settings.SERVICE_URL = "https://renamed.example"  # what it says was fixed when it was queued
    actions.send(mail=mail.public_id, now=NOW)
    (got,) = server.got
    assert got["Subject"] == subject == "Kettle & Möss Ltd tritt am 1. April 2026 aus"
    assert got.get_content().replace("\r\n", "\n") == text
    assert "https://reference.example/portal/" in text
    assert got.get_content_type() == "text/plain"
    assert not got.is_multipart()
    assert_empty(mail, State.SENT)


def test_a_mail_has_no_header_that_says_more_than_it_must(serve: Serve, settings: LazySettings) -> None:
    settings.SERVICE_URL = "https://reference.example"
    server = serve()
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    (got,) = server.got
    assert {name.lower() for name in got.keys()} == {  # noqa: SIM118 - a message is no dict
        "content-type",
        "mime-version",
        "content-transfer-encoding",
        "subject",
        "from",
        "to",
        "date",
        "message-id",
        "auto-submitted",
        "content-language",
    }
    assert got["Message-ID"] == f"<{mail.public_id}@reference.example>"
    assert (got["Auto-Submitted"], got["Content-Language"], got["To"]) == ("auto-generated", "de", TO)
    assert got["From"] == f"{settings.SERVICE_NAME} <{settings.MAIL_FROM}>"


def test_a_mail_waits_only_if_what_it_tells_of_happened() -> None:
    with transaction.atomic():
        queue()
        assert len(jobs_waiting()) == 1
        transaction.set_rollback(True)
    assert not Mail.objects.exists()
    assert jobs_waiting() == []


def jobs_waiting() -> list[dict[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'notices.send' ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_the_job_is_told_an_id_only_and_sends(serve: Serve) -> None:
    server = serve()
    mail = queue(now=datetime.now(UTC))
    assert jobs_waiting() == [{"mail": str(mail.public_id)}]
    jobs.send(mail=str(mail.public_id))
    jobs.send(mail=str(mail.public_id))
    assert len(server.got) == 1
    assert after(mail).state == State.SENT


def test_clocks_that_are_a_little_apart_put_nothing_off(serve: Serve) -> None:
    """The page that queued it was ahead of the worker."""
    server = serve()
    mail = queue(now=NOW + timedelta(seconds=1))
    actions.send(mail=mail.public_id, now=NOW)
    assert len(server.got) == 1


def test_what_the_queue_lost_goes_with_the_next_minute(serve: Serve) -> None:
    server = serve()
    for _ in range(3):
        queue(now=datetime.now(UTC))
    jobs.send_due(timestamp=0)
    assert len(server.got) == 3
    assert set(Mail.objects.values_list("state", flat=True)) == {State.SENT}


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
    assert time.monotonic() - began < 5
    assert_waits(mail, NOW + timedelta(minutes=2))


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate that is trusted here."""
    path = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(path)
    return found


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


def test_after_three_days_a_mail_is_given_up_and_empty(serve: Serve) -> None:
    server = serve(given={"recipient": "450 Try later"})
    old, young = queue(), queue(now=NOW + timedelta(days=1))
    actions.send_due(now=NOW)
    end = NOW + rules.GIVEN_UP_AFTER
    Mail.objects.update(next_try_at=end + timedelta(hours=1))
    actions.send_due(now=end - timedelta(seconds=1))
    assert after(old).state == after(young).state == State.WAITING
    actions.send_due(now=end)
    assert after(old).state == State.FAILED
    assert (old.to, old.text, old.ended_on) == ("", "", end.date())
    assert after(young).state == State.WAITING
    assert server.tried == 1


def test_a_mail_that_waited_while_nobody_worked_is_tried_once_at_least(serve: Serve) -> None:
    server = serve()
    mail = queue()
    actions.send_due(now=NOW + timedelta(days=9))
    assert len(server.got) == 1
    assert after(mail).state == State.SENT


def test_whoever_died_with_a_mail_in_hand_gives_it_back(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    server = serve()
    mail = queue()

    def die(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sending, "send", die)
        with pytest.raises(KeyboardInterrupt):
            actions.send(mail=mail.public_id, now=NOW)
    actions.send_due(now=NOW + actions.TAKEN - timedelta(seconds=3))
    assert server.got == []
    actions.send_due(now=NOW + actions.TAKEN)
    assert len(server.got) == 1


def test_whoever_notes_a_try_too_late_changes_nothing(serve: Serve) -> None:
    serve(given={"recipient": "450 Try later"})
    mail = queue()
    late = actions._take(Mail.objects.all(), NOW)
    after = actions._take(Mail.objects.all(), NOW + actions.TAKEN)
    assert late is not None
    assert after is not None
    actions._send(late, NOW)
    assert_waits(mail, NOW + 2 * actions.TAKEN)
    actions._send(after, NOW + actions.TAKEN)
    assert_waits(mail, NOW + actions.TAKEN + timedelta(minutes=10))


def test_that_a_mail_went_is_forgotten_after_thirty_days(serve: Serve) -> None:
    serve()
    mail = queue()
    actions.send(mail=mail.public_id, now=NOW)
    waiting = queue()
    assert actions.forget_old(now=NOW + timedelta(days=30)) == 0
    assert actions.forget_old(now=NOW + timedelta(days=31)) == 1
    assert list(Mail.objects.values_list("id", flat=True)) == [waiting.id]


def test_a_letter_is_sent_as_somebody_else_worded_it(serve: Serve) -> None:
    server = serve()
    actions.letter(
        to=TO, language="en", kind="sign-in-code", subject="Your\r\nBcc: code", text="The code:\n\n1234", now=NOW
    )
    actions.send_due(now=NOW)
    (got,) = server.got
    assert (got["Subject"], got["Bcc"]) == ("Your Bcc: code", None)
    assert got.get_content().replace("\r\n", "\n").strip() == "The code:\n\n1234"
    for subject, text in (("", "text"), ("subject", " \n ")):
        with pytest.raises(ValueError, match="needs"):
            actions.letter(to=TO, language="en", kind="sign-in-code", subject=subject, text=text, now=NOW)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@b",
        "a@shop.example\nBcc: b@shop.example",
        "a@shop.example, b@shop.example",
        "A Name <a@shop.example>",
        '"a\x01b"@shop.example',
        '"ab"@shop.example',
        "ä@shop.example",
        f"{'a' * 64}@{'b' * 60}.{'b' * 60}.{'b' * 60}.{'b' * 60}.example",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(errors.BadMailAddress):
        queue(address)
    assert not Mail.objects.exists()


def test_an_unknown_language_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="fr"):
        actions.mail(to=TO, language="fr", kind=Kind.LEAVING_NOTICED, facts=FACTS, now=NOW)


def test_the_operator_is_told_when_mails_wait() -> None:
    queue()
    queue(now=NOW + timedelta(hours=2))
    assert queries.waiting_since(NOW) == 0
    assert queries.waiting_since(NOW + timedelta(hours=1)) == 1


CANARY = "quxcanaryzz"


def test_no_log_line_tells_whom_a_mail_is_for(serve: Serve, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "reputation")
    for given in ({}, {"recipient": f"550 {CANARY}"}, {"recipient": f"450 {CANARY}"}, {"data": f"554 {CANARY}"}):
        serve(given=given)
        queue(f"{CANARY}@shop.example")
        actions.send_due(now=NOW)
        Mail.objects.all().delete()
    lines = [Lines().format(record) for record in caplog.records]
    assert len(lines) == 4
    assert not [line for line in lines if CANARY in line or "shop" in line]
    assert "event=mail-not-sent kind=leaving-noticed code=refused count=1" in lines[1]


def test_pages_may_let_a_mail_wait_and_read_none(as_role: AsRole) -> None:
    with as_role("web"):
        actions.mail(to=TO, language="en", kind=Kind.LEAVING_NOTICED, facts=FACTS, now=NOW)
        for statement in ("SELECT text FROM notices_mail", 'SELECT "to" FROM notices_mail', "DELETE FROM notices_mail"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.connection.transaction():
                connection.connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notices_mail SET state = 'sent'",
        "UPDATE notices_mail SET state = 'sent', ended_on = '2026-03-02'",
        "UPDATE notices_mail SET \"to\" = ''",
        "UPDATE notices_mail SET next_try_at = NULL",
        "UPDATE notices_mail SET language = 'fr'",
        "UPDATE notices_mail SET state = 'lost'",
        "UPDATE notices_mail SET kind = 'About somebody@shop.example'",
        "UPDATE notices_mail SET subject = E'a\\nBcc: b'",
        "UPDATE notices_mail SET subject = E'a\\rBcc: b'",
    ],
)
def test_the_database_refuses_a_mail_that_went_and_says_to_whom(statement: str) -> None:
    mail = queue()
    assert isinstance(mail.public_id, UUID)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
