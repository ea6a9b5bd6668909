"""What may follow what in a case, as anybody can read it off the log: nobody loses a right, and no delay is hidden.

The service knows one state more: a draft waits for a second person, which nobody outside sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from reputation.audit import lots
from reputation.audit.lots import Rosters
from reputation.core import months
from reputation.log import codes
from reputation.log.entries import Entry
from reputation.rulebook import cases


class CourseError(Exception):
    """An entry that cannot follow those before it."""


def require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as a sentence
    """See that something holds.

    Raises:
        CourseError
    """
    if not holds:
        raise CourseError(otherwise)


def day_of(entry: Entry, name: str = "date") -> date:
    """A day in an entry."""
    return date.fromisoformat(entry.body[name])


def persons_of(entry: Entry) -> int:
    """How many decided."""
    return sum(int(part["persons"]) for part in entry.body["decided_by"])


FOLLOWS: dict[str | None, frozenset[str]] = {
    None: frozenset({"rejected", "removed", "masked", "inadmissible"}),
    "removed": frozenset({"removed", "restored"}),
    "rejected": frozenset({"removed", "masked"}),
    "masked": frozenset({"masked", "removed", "restored"}),
    "restored": frozenset({"removed", "masked"}),
    "inadmissible": frozenset({"admitted"}),
    "admitted": frozenset({"rejected", "removed", "masked"}),
}
"""What a decision about a review may say after another of the same case; a panel may also leave what was decided."""
OF_ALERTS: dict[str | None, frozenset[str]] = {
    None: frozenset({"rejected", "suspended"}),
    "rejected": frozenset({"suspended"}),
    "suspended": frozenset(),
}
"""The same, about an alert."""
OF_DOMAINS: dict[str | None, frozenset[str]] = {
    None: frozenset({"rejected", "exempt"}),
    "rejected": frozenset({"exempt"}),
    "exempt": frozenset(),
}
"""The same, about an address that looks like one of the business."""
OF_SUBJECT = {"review": FOLLOWS, "alert": OF_ALERTS, "domain": OF_DOMAINS}
SIDES = {"alert": "business", "domain": "public"}
"""Who alone contests what."""
LASTS = {"removed": cases.REMOVAL_LASTS.value, "masked": cases.MASK_LASTS.value}
"""Months that a decision takes something from a writer for, at most."""
UNDECIDED = ("filed", "noticed", "answered", "ready")
RUNS = (*UNDECIDED, "appealed")
RELEASED = timedelta(days=3)
"""What writers do comes out with the release of the next day, or of a later one when a worker slept."""
COUNTED = timedelta(days=3)
"""Within so many days a delay is counted, and a case closed."""


@dataclass(slots=True)
class CaseCourse:
    """One case: where it stands, which days it promised, and the outcome last decided."""

    subject: str
    """What it is about: a review, an alert or an address."""
    ground: str
    side: str
    filed_on: date
    stands: str = "filed"
    day: date = date.min
    outcome: str | None = None
    has_answer: bool = False
    decided: "tuple[int, Entry] | None" = None
    """The decision that counts: the last one, but for one that leaves what was decided."""
    _begun: "tuple[int, Entry] | None" = None
    _answer_until: date = date.max
    _decide_until: date = date.max
    _appeal_until: date = date.max
    _paused_on: date | None = None
    _paused_days: int = 0
    _is_extended: bool = False
    _is_noticed: bool = False
    _is_without_words: bool = False
    _overdue: set[str] = field(default_factory=set)
    _appeals: "dict[str, tuple[int, Entry]]" = field(default_factory=dict)
    """Those against what was decided last, by party."""

    @classmethod
    def of(cls, position: int, entry: Entry) -> "CaseCourse":
        """A case as its challenge begins it."""
        filed_on, side = day_of(entry), entry.body["side"]
        subject = next(one for one in OF_SUBJECT if one in entry.body)
        require(SIDES.get(subject, side) == side, f"{subject}: it is contested from the other side")
        found = cls(subject, entry.body["ground"], side, filed_on, day=filed_on)
        found.stands = "filed" if subject == "review" else "ready"
        found._begun = position, entry
        found._decide_until = filed_on + timedelta(days=cases.DECISION.value)
        return found

    @property
    def runs(self) -> bool:
        """Whether something is still to be decided in it."""
        return self.stands in RUNS

    def _from(self, entry: Entry, *stands: str) -> None:
        require(self.stands in stands, f"a case that is {self.stands} takes no such step")
        require(day_of(entry) >= self.day, "it is of an earlier day than what it answers")
        self.day = day_of(entry)

    def step(self, entry: Entry, *, is_review_gone: bool) -> None:
        """Take in what happened between challenge and decision.

        Raises:
            CourseError
        """
        match entry.body["step"]:
            case "noticed":
                self._noticed(entry)
            case "answered" | "reopened":
                self._answered(entry)
            case "replied":
                self._from(entry, "answered")
            case "ready":
                self._ready(entry)
            case "extended":
                self._extended(entry)
            case "paused" | "resumed":
                self._paused(entry)
            case "overdue":
                self._late(entry)
            case "closed":
                self._closed(entry, is_review_gone=is_review_gone)
            case "words-gone":
                self._lost_its_words(entry)
            case ended:
                self._from(entry, *UNDECIDED)
                self.stands = ended

    def _noticed(self, entry: Entry) -> None:
        is_admitted = self.stands == "appealed" and self.outcome == "admitted"
        self._from(entry, "filed", *(("appealed",) if is_admitted else ()))
        days = cases.ANSWER.value
        until = day_of(entry, "until")
        require(until >= day_of(entry) + timedelta(days=days), f"the writer has less than {days} days to answer")
        self.stands, self._answer_until, self._is_noticed = "noticed", until, True

    def _answered(self, entry: Entry) -> None:
        require(not self.has_answer, "the other side answered before")
        require(self.subject != "alert", "about an alert nobody answers")
        if entry.body["step"] == "reopened":
            require(self.outcome in LASTS, "nothing was taken from the writer that a late answer could bring back")
            self._from(entry, "decided")
        else:
            self._from(entry, "noticed", "ready")
        days = cases.REJOINDER.value
        until = day_of(entry, "until")
        require(until >= day_of(entry) + timedelta(days=days), f"the challenger has less than {days} days to reply")
        if self.stands != "noticed":
            self._decide_until = max(self._decide_until, until + timedelta(days=cases.DECISION_AIM.value))
        self.stands, self.has_answer = "answered", True

    def _ready(self, entry: Entry) -> None:
        is_silent = self.stands == "noticed"
        self._from(entry, "noticed", "answered")
        require(not is_silent or day_of(entry) > self._answer_until, "the writer could still answer")
        self.stands = "ready"

    def _extended(self, entry: Entry) -> None:
        self._from(entry, "noticed")
        require(not self._is_extended, "the writer was given more time before")
        require(day_of(entry, "until") > self._answer_until, "more time ends later than the time before")
        self._is_extended, self._answer_until = True, day_of(entry, "until")

    def _paused(self, entry: Entry) -> None:
        self._from(entry, *UNDECIDED)
        if entry.body["step"] == "paused":
            require(self._paused_on is None, "the case is paused already")
            self._paused_on = day_of(entry)
            return
        require(self._paused_on is not None, "the case is not paused")
        days = (day_of(entry) - (self._paused_on or self.day)).days
        longest, until = cases.PAUSES_LONGEST.value, day_of(entry, "until")
        given = max((until - self._decide_until).days, 0)
        require(given <= days, "a pause gives no more than its days")
        # It may have lasted longer because the service slept; that is no time for anybody to decide.
        require(self._paused_days + given <= longest, f"pauses give more than {longest} days in all")
        self._paused_days += given
        self._paused_on, self._decide_until = None, max(until, self._decide_until)

    def _late(self, entry: Entry) -> None:
        what = entry.body["deadline"]
        require(what not in self._overdue, "the delay was counted before")
        require(day_of(entry) >= self.day, "it is of an earlier day than what it answers")
        if what == "decision":
            require(self.stands in UNDECIDED and day_of(entry) > self._decide_until, "no decision is late")
        self._overdue.add(what)

    def _closed(self, entry: Entry, *, is_review_gone: bool) -> None:
        if self.stands == "decided":
            require(day_of(entry) > self._appeal_until, "both sides could still appeal")
            self._from(entry, "decided")
        else:
            require(is_review_gone, "the review is there, and nothing was decided")
            self._from(entry, *UNDECIDED)
        self.stands = "closed"

    def _lost_its_words(self, entry: Entry) -> None:
        """It may be over already, and stands as before."""
        require(self.subject == "review", "it is about no words of a review")
        require(not self._is_without_words, "its words were gone before")
        require(day_of(entry) >= self.filed_on, "it is of an earlier day than what it answers")
        self._is_without_words = True

    def decide(self, position: int, entry: Entry) -> None:
        """Take in a decision of two persons.

        Raises:
            CourseError
        """
        outcome = entry.body["outcome"]
        # What cannot follow at all is said first; then what is too early.
        self._may_follow(outcome)
        require(persons_of(entry) >= cases.DECIDERS.value, f"a decision takes {cases.DECIDERS.value} persons at least")
        self._from(entry, "filed" if outcome == "inadmissible" else "ready")
        require(self._paused_on is None, "nothing is decided while a case is paused")
        self._decided(position, entry)
        self.stands, self._appeals = "decided", {}

    def _may_follow(self, outcome: str, *more: str) -> None:
        allowed = OF_SUBJECT[self.subject].get(self.outcome, frozenset()) | set(more)
        require(outcome in allowed, f"{outcome} cannot follow {self.outcome or 'a challenge'}")

    def _decided(self, position: int, entry: Entry) -> None:
        outcome = entry.body["outcome"]
        if outcome == "removed":
            require(self._is_noticed, "nothing is removed before its writer was told")
            silence = timedelta(days=cases.SILENCE.value)
            is_early = self.ground == "no-genuine-experience" and day_of(entry) < self.filed_on + silence
            require(self.has_answer or not is_early, f"silence is weighed after {silence.days} days only")
        if outcome == "exempt":
            silence = timedelta(days=cases.ANSWER.value)
            is_early = day_of(entry) <= self.filed_on + silence
            require(self.has_answer or not is_early, "the business that is imitated could still answer")
        if outcome in codes.SANCTIONS:
            until, longest = day_of(entry, "until"), LASTS[outcome]
            require(until > day_of(entry), "it ends before it begins")
            require(until <= months.later(day_of(entry), longest), f"{outcome} lasts longer than {longest} months")
        if entry.kind == "decision" or outcome != "rejected":
            self.decided = position, entry
        self.outcome = outcome
        self._appeal_until = day_of(entry) + timedelta(days=cases.APPEAL_WINDOW.value)

    def appeal(self, position: int, entry: Entry) -> None:
        """Take in that a side has a panel look: in time, or where no decision came in time.

        Raises:
            CourseError
        """
        require(entry.body["party"] not in self._appeals, "this side appealed before")
        if self.stands in UNDECIDED:
            require("decision" in self._overdue and self._is_noticed, "there is nothing to appeal, and nothing is late")
        elif self.stands == "decided":
            require(day_of(entry) <= self._appeal_until + RELEASED, "it is too late for an appeal")
        self._from(entry, "noticed", "answered", "ready", "decided", "appealed")
        require(day_of(entry, "until") > day_of(entry), "the panel has no day to decide")
        self.stands = "appealed"
        self._appeals[entry.body["party"]] = position, entry

    def decide_finally(self, position: int, entry: Entry, rosters: Rosters) -> None:
        """Take in the panel's decision: it leaves what was decided, or says what is to be from now on.

        `rosters`: the lists that were logged, from which it may have been drawn.

        Raises:
            CourseError
        """
        self._from(entry, "appealed")
        self._may_follow(entry.body["outcome"], "rejected")
        if (wrong := lots.wrong(position, entry, self._appeals, rosters)) is not None:
            raise CourseError(wrong)
        self._decided(position, entry)
        if entry.body["outcome"] != "admitted":
            self.stands = "final"

    def left_undone(self, last_day: date) -> Iterator[tuple[int, Entry, str]]:
        """What time should have brought about by a day and did not: delays that nobody counted, cases left open."""
        if self._begun is None:
            return
        # What is late is reckoned from deadlines on: a log that names no day has the first day there is for its last.
        admitted_by = self.filed_on + timedelta(days=2 * cases.ADMISSIBILITY.value)
        if self.stands == "filed" and last_day > admitted_by + timedelta(days=7) + COUNTED:
            yield *self._begun, "nobody looked at it in time, and its writer was not told"
        pause = 0 if self._paused_on is None else cases.PAUSES_LONGEST.value - self._paused_days
        is_late = self.stands in UNDECIDED and last_day > self._decide_until + timedelta(days=pause) + COUNTED
        if is_late and "decision" not in self._overdue:
            yield *self._begun, "it was not decided in time, and nothing counts that"
        if self.stands == "decided" and last_day > self._appeal_until + COUNTED:
            yield *self._begun, "the time for appeals is over, and it was not closed"
