"""Reads what is published, from a service over HTTP or from a copy of its folder: no more bytes than a file may have.

Over HTTP there is one origin and no redirect; several threads may read, each by a connection of its own. A service that
is busy, or a connection that breaks, is tried again after a growing wait. One that drips is not waited for.
"""

import http.client
import io
import random
import re
import socket
import stat
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

CHUNK = 1 << 16
PATIENCE_S = 30.0
"""How long nothing may come."""
DEADLINE_S = 60.0
"""How long an answer may take as a whole, and a second more for every so many bytes that came."""
BYTES_A_SECOND = 1 << 16
TRIES = 5
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 60.0
UNTOLD_WAIT_S = 3.0
"""Whoever looks on hears of longer waits only."""
LOG = "/log/"
CHECK = "/check/v1/"
CHECKPOINT = f"{LOG}checkpoint"
BUSY = frozenset({http.client.TOO_MANY_REQUESTS, *range(500, 600)})
GONE = frozenset({http.client.NOT_FOUND, http.client.GONE})
ADDRESS = "Give an address such as https://reference.example, or a folder that exists."

T = TypeVar("T")


class Unreadable(Exception):
    """The service, or a file that it must have, cannot be read."""


class Withheld(Unreadable):
    """Whoever publishes was asked for a file and did not give it. Nothing else is a fault of what is published."""


class Missing(Withheld):
    """The service says that there is no such file."""


class TooLong(Withheld):
    """A file is longer than it may be."""


class Broken(Unreadable):
    """An answer ended too early."""


class TooSlow(Unreadable):
    """An answer comes so slowly that it is not waited for."""


class Source(Protocol):
    """Where published files are read. `is_service`: whether it is far away, and also shows ratings."""

    is_service: bool

    def read(self, path: str, most: int) -> bytes:
        """The bytes at a path, at most `most` of them.

        Raises:
            Missing: there is no such file.
            Withheld: it is not given, or is longer.
            Unreadable: the service does not answer.
        """
        ...

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        """The same in pieces, for files that do not fit into memory."""
        ...

    def forget(self, path: str) -> None:
        """Hear that a file is not what it should be: whoever keeps a copy of it need not."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


def open_source(where: str, tell: Callable[[str], object] = lambda _: None) -> Source:
    """A service at an address, or a folder that holds a published log. `tell` hears of long waits.

    Raises:
        Unreadable: it is neither.
    """
    try:
        return Folder(Path(where)) if Path(where).is_dir() else Service(where, tell)
    except OSError as error:
        raise Unreadable(f"The folder cannot be read: {error.strerror}.") from error


class Folder:
    """A folder as it is published, or as an export: the log's files lie in its folder `log`, or in itself.

    Those of the private check lie in a folder `check` beside that of the log.
    """

    is_service = False

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log" if (folder / "log").is_dir() else folder
        if not (self._log / "checkpoint").is_file():
            raise Unreadable("The folder holds no log: it has no file named checkpoint.")

    def read(self, path: str, most: int) -> bytes:
        return b"".join(self.stream(path, most))

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        is_check = path.startswith(CHECK)
        file = self._log.parent / path.removeprefix("/") if is_check else self._log / path.removeprefix(LOG)
        return read_file(file, path, most)

    def forget(self, path: str) -> None:
        """Leave the folder as it is: it belongs to somebody else."""

    def close(self) -> None:
        """Nothing stays open."""


def read_file(file: Path, path: str, most: int) -> Iterator[bytes]:
    """The pieces of a file that stands for a path.

    Raises:
        Missing: there is no such file.
        Withheld: it cannot be read, is longer, or is a pipe or device, which could be waited for without end.
    """
    try:
        mode = file.stat().st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            raise Withheld(f"{path} is not a regular file.")
        with file.open("rb") as opened:
            if opened.seek(0, 2) > most:
                raise TooLong(f"{path} is longer than the {most} bytes it may have.")
            opened.seek(0)
            while piece := opened.read(CHUNK):
                yield piece
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise Missing(f"{path} does not exist.") from error
    except OSError as error:
        raise Withheld(f"{path} cannot be read: {error.strerror}.") from error


class Service:
    """A service at an address such as https://reference.example or http://localhost:8000."""

    is_service = True

    def __init__(self, url: str, tell: Callable[[str], object] = lambda _: None) -> None:
        self._kind, self._host, self._port, self._base = _parts(url)
        self._tell = tell
        self._own = threading.local()
        self._opened: list[http.client.HTTPConnection] = []
        self._closed = threading.Event()

    def forget(self, path: str) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        """Close all connections; whoever still waits for an answer, or to ask again, is refused."""
        self._closed.set()
        for connection in self._opened:
            with suppress(AttributeError, OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()

    def read(self, path: str, most: int) -> bytes:
        return self._whole(path, most, b"".join)

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        """As `Source` says; it lies in a temporary file first, for what was given out could not be taken back."""
        with tempfile.TemporaryFile(prefix="audit-") as file:

            def write(pieces: Iterator[bytes]) -> None:
                file.seek(0)
                file.truncate()
                file.writelines(pieces)

            self._whole(path, most, write)
            file.seek(0)
            while piece := file.read(CHUNK):
                yield piece

    def _whole(self, path: str, most: int, take: Callable[[Iterator[bytes]], T]) -> T:
        """What `take` makes of all pieces; a connection that breaks on the way is no loss."""
        for attempt in range(TRIES - 1):
            try:
                return take(self._pieces(path, most))
            except Broken as error:
                self._wait(str(error), _wait_s(attempt))
        return take(self._pieces(path, most))

    def _pieces(self, path: str, most: int) -> Iterator[bytes]:
        response = self._ask(path)
        left = most
        try:
            while piece := response.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    self._connection().close()
                    raise TooLong(f"{path} is longer than the {most} bytes it may have.")
                yield piece
        except (OSError, http.client.HTTPException) as error:
            self._connection().close()
            raise Broken(f"{path} could not be read to its end ({type(error).__name__}).") from error
        except TooSlow as error:
            self._connection().close()
            raise TooSlow(f"{path} {error}") from error
        if response.length:
            self._connection().close()
            raise Broken(f"{path} could not be read to its end.")

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._own, "connection"):
            self._own.connection = self._kind(self._host, self._port, timeout=PATIENCE_S)
            self._own.connection.response_class = _Response
            self._opened.append(self._own.connection)
        connection: http.client.HTTPConnection = self._own.connection
        return connection

    def _ask(self, path: str) -> http.client.HTTPResponse:
        said = ""
        for attempt in range(TRIES):
            connection, asked = self._connection(), None
            try:
                connection.request("GET", self._base + path, headers={"Accept-Encoding": "identity"})
                response = connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                connection.close()  # a server may close an idle connection; the next request opens a new one
                said = f"{path} cannot be reached ({type(error).__name__})."
            except TooSlow as error:
                connection.close()
                raise TooSlow(f"{path} {error}") from error
            else:
                if response.status == http.client.OK:
                    return response
                connection.close()
                said = f"{path} was answered with HTTP {response.status}."
                if response.status in GONE:
                    raise Missing(f"{path} does not exist (HTTP {response.status}).")
                if response.status not in BUSY:
                    raise Withheld(said)
                asked = response.headers.get("Retry-After")
            if attempt + 1 < TRIES:
                self._wait(said, _wait_s(attempt, asked))
        raise Unreadable(said)

    def _wait(self, said: str, wait_s: float) -> None:
        if wait_s > UNTOLD_WAIT_S:
            self._tell(f"{said} It is asked for again in {wait_s:.0f} s.")
        if self._closed.wait(wait_s):
            raise Unreadable(said)


