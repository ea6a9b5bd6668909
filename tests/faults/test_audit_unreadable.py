"""What cannot be read hides nothing that was found before, and the report is printed in any case."""

import errno
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from reputation.audit import published, source
from reputation.audit.__main__ import main
from reputation.audit.findings import UNREADABLE, Kind
from reputation.audit.run import Options, audit
from reputation.audit.source import Service, TooSlow
from reputation.core import ids, months
from reputation.ratings import rules
from reputation.ratings.counts import SIZE
from tests.published_log import Service as Published
from tests.published_log import audited, make_service, served
from tests.rich_log import make_rich_service

KEY = make_service(reviews=20).key
NOTHING = 1 << 30
"""How often something is refused that is refused for ever."""


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "FIRST_WAIT_S", 0.001)


@pytest.fixture
def spoiled() -> Published:
    """A service with one fault in its tree."""
    service = make_service()
    service.files["/log/tile/0/000"] = bytes(8192)
    return service


def ratings_file(service: Published) -> str:
    return next(path for path in service.files if path.startswith("/log/ratings/"))


def page(service: Published) -> str:
    return next(path for path in service.files if path.startswith("/api/"))


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        (lambda _: "/log/tile/entries/000", Kind.TREE),
        (lambda _: "/log/tile/0/000", Kind.TREE),
        (lambda _: "/log/tile/1/000.p/1", Kind.TREE),
        (ratings_file, Kind.RATINGS),
        (page, Kind.SHOWN),
    ],
)
def test_a_file_that_is_refused_is_a_fault_of_its_kind(where: Callable[[Published], str], kind: Kind) -> None:
    service = make_service()
    path = where(service)
    service.refused.add(path)
    found = audited(service)
    assert found.status == kind.status
    assert found.unreadable is None
    assert any(f"{path} was answered with HTTP 403." in fault.text for fault in found.faults)


def test_a_refused_file_hides_no_graver_fault(spoiled: Published, capsys: pytest.CaptureFixture[str]) -> None:
    spoiled.refused.add(ratings_file(spoiled))
    with served(spoiled) as url:
        assert main([url, "--key", spoiled.key, "--quiet", "--json"]) == Kind.TREE.status
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"tree": 1, "ratings": 1}
    assert report["unreadable"] is None


@pytest.mark.parametrize("where", [ratings_file, page])
def test_a_service_that_stays_away_hides_no_fault(
    spoiled: Published, where: Callable[[Published], str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = where(spoiled)
    spoiled.busy[path] = NOTHING
    with served(spoiled) as url:
        assert main([url, "--key", spoiled.key, "--quiet", "--json"]) == Kind.TREE.status
        report = json.loads(capsys.readouterr().out)
        assert report["counts"] == {"tree": 1}
        assert report["unreadable"] == f"{path} was answered with HTTP 503."
        assert main([url, "--key", spoiled.key, "--quiet"]) == Kind.TREE.status
        assert f"- not read to the end: {path}" in capsys.readouterr().out


def test_faults_of_bundles_before_the_one_that_does_not_come_are_told() -> None:
    """They were loaded together, and are judged nevertheless."""
    service = make_service(reviews=900)
    service.files["/log/tile/0/000"] = bytes(8192)
    service.busy["/log/tile/entries/002"] = NOTHING
    found = audited(service)
    assert found.counts == {Kind.TREE: 1}
    assert found.unreadable == "/log/tile/entries/002 was answered with HTTP 503."


def test_without_a_fault_it_could_not_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    service = make_service()
    path = ratings_file(service)
    service.busy[path] = NOTHING
    with served(service) as url:
        assert main([url, "--key", service.key, "--quiet", "--json"]) == UNREADABLE
        report = json.loads(capsys.readouterr().out)
        assert (report["passed"], report["status"], report["faults"]) == (False, UNREADABLE, [])
        assert main([url, "--key", service.key, "--quiet"]) == UNREADABLE
        assert "THE AUDIT COULD NOT BE FINISHED." in capsys.readouterr().out
    assert main([url, "--key", service.key, "--quiet", "--json"]) == UNREADABLE
    report = json.loads(capsys.readouterr().out)
    assert report["unreadable"] == "/check/v1/manifest cannot be reached (ConnectionRefusedError)."


@contextmanager
def dripping(head: bytes) -> Iterator[str]:
    """A server that sends this, and then a byte at a time for ever."""
    ended = threading.Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def run() -> None:
            connection, _ = server.accept()
            with closing(connection):
                connection.recv(65536)
                connection.sendall(head)
                try:
                    while not ended.wait(0.02):
                        connection.sendall(b"x")
                except OSError:
                    return

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        ended.set()
        thread.join(10)


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nA: ", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
def test_a_service_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, head: bytes) -> None:
    monkeypatch.setattr(source, "DEADLINE_S", 0.3)
    slow = pytest.raises(TooSlow, match="/log/checkpoint comes too slowly")
    with dripping(head) as url, closing(Service(url)) as service, slow:
        service.read("/log/checkpoint", 100_000)


def test_what_comes_fast_enough_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "DEADLINE_S", 0.2)
    monkeypatch.setattr(source, "BYTES_A_SECOND", 25)
    length = 30
    with (
        dripping(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % length) as url,
        closing(Service(url)) as service,
    ):
        assert service.read("/log/checkpoint", length) == b"x" * length


