"""Asks a service over HTTP: of one origin, without redirects, for no more bytes than an answer may have.

What got lost on the way, or cannot be had yet, is asked for again three times, with the same words.
"""

import http.client
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

WAITS_S = (1.0, 2.0, 4.0)
LONGEST_WAIT_S = 30.0
PATIENCE_S = 30.0
LONGEST = 200_000
_KINDS = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
_NOT_YET = "not-yet-published"


class AddressError(ValueError):
    """An address that is none of a service."""


class Unreachable(Exception):
    """The service did not answer, or could not."""


class Problem(Exception):
    """The service refused. `code`: of its problem, or what its status was; `facts`: what it says besides."""

    def __init__(self, code: str, facts: object = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts if isinstance(facts, dict) else {}


class Service:
    """A service at an address such as https://reference.example. `tell` hears that something is asked for again."""

    def __init__(self, url: str, tell: Callable[[str], object]) -> None:
        try:
            parts = urlsplit(url)
            self._host, self._port = parts.hostname or "", parts.port
            self._host.encode("idna")  # as connecting does
        except ValueError as error:
            raise AddressError from error
        is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        if parts.scheme not in _KINDS or not self._host or not is_bare:
            raise AddressError
        self.url = f"{parts.scheme}://{parts.netloc}"
        self._kind = _KINDS[parts.scheme]
        self._tell = tell

    def path(self, address: str, base: str = "/") -> str:
        """The path that an address names, seen from another one.

        Raises:
            AddressError: it is of another service.
        """
        whole = urljoin(self.url + base, address)
        if not whole.startswith(f"{self.url}/"):
            raise AddressError
        return whole.removeprefix(self.url)

    def get(self, path: str, *, longest: int = LONGEST) -> bytes:
        """The bytes at a path, no more than `longest`.

        Raises:
            Unreachable: the service does not answer, or cannot.
            Problem: it refuses.
        """
        return self.ask("GET", path, {}, None, longest)

    def post(self, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
        """What is answered to this body. Raises as `get` does."""
        return self.ask("POST", path, headers, body)

    def send(
        self, method: str, path: str, document: Mapping[str, object] | None, authorization: str = ""
    ) -> dict[str, Any]:
        """The object that is answered to one in JSON, empty where nothing is left to say. Raises as `get` does."""
        headers = {"Authorization": authorization} if authorization else {}
        body = None
        if document is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(document).encode()
        answer = self.ask(method, path, headers, body)
        return parsed(answer) if answer else {}

    def ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, longest: int = LONGEST
    ) -> bytes:
        """What is answered to a request. Raises as `get` does."""
        for wait_s in (*WAITS_S, None):
            status, asked_s, answer = self._try(method, path, headers, body, longest)
            if status is not None and 200 <= status < 300:
                return answer
            said = _object(answer) or {}
            code = str(said.get("code") or f"http-{status}")
            is_passing = status is None or status >= 500 or status == http.client.TOO_MANY_REQUESTS or code == _NOT_YET
            if not is_passing:
                raise Problem(code, said.get("facts"))
            if wait_s is not None:
                self._tell("No answer yet; asking again.")
                time.sleep(min(max(wait_s, asked_s), LONGEST_WAIT_S))
        raise Unreachable

    def _try(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, longest: int
    ) -> tuple[int | None, float, bytes]:
        """Status, how long to wait, and body; no status when nothing came, or not all."""
        connection = self._kind(self._host, self._port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            answer = response.read(longest + 1)
            if len(answer) > longest or response.length:
                return None, 0, b""
            asked = response.headers.get("Retry-After", "")
            return response.status, float(asked) if asked.isascii() and asked.isdigit() else 0, answer
        except (OSError, http.client.HTTPException):
            return None, 0, b""
        finally:
            connection.close()


def parsed(raw: bytes) -> dict[str, Any]:
    """The object that an answer is, in JSON.

    Raises:
        Problem: it is none.
    """
    found = _object(raw)
    if found is None:
        raise Problem("answer")
    return found


def _object(raw: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
