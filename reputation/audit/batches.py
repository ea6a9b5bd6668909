"""Takes bundles apart: hashes for the tree, records for the spools, and what the audit must see in the log's order.

A batch knows nothing of what came before it, so that several are worked on at once, in processes of their own.
"""

import base64
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from reputation.audit import records
from reputation.audit.findings import Fault, Kind
from reputation.audit.spool import POSITION_BYTES, Stream, part_of
from reputation.log.entries import Entry, EntryError, decode
from reputation.receipts import rules as receipts
from reputation.tlog.tiles import WIDTH, Tile, TileError, decode_bundle
from reputation.tlog.trees import HASH_BYTES, leaf_hash, root_of

KEY_KINDS = frozenset({"receipt-key", "receipt-key-ended", "receipt-key-annulled", "receipt-totals", "receipts-spent"})
ONLY_WITH_KEYS = frozenset({"receipt-totals", "receipts-spent"})
ATTESTER_KINDS = frozenset({"attester-admitted", "attester-ended"})
ACCEPTED_KINDS = frozenset({"review", "review-unpublished"})
TOTAL = b"T"
UNSIGNED = bytes(64)
"""An attester's total is kept as TOTAL, the signature or UNSIGNED, and what is signed."""


class Loaded(NamedTuple):
    """A bundle and the tile of its hashes, as they were read: the bytes, and of which tile they are.

    That is the full one where the partial one that was wanted has gone. What is None could not be read, and `wrong`
    says why.
    """

    wanted: Tile
    bundle: tuple[bytes, Tile] | None
    hashes: tuple[bytes, Tile] | None
    wrong: tuple[str, ...] = ()


class Job(NamedTuple):
    """What is the same for all batches. Entries before `since` are hashed only."""

    parts: int
    since: int = 0
    wanted: frozenset[bytes] = frozenset()
    """Commitments of acceptances, in hex."""


class Leaves(NamedTuple):
    """A bundle's leaf hashes, one behind the other, and their root."""

    bundle: Tile
    raw: bytes
    root: bytes


@dataclass(slots=True)
class Taken:
    """What a batch came to."""

    leaves: list[Leaves] = field(default_factory=list)
    packed: dict[tuple[Stream, int], bytes | bytearray] = field(default_factory=lambda: defaultdict(bytearray))
    kinds: Counter[str] = field(default_factory=Counter)
    overall: list[tuple[int, Entry]] = field(default_factory=list)
    """Entries about no business."""
    months: list[tuple[int, int]] = field(default_factory=list)
    """Positions of reviews whose month is not that of the review before, with that month."""
    receipted: int = 0
    unproved: int = 0
    """How many of them name no key; the first one's position."""
    first_unproved: int | None = None
    accepted: list[tuple[int, Entry]] = field(default_factory=list)
    """Entries with a commitment that somebody asked about."""
    faults: list[Fault] = field(default_factory=list)
    spoiled: list[str] = field(default_factory=list)
    """Files that may not be what they should be."""
    is_whole: bool = True


