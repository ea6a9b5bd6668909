"""The rating, edition 1, whole: from counts per month to the answer that is stored and published. Pure."""

import json
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from reputation.core import months as calendar
from reputation.ratings import alerts as alarm
from reputation.ratings import formula
from reputation.ratings.alerts import Alert, Raised
from reputation.ratings.counts import (
    CLASSES,
    NOTHING,
    RESULTS,
    Counts,
    Outcome,
    ReceiptClass,
    counts_of,
    span,
    total,
)
from reputation.ratings.fold import Business, Fold, FoldError, Review, Status
from reputation.ratings.formula import Figure, Span, Sums
from reputation.rulebook import editions
from reputation.rulebook import rating as numbers

__all__ = [
    "NOTHING",
    "Alert",
    "Business",
    "Counts",
    "Fold",
    "FoldError",
    "Outcome",
    "Rating",
    "ReceiptClass",
    "Review",
    "Status",
    "TooFew",
    "answer",
    "counts_of",
    "rate",
    "render",
]

EDITION = editions.CURRENT.number
LAST_PLACE = 1001
NOBODY: frozenset[str] = frozenset()


class TooFew(NamedTuple):
    """Why there is no figure: what there is beside what it takes. Weights in hundredths of a review."""

    receipted: int
    needed: int
    months: int
    months_needed: int
    weight: int
    weight_needed: int


class Rating(NamedTuple):
    """Everything the formula says about a business in a month, from its counts alone.

    `figure` is None with too few recent reviews; while the alert worse or surge stands it is already the less
    favourable one, and `recent` is the figure of the last three months. `order` sorts lists: the unfavourable end of
    the 24-month harm, LAST_PLACE without a figure.
    """

    figure: Figure | None
    recent: Figure | None
    too_few: TooFew | None
    basis: str | None
    alerts: tuple[Raised, ...]
    order: int
    window: Counts
    last: Counts


def _receipted(counts: Counts) -> int:
    return sum(counts.cells[:10])


def _too_few(months: Mapping[int, Counts], month: int, sums: Sums, window: Counts) -> TooFew | None:
    """Step 6: a figure needs enough receipted reviews, from more than one month, of enough weight."""
    alive = range(month - formula.WINDOW + 1, month + 1)
    weight = sum(sums.independent[5:]) + sum(sums.rest[5:])
    found = TooFew(
        receipted=_receipted(window),
        needed=numbers.RECEIPTED_NEEDED.value,
        months=sum(1 for m in alive if m in months and any(months[m].cells[:10])),
        months_needed=numbers.MONTHS_NEEDED.value,
        weight=100 * weight // formula.UNIT,
        weight_needed=100 * numbers.WEIGHT_NEEDED.value,
    )
    enough = (
        found.receipted >= found.needed
        and found.months >= found.months_needed
        and weight >= numbers.WEIGHT_NEEDED.value * formula.UNIT
    )
    return None if enough else found


def _basis(sums: Sums, window: Counts) -> str | None:
    """Step 6: what the figure rests on; None when no review has a receipt."""
    if not _receipted(window):
        return None
    if not sum(window.stars[0]):
        return "own-receipts-only"
    return "few-independent" if sum(sums.independent[5:]) < formula.CAP_CAREFUL else "mostly-independent"


def rate(months: Mapping[int, Counts], month: int, suspended: frozenset[str] = NOBODY) -> Rating:
    """Rate a business in a month from its counts per publication month; months outside the window move nothing."""
    recent_end, year_end, before_end = alarm.RECENT, alarm.YEAR, alarm.RECENT + alarm.BEFORE
    last = span(months, month, 0, recent_end)
    to_year = span(months, month, recent_end, year_end)
    to_before = span(months, month, year_end, before_end)
    window = total((last, to_year, to_before, span(months, month, before_end, formula.WINDOW)))
    sums = formula.add_up(months, month)
    too_few = _too_few(months, month, sums, window)
    raised = alarm.raised(recent=last, before=total((to_year, to_before)), year=total((last, to_year)))
    figure = recent = None
    order = LAST_PLACE
    if too_few is None:
        figure = formula.figure_of(sums)
        order = figure["harm"].high
        if any(a.alert in alarm.MOVES_FIGURE and a.alert not in suspended for a in raised):
            recent = formula.figure_of(formula.add_up_recent(months, month))
            figure = formula.worse_of(figure, recent)
    return Rating(
        figure=figure,
        recent=recent,
        too_few=too_few,
        basis=_basis(sums, window),
        alerts=raised,
        order=order,
        window=window,
        last=last,
    )


def _shown(figure: Figure | None) -> dict[str, dict[str, int]] | None:
    return None if figure is None else {name: value._asdict() for name, value in figure.items()}


def _outcomes(counts: Counts) -> dict[str, dict[str, int]]:
    return {
        kind.value: dict(zip(RESULTS, row, strict=True)) for kind, row in zip(CLASSES, counts.outcomes, strict=True)
    }


def figures(rating: Rating, suspended: frozenset[str] = NOBODY) -> dict[str, object]:
    """The part of an answer that is computed from counts alone; the explanation page's script makes the same."""
    counts: dict[str, int] = {kind.value: sum(row) for kind, row in zip(CLASSES, rating.window.stars, strict=True)}
    counts["no_receipt_given"] = rating.window.no_receipt_given
    return {
        "published": rating.figure is not None,
        "too_few": None if rating.too_few is None else rating.too_few._asdict(),
        "figure": _shown(rating.figure),
        "recent": _shown(rating.recent),
        "basis": rating.basis,
        "counts": counts,
        "outcomes": _outcomes(rating.window),
        "recent_outcomes": _outcomes(rating.last),
        "stars": {kind.value: list(row) for kind, row in zip(CLASSES, rating.window.stars, strict=True)},
        "alerts": [
            {
                "alert": found.alert.value,
                "recent": found.recent._asdict(),
                "before": None if found.before is None else found.before._asdict(),
                "suspended": found.alert in suspended,
            }
            for found in rating.alerts
        ],
        "order": rating.order,
    }


def answer(business: UUID, state: Business, month: int) -> dict[str, object]:
    """The answer about a business in a month: a function of the log's first `log_size` entries, month and edition.

    A business that left has no figure; its counts and alerts stay until they are too old, for leaving is no escape.
    """
    suspended = state.suspended(month)
    document = figures(rate(state.months(), month, suspended), suspended)
    if state.status is Status.LEFT:
        document |= {"published": False, "too_few": None, "figure": None, "recent": None, "order": LAST_PLACE}
    return document | {
        "business": str(business),
        "edition": EDITION,
        "month": calendar.show(month),
        "log_size": state.log_size,
        "status": state.status.value,
    }


def render(document: Mapping[str, object]) -> bytes:
    """The bytes of an answer by RFC 8785: it holds whole numbers and plain ASCII keys only, so sorting is enough."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def month_figure(rating: Rating, quantity: str) -> Span | None:
    """One quantity of a rating, None without a figure."""
    return None if rating.figure is None else rating.figure[quantity]
