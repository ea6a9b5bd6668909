"""What waits in cases, for whom, and until when: the urgent first, then by deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.businesses import queries as businesses
from reputation.desk import rules
from reputation.disputes import deadlines, files, panels, sittings
from reputation.disputes.files import Brief
from reputation.disputes.rules import State
from reputation.disputes.sittings import Sitting
from reputation.members import queries as members
from reputation.rulebook import cases as numbers


class Next(StrEnum):
    """What is to be done next in a case."""

    LOOK = "look"
    """Urgent: within 24 hours somebody has looked, and takes an interim measure or does not."""
    ADMIT = "admit"
    WORDS = "words"
    CONFIRM = "confirm-interim"
    DRAFT = "draft"
    SECOND = "second"
    RESUME = "resume"
    ANSWER = "answer"
    REPLY = "reply"
    OPINION = "opinion"
    OTHERS = "others"
    """Somebody else on the panel writes."""
    PANEL_DRAFT = "panel-draft"
    VOTE = "vote"


class Waits(StrEnum):
    """Whom it waits for."""

    YOU = "you"
    SECOND = "second"
    """Whoever looks did what comes before: it waits for somebody else."""
    WRITER = "writer"
    CHALLENGER = "challenger"
    PANEL = "panel"
    OUTSIDE = "outside"
    """For somebody outside, while the time stands still. Whoever looks may let it run on."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to do in a case. `due`: the last day; `until`: the instant from which on it is late."""

    case: UUID
    name: str
    ground: str
    alert: str | None
    is_urgent: bool
    next: Next
    waits: Waits
    due: date
    until: datetime
    span: timedelta

    def days_left(self, today: date) -> int:
        """Below zero: so many days late."""
        return (self.due - today).days

    def is_late(self, now: datetime) -> bool:
        return now >= self.until

    def used(self, now: datetime) -> int:
        """How much of the time has gone, in per cent: 100 when it is over."""
        return rules.used(self.until, self.span, now)


def lines(user: int, now: datetime) -> list[Line]:
    """What waits in cases, the urgent first, then by deadline. Nothing where they have a tie or would rather not."""
    duties = accounts.duties(user) & rules.OF_CASES
    if not duties:
        return []
    briefs = files.waiting()
    tied = members.ties(user=user, businesses={one.business for one in briefs}, since=rules.ties_since(now.date()))
    declined = files.declined(user)
    names = businesses.briefs({one.business for one in briefs})
    seats = _seats(user, duties)
    found: list[Line] = []
    for one in briefs:
        if one.business not in tied and one.public_id not in declined:
            found += _of(one, names[one.business].legal_name, user, duties, seats, now)
    return sorted(found, key=lambda line: (not line.is_urgent, line.until, line.name, line.case))


def of(one: Brief, name: str, user: int, now: datetime) -> list[Line]:
    """What waits in a case about the business of this name, for somebody who reads it."""
    duties = accounts.duties(user) & rules.OF_CASES
    return _of(one, name, user, duties, _seats(user, duties), now)


def _seats(user: int, duties: frozenset[Duty]) -> dict[UUID, Sitting]:
    """The seats of somebody on panels, by case."""
    return {one.case: one for one in sittings.of_member(user)} if Duty.PANEL in duties else {}


def _of(
    one: Brief, name: str, user: int, duties: frozenset[Duty], seats: dict[UUID, Sitting], now: datetime
) -> list[Line]:
    seat = seats.get(one.public_id)
    todo = [_of_panel(seat)] if seat is not None else []
    if Duty.MODERATOR in duties and seat is None:
        todo += _of_moderators(one, user, now)
    return [Line(one.public_id, name, one.ground, one.alert, one.is_urgent, *each) for each in todo]


Todo = tuple[Next, Waits, date, datetime, timedelta]


def _by(what: Next, waits: Waits, since: date, due: date) -> Todo:
    """Something that is to be done by the end of a day."""
    until = datetime.combine(due + timedelta(days=1), time(), UTC)
    return what, waits, due, until, max(until - datetime.combine(since, time(), UTC), timedelta(days=1))


def _of_moderators(one: Brief, user: int, now: datetime) -> Iterator[Todo]:
    if one.held_since is not None:
        # As soon as a claim is looked at: nothing is admitted or decided before.
        due = deadlines.working_days_later(one.held_since, numbers.ADMISSIBILITY.value)
        yield _by(Next.WORDS, Waits.YOU, one.held_since, due)
    if one.interim is not None and one.interim.at(now).needs_second:
        waits = Waits.SECOND if one.interim.taken_by == user else Waits.YOU
        until = one.interim.lapses_at
        yield Next.CONFIRM, waits, until.date(), until, until - one.interim.taken_at
    if one.paused_on is not None:
        days = max(numbers.PAUSES_LONGEST.value - one.paused_days, 0)
        yield _by(Next.RESUME, Waits.OUTSIDE, one.paused_on, one.paused_on + timedelta(days=days))
        return
    match one.state:
        case State.FILED if one.is_urgent:
            due = one.filed_on + timedelta(hours=numbers.URGENT.value)
            yield _by(Next.LOOK, Waits.YOU, one.filed_on, min(due, one.admit_until))
        case State.FILED:
            yield _by(Next.ADMIT, Waits.YOU, one.filed_on, one.admit_until)
        case State.NOTICED:
            yield _by(Next.ANSWER, Waits.WRITER, one.filed_on, one.answer_until)
        case State.ANSWERED:
            due = one.reply_until or one.decide_until
            yield _by(Next.REPLY, Waits.CHALLENGER, due - timedelta(days=numbers.REJOINDER.value), due)
        case State.READY:
            yield _by(Next.DRAFT, Waits.YOU, *_to_decide(one))
        case State.DRAFTED:
            waits = Waits.SECOND if one.drafted_by == user else Waits.YOU
            yield _by(Next.SECOND, waits, *_to_decide(one))


def _to_decide(one: Brief) -> tuple[date, date]:
    """Since when a case waits for a decision, and by when there should be one.

    Where nobody was heard, the draft says that the ground cannot be raised: then as soon as a moderator has to look.
    """
    if one.exchanged_on is None:
        return one.filed_on, one.admit_until
    return one.exchanged_on, deadlines.decide_aim(one.exchanged_on, one.decide_until, one.paused_days)


def _of_panel(seat: Sitting) -> Todo:
    """What a member of the panel of a case has to do."""
    waits = Waits.PANEL if seat.todo is panels.Todo.WAIT else Waits.YOU
    since = seat.decide_until - timedelta(days=numbers.APPEAL_DECISION.value)
    return _by(OF_PANELS[seat.todo], waits, since, seat.decide_until)


OF_PANELS = {
    panels.Todo.OPINE: Next.OPINION,
    panels.Todo.WAIT: Next.OTHERS,
    panels.Todo.DRAFT: Next.PANEL_DRAFT,
    panels.Todo.VOTE: Next.VOTE,
}
