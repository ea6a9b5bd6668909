"""Numbering, signing and publishing: the durable steps in order, a crash after each, and what is refused."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from config import demonstration
from reputation.core.ids import Seeded
from reputation.log import actions, entries, errors, files, models, queries
from reputation.log.entries import EntryError
from reputation.rulebook.editions import EDITIONS
from reputation.tlog import checkpoints, notes, receipts, tiles
from reputation.tlog.notes import Signer
from reputation.tlog.proofs import ProofError
from tests import log_entries, naive_tree

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 9, 31, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    return tmp_path / "log"


def wait(count: int, seed: int = 0) -> None:
    with transaction.atomic():
        for body in log_entries.reviews(count, seed=seed):
            actions.append(kind="review", body=body)


def grow(count: int, seed: int = 0) -> queries.Checkpoint:
    """So many more entries, numbered and published."""
    wait(count, seed)
    while actions.sequence(limit=300):
        pass
    published = actions.publish(now=NOW)
    assert published is not None
    return published


def raws() -> list[bytes]:
    return [bytes(raw) for raw in models.Entry.objects.order_by("position").values_list("raw", flat=True)]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != files.LOCK
    }


def assert_published(folder: Path) -> None:
    """The folder alone proves every entry up to its checkpoint."""
    log = notes.parse_vkey(queries.verifier_key())
    shown = checkpoints.open_checkpoint((folder / "checkpoint").read_bytes(), log)
    leaves = [naive_tree.leaf(raw) for raw in raws()[: shown.size]]
    assert shown.root == naive_tree.root(leaves)
    for tile in tiles.new_tiles(0, shown.size):
        raw = (folder / tile.path).read_bytes()
        if tile.level is None:
            first = tile.index * 256
            assert tiles.decode_bundle(raw, tile.width) == raws()[first : first + tile.width]
        else:
            assert raw == tiles.encode(naive_tree.tile(leaves, tile.level, tile.index, tile.width))


def test_a_log_begins_with_who_runs_it_and_by_which_formula(folder: Path) -> None:
    with transaction.atomic():
        actions.append(kind="review", body=log_entries.review())
    actions.start(now=NOW)
    assert [row.kind for row in queries.entries(after=0, limit=9)] == ["operator", "edition"]
    operator = queries.entry(0).body
    assert operator["funder"] == demonstration.OPERATOR["funder_code"]
    assert operator["date"] == "2026-11-23"
    assert queries.entry(1).body["effective"] == "2026-11"
    actions.sequence()
    assert queries.entry(2).kind == "review"


def test_starting_again_adds_nothing_until_something_changed(folder: Path, settings: LazySettings) -> None:
    actions.start(now=NOW)
    actions.start(now=LATER)
    assert queries.waiting() == 0
    settings.OPERATOR = settings.OPERATOR | {"name": "Somebody else"}
    actions.start(now=LATER)
    actions.start(now=LATER)
    assert actions.sequence() == 1
    assert queries.entry(2).kind == "operator"
    assert queries.entry(2).body["commitment"] != queries.entry(0).body["commitment"]


def test_a_later_edition_is_announced_a_month_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.start(now=NOW)
    monkeypatch.setitem(EDITIONS, 2, replace(EDITIONS[1], number=2))
    actions.start(now=LATER)
    actions.start(now=LATER)
    assert actions.sequence() == 1
    body = queries.entry(2).body
    assert (body["edition"], body["announced"], body["effective"]) == (2, "2026-11-23", "2027-01")


def test_the_commitment_of_the_operator_opens(folder: Path, settings: LazySettings) -> None:
    actions.start(now=NOW, source=Seeded(1))
    found = entries.commitment("operator", Seeded(1).salt(), rfc8785.dumps(settings.OPERATOR))
    assert queries.entry(0).body["commitment"] == found


def test_another_origin_is_refused(folder: Path, settings: LazySettings) -> None:
    actions.start(now=NOW)
    actions.publish(now=NOW)
    settings.LOG_ORIGIN = "other.example/log"
    for attempt in (actions.start, actions.publish):
        with pytest.raises(errors.OriginChanged, match=r"other\.example"):
            attempt(now=NOW)


def test_nothing_happens_before_the_start_or_without_a_key(folder: Path, settings: LazySettings) -> None:
    for attempt in (actions.sequence, queries.head, queries.tree, lambda: actions.publish(now=NOW)):
        with pytest.raises(errors.NotStarted):
            attempt()
    actions.start(now=NOW)
    settings.LOG_KEY = None
    with pytest.raises(errors.KeyMissing):
        actions.publish(now=NOW)


def test_an_entry_goes_in_with_its_transaction_or_not_at_all(folder: Path) -> None:
    with transaction.atomic():
        actions.append(kind="review", body=log_entries.review())
        transaction.set_rollback(True)
    assert queries.waiting() == 0
    with pytest.raises(EntryError), transaction.atomic():
        actions.append(kind="review", body=log_entries.review(text="Ms Smith"))
    with transaction.atomic():
        actions.append(kind="review", body=log_entries.review())
    assert queries.waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_without_a_transaction_is_a_bug(folder: Path) -> None:
    with pytest.raises(RuntimeError):
        actions.append(kind="review", body=log_entries.review())


def test_every_kind_can_be_logged_and_read_again(folder: Path) -> None:
    actions.start(now=NOW)
    for kind, body in log_entries.EXAMPLES.items():
        actions.append(kind=kind, body=body)
    actions.sequence()
    for row, (kind, body) in zip(queries.entries(after=2, limit=99), log_entries.EXAMPLES.items(), strict=True):
        entry = entries.decode(row.raw)
        assert (row.kind, row.body) == (kind, body)
        for column in entries.Entry.__dataclass_fields__:
            assert getattr(row, column) == getattr(entry, column), (kind, column)
        assert row.leaf_hash == naive_tree.leaf(row.raw)


def test_the_folder_is_right_after_each_checkpoint(folder: Path) -> None:
    actions.start(now=NOW)
    for count in (1, 252, 1, 1, 1, 700, 55):
        published = grow(count, seed=count)
        assert published.size == queries.head().size
        assert published.root == queries.head().root == naive_tree.root([naive_tree.leaf(raw) for raw in raws()])
        assert_published(folder)
        assert actions.publish(now=LATER) is None
    assert models.Tile.objects.count() == 3


def test_an_upper_tile_is_right_as_well(folder: Path) -> None:
    actions.start(now=NOW)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO log_waiting (kind, raw, business) SELECT 'business-left', convert_to(n::text, 'UTF8'), "
            "gen_random_uuid() FROM generate_series(1, 66000) n"
        )
    while actions.sequence():
        pass
    assert queries.head().root == naive_tree.root([naive_tree.leaf(raw) for raw in raws()])
    assert models.Tile.objects.filter(level=1).count() == 1
    actions.publish(now=NOW)
    assert (folder / "tile" / "2" / "000.p" / "1").stat().st_size == 32
    position = 65_000
    leaf = queries.entry(position).leaf_hash
    assert receipts.verify(queries.receipt(position), leaf, notes.parse_vkey(queries.verifier_key())).size == 66_002


def test_partial_tiles_stay_for_one_more_checkpoint_and_go_when_full(folder: Path) -> None:
    actions.start(now=NOW)
    grow(98)
    grow(100, 1)
    partials = folder / "tile" / "0" / "000.p"
    assert {path.name for path in partials.iterdir()} == {"100", "200"}
    grow(100, 2)
    assert partials.exists()
    grow(1, 3)
    assert not partials.exists()
    assert not (folder / "tile" / "entries" / "000.p").exists()
    assert (folder / "tile" / "0" / "001.p").exists()
    assert_published(folder)


def test_receipts(folder: Path) -> None:
    actions.start(now=NOW)
    grow(300)
    log = notes.parse_vkey(queries.verifier_key())
    wait(1, seed=9)
    actions.sequence()
    for position in (0, 1, 255, 256, 301):
        receipt = queries.receipt(position)
        assert receipts.verify(receipt, queries.entry(position).leaf_hash, log).size == 302
        with pytest.raises(ProofError):
            receipts.verify(receipt, queries.entry(302).leaf_hash, log)
    with pytest.raises(errors.NotYetPublished):
        queries.receipt(302)
    for nowhere in (-1, 303, 2**70):
        with pytest.raises(errors.NoSuchEntry):
            queries.receipt(nowhere)


def test_reading(folder: Path) -> None:
    assert queries.latest_checkpoint() is None
    actions.start(now=NOW)
    grow(5)
    assert [row.position for row in queries.entries(after=3, limit=2)] == [3, 4]
    business = queries.entry(4).business
    assert business is not None
    assert [row.position for row in queries.of_business(business)] == [2, 3, 4, 5, 6]
    assert [row.position for row in queries.of_business(business, upto=4)] == [2, 3]
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert (latest.size, latest.published_at) == (7, NOW)


class Crash(Exception):
    pass


def _crash(*_: Any, **__: Any) -> None:
    raise Crash


STEPS: list[tuple[str, Any, str]] = [
    ("after the files, before the checkpoint", files.Folder, "put_checkpoint"),
    ("after the checkpoint, before its row", actions, "_record"),
    ("before partial tiles go", actions, "_drop_partials"),
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
            actions.publish(now=NOW)
    assert_published(folder)
    wait(100, seed=2)
    actions.sequence()
    actions.repair(now=LATER)
    assert_published(folder)
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert latest.size == queries.head().size == 402
    assert (folder / "checkpoint").read_text(encoding="utf-8") == latest.note


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
        if written > 3:
            path.write_bytes(raw[: len(raw) // 2])
            raise Crash
        write(path, raw)

    monkeypatch.setattr(files, "_write", write_some)
    with pytest.raises(Crash):
        actions.publish(now=NOW)
    assert {name: raw for name, raw in contents(folder).items() if not name.endswith(files.NEW)} == before
    monkeypatch.undo()
    actions.repair(now=NOW)
    assert_published(folder)
    assert not [name for name in contents(folder) if name.endswith(files.NEW)]


def test_a_crash_does_not_tell_two_stories(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.start(now=NOW)
    wait(50)
    actions.sequence()
    actions.publish(now=NOW)
    first = contents(folder)
    shutil.rmtree(folder)
    actions.repair(now=LATER)
    assert contents(folder) == first


def test_lost_files_are_written_again(folder: Path) -> None:
    actions.start(now=NOW)
    grow(600)
    whole = contents(folder)
    for path in ("tile/0/000", "tile/entries/001", "tile/1/000.p/2"):
        (folder / path).unlink()
    actions.repair(now=LATER)
    assert contents(folder) == whole
    (folder / "checkpoint").unlink()
    actions.repair(now=LATER)
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
        actions.publish(now=NOW)
    assert (folder / "checkpoint").read_bytes() == before
    target.unlink()
    actions.repair(now=NOW)
    assert_published(folder)


def set_back(folder: Path, size: int) -> None:
    """What restoring an old backup of the database does: fewer entries than are published."""
    edge = queries.tree()
    root = edge.root_at(size)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM log_entry WHERE position >= %s", [size])
        cursor.execute("DELETE FROM log_checkpoint WHERE size > %s", [size])
        cursor.execute("UPDATE log_head SET size = %s, root = %s, edge = %s", [size, root, [root]])
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_an_old_backup_is_not_published(folder: Path) -> None:
    actions.start(now=NOW)
    actions.publish(now=NOW)
    whole = grow(1)
    before = contents(folder)
    assert whole.size == 3
    set_back(folder, 1)
    for attempt in (actions.publish, actions.repair):
        with pytest.raises(errors.PublishedAhead, match="covers 3 entries, the database holds 1"):
            attempt(now=NOW)
    wait(5, seed=7)
    actions.sequence()
    with pytest.raises(errors.PublishedDiffers, match="another root"):
        actions.publish(now=NOW)
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
    for attempt in (actions.publish, actions.repair):
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
        actions.publish(now=NOW)


@pytest.mark.parametrize("table", ["log_entry", "log_tile", "log_checkpoint"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {}", "UPDATE {} SET {} = {}"])
def test_the_log_only_grows(folder: Path, table: str, statement: str) -> None:
    column = {"log_entry": "position", "log_tile": "index", "log_checkpoint": "size"}[table]
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, column, column))


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("kind = 'vote'", "log_waiting_kind_known"),
        ("stars = 6", "log_waiting_stars_range"),
        ("outcome = 'fine'", "log_waiting_outcome_known"),
        ("receipt_class = 'gold'", "log_waiting_class_known"),
        ("raw = ''", "log_waiting_raw_length"),
        ("raw = convert_to(repeat('x', 65536), 'UTF8')", "log_waiting_raw_length"),
        ("key_id = 'x'", "log_waiting_key_id_length"),
        ("month = NULL", "log_waiting_review_whole"),
        ("stars = NULL", "log_waiting_review_whole"),
        ("business = NULL", "log_waiting_review_whole"),
    ],
)
def test_the_database_refuses_impossible_entries(folder: Path, change: str, constraint: str) -> None:
    actions.append(kind="review", body=log_entries.review())
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE log_waiting SET {change}")


def test_there_is_one_head(folder: Path) -> None:
    actions.start(now=NOW)
    with pytest.raises(IntegrityError, match="log_head_only_one"), transaction.atomic():
        models.Head.objects.create(id=2, origin="x", root=b"\x00" * 32)
