"""What may be drafted in a case, the narrowest first, and whether a draft tells a side in fewer words. Pure."""

from collections.abc import Iterable

from reputation.disputes import rules
from reputation.disputes.rules import FITTING, Outcome, State, Subject
from reputation.rulebook import desk as numbers

# The narrowest measure that does comes first.
ORDER = (
    Outcome.REJECTED,
    Outcome.RESTORED,
    Outcome.ADMITTED,
    Outcome.MASKED,
    Outcome.REMOVED,
    Outcome.SUSPENDED,
    Outcome.EXEMPT,
    Outcome.INADMISSIBLE,
)


def outcomes(state: State, last: Outcome | None, *, subject: Subject) -> tuple[Outcome, ...]:
    """What may be drafted in a case of the first instance, the narrowest first."""
    if state is State.FILED:
        return (Outcome.INADMISSIBLE,)
    if state is not State.READY:
        return ()
    found = rules.FOLLOWS[last] - {Outcome.INADMISSIBLE, Outcome.ADMITTED}
    return _ordered(found & FITTING[subject])


def _ordered(found: Iterable[Outcome]) -> tuple[Outcome, ...]:
    return tuple(sorted(found, key=ORDER.index))


def is_upheld(outcome: Outcome) -> bool:
    """Whether whoever challenged was right."""
    return outcome in (Outcome.REMOVED, Outcome.MASKED, Outcome.SUSPENDED, Outcome.EXEMPT, Outcome.ADMITTED)


def is_repeated(told: str, said: str) -> bool:
    """Whether what a side said is told at its full length. Few words may stay as they are."""
    return len(said.strip()) > numbers.TOLD_AS_IT_IS.value and len(told.split()) >= len(said.split())
