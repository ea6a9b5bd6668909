"""Typed helpers that reach a state of reviews and cases through actions, so that no impossible one exists."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from reputation.businesses import actions as businesses
from reputation.core import ids
from reputation.disputes import actions as disputes
from reputation.disputes.rules import Ground, Outcome, Reasons, Role, Side
from reputation.reviews import publication, sending
from reputation.reviews.rules import Outcome as Told
from reputation.reviews.rules import ReceiptClass

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = MONDAY + timedelta(weeks=5)
MODERATORS = (Role.MODERATOR, Role.SECOND_MODERATOR)
REASONS = Reasons(
    quote="the quoted words",
    facts=("a fact",),
    business_said="what the business said",
    reviewer_said="what the writer said",
    reasoning="why",
    summary="in short",
)
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
    return disputes.file_challenge(review_id=review, ground=ground, quote=quote, said=said, side=Side.BUSINESS, now=now)


def make_decision(
    case: UUID, outcome: Outcome, *, reasons: Reasons = REASONS, wording: str = "", now: datetime = LATER
) -> UUID:
    return disputes.decide(
        case_id=case,
        outcome=outcome,
        reasons=reasons,
        deciders=MODERATORS,
        wording=wording,
        now=now + timedelta(days=30),
    )
