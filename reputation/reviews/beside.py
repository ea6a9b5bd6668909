"""What of a review stands beside the log in side files: its text, where words are masked in it, and the reply."""

from collections.abc import Iterable
from typing import Any

from reputation.reviews.models import MaskedWords, Reply, Review
from reputation.reviews.rules import State

Words = dict[str, dict[str, Any]]


def fresh(review: Review) -> Words:
    """The words of a review that was never masked."""
    return _text(review, ())


def text(review: Review) -> Words:
    """The words of a review as they are shown; none when they are not. Where words are masked stands the wording."""
    if review.text is None or review.state != State.PUBLISHED:
        return {}
    return _text(review, MaskedWords.objects.filter(review=review).order_by("start"))


def all_of(review: Review) -> Words:
    """The words of a review and of the reply to it, as far as they are shown."""
    replied = Reply.objects.filter(review=review).values_list("text", flat=True).first()
    if replied is None or review.state not in (State.PUBLISHED, State.ERASED):
        return text(review)
    return text(review) | reply(replied)


def reply(shown: str) -> Words:
    """The words of a reply."""
    return {"replies": {"text": shown}}


def _text(review: Review, masked: Iterable[MaskedWords]) -> Words:
    return {"texts": {"language": review.language, "text": review.text, "masked": [_masked(row) for row in masked]}}


def _masked(row: MaskedWords) -> dict[str, Any]:
    found = {"start": row.start, "length": row.length, "on": row.masked_on.isoformat()}
    return found if row.decision is None else found | {"decision": str(row.decision)}
