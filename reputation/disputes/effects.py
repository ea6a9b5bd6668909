"""What a decision does to the figures of a business: its rating from the log, as it is and as it would be."""

from typing import Any
from uuid import UUID

from reputation.log import queries as log
from reputation.ratings import rules as rating
from reputation.ratings.fold import Business, Fold, FoldError
from reputation.reviews.rules import Figures


def _state(business: UUID) -> Business | None:
    fold = Fold()
    for row in log.of_business(business):
        try:
            fold.feed(row.position, row)
        except FoldError:
            continue
    return fold.businesses.get(business)


def figures(business: UUID, month: int, review: UUID | None = None, *, counts: bool = True) -> Figures:
    """The figures of a business in a month; with a review given, as if a decision let it count or not."""
    state = _state(business)
    if state is None:
        return Figures(month=month, log_size=0, published=False)
    found = None if review is None else state.reviews.get(review)
    if found is not None:
        before = found.counts
        found.is_restricted = not counts
        if found.counts != before:
            state.add(found, 1 if found.counts else -1)
    answer: Any = rating.answer(business, state, month)
    figure = answer["figure"]
    return Figures(
        month=month,
        log_size=state.log_size,
        published=answer["published"],
        well=None if figure is None else figure["well"]["mean"],
        stars=None if figure is None else figure["stars"]["mean"],
    )


def standing_alerts(business: UUID, month: int) -> set[str]:
    """The alerts about a business in a month that are not suspended."""
    state = _state(business)
    if state is None:
        return set()
    answer: Any = rating.answer(business, state, month)
    return {found["alert"] for found in answer["alerts"] if not found["suspended"]}
