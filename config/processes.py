"""Children that do not outlive us, a lock that a second one cannot take, ports that are free, seldom garbage."""

import ctypes
import errno
import fcntl
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.refusals import StartRefused

PR_SET_PDEATHSIG = 1
PORT_PATIENCE_S = 2.0
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(number: signal.Signals) -> Callable[[], None]:
    """A step for the child between fork and exec: be sent this signal when the parent dies, however it dies.

    Source: prctl(2), PR_SET_PDEATHSIG. Only Linux has it; elsewhere the next start stops what was left behind.
    """

    def step() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)

    return step


def look_for_garbage_less() -> None:
    """What a process reads while it starts stays to its end: to look through it for garbage was a fifth of every start.

    Objects in circles, which alone need this, are few here and are found a little later.
    """
    gc.set_threshold(50_000, 20, 20)


def is_alive(pid: int) -> bool:
    """Whether a process of this number exists and is not just waiting to be buried."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return True


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold the folder: a second service on it would start a second server on the same files.

    Raises:
        StartRefused: already-served.
    """
    path = home / "serve.lock"
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise unwritable(home, error) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StartRefused(
                "already-served",
                f"A service already runs on {home}. Stop it first, or set REPUTATION_HOME to another folder.",
            ) from error
        yield
    finally:
        os.close(descriptor)


def is_locked(home: Path) -> bool:
    """Whether a service holds the folder now."""
    path = home / "serve.lock"
    if not path.exists():
        return False
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def require_port(host: str, port: int, setting: str = "PORT") -> None:
    """See that nobody listens where we want to, as a setting says, before anything is started.

    The pages of a service that was killed a moment ago may still be closing: they are given some seconds.

    Raises:
        StartRefused: port-taken, port-forbidden, address-unknown.
    """
    until = time.monotonic() + PORT_PATIENCE_S
    while (trouble := _trouble_with_port(host, port, setting)) is not None:
        if trouble.code != "port-taken" or time.monotonic() > until:
            raise trouble
        time.sleep(0.1)


def _trouble_with_port(host: str, port: int, setting: str) -> StartRefused | None:
    unknown = StartRefused("address-unknown", f"BIND is {host!r}, which is no address of this machine.")
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        return unknown
    with socket.socket(family, kind, proto) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError:
            return StartRefused("port-forbidden", f"This user may not use port {port}. Choose {setting} from 1024 up.")
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return StartRefused("port-taken", f"Port {port} on {host} is taken. Set {setting} to another one.")
            return unknown
    return None


def unwritable(folder: Path, error: OSError) -> StartRefused:
    """The refusal for a folder that cannot be written to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StartRefused("disk-full", f"There is no room left in {folder}. Make room, then start again.")
    return StartRefused(
        "folder-unwritable",
        f"{folder} cannot be written to ({error.strerror}). Give this user the folder, or set REPUTATION_HOME.",
    )
