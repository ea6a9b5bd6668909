"""GET and POST over HTTP, for addresses that others gave us: checked, pinned, within limits.

A host is resolved once, every one of its addresses is judged, and the connection goes to a judged address by its
number, so that a second answer of the name cannot lead elsewhere. No proxy, no cookie, no decompression.
"""

import http.client
import io
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from reputation.outbound import resolving, urls
from reputation.outbound.addresses import Address
from reputation.outbound.failures import Failed, Reason
from reputation.outbound.networks import Deadline, Limits, Network
from reputation.outbound.urls import Url

MOST_REDIRECTS = 3
MOST_TRIED = 3
"""So many addresses of a host are tried at most."""
REDIRECTS = frozenset(
    {
        HTTPStatus.MOVED_PERMANENTLY,
        HTTPStatus.FOUND,
        HTTPStatus.SEE_OTHER,
        HTTPStatus.TEMPORARY_REDIRECT,
        HTTPStatus.PERMANENT_REDIRECT,
    }
)
HEADERS = {"User-Agent": "open-reference", "Accept": "*/*", "Connection": "close"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. Names of headers are in lower case; of several with one name the last counts."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def get(url: str, *, network: Network, limits: Limits | None = None, follows: bool = False) -> Answer:
    """Fetch an address. With `follows`, redirects within the same site are followed, each judged anew.

    Raises:
        Failed: with the reason.
    """
    allowed = limits or network.limits
    deadline = Deadline(allowed.deadline_s)
    here = urls.parse(url)
    for _ in range(MOST_REDIRECTS + 1):
        answer = _asked(here, "GET", {}, None, network, allowed, deadline)
        if not follows or answer.status not in REDIRECTS:
            return answer
        here = urls.redirected(here, answer.headers.get("location", ""))
    raise Failed(Reason.REDIRECTED)


def post(
    url: str, headers: Mapping[str, str], body: bytes, *, network: Network, limits: Limits | None = None
) -> Answer:
    """Send a body to an address. A redirect is an answer like any other and never followed.

    Raises:
        Failed: with the reason.
    """
    allowed = limits or network.limits
    return _asked(urls.parse(url), "POST", headers, body, network, allowed, Deadline(allowed.deadline_s))


def _asked(
    url: Url,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    network: Network,
    limits: Limits,
    deadline: Deadline,
) -> Answer:
    found = resolving.addresses(url.host, network, limits, deadline)
    if not all(network.permits(address) for address in found):
        raise Failed(Reason.ADDRESS_NOT_PUBLIC)
    port = network.port_of(url.scheme)
    with (
        _told(),
        _connected(found[:MOST_TRIED], port, deadline) as plain,
        _secured(plain, url, network, deadline) as stream,
    ):
        guarded = Guarded(stream, deadline, limits.most_headers)
        connection = http.client.HTTPConnection(url.host)
        connection.sock = guarded
        connection.request(method, url.target, body, {**HEADERS, **headers})
        with connection.getresponse() as response:
            guarded.most += 2 * limits.most_body
            names = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, names, _body(response, limits.most_body))


@contextmanager
def _told() -> Iterator[None]:
    """What the libraries raise, as our one failure."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise Failed(Reason.BAD_CERTIFICATE) from error
    except TimeoutError as error:
        raise Failed(Reason.TIMED_OUT) from error
    except ssl.SSLError as error:
        raise Failed(Reason.NO_TLS) from error
    except (http.client.RemoteDisconnected, http.client.IncompleteRead, ConnectionError) as error:
        raise Failed(Reason.CUT_SHORT) from error
    except http.client.HTTPException as error:
        raise Failed(Reason.NOT_HTTP) from error
    except OSError as error:
        raise Failed(Reason.UNREACHABLE) from error


@contextmanager
def _connected(found: tuple[Address, ...], port: int, deadline: Deadline) -> Iterator[socket.socket]:
    """A connection to the first of these addresses that takes one; each has its share of the time."""
    failure = Failed(Reason.UNREACHABLE)
    for place, address in enumerate(found):
        try:
            share_s = deadline.left_s() / (len(found) - place)
            connection = socket.create_connection((str(address), port), timeout=share_s)
        except ConnectionRefusedError:
            failure = Failed(Reason.REFUSED)
        except TimeoutError:
            failure = Failed(Reason.TIMED_OUT)
        except OSError:
            failure = Failed(Reason.UNREACHABLE)
        else:
            with connection:
                yield connection
            return
    raise failure


def _secured(plain: socket.socket, url: Url, network: Network, deadline: Deadline) -> socket.socket:
    """The connection, with TLS for the name of the host where the address asks for it."""
    plain.settimeout(deadline.left_s())
    if url.scheme == "http":
        return plain
    context = ssl.create_default_context(cafile=network.authorities)
    return context.wrap_socket(plain, server_hostname=url.host)


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    if (response.length or 0) > most:
        raise Failed(Reason.TOO_LARGE)
    whole = b""
    while len(whole) <= most and (part := response.read(most + 1 - len(whole))):
        whole += part
    if len(whole) > most:
        raise Failed(Reason.TOO_LARGE)
    if response.length:
        raise Failed(Reason.CUT_SHORT)  # less came than was announced
    return whole


@dataclass(slots=True)
class Guarded:
    """A connection for the library that reads HTTP: each step ends at the deadline, and `most` bytes are taken."""

    connection: socket.socket
    deadline: Deadline
    most: int
    taken: int = field(default=0, init=False)

    def sendall(self, data: bytes) -> None:
        """Send it all, in the time that is left for all of it."""
        rest = memoryview(data)
        while rest:
            self.connection.settimeout(self.deadline.left_s())
            rest = rest[self.connection.send(rest) :]

    def take(self, room: memoryview) -> int:
        """Read some bytes.

        Raises:
            Failed: too-large, timed-out.
        """
        left = min(len(room), self.most - self.taken)
        if left <= 0:
            raise Failed(Reason.TOO_LARGE)
        self.connection.settimeout(self.deadline.left_s())
        count = self.connection.recv_into(room[:left])
        self.taken += count
        return count

    def makefile(self, mode: str) -> io.BufferedReader:
        """What the library reads from."""
        del mode
        return io.BufferedReader(_Reader(self))

    def close(self) -> None:
        """Whoever opened the connection closes it."""


class _Reader(io.RawIOBase):
    def __init__(self, guarded: Guarded) -> None:
        self._guarded = guarded

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        return self._guarded.take(memoryview(room))
