"""Backups: the whole database in one file, encrypted for a key that is not on this machine; and back out of one."""

import contextlib
import errno
import fcntl
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import pyrage
from psycopg import sql
from psycopg.conninfo import make_conninfo

from config import places, processes, server
from config.database import OWNER, database_role
from config.refusals import StartRefused
from config.roles import Connection

KEPT_DAYS = 30
NAME = re.compile(r"open-reference-(\d{4}-\d{2}-\d{2}T\d{6}Z)\.(?:age|dump)", re.ASCII)
HALF = re.compile(rf"\.{NAME.pattern}\.new", re.ASCII)
STAMP = "%Y-%m-%dT%H%M%SZ"
ENCRYPTED = b"age-encryption.org/v1\n"
PLAIN = b"PGDMP"
CHUNK = 1 << 20
UNFINISHED = "restore-unfinished"

Progress = Callable[[int], object]


@dataclass(frozen=True)
class Made:
    """A backup that is whole on the disk, how long the log is in it, and which older ones it let go."""

    path: Path
    bytes: int
    entries: int
    removed: list[Path]


class _Counted:
    """Passes bytes on and tells how many. Keeps what went wrong there, which the encryption would put into words."""

    def __init__(self, file: IO[bytes], progress: Progress) -> None:
        self._file = file
        self._progress = progress
        self.error: OSError | None = None

    def write(self, raw: bytes) -> int:
        try:
            self._file.write(raw)
        except OSError as error:
            self.error = error
            raise
        self._progress(len(raw))
        return len(raw)

    def flush(self) -> None:
        self._file.flush()


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """The key in the setting BACKUP_RECIPIENT.

    Raises:
        StartRefused: backup-recipient-missing, backup-recipient-wrong.
    """
    if not text:
        raise StartRefused(
            "backup-recipient-missing",
            "BACKUP_RECIPIENT is not set. Make a key where backups are to be read, not here (age-keygen -o "
            "backup.key), and set BACKUP_RECIPIENT to its public half, which begins with age1.",
        )
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise StartRefused(
            "backup-recipient-wrong", f"BACKUP_RECIPIENT is no public age key of the kind age1…: {error}."
        ) from error


