"""Lists of reviews by receipt, outcome, language and months: whole, in order, and found without reading all others."""

import json
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from reputation.core import months
from reputation.disputes.rules import Outcome as Decided
from reputation.reviews import actions, errors, listing, queries
from reputation.reviews.listing import ALL, Filters
from reputation.reviews.models import Review
from reputation.reviews.rules import Outcome, ReceiptClass
from tests.reviews_made import LATER, make_business, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db
THIS = months.of(LATER)
MANY = """
INSERT INTO reviews_review (public_id, business_id, month, stars, outcome, receipt_class, no_receipt_given, language,
                            text, salt, state, are_figures_changed)
SELECT gen_random_uuid(), %s, %s - n %% 60, 1 + n %% 5,
       CASE WHEN n %% 500 = 0 THEN 'charged-wrongly' WHEN n %% 7 = 0 THEN 'never-delivered' ELSE 'as-agreed' END,
       CASE WHEN n %% 400 = 1 THEN 'none' WHEN n %% 3 = 0 THEN 'independent' ELSE 'seller' END,
       CASE WHEN n %% 400 = 1 THEN false END,
       CASE WHEN n %% 1000 = 2 THEN 'fi' WHEN n %% 5 = 0 THEN 'de' ELSE 'en' END, 'Words.', sha256(n::text::bytea),
       'published', false
FROM generate_series(1, %s) AS n
"""
EACH = [
    ALL,
    Filters(receipt=ReceiptClass.NONE),
    Filters(receipt=ReceiptClass.SELLER),
    Filters(outcome=Outcome.CHARGED_WRONGLY),
    Filters(language="fi"),
    Filters(since=THIS - 2),
    Filters(since=THIS - 30, until=THIS - 20),
    Filters(receipt=ReceiptClass.SELLER, outcome=Outcome.NEVER_DELIVERED, language="de", since=THIS - 23),
    listing.last(12, THIS),
]


def make_many(count: int) -> UUID:
    business = make_business()
    with connection.cursor() as cursor:
        cursor.execute(MANY, [business, THIS, count])
    return business


def fits(review: queries.PublicReview, filters: Filters) -> bool:
    return (
        filters.receipt in (None, review.receipt_class)
        and filters.outcome in (None, review.outcome)
        and filters.language in (None, review.language)
        and (filters.since is None or filters.since <= review.month)
        and (filters.until is None or review.month <= filters.until)
    )


def everything(business: UUID, filters: Filters, limit: int) -> list[queries.PublicReview]:
    found, after = [], None
    while True:
        page = queries.public(business=business, filters=filters, after=after, limit=limit)
        found += page.items
        if page.next is None:
            return found
        after = page.next


@pytest.mark.parametrize("filters", EACH, ids=str)
def test_a_list_holds_all_that_fit_and_no_others_in_order(filters: Filters) -> None:
    business = make_many(1500)
    every = everything(business, ALL, 100)
    assert len(every) == 1500
    found = everything(business, filters, 37)
    assert found == [review for review in every if fits(review, filters)]
    assert found
    assert found == sorted(found, key=lambda one: (-one.month, one.public_id.bytes))


def test_a_place_in_one_list_is_none_in_another() -> None:
    business = make_many(1500)
    places = {filters: queries.public(business=business, filters=filters, limit=1).next for filters in EACH[:-1]}
    for filters, other in product(places, places):
        if filters == other:
            queries.public(business=business, filters=other, after=places[filters])
        else:
            with pytest.raises(errors.BadCursor):
                queries.public(business=business, filters=other, after=places[filters])


def test_counts_are_those_of_the_lists() -> None:
    business = make_many(1500)
    found = listing.counts(business)
    assert found.all == 1500
    for receipt, count in found.receipts.items():
        assert count == len(everything(business, Filters(receipt=receipt), 100))
    for outcome, count in found.outcomes.items():
        assert count == len(everything(business, Filters(outcome=outcome), 100))
    for language, count in found.languages.items():
        assert count == len(everything(business, Filters(language=language), 100))
    assert list(found.languages) == ["en", "de", "fi"]
    assert found.outcomes[Outcome.PROBLEM_SOLVED] == 0
    assert listing.counts(make_business()).languages == {}


def test_of_a_text_that_is_not_shown_nobody_is_told_the_language() -> None:
    business = make_business()
    shown, erased, withdrawn, removed = (make_review(business) for _ in range(4))
    assert listing.counts(business).languages == {"en": 4}
    actions.erase(review_id=erased, now=LATER)
    actions.withdraw(review_id=withdrawn, now=LATER)
    make_decision(make_case(removed), Decided.REMOVED)
    found = listing.counts(business)
    assert found.all == 4, "each has its line in the list of all"
    assert found.languages == {"en": 1}
    assert [one.public_id for one in everything(business, Filters(language="en"), 100)] == [shown]
    actions.erase(review_id=shown, now=LATER)
    assert listing.counts(business).languages == {}


def test_a_page_of_a_hundred_thousand_reads_few_of_them() -> None:
    """A page is 21 rows. What a rare kind costs must not grow with the reviews that are not of it."""
    business = make_many(100_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE reviews_review")
    middle = queries.public(business=business, filters=Filters(language="fi"), limit=50).next
    for filters, after in [*((one, None) for one in EACH), (Filters(language="fi"), middle)]:
        rows = Review.objects.filter(filters.condition, business__public_id=business).order_by("-month", "public_id")
        if after is not None:
            month, last = listing.place(filters, after)
            rows = rows.filter(month__lte=month).exclude(month=month, public_id__lte=last)
        plan = json.loads(rows[:21].explain(format="json", analyze=True))[0]["Plan"]
        kinds = sum(one is not None for one in (filters.receipt, filters.outcome, filters.language))
        assert looked_at(plan) < (200 if kinds < 2 else 2500), (filters, plan)


def looked_at(plan: dict[str, Any]) -> int:
    """How many rows a plan takes from the table; none may read it in full."""
    assert plan["Node Type"] != "Seq Scan"
    if "Relation Name" in plan and plan["Relation Name"] == "reviews_review":
        return int(plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0))
    return sum(looked_at(part) for part in plan.get("Plans", ()))
