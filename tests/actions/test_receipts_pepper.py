"""The pepper of a week: a retry has its answer for a week at least; then nobody can tell what a review was made of."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from reputation.log import actions as log
from reputation.receipts import errors, redemption, spent
from reputation.reviews import publication
from reputation.reviews import rules as review_rules
from reputation.reviews.models import Review, WaitingReview
from reputation.reviews.rules import week_of
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, make_shop
from tests.receipts_made import SENT, send, token_of, tokens_of

pytestmark = pytest.mark.django_db
BODY = review_rules.canonical(stars=4, outcome="as-agreed", language="en", text="A copper pan, as agreed.")
SUNDAY = datetime(2026, 11, 8, 23, 59, tzinfo=SENT.tzinfo)
NEXT_WEEK, WEEK_AFTER = SUNDAY + timedelta(days=7), SUNDAY + timedelta(minutes=1, days=7)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=AUTUMN - timedelta(days=60))


def peppers() -> dict[date, bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT week, pepper FROM receipts_pepper")
        return {week: bytes(pepper) for week, pepper in cursor.fetchall()}


def test_the_first_key_of_an_epoch_makes_a_pepper_and_the_next_none() -> None:
    assert peppers() == {}
    make_shop(1)
    made = peppers()
    assert list(made) == [date(2026, 9, 28)], "the Monday of the week in which the quarter began"
    make_shop(1)
    assert peppers() == made
    make_shop(1, now=AUTUMN + timedelta(days=90))
    assert peppers().keys() == {date(2026, 9, 28), date(2026, 12, 28)}
    make_shop(1)
    assert len(peppers()) == 2, "a key of a former epoch changes nothing"


def test_a_pepper_is_renewed_once_a_week_and_only_the_one_before_is_kept() -> None:
    make_shop(1)
    seen: dict[date, bytes] = {}
    for day in range(40):
        week = week_of((AUTUMN + timedelta(days=day)).date())
        spent.renew_pepper(week)
        kept = peppers()
        assert week in kept
        assert len(kept) == 2
        assert all(seen.get(known, pepper) == pepper for known, pepper in kept.items()), "none changes"
        seen |= kept
    assert len(set(seen.values())) == len(seen) == 7
    assert all(len(pepper) == 32 for pepper in seen.values())


def test_a_clock_that_goes_back_takes_no_pepper_away() -> None:
    spent.renew_pepper(date(2026, 11, 9))
    before = peppers()
    spent.renew_pepper(date(2026, 11, 2))
    assert peppers() == before


def test_a_renewed_table_lies_in_a_new_file() -> None:
    """A row that is deleted lies in its file until something is written over it."""

    def file() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_filepath('receipts_pepper')")
            return str(cursor.fetchone()[0])

    spent.renew_pepper(date(2026, 11, 2))
    before = file()
    spent.renew_pepper(date(2026, 11, 2))
    assert file() == before
    spent.renew_pepper(date(2026, 11, 9))
    assert file() != before


def test_another_pepper_makes_another_id_salt_and_week() -> None:
    receipt = redemption.read(token_of(make_shop(1)), now=SENT)
    (former,) = receipt.sources(BODY)
    spent.renew_pepper(week_of(SENT.date()))
    newest, kept = receipt.sources(BODY)
    drawn = [(source.uuid(), source.salt(), source.salt()) for source in (former, newest, kept)]
    assert drawn[0] == drawn[2]
    assert not set(drawn[0]) & set(drawn[1])


def test_a_retry_is_answered_for_a_week_and_then_says_that_the_token_was_spent() -> None:
    """Whoever sends in the last minute of a week has the shortest time: all of the next week."""
    shop = make_shop(50)  # that none of them comes out in the first of four weeks has a chance of one in a million
    publication.publish_due(now=SENT)
    sent = {token: send(token, now=SUNDAY) for token in tokens_of(shop)}
    for now in (SUNDAY, SUNDAY + timedelta(minutes=1), SUNDAY + timedelta(days=3), NEXT_WEEK):
        publication.publish_due(now=now)
        for token, first in sent.items():
            again = send(token, now=now)
            assert (again.review, again.salt, again.commitment) == (first.review, first.salt, first.commitment)
    assert Review.objects.exists(), "some came out meanwhile"
    assert WaitingReview.objects.exists(), "and some wait still"
    publication.publish_due(now=WEEK_AFTER)
    for token in sent:
        with pytest.raises(errors.TokenSpent):
            send(token, now=WEEK_AFTER)
    assert Review.objects.count() + WaitingReview.objects.count() == len(sent)


def test_afterwards_token_and_words_and_secret_make_no_id_and_no_salt_of_a_review() -> None:
    """What a thief of SECRET_KEY and the whole database could try."""
    token = token_of(make_shop(1))
    publication.publish_due(now=SENT)
    first = send(token)
    receipt = redemption.read(token, now=SENT)

    def tried() -> set[tuple[bytes, object]]:
        return {(source.salt(), source.uuid()) for source in receipt.sources(BODY)}

    publication.publish_due(now=NEXT_WEEK)
    assert (first.salt, first.review) in tried()
    publication.publish_due(now=WEEK_AFTER)
    assert len(tried()) == 2
    assert (first.salt, first.review) not in tried()


def test_a_worker_that_slept_for_weeks_leaves_a_fresh_retry_its_answer() -> None:
    token = token_of(make_shop(1))
    publication.publish_due(now=SENT - timedelta(weeks=1))
    first = send(token, now=SENT + timedelta(weeks=6))
    publication.publish_due(now=SENT + timedelta(weeks=6))
    assert send(token, now=SENT + timedelta(weeks=6)) == first


FORBIDDEN = [
    "INSERT INTO receipts_pepper VALUES ('2026-11-02', sha256('x'))",
    "UPDATE receipts_pepper SET pepper = sha256('x')",
    "DELETE FROM receipts_pepper",
    "TRUNCATE receipts_pepper",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
@pytest.mark.parametrize("role", ["web", "worker", "issuer", "ratings", "lookup"])
def test_nobody_may_change_a_pepper(statement: str, role: str, as_role: AsRole) -> None:
    make_shop(1)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role(role):
        connection.cursor().execute(statement)


def test_the_pages_read_it_and_the_worker_renews_it_unread(as_role: AsRole) -> None:
    make_shop(1)
    with as_role("web"):
        assert len(peppers()) == 1
    for role, statement in (
        ("web", "SELECT receipts_renew_pepper('2026-11-02')"),
        ("worker", "SELECT pepper FROM receipts_pepper"),
        ("issuer", "SELECT pepper FROM receipts_pepper"),
        ("lookup", "SELECT pepper FROM receipts_pepper"),
    ):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), as_role(role):
            connection.cursor().execute(statement)
    with as_role("worker"):
        spent.renew_pepper(date(2026, 11, 2))
    assert len(peppers()) == 2
