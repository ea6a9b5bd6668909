"""P7: what a writer does in a case is known by the day of a release and nothing else, and links no two reviews."""

import logging
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connection

from config.logs import Lines
from reputation.core import clock
from reputation.log import publisher
from reputation.log.models import SideFile, Waiting
from reputation.notices.models import Mail
from tests import mailbox_made, pages_made, reviews_by_api
from tests.own_cases_made import Box, Met, make_noticed, release
from tests.promises.test_p06_claims import rows
from tests.promises.test_p06_unlinkable import columns, sequences, telling
from tests.promises.test_p07_reviews_leave_no_trace import jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("log")]
TEXT = "I bought the quxkettle there, and it came broken."
NAMED = "I wrote to Jordan Quxpikeley at quxmail@mail.example twice."
# Whatever an act may touch: the act itself, and what an opened mailbox costs.
TOUCHED = {"disputes_writer_act", "accounts_spent", "accounts_tally"}


@pytest.fixture
def log(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


@pytest.fixture
def shop() -> UUID:
    return pages_made.make_shop(sent=()).id


def changed(before: dict[str, Any]) -> set[str]:
    """The tables in which a row came, went, or was locked since."""
    after = rows()
    return {table for table in after if after[table] != before.get(table)}


def test_an_act_has_no_instant_no_number_and_touches_nothing_else(shop: UUID) -> None:
    assert telling("disputes_writer_act") == {"release_on"}
    assert sequences("disputes_writer_act") == []
    box = Box(make_noticed(shop))
    for what, more in (("send-answer", {"text": TEXT}), ("more-time", {}), ("take-back-act", {"kind": "answer"})):
        before = rows()
        assert box.do(what, **more).status == 200
        assert changed(before) <= TOUCHED


@pytest.mark.parametrize("planted", ["noted_at timestamptz", "serial bigserial", "address inet"])
def test_a_planted_column_that_tells_is_found(planted: str) -> None:
    name = planted.split()[0]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE disputes_writer_act ADD COLUMN {planted}")
    try:
        assert name in telling("disputes_writer_act")
        assert bool(sequences("disputes_writer_act")) is ("serial" in planted)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE disputes_writer_act DROP COLUMN {name}")


def test_of_what_was_released_the_day_is_kept_alone() -> None:
    """None of the tables of a case, but for the work of those who decide, holds an instant."""
    instants = {
        table: {name for name, kind in columns(table).items() if "timestamp" in kind}
        for table in connection.introspection.table_names()
        if table.startswith("disputes_")
    }
    found = {table: names for table, names in instants.items() if names}
    assert found == {"disputes_interim": {"taken_at", "lapses_at"}, "disputes_draft": {"drafted_at"}}


def say(met: Met) -> list[Any]:
    """Everything a writer can say, by page and by API, with what is wrong on the way."""
    box, header = Box(met), f"Mailbox {mailbox_made.handle_of(met.written)}"
    path = f"mailbox/cases/{met.case}/acts"
    box.do("answer")
    for text in (NAMED, f"{TEXT}\x00", TEXT):
        box.do("send-answer", text=text)
    box.do("send-proof", text="qux")
    return [
        reviews_by_api.call("POST", path, {"kind": "answer", "text": NAMED}, header),
        reviews_by_api.call("POST", path, {"kind": "quxkind", "text": TEXT}, header),
        reviews_by_api.call("POST", path, {"kind": "answer", "text": TEXT, "quxfield": 1}, header),
        reviews_by_api.call("POST", path, {"kind": "answer", "text": TEXT}, "Mailbox quxhandle"),
        reviews_by_api.call("POST", path, {"kind": "answer", "text": TEXT}, header),
    ]


def test_nothing_a_writer_says_is_logged_queued_mailed_or_published_before_its_release(
    shop: UUID, records: list[logging.LogRecord]
) -> None:
    met = make_noticed(shop)
    answers = say(met)
    while publisher.publish(now=clock.now()):
        pass
    places = {
        "a log": " ".join(map(Lines().format, records)),
        "a record": " ".join(f"{one.getMessage()} {one.__dict__}" for one in records if one.name[:6] != "django"),
        "a problem": " ".join(answer.content.decode() for answer in answers if "problem" in answer["Content-Type"]),
        "a header": " ".join(str(dict(answer.headers)) for answer in answers),
        "a job": jobs(),
        "a mail": " ".join(str(row) for row in Mail.objects.values_list("to", "subject", "text")),
        "the log": " ".join(str(row) for row in Waiting.objects.values_list("raw")),
        "beside the log": " ".join(str(row) for row in SideFile.objects.values_list("document")),
    }
    assert '"code"' in places["a problem"]
    secrets = ("qux", "Jordan", met.written.codename)
    assert [(place, one) for place, said in places.items() for one in secrets if one in said] == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM disputes_writer_act WHERE kind = 'answer'")
        assert cursor.fetchall() == [(TEXT,)]


def test_what_two_reviews_led_to_shares_a_day_and_nothing_else(shop: UUID) -> None:
    met = [make_noticed(shop) for _ in range(3)]
    for one in met:
        Box(one).do("send-answer", text=TEXT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, text, is_held, nonce_commitment, release_on FROM disputes_writer_act")
        assert len(set(cursor.fetchall())) == 1, "nothing differs but the case and a random id"
    assert release() == len(met)
    with connection.cursor() as cursor:
        cursor.execute("SELECT party, kind, text, is_held, said_on FROM disputes_said")
        assert len(set(cursor.fetchall())) == 1
        cursor.execute("SELECT case_id FROM disputes_said")
        assert len(set(cursor.fetchall())) == len(met)
