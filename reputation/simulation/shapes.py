"""How many reviews of which kind an invented business gets in a month: shapes of honest and dishonest trade."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from reputation.reviews.rules import Outcome, ReceiptClass

Mix = tuple[tuple[Outcome, int], ...]

AS_AGREED, SOLVED = Outcome.AS_AGREED, Outcome.PROBLEM_SOLVED
UNSOLVED, NEVER, CHARGED = Outcome.PROBLEM_UNSOLVED, Outcome.NEVER_DELIVERED, Outcome.CHARGED_WRONGLY

# Of a thousand.
GOOD: Mix = ((AS_AGREED, 895), (SOLVED, 60), (UNSOLVED, 33), (NEVER, 6), (CHARGED, 6))
FAIR: Mix = ((AS_AGREED, 800), (SOLVED, 95), (UNSOLVED, 80), (NEVER, 10), (CHARGED, 15))
POOR: Mix = ((AS_AGREED, 560), (SOLVED, 110), (UNSOLVED, 230), (NEVER, 50), (CHARGED, 50))
LOSSES: Mix = ((AS_AGREED, 690), (SOLVED, 60), (UNSOLVED, 90), (NEVER, 100), (CHARGED, 60))
BAD: Mix = ((UNSOLVED, 700), (NEVER, 180), (CHARGED, 120))
LOST: Mix = ((NEVER, 800), (CHARGED, 200))
DISPLEASED: Mix = ((UNSOLVED, 1000),)
PRAISE: Mix = ((AS_AGREED, 1000),)

STARS: Mapping[Outcome, tuple[int, ...]] = {
    AS_AGREED: (5, 5, 5, 5, 5, 5, 4, 4, 4, 3),
    SOLVED: (5, 4, 4, 4, 3, 3, 2),
    UNSOLVED: (3, 2, 2, 2, 1, 1),
    NEVER: (1, 1, 1, 1, 2),
    CHARGED: (2, 1, 1, 1),
}


class Draft(NamedTuple):
    """A review before it has words. `style`: "buyer", or who writes without having bought: "praise", "smear"."""

    receipt_class: ReceiptClass
    outcome: Outcome
    stars: int
    style: str
    no_receipt_given: bool | None


@dataclass(frozen=True, slots=True)
class Rates:
    """Reviews a month on average, by class, and how they turn out; exactly so many where an alert depends on it.

    Of those without a receipt `none_given` per cent say that they were given none.
    """

    independent: float = 0.0
    seller: float = 0.0
    none: float = 0.0
    mix: Mix = GOOD
    style: str = "buyer"
    none_given: int = 10
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """Rates that hold from one age to another, in months before the last one; the older age comes first.

    `growth`: per cent of the month before.
    """

    first: int
    last: int
    rates: Rates
    growth: int = 100


@dataclass(frozen=True, slots=True)
class Shape:
    """What happens over the months: phases that add up, and a season (per cent, January first)."""

    phases: tuple[Phase, ...]
    season: tuple[int, ...] = (100,) * 12

    def drafts(self, age: int, month: int, random: Random) -> list[Draft]:
        """The reviews sent in a month that is `age` months before the last one."""
        found: list[Draft] = []
        for phase in self.phases:
            if phase.last <= age <= phase.first:
                scale = self.season[month % 12] / 100 * (phase.growth / 100) ** (phase.first - age)
                found += _drafts(phase.rates, scale, random)
        return found


def _drafts(rates: Rates, scale: float, random: Random) -> list[Draft]:
    by_class = (
        (ReceiptClass.INDEPENDENT, rates.independent),
        (ReceiptClass.SELLER, rates.seller),
        (ReceiptClass.NONE, rates.none),
    )
    counts = [
        (kind, round(rate * scale) if rates.is_exact else _about(rate * scale, random)) for kind, rate in by_class
    ]
    return [_draft(kind, rates, random) for kind, count in counts for _ in range(count)]


def _about(rate: float, random: Random) -> int:
    """A whole number that is `rate` on average and never far from it."""
    tries = 2 * int(rate) + 2
    return sum(random.random() < rate / tries for _ in range(tries))


def _draft(kind: ReceiptClass, rates: Rates, random: Random) -> Draft:
    outcomes, weights = zip(*rates.mix, strict=True)
    outcome = random.choices(outcomes, weights)[0]
    stars = random.choice(STARS[outcome])
    if rates.style != "buyer":
        stars = 5 if rates.style == "praise" else 1
    given = random.randrange(100) < rates.none_given if kind is ReceiptClass.NONE else None
    return Draft(kind, outcome, stars, rates.style, given)


def burst(first: int, last: int, mix: Mix, independent: int = 0, seller: int = 0) -> Phase:
    """So many reviews in each of some months, exactly."""
    return Phase(first, last, Rates(independent, seller, mix=mix, is_exact=True))


def steady(independent: float, seller: float, none: float, mix: Mix = GOOD, first: int = 24) -> Phase:
    """The same all the time."""
    return Phase(first, 0, Rates(independent, seller, none, mix))
