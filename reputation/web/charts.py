"""The picture of 24 months: a line with its likely range over columns of reviews, and what it shows in a word. Pure.

Bands are drawn before lines, gaps in the data are gaps in the line, rates always run from 0 to 100.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple

from reputation.web.figures import length

WIDE, TALL = 1000, 100
COLUMN_SHARE = 0.7
# The columns stand in their own strip, in pixels from the top of the picture.
COLUMNS_BASE, COLUMNS_TALL, LEAST_TALL = 256, 44, 2
LINE_TOP, LINE_TALL = 22, 160
PER_MILLE = 1000
FEWEST_MONTHS = 6
SHARP, SLOW, CALM = 80, 60, 80  # per mille: of a thousand buyers
LOOK_BACK = 4


class Finding(StrEnum):
    """What a picture shows, for its title."""

    NONE = "none"
    ENDED = "ended"
    SHORT = "short"
    FALL = "fall"
    RISE = "rise"
    DOWN = "down"
    UP = "up"
    STEADY = "steady"
    VARIED = "varied"


class Story(NamedTuple):
    """A finding with what its sentence needs: how many months have a figure, its extremes, and when it turned."""

    finding: Finding
    months: int
    low: int
    high: int
    since: str | None


class Column(NamedTuple):
    """The reviews of a month: with a receipt, and on top without one."""

    month: str
    x: str
    receipted_y: str
    receipted_height: str
    none_y: str
    none_height: str


class Point(NamedTuple):
    """A place in the picture, in per cent across and pixels down."""

    x: str
    y: str


class Chart(NamedTuple):
    """All that the template draws."""

    story: Story
    bands: tuple[str, ...]
    lines: tuple[str, ...]
    raw: tuple[str, ...]
    last: Point | None
    turn: str | None
    turn_is_late: bool
    columns: tuple[Column, ...]
    column_width: str
    most: int
    first_month: str
    middle_month: str
    last_month: str


def story(history: Sequence[Mapping[str, Any]]) -> Story:
    """What the months show. Compared are the figures as they were shown, in buyers of a thousand."""
    shown = [(row["month"], row["well"]["mean"]) for row in history if row["well"]]
    means = [mean for _, mean in shown]
    low, high = (min(means), max(means)) if means else (0, 0)
    found, since = _finding(history, shown)
    return Story(found, len(shown), low // 10, -(-high // 10), since)


def _finding(history: Sequence[Mapping[str, Any]], shown: Sequence[tuple[str, int]]) -> tuple[Finding, str | None]:
    if not shown:
        return Finding.NONE, None
    if not history[-1]["well"]:
        return Finding.ENDED, shown[-1][0]
    if len(shown) < FEWEST_MONTHS:
        return Finding.SHORT, shown[0][0]
    last = shown[-1][1]
    recent = shown[-LOOK_BACK - 1 :]
    if max(mean for _, mean in recent) - last >= SHARP:
        return Finding.FALL, _turn(recent)
    means = [mean for _, mean in shown]
    if max(means) - min(means) <= CALM:
        return Finding.STEADY, shown[0][0]
    if last - min(mean for _, mean in recent) >= SHARP:
        return Finding.RISE, recent[0][0]
    if last - means[0] >= SLOW:
        return Finding.UP, shown[0][0]
    return (Finding.DOWN if means[0] - last >= SLOW else Finding.VARIED), shown[0][0]


def _turn(recent: Sequence[tuple[str, int]]) -> str:
    """The month in which the fall began: the first that lost a quarter of what was lost in the end."""
    highest = max(mean for _, mean in recent)
    lost = highest - recent[-1][1]
    top = max(place for place, (_, mean) in enumerate(recent) if mean == highest)
    return next(month for month, mean in recent[top:] if 4 * (highest - mean) >= lost)


def _x(place: int, of: int) -> float:
    return WIDE * (place + 0.5) / of


def _y(per_mille: int) -> float:
    return TALL - per_mille * TALL / PER_MILLE


def _runs(rows: Sequence[tuple[int, Any]]) -> Iterator[list[tuple[int, Any]]]:
    """The rows cut where there is nothing."""
    for is_there, run in groupby(rows, key=lambda row: row[1] is not None):
        if is_there:
            yield list(run)


def _path(points: Sequence[tuple[float, float]]) -> str:
    """A line; a lone point becomes a short stroke, so that it can be seen."""
    if len(points) == 1:
        (x, y) = points[0]
        points = [(x - 6, y), (x + 6, y)]
    return "M" + "L".join(f"{length(x)} {length(y)}" for x, y in points)


def _band(run: Sequence[tuple[int, Mapping[str, int]]], of: int) -> str:
    half = 6 if len(run) == 1 else 0
    upper = [(_x(place, of), _y(span["high"])) for place, span in run]
    lower = [(_x(place, of), _y(span["low"])) for place, span in run]
    if half:
        upper = [(x + side, y) for x, y in upper for side in (-half, half)]
        lower = [(x + side, y) for x, y in lower for side in (-half, half)]
    return _path([*upper, *reversed(lower)]) + "Z"


def _share(outcomes: Mapping[str, int]) -> int | None:
    """The share of the month's own reviews with a receipt that ended well; None without any."""
    total = sum(outcomes.values())
    return PER_MILLE * outcomes["well"] // total if total else None


def _columns(history: Sequence[Mapping[str, Any]], most: int) -> Iterator[Column]:
    for place, row in enumerate(history):
        tall = [
            max(LEAST_TALL, COLUMNS_TALL * many / most) if many else 0.0 for many in (row["receipted"], row["none"])
        ]
        left = 100 * (place + (1 - COLUMN_SHARE) / 2) / len(history)
        yield Column(
            row["month"],
            f"{length(left)}%",
            length(COLUMNS_BASE - tall[0]),
            length(tall[0]),
            length(COLUMNS_BASE - tall[0] - tall[1]),
            length(tall[1]),
        )


def chart(history: Sequence[Mapping[str, Any]], *, with_raw: bool = False) -> Chart:
    """Draw the months of `ratings.queries.history`. `with_raw` adds the thin line of the months' own shares."""
    of = len(history)
    wells = [(place, row["well"]) for place, row in enumerate(history)]
    told = story(history)
    shares = [(place, _share(row["outcomes"])) for place, row in enumerate(history)] if with_raw else []
    most = max((row["receipted"] + row["none"] for row in history), default=0)
    ending = wells[-1][1] if wells else None
    turn = next((place for place, row in enumerate(history) if row["month"] == told.since), None)
    has_turn = told.finding is Finding.FALL and turn is not None
    return Chart(
        story=told,
        bands=tuple(_band(run, of) for run in _runs(wells)),
        lines=tuple(_path([(_x(place, of), _y(span["mean"])) for place, span in run]) for run in _runs(wells)),
        raw=tuple(_path([(_x(place, of), _y(share)) for place, share in run]) for run in _runs(shares)),
        last=Point(f"{length(_x(of - 1, of) / 10)}%", length(_pixels(ending["mean"]))) if ending else None,
        turn=f"{length(_x(turn, of) / 10)}%" if has_turn and turn is not None else None,
        turn_is_late=turn is not None and 2 * turn > of,
        columns=tuple(_columns(history, most)) if most else (),
        column_width=f"{length(100 * COLUMN_SHARE / of)}%" if of else "0%",
        most=most,
        first_month=history[0]["month"] if history else "",
        middle_month=history[of // 2]["month"] if history else "",
        last_month=history[-1]["month"] if history else "",
    )


def _pixels(per_mille: int) -> float:
    return LINE_TOP + LINE_TALL * _y(per_mille) / TALL
