"""What writers give and entries carry: checked, committed to, and named the same way by every act."""

from reputation.core import months
from reputation.log.entries import commitment
from reputation.reviews import errors, rules
from reputation.reviews.models import Review, WaitingReview
from reputation.rulebook import reviews as numbers


def checked(*, stars: int, language: str, text: str) -> str:
    """The text as it is kept.

    Raises:
        BadReview: a field does not fit.
    """
    if not 1 <= stars <= 5:
        raise errors.BadReview(field="stars")
    if rules.LANGUAGE.fullmatch(language) is None:
        raise errors.BadReview(field="language")
    try:
        return rules.clean(text, numbers.TEXT_LIMIT.value)
    except ValueError as error:
        raise errors.BadReview(field="text") from error


def canonical_of(row: Review | WaitingReview) -> bytes:
    """What a review says now, as commitments are over it."""
    return rules.canonical(stars=row.stars, outcome=str(row.outcome), language=row.language, text=row.text or "")


def commitment_of(kind: str, salt: bytes, row: Review | WaitingReview) -> str:
    """The commitment of an entry to what a review says now."""
    return commitment(kind, salt, canonical_of(row))


def body_of(review: Review, month: int) -> dict[str, object]:
    """How entries name a review, in the month in which something happens to it."""
    return {"business": str(review.business_id), "review": str(review.public_id), "month": months.show(month)}
