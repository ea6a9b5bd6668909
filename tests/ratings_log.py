"""A log for tests of the ratings: entries appended, sequenced and followed as in the service."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from reputation.log import actions as log_actions
from reputation.ratings import actions
from tests.rating_tables import MONTH

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
CASE = "33333333-3333-4333-8333-333333333333"
KEY = "ab" * 32
TEXT = "00" * 32
DAY = "2026-11-05"

SHOP = UUID("11111111-1111-4111-8111-111111111111")
OTHER = UUID("22222222-2222-4222-8222-222222222222")

NUMBERS = [{"scheme": "lei", "value": "529900T8BM49AURSDO55"}]
ALERT: dict[str, object] = {"alert": "surge", "decision": CASE, "date": DAY}
FIELDS: dict[str, dict[str, object]] = {
    "business-joined": {"numbers": NUMBERS, "country": "DE", "charter": "1", "date": DAY, "names": TEXT},
    "business-left": {"date": DAY},
    "business-returned": {"charter": "1", "date": DAY},
    "receipt-key-annulled": {"class": "seller", "epoch": "2026Q4", "reason": "leaked", "persons": 2, "date": DAY},
    "alert-suspended": ALERT | {"until": "2026-12", "persons": 2},
    "alert-resumed": ALERT,
    "review": {"stars": 5, "outcome": "as-agreed", "class": "seller", "commitment": TEXT},
    "review-changed": {"stars": 1, "outcome": "never-delivered", "commitment": TEXT},
    "review-masked": {"commitment": TEXT},
    "reply": {"commitment": TEXT},
    "review-restricted": {"decision": CASE},
    "review-restored": {"decision": CASE},
}


def review_id(number: int) -> str:
    return f"44444444-4444-4444-8444-{number:012d}"


def body_of(kind: str, business: UUID = SHOP, number: int = 1, **fields: Any) -> dict[str, Any]:
    """A body that the schema allows, with the fields a test cares about."""
    body: dict[str, Any] = {"business": str(business), **FIELDS.get(kind, {})}
    if kind == "reply" or kind.startswith("review"):
        body |= {"review": review_id(number), "month": "2026-11"}
    if kind == "receipt-key-annulled":
        body |= {"key_id": KEY}
    return body | fields


def start_log() -> None:
    log_actions.start(now=NOW)


def make_entry(kind: str, business: UUID = SHOP, number: int = 1, **fields: Any) -> None:
    """Append an entry to the log and let it be numbered."""
    with transaction.atomic():
        log_actions.append(kind=kind, body=body_of(kind, business, number, **fields))
    log_actions.sequence()


def make_reviews(first: int, many: int, business: UUID = SHOP, **fields: Any) -> None:
    """Append several reviews and let them be numbered."""
    with transaction.atomic():
        for number in range(first, first + many):
            log_actions.append(kind="review", body=body_of("review", business, number, **fields))
    log_actions.sequence()


def catch_up(month: int = MONTH, limit: int = actions.BATCH) -> None:
    """Follow to the end of the log."""
    while actions.follow(month=month, limit=limit):
        pass


def make_history() -> None:
    """Two businesses (the first has joined) with every kind of entry that moves a rating, over several months."""
    make_entry("business-joined", OTHER)
    make_reviews(1, 20, month="2026-10", key_id="cd" * 32)
    make_reviews(21, 6, stars=1, outcome="never-delivered")
    make_reviews(1, 7, OTHER, **{"class": "none"}, no_receipt_given=True, stars=2, outcome="problem-unsolved")
    make_reviews(40, 3, month="2024-06", key_id=KEY)
    make_entry("review-changed", number=40)
    make_entry("review-restricted", number=1)
    make_entry("review-restricted", number=2)
    make_entry("review-restored", number=2)
    make_entry("review-withdrawn", number=3)
    make_entry("review-erased", number=4)
    make_entry("receipt-key-annulled", key_id="cd" * 32)
    make_reviews(50, 6, month="2026-10")
    make_entry("business-left", OTHER)
    make_entry("alert-suspended")
