"""What one private check tells whoever sees which range is asked for, in bits. Pure.

The range follows from the site, so a check tells as much as there is to learn from the name of the range: its entropy.
That is nearly the bits of the prefix when all sites are visited alike, and less when few famous ones are visited most,
since their ranges are expected before. Bits are an average. What a site may fear is a right guess, so that is here too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import fsum, log, log2

from reputation.checks import formats
from reputation.rulebook import checks as numbers

EULER = 0.5772156649015329
FAMOUS = 1 << 18
"""So many of the most visited sites are put into ranges one by one. Each of the others has next to no weight, and all
of them together spread evenly."""
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
"""Numbers of participants, one for each length of prefix."""


@dataclass(frozen=True, slots=True)
class Leak:
    """What a check tells, in bits; `guesses`: in a million checks, how often the likeliest site of a range is right.

    `uniform`: when all sites are visited alike. `zipf`: when the second most visited is visited half as often as the
    first, the third a third as often, and so on.
    """

    participants: int
    bits: int
    sites: int
    uniform: float
    zipf: float
    uniform_guesses: int
    zipf_guesses: int

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for."""
        return self.bits > 0

    @property
    def guesses_of_100(self) -> int:
        """Of a hundred checks by Zipf's law, in how many the likeliest site is the right one."""
        return round(self.zipf_guesses / 10_000)


@cache
def leaks() -> tuple[Leak, ...]:
    """What a check tells: of nothing asked for, as with a snapshot, then of a range by number of participants."""
    sites = numbers.REGISTERED_DOMAINS.value
    return _leak(SIZES[0], 0, sites), *(_leak(size, formats.bits_for(size), sites) for size in SIZES)


def _leak(participants: int, bits: int, sites: int) -> Leak:
    ranges = 1 << bits
    weights, likeliest = _zipf(bits, sites)
    # The ranges are not quite equally full: of evenly thrown balls the entropy lacks this much.
    lacking = (ranges - 1) / (2 * sites * log(2))
    return Leak(
        participants=participants,
        bits=bits,
        sites=sites // ranges,
        uniform=bits - lacking,
        zipf=entropy(weights),
        uniform_guesses=round(1e6 * ranges / sites),
        zipf_guesses=round(1e6 * fsum(likeliest)),
    )


def entropy(weights: Iterable[float]) -> float:
    """How much there is to learn from one of these, in bits."""
    return -fsum(weight * log2(weight) for weight in weights if weight)


@cache
def _famous() -> tuple[int, ...]:
    """The widest range of each of the most visited sites: a hash, like that of a name."""
    return tuple(
        formats.place_of(sha256(str(rank).encode()).digest(), formats.MOST_BITS) for rank in range(1, FAMOUS + 1)
    )


def _zipf(bits: int, sites: int) -> tuple[Sequence[float], Sequence[float]]:
    """Of each range: how often it is asked for, and how often that is for its most visited site."""
    every = harmonic(sites)
    rest = (every - harmonic(FAMOUS)) / every / (1 << bits)
    weights, likeliest = [rest] * (1 << bits), [0.0] * (1 << bits)
    for rank, place in enumerate(_famous(), 1):
        place >>= formats.MOST_BITS - bits
        share = 1 / rank / every
        weights[place] += share
        likeliest[place] = max(likeliest[place], share)
    return weights, likeliest


def harmonic(count: int) -> float:
    """1 + 1/2 + 1/3 … as far as this. Source: Euler's and Maclaurin's sum, right to ten digits from 100 on."""
    return log(count) + EULER + 1 / (2 * count) - 1 / (12 * count**2)


def all_there_is(sites: int) -> tuple[float, float]:
    """What there is to learn of a visit in all, in bits: when sites are visited alike, and by Zipf's law."""
    every = harmonic(sites)
    # The sum of log(k)/k is log(n)²/2 and Stieltjes' first constant.
    zipf = (log(sites) ** 2 / 2 - 0.0728158454836767 + log(sites) / (2 * sites)) / every
    return log2(sites), log2(every) + zipf / log(2)


def lines() -> list[str]:
    """The table of docs/checking.md."""
    heads = (
        "participants",
        "asked for",
        "sites that share it",
        "told, sites visited alike",
        "told, by Zipf's law",
        "right guesses, alike",
        "right guesses, Zipf",
    )
    found = [f"| {' | '.join(heads)} |", "| ---: | --- | ---: | ---: | ---: | ---: | ---: |"]
    for one in leaks():
        cells = (
            f"{one.participants:,}",
            f"a range of {one.bits} bits" if one.is_asked else "nothing",
            f"{one.sites:,}",
            f"{one.uniform:.3f} bits",
            f"{one.zipf:.3f} bits",
            f"{one.uniform_guesses:,} in a million",
            f"{one.zipf_guesses:,} in a million",
        )
        found.append(f"| {' | '.join(cells)} |")
    return found
