"""The state machine: what each entry does to the counts, and what cannot follow what."""

import random
from typing import Any
from uuid import UUID

import pytest

from reputation.log.entries import columns, decode, encode
from reputation.ratings import rules
from reputation.ratings.fold import READ, Business, Fold, FoldError, Status
from tests.rating_tables import MONTH
from tests.ratings_log import KEY, OTHER, SHOP
from tests.ratings_log import body_of as bodies


class Log:
    """Feeds entries to a fold, by way of their bytes."""

    def __init__(self) -> None:
        self.fold = Fold()
        self.size = 0

    def add(self, kind: str, business: UUID = SHOP, number: int = 1, **fields: Any) -> UUID | None:
        entry = decode(encode(kind, bodies(kind, business, number, **fields)))
        self.size += 1
        return self.fold.feed(self.size - 1, entry)

    @property
    def shop(self) -> Business:
        return self.fold.businesses[SHOP]

    def stars(self, month: int = MONTH) -> list[int]:
        cells = self.shop.cells.get(month, [0] * 26)
        return [sum(cells[star + 5 * kind] for kind in range(3)) for star in range(5)]


@pytest.fixture
def log() -> Log:
    log = Log()
    log.add("business-joined")
    return log


def test_rating_fold_counts_a_review_once(log: Log) -> None:
    assert log.add("review") == SHOP
    assert log.stars() == [0, 0, 0, 0, 1]
    assert log.shop.log_size == 2
    for kind in ("review-masked", "review-erased", "reply"):
        assert log.add(kind) is None
    assert log.stars() == [0, 0, 0, 0, 1]
    assert log.shop.log_size == 2


def test_rating_fold_takes_the_latest_stars_and_the_first_month(log: Log) -> None:
    log.add("review")
    log.add("review-changed", month="2027-01")
    assert log.stars() == [1, 0, 0, 0, 0]
    assert log.shop.months().keys() == {MONTH}


def test_rating_fold_restricted_withdrawn_and_annulled_do_not_count(log: Log) -> None:
    for number in range(1, 5):
        log.add("review", number=number, key_id=KEY if number < 4 else "cd" * 32)
    log.add("review-restricted", number=1)
    assert log.stars() == [0, 0, 0, 0, 3]
    log.add("review-restricted", number=1)  # the second person confirms an interim measure
    log.add("review-changed", number=1)
    assert log.stars() == [0, 0, 0, 0, 3]
    log.add("review-restored", number=1)
    assert log.stars() == [1, 0, 0, 0, 3]
    log.add("review-withdrawn", number=2)
    assert log.stars() == [1, 0, 0, 0, 2]
    log.add("receipt-key-annulled")
    assert log.stars() == [0, 0, 0, 0, 1]
    log.add("review", number=9, key_id=KEY)  # one that was waiting
    assert log.stars() == [0, 0, 0, 0, 1]
    log.add("review-restricted", number=3)
    log.add("review-restored", number=3)
    assert log.stars() == [0, 0, 0, 0, 1]
    assert not any(value < 0 for cells in log.shop.cells.values() for value in cells)


def test_rating_fold_a_withdrawn_review_stays_withdrawn(log: Log) -> None:
    log.add("review")
    log.add("review-restricted")
    log.add("review-withdrawn")
    log.add("review-restored")
    assert log.stars() == [0] * 5


def test_rating_fold_forgets_months_without_reviews(log: Log) -> None:
    log.add("review")
    log.add("review-withdrawn")
    assert log.shop.months() == {}


def test_rating_fold_leaving_and_coming_back_keeps_the_history(log: Log) -> None:
    log.add("review")
    log.add("business-left")
    left = rules.answer(SHOP, log.shop, MONTH)
    assert (left["status"], left["figure"], left["too_few"], left["order"]) == ("left", None, None, 1001)
    assert left["counts"] == {"independent": 0, "seller": 1, "none": 0, "no_receipt_given": 0}
    log.add("review", number=2)  # it was waiting
    log.add("business-returned")
    assert log.shop.status is Status.PARTICIPANT
    assert log.stars() == [0, 0, 0, 0, 2]


def test_rating_fold_suspends_an_alert_until_a_month(log: Log) -> None:
    log.add("alert-suspended")
    assert log.shop.suspended(MONTH) == {"surge"}
    assert log.shop.suspended(MONTH + 1) == frozenset()
    log.add("alert-suspended", until="2027-02")
    assert log.shop.suspended(MONTH + 2) == {"surge"}
    log.add("alert-resumed")
    assert log.shop.suspended(MONTH) == frozenset()


