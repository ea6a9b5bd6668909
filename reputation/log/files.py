"""The published folder: files that never change once they are there, and the checkpoint, which goes last."""

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from reputation.core import folders
from reputation.log.errors import OtherBytes

NEW = ".new"
LOCK = ".lock"
CHECKPOINT = "checkpoint"
KEY = "key"
POLICY = "policy"
WRITERS = 16


class Folder:
    """Writes so that a crash at any moment leaves only whole files, and the checkpoint only after all it covers."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @contextmanager
    def held(self) -> Iterator["Folder"]:
        """Hold the folder against a second publisher; it waits."""
        folders.make(self.root)
        with (self.root / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self

    def checkpoint(self) -> bytes | None:
        """The published checkpoint, None when there is none."""
        try:
            return (self.root / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None

    def has(self, path: str) -> bool:
        """Whether a path is there."""
        return (self.root / path).exists()

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files under paths that never change; the same bytes again are fine.

        All are on the disk before the first gets its name, and all names before this returns.

        Raises:
            OtherBytes: a path already holds something else.
        """
        written: list[tuple[Path, Path]] = []
        for path, raw in files:
            target = self.root / path
            if target.exists():
                self._require_same(target, path, raw)
                continue
            folders.make(target.parent)
            new = target.with_name(f"{target.name}{NEW}")
            _write(new, raw)
            written.append((new, target))
        for new, target in written:
            new.rename(target)
        for folder in sorted({target.parent for _, target in written}):
            folders.sync(folder)

    @staticmethod
    def _require_same(target: Path, path: str, raw: bytes) -> None:
        if target.read_bytes() != raw:
            raise OtherBytes(
                f"{path} in the published folder holds other bytes than this log. Nothing more is published: the "
                "file was changed or damaged. If it is damaged, delete it and start again; it is written anew."
            )

    def put_checkpoint(self, raw: bytes) -> None:
        """Show a checkpoint. What it covers must be on the disk already."""
        self._show(CHECKPOINT, raw)

    def put_beside(self, name: str, raw: bytes) -> None:
        """Show a small file that may change, the key say; one that says so already is left alone."""
        file = self.root / name
        if not file.exists() or file.read_bytes() != raw:
            self._show(name, raw)

    def _show(self, name: str, raw: bytes) -> None:
        new = self.root / f"{name}{NEW}"
        _write(new, raw)
        new.rename(self.root / name)
        folders.sync(self.root)

    def replace(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Write files that may change, each replaced as a whole; what holds these bytes already is left alone.

        Many at a time, because each alone waits for the disk. All are on it before this returns.
        """
        written: list[tuple[Path, Path]] = []
        touched: set[Path] = set()
        with ThreadPoolExecutor(WRITERS) as pool:
            writing = []
            for path, raw in files:
                target = self.root / path
                if self.read(path) == raw:
                    continue
                if not target.parent.is_dir():
                    target.parent.mkdir(parents=True)
                    touched |= {folder for folder in target.parent.parents if folder.is_relative_to(self.root)}
                new = target.with_name(f"{target.name}{NEW}")
                writing.append(pool.submit(_write, new, raw))
                written.append((new, target))
            for one in writing:
                one.result()
            for new, target in written:
                new.rename(target)
                touched.add(target.parent)
            list(pool.map(folders.sync, sorted(touched)))

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and see that their names are off the disk before this returns."""
        touched: set[Path] = set()
        for path in paths:
            target = self.root / path
            if target.exists():
                target.unlink()
                touched.add(target.parent)
        for folder in sorted(touched):
            folders.sync(folder)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None when it is not there."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def names(self, path: str) -> list[str]:
        """What lies in a folder, in order; nothing when it is not there."""
        try:
            return sorted(entry.name for entry in (self.root / path).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return []

    def drop(self, path: str) -> None:
        """Remove the partial versions of a tile."""
        shutil.rmtree(self.root / path, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what an interrupted run left half-written, and sync every folder: it may have died before that."""
        for half in self.root.rglob(f"*{NEW}"):
            half.unlink(missing_ok=True)
        for folder in (self.root.parent, self.root, *sorted(self.root.rglob("*/"))):
            folders.sync(folder)


def _write(path: Path, raw: bytes) -> None:
    with path.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
