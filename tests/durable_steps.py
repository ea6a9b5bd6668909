"""Comes between the code and what lasts: each write to disk and database gets a name, and one of them a fault.

Nothing of the product is changed. What is replaced are the doors every write goes through: `open` and the calls of `os`
for files, `execute` and `commit` of psycopg for the database. Reads pass by.
"""

import builtins
import errno
import io
import os
import pickle
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, TypeVar

import psycopg

from tests.power_cut import CUTS, Disk

T = TypeVar("T")

FUNCTIONS = (
    "append",
    "start",
    "held",
    "sweep",
    "sequence",
    "put",
    "put_checkpoint",
    "put_beside",
    "drop",
    "_record",
    "write",
)
"""What the README calls the steps: a write belongs to the innermost of these that it is made in."""
FAILS = "fails", "fails though it is done"
KILLED = "killed after it"
HALF = "half of it is done, then it fails", "half of it is done, then killed"
ERRORS = {"fsync": errno.EIO, "rename": errno.EROFS, "remove": errno.EACCES}
WRITES = re.compile(r'\b(INSERT INTO|UPDATE|DELETE FROM) "?(log_\w+)"?')


def modes(step: str) -> list[str]:
    """The faults worth trying at a step, by its name; those left out leave what another step's leave.

    A statement lasts only by its commit, so it cannot fail though it is done; a folder that is there is there. A kill
    loses nothing that was written, so it need not come after a sync; a power cut loses what was not synced, so it need
    not come after each write. Which names survive it matters where names change.
    """
    lost = next(iter(CUTS))
    return {
        "create": [FAILS[0], KILLED],
        "write": [FAILS[0], *HALF, KILLED, lost],
        "fsync": [*FAILS, lost],
        "mkdir": [FAILS[0], KILLED, *CUTS],
        "rename": [*FAILS, KILLED, *CUTS],
        "remove": [*FAILS, KILLED, *CUTS],
        "commit": [*FAILS, KILLED],
    }.get(step.partition(": ")[2].split()[0], [FAILS[0], KILLED])


