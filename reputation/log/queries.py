"""Reading the public log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from reputation.log import entries as schema
from reputation.log import errors, models

COLUMNS = (
    "position",
    "kind",
    "raw",
    "leaf_hash",
    "business",
    "review",
    "month",
    "stars",
    "outcome",
    "receipt_class",
    "key_id",
    "no_receipt_given",
)


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log is, published or not."""

    size: int
    root: bytes
    origin: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A published checkpoint; `note` is the signed text."""

    size: int
    root: bytes
    note: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """An entry at its position, with its columns; `body` alone needs parsing."""

    position: int
    kind: str
    raw: bytes
    leaf_hash: bytes
    business: UUID | None
    review: UUID | None
    month: int | None
    stars: int | None
    outcome: str | None
    receipt_class: str | None
    key_id: bytes | None
    no_receipt_given: bool | None

    @property
    def body(self) -> Mapping[str, Any]:
        return schema.decode(self.raw).body


def head() -> Head:
    """How far the log is.

    Raises:
        NotStarted: the log was not started.
    """
    row = models.Head.objects.values_list("size", "root", "origin").first()
    if row is None:
        raise errors.NotStarted
    return Head(row[0], bytes(row[1]), row[2])


def waiting() -> int:
    """How many entries wait for their position."""
    return models.Waiting.objects.count()


def latest_checkpoint() -> Checkpoint | None:
    """The checkpoint published last, None before the first."""
    row = models.Checkpoint.objects.order_by("-size").first()
    return None if row is None else Checkpoint(row.size, bytes(row.root), row.note, row.published_at)


def _rows(found: QuerySet[models.Entry]) -> Iterator[Row]:
    for position, kind, raw, leaf, business, review, month, stars, outcome, of_class, key, none in found.values_list(
        *COLUMNS
    ):
        yield Row(
            position,
            kind,
            bytes(raw),
            bytes(leaf),
            business,
            review,
            month,
            stars,
            outcome,
            of_class,
            None if key is None else bytes(key),
            none,
        )


def entry(position: int) -> Row:
    """The entry at a position.

    Raises:
        NoSuchEntry: there is none.
    """
    if 0 <= position < 2**63:
        for row in _rows(models.Entry.objects.filter(position=position)):
            return row
    raise errors.NoSuchEntry


def entries(*, after: int, limit: int) -> list[Row]:
    """At most `limit` entries in order, the first `after` ones left out: `after` is how many were read already."""
    found = models.Entry.objects.filter(position__gte=after, position__lt=after + limit)
    return list(_rows(found.order_by("position")))


def of_business(business: UUID, *, upto: int | None = None) -> list[Row]:
    """The entries about a business in order, those among the first `upto` of the log when given."""
    found = models.Entry.objects.filter(business=business)
    if upto is not None:
        found = found.filter(position__lt=upto)
    return list(_rows(found.order_by("position")))
