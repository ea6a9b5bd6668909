"""A mail waits in the caller's transaction, goes by a real mail server on loopback, and leaves nothing behind."""

import json
import logging
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from config.logs import Lines
from reputation.notices import actions, errors, jobs, queries, rules, sending
from reputation.notices.models import Mail
from reputation.notices.rules import Kind, State
from tests.actions.conftest import Serve
from tests.conftest import AsRole
from tests.mails_made import FACTS, NOW, TO, after, assert_empty, assert_waits, queue

pytestmark = pytest.mark.django_db


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
