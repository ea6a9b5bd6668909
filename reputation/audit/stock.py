"""All spools of one audit, in one temporary folder."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from reputation.audit import records
from reputation.audit.spool import POSITION_BYTES, Shelf, Spool, Stream, part_of, parts_for


@dataclass(frozen=True, slots=True)
class Shelves:
    """What is read after the log was: entries by business, by receipt key and by attester, and ids."""

    businesses: Shelf
    keys: Shelf
    attesters: Shelf
    once: Shelf


class Stock:
    """Takes records of every stream in; `shelves` gives them back sorted."""

    def __init__(self, size: int) -> None:
        self.parts = parts_for(size)
        self._temporary = tempfile.TemporaryDirectory(prefix="audit-")
        folder = Path(self._temporary.name)

        def spool(name: str, key_bytes: int, *streams: Stream) -> Spool:
            return Spool(folder / name, streams, key_bytes=key_bytes, parts=self.parts)

        businesses = spool("businesses", records.SUBJECT_BYTES, records.REVIEWS, records.EVENTS, records.LINES)
        keys = spool("keys", records.ABOUT_BYTES + POSITION_BYTES, records.KEYS)
        attesters = spool("attesters", records.BUSINESS_BYTES, records.ATTESTERS)
        once = spool("once", records.ONCE_BYTES, records.ONCE)
        self._of = {stream: spool for spool in (businesses, keys, attesters, once) for stream in spool.shelf.streams}
        self.shelves = Shelves(businesses.shelf, keys.shelf, attesters.shelf, once.shelf)

    def __enter__(self) -> "Stock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._temporary.cleanup()

    def put(self, stream: Stream, part: int, packed: bytes | bytearray) -> None:
        """Keep records of a part as `Stream.packed` made them."""
        self._of[stream].put(stream, part, packed)

    def add(self, stream: Stream, record: bytes) -> None:
        """Keep one record."""
        self.put(stream, part_of(record[0], self.parts), stream.packed(record))

    def flush(self) -> None:
        """Write what is still in memory."""
        for spool in self._of.values():
            spool.flush()
