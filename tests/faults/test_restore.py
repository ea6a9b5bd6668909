"""The whole circle with real processes: a service is backed up, goes on, loses its database, and is brought back."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyrage
import pytest

from config import processes, server
from config.refusals import StartRefused
from reputation.service import backups
from tests.faults.service import PATIENCE_S, ROOT, Service

pytestmark = pytest.mark.enable_socket

# What the commands below run in: the settings of the home, with its database started around them.
SETUP = """
import json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
sys.path.insert(0, ".")
import django
from config.command_line import database_for
with database_for(["manage.py", "shell"]):
    django.setup()
    from django.db import transaction
    from tests import lost_database as lost
    from datetime import timedelta
    from tests.reviews_made import LATER, make_review
    from reputation.core import clock
    from reputation.log import publisher, queries
"""
BEGIN = """
    made = lost.begin()
    print(json.dumps([made.shop.hex, made.other.hex, [r.hex for r in made.reviews], made.case.hex, made.named.hex,
                      made.decided.hex, made.soon.hex, made.much_later.hex]))
"""
GO_ON = """
    from uuid import UUID
    shop, other, reviews, case, named, decided, soon, later = json.loads(os.environ["MADE"])
    made = lost.Made(UUID(shop), UUID(other), [UUID(r) for r in reviews], UUID(case), UUID(named), UUID(decided),
                     UUID(soon), UUID(later))
    lost.go_on(made)
"""
TELL = """
    from pathlib import Path
    from django.conf import settings
    lost.settle()
    said = lost.texts_in_database()
    print(json.dumps({
        "size": queries.head().size, "root": queries.head().root.hex(), "waiting": queries.waiting(),
        "erased": lost.ERASED in said, "named": lost.NAMED in said,
        "pages": lost.pages(), "rows": {name: list(map(repr, rows)) for name, rows in lost.public_rows().items()},
    }))
"""
AUDIT = """
    from pathlib import Path
    from django.conf import settings
    make_review(queries.entry(2).business, text="Life goes on.", now=LATER + timedelta(days=200))
    lost.settle()
    publisher.repair(now=clock.now())
    lost.assert_audit_passes(Path(settings.PUBLIC_ROOT), since=Path(os.environ["KEPT"]))
    print(json.dumps(queries.head().size))
"""
Run = Callable[..., Any]


@pytest.fixture(scope="module")
def begun(module_folder: Path) -> tuple[Path, str]:
    """A home with a published log, to copy; and what is in it."""
    home = module_folder / "home"
    home.mkdir()
    well(manage(home, "migrate", "-v0"))
    return home, json.dumps(python(home, BEGIN))


@pytest.fixture
def home(folder: Path) -> Path:
    return folder / "home"


@pytest.fixture
def made(home: Path, begun: tuple[Path, str]) -> Path:
    subprocess.run(["cp", "-a", str(begun[0]), str(home)], check=True)
    return home


def environment(home: Path, **more: str) -> dict[str, str]:
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "DJANGO"))}
    return plain | {"REPUTATION_HOME": str(home), "DEMONSTRATION": "no"} | more


def python(home: Path, code: str, **more: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", SETUP + code],
        cwd=ROOT,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None


def manage(home: Path, *words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=ROOT,
        env=environment(home, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def well(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The code of a refusal: one line, no traceback."""
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1].partition(":")[0] if ":" in done.stderr else done.stderr


def lose_database(home: Path) -> None:
    """What a broken disk does."""
    folder = home / "postgres"
    shutil.rmtree(folder.resolve())
    if folder.is_symlink():
        folder.unlink()


@pytest.fixture
def key(folder: Path) -> tuple[str, Path]:
    identity = pyrage.x25519.Identity.generate()
    (folder / "key").write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), folder / "key"


def only(where: Path) -> Path:
    (found,) = where.iterdir()
    return found


def test_the_whole_circle(made: Path, begun: tuple[Path, str], folder: Path, key: tuple[str, Path]) -> None:
    home, recipient, identity = made, *key
    shutil.copy(home / "public" / "log" / "checkpoint", folder / "kept")
    said = well(manage(home, "backup", folder / "backups", BACKUP_RECIPIENT=recipient))
    assert "entries in the log at that moment" in said
    backup = only(folder / "backups")
    assert backup.stat().st_mode & 0o777 == 0o600
    assert b"copper" not in backup.read_bytes()
    python(home, GO_ON, MADE=begun[1])
    before = python(home, TELL)
    assert (before["erased"], before["named"]) == (False, False)

    lose_database(home)
    service = Service(home)
    assert service.end_by_itself() == 1
    assert service.said("log-published-"), "a new, empty log must not go over the published one"
    assert service.said("will not be started again")
    lose_database(home)

    assert refused(manage(home, "restore", backup)) == "backup-key-missing"
    assert refused(manage(home, "restore", backup, "--identity", identity, "--from", folder)) == ("log-copy-unreadable")
    assert (home / "restore-unfinished").exists()
    service = Service(home)
    assert service.end_by_itself() == 1
    assert service.said("restore-unfinished"), "nothing is published before the log was replayed"
    said = well(manage(home, "replay"))
    assert f"The log has {before['size']:,} entries" in said
    after = python(home, TELL)
    for name, rows in before["rows"].items():
        assert after["rows"][name] == rows, name
    for path, page in before["pages"].items():
        assert after["pages"][path].splitlines() == page.splitlines(), path
    assert after == before

    size = python(home, AUDIT, KEPT=str(folder / "kept"))
    assert size == before["size"] + 1
    service = Service(home).ready()
    try:
        assert service.healthy()["log"]["size"] >= size
    finally:
        assert service.end() == 0


