"""Entries on disk, sorted by business, so that an audit of any size needs little memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from uuid import UUID

ENTRIES_A_PART = 100_000
MOST_PARTS = 256
HEAD = 8 + 2
MOST_BUFFERED = 8 << 20


class Spool:
    """Temporary files, each with the entries of one range of business ids in the order of the log.

    A part holds about ENTRIES_A_PART entries when ids are random, as they are.
    """

    def __init__(self, size: int) -> None:
        self.parts = min(MOST_PARTS, size // ENTRIES_A_PART + 1)
        self._folder = tempfile.TemporaryDirectory(prefix="audit-")
        self._buffers = [bytearray() for _ in range(self.parts)]
        self._buffered = 0

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._folder.cleanup()

    def part_of(self, business: UUID) -> int:
        """Parts are ranges of ids in ascending order."""
        return (business.int >> 96) * self.parts >> 32

    def put(self, position: int, business: UUID, raw: bytes) -> None:
        """Keep an entry of a business."""
        self._buffers[self.part_of(business)] += position.to_bytes(8) + len(raw).to_bytes(2) + raw
        self._buffered += HEAD + len(raw)
        if self._buffered > MOST_BUFFERED:
            self.flush()

    def flush(self) -> None:
        """Write what is still in memory."""
        for part, buffer in enumerate(self._buffers):
            if buffer:
                with self._path(part).open("ab") as file:
                    file.write(buffer)
                buffer.clear()
        self._buffered = 0

    def entries(self, part: int) -> Iterator[tuple[int, bytes]]:
        """Position and bytes of a part's entries, in the order of the log."""
        path = self._path(part)
        if not path.exists():
            return
        with path.open("rb") as file:
            while head := file.read(HEAD):
                yield int.from_bytes(head[:8]), file.read(int.from_bytes(head[8:]))

    def _path(self, part: int) -> Path:
        return Path(self._folder.name) / str(part)
