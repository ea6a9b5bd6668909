"""What whoever challenged may do in a case, and whose turn it is until when. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reputation.disputes.rules import OVER, Outcome, State, may_be_ended

HEARING = frozenset({State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED})
UNDECIDED = HEARING | {State.FILED}
# Decisions that gave the challenger what they asked for, all of it or a part.
GRANTED = frozenset({Outcome.REMOVED, Outcome.SUSPENDED, Outcome.EXEMPT})


class Do(StrEnum):
    """What a challenger can do in a case."""

    REPLY = "reply"
    """To the answer."""
    NO_REPLY = "no-reply"
    """Say that there is nothing to reply: the case goes on at once."""
    MORE = "more"
    OFFER = "offer"
    """Something for which the writer may agree that the case ends."""
    SHOW = "show"
    """Something to moderators alone."""
    WITHDRAW = "withdraw"
    APPEAL = "appeal"
    REVEAL = "reveal"
    """The number that was kept for the lot of the panel."""


class Who(StrEnum):
    """Who has the next step."""

    MODERATOR = "moderator"
    WRITER = "writer"
    CHALLENGER = "challenger"
    SECOND = "second"
    BOTH = "both"
    PANEL = "panel"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has the next step, and until when. None: nobody knows, or there is none."""

    who: Who
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case its challenger's rights hang on.

    `outcome`: of the decision that holds. `is_overdue`: none came in time. `has_appealed`: the challenger did, against
    that decision. `is_lot_due`: the challenger keeps a number, and now is the time to tell it. `panel_until`: the day
    by which the panel decides.
    """

    state: State
    admit_until: date
    answer_until: date
    decide_until: date
    today: date
    reply_until: date | None = None
    appeal_until: date | None = None
    panel_until: date | None = None
    is_about_review: bool = True
    is_paused: bool = False
    is_overdue: bool = False
    has_appealed: bool = False
    is_seated: bool = False
    is_lot_due: bool = False
    outcome: Outcome | None = None


def may(case: Standing) -> frozenset[Do]:
    """What the challenger can do now. Every last day is still in time."""
    found = set()
    if case.state is State.ANSWERED and case.reply_until is not None and case.today <= case.reply_until:
        found |= {Do.REPLY, Do.NO_REPLY}
    if case.state in UNDECIDED:
        found.add(Do.MORE)
    may_end = case.state in UNDECIDED and may_be_ended(case.outcome)
    if may_end:
        found.add(Do.WITHDRAW)
    if case.state is State.APPEALED:
        found.add(Do.MORE)
    if may_end and case.is_about_review:
        found.add(Do.OFFER)
    if case.state not in OVER:
        found.add(Do.SHOW)
    if _may_appeal(case):
        found.add(Do.APPEAL)
    if case.is_lot_due and case.state is State.APPEALED:
        found.add(Do.REVEAL)
    return frozenset(found)


def _may_appeal(case: Standing) -> bool:
    """Who got what they asked for has nothing to appeal; who got a part may ask for the rest."""
    if case.has_appealed:
        return False
    if case.state is State.DECIDED and case.appeal_until is not None:
        return case.today <= case.appeal_until and case.outcome not in GRANTED
    if case.state is State.APPEALED:
        return not case.is_seated and case.outcome not in GRANTED
    return case.state in HEARING and case.is_overdue


def turn(case: Standing) -> Turn:
    """Whose turn it is. While a case waits for somebody outside, nobody's day runs."""
    if case.state in OVER:
        return Turn(Who.NOBODY)
    if case.is_paused:
        return Turn(Who.MODERATOR)
    match case.state:
        case State.FILED:
            return Turn(Who.MODERATOR, case.admit_until)
        case State.NOTICED:
            return Turn(Who.WRITER, case.answer_until)
        case State.ANSWERED:
            return Turn(Who.CHALLENGER, case.reply_until)
        case State.DRAFTED:
            return Turn(Who.SECOND, case.decide_until)
        case State.DECIDED:
            return Turn(Who.BOTH, case.appeal_until)
        case State.APPEALED:
            return Turn(Who.PANEL, case.panel_until)
    return Turn(Who.MODERATOR, case.decide_until)


def days(case: Standing) -> dict[Who, date]:
    """The days of a case that are worth a line in a calendar: those that are still ahead, by whose they are."""
    found: dict[Who, date] = {}
    next_step = turn(case)
    if next_step.until is not None and next_step.until >= case.today:
        found[next_step.who] = next_step.until
    if case.state in UNDECIDED and not case.is_paused and case.decide_until >= case.today:
        found.setdefault(Who.SECOND, case.decide_until)
    return found
