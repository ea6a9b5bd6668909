"""What may follow what about a business, its reviews and cases, beyond what ratings read.

Every promise that can be read off the log is held here: no sanction without a decision or an interim measure, removals
by two persons, measures that end, and nothing done to a review that is not there or no longer stands.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from reputation.audit.case_course import CaseCourse, CourseError, day_of, require
from reputation.audit.conduct import Conduct, measure, require_two
from reputation.audit.lots import Lot, Rosters, lot_of
from reputation.core import months
from reputation.log.entries import Entry
from reputation.rulebook import cases, reviews


def _has_come(entry: Entry) -> None:
    """Its day may be of this month at most; by a day, a clock may be ahead of ours."""
    if "date" in entry.body:
        now = months.of(datetime.now(UTC) + timedelta(days=1))
        require(months.of(day_of(entry)) <= now, f"its day {entry.body['date']} has not come yet")


def _interim(entry: Entry, since: date) -> None:
    """An interim measure of a case. However often it is prolonged, what it may last counts from the first day on."""
    require(day_of(entry, "until") > day_of(entry), "the measure ends before it begins")
    until, alone, longest = day_of(entry, "until"), cases.INTERIM_ALONE.value, cases.INTERIM_LONGEST.value
    require(until <= since + timedelta(days=longest), f"an interim measure lasts longer than {longest} days in all")
    if until > since + timedelta(hours=alone):
        require_two(entry.body["persons"], f"an interim measure beyond {alone} hours")


Said = tuple[int, Entry]
"""An entry and its position."""


@dataclass(slots=True)
class BusinessCourse:
    """One business: what it has shown, and what was done about it. Its own entries come first, then its reviews'."""

    rosters: Rosters = field(default_factory=Rosters)
    """The lists from which panels may have been drawn."""
    lots: list[Lot] = field(default_factory=list)
    """The lots that were drawn in cases about it or one of its reviews."""
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
    _cases: dict[str, CaseCourse] = field(default_factory=dict)
    """The cases about its alerts, and about addresses that look like one of its own."""
    _suspended_by: dict[str, str] = field(default_factory=dict)
    """Decisions that suspend an alert and are not carried out yet, with the alert."""
    _exempted_by: dict[str, Said] = field(default_factory=dict)
    """Decisions that exempt an address and are not carried out yet."""

    def has_joined(self, position: int) -> bool:
        """Whether it had joined before an entry."""
        return self.joined_at is not None and self.joined_at < position

    def feed(self, position: int, entry: Entry) -> None:
        """Take in an entry about the business itself.

        Raises:
            CourseError: it cannot follow those before it.
        """
        _has_come(entry)
        if entry.kind == "business-joined":
            if self.joined_at is None:
                self.joined_at, self._joined_on = position, day_of(entry)
            return
        require(self.has_joined(position), "the business has not joined")
        match entry.kind:
            case "business-left":
                require(day_of(entry) >= self._joined_on, "the business left before it joined")
            case "domain-proved":
                require(entry.body["domain"] not in self._domains, "the domain was proved before")
                self._domains.add(entry.body["domain"])
            case "domain-lost":
                require(entry.body["domain"] in self._domains, "the domain was not proved")
                self._domains.remove(entry.body["domain"])
            case _:
                self._measured(entry, position)

    def _measured(self, entry: Entry, position: int) -> None:
        """What was done about the business: it ends, and is decided by as many as it takes."""
        match entry.kind:
            case "challenge" | "case-step" | "decision" | "appeal" | "appeal-decision":
                self._about_itself(position, entry)
            case "interim":
                _interim(entry, self._interims.setdefault(entry.body["case"], day_of(entry)))
            case "termination":
                measure(entry)
            case "alert-suspended":
                self._suspended(entry)
            case "exemption":
                self._exempted(entry)
            case "case-conduct" | "case-conduct-ended":
                require(entry.body["case"] in self._cases, "there is no such case about the business itself")
                self.conduct.feed(position, entry)
            case _:
                self.conduct.feed(position, entry)

    def _about_itself(self, position: int, entry: Entry) -> None:
        """A case about an alert or an address: a decision may suspend the one, or exempt the other."""
        key = entry.body["case"]
        if entry.kind == "challenge":
            require(key not in self.cases, "the case was opened before")
            self.cases.add(key)
            self._cases[key] = CaseCourse.of(position, entry)
            return
        require(key in self._cases, "there is no such case about the business itself")
        case = self._cases[key]
        require(case.subject in entry.body, "the case is about something else")
        self.take_step(case, position, entry, is_review_gone=False)
        if entry.kind in ("decision", "appeal-decision"):
            self.decide(entry, position)
            if entry.body["outcome"] == "suspended":
                self._suspended_by[entry.body["decision"]] = entry.body["alert"]
            if entry.body["outcome"] == "exempt":
                self._exempted_by[entry.body["decision"]] = position, entry

    def take_step(self, case: CaseCourse, position: int, entry: Entry, *, is_review_gone: bool) -> None:
        """Let a case take in an entry about it.

        Raises:
            CourseError
        """
        match entry.kind:
            case "case-step":
                case.step(entry, is_review_gone=is_review_gone)
            case "decision":
                case.decide(position, entry)
            case "appeal":
                case.appeal(position, entry)
            case "appeal-decision":
                case.decide_finally(position, entry, self.rosters)
                if (lot := lot_of(position, entry)) is not None:
                    self.lots.append(lot)

    def decide(self, entry: Entry, position: int) -> None:
        """Take in what any decision says: an id of its own, and figures that were known.

        Raises:
            CourseError
        """
        require(entry.body["decision"] not in self.decisions, "a decision of this id was made before")
        self.decisions.add(entry.body["decision"])
        for figures in (entry.body["before"], entry.body["after"]):
            require(figures["log_size"] <= position, "its figures rest on entries that come after it")
            require(months.parse(figures["month"]) <= months.of(day_of(entry)), "its figures are of a month to come")

    def left_undone(self, last_day: date) -> Iterator[tuple[int, Entry, str]]:
        """What should have followed in cases about alerts and addresses and did not, and measures without cause."""
        for case in self._cases.values():
            yield from case.left_undone(last_day)
        yield from self.conduct.unfounded()
        grace = timedelta(hours=cases.REVERSAL.value)
        for position, entry in self._exempted_by.values():
            if day_of(entry) + grace < last_day:
                yield position, entry, f"nothing has carried it out within {cases.REVERSAL.value} hours"

    def _suspended(self, entry: Entry) -> None:
        by = self._suspended_by.pop(entry.body["decision"], None)
        require(by == entry.body["alert"], "no decision before it suspends this alert")
        month, until = months.of(day_of(entry)), months.parse(entry.body["until"])
        require(until > month, "the suspension ends before it begins")
        longest = cases.ALERT_SUSPENSION.value
        require(until <= month + longest, f"an alert is suspended for longer than {longest} months")
        require_two(entry.body["persons"], "a suspended alert")

    def _exempted(self, entry: Entry) -> None:
        _, by = self._exempted_by.pop(entry.body["decision"], (0, None))
        is_so = by is not None and by.body["domain"] == entry.body["domain"]
        require(is_so, "no decision before it exempts this address")


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
    _cases: dict[str, CaseCourse] = field(default_factory=dict)
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
    _changed_at: int = -1
    """Where the writer changed the text last: words that were to be masked may be gone with that."""

    def feed(self, position: int, entry: Entry) -> None:
        """Take in an entry about the review.

        Raises:
            CourseError: it cannot follow those before it.
        """
        _has_come(entry)
        require(self.business.has_joined(position), "the business has not joined")
        if entry.kind != "review":
            require(self.is_there, "the business has no such review")
        self._position = position
        STEPS[entry.kind](self, entry)

    def left_undone(self, last_day: date) -> Iterator[tuple[int, Entry, str]]:
        """What should have followed by a day and did not: decisions carried out, interim measures ended."""
        grace = timedelta(hours=cases.REVERSAL.value)
        for case in self._cases.values():
            if not self.is_withdrawn:
                yield from case.left_undone(last_day)
            if case.decided is not None and day_of(case.decided[1]) + grace < last_day and self._is_owed(*case.decided):
                yield *case.decided, f"nothing has carried it out within {cases.REVERSAL.value} hours"
        if self._reason == "interim" and self._held_by is not None and not self.is_withdrawn:
            position, entry = self._interims[self._held_by]
            if day_of(entry, "until") + grace < last_day:
                yield position, entry, "it is over, and the review is still not shown"

    def _is_owed(self, position: int, decision: Entry) -> bool:
        """Whether a decision still waits to be carried out, and could be."""
        if decision.body["decision"] not in self._due or self.is_withdrawn:
            return False
        match decision.body["outcome"]:
            case "removed":
                return not self.is_restricted
            case "masked":
                return self.has_text and not self.is_restricted and self._changed_at < position
            case "restored":
                return self.is_restricted
            case _:
                return self._held_by == str(decision.body["case"])

    def published(self, entry: Entry) -> None:
        require(not self.is_there, "the review was published before")
        self.is_there = True
        self._figures = (entry.stars, entry.outcome)

    def _stands(self) -> None:
        require(not self.is_withdrawn, "the review was withdrawn")
        require(not self.is_restricted, "the review is not shown")

    def changed(self, entry: Entry) -> None:
        self._stands()
        require(self.has_text, "the text was erased")
        self._changed_at = self._position
        figures = (entry.stars, entry.outcome)
        self._figure_changes += figures != self._figures
        self._figures = figures
        most = reviews.FIGURE_CHANGES.value
        require(self._figure_changes <= most, f"stars or outcome were changed more than {most} time")

    def masked(self, entry: Entry) -> None:
        self._stands()
        require(self.has_text, "the text was erased")
        if "decision" in entry.body:
            # Words that were masked come back by the same kind of entry.
            self._carry_out(entry.body["decision"], "masked", "restored")

    def withdrawn(self, _: Entry) -> None:
        require(not self.is_withdrawn, "the review was withdrawn before")
        self.is_withdrawn = True
        self.has_text = False

    def erased(self, _: Entry) -> None:
        require(self.has_text, "there is no text any more")
        self.has_text = False

    def replied(self, _: Entry) -> None:
        self._stands()

    def restricted(self, entry: Entry) -> None:
        """Nothing is taken out without a decision or an interim measure about that very review; each serves once."""
        require(not self.is_withdrawn, "the review was withdrawn")
        if "decision" in entry.body:
            self._carry_out(entry.body["decision"], "removed")
            require(self._reason != "decision", "the review is taken out already")
            self._end_interim()
            self._reason = "decision"
        else:
            case = entry.body["interim"]
            require(case in self._interims, "no interim measure before it about this review")
            require(case not in self._ended, "the interim measure was ended before")
            require(not self.is_restricted, "the review is taken out already")
            self._reason, self._held_by = "interim", case
        self.is_restricted = True

    def restored(self, entry: Entry) -> None:
        require(self.is_restricted, "the review was not taken out")
        if "interim" in entry.body:
            require(entry.body["interim"] == self._held_by, "no interim measure of this case keeps the review out")
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
        require(self._due.get(decision) in outcomes, f"no decision before it says {outcomes[0]} of this review")
        del self._due[decision]

    def measured(self, entry: Entry) -> None:
        """An interim measure keeps a review out while a case about it runs, and not without one."""
        case = self._cases.get(entry.body["case"])
        require(case is not None and case.runs, "there is no such case about this review that runs")
        _interim(entry, self._since.setdefault(entry.body["case"], day_of(entry)))
        self._interims[entry.body["case"]] = (self._position, entry)

    def challenged(self, entry: Entry) -> None:
        case = entry.body["case"]
        require(case not in self.business.cases, "the case was opened before")
        self.business.cases.add(case)
        require(not self.is_withdrawn, "the review was withdrawn")
        require(not self.is_restricted or self._reason == "interim", "the review is not shown")
        self._cases[case] = CaseCourse.of(self._position, entry)

    def _took_step(self, entry: Entry) -> CaseCourse:
        case = self._cases.get(entry.body["case"])
        if case is None:
            raise CourseError("there is no such case about this review")
        self.business.take_step(case, self._position, entry, is_review_gone=self.is_withdrawn)
        return case

    def conducted(self, entry: Entry) -> None:
        """What is noted on a case about how a side behaves, and that it was reversed."""
        require(entry.body["case"] in self._cases, "there is no such case about this review")
        self.business.conduct.feed(self._position, entry)

    def stepped(self, entry: Entry) -> None:
        self._took_step(entry)
        is_there = entry.body.get("step") == "words-gone" and self.has_text
        require(not is_there, "the text of the review is still there")

    def decided(self, entry: Entry) -> None:
        """A decision of two persons, or of a panel. One that says the same once more leaves nothing to be done."""
        case = self._cases.get(entry.body["case"])
        before = None if case is None else case.outcome
        case = self._took_step(entry)
        self.business.decide(entry, self._position)
        is_left = entry.kind == "appeal-decision" and entry.body["outcome"] == "rejected"
        if case.side == "business" and (not is_left or before in (None, "admitted")):
            self.business.conduct.decided(self._position, entry, case.filed_on)
        if entry.body["outcome"] != before:
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
    "case-step": ReviewCourse.stepped,
    "case-conduct": ReviewCourse.conducted,
    "case-conduct-ended": ReviewCourse.conducted,
    "decision": ReviewCourse.decided,
    "appeal": ReviewCourse.stepped,
    "appeal-decision": ReviewCourse.decided,
}
