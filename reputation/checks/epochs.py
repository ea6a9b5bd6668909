"""The files of one epoch: written into a folder of its own, all on the disk before it gets its name.

The records come in the order of their keys and are never all in memory. What is the same as in the epoch before shares
its place on the disk with it.
"""

import os
import shutil
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import file_digest, sha256
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from reputation.checks import formats, fuse, records
from reputation.checks.formats import ANSWERS, FILTER, RANGES, SNAPSHOT, Manifest
from reputation.checks.records import Subject
from reputation.checks.tables import Tables
from reputation.core import folders
from reputation.log.files import Folder
from reputation.log.manifests import TEXT
from reputation.rulebook import checks as numbers

HALF = ".new"
"""Ends the name of a folder that is not whole, or is being removed."""
FILES_AT_ONCE = 64
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Epoch:
    """A whole epoch on the disk."""

    folder: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Wish:
    """What an epoch is to be: its number, its day, how many take part in it, by which tables its keys are made."""

    origin: str
    epoch: int
    on: date
    participants: int
    tables: Tables

    @property
    def bits(self) -> int:
        return formats.bits_for(self.participants)


@dataclass(slots=True)
class Spool:
    """The containers of all ranges one after the other: what becomes the snapshot or the answers."""

    file: BinaryIO
    lengths: "array[int]" = field(default_factory=lambda: array("I"))
    keys: "array[int]" = field(default_factory=lambda: array("Q"))
    records: int = 0
    _waiting: list[bytes] = field(default_factory=list)

    def take(self, subject: Subject) -> None:
        """A record of the range that is being written."""
        self._waiting.append(formats.canonical(records.record(subject)))
        self.keys.extend(int.from_bytes(key[:8]) for key in (subject.skeleton_key, subject.domain_key))
        self.records += 1

    def end_range(self) -> None:
        """The next records are of the next range."""
        container = formats.pack(self._waiting)
        self._waiting.clear()
        self.lengths.append(len(container))
        self.file.write(container)

    def containers(self) -> Iterator[bytes]:
        """Each range's container, from the disk."""
        self.file.seek(0)
        return (self.file.read(length) for length in self.lengths)


def read(folder: Path) -> Epoch | None:
    """The epoch in a folder, None when there is none or it cannot be read."""
    try:
        return Epoch(folder, formats.parse_manifest((folder / TEXT).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def write(
    place: Path, wish: Wish, subjects: Iterable[Subject], before: Epoch | None, progress: Progress = lambda _: None
) -> Manifest | None:
    """Write the folder of an epoch; None, and nothing is there, when all is as in the epoch before, which is fresh.

    `subjects` in the order of their skeleton keys.
    """
    half = place.with_name(f"{place.name}{HALF}")
    folders.make(half)
    with (half / ANSWERS).open("w+b") as file:
        spool = Spool(file)
        _fill(spool, wish.bits, subjects, progress)
        file.flush()
        os.fsync(file.fileno())
        length = _length(spool, wish, before)
        ranges = b"".join(sha256(formats.fill(one, length)).digest() for one in spool.containers())
        if before is not None and _is_fresh(before.manifest, wish, sha256(ranges).hexdigest()):
            shutil.rmtree(half)
            return None
        _put_ranges(half, wish.bits, length, spool, before)
    hashes = _put_beside(half, spool, ranges, before)
    manifest = Manifest(
        origin=wish.origin,
        epoch=wish.epoch,
        on=wish.on,
        bits=wish.bits,
        records=spool.records,
        participants=wish.participants,
        length=length,
        sites=numbers.REGISTERED_DOMAINS.value >> wish.bits,
        suffixes=wish.tables.suffixes,
        skeletons=wish.tables.skeletons,
        **hashes,
    )
    Folder(half).put([(TEXT, manifest.text.encode())])
    half.rename(place)
    folders.sync(place.parent)
    return manifest


def _fill(spool: Spool, bits: int, subjects: Iterable[Subject], progress: Progress) -> None:
    for subject in subjects:
        while len(spool.lengths) < formats.place_of(subject.skeleton_key, bits):
            spool.end_range()
        spool.take(subject)
        progress(1)
    while len(spool.lengths) < 1 << bits:
        spool.end_range()


def _length(spool: Spool, wish: Wish, before: Epoch | None) -> int:
    """The one length of the ranges: as before while everything fits and not half of it is empty, so that most stay."""
    needed = formats.padded(max(spool.lengths))
    kept = before.manifest.length if before is not None and before.manifest.bits == wish.bits else 0
    return kept if needed <= kept <= 2 * needed else needed


def _is_fresh(before: Manifest, wish: Wish, ranges: str) -> bool:
    """Whether an epoch says the same and is not of an earlier day than it may be."""
    is_same = (before.ranges, before.origin) == (ranges, wish.origin)
    by_same_tables = (before.suffixes, before.skeletons) == (wish.tables.suffixes, wish.tables.skeletons)
    return is_same and by_same_tables and wish.on < before.on + timedelta(days=numbers.DATED_ANEW.value)


def _put_ranges(half: Path, bits: int, length: int, spool: Spool, before: Epoch | None) -> None:
    """Write each range, or share it with the epoch before."""

    def changed() -> Iterator[tuple[str, bytes]]:
        for place, container in enumerate(spool.containers()):
            name, raw = formats.prefix(place, bits), formats.fill(container, length)
            if not _shared(half / name, before, raw):
                yield name, raw

    folder, files = Folder(half), changed()
    while some := list(islice(files, FILES_AT_ONCE)):
        folder.replace(some)


def _put_beside(half: Path, spool: Spool, ranges: bytes, before: Epoch | None) -> dict[str, str]:
    """Write what stands beside the ranges; answers the SHA-256 of each file."""
    files, whole = {RANGES: ranges}, SNAPSHOT
    if spool.records > formats.SNAPSHOT_UP_TO:
        files[FILTER], whole = fuse.build(spool.keys).encode(), ANSWERS
    else:
        (half / ANSWERS).rename(half / SNAPSHOT)
    Folder(half).put([(name, raw) for name, raw in files.items() if not _shared(half / name, before, raw)])
    hashes = {name: sha256(raw).hexdigest() for name, raw in files.items()} | {whole: _hash_of(half / whole)}
    if before is not None and _hash_of(before.folder / whole) == hashes[whole]:
        (half / whole).unlink()
        (half / whole).hardlink_to(before.folder / whole)
    folders.sync(half)
    return hashes


def _shared(file: Path, before: Epoch | None, raw: bytes) -> bool:
    """Let a file be that of the epoch before, if it holds these bytes; whether it does."""
    former = None if before is None else before.folder / file.name
    if former is None or not former.exists() or former.read_bytes() != raw:
        return False
    file.hardlink_to(former)
    return True


def _hash_of(file: Path) -> str:
    """The SHA-256 of a file of any size; of one that is not there, nothing."""
    try:
        with file.open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
