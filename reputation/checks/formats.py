"""The files of the private check: containers of records, ranges, and the signed manifest that names them. Pure.

A *container* is `ORC1`, four bytes big-endian that say how many follow, then a raw deflate of a JSON array of records.
A *range* is one container, filled up with zero bytes to the one length that all ranges of an epoch have. A *snapshot*,
and the *answers* beside a filter, are the containers of all ranges one after the other, in order of prefixes, so that
they can be read a range at a time. The *list of ranges* is the SHA-256 of each range, 32 bytes each, in the same order.

Whoever reads verifies from the top: the signature of the manifest, the list of ranges, then the range. Nothing of a
file is believed before its hash is right, and nothing is unpacked beyond what it may hold.
"""

import json
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, BinaryIO

from reputation.log.codes import MANIFEST_HEAD
from reputation.tlog.notes import NoteError, Signer, Verifier, open_note

MAGIC = b"ORC1"
HEADER_BYTES = 8
HASH_BYTES = 32
RANGES, SNAPSHOT, FILTER, ANSWERS = "ranges", "snapshot", "filter", "answers"
"""The names of the files beside the ranges."""
PADDED_TO = 256
"""Ranges are as long as the longest of them, rounded up to a multiple of this."""
MOST_PARTICIPANTS = ((10_000, 8), (100_000, 10), (1_000_000, 12))
MOST_BITS = 16
SNAPSHOT_UP_TO = 10_000
"""So many records are one file that everybody can keep; beyond, there is a filter with the answers beside it."""
LARGEST_UNPACKED = 1 << 26
LARGEST_MANIFEST = 1 << 12
_LENGTH = struct.Struct(">I")
_EPOCH = re.compile(r"[1-9]\d{0,11}", re.ASCII)
_FILE = re.compile(rf"{_EPOCH.pattern}/(?:[0-9a-f]{{2,4}}|{RANGES}|{SNAPSHOT}|{FILTER}|{ANSWERS})", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
Record = Mapping[str, Any]


class FormatError(ValueError):
    """A file of the private check that is not what it should be: nothing in it is believed."""


def bits_for(participants: int) -> int:
    """How many bits of a skeleton key name a range: enough that a range stays small, and few enough to hide among."""
    return next((bits for most, bits in MOST_PARTICIPANTS if participants <= most), MOST_BITS)


def place_of(key: bytes, bits: int) -> int:
    """Which range a skeleton key is in, counted from zero."""
    return int.from_bytes(key[:4]) >> (32 - bits)


def prefix(place: int, bits: int) -> str:
    """The name of a range: its bits as hexadecimal digits, those that are missing in the last digit zero."""
    digits = -(-bits // 4)
    return f"{place << (4 * digits - bits):0{digits}x}"


def prefix_of(key: bytes, bits: int) -> str:
    """The name of the range of a skeleton key."""
    return prefix(place_of(key, bits), bits)


def is_epoch(text: str) -> bool:
    """Whether a text names an epoch, in the one way of writing it."""
    return _EPOCH.fullmatch(text) is not None


def is_file(path: str) -> bool:
    """Whether a path below the manifest's folder can be that of a file of an epoch."""
    return _FILE.fullmatch(path) is not None


def canonical(record: Record) -> bytes:
    """A record by RFC 8785: it holds whole numbers, texts and plain keys only, so sorting is enough."""
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def pack(records: Iterable[bytes]) -> bytes:
    """The container of canonical records."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(b"[" + b",".join(records) + b"]") + packer.flush()
    return MAGIC + _LENGTH.pack(len(packed)) + packed


def padded(length: int) -> int:
    """The one length of the ranges of which the longest container has so many bytes."""
    return -(-length // PADDED_TO) * PADDED_TO


def fill(container: bytes, length: int) -> bytes:
    """A range: a container with zero bytes up to a length."""
    return container.ljust(length, b"\0")


def unpack(raw: bytes) -> list[Record]:
    """The records of a range.

    Raises:
        FormatError: it is malformed, or anything but zero bytes follows.
    """
    records, end = _unpack(raw)
    if any(raw[end:]):
        raise FormatError("something follows the records")
    return records


def container_of(raw: bytes) -> bytes:
    """A range without the zero bytes at its end.

    Raises:
        FormatError: it is malformed.
    """
    return raw[: HEADER_BYTES + _packed_length(raw[:HEADER_BYTES])]


def _unpack(raw: bytes) -> tuple[list[Record], int]:
    end = HEADER_BYTES + _packed_length(raw[:HEADER_BYTES])
    if end > len(raw):
        raise FormatError("the file ends before its records do")
    return _records(raw[HEADER_BYTES:end]), end


def read_all(file: BinaryIO) -> Iterator[list[Record]]:
    """The records of a snapshot or of answers, range by range.

    Raises:
        FormatError: it is malformed.
    """
    while header := file.read(HEADER_BYTES):
        length = _packed_length(header)
        packed = file.read(length)
        if len(packed) != length:
            raise FormatError("the file ends before its records do")
        yield _records(packed)


def _packed_length(header: bytes) -> int:
    if len(header) != HEADER_BYTES or header[:4] != MAGIC:
        raise FormatError("the records do not begin with ORC1")
    found: int = _LENGTH.unpack(header[4:])[0]
    return found


def _records(packed: bytes) -> list[Record]:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        raw = unpacker.decompress(packed, LARGEST_UNPACKED)
    except zlib.error as error:
        raise FormatError("the records cannot be unpacked") from error
    if not unpacker.eof or unpacker.unused_data:
        raise FormatError("the records cannot be unpacked whole")
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise FormatError("the records are not JSON") from error
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise FormatError("the records are no list")
    return found


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is published in an epoch. `length`: of each range, in bytes. `sites`: how many one hides among.

    `ranges`, `snapshot`, `filter`, `answers`: SHA-256 of the files, hexadecimal; there is a snapshot, or the other two.
    `suffixes`, `skeletons`: of the pinned tables by which addresses became keys: who has others asks for wrong ranges.
    """

    origin: str
    epoch: int
    on: date
    bits: int
    records: int
    participants: int
    length: int
    sites: int
    ranges: str
    suffixes: str
    skeletons: str
    snapshot: str | None = None
    filter: str | None = None
    answers: str | None = None

    @property
    def text(self) -> str:
        """What is signed: three lines, of which the first tells it from a checkpoint of the same log."""
        said: dict[str, object] = {
            "date": self.on.isoformat(),
            "bits": self.bits,
            "records": self.records,
            "participants": self.participants,
            "length": self.length,
            "sites": self.sites,
            "ranges": self.ranges,
            "tables": {"suffixes": self.suffixes, "skeletons": self.skeletons},
        }
        beside = {"snapshot": self.snapshot, "filter": self.filter, "answers": self.answers}
        said |= {name: hashed for name, hashed in beside.items() if hashed is not None}
        return f"{self.origin}{MANIFEST_HEAD}\n{self.epoch}\n{canonical(said).decode()}\n"

    @property
    def sha256(self) -> str:
        """What the log names it by. Of the text alone: a signature of another key makes it no other manifest."""
        return sha256(self.text.encode()).hexdigest()

    def sign(self, signers: Sequence[Signer]) -> bytes:
        """The manifest as it is published, with a line of each key."""
        return (f"{self.text}\n" + "".join(signer.line(self.text) for signer in signers)).encode()


_NUMBERS = {"bits": (8, MOST_BITS), "records": (0, 2**40), "participants": (0, 2**40), "sites": (1, 2**40)}
_WITH_SNAPSHOT = {*_NUMBERS, "date", "length", "ranges", "tables", "snapshot"}
_WITH_FILTER = _WITH_SNAPSHOT - {"snapshot"} | {"filter", "answers"}


def open_manifest(raw: bytes, keys: Sequence[Verifier]) -> Manifest:
    """The manifest, once the signature of one of the log's keys is verified.

    Raises:
        FormatError: it is malformed, of another log, or signed by none of these keys.
    """
    if len(raw) > LARGEST_MANIFEST:
        raise FormatError("the manifest is too long")
    try:
        text = open_note(raw, keys).text
    except NoteError as error:
        raise FormatError(f"the manifest is not signed by this log: {error}") from error
    found = parse_manifest(text)
    if found.origin not in {key.name for key in keys}:
        raise FormatError("the manifest is of another log")
    return found


def parse_manifest(text: str) -> Manifest:
    """The manifest that a text is, in the one way of writing it; nothing is verified.

    Raises:
        FormatError: it is malformed.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0].endswith(MANIFEST_HEAD):
        raise FormatError("this is no manifest")
    if not is_epoch(lines[1]):
        raise FormatError("the manifest names no epoch")
    found = _manifest(lines[0].removesuffix(MANIFEST_HEAD), int(lines[1]), lines[2])
    if found.text != text:
        raise FormatError("the manifest is not in canonical form")
    return found


def _manifest(origin: str, epoch: int, line: str) -> Manifest:
    try:
        said = json.loads(line)
        if not isinstance(said, dict) or set(said) not in (_WITH_SNAPSHOT, _WITH_FILTER):
            raise FormatError("the manifest does not say what it should")
        tables = said.pop("tables")
        if not isinstance(tables, dict) or set(tables) != {"suffixes", "skeletons"}:
            raise FormatError("the manifest does not name the tables")
        on = date.fromisoformat(said.pop("date"))
        hashes = {name: said.pop(name) for name in ("ranges", "snapshot", "filter", "answers") if name in said} | tables
        if not all(isinstance(hashed, str) and _SHA256.fullmatch(hashed) for hashed in hashes.values()):
            raise FormatError("a hash in the manifest is none")
        for name, (least, most) in (_NUMBERS | {"length": (PADDED_TO, LARGEST_UNPACKED)}).items():
            if type(said[name]) is not int or not least <= said[name] <= most:
                raise FormatError(f"{name} of the manifest is out of bounds")
    except (ValueError, TypeError, RecursionError) as error:
        raise error if isinstance(error, FormatError) else FormatError("the manifest cannot be read") from error
    return Manifest(origin=origin, epoch=epoch, on=on, **said, **hashes)


def require_hash(raw: bytes, hashed: str, what: str) -> bytes:
    """Bytes whose SHA-256 it is.

    Raises:
        FormatError: they are others.
    """
    if sha256(raw).hexdigest() != hashed:
        raise FormatError(f"the {what} is not the one that the manifest names")
    return raw


def hashes_of(raw: bytes, manifest: Manifest) -> list[bytes]:
    """The hash of each range, from the list of ranges.

    Raises:
        FormatError: it is not the list of this manifest.
    """
    require_hash(raw, manifest.ranges, "list of ranges")
    if len(raw) != HASH_BYTES << manifest.bits:
        raise FormatError("the list of ranges is not whole")
    return [raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES)]


def open_range(raw: bytes, place: int, hashes: Sequence[bytes], manifest: Manifest) -> list[Record]:
    """The records of a range, once its length and its hash are seen to be right.

    Raises:
        FormatError: it is another one, or malformed.
    """
    if len(raw) != manifest.length:
        raise FormatError("the range does not have the one length")
    require_hash(raw, hashes[place].hex(), "range")
    return unpack(raw)
