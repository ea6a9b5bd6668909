"""Past answers, workings, history, lists and what a decision would change."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DataError, connection, transaction

from reputation.core import months
from reputation.core.db import prepared
from reputation.log import queries as log
from reputation.log.errors import UnknownLogSize
from reputation.ratings import errors, queries, rules
from tests.rating_tables import MONTH
from tests.ratings_log import OTHER, SHOP, catch_up, make_entry, make_history, make_reviews, start_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def followed() -> None:
    start_log()
    make_entry("business-joined")
    make_history()
    catch_up()


def stored(business: UUID = SHOP) -> dict[str, Any]:
    body = queries.answer(business)
    assert body is not None
    document: dict[str, Any] = json.loads(body)
    return document


def test_rating_past_answer_of_now_is_the_stored_one(followed: None) -> None:
    for business in (SHOP, OTHER):
        now = stored(business)
        assert queries.past_answer(business=business) == now
        assert queries.past_answer(business=business, month=MONTH, log_size=now["log_size"]) == now
        assert queries.past_answer(business=business, log_size=log.head().size) == now
        assert rules.render(queries.past_answer(business=business)) == queries.answer(business)


def test_rating_past_answer_sees_the_first_entries_only(followed: None) -> None:
    before, size = stored(), log.head().size
    make_reviews(300, 5, stars=1, outcome="charged-wrongly")
    catch_up()
    assert stored() != before
    assert queries.past_answer(business=SHOP, log_size=size) == before
    assert queries.past_answer(business=SHOP, log_size=before["log_size"]) == before
    joined = queries.past_answer(business=SHOP, log_size=3)
    assert joined["counts"] == {"independent": 0, "seller": 0, "none": 0, "no_receipt_given": 0}


def test_rating_past_answer_of_an_earlier_month(followed: None) -> None:
    past = queries.past_answer(business=SHOP, month=MONTH - 1)
    assert past["month"] == months.show(MONTH - 1)
    assert past["recent_outcomes"]["seller"]["lost"] == 0
    assert past == queries.past_answer(business=SHOP, month=MONTH - 1, log_size=log.head().size)


def test_rating_past_answer_takes_the_edges(followed: None) -> None:
    size = log.head().size
    assert queries.past_answer(business=SHOP, log_size=size, month=MONTH)
    assert queries.past_answer(business=SHOP, month=queries.OLDEST_MONTH)
    for wrong in (0, -1, size + 1, 2**80):
        with pytest.raises(UnknownLogSize):
            queries.past_answer(business=SHOP, log_size=wrong)
    for wrong in (MONTH + 1, queries.OLDEST_MONTH - 1, -5):
        with pytest.raises(errors.UnknownMonth):
            queries.past_answer(business=SHOP, month=wrong)


def test_rating_past_answer_of_nobody(followed: None) -> None:
    for log_size in (None, log.head().size):
        with pytest.raises(errors.NoRating):
            queries.past_answer(business=uuid4(), log_size=log_size)
    with pytest.raises(errors.NoRating):
        queries.past_answer(business=SHOP, log_size=1)  # it had not joined yet
    with pytest.raises(errors.NoRating):
        queries.history(uuid4())
    assert queries.answer(uuid4()) is None


def test_rating_explanation_leads_to_the_answer(followed: None) -> None:
    found = queries.explanation(business=SHOP)
    assert found["answer"] == stored()
    assert found["suspended"] == ["surge"]
    assert [row["month"] for row in found["rows"]][:2] == ["2026-11", "2026-10"]
    assert len(found["rows"]) == 24
    assert sum(row["n"]["seller"] for row in found["rows"]) == stored()["counts"]["seller"]
    assert found == queries.explanation(business=SHOP, month=MONTH, log_size=log.head().size)


def test_rating_history_ends_with_the_present_figure(followed: None) -> None:
    make_entry("alert-resumed")
    catch_up()
    found = queries.history(SHOP)
    assert [row["month"] for row in found] == [months.show(m) for m in range(MONTH - 23, MONTH + 1)]
    now = stored()
    assert now["recent"] is not None
    assert (found[-1]["well"], found[-1]["stars"]) == (now["figure"]["well"], now["figure"]["stars"])
    assert (found[-1]["published"], found[0]["published"], found[0]["well"]) == (True, False, None)
    assert (found[-1]["receipted"], found[-1]["outcomes"]) == (6, {"well": 0, "unsolved": 0, "lost": 6})
    assert queries.history(OTHER)[-1]["none"] == 7
    for row in found:
        past = queries.past_answer(business=SHOP, month=months.parse(row["month"]))
        assert row["published"] == past["published"]
        assert row["well"] == (past["figure"] and past["figure"]["well"])


def test_rating_history_takes_one_statement(followed: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        queries.history(SHOP)


def test_rating_stored_answers_are_planned_once(followed: None) -> None:
    for _ in range(3):
        assert queries.answer(SHOP)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), sum(generic_plans + custom_plans) FROM pg_prepared_statements"
            " WHERE statement = 'SELECT body FROM ratings_answer WHERE business = $1'"
        )
        count, runs = cursor.fetchone()
    assert count == 1
    assert runs >= 3


def test_rating_what_the_database_refuses_is_an_error_of_django(followed: None) -> None:
    with pytest.raises(DataError), transaction.atomic():
        prepared("SELECT 1 / %s::int", [0])
    assert queries.answer(SHOP)


def test_rating_history_cannot_be_spoilt_by_its_reader(followed: None) -> None:
    queries.history(SHOP)[0].clear()
    assert queries.history(SHOP)[0]["month"]


def test_rating_listing_sorts_by_harm_and_leaves_out_who_left(followed: None) -> None:
    good, small = uuid4(), uuid4()
    for business in (good, small):
        make_entry("business-joined", business)
    for month in ("2026-10", "2026-11"):
        make_reviews(int(month[-2:]) * 100, 9, good, month=month)
    catch_up()
    found = queries.listing(after=None, limit=10)
    assert [row.business for row in found] == [good, SHOP, small]
    assert [row.order for row in found] == sorted(row.order for row in found)
    assert found[-1].order == rules.LAST_PLACE
    assert queries.listing(after=(found[0].order, found[0].business), limit=1) == found[1:2]
    assert queries.listing(after=(found[2].order, found[2].business), limit=5) == []
