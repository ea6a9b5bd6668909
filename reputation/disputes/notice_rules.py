"""Who is told what of a case. One table: every event, and everybody who hears of it. Pure.

The writer of a review is told nothing by mail: nobody knows who it is. What they are told stands in the mailbox.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from reputation.disputes.rules import Outcome, Party, Side, State, Step, Subject
from reputation.notices.rules import NEEDS, Fact, Kind
from reputation.webhooks.rules import FACTS, EventKind


class Event(StrEnum):
    """What happens in a case, as far as somebody is told."""

    FILED = "filed"
    ADMITTED = "admitted"
    ANSWERED = "answered"
    ADDED = "added"
    """A side adds something while the case is open."""
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    READY = "ready"
    REPLIED = "replied"
    OFFERED = "offered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    """A late answer."""
    INTERIM_TAKEN = "interim-taken"
    INTERIM_CONFIRMED = "interim-confirmed"
    INTERIM_ENDED = "interim-ended"
    """The review is shown again, whatever ended the measure. A decision to remove it is no such end."""
    DRAFTED = "drafted"
    RETURNED = "returned"
    """The second person gives the draft back."""
    DECIDED = "decided"
    APPEALED = "appealed"
    ROSTER_LOGGED = "roster-logged"
    SEATED = "seated"
    FINAL = "final"
    OVERDUE = "overdue"
    CLOSED = "closed"
    WORDS_GONE = "words-gone"
    DAY_NEAR = "day-near"
    FILES_GO = "files-go"


# A step that the log tells is told to everybody else as this.
OF_STEPS: Mapping[Step, Event] = {
    Step.NOTICED: Event.ADMITTED,
    Step.ANSWERED: Event.ANSWERED,
    Step.REPLIED: Event.REPLIED,
    Step.EXTENDED: Event.EXTENDED,
    Step.PAUSED: Event.PAUSED,
    Step.RESUMED: Event.RESUMED,
    Step.READY: Event.READY,
    Step.REOPENED: Event.REOPENED,
    Step.OVERDUE: Event.OVERDUE,
    Step.WITHDRAWN: Event.WITHDRAWN,
    Step.SETTLED: Event.SETTLED,
    Step.CLOSED: Event.CLOSED,
    Step.WORDS_GONE: Event.WORDS_GONE,
}


class Audience(StrEnum):
    """Who is told, and by which way."""

    CHALLENGER = "challenger"
    """The business that challenged, or whoever else did and left an address: by mail."""
    CONCERNED = "concerned"
    """The business whose review somebody else challenged, or that an address looks like: by mail."""
    SYSTEMS = "systems"
    """The own systems of the business: by webhook."""
    WRITER = "writer"
    """A line in the mailbox."""
    MODERATORS = "moderators"
    PANEL = "panel"
    OPERATORS = "operators"


class LastDay(StrEnum):
    """A last day of a challenger."""

    REPLY = "reply"
    APPEAL = "appeal"
    FILES = "files"
    """Afterwards nobody can read what moderators alone were shown."""


class Task(StrEnum):
    """What is wanted at the desk at once; everything else waits for the daily digest."""

    URGENT = "urgent"
    SECOND = "second"
    INTERIM = "interim"
    LATE = "late"


class Line(StrEnum):
    """What the mailbox says of a case, at its head."""

    CHALLENGED = "challenged"
    MAY_ANSWER = "may-answer"
    ANSWERED = "answered"
    ADDED = "added"
    MORE_TIME = "more-time"
    PAUSED = "paused"
    RESUMED = "resumed"
    HEARD = "heard"
    REPLIED = "replied"
    OFFERED = "offered"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    HIDDEN = "hidden"
    HIDDEN_STILL = "hidden-still"
    SHOWN_AGAIN = "shown-again"
    DECIDED = "decided"
    APPEALED = "appealed"
    LOT = "lot"
    FINAL = "final"
    OVERDUE = "overdue"
    CLOSED = "closed"
    GONE = "gone"
    """The review was taken back before anything was decided."""
    WORDS_GONE = "words-gone"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case when something happens in it.

    `until`: the day that goes with the event. `by`: the side that acts. `nonces`: the sides that keep a number for the
    lot. `last_day`: which one is near.
    """

    case: UUID
    subject: Subject
    side: Side
    state: State
    ground: str
    review: UUID | None = None
    is_urgent: bool = False
    outcome: Outcome | None = None
    until: date | None = None
    by: Party | None = None
    nonces: frozenset[Party] = frozenset()
    last_day: LastDay | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told, with its facts but the name of the business and the link: whoever sends adds them."""

    audience: Audience
    kind: Kind | EventKind | Line
    facts: Mapping[str, str] = field(default_factory=dict)


# By event: the mail to the challenger, the one to a business that somebody else's challenge concerns, the line of the
# mailbox, and what is wanted at the desk. What depends on more than the event is in `notices_for`.
TOLD: Mapping[Event, tuple[Kind | None, Kind | None, Line | None, Task | None]] = {
    Event.FILED: (Kind.CASE_RECEIVED, Kind.CASE_OF_OTHERS, Line.CHALLENGED, None),
    Event.ADMITTED: (Kind.CASE_ADMITTED, None, Line.MAY_ANSWER, None),
    Event.ANSWERED: (Kind.CASE_ANSWERED, None, Line.ANSWERED, None),
    Event.ADDED: (Kind.CASE_ADDED, None, Line.ADDED, None),
    Event.EXTENDED: (Kind.CASE_EXTENDED, None, Line.MORE_TIME, None),
    Event.PAUSED: (Kind.CASE_PAUSED, None, Line.PAUSED, None),
    Event.RESUMED: (Kind.CASE_RESUMED, None, Line.RESUMED, None),
    Event.READY: (None, None, Line.HEARD, None),
    Event.REPLIED: (None, None, Line.REPLIED, None),
    Event.OFFERED: (None, None, Line.OFFERED, None),
    Event.SETTLED: (Kind.CASE_SETTLED, Kind.CASE_SETTLED, Line.SETTLED, None),
    Event.WITHDRAWN: (Kind.CASE_WITHDRAWN, Kind.CASE_WITHDRAWN, Line.WITHDRAWN, None),
    Event.REOPENED: (Kind.CASE_REOPENED, Kind.CASE_REOPENED, Line.REOPENED, None),
    Event.INTERIM_TAKEN: (Kind.CASE_HIDDEN, Kind.CASE_HIDDEN, Line.HIDDEN, Task.INTERIM),
    Event.INTERIM_CONFIRMED: (Kind.CASE_HIDDEN_STILL, Kind.CASE_HIDDEN_STILL, Line.HIDDEN_STILL, None),
    Event.INTERIM_ENDED: (Kind.CASE_SHOWN_AGAIN, Kind.CASE_SHOWN_AGAIN, Line.SHOWN_AGAIN, None),
    Event.DRAFTED: (None, None, None, Task.SECOND),
    Event.RETURNED: (None, None, None, None),
    Event.DECIDED: (Kind.REVIEW_DECIDED, Kind.REVIEW_DECIDED, Line.DECIDED, None),
    Event.APPEALED: (Kind.CASE_APPEALED, Kind.CASE_APPEALED, Line.APPEALED, None),
    Event.ROSTER_LOGGED: (None, None, None, None),
    Event.SEATED: (None, None, None, None),
    Event.FINAL: (Kind.CASE_FINAL, Kind.CASE_FINAL, Line.FINAL, None),
    Event.OVERDUE: (Kind.CASE_OVERDUE, None, Line.OVERDUE, Task.LATE),
    Event.CLOSED: (Kind.CASE_CLOSED, None, Line.CLOSED, None),
    # Its writer wanted so, or its time was over: nobody is written to about words that are gone.
    Event.WORDS_GONE: (None, None, Line.WORDS_GONE, None),
    Event.DAY_NEAR: (Kind.CASE_DAY_NEAR, None, None, None),
    Event.FILES_GO: (Kind.CASE_FILES_GO, None, None, None),
}
# The same two mails in a case about an address, where they differ.
OF_DOMAINS: Mapping[Event, Kind] = {
    Event.FILED: Kind.ADDRESS_RECEIVED,
    Event.ANSWERED: Kind.ADDRESS_ANSWERED,
    Event.DECIDED: Kind.ADDRESS_DECIDED,
}
TO_IMITATED: Mapping[Event, Kind] = {
    Event.FILED: Kind.ADDRESS_CONTESTED,
    Event.DECIDED: Kind.ADDRESS_DECIDED,
}
# The rest of what moves a case is told to systems as one event: where it stands now is in it.
HOOKS: Mapping[Event, EventKind | None] = {
    Event.FILED: EventKind.CASE_FILED,
    Event.DECIDED: EventKind.CASE_DECIDED,
    Event.FINAL: EventKind.CASE_DECIDED,
    **dict.fromkeys(
        (
            Event.ADDED,
            Event.INTERIM_TAKEN,
            Event.INTERIM_CONFIRMED,
            Event.INTERIM_ENDED,
            Event.DRAFTED,
            Event.RETURNED,
            Event.ROSTER_LOGGED,
            Event.SEATED,
            Event.WORDS_GONE,
            Event.DAY_NEAR,
            Event.FILES_GO,
        )
    ),
}
# What the badge or a widget of the business has to do with the review.
SHOWN: Mapping[Event | Outcome, EventKind] = {
    Event.INTERIM_TAKEN: EventKind.REVIEW_RESTRICTED,
    Event.INTERIM_ENDED: EventKind.REVIEW_RESTORED,
    Outcome.REMOVED: EventKind.REVIEW_RESTRICTED,
    Outcome.RESTORED: EventKind.REVIEW_RESTORED,
}
ADDED_WHEN_SENT = frozenset({Fact.BUSINESS, Fact.LINK})
STANDS = "stands"
"""What a mail says of a panel that rejects the appeal."""

# How many days before a last day a challenger is reminded, once each. There are five for a reply, and the mail about
# the answer told of them: one reminder is enough.
REMINDERS: Mapping[LastDay, tuple[int, ...]] = {LastDay.REPLY: (1,), LastDay.APPEAL: (5, 1), LastDay.FILES: (30,)}
# A challenger who got this has nothing left to appeal for.
GRANTED = frozenset({Outcome.REMOVED, Outcome.MASKED, Outcome.SUSPENDED, Outcome.EXEMPT, Outcome.ADMITTED})


def notices_for(event: Event, facts: Facts) -> list[Notice]:
    """Everything that is told because of an event, and to whom."""
    return [*_challenger(event, facts), *_concerned(event, facts), *_systems(event, facts), *_inside(event, facts)]


def reminder(last_day: LastDay, until: date, today: date) -> int | None:
    """For which reminder about a last day it is time, by its days before; None: for none yet, or the day is over."""
    left = (until - today).days
    return min((before for before in REMINDERS[last_day] if 0 <= left <= before), default=None)


def may_want_to_appeal(outcome: Outcome) -> bool:
    """Whether a challenger has anything left to appeal for."""
    return outcome not in GRANTED


def _challenger(event: Event, facts: Facts) -> Iterator[Notice]:
    kind = TOLD[event][0]
    if event is Event.ROSTER_LOGGED:
        kind = Kind.CASE_LOT if Party.CHALLENGER in facts.nonces else None
    if event is Event.DECIDED and facts.subject is Subject.ALERT:
        kind = Kind.ALERT_DECIDED
    if facts.subject is Subject.DOMAIN:
        kind = OF_DOMAINS.get(event, kind)
    if event is Event.ADDED and facts.by is Party.CHALLENGER:
        kind = None
    if event is Event.CLOSED and facts.outcome is None:
        kind = Kind.CASE_GONE
    if kind is not None:
        yield Notice(Audience.CHALLENGER, kind, _mail(kind, facts))


def _concerned(event: Event, facts: Facts) -> Iterator[Notice]:
    kind = TOLD[event][1]
    if facts.subject is Subject.DOMAIN:
        kind = TO_IMITATED.get(event, kind)
    if kind is not None and facts.side is Side.PUBLIC:
        yield Notice(Audience.CONCERNED, kind, _mail(kind, facts))


def _systems(event: Event, facts: Facts) -> Iterator[Notice]:
    kinds = [HOOKS.get(event, EventKind.CASE_CHANGED)]
    if event in (Event.DECIDED, Event.FINAL) and facts.outcome is not None:
        kinds.append(SHOWN.get(facts.outcome))
    else:
        kinds.append(SHOWN.get(event))
    known = {
        "case": str(facts.case),
        "state": str(facts.state),
        "side": str(facts.side),
        "about": str(facts.subject),
        "ground": facts.ground,
        "outcome": str(facts.outcome),
        "review": str(facts.review),
    }
    for kind in kinds:
        if kind is not None:
            yield Notice(Audience.SYSTEMS, kind, {name: known[name] for name in FACTS[kind]})


def _inside(event: Event, facts: Facts) -> Iterator[Notice]:
    """The writer's mailbox, and those who work for the service."""
    _, _, line, task = TOLD[event]
    if event is Event.ROSTER_LOGGED and Party.WRITER in facts.nonces:
        line = Line.LOT
    if event is Event.ADDED and facts.by is Party.WRITER:
        line = None
    if event is Event.CLOSED and facts.outcome is None:
        line = Line.GONE
    if event is Event.FILED and facts.is_urgent:
        task = Task.URGENT
    if line is not None and facts.subject is Subject.REVIEW:
        yield Notice(Audience.WRITER, line)
    if task is not None:
        yield Notice(Audience.MODERATORS, Kind.DESK_WANTED, {"task": str(task)})
    if task is Task.LATE:
        yield Notice(Audience.OPERATORS, Kind.DESK_WANTED, {"task": str(task)})
    if event is Event.SEATED:
        yield Notice(Audience.PANEL, Kind.PANEL_SEATED, _mail(Kind.PANEL_SEATED, facts))


def _mail(kind: Kind, facts: Facts) -> dict[str, str]:
    """The facts of a kind of mail."""
    is_left = facts.state is State.FINAL and facts.outcome is Outcome.REJECTED
    known = {
        "about": str(facts.subject),
        "until": "" if facts.until is None else facts.until.isoformat(),
        "decided": STANDS if is_left else str(facts.outcome),
        "due": str(facts.last_day),
    }
    return {str(fact): known[fact] for fact in sorted(NEEDS[kind] - ADDED_WHEN_SENT)}
