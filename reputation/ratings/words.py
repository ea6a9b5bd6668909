"""Figures for people: whole buyers of a hundred, a range that never hides doubt, and how sure we are. Pure.

Ends of a range are rounded outwards, so that rounding never makes us look surer than we are. The parts of a hundred are
rounded together, so that they make a hundred. While an alert makes the figure the less favourable of two, its parts
need not add up; then the picture shows the people of the last three months themselves, and no remainder is invented.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

HUNDRED = 100
RESULTS = ("well", "unsolved", "lost")
WITH_RECEIPT = ("independent", "seller")
QUITE_SURE, FAIRLY_SURE, NOT_VERY_SURE = 10, 20, 40


class Sure(StrEnum):
    """How sure we are, by the width of the range in buyers of a hundred."""

    QUITE = "quite"
    FAIRLY = "fairly"
    NOT_VERY = "not-very"
    ROUGH = "rough"


class Range(NamedTuple):
    """About `mean`, likely `low` to `high`: buyers of a hundred, or tenths of a star."""

    mean: int
    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low


class Crowd(NamedTuple):
    """The small figures of the picture: surely well, probably well, not solved, lost.

    `people` is how many reviewers they stand for: None for a hundred buyers in general, else those of three months.
    """

    solid: int
    pale: int
    unsolved: int
    lost: int
    people: int | None

    @property
    def all(self) -> int:
        return self.solid + self.pale + self.unsolved + self.lost


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure as a page says it. `adds_up`: whether well, unsolved and lost are parts of one hundred."""

    well: Range
    unsolved: Range
    lost: Range
    stars: Range
    sure: Sure
    crowd: Crowd
    adds_up: bool


def parts(shares: Sequence[int], whole: int = HUNDRED) -> tuple[int, ...]:
    """Whole parts in proportion to the shares that make up `whole`: the largest remainders are rounded up.

    All zero for no shares at all. Of equal remainders the later one is rounded up: rather a loss more than one less.
    """
    total = sum(shares)
    if total <= 0:
        return tuple(0 for _ in shares)
    floors = [share * whole // total for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda place: (-(shares[place] * whole % total), -place))
    for place in by_remainder[: whole - sum(floors)]:
        floors[place] += 1
    return tuple(floors)


def nearest(value: int, unit: int) -> int:
    """A value in whole units, halves up."""
    return (2 * value + unit) // (2 * unit)


def outwards(span: Mapping[str, int], mean: int, unit: int = 10) -> Range:
    """A range in whole units around a mean that was rounded already."""
    low, high = span["low"] // unit, -(-span["high"] // unit)
    return Range(mean=mean, low=min(low, mean), high=max(high, mean))


def ranged(span: Mapping[str, int], unit: int = 10) -> Range:
    """A figure of the rating (per mille, or hundredths of a star) in whole units: of a hundred, or tenths."""
    return outwards(span, nearest(span["mean"], unit), unit)


def how_sure(width: int) -> Sure:
    """The word for a width. Source: the design's four fixed sentences."""
    if width <= QUITE_SURE:
        return Sure.QUITE
    if width <= FAIRLY_SURE:
        return Sure.FAIRLY
    return Sure.NOT_VERY if width <= NOT_VERY_SURE else Sure.ROUGH


def figure(answer: Mapping[str, Any]) -> Figure | None:
    """What a page says of an answer of the ratings; None without a published figure."""
    found = answer["figure"]
    if found is None:
        return None
    if answer["recent"] is None:
        means = parts([found[name]["mean"] for name in RESULTS])
    else:
        means = tuple(nearest(found[name]["mean"], 10) for name in RESULTS)
    well, unsolved, lost = (outwards(found[name], mean) for name, mean in zip(RESULTS, means, strict=True))
    return Figure(
        well=well,
        unsolved=unsolved,
        lost=lost,
        stars=ranged(found["stars"]),
        sure=how_sure(well.width),
        crowd=_crowd(well, unsolved, lost) if answer["recent"] is None else recent_crowd(answer["recent_outcomes"]),
        adds_up=answer["recent"] is None,
    )


def _crowd(well: Range, unsolved: Range, lost: Range) -> Crowd:
    """Solid up to the lower end, pale from there to the mean."""
    return Crowd(well.low, well.mean - well.low, unsolved.mean, lost.mean, None)


def recent_crowd(outcomes: Mapping[str, Mapping[str, int]]) -> Crowd:
    """The people with a receipt who reviewed in three months, one figure each; of more than a hundred, a hundred."""
    counts = [sum(outcomes[kind][name] for kind in WITH_RECEIPT) for name in RESULTS]
    people = sum(counts)
    well, unsolved, lost = counts if people <= HUNDRED else parts(counts)
    return Crowd(well, 0, unsolved, lost, people)
