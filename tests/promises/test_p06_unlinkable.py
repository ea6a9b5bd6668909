"""P6: nothing stored tells when or by whom a review was sent, nor which of two was sent first."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from reputation.core import months
from reputation.core.ids import Seeded
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.reviews import publication
from reputation.reviews.models import Review, WaitingReview
from tests.reviews_made import LATER, MONDAY, make_business, submit

pytestmark = pytest.mark.django_db(transaction=True)

# Types of the database that tell an instant or an order, and names of columns that would.
TELLS_WHEN = re.compile(r"timestamp|^time|interval|^date$|xid|serial")
TELLS_WHO = re.compile(
    r"(?:^|_)(?:at|on|when|time|serial|seq|order|number|ip|address|agent|session|email|voucher)(?:_|$)"
)


def columns(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
            "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table],
        )
        return dict(cursor.fetchall())


def telling(table: str) -> set[str]:
    return {name for name, kind in columns(table).items() if TELLS_WHEN.search(kind) or TELLS_WHO.search(name)}


def sequences(table: str) -> list[str]:
    """Whatever counts up as rows come in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.relname FROM pg_class s JOIN pg_depend d ON d.objid = s.oid "
            "WHERE s.relkind = 'S' AND d.refobjid = %s::regclass",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def rows_of(table: str) -> list[tuple[str, str, str]]:
    """The id of each row in the order of the file, where it lies, and the transaction that wrote it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id::text, ctid::text, xmin::text FROM {table} ORDER BY ctid")
        return list(cursor.fetchall())


def other_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    found.pop("reviews_waiting")
    return found


# Days of weeks, or of what a moderator decided: never of what a writer did.
DAYS = {
    "reviews_waiting": {"publish_week"},
    "receipts_spent": {"publish_week", "reserved_until"},
    "reviews_writer": set(),
    "reviews_held": {"week", "decide_by", "forget_on"},
}


@pytest.mark.parametrize("table", DAYS)
def test_what_was_sent_has_a_week_and_no_instant_and_no_number(table: str) -> None:
    assert telling(table) == DAYS[table]
    assert sequences(table) == []
    with connection.cursor() as cursor:
        cursor.execute("SHOW track_commit_timestamp")
        assert cursor.fetchone()[0] == "off"


@pytest.mark.parametrize("column", ["sent_at timestamptz", "serial bigserial", "voucher bytea", "came_on date"])
def test_a_planted_column_that_tells_is_found(column: str) -> None:
    name = column.split()[0]
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE reviews_waiting ADD COLUMN {column}")
    try:
        assert name in telling("reviews_waiting")
        assert bool(sequences("reviews_waiting")) is ("serial" in column)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE reviews_waiting DROP COLUMN {name}")


@pytest.mark.parametrize("table", [*DAYS, "issuing_claim"])
def test_no_check_of_a_foreign_key_notes_who_came_in_another_row(table: str) -> None:
    """PostgreSQL writes the transaction that checks into the row that it points to."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass", [table])
        assert cursor.fetchall() == []


def test_the_week_says_nothing_about_the_day_of_sending() -> None:
    """Somebody who sends on a Monday and somebody who sends on the Sunday after can have the same week."""
    business, source = make_business(), Seeded(6)
    weeks = []
    for day in (MONDAY, MONDAY + timedelta(days=6)):
        for _ in range(40):
            submit(business, now=day, source=source)
        weeks.append(set(WaitingReview.objects.values_list("publish_week", flat=True)))
        WaitingReview.objects.all().delete()
    assert weeks[0] == weeks[1]
    assert len(weeks[0]) >= 3
    assert all(week > MONDAY.date() + timedelta(days=6) for week in weeks[0])


def test_sending_a_review_leaves_one_row_and_nothing_beside_it() -> None:
    business = make_business()
    before = other_rows()
    kept = submit(business)
    assert other_rows() == before
    assert WaitingReview.objects.get().id == kept.review
    assert kept.review.version == 4, "an id of another kind tells the time or the machine"


def test_what_still_waits_after_a_batch_does_not_tell_who_came_first() -> None:
    business = make_business()
    sent = [submit(business, now=MONDAY).review for _ in range(8)]
    late = [submit(business, now=LATER).review for _ in range(40)]
    before = rows_of("reviews_waiting")
    assert len({transaction for _, _, transaction in before}) == 48, "each came in a transaction of its own"
    publication.publish_due(now=LATER)
    after = rows_of("reviews_waiting")
    assert {UUID(key) for key, _, _ in after} == set(late)
    assert len({transaction for _, _, transaction in after}) == 1
    order = [late.index(UUID(key)) for key, _, _ in after]
    assert order != sorted(order)
    assert order != sorted(order, reverse=True)
    assert [key for key, _, _ in after] != sorted(key for key, _, _ in after)
    assert Review.objects.filter(public_id__in=sent).count() == 8


def test_what_was_published_has_a_month_and_came_out_shuffled() -> None:
    business = make_business()
    sent = [submit(business, now=MONDAY).review for _ in range(40)]
    publication.publish_due(now=LATER)
    assert telling("reviews_review") == set()
    assert set(Review.objects.values_list("month", flat=True)) == {months.of(LATER)}
    published = rows_of("reviews_review")
    assert len({transaction for _, _, transaction in published}) == 1
    order = [sent.index(key) for key in Review.objects.order_by("id").values_list("public_id", flat=True)]
    assert order != sorted(order)


def test_the_log_tells_a_month_and_no_day_of_a_review() -> None:
    assert telling("log_entry") == set()
    assert telling("log_waiting") == set()
    business = make_business()
    kept = submit(business, now=MONDAY, text="A copper pan, as agreed.")
    publication.publish_due(now=LATER)
    log.start(now=LATER)
    while log.sequence():
        pass
    (row,) = [row for row in entries.entries(after=0, limit=100) if row.kind == "review"]
    assert row.review == kept.review
    assert not re.search(rb"\d{4}-\d{2}-\d{2}|copper", bytes(row.raw))
    assert months.show(months.of(LATER)).encode() in bytes(row.raw)
    assert kept.commitment.encode() in bytes(row.raw)
    assert kept.salt.hex().encode() not in bytes(row.raw)
