"""What may follow what among measures about one business, as the audit reads it off the log."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from reputation.audit.case_course import CourseError
from reputation.audit.conduct import Conduct, Verdict
from reputation.log.entries import Entry, decode, encode

SHOP, REVIEW, CASE = (str(UUID(int=number, version=4)) for number in (1, 2, 3))
FIRST, SECOND, THIRD, FOURTH = (str(UUID(int=number, version=4)) for number in (11, 12, 13, 14))
BY_TWO = {"business": SHOP, "persons": 2, "date": "2026-03-02"}


def entry(kind: str, **fields: Any) -> Entry:
    return decode(encode(kind, BY_TWO | fields))


def warned(case: str = FIRST, **fields: Any) -> Entry:
    given = {"ground": "unfounded-challenges", "severity": "minor", "until": "2026-06-02"}
    return entry("warning", **given | {"case": case} | fields)


def suspended(decision: str, until: str, **fields: Any) -> Entry:
    return entry("right-suspended", **{"decision": decision, "until": until} | fields)


def noted(**fields: Any) -> Entry:
    given = {"case": CASE, "review": REVIEW, "conduct": "legal-threat", "decision": FIRST, "until": "2027-03-02"}
    return entry("case-conduct", **given | fields)


def ended(case: str = FIRST, why: str = "cured", **fields: Any) -> Entry:
    return entry("warning-ended", **{"case": case, "why": why} | fields)


def restored(decision: str) -> Entry:
    return entry("right-restored", decision=decision)


def unnoted(**fields: Any) -> Entry:
    return entry("case-conduct-ended", **{"case": CASE, "review": REVIEW, "decision": FIRST} | fields)


WHOLE = [warned(), suspended(SECOND, "2026-04-01"), suspended(THIRD, "2026-05-31"), suspended(FOURTH, "2026-08-29")]


def feed(*entries: Entry) -> None:
    course = Conduct()
    for position, one in enumerate(entries):
        course.feed(position, one)


@pytest.mark.parametrize(
    "entries",
    [
        WHOLE,
        [warned(), ended(), ended(why="reversed")],
        [warned(), warned(SECOND), ended(why="reversed"), suspended(THIRD, "2026-04-01")],
        [*WHOLE[:2], restored(SECOND), suspended(THIRD, "2026-04-01")],
        [warned(severity="serious", until="2029-03-02")],
        [noted(), unnoted()],
    ],
)
def test_what_is_right_passes(entries: list[Entry]) -> None:
    feed(*entries)


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([warned(persons=1)], "a warning is decided by 2 persons"),
        ([warned(until="2026-06-03")], "a minor warning lasts longer than 3 months"),
        ([warned(severity="moderate", until="2027-03-03")], "a moderate warning lasts longer than 12 months"),
        ([warned(), warned()], "was taken before"),
        ([suspended(SECOND, "2026-04-01")], "without a warning before"),
        ([warned(ground="false-reviews"), suspended(SECOND, "2026-04-01")], "without a warning before"),
        ([warned(), ended(why="reversed"), suspended(SECOND, "2026-04-01")], "without a warning before"),
        ([warned(date="2024-03-01", until="2024-06-01"), suspended(SECOND, "2026-04-01")], "without a warning before"),
        ([warned(), suspended(SECOND, "2026-05-31")], "suspended for 30 days"),
        ([*WHOLE[:2], suspended(THIRD, "2026-04-01")], "suspended for 90 days"),
        ([*WHOLE[:3], suspended(FOURTH, "2026-05-31")], "suspended for 180 days"),
        ([warned(), suspended(SECOND, "2026-04-01", persons=1)], "a suspended right is decided by 2"),
        ([ended()], "no warning of this case stands"),
        ([warned(), ended(persons=1)], "the end of a warning is decided by 2"),
        ([warned(), ended(), ended()], "no warning of this case stands"),
        ([warned(), ended(why="reversed"), ended(why="reversed")], "no warning of this case stands"),
        ([restored(SECOND)], "no right-suspended of this case stands"),
        ([warned(), restored(FIRST)], "no right-suspended of this case stands"),
        ([noted(persons=1)], "a note on a case is decided by 2"),
        ([noted(until="2027-03-03")], "stands longer than 12 months"),
        ([noted(until="2026-03-02")], "the note ends before it begins"),
        ([unnoted()], "no case-conduct of this case stands"),
    ],
)
def test_what_is_wrong_is_named(entries: list[Entry], words: str) -> None:
    with pytest.raises(CourseError, match=words):
        feed(*entries)


CASES = [str(UUID(int=100 + number, version=4)) for number in range(11)]
FIGURES = {"month": "2026-02", "log_size": 3, "published": False}
BY_TWO_ROLES = [{"role": "moderator", "persons": 1}, {"role": "second-moderator", "persons": 1}]


def decided(case: str, kind: str = "decision", *, unfounded: bool = False, date: str = "2026-03-01") -> Entry:
    """A decision about a challenge that led to nothing."""
    said: dict[str, Any] = {"business": SHOP, "review": REVIEW, "case": case, "decision": FIRST, "date": date}
    said |= {"ground": "off-topic", "rule_version": "1", "outcome": "inadmissible", "automation": False}
    said |= {"decided_by": BY_TWO_ROLES, "before": FIGURES, "after": FIGURES, "statement": "0" * 64}
    return decode(encode(kind, said | ({"unfounded": True} if unfounded else {})))


def verdict(number: int, *, unfounded: bool = True, filed: str = "2026-02-01", on: str = "2026-03-01") -> Verdict:
    """A challenge that was decided before the measures below, each in a case of its own."""
    return Verdict(number, date.fromisoformat(filed), date.fromisoformat(on), unfounded)


def unfounded_of(measures: list[Entry], *verdicts: Verdict) -> list[str]:
    """What is said about measures that come after these decisions."""
    course = Conduct()
    for number, filed_on, day, is_unfounded in verdicts:
        said = decided(CASES[number], unfounded=is_unfounded, date=day.isoformat())
        course.decided(number, said, filed_on)
    for position, one in enumerate(measures, 100):
        course.feed(position, one)
    return [wrong for _, _, wrong in course.unfounded()]


ENOUGH = [verdict(number) for number in range(3)]


@pytest.mark.parametrize(
    ("measures", "verdicts"),
    [
        ([warned()], ENOUGH),
        ([warned(ground="false-reviews")], []),
        ([warned()], [*ENOUGH, *(verdict(number, unfounded=False) for number in range(3, 10))]),
        ([warned()], [verdict(number, on="2025-12-02") for number in range(3)]),
        (
            [warned(date="2026-03-01", until="2026-06-01"), suspended(SECOND, "2026-05-01", date="2026-04-01")],
            [*ENOUGH, *(verdict(number, filed="2026-03-02", on="2026-04-01") for number in range(3, 6))],
        ),
        # What was reversed is not heeded, so that what was filed before it counts towards the next.
        ([warned(), ended(why="reversed"), warned(SECOND)], ENOUGH),
    ],
)
def test_measures_after_enough_unfounded_challenges_pass(measures: list[Entry], verdicts: list[Verdict]) -> None:
    assert unfounded_of(measures, *verdicts) == []


@pytest.mark.parametrize(
    ("measures", "verdicts", "words"),
    [
        ([warned()], [], "0 challenges in 90 days"),
        ([warned()], ENOUGH[:2], "2 challenges in 90 days"),
        ([warned()], [*ENOUGH[:2], verdict(3, unfounded=False)], "2 challenges in 90 days"),
        ([warned()], [*ENOUGH, *(verdict(number, unfounded=False) for number in range(3, 11))], "3 of 11 challenges"),
        ([warned()], [*ENOUGH[:2], verdict(2, on="2025-12-01")], "2 challenges in 90 days"),
        ([warned()], [*ENOUGH[:2], verdict(2, on="2026-03-03")], "2 challenges in 90 days"),
        ([warned(), warned(SECOND)], ENOUGH, "0 challenges in 90 days"),
        (
            [warned(date="2026-03-01", until="2026-06-01"), suspended(SECOND, "2026-05-01", date="2026-04-01")],
            [*ENOUGH, *(verdict(number, filed="2026-03-01", on="2026-04-01") for number in range(3, 6))],
            "0 challenges in 90 days",
        ),
    ],
)
def test_measures_without_enough_of_them_are_told(measures: list[Entry], verdicts: list[Verdict], words: str) -> None:
    [wrong] = unfounded_of(measures, *verdicts)
    assert words in wrong


def test_the_decision_that_holds_when_a_measure_is_taken_counts() -> None:
    course, filed = Conduct(), date(2026, 2, 1)
    for number in range(3):
        course.decided(number, decided(CASES[number], unfounded=True), filed)
    course.feed(10, warned())
    assert list(course.unfounded()) == []
    course.decided(11, decided(CASES[0], kind="appeal-decision"), filed)
    assert list(course.unfounded()) == [], "what is decided later changes nothing"
    course.decided(9, decided(CASES[1], kind="appeal-decision"), filed)
    assert [wrong[:12] for _, _, wrong in course.unfounded()] == ["2 challenges"]
