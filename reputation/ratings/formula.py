"""Steps 1 to 5 of the rating: weights of a month, sums over the window, cap, and the figures shown. Integers only."""

from collections.abc import Mapping
from functools import lru_cache
from math import isqrt
from operator import mul
from typing import NamedTuple

from reputation.ratings.counts import STARS, Cells, Counts
from reputation.rulebook import rating as numbers

WINDOW = numbers.WINDOW.value
RECENT = numbers.RECENT.value
UNIT = numbers.UNIT.value
QUARTERS = numbers.QUARTERS.value
SATURATION = QUARTERS * numbers.MONTH_LIMIT.value
SHARE = SATURATION * numbers.MICRO.value
NONE_QUARTERS = numbers.NONE_QUARTERS.value
NONE_BASE_QUARTERS = numbers.NONE_BASE_QUARTERS.value
PRIOR = (*numbers.PRIOR_STARS, *numbers.PRIOR_OUTCOMES)
CAP_FIGURE = numbers.CAP_FIGURE.value * UNIT
CAP_CAREFUL = numbers.CAP_CAREFUL.value * UNIT
ZERO = (0,) * len(PRIOR)


class Sums(NamedTuple):
    """Eight sums each (five stars, three outcomes): of independent reviews, and of the rest."""

    independent: Cells
    rest: Cells


class Capped(NamedTuple):
    """Eight sums each: those the figure is taken from, and those of the cautious end."""

    figure: Cells
    careful: Cells


class Span(NamedTuple):
    """A mean with its likely range; stars in hundredths, everything else per mille."""

    mean: int
    low: int
    high: int


class Quantity(NamedTuple):
    """One thing shown: which sums it is taken from, the value of each, and how it is scaled."""

    name: str
    first: int
    values: Cells
    scale: int
    floor: int
    ceiling: int
    more_is_better: bool

    @property
    def z(self) -> int:
        """The interval's width in standard deviations, scaled like the mean."""
        return numbers.INTERVAL.value * self.scale // 100


QUANTITIES = (
    Quantity("stars", 0, (1, 2, 3, 4, 5), 100, 100, 500, more_is_better=True),
    Quantity("well", STARS, (1, 0, 0), 1000, 0, 1000, more_is_better=True),
    Quantity("unsolved", STARS, (0, 1, 0), 1000, 0, 1000, more_is_better=False),
    Quantity("lost", STARS, (0, 0, 1), 1000, 0, 1000, more_is_better=False),
    Quantity("harm", STARS, (0, 1, 2), 500, 0, 1000, more_is_better=False),
)

Figure = dict[str, Span]


