"""Workers at once send each mail once, and no lock is held while a mail server takes its time."""

from datetime import UTC, datetime
from threading import Event, Thread
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connection
from procrastinate.jobs import JobDeferrer

from reputation.notices import actions, sending
from reputation.notices.models import Mail
from reputation.notices.rules import Kind, State
from tests.at_once import at_once
from tests.mail_server import LocalMailServer, served

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def queue(number: int) -> UUID:
    actions.mail(
        to=f"number-{number}@shop.example",
        language="en",
        kind=Kind.LEAVING_CANCELLED,
        facts={"business": f"Shop {number}"},
        now=NOW,
    )
    return Mail.objects.latest("id").public_id


def send_each(ids: list[UUID]) -> None:
    for mail in ids:
        actions.send(mail=mail, now=NOW)


def test_each_mail_goes_once(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    ids = [queue(number) for number in range(20)]
    with served(LocalMailServer()) as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        found = at_once(
            lambda: actions.send_due(now=NOW),
            lambda: actions.send_due(now=NOW),
            lambda: send_each(ids),
        )
        assert found == [None, None, None]
        assert len(server.got) == 20
        assert len({got["Message-ID"] for got in server.got}) == 20
    assert set(Mail.objects.values_list("state", flat=True)) == {State.SENT}


def test_while_a_mail_is_on_its_way_nobody_else_takes_it_and_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    mail = queue(1)
    under_way, let_go = Event(), Event()

    def slowly(**_: object) -> None:
        under_way.set()
        assert let_go.wait(10)

    monkeypatch.setattr(sending, "send", slowly)

    def run() -> None:
        actions.send(mail=mail, now=NOW)
        connection.close()

    thread = Thread(target=run)
    thread.start()
    assert under_way.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM notices_mail FOR UPDATE NOWAIT")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE state LIKE 'idle in transaction%' AND datname = current_database()"
        )
        assert cursor.fetchone() == (0,)
    actions.send(mail=mail, now=NOW)
    actions.send_due(now=NOW)
    let_go.set()
    thread.join(10)
    found = Mail.objects.get()
    assert (found.state, found.tries) == (State.SENT, 1)


def test_a_mail_whose_job_cannot_wait_does_not_wait_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job was refused: nothing was queued, and whoever called knows it."""

    def refuse(*_: object, **__: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(JobDeferrer, "defer", refuse)
    with pytest.raises(ConnectionError):
        queue(1)
    assert not Mail.objects.exists()
