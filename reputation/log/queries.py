"""Reading the public log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from reputation.log import entries as schema
from reputation.log import errors, models, signatures
from reputation.tlog import proofs, receipts, tiles
from reputation.tlog.edges import edge_at
from reputation.tlog.trees import HASH_BYTES

CLOCK_TOLERANCE = timedelta(seconds=5)
"""So far a clock may be set back, as time servers do; farther, and nothing is dated by it."""

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
    """A published checkpoint; `note` is the signed text, with all the signatures we have."""

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


def _whole(rows: QuerySet[models.Checkpoint]) -> list[Checkpoint]:
    """Published checkpoints with what came under their notes."""
    read = list(rows)
    more = signatures.stored([row.size for row in read])
    return [
        Checkpoint(row.size, bytes(row.root), signatures.assembled(row.note, more[row.size]), row.published_at)
        for row in read
    ]


def latest_checkpoint() -> Checkpoint | None:
    """The checkpoint published last, None before the first."""
    return next(iter(_whole(models.Checkpoint.objects.order_by("-size")[:1])), None)


def checkpoint(size: int) -> Checkpoint:
    """The published checkpoint of just this size.

    Raises:
        UnknownLogSize: there is none.
    """
    for found in _whole(models.Checkpoint.objects.filter(size=size)):
        return found
    raise errors.UnknownLogSize(log_size=size)


def require_clock(now: datetime) -> None:
    """See that `now` does not lie before what is published, which was published in the past.

    Raises:
        ClockBehind: it does, by more than `CLOCK_TOLERANCE`.
    """
    newest = latest_checkpoint()
    if newest is not None and newest.published_at - now > CLOCK_TOLERANCE:
        raise errors.ClockBehind((newest.published_at - now).total_seconds())


def checkpoints(*, on: date | None, below: int | None, limit: int) -> list[Checkpoint]:
    """At most `limit` published checkpoints, newest first: from the last one of a day (UTC), below a size.

    Raises:
        NoCheckpointYet: none was published by that day.
    """
    found = models.Checkpoint.objects.order_by("-size")
    if on is not None:
        end = datetime.combine(on, time.max, tzinfo=UTC)
        by_then = models.Checkpoint.objects.filter(published_at__lte=end).order_by("-published_at", "-size")
        last = by_then.values_list("size", flat=True).first()
        if last is None:
            raise errors.NoCheckpointYet
        found = found.filter(size__lte=last)
    if below is not None:
        found = found.filter(size__lt=below)
    return _whole(found[:limit])


def checkpoint_of(day: date) -> Checkpoint:
    """The checkpoint that stood at the end of a day (UTC): what was true then.

    Raises:
        NoCheckpointYet: none was published by that day.
    """
    return checkpoints(on=day, below=None, limit=1)[0]


def rows_of(found: QuerySet[models.Entry]) -> Iterator[Row]:
    """Entries of the table as rows; for this room alone."""
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
        for row in rows_of(models.Entry.objects.filter(position=position)):
            return row
    raise errors.NoSuchEntry


def entries(*, after: int, limit: int) -> list[Row]:
    """At most `limit` entries in order, the first `after` ones left out: `after` is how many were read already."""
    found = models.Entry.objects.filter(position__gte=after, position__lt=after + limit)
    return list(rows_of(found.order_by("position")))


def of_business(business: UUID, *, upto: int | None = None) -> list[Row]:
    """The entries about a business in order, those among the first `upto` of the log when given."""
    found = models.Entry.objects.filter(business=business)
    if upto is not None:
        found = found.filter(position__lt=upto)
    return list(rows_of(found.order_by("position")))


def of_business_from(business: UUID, *, first: int, limit: int) -> list[Row]:
    """At most `limit` entries about a business in order, from a position on."""
    found = models.Entry.objects.filter(business=business, position__gte=first)
    return list(rows_of(found.order_by("position")[:limit]))


def joining(business: UUID) -> int | None:
    """The position of the entry by which a business joined, None if it has none yet: the first about it."""
    found = models.Entry.objects.filter(business=business).order_by("position").values_list("position", "kind").first()
    return found[0] if found and found[1] == "business-joined" else None


def naming(business: UUID, key_id: bytes) -> int | None:
    """The position of the entry that names a receipt key of a business, None while it waits."""
    found = models.Entry.objects.filter(business=business, kind="receipt-key", key_id=key_id)
    return found.values_list("position", flat=True).first()


def announcing(edition: int) -> int | None:
    """The position of the entry that announced an edition of the formula, None if there is none yet."""
    found = models.Entry.objects.filter(kind="edition", business=None).order_by("position")
    for row in rows_of(found):
        if row.body["edition"] == edition:
            return row.position
    return None


def listing(roster_sha256: str) -> int | None:
    """The position of the entry that names the list a panel is drawn from, None while it waits."""
    for row in rows_of(models.Entry.objects.filter(kind="panel-roster", business=None).order_by("-position")):
        if row.body["roster_sha256"] == roster_sha256:
            return row.position
    return None


def of_review(business: UUID, review: UUID) -> list[Row]:
    """The entries about a review of a business, in order."""
    return list(rows_of(models.Entry.objects.filter(business=business, review=review).order_by("position")))


def of_case(business: UUID, review: UUID | None, case: UUID) -> list[Row]:
    """The entries of a case about a review of a business, or about the business itself (None), in order."""
    rows = of_business(business) if review is None else of_review(business, review)
    return [row for row in rows if row.body.get("case") == str(case)]


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree at one size; its tiles come from the database, the partial ones from the head row."""

    origin: str
    size: int
    root: bytes
    edge: list[bytes]

    def hashes(self, tile: tiles.Tile) -> list[bytes]:
        """The hashes of a tile as it was at any size up to this one."""
        level = tile.level or 0
        row = models.Tile.objects.filter(level=level, index=tile.index).values_list("hashes", flat=True).first()
        raw = bytes(row) if row is not None else self.edge[level]
        return tiles.decode(raw[: tile.width * HASH_BYTES], tile.width)

    def raw(self, tile: tiles.Tile) -> bytes:
        """The bytes of a tile or bundle."""
        if tile.level is not None:
            return tiles.encode(self.hashes(tile))
        first = tile.index * tiles.WIDTH
        found = models.Entry.objects.filter(position__gte=first, position__lt=first + tile.width)
        return tiles.encode_bundle(map(bytes, found.order_by("position").values_list("raw", flat=True)))

    def root_at(self, size: int) -> bytes:
        """The root when the log had this size."""
        return edge_at(size, self.hashes).root()