@lru_cache(maxsize=1 << 16)
def _weigh(cells: Cells) -> Cells:
    """Step 1 as 16 numbers: the eight weights of independent reviews, then those of the rest."""
    seller, none = cells[5:10] + cells[18:21], cells[10:15] + cells[21:24]
    n_independent, n_seller, n_none = sum(cells[0:5]), sum(cells[5:10]), sum(cells[10:15])
    independent = rest = ZERO
    if n_independent:
        by = QUARTERS * n_independent + SATURATION
        independent = tuple([SHARE * i // by for i in cells[0:5] + cells[15:18]])
    if n_none:
        quarters = min(NONE_QUARTERS * n_none, n_independent + n_seller + NONE_BASE_QUARTERS)
        each = QUARTERS * n_none
        by = each * (QUARTERS * n_seller + quarters + SATURATION)
        rest = tuple([SHARE * (each * s + u * quarters) // by for s, u in zip(seller, none, strict=True)])
    elif n_seller:
        by = QUARTERS * n_seller + SATURATION
        rest = tuple([SHARE * s // by for s in seller])
    return independent + rest


def weigh(counts: Counts) -> Sums:
    """Step 1: what a month's reviews weigh before age, in MICRO parts. Independent of today."""
    weights = _weigh(counts.cells)
    return Sums(weights[: len(ZERO)], weights[len(ZERO) :])


def _sum(rows: list[tuple[int, Counts]]) -> Sums:
    """The sums of months, each with its age weight."""
    if not rows:
        return Sums(ZERO, ZERO)
    weighed = [[age_weight * weight for weight in _weigh(counts.cells)] for age_weight, counts in rows]
    sums = tuple(map(sum, zip(*weighed, strict=True)))
    return Sums(sums[: len(ZERO)], sums[len(ZERO) :])


def add_up(months: Mapping[int, Counts], month: int) -> Sums:
    """Step 2: the sums over the window; a month that is a months old weighs 24 - a. Future months do not exist yet."""
    return _sum([(WINDOW - month + m, months[m]) for m in range(month - WINDOW + 1, month + 1) if m in months])


def add_up_recent(months: Mapping[int, Counts], month: int) -> Sums:
    """Step 2 for the last three months, each at full weight."""
    return _sum([(WINDOW, months[m]) for m in range(month - RECENT + 1, month + 1) if m in months])


def _capped(prior: Cells, independent: Cells, rest: Cells) -> tuple[Cells, Cells]:
    p, t = sum(prior), sum(rest)
    plain = tuple(a + i + r for a, i, r in zip(prior, independent, rest, strict=True))
    figure = careful = plain
    if t > CAP_FIGURE:
        figure = tuple(
            i + (a + r) * (CAP_FIGURE + p) // (p + t) for a, i, r in zip(prior, independent, rest, strict=True)
        )
    if t > CAP_CAREFUL:
        careful = tuple(a + i + r * CAP_CAREFUL // t for a, i, r in zip(prior, independent, rest, strict=True))
    return figure, careful


def cap(sums: Sums) -> Capped:
    """Steps 3 and 4: the prior joins, and what a shop could have written itself is held to its limits."""
    stars = _capped(PRIOR[:STARS], sums.independent[:STARS], sums.rest[:STARS])
    results = _capped(PRIOR[STARS:], sums.independent[STARS:], sums.rest[STARS:])
    return Capped(stars[0] + results[0], stars[1] + results[1])


def moments(quantity: Quantity, sums: Cells) -> tuple[int, int, int]:
    """A, s1 and s2 of step 5: the sums' total, and their first and second moments."""
    values = quantity.values
    mine = sums[quantity.first : quantity.first + len(values)]
    weighted = [v * a for v, a in zip(values, mine, strict=True)]
    return sum(mine), sum(weighted), sum(map(mul, values, weighted))


def mean_and_half(quantity: Quantity, sums: Cells) -> tuple[int, int]:
    """Step 5: the mean, rounded half up, and half of the interval, rounded up."""
    a, s1, s2 = moments(quantity, sums)
    mean = (2 * quantity.scale * s1 + a) // (2 * a)
    half = isqrt(quantity.z**2 * (a * s2 - s1 * s1) * UNIT // (a * a * (a + UNIT))) + 1
    return mean, half


def show(quantity: Quantity, capped: Capped) -> Span:
    """Step 5: mean and favourable end from the figure's sums, the other end from the less favourable of both."""
    mean, half = mean_and_half(quantity, capped.figure)
    low, high = mean - half, mean + half
    if capped.careful != capped.figure:
        careful_mean, careful_half = mean_and_half(quantity, capped.careful)
        if quantity.more_is_better:
            low = min(low, careful_mean - careful_half)
        else:
            high = max(high, careful_mean + careful_half)
    return Span(mean, max(quantity.floor, low), min(quantity.ceiling, high))


def figure_of(sums: Sums) -> Figure:
    """All five quantities from the sums of a window."""
    capped = cap(sums)
    return {quantity.name: show(quantity, capped) for quantity in QUANTITIES}


def worse_of(figure: Figure, recent: Figure) -> Figure:
    """Of each quantity the less favourable mean, and an interval that covers both."""
    shown = {}
    for quantity in QUANTITIES:
        a, b = figure[quantity.name], recent[quantity.name]
        mean = min(a.mean, b.mean) if quantity.more_is_better else max(a.mean, b.mean)
        shown[quantity.name] = Span(mean, min(a.low, b.low), max(a.high, b.high))
    return shown
