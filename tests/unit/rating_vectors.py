"""Seeded random count tables, the same as rating_vectors.mjs makes, and a slow second reading of the text."""

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from reputation.ratings.counts import Counts, counts_of

SEED = 20_261_101
MONTH = 2026 * 12 + 10
ALERTS = ("worse", "surge", "money-lost", "no-receipt-given")
_MASK = (1 << 64) - 1

Months = dict[int, Counts]


class SplitMix:
    """splitmix64, by Steele, Lea and Flood (2014)."""

    def __init__(self, seed: int) -> None:
        self.state = seed & _MASK

    def next(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & _MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
        return z ^ (z >> 31)

    def below(self, limit: int) -> int:
        return self.next() % limit


def _split(random: SplitMix, n: int, ways: int, kind: int) -> tuple[int, ...]:
    """Share n out; kind 0 favours the first cell, 1 the last, 2 none."""
    left, cells = n, []
    for way in range(ways - 1):
        most = left + 1
        take = random.below(most)
        if kind == 0 and way == 0:
            take = max(take, random.below(most), random.below(most))
        if kind == 1:
            take = min(take, random.below(most))
        cells.append(take)
        left -= take
    return (*cells, left)


def table(number: int) -> tuple[Months, frozenset[str]]:
    """Count table number `number`, some of its months outside the window, and the alerts suspended."""
    random = SplitMix(SEED + number)
    limit = (2, 4, 12, 60, 3_000, 2_000_000)[random.below(6)]
    share = random.below(5)
    months: Months = {}
    for age in range(-1, 26):
        if random.below(5) < share:
            continue
        stars, outcomes = [], []
        given = lost = 0
        for kind in range(3):
            n = random.below(limit) if random.below(3) else 0
            mood = random.below(3)
            stars.append(_split(random, n, 5, 2 - mood))
            outcomes.append(_split(random, n, 3, mood))
            if kind == 2:
                lost = random.below(outcomes[2][2] + 1)
                given = lost + random.below(n - outcomes[2][2] + 1)
        months[MONTH - age] = counts_of(
            [*stars[0], *stars[1], *stars[2], *outcomes[0], *outcomes[1], *outcomes[2], given, lost]
        )
    mask = random.below(16) if random.below(4) == 0 else 0
    return months, frozenset(alert for place, alert in enumerate(ALERTS) if mask >> place & 1)


def tables(count: int) -> Iterator[tuple[Months, frozenset[str]]]:
    return (table(number) for number in range(count))


# A second reading of edition-1.md, written apart from the rules: slow, by cell, without caches.

VALUES = {
    "stars": ((1, 2, 3, 4, 5), 100, 196, 100, 500, "low"),
    "well": ((1, 0, 0), 1000, 1960, 0, 1000, "low"),
    "unsolved": ((0, 1, 0), 1000, 1960, 0, 1000, "high"),
    "lost": ((0, 0, 1), 1000, 1960, 0, 1000, "high"),
    "harm": ((0, 1, 2), 500, 980, 0, 1000, "high"),
}
U0 = 24_000_000


def _floor(value: Fraction) -> int:
    assert value >= 0
    return value.numerator // value.denominator


def _month_weights(counts: Counts, group: str) -> tuple[list[int], list[int]]:
    cells = getattr(counts, group)
    n_i, n_s, u = (sum(cells[kind]) for kind in range(3))
    e = n_i + n_s
    t = min(2 * u, e + 2) if u else 0
    i = [_floor(Fraction(10_000_000 * x, n_i + 10)) for x in cells[0]]
    effective = Fraction(4 * n_s + t, 4)
    r = [
        _floor(10_000_000 * (s + (Fraction(x * t, 4 * u) if u else 0)) / (effective + 10))
        for s, x in zip(cells[1], cells[2], strict=True)
    ]
    return i, r


def _sums(months: Months, month: int, group: str, ages: range, weight: int | None) -> tuple[list[int], list[int]]:
    size = 5 if group == "stars" else 3
    si, sr = [0] * size, [0] * size
    for age in ages:
        if month - age in months:
            i, r = _month_weights(months[month - age], group)
            w = 24 - age if weight is None else weight
            si = [a + w * b for a, b in zip(si, i, strict=True)]
            sr = [a + w * b for a, b in zip(sr, r, strict=True)]
    return si, sr


def slow_figure(months: Months, month: int, *, recent: bool = False) -> dict[str, tuple[int, int, int]]:
    """The five quantities (mean, low, high), before anything about alerts or publication."""
    shown = {}
    for name, (values, scale, z, least, most, bad_end) in VALUES.items():
        group = "stars" if name == "stars" else "outcomes"
        ages, weight = (range(3), 24) if recent else (range(24), None)
        si, sr = _sums(months, month, group, ages, weight)
        prior = [U0] * 5 if group == "stars" else [U0, U0 // 2, U0 // 2]
        p, t = sum(prior), sum(sr)
        figure = careful = [a + b + c for a, b, c in zip(prior, si, sr, strict=True)]
        if t > 20 * U0:
            figure = [
                b + _floor(Fraction((a + c) * (20 * U0 + p), p + t)) for a, b, c in zip(prior, si, sr, strict=True)
            ]
        if t > 10 * U0:
            careful = [a + b + _floor(Fraction(c * 10 * U0, t)) for a, b, c in zip(prior, si, sr, strict=True)]
        ends = []
        for alpha in (figure, careful):
            total = sum(alpha)
            s1 = sum(v * x for v, x in zip(values, alpha, strict=True))
            s2 = sum(v * v * x for v, x in zip(values, alpha, strict=True))
            mean = _floor(Fraction(scale * s1, total) + Fraction(1, 2))
            half = isqrt(_floor(Fraction(z * z * (total * s2 - s1 * s1) * U0, total * total * (total + U0)))) + 1
            ends.append((mean, mean - half, mean + half))
        mean, low, high = ends[0]
        low, high = (min(low, ends[1][1]), high) if bad_end == "low" else (low, max(high, ends[1][2]))
        shown[name] = (mean, max(low, least), min(high, most))
    return shown
