"""Rebuilding from the log finds every planted difference, and repairs it."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F, QuerySet

from reputation.ratings import actions, queries
from reputation.ratings.models import AnnulledKey, Answer, Cursor, MonthRow, ReviewRow, Suspension
from tests.rating_tables import MONTH
from tests.ratings_log import OTHER, SHOP, catch_up, make_entry, make_history, make_reviews, start_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed() -> None:
    start_log()
    make_entry("business-joined")
    make_history()
    make_reviews(100, 30, month="2026-09", outcome="problem-solved", stars=4)
    make_reviews(140, 3, OTHER, month="2026-08", **{"class": "independent"})
    catch_up()


def whats(*, from_bytes: bool = False) -> set[str]:
    return {difference.what for difference in actions.recompute(from_bytes=from_bytes)}


@pytest.mark.parametrize("from_bytes", [False, True])
def test_rating_recompute_finds_no_difference(followed: None, *, from_bytes: bool) -> None:
    assert actions.recompute(from_bytes=from_bytes) == []


@pytest.mark.parametrize("from_bytes", [False, True])
def test_rating_recompute_of_a_log_with_impossible_entries(followed: None, *, from_bytes: bool) -> None:
    make_entry("review", number=100)
    make_entry("review-withdrawn", number=999)
    catch_up()
    assert Cursor.objects.get().refused == 2
    assert actions.recompute(from_bytes=from_bytes) == []


@pytest.mark.parametrize("from_bytes", [False, True])
def test_rating_recompute_looks_no_further_than_the_follower(followed: None, *, from_bytes: bool) -> None:
    make_reviews(200, 4)
    make_entry("review-withdrawn", number=100)
    assert actions.recompute(from_bytes=from_bytes) == []


def month_row() -> QuerySet[MonthRow]:
    return MonthRow.objects.filter(business=SHOP, month=MONTH)


PLANTS: dict[str, tuple[Callable[[], object], set[str]]] = {
    "a count": (lambda: month_row().update(counts=[0] * 26), {"month"}),
    "a weight": (lambda: month_row().update(weights=[1] * 16), {"month"}),
    "a missing month": (lambda: month_row().delete(), {"month"}),
    "an answer": (lambda: Answer.objects.filter(business=SHOP).update(body=b"{}"), {"answer"}),
    "a missing answer": (lambda: Answer.objects.filter(business=OTHER).delete(), {"answer"}),
}


@pytest.mark.parametrize("name", PLANTS)
def test_rating_recompute_finds_and_repairs_what_was_planted(followed: None, name: str) -> None:
    plant, found = PLANTS[name]
    before = [queries.answer(SHOP), queries.answer(OTHER)]
    assert plant()
    assert whats() == found
    assert whats(from_bytes=True) == found
    with pytest.raises(CommandError, match="differences"):
        call_command("recompute", stdout=StringIO())
    out = StringIO()
    call_command("recompute", "--repair", stdout=out)
    assert "Repaired" in out.getvalue()
    assert [queries.answer(SHOP), queries.answer(OTHER)] == before
    assert whats(from_bytes=True) == set()


def test_rating_recompute_from_bytes_compares_every_row(followed: None) -> None:
    ReviewRow.objects.filter(business=SHOP, stars=4).update(stars=F("stars") + 1)
    assert whats(from_bytes=True) == {"review"}
    actions.repair(businesses=[SHOP])
    ReviewRow.objects.filter(is_withdrawn=True).update(is_annulled=False, is_restricted=True)
    AnnulledKey.objects.all().delete()
    Suspension.objects.update(until=MONTH + 9)
    assert whats(from_bytes=True) == {"review", "key", "suspension"}
    actions.repair(businesses=[SHOP])
    assert whats(from_bytes=True) == set()


def test_rating_recompute_from_bytes_compares_columns_with_bytes(followed: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE log_entry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE log_entry SET stars = 1 WHERE kind = 'review' AND stars = 4 AND review::text LIKE '%100'"
        )
        cursor.execute("ALTER TABLE log_entry ENABLE TRIGGER USER")
    assert whats() == {"month", "answer"}
    assert whats(from_bytes=True) == {"entry"}


def test_rating_recompute_command_says_that_all_is_well(followed: None) -> None:
    out = StringIO()
    call_command("recompute", "--from-bytes", stdout=out)
    assert "No difference" in out.getvalue()
