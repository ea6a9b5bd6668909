"""What may follow what among measures about one business, as the audit reads it off the log."""

from typing import Any
from uuid import UUID

import pytest

from reputation.audit.case_course import CourseError
from reputation.audit.conduct import Conduct
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
    for one in entries:
        course.feed(one)


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
