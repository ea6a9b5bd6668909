"""The state machine: entries of the log in, counts per business and month out; O(1) per entry."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, TypeVar
from uuid import UUID

from reputation.core import months
from reputation.ratings.alerts import Alert
from reputation.ratings.counts import SIZE, Cells, Counts, places

T = TypeVar("T")


class Entry(Protocol):
    """A decoded entry; columns that a kind does not carry are None."""

    @property
    def kind(self) -> str: ...
    @property
    def body(self) -> Mapping[str, object]: ...
    @property
    def business(self) -> UUID | None: ...
    @property
    def review(self) -> UUID | None: ...
    @property
    def month(self) -> int | None: ...
    @property
    def stars(self) -> int | None: ...
    @property
    def outcome(self) -> str | None: ...
    @property
    def receipt_class(self) -> str | None: ...
    @property
    def key_id(self) -> bytes | None: ...
    @property
    def no_receipt_given(self) -> bool | None: ...


class FoldError(Exception):
    """An entry that cannot follow those before it. It has no effect; the audit reports it."""


class Status(StrEnum):
    """Whether a business takes part."""

    PARTICIPANT = "participant"
    LEFT = "left"


@dataclass(slots=True)
class Review:
    """A review's latest state. Only the publication month counts, whatever happens to the review later."""

    month: int
    receipt_class: str
    key_id: bytes | None
    stars: int
    outcome: str
    no_receipt_given: bool
    is_withdrawn: bool = False
    is_restricted: bool = False
    is_annulled: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts: masking or erasing its text changes nothing."""
        return not (self.is_withdrawn or self.is_restricted or self.is_annulled)

    def places(self) -> Cells:
        """Which of a month's 26 numbers it adds one to."""
        return places(
            receipt_class=self.receipt_class,
            stars=self.stars,
            outcome=self.outcome,
            no_receipt_given=self.no_receipt_given,
        )


@dataclass(slots=True)
class Business:
    """What the entries about one business come to. `log_size` counts the log up to the last entry that was read."""

    status: Status = Status.PARTICIPANT
    log_size: int = 0
    reviews: dict[UUID, Review] = field(default_factory=dict)
    cells: dict[int, list[int]] = field(default_factory=dict)
    annulled_keys: set[bytes] = field(default_factory=set)
    suspended_until: dict[str, int] = field(default_factory=dict)

    def months(self) -> dict[int, Counts]:
        """The counts per publication month; months in which nothing counts any more are left out."""
        return {month: Counts(tuple(cells)) for month, cells in self.cells.items() if any(cells)}

    def suspended(self, month: int) -> frozenset[str]:
        """The alerts that are suspended in a month."""
        return frozenset(alert for alert, until in self.suspended_until.items() if month < until)

    def add(self, review: Review, by: int) -> None:
        """Let a review count (`by` 1) or stop counting (-1)."""
        cells = self.cells.setdefault(review.month, [0] * SIZE)
        for place in review.places():
            cells[place] += by


def _given(value: T | None, name: str) -> T:
    if value is None:
        raise FoldError(f"the entry names no {name}")
    return value


def _known(business: Business, entry: Entry) -> Review:
    review = business.reviews.get(_given(entry.review, "review"))
    if review is None:
        raise FoldError("the business has no such review")
    if _given(entry.month, "month") < review.month:
        raise FoldError("this is earlier than the review")
    return review


def _places(review: Review) -> Cells:
    try:
        return review.places()
    except ValueError as error:
        raise FoldError(str(error)) from error


def _left(business: Business, _: Entry) -> None:
    if business.status is Status.LEFT:
        raise FoldError("the business has left before")
    business.status = Status.LEFT


def _returned(business: Business, _: Entry) -> None:
    if business.status is Status.PARTICIPANT:
        raise FoldError("the business has not left")
    business.status = Status.PARTICIPANT


