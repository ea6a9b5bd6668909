"""What the writer of a review may do in a case, and what the mailbox says of it at its head. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from reputation.disputes.notice_rules import Line
from reputation.disputes.rules import SANCTIONS, Outcome, State, Step, WriterActKind
from reputation.rulebook import cases as numbers

HEARING = frozenset({State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED})
LATE = frozenset({State.READY, State.DRAFTED, State.DECIDED})
"""Where an answer comes late: the exchange begins again, and what was decided without it is decided anew."""

# What stands at the head while a case is in a state; what else there is to say of it is in `line`.
LINES: dict[State, Line] = {
    State.FILED: Line.CHALLENGED,
    State.NOTICED: Line.MAY_ANSWER,
    State.ANSWERED: Line.ANSWERED,
    State.READY: Line.HEARD,
    State.DRAFTED: Line.HEARD,
    State.DECIDED: Line.DECIDED,
    State.APPEALED: Line.APPEALED,
    State.FINAL: Line.FINAL,
    State.CLOSED: Line.CLOSED,
    State.WITHDRAWN: Line.WITHDRAWN,
    State.SETTLED: Line.SETTLED,
}
# What a step is called in the history of a case.
STEPS: dict[Step, Line] = {
    Step.NOTICED: Line.MAY_ANSWER,
    Step.ANSWERED: Line.ANSWERED,
    Step.REPLIED: Line.REPLIED,
    Step.EXTENDED: Line.MORE_TIME,
    Step.PAUSED: Line.PAUSED,
    Step.RESUMED: Line.RESUMED,
    Step.READY: Line.HEARD,
    Step.REOPENED: Line.REOPENED,
    Step.OVERDUE: Line.OVERDUE,
    Step.WITHDRAWN: Line.WITHDRAWN,
    Step.SETTLED: Line.SETTLED,
    Step.CLOSED: Line.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case its writer's rights hang on. `released_on`: the day of the next release.

    `outcome`: of the decision that holds. `is_overdue`: none came in time. `has_appealed`: the writer did, against that
    decision. `is_lot_due`: the writer keeps a number, and now is the time to tell it.
    """

    state: State
    answer_until: date
    appeal_until: date | None
    released_on: date
    has_answer: bool = False
    is_extended: bool = False
    is_paused: bool = False
    is_offered: bool = False
    is_overdue: bool = False
    has_appealed: bool = False
    is_seated: bool = False
    is_lot_due: bool = False
    outcome: Outcome | None = None


def may(case: Standing) -> frozenset[WriterActKind]:
    """What the writer can do now. Every last day is still in time, whenever the release after it comes."""
    found = set()
    if _may_answer(case):
        found.add(WriterActKind.ANSWER)
    if case.state is State.NOTICED and not case.is_extended and not case.has_answer:
        found.add(WriterActKind.MORE_TIME)
    if case.state is State.APPEALED or (case.has_answer and case.state in HEARING):
        found.add(WriterActKind.MORE)
    if case.is_offered and case.state in HEARING | {State.FILED}:
        found.add(WriterActKind.AGREE)
    if _may_appeal(case):
        found.add(WriterActKind.APPEAL)
    if case.is_lot_due:
        found.add(WriterActKind.NONCE)
    return frozenset(found)


def _may_answer(case: Standing) -> bool:
    """Of what was decided alone, and took nothing, nobody needs to say more."""
    if case.has_answer:
        return False
    return case.state in HEARING - {State.ANSWERED} or (case.state is State.DECIDED and case.outcome in SANCTIONS)


def _may_appeal(case: Standing) -> bool:
    if case.has_appealed:
        return False
    if case.state is State.DECIDED and case.appeal_until is not None:
        is_in_time = case.released_on - timedelta(days=1) <= case.appeal_until
        return is_in_time and case.outcome in SANCTIONS
    if case.state is State.APPEALED:
        return not case.is_seated and case.outcome in SANCTIONS
    return case.state in HEARING and case.is_overdue


def line(case: Standing) -> Line:
    """What the mailbox says at the head of a case."""
    if case.is_paused:
        return Line.PAUSED
    if case.is_lot_due:
        return Line.LOT
    if case.state is State.CLOSED and case.outcome is None:
        return Line.GONE
    return LINES[case.state]


def last_day(case: Standing) -> date | None:
    """The day until which the writer may do what matters most now; None: nothing is due."""
    wanted = may(case)
    if WriterActKind.ANSWER in wanted and case.state is State.NOTICED:
        return case.answer_until
    return case.appeal_until if WriterActKind.APPEAL in wanted else None


def silence_weighed_from(filed_on: date) -> date:
    """Before this day, that the writer says nothing is evidence of nothing."""
    return filed_on + timedelta(days=numbers.SILENCE.value)
