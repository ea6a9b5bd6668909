"""What every entry that a course takes in is held to."""

from datetime import UTC, date, datetime, timedelta

from reputation.core import months
from reputation.log.entries import Entry
from reputation.rulebook import cases


class CourseError(Exception):
    """An entry that cannot follow those before it."""


def require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    """Refuse unless something holds.

    Raises:
        CourseError
    """
    if not holds:
        raise CourseError(otherwise)


def day(entry: Entry, name: str = "date") -> date:
    """A day that an entry names."""
    return date.fromisoformat(entry.body[name])


def has_come(entry: Entry) -> None:
    """Its day may be of this month at most; by a day, a clock may be ahead of ours."""
    if "date" in entry.body:
        now = months.of(datetime.now(UTC) + timedelta(days=1))
        require(months.of(day(entry)) <= now, f"its day {entry.body['date']} has not come yet")


def require_two(persons: int, what: str) -> None:
    """Nobody decides alone."""
    require(persons >= cases.DECIDERS.value, f"{what} is decided by {cases.DECIDERS.value} persons at least")


def measure(entry: Entry) -> None:
    """A measure ends, after some time at most, and takes two persons."""
    begins, until = day(entry), day(entry, "until")
    require(until > begins, "the measure ends before it begins")
    require(
        until <= months.later(begins, cases.MEASURE_LONGEST.value),
        f"the measure lasts longer than {cases.MEASURE_LONGEST.value} months",
    )
    require_two(entry.body["persons"], f"a {entry.kind}")
