"""Typed helpers that reach a state of reviews and cases through actions, so that no impossible one exists."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from reputation.businesses import actions as businesses
from reputation.core import ids
from reputation.disputes.rules import Ground, Outcome, Reasons
from reputation.reviews import publication, sending
from reputation.reviews.rules import Outcome as Told
from reputation.reviews.rules import ReceiptClass
from tests import cases_made

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(weeks=5)
_numbers = count(1)


def make_business(*, now: datetime = MONDAY - timedelta(days=30)) -> UUID:
    number = next(_numbers)
    found = businesses.join(
        legal_name=f"Invented Shop {number} Ltd", numbers=[("example", f"EX{number:08d}")], country="GB", now=now
    )
    return found.public_id


def submit(
    business: UUID,
    *,
    stars: int = 4,
    outcome: Told = Told.AS_AGREED,
    receipt_class: ReceiptClass = ReceiptClass.SELLER,
    text: str = "A copper pan, as agreed.",
    now: datetime = MONDAY,
    source: ids.Source = ids.SECURE,
) -> sending.Accepted:
    """An invented review, which waits. Those with real receipts are made in tests/receipts_made.py."""
    return sending.submit_invented(
        business=business,
        stars=stars,
        outcome=outcome,
        receipt_class=receipt_class,
        no_receipt_given=False if receipt_class is ReceiptClass.NONE else None,
        language="en",
        text=text,
        now=now,
        source=source,
    )


def make_review(
    business: UUID | None = None,
    *,
    stars: int = 4,
    outcome: Told = Told.AS_AGREED,
    receipt_class: ReceiptClass = ReceiptClass.SELLER,
    text: str = "A copper pan, as agreed.",
    now: datetime = MONDAY,
) -> UUID:
    """A published review: sent at `now`, out five weeks later."""
    accepted = submit(
        business or make_business(), stars=stars, outcome=outcome, receipt_class=receipt_class, text=text, now=now
    )
    publication.publish_due(now=now + timedelta(weeks=5))
    return accepted.review


def make_case(
    review: UUID,
    *,
    ground: Ground = Ground.CONFLICT_OF_INTEREST,
    quote: str = "copper pan",
    said: str = "This is why.",
    now: datetime = LATER,
) -> UUID:
    return cases_made.file_case(review, ground=ground, quote=quote, said=said, now=now)


def make_decision(
    case: UUID, outcome: Outcome, *, reasons: Reasons | None = None, wording: str = "", now: datetime = LATER
) -> UUID:
    return cases_made.decide(case, outcome, reasons=reasons, wording=wording, now=now + cases_made.HEARD)