class Steps:
    """The writes of one process below a folder and to the database, in order; at one of them the fault happens."""

    def __init__(self, root: Path, state: Path, say: Callable[[str, str], None]) -> None:
        self.root, self.state, self.say = root, state, say
        self.disk = pickle.loads(state.read_bytes()) if state.exists() else Disk(root)  # noqa: S301 - our own
        self.count = 0
        self.at, self.mode = -1, ""
        self.is_watching = False
        self.function = ""
        self.paths: dict[int, Path] = {}
        self.true = {name: getattr(os, name) for name in ("open", "fsync", "mkdir", "rename", "unlink", "rmdir")}

    def do(self, name: str, act: Callable[[], T], *, broken: Callable[[], Exception], half: Callable[[], Any]) -> T:
        """Do one step, or what the fault makes of it."""
        self.function = _function(sys._getframe(2)) or self.function
        self.say("step", f"{self.function}: {name}")
        self.count += 1
        if self.count - 1 != self.at:
            return act()
        if self.mode == FAILS[0]:
            raise broken()
        if self.mode in HALF:
            half()
            if self.mode == HALF[0]:
                raise broken()
            return self.die()
        act()
        if self.mode == FAILS[1]:
            raise broken()
        if self.mode in CUTS:
            self.is_watching = False
            self.disk.leave(self.root, CUTS[self.mode](self.at))
            self.disk = Disk(self.root)
        return self.die()

    def die(self) -> NoReturn:
        """As if killed from outside. The next process on this disk needs to know what is synced."""
        self.is_watching = False
        self.state.write_bytes(pickle.dumps(self.disk))
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")

    # Files

    def ours(self, path: Any, folder: int | None = None) -> Path | None:
        """The path, if it is one to watch."""
        if not self.is_watching:
            return None
        found = self.paths.get(path) if isinstance(path, int) else Path(path)
        if found is not None and folder is not None:
            found = self.paths[folder] / found
        return found if found is not None and found.is_relative_to(self.root) else None

    def file(self, what: str, path: Path, act: Callable[[], T], half: Callable[[], Any] = lambda: None) -> T:
        """A step on a file or folder."""
        number = ERRORS.get(what, errno.ENOSPC)
        log = self.root / "log"
        shown = path.relative_to(log) if path.is_relative_to(log) else Path("..")
        return self.do(f"{what} {shown}", act, broken=lambda: OSError(number, os.strerror(number)), half=half)

    def open(self, path: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
        found = self.ours(path)
        if found is None or mode.startswith("r"):
            return _open(path, mode, *args, **options)

        def act() -> _File:
            raw = _File(found, mode[0])
            raw.steps, raw.at = self, found
            self.paths[raw.fileno()] = found
            self.disk.opened(found)
            return raw

        buffered = io.BufferedWriter(self.file("create", found, act))
        return buffered if "b" in mode else io.TextIOWrapper(buffered)

    def os_open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        found = self.ours(path, dir_fd)
        descriptor: int = self.true["open"](path, flags, mode, dir_fd=dir_fd)
        if found is not None:
            self.paths[descriptor] = found
        return descriptor

    def fsync(self, descriptor: int) -> None:
        """The real call takes its time and would show nothing: what it does is in the model of the disk."""
        found = self.ours(descriptor)
        if found is not None:
            self.file("fsync", found, lambda: self.disk.synced(found))

    def mkdir(self, path: Any, mode: int = 0o777) -> None:
        found = self.ours(path)
        if found is None or found.exists():
            self.true["mkdir"](path, mode)
            return

        def act() -> None:
            self.true["mkdir"](path, mode)
            self.disk.made(found)

        self.file("mkdir", found, act)

    def rename(self, path: Any, target: Any) -> None:
        found, to = self.ours(path), self.ours(target)
        if found is None or to is None:
            self.true["rename"](path, target)
            return

        def act() -> None:
            self.true["rename"](path, target)
            self.disk.renamed(found, to)
            if to.name == "checkpoint":
                self.say("shown", to.read_text(encoding="utf-8"))

        self.file("rename", found, act)

    def remove(self, call: str) -> Callable[..., None]:
        """What stands in for `os.unlink` and `os.rmdir`."""

        def remove(path: Any, *, dir_fd: int | None = None) -> None:
            found = self.ours(path, dir_fd)
            if found is None or not found.exists():
                self.true[call](path, dir_fd=dir_fd)
                return

            def act() -> None:
                self.true[call](path, dir_fd=dir_fd)
                self.disk.removed(found)

            self.file("remove", found, act)

        return remove

    # Database

    def lose(self, connection: psycopg.Connection[Any]) -> psycopg.OperationalError:
        """What a lost connection looks like."""
        connection.close()
        return psycopg.OperationalError("the connection is lost")

    def execute(self, cursor: psycopg.Cursor[Any], query: Any, *args: Any, **options: Any) -> Any:
        tables = list(dict.fromkeys(f"{verb.split()[0].lower()} {name}" for verb, name in WRITES.findall(str(query))))
        if not self.is_watching or not tables:
            return _execute(cursor, query, *args, **options)
        return self.do(
            ", ".join(tables),
            lambda: _execute(cursor, query, *args, **options),
            broken=lambda: self.lose(cursor.connection),
            half=lambda: None,
        )

    def commit(self, connection: psycopg.Connection[Any]) -> None:
        if not self.is_watching:
            _commit(connection)
            return
        self.do("commit", lambda: _commit(connection), broken=lambda: self.lose(connection), half=lambda: None)

    def watch(self, at: int | None, mode: str) -> None:
        """Begin; `at`: the step, counted from zero, that has the fault."""
        self.at, self.mode, self.is_watching = -1 if at is None else at, mode, True
        doors: list[tuple[Any, str, Callable[..., Any]]] = [
            (io, "open", self.open),
            (builtins, "open", self.open),
            (os, "open", self.os_open),
            (os, "fsync", self.fsync),
            (os, "mkdir", self.mkdir),
            (os, "rename", self.rename),
            (os, "replace", self.rename),
            (os, "unlink", self.remove("unlink")),
            (os, "rmdir", self.remove("rmdir")),
            (psycopg.Cursor, "execute", lambda cursor, *args, **options: self.execute(cursor, *args, **options)),
            (psycopg.Connection, "commit", lambda connection: self.commit(connection)),
        ]
        for owner, name, door in doors:
            setattr(owner, name, door)


_open, _execute, _commit = io.open, psycopg.Cursor.execute, psycopg.Connection.commit


class _File(io.FileIO):
    """A file whose writes are steps."""

    steps: Steps
    at: Path

    def write(self, data: Any, /) -> int:
        return self.steps.file(
            "write",
            self.at,
            lambda: super(_File, self).write(data),
            lambda: super(_File, self).write(bytes(data)[: len(data) // 2]),
        )


def _function(frame: FrameType | None) -> str:
    while frame is not None:
        if frame.f_code.co_name in FUNCTIONS and "/reputation/" in frame.f_code.co_filename:
            return frame.f_code.co_name
        frame = frame.f_back
    return ""
