"""A copy that grows with every audit: what was read once is kept, and only what is new is fetched."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reputation.audit.source import CHECKPOINT, LOG, Missing, Source, Unreadable, read_file
from reputation.tlog.notes import LONGEST_NOTE

KEPT = (f"{LOG}tile/", f"{LOG}ratings/", f"{LOG}reports/2")
REFUSED = "checkpoint.refused"


class Mirror:
    """Another source with a folder before it, laid out as a log is published.

    Files that never change are kept as soon as they are read, each whole or not at all, so that an interrupted audit
    goes on where it was. The checkpoint is kept last, once all entries are seen to lead to it: up to it the folder is a
    copy of the log that can be audited or served. Nothing is forced to the disk: what a crash damages, the next audit
    finds, and the one after it fetches anew.

    Raises:
        Unreadable: the folder cannot be made.
    """

    def __init__(self, folder: Path, source: Source) -> None:
        self.folder = folder / "log"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unreadable(f"Nothing can be kept in {folder}: {error.strerror}.") from error
        self.source = source
        self.is_service = source.is_service

    def checkpoint(self) -> bytes | None:
        """The checkpoint of the last audit that passed.

        Raises:
            Unreadable: it cannot be read.
        """
        try:
            return b"".join(read_file(self.folder / "checkpoint", "The checkpoint that was kept", LONGEST_NOTE))
        except Missing:
            return None

    def read(self, path: str, most: int) -> bytes:
        file = self._file(path)
        if file is None:
            return self.source.read(path, most)
        if file.exists():
            return b"".join(read_file(file, path, most))
        raw = self.source.read(path, most)
        self._keep(file, iter([raw]))
        return raw

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        file = self._file(path)
        if file is None:
            yield from self.source.stream(path, most)
            return
        if not file.exists():
            self._keep(file, self.source.stream(path, most))
        yield from read_file(file, path, most)

    def forget(self, path: str) -> None:
        """Drop a kept file that is not what it should be, so that the next audit fetches it anew."""
        file = self._file(path)
        if file is not None:
            file.unlink(missing_ok=True)

    def finish(self, checkpoint: bytes, *, is_copied: bool) -> None:
        """Keep the checkpoint: as the new one, or, when the folder is no copy of it, beside the old one as evidence."""
        self._keep(self.folder / ("checkpoint" if is_copied else REFUSED), iter([checkpoint]))

    def close(self) -> None:
        self.source.close()

    def _file(self, path: str) -> Path | None:
        if path == CHECKPOINT or not path.startswith(KEPT):
            return None
        return self.folder / path.removeprefix(LOG)

    def _keep(self, file: Path, pieces: Iterator[bytes]) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.writelines(pieces)
            Path(name).chmod(0o644)
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
        shutil.rmtree(file.with_name(f"{file.name}.p"), ignore_errors=True)
