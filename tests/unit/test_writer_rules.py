"""What the mailbox says at the head of a case, what it calls for, and until when."""

from datetime import date, timedelta

import pytest

from reputation.disputes import writer_rules
from reputation.disputes.notice_rules import Line
from reputation.disputes.rules import Outcome, State, Step, WriterActKind
from reputation.rulebook import cases as numbers
from reputation.web.mailbox import case_words

DAY, LATER = date(2026, 3, 9), date(2026, 9, 9)
ANSWER, APPEAL, NONCE = WriterActKind.ANSWER, WriterActKind.APPEAL, WriterActKind.NONCE


def line(state: State, *, is_paused: bool = False, is_lot_due: bool = False, outcome: Outcome | None = None) -> Line:
    return writer_rules.line(state, is_paused=is_paused, is_lot_due=is_lot_due, outcome=outcome)


def test_every_state_and_every_step_has_a_line_and_every_line_has_words() -> None:
    assert set(writer_rules.LINES) == set(State)
    assert set(writer_rules.STEPS) == set(Step)
    assert set(case_words.LINES) == set(Line)
    assert set(case_words.WAITING) == set(WriterActKind)


def test_what_else_there_is_to_say_comes_before_the_state() -> None:
    assert line(State.READY) is Line.HEARD
    assert line(State.READY, is_paused=True) is Line.PAUSED
    assert line(State.APPEALED, is_lot_due=True) is Line.LOT
    assert line(State.CLOSED) is Line.GONE
    assert line(State.CLOSED, outcome=Outcome.REJECTED) is Line.CLOSED


@pytest.mark.parametrize("outcome", [None, *Outcome])
def test_an_appeal_is_called_for_where_something_was_taken_or_nothing_decided(outcome: Outcome | None) -> None:
    takes = outcome in (None, Outcome.REMOVED, Outcome.MASKED)
    found = writer_rules.wanted({APPEAL, WriterActKind.MORE}, (), outcome)
    assert found == ({APPEAL} if takes else set())


def test_what_was_asked_for_is_not_called_for_again() -> None:
    may = set(WriterActKind)
    assert writer_rules.wanted(may, (), Outcome.REMOVED) == {ANSWER, APPEAL, NONCE}
    assert writer_rules.wanted(may, (ANSWER, APPEAL), Outcome.REMOVED) == {NONCE}
    assert writer_rules.wanted((), (), Outcome.REMOVED) == set()


def test_the_day_at_the_head_is_the_one_that_matters_most() -> None:
    def due(state: State, *wanted: WriterActKind) -> date | None:
        return writer_rules.last_day(state, wanted, answer_until=DAY, appeal_until=LATER)

    assert due(State.NOTICED, ANSWER) == DAY
    assert due(State.NOTICED) is None
    assert due(State.READY, ANSWER) is None, "a late answer has no last day"
    assert due(State.DECIDED, ANSWER, APPEAL) == LATER
    assert due(State.READY, APPEAL) is None, "where we are late there is no hurry for the writer"


def test_silence_is_weighed_after_the_days_of_the_rulebook() -> None:
    assert writer_rules.silence_weighed_from(DAY) == DAY + timedelta(days=numbers.SILENCE.value)
