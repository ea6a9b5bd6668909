"""Numbering, signing and publishing: what a log is made of, and what the database refuses."""

from dataclasses import replace
from pathlib import Path

import pytest
import rfc8785
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from config import demonstration
from reputation.core.ids import Seeded
from reputation.log import about, actions, entries, errors, models, publisher, queries
from reputation.log.entries import EntryError
from reputation.rulebook.editions import EDITIONS
from reputation.tlog import notes, receipts
from reputation.tlog.proofs import ProofError
from tests import log_entries, naive_tree
from tests.log_folder import LATER, NOW, assert_published, grow, raws, wait

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    return tmp_path / "log"


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
    assert queries.waiting() == 0, "nobody confirmed it"
    actions.confirm_operator(sha256=about.operator().sha256, now=LATER)
    actions.start(now=LATER)
    actions.start(now=LATER)
    assert actions.sequence() == 1
    assert queries.entry(2).kind == "operator"
    assert queries.entry(2).body["commitment"] != queries.entry(0).body["commitment"]


def test_what_persons_confirmed_is_said_once_and_only_as_they_confirmed_it(
    folder: Path, settings: LazySettings
) -> None:
    actions.start(now=NOW)
    first = settings.OPERATOR
    settings.OPERATOR = first | {"name": "Somebody else"}
    with pytest.raises(errors.NothingToAnnounce):
        actions.confirm_operator(sha256="0" * 64, now=LATER)
    actions.confirm_operator(sha256=about.operator().sha256, now=LATER)
    settings.OPERATOR = first | {"name": "A third"}
    actions.start(now=LATER)
    assert queries.waiting() == 0
    settings.OPERATOR = first | {"name": "Somebody else"}
    actions.start(now=LATER)
    settings.OPERATOR = first
    actions.start(now=LATER)
    settings.OPERATOR = first | {"name": "Somebody else"}
    assert about.operator().state is about.Said.LOGGED
    settings.OPERATOR = first | {"name": "A third"}
    assert about.operator().state is about.Said.CHANGED
    assert actions.sequence() == 1


def test_a_later_edition_is_announced_a_month_before(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.start(now=NOW)
    with pytest.raises(errors.NothingToAnnounce):
        actions.announce_edition(edition=2, persons=2, now=LATER)
    monkeypatch.setitem(EDITIONS, 2, replace(EDITIONS[1], number=2))
    monkeypatch.setitem(EDITIONS, 3, replace(EDITIONS[1], number=3))
    actions.start(now=LATER)
    assert queries.waiting() == 0, "persons announce it, no start does"
    with transaction.atomic():
        actions.announce_edition(edition=2, persons=2, now=LATER)
    assert actions.sequence() == 1
    for again in (1, 2, 4):
        with pytest.raises(errors.NothingToAnnounce):
            actions.announce_edition(edition=again, persons=2, now=LATER)
    body = queries.entry(2).body
    assert (body["edition"], body["announced"], body["effective"]) == (2, "2026-11-23", "2027-01")


def test_the_commitment_of_the_operator_opens(folder: Path, settings: LazySettings) -> None:
    actions.start(now=NOW, source=Seeded(1))
    found = entries.commitment("operator", Seeded(1).salt(), rfc8785.dumps(settings.OPERATOR))
    assert queries.entry(0).body["commitment"] == found


def test_another_origin_is_refused(folder: Path, settings: LazySettings) -> None:
    actions.start(now=NOW)
    publisher.publish(now=NOW)
    settings.LOG_ORIGIN = "other.example/log"
    for attempt in (actions.start, publisher.publish):
        with pytest.raises(errors.OriginChanged, match=r"other\.example"):
            attempt(now=NOW)


def test_nothing_happens_before_the_start_or_without_a_key(folder: Path, settings: LazySettings) -> None:
    for attempt in (actions.sequence, queries.head, queries.tree, lambda: publisher.publish(now=NOW)):
        with pytest.raises(errors.NotStarted):
            attempt()
    actions.start(now=NOW)
    settings.LOG_KEY = None
    with pytest.raises(errors.KeyMissing):
        publisher.publish(now=NOW)


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
        assert publisher.publish(now=LATER) is None
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
    publisher.publish(now=NOW)
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


@pytest.mark.parametrize("table", ["log_entry", "log_tile", "log_checkpoint", "log_cosignature"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {} = {}"])
def test_the_log_only_grows(folder: Path, table: str, statement: str) -> None:
    column = {"log_entry": "position", "log_tile": "index", "log_checkpoint": "size", "log_cosignature": "id"}[table]
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
