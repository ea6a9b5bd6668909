"""Reads what is published, from a service over HTTP or from a copy of its folder: no more bytes than a file may have.

Over HTTP there is one origin and no redirect.
"""

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

CHUNK = 1 << 16
PATIENCE_S = 30
TRIES = 3


class Unreadable(Exception):
    """The service, or a file that it must have, cannot be read."""


class Missing(Unreadable):
    """The service says that there is no such file."""


class Source(Protocol):
    """Where published files are read. `has_pages`: whether it also shows ratings."""

    has_pages: bool

    def read(self, path: str, most: int) -> bytes:
        """The bytes at a path, at most `most` of them.

        Raises:
            Missing: there is no such file.
            Unreadable: it cannot be read, or is longer.
        """
        ...

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        """The same in pieces, for files that do not fit into memory."""
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


def open_source(where: str) -> Source:
    """A service at an address, or a folder that holds a published log.

    Raises:
        Unreadable: it is neither.
    """
    return Folder(Path(where)) if Path(where).is_dir() else Service(where)


class Folder:
    """A folder as it is published, or as an export: the log's files lie in its folder `log`, or in itself."""

    has_pages = False

    def __init__(self, folder: Path) -> None:
        self._log = folder / "log" if (folder / "log").is_dir() else folder
        if not (self._log / "checkpoint").is_file():
            raise Unreadable("The folder holds no log: it has no file named checkpoint.")

    def read(self, path: str, most: int) -> bytes:
        return b"".join(self.stream(path, most))

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        file = self._log / path.removeprefix("/log/")
        try:
            with file.open("rb") as opened:
                if opened.seek(0, 2) > most:
                    raise Unreadable(f"{path} is longer than the {most} bytes it may have.")
                opened.seek(0)
                while piece := opened.read(CHUNK):
                    yield piece
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
            raise Missing(f"{path} does not exist.") from error
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error

    def close(self) -> None:
        """Nothing stays open."""


class Service:
    """A service at an address such as https://reference.example or http://localhost:8000."""

    has_pages = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise Unreadable("Give an address such as https://reference.example, or a folder that exists.")
        self._base = parts.path.rstrip("/")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=PATIENCE_S)

    def close(self) -> None:
        self._connection.close()

    def read(self, path: str, most: int) -> bytes:
        return b"".join(self.stream(path, most))

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        response = self._ask(path)
        left = most
        try:
            while piece := response.read(CHUNK):
                left -= len(piece)
                if left < 0:
                    self._connection.close()
                    raise Unreadable(f"{path} is longer than the {most} bytes it may have.")
                yield piece
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise Unreadable(f"{path} could not be read to its end ({type(error).__name__}).") from error

    def _ask(self, path: str) -> http.client.HTTPResponse:
        for attempt in range(1, TRIES + 1):
            try:
                self._connection.request("GET", self._base + path, headers={"Accept-Encoding": "identity"})
                response = self._connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                self._connection.close()  # a server may close an idle connection; the next request opens a new one
                if attempt == TRIES:
                    raise Unreadable(f"{path} cannot be reached ({type(error).__name__}).") from error
                continue
            if response.status == http.client.OK:
                return response
            response.read()
            if response.status in (http.client.NOT_FOUND, http.client.GONE):
                raise Missing(f"{path} does not exist (HTTP {response.status}).")
            if response.status < http.client.INTERNAL_SERVER_ERROR or attempt == TRIES:
                raise Unreadable(f"{path} was answered with HTTP {response.status}.")
        raise AssertionError("the last try answers or raises")
