"""What may become of an application to join. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from reputation.rulebook import admissions as numbers


class State(StrEnum):
    """Where an application stands."""

    WAITING = "waiting"
    ADMITTED = "admitted"
    REFUSED = "refused"
    APPEALED = "appealed"
    UPHELD = "upheld"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.ADMITTED, State.REFUSED, State.WITHDRAWN}),
    State.REFUSED: frozenset({State.APPEALED}),
    State.APPEALED: frozenset({State.ADMITTED, State.UPHELD, State.WITHDRAWN}),
    State.ADMITTED: frozenset(),
    State.UPHELD: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset({State.WAITING, State.APPEALED})
"""Somebody of the service has to act."""


def may_go(now_in: State, to: State) -> bool:
    """Whether an application may go from one state to another."""
    return to in NEXT[now_in]


def decide_until(on: date, *, is_appeal: bool) -> date:
    """The last day on which an application, or an appeal, is to be decided."""
    within = numbers.APPEAL_DECIDED_WITHIN if is_appeal else numbers.DECIDED_WITHIN
    return on + timedelta(days=within.value)


def appeal_until(on: date) -> date:
    """The last day on which a refusal can be appealed."""
    return on + timedelta(days=numbers.APPEAL_WINDOW.value)


def is_explained(text: str) -> bool:
    """Whether reasons are long enough to say something, and short enough to be read."""
    return numbers.EXPLANATION_SHORTEST.value <= len(text.strip()) <= numbers.EXPLANATION_LIMIT.value