def _parts(url: str) -> tuple[type[http.client.HTTPConnection], str, int | None, str]:
    """How to connect, to which host and port, and the path before every other."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
        host.encode("idna")  # as connecting does
    except ValueError as error:
        raise Unreadable(f"{ADDRESS} This one is none: {error}.") from error
    if not re.fullmatch("[!-~]+", url) or not host or parts.query or parts.fragment:
        raise Unreadable(ADDRESS)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    if parts.scheme not in kinds:
        raise Unreadable(ADDRESS)
    return kinds[parts.scheme], host, port, parts.path.rstrip("/")


class _Paced(io.RawIOBase):
    """What comes from a socket, as long as it comes fast enough: a service that drips would hold us for ever."""

    def __init__(self, raw: socket.SocketIO, connected: socket.socket) -> None:
        self._raw = raw
        self._connected = connected
        self._until = time.monotonic() + DEADLINE_S

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._until - time.monotonic()
        if left > 0:
            self._connected.settimeout(min(PATIENCE_S, left))
            try:
                many = self._raw.readinto(buffer)
            except TimeoutError:
                if left > PATIENCE_S:
                    raise
            else:
                self._until += (many or 0) / BYTES_A_SECOND
                return many
        raise TooSlow(f"comes too slowly: {DEADLINE_S:.0f} s, and one more for {BYTES_A_SECOND} bytes, are over.")

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """An answer whose status line, headers and body are all read at a pace."""

    def __init__(self, sock: socket.socket, *rest: Any, **named: Any) -> None:
        super().__init__(sock, *rest, **named)
        self.fp.close()
        self.fp = io.BufferedReader(_Paced(sock.makefile("rb", buffering=0), sock))


def _wait_s(attempt: int, asked: str | None = None) -> float:
    """How long to wait before trying again: twice as long each time, or as long as the service asks, up to a limit.

    A little is left to chance, so that several connections do not come back together.
    """
    own: float = FIRST_WAIT_S * 2**attempt * random.uniform(0.5, 1)  # noqa: S311 - no secret
    wish = float(asked) if asked is not None and asked.isascii() and asked.isdigit() else 0.0
    return min(max(own, wish), LONGEST_WAIT_S)
