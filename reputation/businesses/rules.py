"""What may become of a business. Pure."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from reputation.businesses import numbers
from reputation.core import months
from reputation.rulebook.charter import TOMBSTONE


class State(StrEnum):
    """Whether a business takes part."""

    PARTICIPANT = "participant"
    LEFT = "left"


class Method(StrEnum):
    """How control over a domain was shown."""

    DNS = "dns"
    FILE = "file"
    MAIL = "mail"


class EventKind(StrEnum):
    """What happened to a business, as its page tells it."""

    JOINED = "joined"
    NAMES_CHANGED = "names-changed"
    CHARTER_ACCEPTED = "charter-accepted"
    DOMAIN_PROVED = "domain-proved"
    DOMAIN_LOST = "domain-lost"
    LEFT = "left"
    RETURNED = "returned"


NEXT: dict[State, frozenset[State]] = {
    State.PARTICIPANT: frozenset({State.LEFT}),
    State.LEFT: frozenset({State.PARTICIPANT}),
}


def may_go(now_in: State, to: State) -> bool:
    """Whether a business may go from one state to another."""
    return to in NEXT[now_in]


def is_legal_person(given: Iterable[tuple[str, str]]) -> bool:
    """Whether the numbers are positive evidence of a legal person: one of a scheme that only legal persons have."""
    return any(numbers.SCHEMES[scheme].legal_persons_only for scheme, _ in given if scheme in numbers.SCHEMES)


def gone_on(left_on: date) -> date:
    """The first day on which the note about a business that left has ended."""
    return months.later(left_on, TOMBSTONE.value)