def identities_in(path: Path) -> list[pyrage.x25519.Identity]:
    """The secret keys in a file as age-keygen writes it.

    Raises:
        StartRefused: backup-key-missing, backup-key-wrong.
    """
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        return [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise StartRefused("backup-key-missing", f"The key file {path} cannot be read.") from error
    except pyrage.IdentityError as error:
        raise StartRefused("backup-key-wrong", f"{path} holds no age key of the kind AGE-SECRET-KEY-1….") from error


def backup(
    target: server.Target,
    folder: Path,
    *,
    recipient: pyrage.x25519.Recipient | None,
    keep_days: int,
    now: datetime,
    progress: Progress,
) -> Made:
    """Write a backup into a folder, whole or not at all, and remove those there that are older than `keep_days`.

    Half ones of runs that were killed go first. Without a recipient it is not encrypted.

    Raises:
        StartRefused: backup-exists, backup-failed, backup-folder-wrong, disk-full, folder-unwritable, and as
            `server.require_reachable`.
    """
    path = folder / f"open-reference-{now.strftime(STAMP)}.{'age' if recipient else 'dump'}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _remove_halves(folder)
        with closing(server.require_reachable(target)) as admin, _whole(path) as file:
            entries = _dump(admin, target, file, recipient, progress)
        size = path.stat().st_size
        removed = _remove_old(folder, now - timedelta(days=keep_days))
    except OSError as error:
        raise _refusal(folder, error) from error
    return Made(path, size, entries, removed)


def _refusal(folder: Path, error: OSError) -> StartRefused:
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return StartRefused(
            "backup-folder-wrong",
            f"{folder} is no folder, or lies below something that is none. Give a folder; a new one is made.",
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return processes.unwritable(folder, error)
    return StartRefused(
        "folder-unwritable",
        f"{folder} cannot be written to ({error.strerror}). Give this user the folder, or choose another.",
    )


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when all of it is on the disk, and that only we can read."""
    half = path.with_name(f".{path.name}.new")
    if path.exists() or half.exists():
        raise StartRefused("backup-exists", f"{path} is there already, or being written. Nothing was written.")
    with _locked(half) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            half.rename(path)
        except BaseException:
            half.unlink(missing_ok=True)
            raise
    descriptor = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _locked(half: Path) -> IO[bytes]:
    """A new file with a lock on it that ends with this process, so that nobody takes it for one left behind."""
    while True:
        file = os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # another backup saw it before it was locked, and removed it


def _remove_halves(folder: Path) -> None:
    """Remove what backups that were killed left half-written: nobody must find in it what was erased since."""
    for path in folder.iterdir():
        if HALF.fullmatch(path.name):
            with contextlib.suppress(FileNotFoundError, BlockingIOError), path.open("r+b") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def _dump(
    admin: Connection,
    target: server.Target,
    file: IO[bytes],
    recipient: pyrage.x25519.Recipient | None,
    progress: Progress,
) -> int:
    """Dump one moment of the database into a file; answers how long the log is at that moment."""
    admin.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    admin.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(database_role(OWNER))))
    row = admin.execute("SELECT pg_export_snapshot(), (SELECT size FROM log_head)").fetchone()
    snapshot, entries = row or ("", 0)
    sink = _Counted(file, progress)
    with _program(target, "pg_dump", "--format=custom", f"--snapshot={snapshot}", stdout=subprocess.PIPE) as dump:
        try:
            _encrypt(_pipe(dump.process.stdout), sink, recipient)
        except (pyrage.EncryptError, OSError) as error:
            raise sink.error or error from None
        dump.require_well("backup-failed", "The database could not be read to its end")
    return int(entries or 0)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # noqa: S101 - it was asked for
    return stream


def _encrypt(reader: IO[bytes], writer: _Counted, recipient: pyrage.x25519.Recipient | None) -> None:
    if recipient is not None:
        pyrage.encrypt_io(reader, writer, [recipient])
        return
    while piece := reader.read(CHUNK):
        writer.write(piece)


def _remove_old(folder: Path, before: datetime) -> list[Path]:
    """Remove the backups of a folder that are too old by their names; nothing else in it."""
    removed = []
    for path in sorted(folder.iterdir()):
        match = NAME.fullmatch(path.name)
        if match and datetime.strptime(match[1], STAMP).replace(tzinfo=before.tzinfo) < before:
            path.unlink()
            removed.append(path)
    return removed


@dataclass(frozen=True)
class _Program:
    """A running program of the server's. What it complains of goes into a file, so that it never waits for a reader."""

    process: subprocess.Popen[bytes]
    words: IO[bytes]

    def require_well(self, code: str, advice: str) -> None:
        """Wait for its end; a refusal with its last words when that is not a good one."""
        if self.process.wait() != 0:
            self.words.seek(0)
            lines = self.words.read().decode(errors="replace").strip().splitlines()
            raise StartRefused(code, f"{advice}: {lines[-1] if lines else self.process.returncode}")


@contextmanager
def _program(target: server.Target, name: str, *arguments: str, **streams: int) -> Iterator[_Program]:
    """One of the server's programs on our database, as the owner of the tables. The password is in no command line."""
    parts = dict(target.parts) | {"dbname": target.database}
    password = str(parts.pop("password", ""))
    with tempfile.TemporaryFile() as words, tempfile.TemporaryDirectory() as keep:
        program = places.programs(places.Account(), keep=Path(keep)) / name
        command = [program, *arguments, "--no-owner", "--no-acl", f"--role={database_role(OWNER)}"]
        kept = {name: value for name, value in os.environ.items() if name.startswith("PG") or name in ("HOME", "PATH")}
        environment = {**kept, "LC_ALL": "C.UTF-8", **({"PGPASSWORD": password} if password else {})}
        process = subprocess.Popen(
            [*command, f"--dbname={make_conninfo(**parts)}"],
            env=environment,
            stderr=words,
            **streams,  # type: ignore[call-overload]
        )
        try:
            yield _Program(process, words)
        finally:
            process.kill()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if stream is not None:
                        stream.close()
            process.wait()


def mark_finished(home: Path) -> None:
    """The log may go on."""
    (home / UNFINISHED).unlink(missing_ok=True)


def require_finished(home: Path) -> None:
    """See that no restore was left halfway.

    Raises:
        StartRefused: restore-unfinished.
    """
    if (home / UNFINISHED).exists():
        raise StartRefused(
            "restore-unfinished",
            "A backup was restored and the published log was not replayed into it yet, so nothing may be published. "
            "Run `manage.py replay`.",
        )


def _is_empty(target: server.Target) -> bool:
    with closing(server.require_reachable(target)) as admin:
        row = admin.execute("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace").fetchone()
    return row == (0,)


def restore(
    target: server.Target, path: Path, *, home: Path, identities: list[pyrage.x25519.Identity], progress: Progress
) -> None:
    """Fill an empty database from a backup, in one transaction. Nothing is served until the log was replayed into it.

    Raises:
        StartRefused: backup-unreadable, backup-key-missing, backup-key-wrong, restore-not-empty, restore-failed.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise StartRefused("backup-unreadable", f"{path} cannot be read: {error.strerror}.") from error
    with file:
        head = file.read(len(ENCRYPTED))
        file.seek(0)
        is_encrypted = head == ENCRYPTED
        if not is_encrypted and not head.startswith(PLAIN):
            raise StartRefused("backup-unreadable", f"{path} is no backup of this service.")
        if is_encrypted and not identities:
            raise StartRefused("backup-key-missing", f"{path} is encrypted. Give the file of its key with --identity.")
        if not _is_empty(target):
            raise StartRefused(
                "restore-not-empty",
                "There are tables in this database already, and a backup is restored into an empty one: give another "
                "DATABASE_URL, or without one move the folder `postgres` in REPUTATION_HOME away, and leave `public`.",
            )
        (home / UNFINISHED).touch()
        try:
            _fill(target, file, path, identities if is_encrypted else None, progress)
        finally:
            if _is_empty(target):
                mark_finished(home)
    with closing(server.require_reachable(target)) as admin:
        admin.execute("ANALYZE")


def _fill(
    target: server.Target,
    file: IO[bytes],
    path: Path,
    identities: list[pyrage.x25519.Identity] | None,
    progress: Progress,
) -> None:
    with _program(target, "pg_restore", "--single-transaction", stdin=subprocess.PIPE) as restoring:
        stdin = _pipe(restoring.process.stdin)
        sink = _Counted(stdin, progress)
        try:
            _decrypt(file, sink, identities)
            stdin.close()
        except (pyrage.DecryptError, OSError) as error:
            # Else the program has gone, and says why. If not, it is ended here, and its transaction with it.
            if sink.error is None:
                raise _unreadable(path, error) from error
        restoring.require_well("restore-failed", "The backup was not restored")


def _decrypt(file: IO[bytes], writer: _Counted, identities: list[pyrage.x25519.Identity] | None) -> None:
    if identities is not None:
        pyrage.decrypt_io(file, writer, identities)
        return
    while piece := file.read(CHUNK):
        writer.write(piece)


def _unreadable(path: Path, error: Exception) -> StartRefused:
    if "No matching keys" in str(error):
        return StartRefused("backup-key-wrong", f"This key does not open {path}: it was encrypted for another.")
    advice = f"{path} is damaged or not whole: nothing of it was restored. Take another backup."
    return StartRefused("backup-unreadable", advice)
