"""Backups of a home: whole or not there, encrypted, removed after their time."""

import fcntl
import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config import server
from reputation.service import backups
from tests.faults.homes import environment, manage, only, refused, well
from tests.faults.service import PATIENCE_S, ROOT, Service

pytestmark = [pytest.mark.enable_socket, pytest.mark.xdist_group("homes")]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_full_disk_leaves_no_half_backup(made: Path, folder: Path, key: tuple[str, Path]) -> None:
    small = folder / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)], check=False)
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        for recipient in ({}, {"BACKUP_RECIPIENT": key[0]}):
            assert refused(manage(made, "backup", small, **recipient)) == "disk-full"
            assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_backups_older_than_asked_for_go_and_nothing_else(made: Path, folder: Path, key: tuple[str, Path]) -> None:
    kept_in = folder / "backups"
    kept_in.mkdir()
    old = ["open-reference-2020-01-01T000000Z.age", "open-reference-2020-01-01T000000Z.dump"]
    kept = ["open-reference-2020-01-01.age", "notes.txt", "open-reference-2999-01-01T000000Z.age"]
    for name in (*old, *kept):
        (kept_in / name).write_text("x")
    said = well(manage(made, "backup", kept_in, BACKUP_RECIPIENT=key[0]))
    assert all(name in said for name in old)
    left = {path.name for path in kept_in.iterdir()}
    assert left >= set(kept)
    assert not left & set(old)
    assert len(left) == len(kept) + 1
    for days in ("0", "31", "x"):
        assert manage(made, "backup", kept_in, "--keep-days", days).returncode == 2


def begin_backup(home: Path, where: Path, **more: str) -> subprocess.Popen[bytes]:
    """A backup that has begun to write and waits for the database, since somebody holds a table."""
    command = [sys.executable, "manage.py", "backup", str(where)]
    before = set(where.iterdir()) if where.exists() else set()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(home, **more), stdout=subprocess.DEVNULL)
    until, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while not where.exists() or set(where.iterdir()) <= before:
        assert process.poll() is None
        assert time.monotonic() < until
        pause.wait(0.01)
    return process


def test_what_a_killed_backup_left_goes_with_the_next_and_what_is_being_written_stays(
    made: Path, folder: Path, key: tuple[str, Path]
) -> None:
    where = folder / "backups"
    service = Service(made).ready()
    target = server.Target.of(url="", home=made)
    try:
        with closing(server.require_reachable(target)) as admin:
            admin.execute("BEGIN")
            admin.execute("LOCK TABLE log_waiting IN ACCESS EXCLUSIVE MODE")
            killed = begin_backup(made, where)
            killed.kill()
            killed.wait()
            (found,) = where.iterdir()
            # As if a day had passed: a half one of the same second would bear the same name.
            left = found.rename(where / ".open-reference-2026-01-01T000000Z.dump.new")
            assert backups.HALF.fullmatch(found.name)
            assert backups.HALF.fullmatch(left.name)
            (where / ".mine.new").write_text("x")
            first = begin_backup(made, where)
            assert not left.exists()
            second = begin_backup(made, where, BACKUP_RECIPIENT=key[0])  # it has a name of its own in any second
            assert len([path for path in where.iterdir() if backups.HALF.fullmatch(path.name)]) == 2
            admin.execute("ROLLBACK")
        assert (first.wait(), second.wait()) == (0, 0)
    finally:
        assert service.end() == 0
    names = sorted(path.name for path in where.iterdir())
    assert names[0] == ".mine.new"
    assert [bool(backups.NAME.fullmatch(name)) for name in names] == [False, True, True]


def test_a_half_one_that_was_removed_before_it_was_locked_is_made_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, flock = folder / ".open-reference-2026-01-01T000000Z.age.new", fcntl.flock

    def late(file: Any, how: int) -> None:
        monkeypatch.undo()
        backups._remove_halves(folder)
        assert not half.exists()
        flock(file, how)

    monkeypatch.setattr(fcntl, "flock", late)
    with backups._locked(half):
        assert half.exists()
        backups._remove_halves(folder)
        assert half.exists()


def test_a_backup_goes_into_a_folder(made: Path, folder: Path) -> None:
    (folder / "file").write_text("mine")
    for where in (folder / "file", folder / "file" / "below"):
        done = manage(made, "backup", where)
        assert refused(done) == "backup-folder-wrong"
        assert "REPUTATION_HOME" not in done.stderr
    assert (folder / "file").read_text() == "mine"


def test_what_is_not_a_demonstration_is_never_backed_up_in_the_clear(made: Path, folder: Path) -> None:
    assert "NOT encrypted" in well(manage(made, "backup", folder / "backups"))
    assert only(folder / "backups").read_bytes().startswith(b"PGDMP")
    real = {"LOG_ORIGIN": "log.example/log", "LOG_KEY": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    assert refused(manage(made, "backup", folder / "backups", **real)) == "backup-recipient-missing"
    wrong = manage(made, "backup", folder / "backups", **real, BACKUP_RECIPIENT="age1nonsense")
    assert refused(wrong) == "backup-recipient-wrong"
    assert len(list((folder / "backups").iterdir())) == 1
