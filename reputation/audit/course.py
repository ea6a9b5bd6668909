"""What may follow what about a business, its reviews and cases, beyond what ratings read."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from reputation.log.entries import Entry

Case = tuple[UUID, Any]
Review = tuple[UUID, UUID]


class CourseError(Exception):
    """An entry that cannot follow those before it."""


class Course:
    """The businesses of one part of the spool. O(1) per entry."""

    def __init__(self) -> None:
        self._joined: set[UUID] = set()
        self._reviews: set[Review] = set()
        self._cases: dict[Case, tuple[str, UUID | None]] = {}
        self._due: Counter[tuple[str, Review]] = Counter()
        self._steps: dict[str, Callable[[Entry, UUID], None]] = {
            "challenge": self._challenge,
            "decision": self._decision,
            "appeal": self._appeal,
            "appeal-decision": self._decision,
            "review-restricted": self._restricted,
            "review-restored": self._restored,
        }

    def feed(self, _position: int, entry: Entry) -> None:
        """Take one entry in.

        Raises:
            CourseError: it cannot follow those before it.
        """
        business = entry.business
        if business is None:
            return
        if entry.kind == "business-joined":
            self._joined.add(business)
        elif business not in self._joined:
            raise CourseError("the business has not joined")
        if entry.kind == "review" and entry.review is not None:
            self._reviews.add((business, entry.review))
        elif entry.review is not None and (business, entry.review) not in self._reviews:
            raise CourseError("the business has no such review")
        step = self._steps.get(entry.kind)
        if step is not None:
            step(entry, business)

    def _state(self, entry: Entry, business: UUID, *wanted: str) -> Case:
        case = (business, entry.body["case"])
        state, review = self._cases.get(case, ("", None))
        if state not in wanted or review != entry.review:
            raise CourseError("there is nothing in this case and about this review that it could answer")
        return case

    def _challenge(self, entry: Entry, business: UUID) -> None:
        case = (business, entry.body["case"])
        if case in self._cases:
            raise CourseError("the case was opened before")
        self._cases[case] = ("challenge", entry.review)

    def _decision(self, entry: Entry, business: UUID) -> None:
        """A later decision of the same instance replaces the one before; a panel answers an appeal."""
        answers = ("challenge", "decision") if entry.kind == "decision" else ("appeal",)
        self._cases[self._state(entry, business, *answers)] = (entry.kind, entry.review)
        if entry.review is not None:
            self._due[entry.body["outcome"], (business, entry.review)] += 1

    def _appeal(self, entry: Entry, business: UUID) -> None:
        self._cases[self._state(entry, business, "decision")] = ("appeal", entry.review)

    def _restricted(self, entry: Entry, business: UUID) -> None:
        if "decision" in entry.body:
            self._by_decision("removed", entry, business)

    def _restored(self, entry: Entry, business: UUID) -> None:
        self._by_decision("restored", entry, business)

    def _by_decision(self, outcome: str, entry: Entry, business: UUID) -> None:
        """Nothing is taken out or put back without a decision about that very review, and each serves once."""
        if entry.review is None or not self._due[outcome, (business, entry.review)]:
            raise CourseError(f"no decision before it says {outcome}")
        self._due[outcome, (business, entry.review)] -= 1
