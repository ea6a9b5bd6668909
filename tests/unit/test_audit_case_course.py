"""What the audit says of pauses, and of cases that time left behind."""

from datetime import date, timedelta
from typing import Any

import pytest

from reputation.audit.case_course import CaseCourse, CourseError
from reputation.log.entries import Entry, decode, encode
from tests.log_entries import EXAMPLES

FILED = date(2026, 1, 5)
DECIDE = FILED + timedelta(days=60)


def entry(kind: str, after: int, **body: Any) -> Entry:
    """An entry of a case, so many days after it was filed."""
    given = {name: value for name, value in EXAMPLES[kind].items() if name != "until"}
    return decode(encode(kind, given | {"date": (FILED + timedelta(days=after)).isoformat()} | body))


def step(case: CaseCourse, which: str, after: int, until: int | None = None) -> None:
    """A step; `until`: so many days after the last day for a decision."""
    more = {} if until is None else {"until": (DECIDE + timedelta(days=until)).isoformat()}
    case.step(entry("case-step", after, step=which, **more), is_review_gone=False)


@pytest.fixture
def case() -> CaseCourse:
    return CaseCourse.of(7, entry("challenge", 0))


def test_pauses_give_thirty_days_in_all(case: CaseCourse) -> None:
    step(case, "paused", 1)
    step(case, "resumed", 21, until=20)
    step(case, "paused", 22)
    with pytest.raises(CourseError, match="more than 30 days in all"):
        step(case, "resumed", 42, until=40)
    step(case, "resumed", 42, until=30)


def test_a_pause_that_lasted_too_long_gives_no_more_either(case: CaseCourse) -> None:
    step(case, "paused", 1)
    with pytest.raises(CourseError, match="more than 30 days in all"):
        step(case, "resumed", 61, until=31)
    step(case, "resumed", 61, until=30)


def said(case: CaseCourse, after: int) -> str:
    """What is left undone in a case so many days after its last one."""
    return "; ".join(text for _, _, text in case.left_undone(DECIDE + timedelta(days=after)))


def test_what_was_not_decided_in_time_is_counted_or_named(case: CaseCourse) -> None:
    case.step(
        entry("case-step", 1, step="noticed", until=(FILED + timedelta(days=20)).isoformat()), is_review_gone=False
    )
    assert said(case, 3) == ""
    assert said(case, 4) == "it was not decided in time, and nothing counts that"
    step(case, "paused", 2)
    assert said(case, 33) == "", "a pause may put it off by thirty days"
    assert said(case, 34) != ""
    case.step(entry("case-step", 100, step="overdue", deadline="decision"), is_review_gone=False)
    assert said(case, 300) == ""


def test_what_nobody_looked_at_and_what_nobody_closed_is_named(case: CaseCourse) -> None:
    assert said(case, 0) == "nobody looked at it in time, and its writer was not told"
    assert not list(case.left_undone(FILED + timedelta(days=13)))
    case.decide(8, entry("decision", 3, outcome="inadmissible"))
    assert said(case, 100) == ""
    assert said(case, 200) == "the time for appeals is over, and it was not closed"


def test_words_go_once_whatever_the_case_stands_at(case: CaseCourse) -> None:
    case.decide(8, entry("decision", 3, outcome="inadmissible"))
    step(case, "words-gone", 2)
    assert case.stands == "decided"
    with pytest.raises(CourseError, match="gone before"):
        step(case, "words-gone", 5)


def test_an_alert_has_no_words_that_could_go() -> None:
    body = {name: value for name, value in EXAMPLES["challenge"].items() if name != "review"}
    given = body | {"alert": "surge", "ground": "innocent-cause", "side": "business", "date": FILED.isoformat()}
    about_alert = CaseCourse.of(7, decode(encode("challenge", given)))
    with pytest.raises(CourseError, match="no words"):
        step(about_alert, "words-gone", 2)
