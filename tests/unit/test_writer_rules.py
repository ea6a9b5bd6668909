"""What a writer may do in a case, as a table over its states; and what the mailbox says at its head."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reputation.disputes import writer_rules
from reputation.disputes.notice_rules import Line
from reputation.disputes.rules import OVER, Outcome, State, Step, WriterActKind
from reputation.disputes.writer_rules import Standing
from reputation.rulebook import cases as numbers
from reputation.web.mailbox import case_words

DAY = date(2026, 3, 9)
PLAIN = Standing(
    state=State.NOTICED,
    answer_until=DAY,
    appeal_until=None,
    released_on=DAY,
)
ANSWER, TIME, MORE = WriterActKind.ANSWER, WriterActKind.MORE_TIME, WriterActKind.MORE
AGREE, APPEAL, NONCE = WriterActKind.AGREE, WriterActKind.APPEAL, WriterActKind.NONCE

# State: what can be done without an answer, and with one.
MAY: dict[State, tuple[set[WriterActKind], set[WriterActKind]]] = {
    State.FILED: (set(), set()),
    State.NOTICED: ({ANSWER, TIME}, {MORE}),
    State.ANSWERED: (set(), {MORE}),
    State.READY: ({ANSWER}, {MORE}),
    State.DRAFTED: ({ANSWER}, {MORE}),
    State.DECIDED: (set(), set()),
    State.APPEALED: ({MORE}, {MORE}),
    State.FINAL: (set(), set()),
    State.CLOSED: (set(), set()),
    State.WITHDRAWN: (set(), set()),
    State.SETTLED: (set(), set()),
}


@pytest.mark.parametrize("state", State)
def test_what_can_be_done_in_each_state(state: State) -> None:
    silent, answered = MAY[state]
    outcome = Outcome.REJECTED if state is State.DECIDED else None
    case = replace(PLAIN, state=state, outcome=outcome, appeal_until=DAY)
    assert writer_rules.may(case) == silent
    assert writer_rules.may(replace(case, has_answer=True)) == answered


@pytest.mark.parametrize("outcome", Outcome)
def test_a_writer_answers_late_or_appeals_what_took_something(outcome: Outcome) -> None:
    decided = replace(PLAIN, state=State.DECIDED, outcome=outcome, appeal_until=DAY)
    takes = outcome in (Outcome.REMOVED, Outcome.MASKED)
    assert writer_rules.may(decided) == ({ANSWER, APPEAL} if takes else set())
    assert writer_rules.may(replace(decided, has_answer=True)) == ({APPEAL} if takes else set())
    assert writer_rules.may(replace(decided, has_answer=True, has_appealed=True)) == set()
    joined = replace(decided, state=State.APPEALED)
    assert writer_rules.may(joined) == ({MORE, APPEAL} if takes else {MORE})
    assert writer_rules.may(replace(joined, is_seated=True)) == {MORE}


def test_the_last_day_to_appeal_passes_with_the_release_after_it() -> None:
    def may_on(release: date) -> bool:
        case = replace(
            PLAIN, state=State.DECIDED, outcome=Outcome.REMOVED, has_answer=True, appeal_until=DAY, released_on=release
        )
        return APPEAL in writer_rules.may(case)

    assert may_on(DAY)
    assert may_on(DAY + timedelta(days=1))
    assert not may_on(DAY + timedelta(days=2))


def test_more_time_is_given_once_and_to_whoever_still_has_to_answer() -> None:
    assert TIME not in writer_rules.may(replace(PLAIN, is_extended=True))
    assert TIME not in writer_rules.may(replace(PLAIN, has_answer=True))


def test_an_offer_can_be_agreed_to_while_nothing_is_decided() -> None:
    found = {state for state in State if AGREE in writer_rules.may(replace(PLAIN, state=state, is_offered=True))}
    assert found == {State.FILED, State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED}
    assert AGREE not in writer_rules.may(PLAIN)


def test_without_a_decision_in_time_the_panel_is_open_at_once() -> None:
    found = {state for state in State if APPEAL in writer_rules.may(replace(PLAIN, state=state, is_overdue=True))}
    assert found == {State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED}


def test_nothing_can_be_done_in_what_is_over() -> None:
    for state in OVER:
        case = replace(PLAIN, state=state, is_offered=True, is_overdue=True, outcome=Outcome.REMOVED, appeal_until=DAY)
        assert writer_rules.may(case) == set()
        assert writer_rules.last_day(case) is None


def test_the_number_is_told_when_it_is_due() -> None:
    case = replace(PLAIN, state=State.APPEALED, is_lot_due=True)
    assert NONCE in writer_rules.may(case)
    assert writer_rules.line(case) is Line.LOT


def test_the_day_at_the_head_is_the_one_that_matters_most() -> None:
    assert writer_rules.last_day(PLAIN) == DAY
    assert writer_rules.last_day(replace(PLAIN, state=State.READY)) is None
    decided = replace(PLAIN, state=State.DECIDED, outcome=Outcome.REMOVED, appeal_until=DAY + timedelta(days=2))
    assert writer_rules.last_day(decided) == DAY + timedelta(days=2)
    assert writer_rules.last_day(replace(decided, outcome=Outcome.REJECTED)) is None


def test_every_state_and_every_step_has_a_line_and_every_line_has_words() -> None:
    assert set(writer_rules.LINES) == set(State)
    assert set(writer_rules.STEPS) == set(Step)
    assert set(case_words.LINES) == set(Line)
    assert set(case_words.WAITING) == set(WriterActKind)
    gone = replace(PLAIN, state=State.CLOSED)
    assert writer_rules.line(gone) is Line.GONE
    assert writer_rules.line(replace(gone, outcome=Outcome.REJECTED)) is Line.CLOSED
    assert writer_rules.line(replace(PLAIN, is_paused=True)) is Line.PAUSED


def test_silence_is_weighed_after_the_days_of_the_rulebook() -> None:
    assert writer_rules.silence_weighed_from(DAY) == DAY + timedelta(days=numbers.SILENCE.value)
