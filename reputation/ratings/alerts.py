"""Step 7 of the rating: alerts about a business. They state counts, never a conclusion, and end by themselves."""

from enum import StrEnum
from typing import NamedTuple

from reputation.ratings.counts import LOST, Counts
from reputation.rulebook import rating as numbers

RECENT = numbers.RECENT.value
BEFORE = numbers.BEFORE.value
YEAR = numbers.YEAR.value


class Alert(StrEnum):
    """What a reader should see; each can be contested, and suspended by a decision of two persons."""

    WORSE = "worse"
    SURGE = "surge"
    MONEY_LOST = "money-lost"
    NO_RECEIPT_GIVEN = "no-receipt-given"


MOVES_FIGURE = frozenset({Alert.WORSE, Alert.SURGE})


class Bad(NamedTuple):
    """So many bad outcomes among so many reviews."""

    bad: int
    all: int


class Raised(NamedTuple):
    """An alert with the counts that raised it; `before` is None where nothing earlier is compared."""

    alert: Alert
    recent: Bad
    before: Bad | None


def bad_with_receipt(counts: Counts) -> Bad:
    """Unsolved and lost among the reviews with a receipt."""
    independent, seller, _ = counts.outcomes
    return Bad(sum(independent[1:]) + sum(seller[1:]), sum(independent) + sum(seller))


def lost_with_receipt(counts: Counts) -> Bad:
    """Lost among the reviews with a receipt."""
    independent, seller, _ = counts.outcomes
    return Bad(independent[LOST] + seller[LOST], sum(independent) + sum(seller))


def is_worse(recent: Bad, before: Bad) -> bool:
    """The recent share of bad outcomes is higher than the year's before by more than chance explains."""
    b, n = recent
    b0, n0 = before.bad + numbers.WORSE_PRIOR_BAD.value, before.all + numbers.WORSE_PRIOR_ALL.value
    total, bad = n + n0, b + b0
    d = b * n0 - b0 * n
    enough = b >= numbers.WORSE_BAD.value and d > 0
    return enough and d * d * total > numbers.WORSE_CHI_SQUARE.value * bad * (total - bad) * n * n0


def is_surge(recent: Bad, before: Bad) -> bool:
    """More losses in the recent months than in the whole year before, by four at least. Praise cannot dilute it."""
    return recent.bad >= numbers.SURGE_LOST.value and recent.bad >= before.bad + numbers.SURGE_MORE.value


def is_money_lost(year: Bad) -> bool:
    """Clearly more than one in twenty lost money in a year."""
    over = numbers.LOST_ONE_IN.value * year.bad - year.all
    return year.bad >= numbers.LOST_YEAR.value and over > 0 and over * over > numbers.LOST_SPREAD.value * year.all


def is_no_receipt_given(lost: int, lost_with: int) -> bool:
    """Several lost money and were given no receipt, more than those who had one."""
    return lost >= numbers.NO_RECEIPT_LOST.value and lost > lost_with


def raised(recent: Counts, before: Counts, year: Counts) -> tuple[Raised, ...]:
    """The alerts that counts raise, suspended or not, in the order of `Alert`.

    `recent`: the last three months; `before`: the twelve before them; `year`: the last twelve.
    """
    bad, bad_before = bad_with_receipt(recent), bad_with_receipt(before)
    lost, lost_before = lost_with_receipt(recent), lost_with_receipt(before)
    lost_year = lost_with_receipt(year)
    found = []
    if is_worse(bad, bad_before):
        found.append(Raised(Alert.WORSE, bad, bad_before))
    if is_surge(lost, lost_before):
        found.append(Raised(Alert.SURGE, lost, lost_before))
    if is_money_lost(lost_year):
        found.append(Raised(Alert.MONEY_LOST, lost_year, None))
    if is_no_receipt_given(recent.no_receipt_lost, lost.bad):
        found.append(Raised(Alert.NO_RECEIPT_GIVEN, Bad(recent.no_receipt_lost, recent.no_receipt_given), None))
    return tuple(found)
