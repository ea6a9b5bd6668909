"""What the mailbox says of a case: a line at its head, the day that matters, the lines of its history. Pure."""

from collections.abc import Collection
from datetime import date, timedelta

from reputation.disputes.notice_rules import Line
from reputation.disputes.rules import SANCTIONS, Outcome, State, Step, WriterActKind
from reputation.rulebook import cases as numbers

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
    Step.WORDS_GONE: Line.WORDS_GONE,
}


def line(state: State, *, is_paused: bool, is_lot_due: bool, outcome: Outcome | None) -> Line:
    """What the mailbox says at the head of a case. `outcome`: of the decision that came last."""
    if is_paused:
        return Line.PAUSED
    if is_lot_due:
        return Line.LOT
    if state is State.CLOSED and outcome is None:
        return Line.GONE
    return LINES[state]


def wanted(
    may: Collection[WriterActKind], noted: Collection[WriterActKind], outcome: Outcome | None
) -> frozenset[WriterActKind]:
    """What nobody does for the writer, and the writer has not asked for yet.

    Of a decision that took nothing from them an appeal can do little for them: it may be made, and is not called for.
    """
    found = {WriterActKind.ANSWER, WriterActKind.NONCE} & set(may)
    if WriterActKind.APPEAL in may and outcome in (None, *SANCTIONS):
        found.add(WriterActKind.APPEAL)
    return frozenset(found - set(noted))


def last_day(
    state: State, wanted: Collection[WriterActKind], *, answer_until: date, appeal_until: date | None
) -> date | None:
    """The day until which the writer can do what matters most now; None: no day is set for it."""
    if state is State.NOTICED and WriterActKind.ANSWER in wanted:
        return answer_until
    return appeal_until if state is State.DECIDED and WriterActKind.APPEAL in wanted else None


def silence_weighed_from(filed_on: date) -> date:
    """Before this day, that the writer says nothing is evidence of nothing."""
    return filed_on + timedelta(days=numbers.SILENCE.value)
