"""The embedded server after a kill, a lost file, a full disk, an odd folder: it starts, or says why not."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config import embedded, places, server
from config.processes import is_locked, only_one
from config.refusals import StartRefused

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account or may mount")


@pytest.fixture
def home(folder: Path) -> Path:
    return folder / "home"


@pytest.fixture
def cluster(home: Path) -> Iterator[embedded.Cluster]:
    home.mkdir()
    made = embedded.at(home)
    yield made
    made.stop()


def asked(home: Path) -> int:
    with server.Target.of(url="", home=home).connect(dbname="postgres") as connection:
        row = connection.execute("SELECT 1").fetchone()
    assert row is not None
    return int(row[0])


def code(refusal: pytest.ExceptionInfo[StartRefused]) -> str:
    return refusal.value.code


@pytest.mark.parametrize("pid", [2**22 - 3, os.getpid(), 1], ids=["nobody", "somebody-else", "first"])
def test_a_stale_note_of_a_server_does_not_keep_it_from_starting(
    home: Path, cluster: embedded.Cluster, pid: int
) -> None:
    (cluster.data / "postmaster.pid").write_text(
        f"{pid}\n{cluster.data}\n1\n5432\n{cluster.socket}\n\n  1 1\nready   \n"
    )
    assert cluster.running() is None
    cluster.start()
    assert asked(home) == 1


def test_a_server_left_behind_is_stopped_and_nothing_it_knew_is_lost(home: Path, cluster: embedded.Cluster) -> None:
    cluster.start()
    with server.Target.of(url="", home=home).connect(dbname="postgres") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
    left = cluster.server
    assert left is not None
    second = embedded.at(home)
    assert second.running() == left.pid
    second.start()
    left.wait(5)
    with server.Target.of(url="", home=home).connect(dbname="postgres") as connection:
        assert connection.execute("SELECT figure FROM kept").fetchone() == (7,)
    second.stop()


def test_a_killed_server_comes_back_with_what_was_committed(home: Path, cluster: embedded.Cluster) -> None:
    cluster.start()
    with server.Target.of(url="", home=home).connect(dbname="postgres") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS figure")
    assert cluster.server is not None
    cluster.server.kill()
    cluster.server.wait()
    cluster.start()
    with server.Target.of(url="", home=home).connect(dbname="postgres") as connection:
        assert connection.execute("SELECT figure FROM kept").fetchone() == (7,)


def test_a_data_folder_of_another_major_version_is_refused_and_left_alone(cluster: embedded.Cluster) -> None:
    (cluster.data / "PG_VERSION").write_text("16\n")
    with pytest.raises(StartRefused, match="backup") as refusal:
        cluster.start()
    assert code(refusal) == "other-version"
    assert (cluster.data / "global").exists()


def test_a_path_too_long_for_a_socket_gets_a_short_one_for_the_time_being(folder: Path) -> None:
    home = folder / ("long-" * 20)
    home.mkdir()
    with server.running(home, url="") as made:
        assert made is not None
        assert made.socket != made.folder
        assert made.socket.stat().st_mode & 0o077 == 0
        assert asked(home) == 1
        socket = made.socket
    assert not socket.exists()
    with server.running(home, url=""):
        assert asked(home) == 1


def test_a_lost_password_is_replaced_and_the_old_one_no_longer_good(home: Path, cluster: embedded.Cluster) -> None:
    cluster.start()
    old = server.Target.of(url="", home=home)
    assert asked(home) == 1
    cluster.stop()
    (home / "secrets" / "database-owner").unlink()
    with server.running(home, url=""):
        assert asked(home) == 1
        with pytest.raises(psycopg.OperationalError, match="authentication failed"):
            old.connect(dbname="postgres")


def test_what_a_kill_left_half_made_is_made_anew(home: Path) -> None:
    (home / "postgres" / "data.new" / "base").mkdir(parents=True)
    with server.running(home, url=""):
        assert asked(home) == 1
    assert not (home / "postgres" / "data.new").exists()


@pytest.mark.parametrize("obstacle", ["home", "home/postgres", "home/secrets"])
def test_a_folder_that_cannot_be_written_to_is_named(folder: Path, obstacle: str) -> None:
    (folder / obstacle).parent.mkdir(exist_ok=True)
    (folder / obstacle).write_text("a file, not a folder")
    with pytest.raises(StartRefused) as refusal, server.running(folder / "home", url=""):
        pytest.fail("it started")
    assert code(refusal) == "folder-unwritable"
    assert str(folder) in str(refusal.value)


@AS_ROOT
def test_a_folder_the_account_cannot_enter_is_linked_to_one_it_can(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = folder / "shared"
    monkeypatch.setattr(places, "SHARED", shared)
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    home.mkdir()
    with server.running(home, url="") as made:
        assert made is not None
        assert (home / "postgres").is_symlink()
        assert made.folder.parent == shared
        assert asked(home) == 1
    with server.running(home, url=""):
        assert asked(home) == 1


@AS_ROOT
def test_programs_the_account_cannot_reach_are_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    who = places.account()
    monkeypatch.setattr(places, "reaches", lambda *_: False)
    copied = places.programs(who, keep=folder)
    monkeypatch.undo()
    assert copied.is_relative_to(folder)
    assert places.reaches(who, copied / "postgres", "x")
    asked_of = subprocess.run([copied / "postgres", "--version"], capture_output=True, text=True, check=True)
    assert asked_of.stdout.startswith("postgres (PostgreSQL)")


@AS_ROOT
def test_a_full_disk_is_called_that(folder: Path) -> None:
    small = folder / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine does not let us mount")
    try:
        small.chmod(0o755)
        with pytest.raises(StartRefused) as refusal, server.running(small, url=""):
            pytest.fail("it started")
        assert code(refusal) == "disk-full"
        assert not (small / "postgres" / "data").exists()
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_the_folder_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    assert not is_locked(tmp_path)
    with only_one(tmp_path):
        assert is_locked(tmp_path)
        with pytest.raises(StartRefused) as refusal, only_one(tmp_path):
            pytest.fail("a second one got in")
        assert code(refusal) == "already-served"
    with only_one(tmp_path):
        assert is_locked(tmp_path)
