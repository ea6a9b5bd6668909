"""Geometry of the small pictures: the crowd, rails, how sure. Pure; the templates draw what these say.

Lengths are text, because templates write numbers in the reader's language and a picture has none.
"""

from typing import NamedTuple

from reputation.ratings.words import Crowd, Range, Sure

STEP_X, STEP_Y, TALL = 14, 25, 24
COLUMNS = 25
KINDS = ("solid", "pale", "unsolved", "lost")
# Half the width of the band in the mark beside each of the four sentences.
SURE_HALF = {Sure.QUITE: 6, Sure.FAIRLY: 13, Sure.NOT_VERY: 23, Sure.ROUGH: 36}
SURE_MIDDLE = 44
FULL_STAR = 10


class Person(NamedTuple):
    """One small figure of the crowd: what it stands for (one of KINDS) and where it is."""

    kind: str
    x: str
    y: str


class CrowdPicture(NamedTuple):
    """The crowd with the size of its drawing."""

    people: tuple[Person, ...]
    width: str
    height: str


class Rail(NamedTuple):
    """A figure with its range on a fixed scale, in per cent of the scale's length."""

    band_x: str
    band_width: str
    point: str


class SurePicture(NamedTuple):
    """The band of the mark beside a sentence about how sure we are."""

    x: str
    width: str


def length(value: float) -> str:
    """A length as SVG wants it: a point as decimal mark, no needless digits."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


def crowd(found: Crowd, columns: int = COLUMNS) -> CrowdPicture:
    """Place the figures row by row: solid, pale, not solved, lost. Rows are about equally long, none left alone."""
    kinds = [kind for kind, many in zip(KINDS, found[:4], strict=True) for _ in range(many)]
    rows = max(1, -(-len(kinds) // columns))
    long = max(1, -(-len(kinds) // rows))
    people = tuple(
        Person(kind, str(place % long * STEP_X), str(place // long * STEP_Y)) for place, kind in enumerate(kinds)
    )
    return CrowdPicture(people, str(columns * STEP_X), str((rows - 1) * STEP_Y + TALL))


def rail(found: Range, start: int = 0, end: int = 100) -> Rail:
    """Where a range lies on a scale from `start` to `end`."""

    def place(value: int) -> float:
        return 100 * (min(max(value, start), end) - start) / (end - start)

    low, high = place(found.low), place(found.high)
    return Rail(f"{length(low)}%", f"{length(high - low)}%", f"{length(place(found.mean))}%")


def star_rail(found: Range) -> Rail:
    """Where a range of tenths of a star lies between one star and five."""
    return rail(found, start=FULL_STAR, end=5 * FULL_STAR)


def sure(found: Sure) -> SurePicture:
    """The mark that looks like its sentence: the less sure, the wider."""
    half = SURE_HALF[found]
    return SurePicture(str(SURE_MIDDLE - half), str(2 * half))