def tree() -> Tree:
    """The tree as far as it is numbered.

    Raises:
        NotStarted: the log was not started.
    """
    row = models.Head.objects.values_list("origin", "size", "root", "edge").first()
    if row is None:
        raise errors.NotStarted
    return Tree(row[0], row[1], bytes(row[2]), [bytes(raw) for raw in row[3]])


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that the entry of this leaf hash is at `position` of the tree with `size` entries."""

    position: int
    size: int
    leaf_hash: bytes
    root: bytes
    proof: list[bytes]


@dataclass(frozen=True, slots=True)
class Consistency:
    """The proof that the tree of size `second` begins with that of size `first`."""

    first: int
    second: int
    first_root: bytes
    second_root: bytes
    proof: list[bytes]


def _published(size: int | None) -> int:
    """The size, or that of the newest checkpoint; never one that is not yet signed."""
    most = models.Checkpoint.objects.aggregate(most=Max("size"))["most"] or 0
    if size is not None and not 0 <= size <= most:
        raise errors.UnknownLogSize(log_size=size)
    return most if size is None else size


def inclusion(position: int, *, size: int | None = None) -> Inclusion:
    """The proof that an entry is in the tree of a size, without one in that of the newest checkpoint.

    Raises:
        NoSuchEntry: there is no such entry.
        NotYetPublished: no checkpoint covers it yet.
        UnknownLogSize: the published log is or was not so long, or the entry came later.
    """
    size = _published(size)
    leaf = entry(position).leaf_hash
    if position >= _published(None):
        raise errors.NotYetPublished
    if position >= size:
        raise errors.UnknownLogSize(log_size=size)
    grown = tree()
    read = proofs.from_tiles(size, grown.hashes)
    return Inclusion(position, size, leaf, grown.root_at(size), proofs.inclusion(position, size, read))


def consistency(first: int, *, second: int | None = None) -> Consistency:
    """The proof that a larger tree begins with a smaller, by default that of the newest checkpoint.

    Raises:
        UnknownLogSize: the published log is or was not so long, or the first is larger.
    """
    second = _published(second)
    if first > second:
        raise errors.UnknownLogSize(log_size=first)
    grown = tree()
    proof = proofs.consistency(first, second, proofs.from_tiles(second, grown.hashes))
    return Consistency(first, second, grown.root_at(first), grown.root_at(second), proof)


def receipt(position: int) -> bytes:
    """The proof that an entry is in the newest published checkpoint, as one text for keeping.

    Raises:
        NoSuchEntry: there is no such entry.
        NotYetPublished: no checkpoint covers it yet.
    """
    checkpoint = latest_checkpoint()
    if checkpoint is None or not 0 <= position < checkpoint.size:
        entry(position)
        raise errors.NotYetPublished
    read = proofs.from_tiles(checkpoint.size, tree().hashes)
    return receipts.encode(position, proofs.inclusion(position, checkpoint.size, read), checkpoint.note)


def verifier_key() -> str:
    """The key that verifies this log's checkpoints, as text.

    Raises:
        KeyMissing: this process was told no public key.
    """
    return signatures.log_keys()[0].vkey
