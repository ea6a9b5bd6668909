"""Reads a running service over HTTP: one origin, no redirects, no more bytes than a file may have."""

import http.client
from collections.abc import Iterator
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

CHUNK = 1 << 16
PATIENCE_S = 30
TRIES = 3


class Unreadable(Exception):
    """The service, or a file that it must have, cannot be read."""


class Missing(Unreadable):
    """The service says that there is no such file."""


class Source:
    """A service at an address such as https://reference.example or http://localhost:8000."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise Unreadable("The address must look like https://reference.example.")
        self._base = parts.path.rstrip("/")
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        self._connection = kind(parts.hostname, parts.port, timeout=PATIENCE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def read(self, path: str, most: int) -> bytes:
        """The bytes at a path below the address, at most `most` of them.

        Raises:
            Missing: there is no such file.
            Unreadable: the service does not answer, refuses, or sends more.
        """
        return b"".join(self.stream(path, most))

    def stream(self, path: str, most: int) -> Iterator[bytes]:
        """The same in pieces, for files that do not fit into memory."""
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
