"""Reading from a service: several connections, waiting when it is busy, and no more than a file may have."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from reputation.audit import source
from reputation.audit.findings import UNREADABLE, Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Missing, Service, TooLong, Unreadable
from tests.published_log import audited, make_service, served


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "FIRST_WAIT_S", 0.001)


def test_a_busy_service_is_asked_again() -> None:
    service = make_service()
    service.busy.update({"/log/checkpoint": 2, "/log/tile/entries/000": 3, "/log/tile/0/000": 4})
    assert audited(service).is_clean
    assert service.asked["/log/tile/entries/000"] == 4
    service.asked.clear()
    service.busy["/log/tile/entries/000"] = source.TRIES
    found = audited(service)
    assert found.status == UNREADABLE
    assert found.unreadable == "/log/tile/entries/000 was answered with HTTP 503."


def test_everything_is_read_once_however_many_connections() -> None:
    service = make_service(reviews=3000)
    for connections in (1, 3, 16):
        service.asked.clear()
        assert audited(service, connections=connections).is_clean
        tiles = {path: many for path, many in service.asked.items() if path.startswith("/log/")}
        assert set(tiles.values()) == {1}, tiles


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """A server that gives each connection one answer, byte for byte, and closes it."""
    asked: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def run() -> None:
            for answer in answers:
                connection, _ = server.accept()
                with closing(connection):
                    asked.append(connection.recv(65536))
                    connection.sendall(answer)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        thread.join(10)


def answer(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}", *headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def read(url: str, most: int = 100) -> bytes:
    with closing(Service(url)) as service:
        return service.read("/log/checkpoint", most)


def test_a_connection_that_breaks_on_the_way_is_no_loss() -> None:
    with answering(b"", answer("200 OK", b"half", length=8), answer("200 OK", b"whole")) as (url, asked):
        assert read(url) == b"whole"
    assert len(asked) == 3
    with (
        answering(answer("200 OK", b"half", length=8), answer("200 OK", b"whole")) as (url, _),
        closing(Service(url)) as service,
    ):
        assert b"".join(service.stream("/log/ratings/7", 100)) == b"whole"


def test_it_waits_as_long_as_the_service_asks_and_no_longer_than_a_limit() -> None:
    waits: list[float] = []
    told: list[str] = []

    class Clock(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0)
            return False

    busy = [answer("429 Too Many Requests", b"", f"Retry-After: {asked}") for asked in ("7", "86400", "soon")]
    with answering(*busy, answer("200 OK", b"now")) as (url, _), closing(Service(url, told.append)) as service:
        service._closed = Clock()
        assert service.read("/log/checkpoint", 100) == b"now"
    said = "/log/checkpoint was answered with HTTP 429. It is asked for again in"
    assert told == [f"{said} 7 s.", f"{said} 60 s."], "of short waits nobody hears"
    assert waits[:2] == [7, source.LONGEST_WAIT_S]
    assert waits[2] < 1


def test_no_redirect_is_followed() -> None:
    moved = answer("302 Found", b"", "Location: http://127.0.0.1:1/")
    with answering(moved) as (url, _), pytest.raises(Unreadable, match="HTTP 302"):
        read(url)


def test_a_file_has_no_more_bytes_than_it_may() -> None:
    with answering(answer("200 OK", b"x" * 101)) as (url, _), pytest.raises(TooLong):
        read(url)
    with answering(answer("200 OK", b"x" * 100)) as (url, _):
        assert read(url) == b"x" * 100


def test_what_is_gone_is_missing_and_asked_for_once() -> None:
    with answering(answer("410 Gone")) as (url, asked), pytest.raises(Missing):
        read(url)
    assert len(asked) == 1


def test_a_tile_that_is_too_long_is_a_fault_of_the_log() -> None:
    service = make_service()
    service.files["/log/tile/0/000"] += b"x"
    found = audited(service)
    assert found.status == Kind.TREE.status
    assert "/log/tile/0/000 is longer than the 8192 bytes it may have." in [fault.text for fault in found.faults]


def test_a_service_below_a_path_is_read_there() -> None:
    service = make_service()
    service.files = {f"/reference{path}": raw for path, raw in service.files.items()}
    with served(service) as url:
        assert audit(Options(f"{url}/reference/", (service.key,), quiet=True)).is_clean
    assert not any(path.startswith("/log") for path in service.asked)