@pytest.mark.parametrize(
    "where",
    [
        "http://localhost:99999",
        "http://localhost:notaport",
        "http://[::1",
        "http://host/\u00fc",
        "http://h\u00f6st/",
        "http://a..b/",
        "http://" + "a" * 70 + "/",
        "http://host/a b",
        "http://",
        "a" * 5000,
    ],
)
def test_a_bad_address_is_told(where: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([where, "--key", KEY, "--quiet"]) == UNREADABLE
    assert "Traceback" not in (said := capsys.readouterr().err)
    assert said.startswith(("Give an address such as", "The folder cannot be read"))


@pytest.mark.parametrize("number", ["0", "65", "-1", "many", "1.5"])
def test_connections_have_bounds(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["https://reference.example", "--key", KEY, "--connections", number])
    assert "give a number from 1 to 64" in capsys.readouterr().err


@pytest.mark.parametrize("below", ["file/copy", "file"])
def test_a_folder_that_cannot_be_kept_is_told(tmp_path: Path, below: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    service = make_service(reviews=20)
    with served(service) as url:
        assert main([url, "--key", KEY, "--quiet", "--keep", str(tmp_path / below)]) == UNREADABLE
    assert "Nothing can be kept in" in capsys.readouterr().err


def test_where_nothing_can_be_saved_the_report_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    service = make_service(reviews=30)
    with served(service) as url:
        assert main([url, "--key", KEY, "--quiet", "--json", "--save", str(tmp_path)]) == UNREADABLE
    report = json.loads(capsys.readouterr().out)
    assert report["checked"]["root"]
    assert "Is a directory" in report["unreadable"]


@pytest.mark.parametrize("keep", [False, True])
def test_a_full_disk_hides_no_fault(
    spoiled: Published,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    keep: bool,  # noqa: FBT001 - a parameter
) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(errno.ENOSPC, "No space left on device")

    below, made = ratings_file(spoiled).rpartition("/")[0], tempfile.mkstemp

    def make(folder: Path, prefix: str) -> object:
        return full() if str(folder).endswith(below) else made(dir=folder, prefix=prefix)

    monkeypatch.setattr(tempfile, "mkstemp", lambda **said: make(said["dir"], said["prefix"]))
    if not keep:
        monkeypatch.setattr(tempfile, "TemporaryFile", full)
    found = audited(spoiled, keep=tmp_path / "copy" if keep else None)
    assert found.status == Kind.TREE.status
    assert "No space left on device" in (found.unreadable or "")


def test_a_pipe_in_a_folder_is_refused(tmp_path: Path) -> None:
    service = make_service(reviews=30)
    folder = service.copy_to(tmp_path)
    file = folder / ratings_file(service).removeprefix("/")
    file.unlink()
    os.mkfifo(file)
    found = audit(Options(str(folder), (KEY,), quiet=True))
    assert [fault.kind for fault in found.faults] == [Kind.RATINGS]
    assert "is not a regular file" in found.faults[0].text


def test_a_ratings_file_holds_no_more_than_its_businesses_need(monkeypatch: pytest.MonkeyPatch) -> None:
    service = make_service(reviews=30, businesses=3)
    path = ratings_file(service)
    monkeypatch.setattr(published, "LONGEST_LINE", len(service.files[path]) // 5)
    assert f"{path} is longer than the" in audited(service).faults[0].text


def test_no_answer_is_longer_than_a_line_may_be() -> None:
    state, this = rules.Business(log_size=2**53 - 1), months.parse("2026-10")
    for ago in range(24):
        state.cells[this - ago] = [2**53 - 1] * SIZE if ago < 3 else [10**9] * SIZE
    business = ids.Seeded(1).uuid()
    assert 1000 < len(rules.render(rules.answer(business, state, this))) < published.LONGEST_LINE


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_as_asked_and_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, status: int) -> None:
    service, spool = make_rich_service(ordinary=600), tmp_path / "spool"
    spool.mkdir()
    service.held.add("/log/tile/entries/000")
    with served(service) as url:
        words = [sys.executable, "-m", "reputation.audit", url, "--key", service.key, "--quiet"]
        with subprocess.Popen(
            words,
            env={**os.environ, "TMPDIR": str(spool)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # A shell that runs the tests in the background has them ignore an interruption, and this with them.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as run:
            assert service.is_holding.wait(30)
            run.send_signal(number)
            out, error = run.communicate(timeout=20)
            service.go_on.set()
    assert run.returncode == status, error
    assert out == ""
    assert "Traceback" not in error
    assert ("--keep" in error) == (number == signal.SIGINT)
    assert list(spool.iterdir()) == []


def test_a_later_checkpoint_that_is_none_of_this_log_is_told_in_words() -> None:
    """A rating rests on later entries, and what is published by then is not signed."""
    service = make_service(reviews=30)

    class Later(dict[str, bytes]):
        def get(self, path: str, _: object = None) -> bytes | None:  # type: ignore[override]
            is_later = path == "/log/checkpoint" and service.asked[path] > 1
            return b"nonsense" if is_later else super().get(path)

    rating = json.loads(service.files[page(service)])["rating"]
    service.files[page(service)] = json.dumps({"rating": rating | {"log_size": 1000}}).encode()
    service.files = Later(service.files)
    found = audited(service)
    assert [fault.kind for fault in found.faults] == [Kind.SHOWN]
    assert "the checkpoint published now is none of this log" in found.faults[0].text