def test_rating_answer_names_its_log_size_and_month(log: Log) -> None:
    log.add("business-joined", OTHER)
    log.add("review")
    log.add("review", OTHER)
    answer = rules.answer(SHOP, log.shop, MONTH)
    assert (answer["business"], answer["edition"], answer["month"]) == (str(SHOP), 1, "2026-11")
    assert (answer["log_size"], answer["status"]) == (3, "participant")


IMPOSSIBLE = {
    "joined twice": ["business-joined"],
    "left twice": ["business-left", "business-left"],
    "returned without leaving": ["business-returned"],
    "published twice": ["review", "review"],
    "changed unknown": ["review-changed"],
    "withdrawn unknown": ["review-withdrawn"],
    "restricted unknown": ["review-restricted"],
    "restored unknown": ["review-restored"],
    "restored unrestricted": ["review", "review-restored"],
    "restored twice": ["review", "review-restricted", "review-restored", "review-restored"],
    "withdrawn twice": ["review", "review-withdrawn", "review-withdrawn"],
    "changed after withdrawal": ["review", "review-withdrawn", "review-changed"],
    "annulled twice": ["receipt-key-annulled", "receipt-key-annulled"],
    "resumed without suspension": ["alert-resumed"],
    "resumed twice": ["alert-suspended", "alert-resumed", "alert-resumed"],
}


@pytest.mark.parametrize("kinds", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_rating_fold_refuses_what_cannot_follow(log: Log, kinds: list[str]) -> None:
    for kind in kinds[:-1]:
        log.add(kind)
    before = rules.answer(SHOP, log.shop, MONTH)
    with pytest.raises(FoldError):
        log.add(kinds[-1])
    assert rules.answer(SHOP, log.shop, MONTH) == before


@pytest.mark.parametrize("kind", sorted(READ - {"business-joined"}))
def test_rating_fold_refuses_a_business_that_never_joined(kind: str) -> None:
    log = Log()
    with pytest.raises(FoldError, match="has not joined"):
        log.add(kind)
    assert log.fold.businesses == {}


def test_rating_fold_keeps_businesses_apart(log: Log) -> None:
    log.add("business-joined", OTHER)
    log.add("review")
    with pytest.raises(FoldError, match="no such review"):
        log.add("review-withdrawn", OTHER)
    log.add("review", OTHER)  # the same id at another business is another review
    log.add("review-withdrawn", OTHER)
    assert log.stars() == [0, 0, 0, 0, 1]


def test_rating_fold_refuses_an_act_earlier_than_the_review(log: Log) -> None:
    log.add("review")
    with pytest.raises(FoldError, match="earlier"):
        log.add("review-withdrawn", month="2026-10")


@pytest.mark.parametrize(
    "fields",
    [{"stars": 6}, {"outcome": "fine"}, {"class": "bought"}, {"stars": None}, {"no_receipt_given": True}],
    ids=lambda fields: next(iter(fields)),
)
def test_rating_fold_refuses_columns_that_no_schema_allows(log: Log, fields: dict[str, Any]) -> None:
    with pytest.raises(FoldError):
        log.fold.feed(1, columns("review", bodies("review", **fields)))
    assert log.shop.reviews == {}
    log.add("review")
    with pytest.raises(FoldError):
        log.fold.feed(2, columns("review-changed", bodies("review-changed", stars=9)))
    assert log.stars() == [0, 0, 0, 0, 1]


def test_rating_fold_equals_a_count_of_final_states(log: Log) -> None:
    """Any run of entries that the fold takes comes to the same as counting the reviews in their last state."""
    draw = random.Random(7)
    kinds = sorted(READ - {"business-joined", "business-left", "business-returned"})
    for _ in range(4_000):
        kind = draw.choice(kinds)
        fields: dict[str, Any] = {}
        if kind.startswith("review"):
            fields = {"number": draw.randrange(300)}
        if kind == "review":
            fields |= {"month": f"2026-{draw.randrange(1, 13):02d}", "class": draw.choice(["independent", "seller"])}
            fields |= {"key_id": draw.choice("0123456789abcdef") * 64}
        if kind in ("review", "review-changed"):
            outcome = draw.choice(["as-agreed", "problem-solved", "problem-unsolved", "charged-wrongly"])
            fields |= {"stars": draw.randrange(1, 6), "outcome": outcome}
        if kind == "receipt-key-annulled":
            fields = {"key_id": draw.choice("0123") * 64} if draw.random() < 0.02 else {"key_id": KEY}
        try:
            log.add(kind, **fields)
        except FoldError:
            continue
    expected: dict[int, list[int]] = {}
    for review in log.shop.reviews.values():
        if review.counts:
            for place in review.places():
                expected.setdefault(review.month, [0] * 26)[place] += 1
    assert len(expected) > 5
    assert {month: cells for month, cells in log.shop.cells.items() if any(cells)} == expected
