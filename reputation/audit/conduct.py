"""Measures about a business in the log: each by two persons, none longer than its ladder allows, each ended once.

Written anew from the rulebook: an error in what takes measures is not repeated here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

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


class Verdict(NamedTuple):
    """How a challenge of a review by the business was decided, as it holds from an entry on."""

    position: int
    filed_on: date
    decided_on: date
    is_unfounded: bool


@dataclass(slots=True)
class Conduct:
    """The measures about one business so far, and how its challenges were decided."""

    _stands: dict[str, str] = field(default_factory=dict)
    """Every measure by its id: its kind as long as nothing ended it, then why it ended."""
    _ladder: dict[str, tuple[str, date]] = field(default_factory=dict)
    """Kind and day of each measure after unfounded challenges that was not reversed."""
    _steps: list[tuple[int, Entry, date]] = field(default_factory=list)
    """Each such measure with the day of the one before it: only what was filed later counts towards it."""
    _verdicts: dict[str, list[Verdict]] = field(default_factory=dict)

    def decided(self, position: int, entry: Entry, filed_on: date) -> None:
        """Take in a decision about a challenge of a review by the business; the last one holds."""
        verdict = Verdict(position, filed_on, day_of(entry), entry.body.get("unfounded", False))
        self._verdicts.setdefault(entry.body["case"], []).append(verdict)

    def unfounded(self) -> Iterator[tuple[int, Entry, str]]:
        """Each measure after unfounded challenges for which there were not enough of them.

        Asked when all entries are there: those about reviews come after those about the business itself.
        """
        within = timedelta(days=conduct.UNFOUNDED_WITHIN.value)
        for position, entry, heeded in self._steps:
            day = day_of(entry)
            known = [[one for one in found if one.position < position] for found in self._verdicts.values()]
            held = [found[-1] for found in known if found]
            counted = [one for one in held if one.filed_on > heeded and day - within <= one.decided_on <= day]
            many = sum(one.is_unfounded for one in counted)
            if many < conduct.UNFOUNDED.value:
                yield position, entry, f"{many} challenges in {within.days} days before it were manifestly unfounded"
            elif 100 * many < conduct.UNFOUNDED_SHARE.value * len(counted):
                yield position, entry, f"{many} of {len(counted)} challenges before it were manifestly unfounded"

    def feed(self, position: int, entry: Entry) -> None:
        """Take in an entry; those that are about something else are let pass.

        Raises:
            CourseError: it cannot follow those before it.
        """
        match entry.kind:
            case "warning":
                self._warned(position, entry)
            case "right-suspended":
                self._suspended(position, entry)
            case "case-conduct":
                self._noted(entry)
            case "warning-ended":
                self._ended(entry, entry.body["case"], "warning", entry.body["why"])
            case "right-restored":
                self._ended(entry, entry.body["decision"], "right-suspended", "reversed")
            case "case-conduct-ended":
                self._ended(entry, entry.body["decision"], "case-conduct", "reversed")

    def _warned(self, position: int, entry: Entry) -> None:
        measure(entry)
        longest = conduct.WARNINGS[entry.body["severity"]]
        require(
            day_of(entry, "until") <= months.later(day_of(entry), longest.value),
            f"a {entry.body['severity']} warning lasts longer than {longest.value} months",
        )
        self._begin(entry, entry.body["case"])
        if entry.body["ground"] == UNFOUNDED:
            self._climb(position, entry, entry.body["case"])

    def _suspended(self, position: int, entry: Entry) -> None:
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
        self._begin(entry, entry.body["decision"])
        self._climb(position, entry, entry.body["decision"])

    def _noted(self, entry: Entry) -> None:
        begins, until = day_of(entry), day_of(entry, "until")
        require(until > begins, "the note ends before it begins")
        longest = conduct.THREAT_SHOWN.value
        require(until <= months.later(begins, longest), f"a note on a case stands longer than {longest} months")
        require_two(entry.body["persons"], "a note on a case")
        self._begin(entry, entry.body["decision"])

    def _begin(self, entry: Entry, name: str) -> None:
        require(name not in self._stands, "a measure of this id was taken before")
        self._stands[name] = entry.kind

    def _climb(self, position: int, entry: Entry, name: str) -> None:
        heeded = max((told for _, told in self._ladder.values()), default=date.min)
        self._steps.append((position, entry, heeded))
        self._ladder[name] = (entry.kind, day_of(entry))

    def _ended(self, entry: Entry, name: str, kind: str, why: str) -> None:
        """What was put right can still be reversed by an appeal, for it weighs in the next measure."""
        ends = {kind, "cured"} if why == "reversed" and kind == "warning" else {kind}
        require(self._stands.get(name) in ends, f"no {kind} of this case stands")
        require_two(entry.body["persons"], f"the end of a {kind}")
        self._stands[name] = why
        if why == "reversed":
            self._ladder.pop(name, None)
