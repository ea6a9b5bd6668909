"""What keeps the log from publishing for a while: it says so, /healthz says so, and it goes on once that has ended."""

import os
import resource
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from reputation.service import health
from tests.log_folder import assert_published, wait
from tests.log_process import PATIENCE_S, Running, address, command, until_published

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = 300
ROOM = 512 * 1024
# Who else is connected; who asked for nothing for so long waits for a call and is ended.
END_IDLE = """
SELECT CASE WHEN state = 'idle' AND clock_timestamp() - state_change > interval '0.2 s'
       THEN pg_terminate_backend(pid) END
FROM pg_stat_activity WHERE datname = %s AND pid <> %s AND backend_type = 'client backend'
"""


@contextmanager
def file_limit(running: Running) -> Iterator[None]:
    """No file may grow beyond half a tile: the system writes that half and refuses the rest."""
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
    yield
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


@contextmanager
def full_disk(running: Running) -> Iterator[None]:
    """Something else takes all the room there is."""
    if not running.public.is_mount():
        pytest.skip("this machine does not let us mount a small disk")
    ballast = running.public / "ballast"
    with pytest.raises(OSError, match="No space left"):
        ballast.write_bytes(b"\0" * ROOM)
    yield
    ballast.unlink()


@contextmanager
def read_only(running: Running) -> Iterator[None]:
    """The folder can be read and no longer written: mounted so, or, for who is not root, by its mode."""
    if running.public.is_mount():
        remount = ["mount", "-o", "remount,ro", str(running.public)]
        until = time.monotonic() + PATIENCE_S
        while subprocess.run(remount, capture_output=True, check=False).returncode != 0:
            assert time.monotonic() < until, "it is busy for as long as a file is open for writing"
        yield
        subprocess.run(["mount", "-o", "remount,rw", str(running.public)], check=True)
        return
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere on a machine that does not let us mount")
    folders = [running.public / "log", *(running.public / "log").rglob("*/")]
    for folder in folders:
        folder.chmod(0o555)
    yield
    for folder in folders:
        folder.chmod(0o755)


@contextmanager
def in_the_way(running: Running) -> Iterator[None]:
    """A file has taken the folder's place."""
    log = running.public / "log"
    aside = log.rename(running.public / "aside")
    log.touch()
    yield
    log.unlink()
    aside.rename(log)


@contextmanager
def database_away(running: Running) -> Iterator[None]:
    """The database ends the connection while it is listened to, and lets nobody in."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(address("postgres"), autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            until = time.monotonic() + PATIENCE_S
            while admin.execute(END_IDLE, [name, connection.connection.info.backend_pid]).rowcount:
                assert time.monotonic() < until, "it is never idle"
            yield
        finally:
            admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@contextmanager
def clock_back(running: Running) -> Iterator[None]:
    """The clock of that process is an hour slow."""
    (running.public / "clock").write_text("-3600")
    yield
    (running.public / "clock").write_text("0")


CONDITIONS: list[tuple[Callable[[Running], AbstractContextManager[None]], str]] = [
    (file_limit, "disk-full"),
    (full_disk, "disk-full"),
    (read_only, "folder-failed"),
    (in_the_way, "folder-failed"),
    (database_away, "database-failed"),
    (clock_back, "log-clock-behind"),
]


@pytest.fixture
def public(tmp_path: Path) -> Iterator[Path]:
    """A folder on a small disk of its own, where we may mount one."""
    folder = tmp_path / "public"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield folder
    if is_mounted:
        subprocess.run(["umount", str(folder)], check=True)


def answers(client: Client, monkeypatch: pytest.MonkeyPatch, later_s: float) -> tuple[int, str]:
    """The status of /healthz and of the log in it, seen so much later."""
    now_s = time.monotonic() + later_s
    with monkeypatch.context() as patched:
        patched.setattr(time, "monotonic", lambda: now_s)
        answer = client.get("/healthz")
    return answer.status_code, answer.json()["log"]["status"]


@pytest.mark.parametrize(("condition", "code"), CONDITIONS, ids=[condition.__name__ for condition, _ in CONDITIONS])
def test_it_stops_loudly_and_goes_on_by_itself(
    settings: LazySettings,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
    public: Path,
    condition: Callable[[Running], AbstractContextManager[None]],
    code: str,
) -> None:
    settings.PUBLIC_ROOT = public
    monkeypatch.setattr(health, "_publishing", health.Patience())
    (public / "clock").write_text("0")
    with command(public, CLOCK=str(public / "clock")) as process:
        running = Running(process, public)
        until_published(2)
        with condition(running):
            wait(WAITING)
            running.until_said(f"event=log-interrupted code={code} ")
            assert answers(client, monkeypatch, 0)[1] == "well", "that may be over in a moment"
            assert answers(client, monkeypatch, health.TOO_LONG_S + 1) == (503, "stuck")
            if condition is not in_the_way:
                assert_published(public / "log")
        assert until_published(2 + WAITING).size == 2 + WAITING
        assert_published(public / "log")
        assert not list((public / "log").rglob("*.new"))
        assert answers(client, monkeypatch, health.TOO_LONG_S + 2)[1] == "well"
        assert process.poll() is None, "nobody started it again"


def test_a_folder_that_was_lost_is_said_and_made_again(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    with command(tmp_path) as process:
        running = Running(process, tmp_path)
        until_published(2)
        (tmp_path / "log").rename(tmp_path / "lost")
        wait(WAITING)
        running.until_said("event=log-checkpoint-missing size=2")
        until_published(2 + WAITING)
        assert_published(tmp_path / "log")
        assert process.poll() is None
