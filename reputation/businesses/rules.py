"""What may become of a business. Pure."""

from datetime import date
from enum import StrEnum

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
    NUMBERS_CHANGED = "numbers-changed"
    CHARTER_ACCEPTED = "charter-accepted"
    DOMAIN_PROVED = "domain-proved"
    DOMAIN_LOST = "domain-lost"
    LEFT = "left"
    RETURNED = "returned"
    OWNER_CHANGED = "owner-changed"
    SUCCESSOR_NAMED = "successor-named"
    TERMINATED = "terminated"


NEXT: dict[State, frozenset[State]] = {
    State.PARTICIPANT: frozenset({State.LEFT}),
    State.LEFT: frozenset({State.PARTICIPANT}),
}


def may_go(now_in: State, to: State) -> bool:
    """Whether a business may go from one state to another."""
    return to in NEXT[now_in]


def gone_on(left_on: date, excluded_until: date | None) -> date:
    """The first day on which the note about a business that left has ended: of an exclusion never before its end."""
    return max(months.later(left_on, TOMBSTONE.value), excluded_until or left_on)


def is_known(today: date, left_on: date | None, excluded_until: date | None) -> bool:
    """Whether a business takes part, or the note about its leaving still stands."""
    return left_on is None or today < gone_on(left_on, excluded_until)