def _review(business: Business, entry: Entry) -> None:
    key = _given(entry.review, "review")
    if key in business.reviews:
        raise FoldError("the review was published before")
    review = Review(
        month=_given(entry.month, "month"),
        receipt_class=_given(entry.receipt_class, "class"),
        key_id=entry.key_id,
        stars=_given(entry.stars, "stars"),
        outcome=_given(entry.outcome, "outcome"),
        no_receipt_given=bool(entry.no_receipt_given),
        is_annulled=entry.key_id in business.annulled_keys,
    )
    _places(review)
    business.reviews[key] = review
    if review.counts:
        business.add(review, 1)


def _changed(business: Business, entry: Entry) -> None:
    review = _known(business, entry)
    if review.is_withdrawn:
        raise FoldError("a withdrawn review cannot change")
    stars, outcome = _given(entry.stars, "stars"), _given(entry.outcome, "outcome")
    _places(replace(review, stars=stars, outcome=outcome))
    if review.counts:
        business.add(review, -1)
    review.stars, review.outcome = stars, outcome
    if review.counts:
        business.add(review, 1)


def _withdrawn(business: Business, entry: Entry) -> None:
    review = _known(business, entry)
    if review.is_withdrawn:
        raise FoldError("the review was withdrawn before")
    if review.counts:
        business.add(review, -1)
    review.is_withdrawn = True


def _restricted(business: Business, entry: Entry) -> None:
    """An interim measure and the decision that confirms it are two entries, so a second one is no fault."""
    review = _known(business, entry)
    if review.counts:
        business.add(review, -1)
    review.is_restricted = True


def _restored(business: Business, entry: Entry) -> None:
    review = _known(business, entry)
    if not review.is_restricted:
        raise FoldError("the review was not restricted")
    review.is_restricted = False
    if review.counts:
        business.add(review, 1)


def _annulled(business: Business, entry: Entry) -> None:
    key = _given(entry.key_id, "key")
    if key in business.annulled_keys:
        raise FoldError("the key was annulled before")
    business.annulled_keys.add(key)
    for review in business.reviews.values():
        if review.key_id == key:
            if review.counts:
                business.add(review, -1)
            review.is_annulled = True


def _alert(entry: Entry) -> str:
    try:
        return Alert(str(entry.body.get("alert"))).value
    except ValueError as error:
        raise FoldError("there is no such alert") from error


def _suspended(business: Business, entry: Entry) -> None:
    alert = _alert(entry)
    try:
        until = months.parse(str(entry.body.get("until")))
    except ValueError as error:
        raise FoldError("a suspension ends in a month") from error
    business.suspended_until[alert] = until


def _resumed(business: Business, entry: Entry) -> None:
    alert = _alert(entry)
    if alert not in business.suspended_until:
        raise FoldError("the alert was not suspended")
    del business.suspended_until[alert]


def _joined(_business: Business, _: Entry) -> None:
    raise FoldError("the business has joined before")


STEPS: dict[str, Callable[[Business, Entry], None]] = {
    "business-joined": _joined,
    "business-left": _left,
    "business-returned": _returned,
    "review": _review,
    "review-changed": _changed,
    "review-withdrawn": _withdrawn,
    "review-restricted": _restricted,
    "review-restored": _restored,
    "receipt-key-annulled": _annulled,
    "alert-suspended": _suspended,
    "alert-resumed": _resumed,
}
READ = frozenset(STEPS)


class Fold:
    """All businesses of a log. Feed it every entry in the order of the log; kinds that move nothing are passed over."""

    def __init__(self) -> None:
        self.businesses: dict[UUID, Business] = {}

    def feed(self, position: int, entry: Entry) -> UUID | None:
        """Take one entry in; answers the business whose rating it may move, None where it moves none.

        Raises:
            FoldError: the entry cannot follow those before it; nothing was changed.
        """
        step = STEPS.get(entry.kind)
        if step is None:
            return None
        key = _given(entry.business, "business")
        business = self.businesses.get(key)
        if business is not None:
            step(business, entry)
        elif entry.kind == "business-joined":
            business = self.businesses[key] = Business()
        else:
            raise FoldError("the business has not joined")
        business.log_size = position + 1
        return key
