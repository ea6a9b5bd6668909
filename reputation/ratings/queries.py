"""Reading ratings: stored answers, past answers from the log, the workings, the history."""

import json
from collections.abc import Collection
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from reputation.core import months as calendar
from reputation.core.db import prepared
from reputation.log import queries as log
from reputation.log.errors import UnknownLogSize
from reputation.ratings import errors, formula, rules, store, workings
from reputation.ratings.counts import NOTHING, RESULTS, Cells, Counts, counts_of
from reputation.ratings.fold import READ, Business, Fold, FoldError, Status

OLDEST_MONTH = calendar.parse("2000-01")

VERSION = """
SELECT a.month, a.log_size, (SELECT max(e.position) FROM log_entry e WHERE e.business = %(business)s)
FROM (SELECT 1) one LEFT JOIN ratings_answer a ON a.business = %(business)s
"""
STORED = """
SELECT a.month, a.status, a.log_size, m.month, m.counts,
       (SELECT jsonb_object_agg(s.alert, s.until) FROM ratings_suspension s WHERE s.business = a.business)
FROM ratings_answer a LEFT JOIN ratings_month m ON m.business = a.business
WHERE a.business = %s
"""


class Followed(NamedTuple):
    """How far the ratings have read the log, their month, and how many entries were refused as impossible."""

    position: int
    month: int
    refused: int


class Version(NamedTuple):
    """What the public pages about a business can be told apart by: its answer, and the last entry about it."""

    month: int | None
    log_size: int | None
    position: int | None


class Listed(NamedTuple):
    """A line of a list in the order of ratings."""

    order: int
    business: UUID
    body: bytes


def followed() -> Followed:
    """How far the follower is; all zero before its first run."""
    found = store.rows("SELECT position, month, refused FROM ratings_cursor")
    return Followed(*found[0]) if found else Followed(0, 0, 0)


def answer(business: UUID) -> bytes | None:
    """The stored answer about a business, None if none of that id ever joined."""
    found = prepared("SELECT body FROM ratings_answer WHERE business = %s", [business])
    return bytes(found[0][0]) if found else None


def annulled(business: UUID, reviews: Collection[UUID]) -> frozenset[UUID]:
    """Which of these reviews of a business count no more because their receipt was annulled, in one statement."""
    found = store.rows(
        "SELECT review FROM ratings_review WHERE business = %s AND review = ANY(%s) AND is_annulled",
        [business, list(reviews)],
    )
    return frozenset(row[0] for row in found)


def version(business: UUID) -> Version:
    """Of what the pages about a business are now, in one statement: every public change appends an entry."""
    return Version(*store.rows(VERSION, {"business": business})[0])


def _stored(business: UUID) -> tuple[int, Business]:
    """The month of the stored answer and the state behind it, in one look at the tables."""
    found = store.rows(STORED, [business])
    if not found:
        raise errors.NoRating
    month, status, log_size, _, _, suspended = found[0]
    until = json.loads(suspended) if isinstance(suspended, str) else suspended
    state = Business(status=Status(status), log_size=log_size, suspended_until=until or {})
    state.cells = {row[3]: row[4] for row in found if row[3] is not None}
    return month, state


def _folded(business: UUID, upto: int) -> Business:
    """The state that the first `upto` entries of the log come to."""
    fold = Fold()
    for entry in log.of_business(business, upto=upto):
        if entry.kind in READ:
            try:
                fold.feed(entry.position, entry)
            except FoldError:
                continue  # without effect here as everywhere; the audit reports it
    if business not in fold.businesses:
        raise errors.NoRating
    return fold.businesses[business]


def _state(business: UUID, month: int | None, log_size: int | None) -> tuple[int, Business]:
    if log_size is not None and not 1 <= log_size <= log.head().size:
        raise UnknownLogSize(log_size=log_size)
    latest = followed().month
    if month is not None and not OLDEST_MONTH <= month <= latest:
        raise errors.UnknownMonth
    if log_size is None:
        stored_month, state = _stored(business)
        return (stored_month if month is None else month), state
    return (latest if month is None else month), _folded(business, log_size)


def past_answer(*, business: UUID, month: int | None = None, log_size: int | None = None) -> dict[str, Any]:
    """The answer from the log's first `log_size` entries in a month; what is not given is as it is now.

    Raises:
        UnknownMonth: it has not begun, or lies before 2000.
        UnknownLogSize: below one, or beyond the log.
        NoRating: no such business had joined.
    """
    at, state = _state(business, month, log_size)
    return rules.answer(business, state, at)


def explanation(*, business: UUID, month: int | None = None, log_size: int | None = None) -> dict[str, Any]:
    """How an answer came about: the workings of the formula, with the answer they lead to. Raises as `past_answer`."""
    at, state = _state(business, month, log_size)
    return {
        "business": str(business),
        "edition": rules.EDITION,
        "suspended": sorted(state.suspended(at)),
        **workings.explain(state.months(), at, state.suspended(at)),
        "answer": rules.answer(business, state, at),
    }


def history(business: UUID) -> list[dict[str, Any]]:
    """Month by month for 24 months, oldest first: the figures as they would be shown, and that month's own reviews.

    Computed from the reviews as they count today. `well` and `stars` are None without a figure; `receipted`, `none`
    and `outcomes` (of those with a receipt) are of the month alone.

    Raises:
        NoRating: no such business joined.
    """
    month, state = _stored(business)
    start = month - 2 * formula.WINDOW + 1
    cells = tuple((m, tuple(row)) for m, row in sorted(state.cells.items()) if start < m <= month and any(row))
    return [dict(row) for row in _history(cells, month, tuple(sorted(state.suspended_until.items())))]


@lru_cache(maxsize=1024)
def _history(
    cells: tuple[tuple[int, Cells], ...], month: int, suspended: tuple[tuple[str, int], ...]
) -> list[dict[str, Any]]:
    months = {m: counts_of(row) for m, row in cells}
    return [
        _one_month(months, m, frozenset(alert for alert, until in suspended if m < until))
        for m in range(month - formula.WINDOW + 1, month + 1)
    ]


def _one_month(months: dict[int, Counts], month: int, suspended: frozenset[str]) -> dict[str, Any]:
    figure = rules.rate(months, month, suspended).figure
    *receipted, none = months.get(month, NOTHING).outcomes
    return {
        "month": calendar.show(month),
        "published": figure is not None,
        "well": figure["well"]._asdict() if figure else None,
        "stars": figure["stars"]._asdict() if figure else None,
        "receipted": sum(map(sum, receipted)),
        "none": sum(none),
        "outcomes": {name: sum(row[place] for row in receipted) for place, name in enumerate(RESULTS)},
    }


def listing(*, after: tuple[int, UUID] | None, limit: int) -> list[Listed]:
    """Participants by the unfavourable end of their harm, those without a figure last; `after` is a line before."""
    order, business = after or (-1, UUID(int=0))
    found = store.rows(
        "SELECT order_key, business, body FROM ratings_answer WHERE status = 'participant'"
        " AND (order_key, business) > (%s, %s) ORDER BY order_key, business LIMIT %s",
        [order, business, limit],
    )
    return [Listed(row[0], row[1], bytes(row[2])) for row in found]
