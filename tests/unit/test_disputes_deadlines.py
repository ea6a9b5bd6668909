"""Until when who may do what in a case, and what time alone brings about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from reputation.disputes import deadlines
from reputation.disputes.deadlines import Due, Standing
from reputation.disputes.rules import OVER, Outcome, State
from reputation.rulebook.cases import Calendar

DAY = timedelta(days=1)
FILED = date(2026, 1, 5)  # a Monday


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2026, 1, 5), 2, date(2026, 1, 7)),
        (date(2026, 1, 8), 2, date(2026, 1, 12)),  # over a weekend
        (date(2026, 1, 9), 2, date(2026, 1, 13)),
        (date(2026, 1, 10), 1, date(2026, 1, 12)),  # filed on a Saturday
        (date(2025, 12, 31), 1, date(2026, 1, 2)),  # over New Year
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # the first of May is a Friday
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # Friday the 25th, Saturday the 26th
        (date(2026, 1, 5), 0, date(2026, 1, 5)),
    ],
)
def test_working_days_pass_over_weekends_and_holidays(day: date, days: int, found: date) -> None:
    assert deadlines.working_days_later(day, days) == found


def test_another_calendar_has_other_days() -> None:
    sunday_on = Calendar("other", frozenset({4, 5}), frozenset({(1, 6)}), "ours, to try it")
    assert not deadlines.is_working_day(date(2026, 1, 9), sunday_on)
    assert deadlines.is_working_day(date(2026, 1, 11), sunday_on)
    assert deadlines.working_days_later(date(2026, 1, 5), 1, sunday_on) == date(2026, 1, 7)


def test_last_days_are_fixed_when_it_is_filed_and_only_get_later() -> None:
    limits = deadlines.limits_of(FILED)
    assert (limits.admit_until, limits.answer_until) == (date(2026, 1, 7), date(2026, 1, 21))
    assert limits.decide_until == date(2026, 3, 6)
    assert deadlines.answer_until(FILED, limits.answer_until) == limits.answer_until
    assert deadlines.answer_until(date(2026, 1, 9), limits.answer_until) == date(2026, 1, 23)
    assert deadlines.extended(limits.answer_until) == date(2026, 2, 4)
    assert deadlines.decide_again_until(date(2026, 3, 1), limits.decide_until) == date(2026, 3, 15)
    assert deadlines.decide_again_until(date(2026, 1, 1), limits.decide_until) == limits.decide_until
    assert deadlines.decide_aim(date(2026, 2, 1), limits.decide_until, 0) == date(2026, 2, 15)
    assert deadlines.decide_aim(date(2026, 2, 1), limits.decide_until, 3) == date(2026, 2, 18)
    assert deadlines.decide_aim(date(2026, 3, 1), limits.decide_until, 0) == limits.decide_until
    assert deadlines.appeal_until(date(2026, 1, 1)) == date(2026, 7, 4)


def test_what_is_taken_from_a_writer_ends_when_the_text_is_gone() -> None:
    assert deadlines.sanction_until(Outcome.REMOVED, date(2026, 1, 31)) == date(2027, 1, 31)
    assert deadlines.sanction_until(Outcome.MASKED, date(2026, 1, 31)) == date(2029, 1, 31)
    others = set(Outcome) - {Outcome.REMOVED, Outcome.MASKED}
    assert {deadlines.sanction_until(outcome, FILED) for outcome in others} == {None}


def test_an_interim_measure_of_one_person_lapses_and_of_two_ends_with_the_case() -> None:
    now = datetime(2026, 1, 5, 13, tzinfo=UTC)
    assert deadlines.interim_lapses(now) == datetime(2026, 1, 7, 13, tzinfo=UTC)
    assert deadlines.interim_until(FILED, date(2026, 3, 6)) == date(2026, 3, 6)
    assert deadlines.interim_until(FILED, date(2027, 3, 6)) == FILED + 90 * DAY


LIMITS = deadlines.limits_of(FILED)
STANDING = Standing(
    state=State.FILED,
    admit_until=LIMITS.admit_until,
    answer_until=LIMITS.answer_until,
    reply_until=date(2026, 1, 26),
    decide_until=LIMITS.decide_until,
    appeal_until=date(2026, 7, 4),
)


def last_quiet_day(standing: Standing, what: Due) -> date:
    """The last day on which nothing is due; on the day after it this is."""
    day = FILED
    while deadlines.due(standing, today=day, released_on=day) is None:
        day += DAY
        assert day < date(2027, 1, 1), f"{what} is never due"
    assert deadlines.due(standing, today=day, released_on=day) is what
    return day - DAY


@pytest.mark.parametrize(
    ("state", "what", "last"),
    [
        (State.FILED, Due.NOTICE, STANDING.admit_until),
        (State.NOTICED, Due.END_ANSWERS, STANDING.answer_until),
        (State.ANSWERED, Due.END_REPLIES, date(2026, 1, 26)),
        (State.READY, Due.OVERDUE, STANDING.decide_until),
        (State.DRAFTED, Due.OVERDUE, STANDING.decide_until),
        (State.DECIDED, Due.CLOSE, date(2026, 7, 4)),
    ],
)
def test_every_period_has_its_last_day_which_is_in_time(state: State, what: Due, last: date) -> None:
    assert last_quiet_day(replace(STANDING, state=state), what) == last


@pytest.mark.parametrize("state", [State.NOTICED, State.DECIDED])
def test_a_writers_day_is_over_with_the_release_that_follows_it(state: State) -> None:
    standing = replace(STANDING, state=state, decide_until=date(2027, 1, 1))
    last = STANDING.answer_until if state is State.NOTICED else date(2026, 7, 4)
    assert deadlines.due(standing, today=last + DAY, released_on=last) is None
    assert deadlines.due(standing, today=last + DAY, released_on=last + DAY) is not None
    waits = replace(standing, waits=True)
    assert deadlines.due(waits, today=last + DAY, released_on=last + DAY) is None


def test_what_is_over_or_before_a_panel_waits_for_nothing() -> None:
    for state in (*OVER, State.APPEALED):
        found = replace(STANDING, state=state)
        assert deadlines.due(found, today=date(2030, 1, 1), released_on=date(2030, 1, 1)) is None


def test_a_pause_puts_off_the_decision_alone_and_ends_by_itself() -> None:
    paused = replace(STANDING, state=State.READY, paused_on=STANDING.decide_until, paused_days=10)
    assert last_quiet_day(paused, Due.RESUME) == STANDING.decide_until + 19 * DAY
    assert deadlines.pause_left(FILED, 30, FILED) == 0
    counted = replace(STANDING, state=State.READY, is_overdue=True)
    assert deadlines.due(counted, today=date(2030, 1, 1), released_on=date(2030, 1, 1)) is None


def test_a_review_that_is_taken_back_ends_what_is_undecided() -> None:
    for state in State:
        found = deadlines.due(replace(STANDING, state=state, is_review_gone=True), today=FILED, released_on=FILED)
        is_undecided = state in (State.FILED, State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED)
        assert (found is Due.CLOSE_WITHDRAWN) == is_undecided
