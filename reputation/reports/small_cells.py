"""Which cells of a table stay hidden so that no small one can be told, not even from the rest. Pure.

A table has rows of several counts; what each column adds up to is public. A row with a small count is hidden as a
whole, and with it those with a nought, which could be small ones, and as many others as it takes. Which ones depends
on the counts alone and not on whose they are: exchange two hidden rows, and the same is published. As long as the
hidden rows differ in every column, whoever knows the totals and this rule can tell none of them.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

SMALLEST = 5
"""Fewer than these are not told. Source: the usual threshold of official statistics is 3 to 10."""

K = TypeVar("K")
Row = tuple[int, ...]
Shown = tuple[int | None, ...]


def hidden(rows: Mapping[K, Row]) -> frozenset[K]:
    """The rows that are not shown."""
    if not any(0 < count < SMALLEST for row in rows.values() for count in row):
        return frozenset()
    found = {key for key, row in rows.items() if min(row) < SMALLEST}
    while found and len(found) < len(rows) and not _differ([rows[key] for key in found]):
        least = min(sum(row) for key, row in rows.items() if key not in found)
        found |= {key for key, row in rows.items() if sum(row) == least}
    return frozenset(found)


def _differ(rows: Sequence[Row]) -> bool:
    """Whether in every column there are at least two different counts."""
    return all(len(set(column)) > 1 for column in zip(*rows, strict=True))


def shown(rows: Mapping[K, Row], totals: Shown) -> dict[K, Shown]:
    """The table as it is published. A column whose total is not told is not told either."""
    known = [place for place, total in enumerate(totals) if total is not None]
    kept = hidden({key: tuple(row[place] for place in known) for key, row in rows.items()})
    return {
        key: tuple(None if key in kept or totals[place] is None else count for place, count in enumerate(row))
        for key, row in rows.items()
    }


def many(count: int) -> int | None:
    """A count that stands alone, or None when it is small: nought would tell that nothing small is behind it."""
    return count if count >= SMALLEST else None


def parts(counts: Mapping[K, int], total: int | None) -> dict[K, int | None]:
    """The parts of one total."""
    return {key: row[0] for key, row in shown({key: (count,) for key, count in counts.items()}, (total,)).items()}
