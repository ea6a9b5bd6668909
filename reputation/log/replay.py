"""Replaying: entries that are published and no longer in the database come back, byte by byte and at their positions.

All in the caller's transaction: either the log leads to the signed root again, or nothing was changed.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from reputation.log import entries, errors, models, queries, side_files, signatures
from reputation.log.actions import FILL, MOVE, PUT_WORDS
from reputation.log.side_files import Document, Place
from reputation.tlog import checkpoints, notes
from reputation.tlog.edges import Edge
from reputation.tlog.tiles import LARGEST_BUNDLE, WIDTH, Tile, TileError, cut, decode_bundle, width_at
from reputation.tlog.trees import leaf_hash

LOST = "[lost with the database]"
"""What stands where words were lost for good."""
LARGEST_CHECKPOINT = notes.LONGEST_NOTE
BUNDLES_AT_ONCE = 64
AT_ONCE = 2_000
COPY = f"COPY log_entry ({', '.join(queries.COLUMNS)}) FROM STDIN"
WAITING = "SELECT id, sha256('\\x00'::bytea || raw) FROM log_waiting ORDER BY id"

Read = Callable[[str, int], bytes | None]
"""Reads a published path, at most so many bytes; None when there is no such file."""
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Event:
    """An entry whose effects the database lacks, with the words it touched as they are now published, by their kind.

    None: these words are gone, by a later entry perhaps.
    """

    position: int
    kind: str
    body: Mapping[str, Any]
    words: Mapping[str, Document | None]

    def __getitem__(self, name: str) -> Any:
        return self.body[name]

    def id(self, name: str) -> UUID:
        """The id in a field."""
        return UUID(self.body[name])


@dataclass(slots=True)
class Replay:
    """What came back: the entries from `before` up to `size`, and what of them was known already."""

    read: Read
    before: int
    size: int
    known: set[int] = field(default_factory=set)
    last: dict[Place, tuple[bytes, str]] = field(default_factory=dict)
    lost: list[Place] = field(default_factory=list)
    _beside: list[list[Any]] = field(default_factory=list)

    def runs(self) -> Iterator[tuple[str, list[Event]]]:
        """The entries whose effects are to be brought back, in order, those of a kind that follow each other together.

        Their side files are put in order meanwhile.
        """
        for kind, rows in groupby(self._rows(), lambda row: row.kind):
            while group := list(islice(rows, AT_ONCE)):
                events = [self._event(row) for row in group]
                self._settle()
                yield kind, events

    def _rows(self) -> Iterator[queries.Row]:
        for first in range(self.before, self.size, AT_ONCE):
            for row in queries.entries(after=first, limit=AT_ONCE):
                if row.position not in self.known:
                    yield row

    def _event(self, row: queries.Row) -> Event:
        words: dict[str, Document | None] = {}
        for place in side_files.touched(row.kind, body := row.body):
            entry, kind = self.last[place]
            document = words[place.kind] = self._document(place, entry)
            if entry == row.leaf_hash:
                if document is None and kind not in side_files.WITHOUT_WORDS:
                    self.lost.append(place)
                line = None if document is None else side_files.canonical(document)
                self._beside.append([place.kind, place.subject, entry, line])
        return Event(row.position, row.kind, body, words)

    def _settle(self) -> None:
        if self._beside:
            with connection.cursor() as cursor:
                cursor.executemany(PUT_WORDS, self._beside)
            self._beside.clear()

    def _document(self, place: Place, entry: bytes) -> Document | None:
        """The words at a place, if they are signed and those of the last entry about it."""
        raw = self.read(place.path, side_files.LARGEST)
        if raw is None:
            return None
        try:
            found = side_files.open_side_file(raw, place, signatures.log_keys())
        except notes.NoteError:
            return None
        return found.document if found.entry == entry else None


def published(read: Read) -> tuple[checkpoints.Checkpoint, str]:
    """The checkpoint that is published, its signature verified, and its note without the lines of others.

    Raises:
        NothingPublished: there is none.
        PublishedDiffers: it is not one of this log and key.
    """
    raw = read("checkpoint", LARGEST_CHECKPOINT)
    if raw is None:
        raise errors.NothingPublished("There is no published checkpoint, so nothing tells how far the log was.")
    try:
        found, _ = checkpoints.open_signed(raw, signatures.log_keys())
        text, lines = notes.split(raw)
        return found, f"{text}\n" + "".join(line.line for line in lines if line.name == found.origin)
    except notes.NoteError as error:
        raise errors.PublishedDiffers(
            f"The published checkpoint is not one of this log and key: {error}. Is it the copy of another log, or is "
            "LOG_KEY another key? If it was changed, set LOG_KEY_BEFORE to the former one."
        ) from error


def take_in(read: Read, *, now: datetime, progress: Progress = lambda _: None) -> Replay:
    """Take in what is published beyond the database, up to the signed root; the head stays locked.

    Entries that waited when the backup was made and were published after it wait no longer.

    Raises:
        LogStopped: nothing can be taken in; the message says why. The caller's transaction must not be committed then.
    """
    head = models.Head.objects.select_for_update().first()
    if head is None:
        raise errors.NotStarted("There is no log in this database to bring back. Restore a backup first.")
    if head.origin != settings.LOG_ORIGIN:
        raise errors.OriginChanged(f"LOG_ORIGIN is {settings.LOG_ORIGIN}, but this log was started as {head.origin}.")
    found, note = published(read)
    _require_newest(found, head.size)
    replay = Replay(read, before=head.size, size=max(found.size, head.size))
    if found.size > head.size:
        _append(replay, head, found, progress)
        models.Checkpoint.objects.create(size=found.size, root=found.root, note=note, published_at=now)
    return replay


def _require_newest(found: checkpoints.Checkpoint, size: int) -> None:
    """See that the copy is none that this database has already gone beyond, and of the same history."""
    seen = queries.latest_checkpoint()
    if seen is not None and found.size < seen.size:
        raise errors.CopyOlder(
            f"The copy ends at {found.size} entries, and this database saw {seen.size} published. Give a newer copy."
        )
    if found.size <= size and queries.tree().root_at(found.size) != found.root:
        raise errors.PublishedDiffers(
            f"The published checkpoint of size {found.size} has another root than the same entries in the database. "
            "One of both was changed."
        )


def _append(replay: Replay, head: models.Head, found: checkpoints.Checkpoint, progress: Progress) -> None:
    edge = Edge.of(head.size, [bytes(tile) for tile in head.edge])
    waiting = _waiting()
    come = _entries(replay.read, head.size, found.size)
    while group := list(islice(come, BUNDLES_AT_ONCE * WIDTH)):
        _copy(replay, edge.size, group, waiting, head)
        _fill(edge, [leaf_hash(raw) for raw in group])
        progress(len(group))
    if edge.root() != found.root:
        raise errors.CopyDamaged(
            f"The entries from {head.size} to {found.size} do not lead to the signed root: a file of the copy is "
            "damaged, or the database was changed. Nothing was taken in. Give another copy with --from."
        )
    head.save(update_fields=["operator", "operator_salt", "acceptance_key"])
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [edge.size, edge.root(), edge.tiles()])


def _waiting() -> dict[bytes, deque[int]]:
    """The rows that wait in the database, by the leaf hash that their entry has once it is numbered."""
    found: dict[bytes, deque[int]] = defaultdict(deque)
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        for key, leaf in cursor.fetchall():
            found[bytes(leaf)].append(key)
    return found


def _entries(read: Read, start: int, end: int) -> Iterator[bytes]:
    """The bytes of the published entries from `start` to `end`."""
    for index in range(start // WIDTH, -(-end // WIDTH)):
        full, width = width_at(None, end)
        bundle = Tile(None, index) if index < full else Tile(None, index, width)
        there, raw = bundle, read(bundle.path, LARGEST_BUNDLE)
        if raw is None and not bundle.is_full:  # its partial versions go once a bundle is full
            there, raw = bundle.whole, read(bundle.whole.path, LARGEST_BUNDLE)
        if raw is None:
            raise errors.CopyDamaged(f"{there.path} is missing from the copy. Give another one with --from.")
        try:
            found = decode_bundle(raw if there == bundle else cut(raw, bundle), bundle.width)
        except TileError as error:
            raise errors.CopyDamaged(f"{there.path} is damaged: {error}. Give another copy with --from.") from error
        yield from found[max(start - index * WIDTH, 0) : end - index * WIDTH]


def _copy(replay: Replay, first: int, group: list[bytes], waiting: dict[bytes, deque[int]], head: models.Head) -> None:
    """Write entries with their columns, and note what they touch and which of them this database knew."""
    rows, waited = [], []
    for position, raw in enumerate(group, first):
        try:
            entry = entries.decode(raw)
        except entries.EntryError as error:
            raise errors.CopyDamaged(f"Entry {position} of the copy is none: {error}.") from error
        leaf = leaf_hash(raw)
        rows.append(_row(position, entry, raw, leaf))
        for place in side_files.touched(entry.kind, entry.body):
            replay.last[place] = (leaf, entry.kind)
        if waiting[leaf]:
            waited.append(waiting[leaf].popleft())
            replay.known.add(position)
        if entry.kind == "operator":
            head.operator, head.operator_salt, head.acceptance_key = (
                "",
                b"",
                b"",
            )  # its salt is lost: the next start says again who runs this
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)
    models.Waiting.objects.filter(id__in=waited).delete()


def _row(position: int, entry: entries.Entry, raw: bytes, leaf: bytes) -> list[Any]:
    own = {"position": position, "raw": raw, "leaf_hash": leaf}
    return [own[name] if name in own else getattr(entry, name) for name in queries.COLUMNS]


def _fill(edge: Edge, leaves: list[bytes]) -> None:
    full = edge.append(leaves)
    if full:
        with connection.cursor() as cursor:
            levels, indices = [tile.level for tile, _ in full], [tile.index for tile, _ in full]
            cursor.execute(FILL, [levels, indices, [raw for _, raw in full]])
