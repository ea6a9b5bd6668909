"""What a business's reviews come down to: per publication month, how many of each kind."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

STARS = 5
OUTCOMES = 3
SIZE = 3 * STARS + 3 * OUTCOMES + 2

Cells = tuple[int, ...]


class ReceiptClass(StrEnum):
    """Who vouched for the purchase."""

    INDEPENDENT = "independent"
    SELLER = "seller"
    NONE = "none"


class Outcome(StrEnum):
    """How the purchase went, in the reviewer's words."""

    AS_AGREED = "as-agreed"
    PROBLEM_SOLVED = "problem-solved"
    PROBLEM_UNSOLVED = "problem-unsolved"
    NEVER_DELIVERED = "never-delivered"
    CHARGED_WRONGLY = "charged-wrongly"


CLASSES = tuple(ReceiptClass)
RESULTS = ("well", "unsolved", "lost")
RESULT_OF = {
    Outcome.AS_AGREED.value: 0,
    Outcome.PROBLEM_SOLVED.value: 0,
    Outcome.PROBLEM_UNSOLVED.value: 1,
    Outcome.NEVER_DELIVERED.value: 2,
    Outcome.CHARGED_WRONGLY.value: 2,
}
CLASS_AT = {kind.value: place for place, kind in enumerate(CLASSES)}
LOST = 2

_GIVEN = SIZE - 2
_GIVEN_LOST = SIZE - 1


class Counts(NamedTuple):
    """Counted reviews of a business in one month, as 26 numbers; classes in the order of CLASSES, outcomes of RESULTS.

    Five stars of each class, three outcomes of each class, then two of class none: those whose writers said that they
    were given no receipt, and the lost ones among them.
    """

    cells: Cells

    @property
    def stars(self) -> tuple[Cells, Cells, Cells]:
        """How many of each number of stars, by class."""
        return self.cells[0:5], self.cells[5:10], self.cells[10:15]

    @property
    def outcomes(self) -> tuple[Cells, Cells, Cells]:
        """How many of each outcome, by class."""
        return self.cells[15:18], self.cells[18:21], self.cells[21:24]

    @property
    def no_receipt_given(self) -> int:
        """Reviews without receipt whose writers said that they were given none."""
        return self.cells[_GIVEN]

    @property
    def no_receipt_lost(self) -> int:
        """The lost ones among them."""
        return self.cells[_GIVEN_LOST]


NOTHING = Counts((0,) * SIZE)


@lru_cache(maxsize=1 << 16)
def _checked(cells: Cells) -> Counts:
    counts = Counts(cells)
    if len(cells) != SIZE or min(cells) < 0:
        raise ValueError("counts are 26 numbers, none negative")
    if any(sum(stars) != sum(results) for stars, results in zip(counts.stars, counts.outcomes, strict=True)):
        raise ValueError("each review has stars and an outcome")
    return counts


def counts_of(cells: Iterable[int]) -> Counts:
    """The counts that these 26 numbers are.

    Raises:
        ValueError: there are not 26 of them, one is negative, or stars and outcomes do not add up to the same.
    """
    return _checked(tuple(cells))


def places(*, receipt_class: str, stars: int, outcome: str, no_receipt_given: bool | None) -> Cells:
    """Which of the 26 numbers one review adds one to.

    Raises:
        ValueError: the class, stars or outcome does not exist, or a review with a receipt says that none was given.
    """
    kind, result = CLASS_AT.get(receipt_class), RESULT_OF.get(outcome)
    if kind is None or result is None or not 1 <= stars <= STARS:
        raise ValueError("no such class, stars or outcome")
    own = (STARS * kind + stars - 1, 3 * STARS + OUTCOMES * kind + result)
    if not no_receipt_given:
        return own
    if receipt_class != ReceiptClass.NONE:
        raise ValueError("a review with a receipt cannot say that none was given")
    return (*own, _GIVEN, _GIVEN_LOST) if result == LOST else (*own, _GIVEN)


def total(months: Iterable[Counts]) -> Counts:
    """The sum over several months."""
    rows = [counts.cells for counts in months]
    return Counts(tuple(map(sum, zip(*rows, strict=True)))) if rows else NOTHING


def span(months: Mapping[int, Counts], month: int, start: int, end: int) -> Counts:
    """The sum over the months that are `start` to `end` - 1 months old in `month`."""
    return total(months[m] for m in range(month - end + 1, month - start + 1) if m in months)
