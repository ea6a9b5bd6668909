"""What a shop that joins may see in its first months: invented counts, and the real formula over them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from reputation.core import months
from reputation.ratings import rules
from reputation.ratings.counts import SIZE, places
from reputation.web import answers

SHOWN = (1, 3, 6, 12)
"""After so many months."""
FIRST = months.parse("2026-01")
# An honest shop with about forty orders a month of which two or three buyers tell how it went: for each month who
# vouched, the stars and the outcome. Most have the shop's own receipt, some that of its payment provider.
STORY: tuple[tuple[tuple[str, int, str], ...], ...] = (
    (("seller", 5, "as-agreed"), ("none", 4, "as-agreed")),
    (("seller", 5, "as-agreed"), ("independent", 4, "as-agreed")),
    (("seller", 4, "as-agreed"), ("seller", 5, "as-agreed"), ("independent", 5, "as-agreed")),
    (("seller", 5, "as-agreed"), ("seller", 2, "problem-unsolved")),
    (("seller", 4, "problem-solved"), ("independent", 5, "as-agreed"), ("seller", 5, "as-agreed")),
    (("independent", 5, "as-agreed"), ("seller", 3, "as-agreed"), ("seller", 5, "as-agreed")),
    (("seller", 5, "as-agreed"), ("none", 5, "as-agreed")),
    (("seller", 5, "as-agreed"), ("independent", 4, "as-agreed"), ("seller", 4, "as-agreed")),
    (("seller", 1, "never-delivered"), ("seller", 5, "as-agreed"), ("independent", 5, "as-agreed")),
    (("seller", 5, "as-agreed"), ("seller", 5, "as-agreed"), ("independent", 4, "problem-solved")),
    (("seller", 4, "as-agreed"), ("independent", 5, "as-agreed"), ("seller", 5, "as-agreed")),
    (("seller", 5, "as-agreed"), ("independent", 5, "as-agreed"), ("seller", 4, "as-agreed")),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the public page says after so many months."""

    after: int
    told: answers.Told


def told_after(story: Sequence[Sequence[tuple[str, int, str]]]) -> answers.Told:
    """What is said at the end of a story that begins in the first month."""
    state = rules.Business(log_size=1)
    for number, reviews in enumerate(story):
        cells = state.cells.setdefault(FIRST + number, [0] * SIZE)
        for receipt_class, stars, outcome in reviews:
            for place in places(receipt_class=receipt_class, stars=stars, outcome=outcome, no_receipt_given=None):
                cells[place] += 1
    return answers.tell(rules.answer(UUID(int=0), state, FIRST + len(story) - 1))


@cache
def first_months() -> tuple[Stage, ...]:
    """The stages that are shown."""
    return tuple(Stage(after, told_after(STORY[:after])) for after in SHOWN)
