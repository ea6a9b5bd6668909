"""A part of a business's reviews: by receipt, outcome, language and months; and how many there are of each."""

import base64
import binascii
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q

from reputation.reviews import errors
from reputation.reviews.models import Review
from reputation.reviews.rules import Outcome, ReceiptClass, State

Value = TypeVar("Value", bound=StrEnum)
_MARK_BYTES = 4


@dataclass(frozen=True, slots=True)
class Filters:
    """Which reviews. None: all. `since` and `until`: months of publication, both included.

    `language`: of a text that is shown. Of one that is gone nobody is told the language, and the log does not hold it.
    """

    receipt: ReceiptClass | None = None
    outcome: Outcome | None = None
    language: str | None = None
    since: int | None = None
    until: int | None = None

    @property
    def condition(self) -> Q:
        """What the rows of these reviews have in common."""
        wanted = {
            "receipt_class": self.receipt,
            "outcome": self.outcome,
            "language": self.language,
            "state": None if self.language is None else State.PUBLISHED,
            "month__gte": self.since,
            "month__lte": self.until,
        }
        return Q(**{column: value for column, value in wanted.items() if value is not None})

    @property
    def mark(self) -> bytes:
        """Four bytes that differ for other filters."""
        said = f"{self.receipt} {self.outcome} {self.language} {self.since} {self.until}"
        return sha256(said.encode()).digest()[:_MARK_BYTES]


ALL = Filters()


def last(count: int, this_month: int) -> Filters:
    """The reviews of the last months, this one included."""
    return Filters(since=this_month - count + 1)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many reviews of a business a list of each kind has; `languages`: of shown texts, the most used first."""

    all: int
    receipts: Mapping[ReceiptClass, int]
    outcomes: Mapping[Outcome, int]
    languages: Mapping[str, int]


def counts(business: UUID) -> Counts:
    """How many reviews of a business there are of each kind, in whatever state: each has its line in a list."""
    rows = (
        Review.objects.filter(business__public_id=business)
        .values_list("receipt_class", "outcome", "language", "state")
        .annotate(found=Count("id"))
    )
    receipts: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for receipt, outcome, language, state, found in rows:
        receipts[receipt] += found
        outcomes[outcome] += found
        languages[language] += found if state == State.PUBLISHED else 0
    return Counts(
        all=receipts.total(),
        receipts=_each(ReceiptClass, receipts),
        outcomes=_each(Outcome, outcomes),
        languages=dict(sorted((+languages).items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def _each(kind: type[Value], found: Counter[str]) -> dict[Value, int]:
    return {value: found[value] for value in kind}


def cursor(filters: Filters, month: int, public_id: UUID) -> str:
    """Where the page after a review begins; it says so for these filters alone."""
    raw = filters.mark + month.to_bytes(4, "big") + public_id.bytes
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def place(filters: Filters, given: str) -> tuple[int, UUID]:
    """Month and id of the review after which a page begins.

    Raises:
        BadCursor: no page with these filters gave it.
    """
    try:
        raw = base64.b64decode(given.encode("ascii") + b"=" * (-len(given) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise errors.BadCursor from error
    mark, rest = raw[:_MARK_BYTES], raw[_MARK_BYTES:]
    if len(rest) != 20 or mark != filters.mark or rest[0] >= 128:
        raise errors.BadCursor
    return int.from_bytes(rest[:4], "big"), UUID(bytes=rest[4:])
