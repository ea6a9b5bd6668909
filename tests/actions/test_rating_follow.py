"""The follower: what the log says ends up in months and answers, whatever the size of its batches."""

import json
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from reputation.log import queries as log
from reputation.ratings import actions, queries, rules
from reputation.ratings.fold import Fold, FoldError
from reputation.ratings.models import Answer, Cursor, MonthRow, ReviewRow
from tests.conftest import AsRole
from tests.rating_tables import MONTH
from tests.ratings_log import (
    OTHER,
    SHOP,
    catch_up,
    make_entry,
    make_history,
    make_reviews,
    start_log,
)

pytestmark = pytest.mark.django_db


def shown(business: Any = SHOP) -> dict[str, Any]:
    body = queries.answer(business)
    assert body is not None
    document: dict[str, Any] = json.loads(body)
    return document


@pytest.fixture
def started() -> None:
    start_log()
    make_entry("business-joined")


@pytest.fixture
def eventful(started: None) -> None:
    make_history()


def folded() -> Fold:
    fold = Fold()
    for row in log.entries(after=0, limit=10_000):
        with suppress(FoldError):
            fold.feed(row.position, row)
    return fold


def assert_equals_fold(month: int = MONTH) -> None:
    fold = folded()
    for key, state in fold.businesses.items():
        assert queries.answer(key) == rules.render(rules.answer(key, state, month))
        rows = {row.month: row.counts for row in MonthRow.objects.filter(business=key)}
        assert {m: c for m, c in rows.items() if any(c)} == {m: c for m, c in state.cells.items() if any(c)}
        stored = ReviewRow.objects.filter(business=key, is_withdrawn=False, is_restricted=False, is_annulled=False)
        assert {row.review for row in stored} == {review for review, row in state.reviews.items() if row.counts}


def test_rating_follow_answers_as_soon_as_a_business_joins(started: None) -> None:
    assert actions.follow(month=MONTH) > 0
    assert shown()["too_few"]["receipted"] == 0
    assert (shown()["log_size"], shown()["month"]) == (log.head().size, "2026-11")
    assert actions.follow(month=MONTH) == 0


@pytest.mark.parametrize("limit", [1, 2, 7, 5_000])
def test_rating_follow_does_not_depend_on_its_batches(eventful: None, limit: int) -> None:
    catch_up(limit=limit)
    assert_equals_fold()
    assert Cursor.objects.get().position == log.head().size
    assert shown(OTHER)["status"] == "left"
    assert [alert["suspended"] for alert in shown()["alerts"] if alert["alert"] == "surge"] == [True]


def test_rating_follow_reaches_months_older_than_the_window(eventful: None) -> None:
    catch_up(limit=30)
    make_reviews(60, 2, month="2024-06")
    catch_up()
    assert_equals_fold()


def test_rating_follow_leaves_the_impossible_without_effect(started: None) -> None:
    make_entry("review-withdrawn", number=77)
    make_reviews(1, 5)
    make_entry("review", number=1)
    make_entry("business-joined")
    catch_up()
    assert Cursor.objects.get().refused == 3
    assert shown()["counts"]["seller"] == 5
    assert_equals_fold()


def test_rating_log_size_of_an_answer_is_that_of_its_business(eventful: None) -> None:
    catch_up()
    before = shown()["log_size"]
    make_entry("reply", number=1)
    make_reviews(90, 1, OTHER)
    catch_up()
    assert shown()["log_size"] == before < shown(OTHER)["log_size"] == log.head().size


def test_rating_refresh_moves_every_answer_to_the_new_month(eventful: None) -> None:
    catch_up()
    assert actions.refresh(month=MONTH) == 0
    assert actions.refresh(month=MONTH + 1) == 2
    assert_equals_fold(MONTH + 1)
    assert [alert["suspended"] for alert in shown()["alerts"] if alert["alert"] == "surge"] == [False]
    assert actions.refresh(month=MONTH) == 0
    make_reviews(95, 1)
    catch_up(MONTH)  # a clock that went back does not take the answers back
    assert_equals_fold(MONTH + 1)


def test_rating_refresh_goes_in_steps(eventful: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "REFRESH_BATCH", 1)
    catch_up()
    catch_up(MONTH + 3)
    assert_equals_fold(MONTH + 3)


def test_rating_follow_takes_few_statements(started: None, django_assert_max_num_queries: Any) -> None:
    catch_up()
    make_reviews(1, 300)
    with django_assert_max_num_queries(16):
        actions.follow(month=MONTH)


def test_rating_tables_refuse_what_must_never_be(started: None) -> None:
    catch_up()
    for change in (
        {"status": "banned"},
        {"status": "left", "published": True},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthRow.objects.create(business=SHOP, month=MONTH, counts=[0] * 25, weights=[0] * 16)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cursor.objects.create(id=2)


def test_rating_role_follows_and_nobody_else_writes(eventful: None, as_role: AsRole) -> None:
    with as_role("ratings"):
        catch_up()
    assert shown()["counts"]["seller"] > 0
    for role in ("web", "worker", "lookup", "issuer"):
        for statement in ("UPDATE ratings_answer SET month = 0", "DELETE FROM ratings_review"):
            with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_role(role):
                connection.cursor().execute(statement)
    with as_role("web"):
        assert queries.past_answer(business=SHOP) == shown()
        assert queries.past_answer(business=SHOP, log_size=log.head().size) == shown()
        assert queries.history(SHOP)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_role("ratings"):
        make_entry("review", number=99)
