"""Measures about a business in the log: each by two persons, none longer than its ladder allows, each ended once.

Written anew from the rulebook: an error in what takes measures is not repeated here.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from reputation.audit.case_course import day_of, require
from reputation.core import months
from reputation.log.entries import Entry
from reputation.rulebook import cases, conduct

UNFOUNDED = "unfounded-challenges"


def require_two(persons: int, what: str) -> None:
    """Nobody decides alone.

    Raises:
        CourseError
    """
    require(persons >= cases.DECIDERS.value, f"{what} is decided by {cases.DECIDERS.value} persons at least")


def measure(entry: Entry) -> None:
    """A measure ends, after some time at most, and takes two persons.

    Raises:
        CourseError
    """
    begins, until = day_of(entry), day_of(entry, "until")
    require(until > begins, "the measure ends before it begins")
    require(
        until <= months.later(begins, cases.MEASURE_LONGEST.value),
        f"the measure lasts longer than {cases.MEASURE_LONGEST.value} months",
    )
    require_two(entry.body["persons"], f"a {entry.kind}")


@dataclass(slots=True)
class Conduct:
    """The measures about one business so far."""

    _stands: dict[str, str] = field(default_factory=dict)
    """Every measure by its id: its kind as long as nothing ended it, then why it ended."""
    _ladder: dict[str, tuple[str, date]] = field(default_factory=dict)
    """Kind and day of each measure after unfounded challenges that was not reversed."""

    def feed(self, entry: Entry) -> None:
        """Take in an entry; those that are about something else are let pass.

        Raises:
            CourseError: it cannot follow those before it.
        """
        match entry.kind:
            case "warning":
                self._warned(entry)
            case "right-suspended":
                self._suspended(entry)
            case "case-conduct":
                self._noted(entry)
            case "warning-ended":
                self._ended(entry, entry.body["case"], "warning", entry.body["why"])
            case "right-restored":
                self._ended(entry, entry.body["decision"], "right-suspended", "reversed")
            case "case-conduct-ended":
                self._ended(entry, entry.body["decision"], "case-conduct", "reversed")

    def _warned(self, entry: Entry) -> None:
        measure(entry)
        longest = conduct.WARNINGS[entry.body["severity"]]
        require(
            day_of(entry, "until") <= months.later(day_of(entry), longest.value),
            f"a {entry.body['severity']} warning lasts longer than {longest.value} months",
        )
        self._begin(entry, entry.body["case"], is_rung=entry.body["ground"] == UNFOUNDED)

    def _suspended(self, entry: Entry) -> None:
        begins, until = day_of(entry), day_of(entry, "until")
        require(until > begins, "the suspension ends before it begins")
        longest = cases.RIGHT_SUSPENDED_LONGEST.value
        require(until <= begins + timedelta(days=longest), f"a right is suspended for longer than {longest} days")
        require_two(entry.body["persons"], "a suspended right")
        since = months.later(begins, -conduct.LADDER_REMEMBERS.value)
        known = [kind for kind, told in self._ladder.values() if told >= since]
        require(bool(known), "a right is suspended without a warning before")
        step = min(known.count("right-suspended"), len(conduct.RIGHT_SUSPENDED) - 1)
        days = conduct.RIGHT_SUSPENDED[step].value
        require(until == begins + timedelta(days=days), f"after what went before, a right is suspended for {days} days")
        self._begin(entry, entry.body["decision"], is_rung=True)

    def _noted(self, entry: Entry) -> None:
        begins, until = day_of(entry), day_of(entry, "until")
        require(until > begins, "the note ends before it begins")
        longest = conduct.THREAT_SHOWN.value
        require(until <= months.later(begins, longest), f"a note on a case stands longer than {longest} months")
        require_two(entry.body["persons"], "a note on a case")
        self._begin(entry, entry.body["decision"], is_rung=False)

    def _begin(self, entry: Entry, name: str, *, is_rung: bool) -> None:
        require(name not in self._stands, "a measure of this id was taken before")
        self._stands[name] = entry.kind
        if is_rung:
            self._ladder[name] = (entry.kind, day_of(entry))

    def _ended(self, entry: Entry, name: str, kind: str, why: str) -> None:
        """What was put right can still be reversed by an appeal, for it weighs in the next measure."""
        ends = {kind, "cured"} if why == "reversed" and kind == "warning" else {kind}
        require(self._stands.get(name) in ends, f"no {kind} of this case stands")
        require_two(entry.body["persons"], f"the end of a {kind}")
        self._stands[name] = why
        if why == "reversed":
            self._ladder.pop(name, None)
