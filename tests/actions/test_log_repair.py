"""A crash after each durable step, lost files, strange checkpoints, an old backup: made good, or refused."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from config import demonstration
from reputation.log import actions, errors, files, models, publisher, queries
from reputation.tlog.notes import Signer
from tests.log_folder import LATER, NOW, assert_published, contents, grow, shown_size, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    return tmp_path / "log"


class Crash(Exception):
    pass


def _crash(*_: Any, **__: Any) -> None:
    raise Crash


STEPS: list[tuple[str, Any, str]] = [
    ("after the files, before the checkpoint", files.Folder, "put_checkpoint"),
    ("after the checkpoint, before its row", publisher, "_record"),
    ("before partial tiles go", publisher, "_drop_partials"),
]


@pytest.mark.parametrize(("module", "name"), [step[1:] for step in STEPS], ids=[step[0] for step in STEPS])
def test_a_crash_between_two_steps_is_made_good(
    folder: Path, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    actions.start(now=NOW)
    grow(200)
    wait(100, seed=1)
    actions.sequence()
    with monkeypatch.context() as patched:
        patched.setattr(module, name, _crash)
        with pytest.raises(Crash):
            publisher.publish(now=NOW)
    assert_published(folder)
    shown = shown_size(folder)
    wait(100, seed=2)
    actions.sequence()
    publisher.repair(now=LATER)
    assert_published(folder)
    assert models.Checkpoint.objects.filter(size=shown).exists(), "every checkpoint that was shown has its row"
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert latest.size == queries.head().size == 402
    assert (folder / "checkpoint").read_text(encoding="utf-8") == latest.note


def test_a_start_with_nothing_new_completes_what_was_interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.start(now=NOW)
    with monkeypatch.context() as patched:
        patched.setattr(publisher, "_record", _crash)
        with pytest.raises(Crash):
            publisher.publish(now=NOW)
    publisher.repair(now=LATER)
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert latest.size == shown_size(folder) == 2


def test_a_crash_while_files_are_written_leaves_no_half_ones(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.start(now=NOW)
    grow(200)
    before = contents(folder)
    wait(700, seed=1)
    actions.sequence()
    written = 0
    write = files._write

    def write_some(path: Path, raw: bytes) -> None:
        nonlocal written
        written += 1
        if written > 4:
            path.write_bytes(raw[: len(raw) // 2])
            raise Crash
        write(path, raw)

    monkeypatch.setattr(files, "_write", write_some)
    with pytest.raises(Crash):
        publisher.publish(now=NOW)
    assert {name: raw for name, raw in contents(folder).items() if not name.endswith(files.NEW)} == before
    monkeypatch.undo()
    wait(1, seed=2)
    actions.sequence()
    publisher.repair(now=NOW)
    assert_published(folder)
    assert not [name for name in contents(folder) if name.endswith(files.NEW)]


def test_a_crash_does_not_tell_two_stories(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.start(now=NOW)
    wait(50)
    actions.sequence()
    publisher.publish(now=NOW)
    first = contents(folder)
    shutil.rmtree(folder)
    publisher.repair(now=LATER)
    assert contents(folder) == first


def test_lost_files_are_written_again(folder: Path) -> None:
    actions.start(now=NOW)
    grow(600)
    whole = contents(folder)
    for path in ("tile/0/000", "tile/entries/001", "tile/1/000.p/2"):
        (folder / path).unlink()
    publisher.repair(now=LATER)
    assert contents(folder) == whole
    (folder / "checkpoint").unlink()
    publisher.repair(now=LATER)
    assert contents(folder) == whole


def test_a_folder_lost_in_the_middle_is_a_failure_that_repair_ends(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.start(now=NOW)
    grow(5)
    whole, compared = contents(folder), publisher._compared

    def lose(*given: Any) -> Any:
        found = compared(*given)
        shutil.rmtree(folder)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(publisher, "_compared", lose)
        with pytest.raises(FileNotFoundError):
            publisher.publish(now=NOW)
    publisher.repair(now=LATER)
    assert contents(folder) == whole


def test_other_bytes_under_a_path_stop_everything(folder: Path) -> None:
    actions.start(now=NOW)
    grow(200)
    wait(100, seed=1)
    actions.sequence()
    target = folder / "tile" / "0" / "000"
    target.write_bytes(b"\x00" * 8192)
    before = (folder / "checkpoint").read_bytes()
    with pytest.raises(errors.OtherBytes, match="tile/0/000"):
        publisher.publish(now=NOW)
    assert (folder / "checkpoint").read_bytes() == before
    target.unlink()
    publisher.repair(now=NOW)
    assert_published(folder)


def set_back(folder: Path, size: int) -> None:
    """What restoring an old backup of the database does: fewer entries than are published."""
    edge = queries.tree()
    root = edge.root_at(size)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM log_entry WHERE position >= %s", [size])
        cursor.execute("DELETE FROM log_cosignature WHERE checkpoint_id > %s", [size])
        cursor.execute("DELETE FROM log_checkpoint WHERE size > %s", [size])
        cursor.execute("UPDATE log_head SET size = %s, root = %s, edge = %s", [size, root, [root]])
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_old_backup_is_not_published(folder: Path) -> None:
    actions.start(now=NOW)
    publisher.publish(now=NOW)
    whole = grow(1)
    before = contents(folder)
    assert whole.size == 3
    set_back(folder, 1)
    for attempt in (publisher.publish, publisher.repair):
        with pytest.raises(errors.PublishedAhead, match="covers 3 entries, the database holds 1"):
            attempt(now=NOW)
    wait(5, seed=7)
    actions.sequence()
    with pytest.raises(errors.PublishedDiffers, match="another root"):
        publisher.publish(now=NOW)
    assert contents(folder) == before


BROKEN: dict[str, Callable[[Path], object]] = {
    "another key": lambda path: path.write_text(Signer(demonstration.ORIGIN, b"\x09" * 32).sign("x\n")),
    "another log": lambda path: path.write_text(Signer("other.example", demonstration.SEED).sign("x\n")),
    "no checkpoint": lambda path: path.write_text(Signer(demonstration.ORIGIN, demonstration.SEED).sign("x\n")),
    "empty": lambda path: path.write_bytes(b""),
    "changed": lambda path: path.write_bytes(path.read_bytes().replace(b"\n202\n", b"\n203\n")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_strange_checkpoint_stops_everything(folder: Path, name: str) -> None:
    actions.start(now=NOW)
    grow(200)
    BROKEN[name](folder / "checkpoint")
    before = contents(folder)
    wait(1, seed=3)
    actions.sequence()
    for attempt in (publisher.publish, publisher.repair):
        with pytest.raises(errors.PublishedDiffers):
            attempt(now=NOW)
    assert contents(folder) == before


def test_a_lost_folder_does_not_hide_a_changed_database(folder: Path) -> None:
    actions.start(now=NOW)
    grow(5)
    shutil.rmtree(folder)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE log_head SET root = sha256('x'), edge = ARRAY[%s::bytea]", [b"\x01" * 32 * 7])
    with pytest.raises(errors.PublishedDiffers):
        publisher.publish(now=NOW)
