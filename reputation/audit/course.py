"""What may follow what about a business, its reviews and cases, beyond what ratings read.

Every promise that can be read off the log is held here: no sanction without a decision or an interim measure, removals
by two persons, measures that end, and nothing done to a review that is not there or no longer stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from reputation.audit.conduct import Conduct
from reputation.audit.requiring import CourseError, has_come, measure
from reputation.audit.requiring import day as _day
from reputation.audit.requiring import require as _require
from reputation.audit.requiring import require_two as _require_two
from reputation.core import months
from reputation.log.entries import Entry
from reputation.rulebook import cases, reviews


def _interim(entry: Entry, since: date) -> None:
    """An interim measure of a case. However often it is prolonged, what it may last counts from the first day on."""
    _require(_day(entry, "until") > _day(entry), "the measure ends before it begins")
    until, alone, longest = _day(entry, "until"), cases.INTERIM_ALONE.value, cases.INTERIM_LONGEST.value
    _require(until <= since + timedelta(days=longest), f"an interim measure lasts longer than {longest} days in all")
    if until > since + timedelta(hours=alone):
        _require_two(entry.body["persons"], f"an interim measure beyond {alone} hours")


@dataclass(slots=True)
class BusinessCourse:
    """One business: what it has shown, and what was done about it. Its own entries come first, then its reviews'."""

    joined_at: int | None = None
    cases: set[str] = field(default_factory=set)
    """Every case about one of its reviews so far."""
    decisions: set[str] = field(default_factory=set)
    """Every decision about one of its reviews so far."""
    _joined_on: date = date.min
    _interims: dict[str, date] = field(default_factory=dict)
    """The day of the first interim measure of each case about the business itself."""
    _domains: set[str] = field(default_factory=set)
    conduct: Conduct = field(default_factory=Conduct)
    """Measures that two persons took about it."""

    def has_joined(self, position: int) -> bool:
        """Whether it had joined before an entry."""
        return self.joined_at is not None and self.joined_at < position

    def feed(self, position: int, entry: Entry) -> None:
        """Take in an entry about the business itself.

        Raises:
            CourseError: it cannot follow those before it.
        """
        has_come(entry)
        if entry.kind == "business-joined":
            if self.joined_at is None:
                self.joined_at, self._joined_on = position, _day(entry)
            return
        _require(self.has_joined(position), "the business has not joined")
        match entry.kind:
            case "business-left":
                _require(_day(entry) >= self._joined_on, "the business left before it joined")
            case "domain-proved":
                _require(entry.body["domain"] not in self._domains, "the domain was proved before")
                self._domains.add(entry.body["domain"])
            case "domain-lost":
                _require(entry.body["domain"] in self._domains, "the domain was not proved")
                self._domains.remove(entry.body["domain"])
            case _:
                self._measured(entry)

    def _measured(self, entry: Entry) -> None:
        """What was done about the business: it ends, and is decided by as many as it takes."""
        match entry.kind:
            case "interim":
                _interim(entry, self._interims.setdefault(entry.body["case"], _day(entry)))
            case "termination":
                measure(entry)
            case "alert-suspended":
                self._suspended(entry)
            case _:
                self.conduct.feed(entry)

    @staticmethod
    def _suspended(entry: Entry) -> None:
        month, until = months.of(_day(entry)), months.parse(entry.body["until"])
        _require(until > month, "the suspension ends before it begins")
        longest = cases.ALERT_SUSPENSION.value
        _require(until <= month + longest, f"an alert is suspended for longer than {longest} months")
        _require_two(entry.body["persons"], "a suspended alert")


Said = tuple[int, Entry]
"""An entry and its position."""


@dataclass(slots=True)
class _Case:
    """Where a case stands: the kind of its last entry, that entry's day, and the outcome last decided."""

    stands: str
    day: date
    outcome: str | None = None
    decided: "Said | None" = None
    """The decision that counts: the last one."""


FOLLOWS: dict[str | None, frozenset[str]] = {
    None: frozenset({"rejected", "removed", "masked"}),
    "removed": frozenset({"restored"}),
    "rejected": frozenset({"removed", "masked"}),
    "masked": frozenset({"removed", "restored"}),
    "restored": frozenset({"removed", "masked"}),
}
"""What a decision may say after another of the same case; the panel may also leave everything as it was."""