class _Taker:
    """Goes through the entries of one batch."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.taken = Taken()
        self._month = b""

    def bundle(self, bundle: Loaded) -> None:
        """Hash a bundle's entries and take each in."""
        taken, wanted = self.taken, bundle.wanted
        taken.faults += [Fault(Kind.TREE, said) for said in bundle.wrong]
        entries = None if bundle.bundle is None else self._decoded(*bundle.bundle, wanted)
        if entries is None:
            taken.is_whole = False
            return
        leaves = [leaf_hash(raw) for raw in entries]
        raw = b"".join(leaves)
        taken.leaves.append(Leaves(wanted, raw, root_of(leaves)))
        if bundle.hashes is not None and not is_tile(*bundle.hashes, raw):
            path = bundle.hashes[1].path
            taken.faults.append(Fault(Kind.TREE, f"{path} is not what the entries give"))
            taken.spoiled += [path, wanted.path]
        skipped = max(self.job.since - WIDTH * wanted.index, 0)
        first = WIDTH * wanted.index + skipped
        self._entries(first, entries[skipped:])
        if first == 0 and [entry.kind for position, entry in taken.overall if position == 0] != ["operator"]:
            taken.faults.append(Fault(Kind.ENTRY, "entry 0: the first entry must say who runs the service"))
        if self.job.wanted:
            self._accepted(first, entries[skipped:])

    def _decoded(self, raw: bytes, loaded: Tile, wanted: Tile) -> list[bytes] | None:
        try:
            return decode_bundle(raw, loaded.width)[: wanted.width]
        except TileError as error:
            self.taken.faults.append(Fault(Kind.TREE, f"{loaded.path}: {error}"))
            self.taken.spoiled.append(loaded.path)
            return None

    def _entries(self, first: int, entries: list[bytes]) -> None:
        """Nearly all are reviews, so that what is done for each of those counts; the rest is done for all at once."""
        match, matched, reviews = records.match_review, records.matched, []
        for position, raw in enumerate(entries, first):
            found = match(raw)
            record = None if found is None else matched(found, position)
            if record is None:
                record = self._other(position, raw)
                if record is None:
                    continue
            reviews.append(record)
        self._reviews(reviews)

    def _reviews(self, reviews: list[bytes]) -> None:
        taken, parts = self.taken, self.job.parts
        taken.kinds["review"] += len(reviews)
        if parts == 1:
            taken.packed[records.REVIEWS, 0] += b"".join(reviews)
        else:
            for record in reviews:
                taken.packed[records.REVIEWS, part_of(record[0], parts)] += record
        if set(map(records.month, reviews)) - {self._month}:
            self._months(reviews)
        keyed = [record for record in reviews if not record.endswith(records.NO_KEY)]
        for record in keyed:
            self._keyed_review(record)
        claimed = [record for record in reviews if record[records.FIGURES_AT] < records.FIRST_WITHOUT_RECEIPT]
        taken.receipted += len(claimed)
        if len(claimed) > len(keyed):
            taken.unproved += len(claimed) - len(keyed)
            if taken.first_unproved is None:
                first = next(record for record in claimed if record.endswith(records.NO_KEY))
                taken.first_unproved = records.position_of(first, records.SUBJECT_BYTES)

    def _months(self, reviews: list[bytes]) -> None:
        """Where the month of a review is not that of the one before."""
        for record in reviews:
            month = records.month(record)
            if month != self._month:
                self._month = month
                position = records.position_of(record, records.SUBJECT_BYTES)
                self.taken.months.append((position, int.from_bytes(month)))

    def _put(self, stream: Stream, record: bytes) -> None:
        self.taken.packed[stream, part_of(record[0], self.job.parts)] += stream.packed(record)

    def _keyed_review(self, record: bytes) -> None:
        business, key = record[: records.BUSINESS_BYTES], record[-records.KEY_ID_BYTES :]
        where = record[records.SUBJECT_BYTES : records.AFTER_SUBJECT]
        figures = record[records.AFTER_SUBJECT : records.AFTER_SUBJECT + 3]
        self._put(records.KEYS, business + key + where + figures)

    def _other(self, position: int, raw: bytes) -> bytes | None:
        """Decode an entry; answers the record of a review that was not matched."""
        try:
            entry = decode(raw)
        except EntryError as error:
            self.taken.faults.append(Fault(Kind.ENTRY, f"entry {position}: {error}"))
            return None
        if entry.kind == "review":
            return records.of_review(entry, position)
        self.taken.kinds[entry.kind] += 1
        if entry.kind in KEY_KINDS:
            self._key(position, entry, raw)
        if entry.kind in ATTESTER_KINDS:
            attester = bytes.fromhex(entry.body["attester"].replace("-", ""))
            self._put(records.ATTESTERS, attester + position.to_bytes(POSITION_BYTES) + raw)
        if entry.business is None or entry.kind == "order":
            self.taken.overall.append((position, entry))
        if entry.business is not None and entry.kind not in ONLY_WITH_KEYS:
            self._put(records.EVENTS, records.of_event(entry, position, raw))
        return None

    def _key(self, position: int, entry: Entry, raw: bytes) -> None:
        assert entry.business is not None  # noqa: S101 - the schema wants both; tells mypy
        assert entry.key_id is not None  # noqa: S101
        where = position.to_bytes(POSITION_BYTES)
        self._put(records.KEYS, entry.business.bytes + entry.key_id + where + raw)
        if entry.kind == "receipts-spent":
            for token in entry.body["tokens"]:
                self._put(records.ONCE, receipts.nullifier(base64.b64decode(token)) + where + records.TOKEN)
        elif entry.kind == "receipt-key":
            self._put(records.ONCE, entry.key_id + where + records.KEY)
        elif entry.kind == "receipt-totals":
            for total in entry.body["totals"]:
                attester = bytes.fromhex(total["attester"].replace("-", ""))
                signature = base64.b64decode(total["signature"]) if "signature" in total else UNSIGNED
                message = receipts.totals_message(entry.body, total)
                self._put(records.ATTESTERS, attester + where + TOTAL + signature + message)

    def _accepted(self, first: int, entries: list[bytes]) -> None:
        for position, raw in enumerate(entries, first):
            if any(commitment in raw for commitment in self.job.wanted):
                try:
                    entry = decode(raw)
                except EntryError:
                    continue  # it is a fault already
                if entry.kind in ACCEPTED_KINDS:
                    self.taken.accepted.append((position, entry))


def is_tile(published: bytes, tile: Tile, own: bytes) -> bool:
    """Whether a published tile holds our hashes, and no more than a tile of its width can."""
    return len(published) == tile.width * HASH_BYTES and published.startswith(own)


def take(job: Job, batch: list[Loaded]) -> Taken:
    """Take a batch of bundles apart; stops at one that cannot be used."""
    taker = _Taker(job)
    for bundle in batch:
        taker.bundle(bundle)
        if not taker.taken.is_whole:
            break
    return taker.taken
