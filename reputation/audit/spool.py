"""Records on disk, sorted by key, so that an audit of any size needs little memory.

A record begins with its key and the eight bytes of its position in the log. Records are thrown into parts by the first
byte of their key and read part by part; a part that is too large is divided further before it is sorted, whatever
keys it holds.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

RECORDS_A_PART = 25_000
MOST_PARTS = 256
MOST_BUFFERED = 8 << 20
MOST_LOADED = 48 << 20
PIECE = 4 << 20
POSITION_BYTES = 8
LENGTH_BYTES = 4


def parts_for(size: int) -> int:
    """How many parts for so many records."""
    return min(MOST_PARTS, size // RECORDS_A_PART + 1)


def part_of(first: int, parts: int) -> int:
    """The part of a key with this first byte; parts are ranges of keys in ascending order."""
    return first * parts >> 8


@dataclass(frozen=True, slots=True)
class Stream:
    """Records of one sort. `size` is that of each in bytes, None where they differ."""

    name: str
    size: int | None = None

    def packed(self, record: bytes) -> bytes:
        """A record as it is written."""
        return record if self.size else len(record).to_bytes(LENGTH_BYTES) + record

    def pieces(self, path: Path) -> Iterator[list[bytes]]:
        """The records of a file, some at a time."""
        if not path.exists():
            return
        with path.open("rb") as file:
            yield from self._fixed(file, self.size) if self.size else self._varying(file)

    @staticmethod
    def _fixed(file: IO[bytes], size: int) -> Iterator[list[bytes]]:
        while raw := file.read(PIECE // size * size):
            yield [raw[at : at + size] for at in range(0, len(raw), size)]

    @staticmethod
    def _varying(file: IO[bytes]) -> Iterator[list[bytes]]:
        piece: list[bytes] = []
        held = 0
        while head := file.read(LENGTH_BYTES):
            piece.append(file.read(int.from_bytes(head)))
            held += len(piece[-1])
            if held > PIECE:
                yield piece
                piece, held = [], 0
        if piece:
            yield piece


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a spool's parts lie, for those who read them; can be given to another process."""

    folder: Path
    streams: tuple[Stream, ...]
    key_bytes: int
    parts: int

    def path(self, part: int, stream: Stream) -> Path:
        """The file of a part."""
        return self.folder / f"{part}.{stream.name}"

    def leaves(self, part: int) -> Iterator[tuple[list[bytes], ...]]:
        """Sorted records of each stream, range of keys by range of keys; a range fits into memory."""
        yield from self._leaves([self.path(part, stream) for stream in self.streams])

    def _leaves(self, paths: Sequence[Path]) -> Iterator[tuple[list[bytes], ...]]:
        held = sum(path.stat().st_size for path in paths if path.exists())
        at = self._where_they_differ(paths) if held > MOST_LOADED else None
        if at is not None:
            for children in self._divided(paths, at):
                yield from self._leaves(children)
            return
        loaded = tuple(
            sorted(record for piece in stream.pieces(path) for record in piece)
            for stream, path in zip(self.streams, paths, strict=True)
        )
        for path in paths:
            path.unlink(missing_ok=True)
        if any(loaded):
            yield loaded

    def _where_they_differ(self, paths: Sequence[Path]) -> int | None:
        """The first byte in which keys differ; None when there is one key only, which cannot be divided."""
        low, high = b"\xff" * self.key_bytes, b""
        for stream, path in zip(self.streams, paths, strict=True):
            for piece in stream.pieces(path):
                low, high = min(low, min(piece)[: self.key_bytes]), max(high, max(piece)[: self.key_bytes])
        return next((at for at in range(self.key_bytes) if low[at] != high[at]), None)

    def _divided(self, paths: Sequence[Path], at: int) -> Iterator[list[Path]]:
        """The same records in up to 256 files each, by one byte of their key."""
        seen: set[int] = set()
        for stream, path in zip(self.streams, paths, strict=True):
            for piece in stream.pieces(path):
                buffers: dict[int, list[bytes]] = defaultdict(list)
                for record in piece:
                    buffers[record[at]].append(stream.packed(record))
                for byte, records in buffers.items():
                    with path.with_name(f"{path.name}.{byte}").open("ab") as file:
                        file.writelines(records)
                seen |= buffers.keys()
            path.unlink(missing_ok=True)
        for byte in sorted(seen):
            yield [path.with_name(f"{path.name}.{byte}") for path in paths]


class Spool:
    """Writes the parts of a shelf."""

    def __init__(self, folder: Path, streams: tuple[Stream, ...], *, key_bytes: int, parts: int) -> None:
        folder.mkdir()
        self.shelf = Shelf(folder, streams, key_bytes, parts)
        self._buffers: dict[tuple[Stream, int], bytearray] = defaultdict(bytearray)
        self._buffered = 0

    def put(self, stream: Stream, part: int, packed: bytes | bytearray) -> None:
        """Keep records of a part as `Stream.packed` made them."""
        self._buffers[stream, part] += packed
        self._buffered += len(packed)
        if self._buffered > MOST_BUFFERED:
            self.flush()

    def flush(self) -> None:
        """Write what is still in memory."""
        for (stream, part), buffer in self._buffers.items():
            with self.shelf.path(part, stream).open("ab") as file:
                file.write(buffer)
        self._buffers.clear()
        self._buffered = 0