@dataclass(slots=True)
class ReviewCourse:
    """One review: what its writer, the business and moderators did to it."""

    business: BusinessCourse
    is_there: bool = False
    has_text: bool = True
    is_withdrawn: bool = False
    is_restricted: bool = False
    _figures: tuple[int | None, str | None] = (None, None)
    _figure_changes: int = 0
    _cases: dict[str, _Case] = field(default_factory=dict)
    _due: dict[str, str] = field(default_factory=dict)
    """Decisions that nothing has carried out yet, with their outcome."""
    _interims: dict[str, Said] = field(default_factory=dict)
    """The interim measure of each case, as it was last taken or prolonged."""
    _since: dict[str, date] = field(default_factory=dict)
    """The day of the first interim measure of each case."""
    _reason: str | None = None
    """What keeps the review out: decision or interim."""
    _ended: set[str] = field(default_factory=set)
    """Cases whose interim measure was ended: none serves twice."""
    _held_by: str | None = None
    """The case whose interim measure keeps it out."""
    _position: int = -1

    def feed(self, position: int, entry: Entry) -> None:
        """Take in an entry about the review.

        Raises:
            CourseError: it cannot follow those before it.
        """
        has_come(entry)
        _require(self.business.has_joined(position), "the business has not joined")
        if entry.kind != "review":
            _require(self.is_there, "the business has no such review")
        self._position = position
        STEPS[entry.kind](self, entry)

    def left_undone(self, last_day: date) -> Iterator[tuple[int, Entry, str]]:
        """What should have followed by a day and did not: decisions carried out, interim measures ended."""
        grace = timedelta(hours=cases.REVERSAL.value)
        for case in self._cases.values():
            if case.decided is not None and _day(case.decided[1]) + grace < last_day and self._is_owed(*case.decided):
                yield *case.decided, f"nothing has carried it out within {cases.REVERSAL.value} hours"
        if self._reason == "interim" and self._held_by is not None and not self.is_withdrawn:
            position, entry = self._interims[self._held_by]
            if _day(entry, "until") + grace < last_day:
                yield position, entry, "it is over, and the review is still not shown"

    def _is_owed(self, _: int, decision: Entry) -> bool:
        """Whether a decision still waits to be carried out, and could be."""
        if decision.body["decision"] not in self._due or self.is_withdrawn:
            return False
        match decision.body["outcome"]:
            case "removed":
                return not self.is_restricted
            case "masked":
                return self.has_text and not self.is_restricted
            case "restored":
                return self.is_restricted
            case _:
                return self._held_by == str(decision.body["case"])

    def published(self, entry: Entry) -> None:
        _require(not self.is_there, "the review was published before")
        self.is_there = True
        self._figures = (entry.stars, entry.outcome)

    def _stands(self) -> None:
        _require(not self.is_withdrawn, "the review was withdrawn")
        _require(not self.is_restricted, "the review is not shown")

    def changed(self, entry: Entry) -> None:
        self._stands()
        _require(self.has_text, "the text was erased")
        figures = (entry.stars, entry.outcome)
        self._figure_changes += figures != self._figures
        self._figures = figures
        most = reviews.FIGURE_CHANGES.value
        _require(self._figure_changes <= most, f"stars or outcome were changed more than {most} time")

    def masked(self, entry: Entry) -> None:
        self._stands()
        _require(self.has_text, "the text was erased")
        if "decision" in entry.body:
            self._carry_out(entry.body["decision"], "masked")

    def withdrawn(self, _: Entry) -> None:
        _require(not self.is_withdrawn, "the review was withdrawn before")
        self.is_withdrawn = True
        self.has_text = False

    def erased(self, _: Entry) -> None:
        _require(self.has_text, "there is no text any more")
        self.has_text = False

    def replied(self, _: Entry) -> None:
        self._stands()

    def restricted(self, entry: Entry) -> None:
        """Nothing is taken out without a decision or an interim measure about that very review; each serves once."""
        _require(not self.is_withdrawn, "the review was withdrawn")
        if "decision" in entry.body:
            self._carry_out(entry.body["decision"], "removed")
            _require(self._reason != "decision", "the review is taken out already")
            self._end_interim()
            self._reason = "decision"
        else:
            case = entry.body["interim"]
            _require(case in self._interims, "no interim measure before it about this review")
            _require(case not in self._ended, "the interim measure was ended before")
            _require(not self.is_restricted, "the review is taken out already")
            self._reason, self._held_by = "interim", case
        self.is_restricted = True

    def restored(self, entry: Entry) -> None:
        _require(self.is_restricted, "the review was not taken out")
        if "interim" in entry.body:
            _require(entry.body["interim"] == self._held_by, "no interim measure of this case keeps the review out")
        else:
            ends_interim = ("rejected", "masked") if self._reason == "interim" else ()
            self._carry_out(entry.body["decision"], "restored", *ends_interim)
        self._end_interim()
        self.is_restricted, self._reason = False, None

    def _end_interim(self) -> None:
        if self._held_by is not None:
            self._ended.add(self._held_by)
            self._held_by = None

    def _carry_out(self, decision: str, *outcomes: str) -> None:
        _require(self._due.get(decision) in outcomes, f"no decision before it says {outcomes[0]} of this review")
        del self._due[decision]

    def measured(self, entry: Entry) -> None:
        """An interim measure keeps a review out while a case about it runs, and not without one."""
        _require(entry.body["case"] in self._cases, "there is no such case about this review")
        _interim(entry, self._since.setdefault(entry.body["case"], _day(entry)))
        self._interims[entry.body["case"]] = (self._position, entry)

    def challenged(self, entry: Entry) -> None:
        case = entry.body["case"]
        _require(case not in self.business.cases, "the case was opened before")
        self.business.cases.add(case)
        _require(not self.is_withdrawn, "the review was withdrawn")
        _require(not self.is_restricted or self._reason == "interim", "the review is not shown")
        self._cases[case] = _Case("challenge", _day(entry))

    def _open(self, entry: Entry, *stands: str) -> _Case:
        case = self._cases.get(entry.body["case"])
        if case is None or case.stands not in stands:
            raise CourseError("there is nothing in this case and about this review that it could answer")
        _require(_day(entry) >= case.day, "it is of an earlier day than what it answers")
        case.stands, case.day = entry.kind, _day(entry)
        return case

    def conducted(self, entry: Entry) -> None:
        """What is noted on a case about how a side behaves, and that it was reversed."""
        _require(entry.body["case"] in self._cases, "there is no such case about this review")
        self.business.conduct.feed(entry)

    def decided(self, entry: Entry) -> None:
        """A later decision of the same instance replaces the one before."""
        case = self._open(entry, "challenge", "decision")
        outcome = entry.body["outcome"]
        _require(outcome in FOLLOWS[case.outcome], f"{outcome} cannot follow {case.outcome or 'a challenge'}")
        if outcome == "removed":
            _require_two(_persons(entry), "a removal")
        self._decided(entry, case)

    def appealed(self, entry: Entry) -> None:
        self._open(entry, "decision")

    def finally_decided(self, entry: Entry) -> None:
        """The panel's decision; final. It says rejected, or what is to be from now on."""
        case = self._open(entry, "appeal")
        outcome = entry.body["outcome"]
        allowed = FOLLOWS[case.outcome] | {"rejected"}
        _require(outcome in allowed, f"{outcome} cannot follow {case.outcome or 'a challenge'}")
        if outcome == "removed":
            _require_two(_persons(entry), "a removal")
        if outcome == "rejected":
            _require_two(_persons(entry), "a rejected appeal")
        self._decided(entry, case)

    def _decided(self, entry: Entry, case: _Case) -> None:
        _require(entry.body["decision"] not in self.business.decisions, "a decision of this id was made before")
        self.business.decisions.add(entry.body["decision"])
        for figures in (entry.body["before"], entry.body["after"]):
            _require(figures["log_size"] <= self._position, "its figures rest on entries that come after it")
            _require(months.parse(figures["month"]) <= months.of(_day(entry)), "its figures are of a month to come")
        case.outcome = entry.body["outcome"]
        if (entry.kind, case.outcome) != ("appeal-decision", "rejected"):  # a rejected appeal leaves what was decided
            case.decided = (self._position, entry)
        self._due[entry.body["decision"]] = entry.body["outcome"]


STEPS: dict[str, Callable[[ReviewCourse, Entry], None]] = {
    "review": ReviewCourse.published,
    "review-changed": ReviewCourse.changed,
    "review-masked": ReviewCourse.masked,
    "review-withdrawn": ReviewCourse.withdrawn,
    "review-erased": ReviewCourse.erased,
    "review-restricted": ReviewCourse.restricted,
    "review-restored": ReviewCourse.restored,
    "reply": ReviewCourse.replied,
    "interim": ReviewCourse.measured,
    "challenge": ReviewCourse.challenged,
    "case-conduct": ReviewCourse.conducted,
    "case-conduct-ended": ReviewCourse.conducted,
    "decision": ReviewCourse.decided,
    "appeal": ReviewCourse.appealed,
    "appeal-decision": ReviewCourse.finally_decided,
}


def _persons(entry: Entry) -> int:
    return sum(int(part["persons"]) for part in entry.body["decided_by"])
