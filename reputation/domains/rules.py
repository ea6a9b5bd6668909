"""What a claim of a domain goes through, and what a look at a proof means for it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from reputation.businesses.rules import Method
from reputation.rulebook import domains as numbers

PREFIX = "open-reference="
TXT_LABEL = "_open-reference"
FILE_PATH = "/.well-known/open-reference.txt"
# Names that nobody can register, and those that exist to be examples.
# Source: RFC 2606, 6761, 6762, 7686, 8375, 9476; ICANN on "internal".
RESERVED = frozenset(
    {"alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test"}
    | {f"example.{end}" for end in ("com", "net", "org", "edu")}
)


class State(StrEnum):
    """How far a claim has come."""

    WAITING = "waiting"
    PROVED = "proved"
    FAILING = "failing"
    LOST = "lost"
    GIVEN_UP = "given-up"


NEXT: Mapping[State, frozenset[State]] = {
    State.WAITING: frozenset({State.PROVED, State.GIVEN_UP}),
    State.PROVED: frozenset({State.FAILING, State.GIVEN_UP}),
    State.FAILING: frozenset({State.PROVED, State.LOST, State.GIVEN_UP}),
    State.LOST: frozenset(),
    State.GIVEN_UP: frozenset(),
}
LIVE = frozenset(state for state, following in NEXT.items() if following)
HELD = frozenset({State.PROVED, State.FAILING})


class Sight(StrEnum):
    """What a look found: the proof, that it is not there, or nothing because nobody could look."""

    SEEN = "seen"
    ABSENT = "absent"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a domain: by which method the proof was seen; or, for each method that was tried, why it was not.

    `passing` are those of the methods of which nobody could look.
    """

    method: Method | None = None
    faults: Mapping[Method, str] = field(default_factory=dict)
    passing: frozenset[Method] = frozenset()

    def sight(self, before: Method | None) -> Sight:
        """What was found. The method by which the proof was seen last decides if it is gone; none, and any does."""
        if self.method is not None:
            return Sight.SEEN
        decides = frozenset(Method) if before is None else frozenset({before})
        return Sight.UNSEEN if decides & self.passing else Sight.ABSENT


@dataclass(frozen=True, slots=True)
class Standing:
    """How a claim stands: its state, and the instants that its next step depends on."""

    state: State
    claimed_at: datetime
    next_check_at: datetime | None
    seen_at: datetime | None = None
    unseen_since: datetime | None = None
    failing_since: datetime | None = None
    grace_until: datetime | None = None


def value_of(token: str) -> str:
    """What the business publishes."""
    return PREFIX + token


def is_reserved(host: str) -> bool:
    """Whether the name, or one that it lies under, is kept from everybody."""
    labels = host.split(".")
    return any(".".join(labels[place:]) in RESERVED for place in range(len(labels)))


def days(count: int) -> timedelta:
    """So many days."""
    return timedelta(days=count)


def after(standing: Standing, sight: Sight, *, now: datetime, sees_others: bool) -> Standing:
    """How a claim stands after a look. `sees_others`: lately we could look at others, so that the fault is not ours.

    A proof that is gone has a grace. That nobody could look changes nothing, unless it lasts and the fault is not ours.
    """
    if sight is Sight.SEEN:
        return Standing(State.PROVED, standing.claimed_at, now + days(numbers.PROVED_AGAIN.value), seen_at=now)
    unseen_since = (standing.unseen_since or now) if sight is Sight.UNSEEN else None
    later = replace(standing, unseen_since=unseen_since, next_check_at=now + days(1))
    if standing.state is State.WAITING:
        is_over = now >= standing.claimed_at + days(numbers.WAITING_LONGEST.value)
        return ended(later, State.GIVEN_UP) if is_over else later
    if unseen_since is not None and not (sees_others and now >= unseen_since + days(numbers.UNSEEN_LONGEST.value)):
        return later
    if standing.grace_until is None:
        return replace(later, state=State.FAILING, failing_since=now, grace_until=now + days(numbers.GRACE.value))
    return ended(later, State.LOST) if now >= standing.grace_until else later


def ended(standing: Standing, state: State) -> Standing:
    """The claim at its end: nothing is looked at any more."""
    return Standing(state, standing.claimed_at, None, seen_at=standing.seen_at)
