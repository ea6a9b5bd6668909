"""Until when everybody may do what, in days. Pure.

Every last day is still in time. Writers act by mailbox, and what they do comes out with the daily release: a day of
theirs is over only with the release that follows it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from reputation.core import months
from reputation.disputes.rules import OPEN, Outcome, State
from reputation.rulebook import cases as numbers
from reputation.rulebook.cases import EU, Calendar

ADMISSIBILITY = numbers.ADMISSIBILITY.value
# What takes something from a writer, and for how many months.
LASTS: dict[Outcome, int] = {
    Outcome.REMOVED: numbers.REMOVAL_LASTS.value,
    Outcome.MASKED: numbers.MASK_LASTS.value,
}


def is_working_day(day: date, calendar: Calendar = EU) -> bool:
    """Whether people work on a day."""
    return day.weekday() not in calendar.weekend and (day.month, day.day) not in calendar.holidays


def working_days_later(day: date, days: int, calendar: Calendar = EU) -> date:
    """The working day so many after a day, which itself does not count."""
    found = day
    for _ in range(days):
        found += timedelta(days=1)
        while not is_working_day(found, calendar):
            found += timedelta(days=1)
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """The last days of a case, fixed when it is filed."""

    admit_until: date
    answer_until: date
    decide_until: date


def limits_of(filed_on: date) -> Limits:
    """Until when a moderator looks at a new case, the writer may answer, and it must be decided."""
    admit_until = working_days_later(filed_on, ADMISSIBILITY)
    return Limits(
        admit_until=admit_until,
        answer_until=admit_until + timedelta(days=numbers.ANSWER.value),
        decide_until=filed_on + timedelta(days=numbers.DECISION.value),
    )


def answer_until(noticed_on: date, before: date) -> date:
    """Until when the writer may answer who is told on a day: never earlier than was said before."""
    return max(before, noticed_on + timedelta(days=numbers.ANSWER.value))


def extended(until: date) -> date:
    """Until when the writer may answer who asked for more time."""
    return until + timedelta(days=numbers.EXTENSION.value)


def reply_until(answered_on: date) -> date:
    """Until when whoever challenged may say something to an answer."""
    return answered_on + timedelta(days=numbers.REJOINDER.value)


def decide_again_until(reply_by: date, before: date) -> date:
    """Until when it must be decided once a late answer began another exchange."""
    return max(before, reply_by + timedelta(days=numbers.DECISION_AIM.value))


def paused(decide_until: date, days: int) -> date:
    """Until when it must be decided after a pause of so many days."""
    return decide_until + timedelta(days=days)


def decide_aim(exchanged_on: date, decide_until: date, paused_days: int) -> date:
    """The day by which we mean to decide once everybody was heard, pauses left out."""
    return min(decide_until, exchanged_on + timedelta(days=numbers.DECISION_AIM.value + paused_days))


def appeal_until(decided_on: date) -> date:
    """The last day on which both sides may appeal. Source: DSA Art. 20(1)."""
    return decided_on + timedelta(days=numbers.APPEAL_WINDOW.value)


def sanction_until(outcome: Outcome, decided_on: date) -> date | None:
    """The last day of what a decision takes from a writer; None: it takes nothing.

    By then the text is gone that was removed or masked, so that nothing is left to be put back.
    """
    lasts = LASTS.get(outcome)
    return None if lasts is None else months.later(decided_on, lasts)


def interim_lapses(taken_at: datetime) -> datetime:
    """When an interim measure ends that nobody else confirmed."""
    return taken_at + timedelta(hours=numbers.INTERIM_ALONE.value)


def interim_until(taken_on: date, decide_until: date) -> date:
    """The last day of a confirmed interim measure: as long as the case may run, and not too long."""
    return max(taken_on, min(decide_until, taken_on + timedelta(days=numbers.INTERIM_LONGEST.value)))


class Due(StrEnum):
    """What time alone brings about in a case."""

    CLOSE_WITHDRAWN = "close-withdrawn"
    """The writer took the review back: there is nothing to decide."""
    NOTICE = "notice"
    """No moderator looked in time: the writer is told all the same."""
    END_ANSWERS = "end-answers"
    END_REPLIES = "end-replies"
    RESUME = "resume"
    OVERDUE = "overdue"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case time looks at.

    `waits`: something of the writer's is to come out with the next release. `is_inadmissible_drafted`: that the ground
    cannot be raised is a draft, which waits for a second person, and the writer was not told yet.
    """

    state: State
    admit_until: date
    answer_until: date
    reply_until: date | None
    decide_until: date
    appeal_until: date | None
    paused_on: date | None = None
    paused_days: int = 0
    is_overdue: bool = False
    waits: bool = False
    is_review_gone: bool = False
    is_about_review: bool = True
    is_inadmissible_drafted: bool = False


def due(case: Standing, *, today: date, released_on: date) -> Due | None:
    """What comes next without anybody doing anything; None: nothing yet. `released_on`: the day of the last release."""
    is_undecided = case.state in OPEN - {State.APPEALED}
    found: Due | None = None
    if is_undecided and case.is_review_gone:
        found = Due.CLOSE_WITHDRAWN
    elif is_undecided and case.paused_on is not None and pause_left(case.paused_on, case.paused_days, today) <= 0:
        found = Due.RESUME
    elif (case.state is State.FILED or case.is_inadmissible_drafted) and today > case.admit_until:
        found = Due.NOTICE
    elif case.state is State.NOTICED and released_on > case.answer_until and not case.waits:
        found = Due.END_ANSWERS
    elif case.state is State.ANSWERED and case.reply_until is not None and today > case.reply_until:
        found = Due.END_REPLIES
    elif is_undecided and case.paused_on is None and today > case.decide_until and not case.is_overdue:
        found = Due.OVERDUE
    elif case.state is State.DECIDED and case.appeal_until is not None and not case.waits:
        last = min(today, released_on) if case.is_about_review else today
        found = Due.CLOSE if last > case.appeal_until else None
    return found


def pause_left(paused_on: date, paused_days: int, today: date) -> int:
    """How many days a pause may still last."""
    return numbers.PAUSES_LONGEST.value - paused_days - (today - paused_on).days
