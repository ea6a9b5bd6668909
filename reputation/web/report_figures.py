"""What the page of the report draws and says first: bars against limits, parts of a whole, the finding. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from reputation.rulebook import cases
from reputation.web.figures import length

BEYOND = 1.36
"""The scale of a time goes on beyond its limit, so that what was late can be seen."""
LIMITS = {
    "admissibility": cases.ADMISSIBILITY.value,
    "answer": cases.ANSWER.value + cases.EXTENSION.value,
    "decision": cases.DECISION.value,
    "appeal-decision": cases.APPEAL_DECISION.value,
    "reversal": cases.REVERSAL.value,
}
"""The longest that each may take: working days, days, days, days, hours."""


ANSWER = "answer"
"""What a writer does, which is none of our limits."""


class Finding(StrEnum):
    """What the title of the report says."""

    NONE = "none"
    FILED = "filed"
    DECIDED = "decided"
    STAYED = "stayed"


class Bar(NamedTuple):
    """From the middle case to the slowest, on a scale with the limit, in per cent."""

    start: str
    width: str
    limit: str
    is_over: bool


class Time(NamedTuple):
    """How long something took; `bar` is None where that is not told."""

    name: str
    median: int | None
    worst: int | None
    limit: int
    overdue: int
    bar: Bar | None


class Parts(NamedTuple):
    """Two parts of a whole, in per cent of the largest whole of a table."""

    first: str
    second: str


class Row(NamedTuple):
    """A row of a table. What is not told is None. `share`: the second part of the whole, of a hundred."""

    name: str
    filed: int | None
    whole: int | None
    first: int | None
    second: int | None
    share: int | None
    parts: Parts | None = None


def finding(totals: Mapping[str, int | None]) -> tuple[Finding, int]:
    """What to say first, with its number: of a hundred decided cases, or a count."""
    if totals["filed"] is None:
        return Finding.NONE, 0
    if totals["decided"] is None:
        return Finding.FILED, totals["filed"]
    if totals["stayed"] is None:
        return Finding.DECIDED, totals["decided"]
    return Finding.STAYED, round(100 * totals["stayed"] / totals["decided"])


def times(report: Mapping[str, Any]) -> tuple[Time, ...]:
    """The times in the order of a case."""
    return tuple(
        Time(
            name, found["median"], found["worst"], limit, found["overdue"], _bar(name, found["median"], found["worst"])
        )
        for name, limit in LIMITS.items()
        for found in (report["times"][name],)
    )


def _bar(name: str, median: int | None, worst: int | None) -> Bar | None:
    """Only what we do can be late: a writer's late answer breaks no limit of ours, and opens a case again."""
    if median is None or worst is None:
        return None
    limit = LIMITS[name]
    scale = max(limit * BEYOND, float(worst))
    start, width = 100 * median / scale, 100 * (worst - median) / scale
    is_over = name != ANSWER and worst > limit
    return Bar(f"{length(start)}%", f"{length(width)}%", f"{length(100 * limit / scale)}%", is_over)


def ranked(table: Mapping[str, Mapping[str, int | None]], first: str, second: str) -> tuple[Row, ...]:
    """The rows of a table, the largest first; those that are not told come last."""
    return tuple(sorted(rows(table, table, first, second), key=lambda row: (row.whole is None, -(row.whole or 0))))


def rows(
    table: Mapping[str, Mapping[str, int | None]], names: Iterable[str], first: str, second: str
) -> tuple[Row, ...]:
    """The rows of a table in an order of names, without those of noughts. One of which nothing is told has none."""
    if all(count is None for row in table.values() for count in row.values()):
        return ()
    found = [
        _row(name, row.get("filed"), row[first], row[second])
        for name, row in ((name, table[name]) for name in names)
        if any(count != 0 for count in row.values())
    ]
    most = max((row.whole or 0 for row in found), default=0)
    return tuple(row._replace(parts=_parts(row, most)) for row in found)


def _row(name: str, filed: int | None, first: int | None, second: int | None) -> Row:
    if first is None or second is None:
        return Row(name, filed, None, first, second, None)
    whole = first + second
    return Row(name, filed, whole, first, second, round(100 * second / whole) if whole else None)


def _parts(row: Row, most: int) -> Parts | None:
    if not row.whole or row.first is None or row.second is None:
        return None
    return Parts(f"{length(100 * row.first / most)}%", f"{length(100 * row.second / most)}%")
