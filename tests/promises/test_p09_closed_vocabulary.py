"""P9: only commercial grounds exist; what is on no list is refused before and by the database; orders move nothing."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from reputation.disputes import rules as disputes
from reputation.log import actions as log_actions
from reputation.log import codes
from reputation.log import queries as log
from reputation.log.entries import EntryError, decode, encode
from reputation.log.kinds import KINDS
from reputation.ratings import queries as ratings
from reputation.ratings.counts import Outcome
from reputation.ratings.fold import READ, Fold
from reputation.reviews import rules as reviews
from reputation.rulebook import cases
from tests.log_entries import EXAMPLES, review
from tests.ratings_log import SHOP, catch_up, make_entry, make_history, start_log

pytestmark = pytest.mark.django_db

# What must be no ground, no outcome, no kind and no field, in whole words of a code.
NOT_COMMERCIAL = re.compile(
    r"(?:^|[-_ ])(?:politic\w*|party|opinion\w*|belief\w*|religio\w*|faith|ethnic\w*|race|racial|gender|sexual\w*|"
    r"health|disab\w*|sick\w*|friends?|famil\w*|associat\w*|union\w*|protest\w*|petition\w*|loyal\w*|patriot\w*|"
    r"moral\w*|virtue|blood|volunteer\w*|donat\w*|conviction\w*|criminal|arrest\w*|debt\w*|credit\w*|tax|taxes|"
    r"government|state-order|nationalit\w*|citizen\w*|social|speech|school|housing|traffic|jaywalk\w*)(?:$|[-_ ])"
)


def lists() -> dict[str, set[str]]:
    """Every closed list of codes there is."""
    return {
        "grounds": set(codes.GROUNDS) | set(codes.BUSINESS_GROUNDS),
        "outcomes": set(codes.OUTCOMES),
        "decisions": set(codes.DECISIONS),
        "alerts": set(codes.ALERTS),
        "classes": set(codes.CLASSES),
        "kinds": set(KINDS),
        "fields": {name for kind in KINDS.values() for name in (*kind.wanted, *kind.optional)},
    }


@pytest.fixture
def followed() -> None:
    start_log()
    make_entry("business-joined")
    make_history()
    catch_up()


def test_no_code_is_about_anything_but_a_purchase() -> None:
    found = {code for listed in lists().values() for code in listed if NOT_COMMERCIAL.search(code)}
    assert found == {"party"}, "a side of a case"
    for planted in ("political-opinion", "religion", "health", "friends-of", "loyalty", "government-order", "debtor"):
        assert NOT_COMMERCIAL.search(planted), planted


def test_the_lists_are_these_and_the_same_everywhere() -> None:
    assert tuple(cases.GROUNDS) == codes.GROUNDS == tuple(ground.value for ground in disputes.Ground)
    assert {outcome.value for outcome in Outcome} == set(codes.OUTCOMES)
    assert reviews.Outcome is Outcome
    assert len(codes.GROUNDS) == 10
    assert set(codes.OUTCOMES) == {
        "as-agreed",
        "problem-solved",
        "problem-unsolved",
        "never-delivered",
        "charged-wrongly",
    }


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("opinion", {}),
        ("review", {"opinion": "against"}),
        ("review", {"outcome": "disloyal"}),
        ("review", {"class": "party-member"}),
        ("review", {"writer": "11111111-1111-4111-8111-111111111111"}),
        ("review", {"text": "words"}),
        ("review", {"weight": 2}),
        ("challenge", {"ground": "political-opinion"}),
        ("challenge", {"ground": "government-order"}),
        ("challenge", {"ground": "charter-breach"}),
        ("decision", {"ground": "religion"}),
        ("decision", {"outcome": "punished"}),
        ("warning", {"ground": "off-topic-opinion"}),
        ("warning", {"reason": "friends"}),
        ("order", {"stars": 1}),
        ("order", {"measure": "rating-lowered"}),
    ],
)
def test_what_is_on_no_list_never_becomes_an_entry(kind: str, change: dict[str, Any]) -> None:
    body = EXAMPLES.get(kind, EXAMPLES["review"])
    if kind in EXAMPLES:
        encode(kind, body)
    with pytest.raises(EntryError) as refused:
        encode(kind, body | change)
    raw = json.dumps({**body, **change, "kind": kind, "v": 1}, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(EntryError):
        decode(raw)
    with pytest.raises(EntryError), transaction.atomic():
        log_actions.append(kind=kind, body=body | change)
    for value in change.values():
        assert str(value) not in str(refused.value) or len(str(value)) < 3


WAIT = """
INSERT INTO log_waiting (kind, raw, business, review, month, stars, outcome, receipt_class)
VALUES (%(kind)s, 'x', %(business)s, %(review)s, 24322, %(stars)s, %(outcome)s, %(class)s)
"""


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({}, None),
        ({"kind": "opinion"}, "log_waiting_kind_known"),
        ({"outcome": "disloyal"}, "log_waiting_outcome_known"),
        ({"class": "party-member"}, "log_waiting_class_known"),
        ({"stars": 0}, "log_waiting_stars_range"),
    ],
)
def test_the_database_refuses_it_too(change: dict[str, Any], constraint: str | None) -> None:
    values = {"kind": "review", **review(), **change}
    with connection.cursor() as cursor:
        if constraint is None:
            cursor.execute(WAIT, values)
            return
        with pytest.raises(Error, match=constraint), transaction.atomic():
            cursor.execute(WAIT, values)


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("disputes_claim", "ground", {*codes.GROUNDS, *codes.ALERT_GROUNDS, *codes.DOMAIN_GROUNDS}),
        ("disputes_decision", "ground", {*codes.GROUNDS, *codes.ALERT_GROUNDS, *codes.DOMAIN_GROUNDS}),
        ("disputes_decision", "outcome", set(codes.DECISIONS)),
        ("reviews_review", "outcome", set(codes.OUTCOMES)),
        ("reviews_waiting", "outcome", set(codes.OUTCOMES)),
        ("log_entry", "outcome", set(codes.OUTCOMES)),
        ("log_entry", "kind", set(KINDS)),
        ("ratings_review", "outcome", set(codes.OUTCOMES)),
    ],
)
def test_every_table_knows_the_same_list(table: str, column: str, values: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'c' AND conrelid = %s::regclass "
            "AND conname LIKE '%%known'",
            [table],
        )
        listed = [
            set(re.findall(r"'([^']*)'::", text))
            for (text,) in cursor.fetchall()
            if re.match(rf"CHECK \W*{column}\W", text)
        ]
    assert listed == [values]


def document(business: UUID) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ratings.answer(business) or b"")
    return found


def test_an_order_of_an_authority_moves_no_rating(followed: None) -> None:
    before = ratings.answer(SHOP)
    for measure in codes.MEASURES:
        make_entry("order", authority_code="xx-authority", measure=measure, date="2026-11-05")
    catch_up()
    assert ratings.answer(SHOP) == before
    assert "order" not in READ
    fold = Fold()
    moved = {
        fold.feed(row.position, decode(row.raw)) for row in log.entries(after=0, limit=10_000) if row.kind != "order"
    }
    assert SHOP in moved
    orders = [decode(row.raw) for row in log.entries(after=0, limit=10_000) if row.kind == "order"]
    assert len(orders) == len(codes.MEASURES)
    assert {fold.feed(log.head().size, order) for order in orders} == {None}


MEASURES = ("warning", "warning-ended", "right-suspended", "right-restored", "case-conduct", "case-conduct-ended")


def test_a_measure_about_a_business_moves_no_rating(followed: None) -> None:
    before = ratings.answer(SHOP)
    for kind in MEASURES:
        body = {name: value for name, value in EXAMPLES[kind].items() if name != "business"}
        make_entry(kind, **body)
    catch_up()
    assert ratings.answer(SHOP) == before
    assert not READ & set(MEASURES)
    rows = [decode(row.raw) for row in log.of_business(SHOP)]
    fold = Fold()
    moved = {row.kind for position, row in enumerate(rows) if fold.feed(position, row) is not None}
    assert {row.kind for row in rows} >= set(MEASURES)
    assert moved
    assert not moved & set(MEASURES)


def test_only_purchases_and_decisions_about_them_move_a_rating() -> None:
    assert {
        "business-joined",
        "business-left",
        "business-returned",
        "review",
        "review-changed",
        "review-withdrawn",
        "review-restricted",
        "review-restored",
        "receipt-key-annulled",
        "alert-suspended",
        "alert-resumed",
    } == READ


def test_what_a_text_says_moves_nothing(followed: None) -> None:
    """Two reviews that differ in their words alone differ in the commitment alone, which no figure reads."""
    before = document(SHOP)
    make_entry("review-changed", number=52, stars=5, outcome="as-agreed", commitment="ff" * 32)
    catch_up()
    after = document(SHOP)
    assert {name for name in before if before[name] != after[name]} == {"log_size"}