@pytest.fixture
def backed_up(made: Path, folder: Path, key: tuple[str, Path]) -> Path:
    """A backup of the home, which lost its database since."""
    well(manage(made, "backup", folder / "backups", BACKUP_RECIPIENT=key[0]))
    lose_database(made)
    return only(folder / "backups")


def restore(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    return manage(home, "restore", *words)


def test_a_backup_that_is_not_whole_changes_nothing(
    home: Path, folder: Path, backed_up: Path, key: tuple[str, Path]
) -> None:
    raw = backed_up.read_bytes()
    stranger = folder / "stranger"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    plain = pyrage.decrypt(raw, [pyrage.x25519.Identity.from_str(key[1].read_text().splitlines()[1])])
    of_later_version = plain[:6] + bytes([99]) + plain[7:]
    wrong: dict[str, tuple[bytes, Path | None, str]] = {
        "another key": (raw, stranger, "backup-key-wrong"),
        "no key in the file": (raw, backed_up, "backup-key-missing"),
        "no key file": (raw, folder / "none", "backup-key-missing"),
        "no key": (raw, None, "backup-key-missing"),
        "cut short": (raw[: len(raw) // 2], key[1], "backup-unreadable"),
        "cut at the end": (raw[:-1], key[1], "backup-unreadable"),
        "flipped": (raw[:-100] + bytes([raw[-100] ^ 1]) + raw[-99:], key[1], "backup-unreadable"),
        "something else": (b"words", None, "backup-unreadable"),
        "plain, cut short": (plain[:-1000], None, "restore-failed"),
        "of a later PostgreSQL": (of_later_version, None, "restore-failed"),
    }
    with processes.only_one(home), server.running(home, url=""):
        target = server.Target.of(url="", home=home)
        server.prepare(target, home=home, given={})

        def attempt(file: Path, keys: Path | None) -> None:
            identities = [] if keys is None else backups.identities_in(keys)
            backups.restore(target, file, home=home, identities=identities, progress=lambda _: None)

        for name, (content, keys, code) in wrong.items():
            (folder / "try").write_bytes(content)
            with pytest.raises(StartRefused) as refusal:
                attempt(folder / "try", keys)
            assert refusal.value.code == code, name
            assert not (home / "restore-unfinished").exists(), name
        with pytest.raises(StartRefused, match="backup-unreadable"):
            attempt(folder / "nothing", None)
        attempt(backed_up, key[1])
    assert (home / "restore-unfinished").exists(), "the replay is still to come"


def test_a_database_with_something_in_it_is_left_alone(home: Path, backed_up: Path, key: tuple[str, Path]) -> None:
    well(restore(home, backed_up, "--identity", key[1]))
    before = python(home, TELL)
    assert refused(restore(home, backed_up, "--identity", key[1])) == "restore-not-empty"
    assert not (home / "restore-unfinished").exists()
    assert python(home, TELL) == before
    service = Service(home).ready()
    try:
        assert refused(restore(home, backed_up, "--identity", key[1])) == "already-served"
        assert refused(manage(home, "replay")) == "already-served"
        well(manage(home, "backup", backed_up.parent))
    finally:
        assert service.end() == 0


def test_without_any_published_copy_it_goes_on_only_when_told_to(
    home: Path, backed_up: Path, key: tuple[str, Path]
) -> None:
    shutil.rmtree(home / "public")
    done = restore(home, backed_up, "--identity", key[1])
    assert refused(done) == "log-nothing-published"
    assert "two histories" in done.stderr
    assert (home / "restore-unfinished").exists()
    assert "Say in public" in well(manage(home, "replay", "--as-it-is"))
    service = Service(home).ready()
    try:
        assert service.healthy()["log"]["status"] == "well"
    finally:
        assert service.end() == 0


def test_who_is_killed_halfway_is_not_half_restored(home: Path, backed_up: Path, key: tuple[str, Path]) -> None:
    """The mark that is set before the first byte keeps everything from starting; the next restore goes through."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "restore", backed_up, "--identity", key[1]],
        cwd=ROOT,
        env=environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not (home / "restore-unfinished").exists():
        assert process.poll() is None
    process.kill()
    process.wait()
    done = restore(home, backed_up, "--identity", key[1])
    if done.returncode:
        assert refused(done) == "restore-not-empty", "it had come as far as the replay"
        well(manage(home, "replay"))
    assert not (home / "restore-unfinished").exists()
    assert python(home, TELL)["size"] > 15


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


def test_a_demonstration_that_came_back_is_not_invented_anew(made: Path, folder: Path) -> None:
    well(manage(made, "backup", folder / "backups"))
    before = python(made, TELL)
    lose_database(made)
    well(restore(made, only(folder / "backups")))
    service = Service(made, DEMONSTRATION="yes").ready()
    assert service.end() == 0
    assert python(made, TELL)["root"] == before["root"]
