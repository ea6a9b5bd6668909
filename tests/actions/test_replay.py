"""An older database brought up to the published log: every row as it was, nothing twice, nothing erased back."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from reputation.businesses import actions as businesses
from reputation.businesses.rules import Method
from reputation.core import clock
from reputation.disputes import queries as cases
from reputation.log import actions as log
from reputation.log import errors, publisher, queries, side_files
from reputation.log.kinds import KINDS
from reputation.log.replay import LOST, _entries
from reputation.ratings import actions as ratings
from reputation.ratings import queries as rated
from reputation.reviews import actions as reviews
from reputation.reviews import publication
from reputation.reviews import queries as shown
from reputation.service import replay
from reputation.tlog import tiles
from reputation.tlog.notes import Signer
from tests import log_entries
from tests.log_folder import assert_published, contents
from tests.lost_database import (
    ERASED,
    NAMED,
    Made,
    assert_audit_passes,
    begin,
    bring_back,
    go_on,
    lost,
    rows,
    seen,
    settle,
    texts_in_database,
)
from tests.published_log import Service, served
from tests.reviews_made import LATER, make_business, make_review, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    return tmp_path / "public" / "log"


@pytest.fixture
def made(folder: Path) -> Made:
    return begin()


def profiles() -> list[Any]:
    found = [rated.answer(row["public_id"]) for row in rows()["businesses.Business"]]
    assert None not in found
    return found


def test_every_row_comes_back_as_it_was(made: Made, folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "checkpoint", tmp_path / "kept")
    size = queries.head().size
    with lost():
        go_on(made)
        before, answers, files = rows(), profiles(), contents(folder)
        assert ERASED not in texts_in_database()
        assert NAMED not in texts_in_database()
    assert ERASED in texts_in_database()
    with pytest.raises(errors.PublishedAhead, match=r"manage\.py replay"):
        publisher.publish(now=clock.now())
    assert contents(folder) == files, "what is published is what is needed: nothing of it may go"

    done = bring_back()
    assert (done.before, done.size) == (size, before["head"][0][0])
    settle()
    assert seen(rows()) == seen(before)
    assert profiles() == answers
    assert contents(folder) == files
    assert_published(folder)
    assert ERASED not in texts_in_database()
    assert NAMED not in texts_in_database()
    assert not ratings.recompute(from_bytes=True)

    make_review(made.shop, text="Life goes on.", now=LATER + timedelta(days=200))
    settle()
    assert_published(folder)
    assert_audit_passes(folder.parent, since=tmp_path / "kept")


def test_a_second_replay_finds_nothing_to_do(made: Made) -> None:
    with lost():
        go_on(made)
    bring_back()
    after = rows()
    done = bring_back()
    assert done.before == done.size
    assert rows() == after


def test_what_waited_and_was_published_is_not_published_twice_and_what_was_not_still_waits(made: Made) -> None:
    with lost():
        go_on(made)
    assert queries.waiting() == 1
    businesses.prove_domain(business=made.other, domain="never.example", method=Method.DNS, now=LATER)
    bring_back()
    assert queries.waiting() == 1
    settle()
    assert queries.waiting() == 0
    proofs = [row.body["domain"] for row in queries.of_business(made.other) if row.kind == "domain-proved"]
    assert proofs == ["waits.example", "never.example"]


def test_of_equal_entries_that_waited_as_many_wait_on_as_were_not_published(made: Made) -> None:
    settle()
    for _ in range(3):
        log.append(kind="checks-manifest", body=log_entries.EXAMPLES["checks-manifest"])
    with lost():
        log.sequence(limit=2)
        publisher.publish(now=clock.now())
    assert bring_back().size == queries.head().size
    assert queries.waiting() == 1


def test_a_review_that_waited_comes_out_once_and_keeps_its_salt(made: Made) -> None:
    with lost():
        go_on(made)
    bring_back()
    assert shown.one(made.soon).spans[0].text == "Sent before the backup."
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(salt) FROM reviews_review WHERE public_id = %s", [made.soon])
        assert cursor.fetchall() == [(32,)]
        cursor.execute("SELECT id FROM reviews_waiting")
        assert cursor.fetchall() == [(made.much_later,)]
    assert publication.publish_due(now=LATER + timedelta(days=60)) == 0


def flip(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


def other_stars(path: Path) -> None:
    """An entry that the schema allows, and nobody logged."""
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b'"stars":1', b'"stars":2'))
    assert path.read_bytes() != raw


DAMAGED: dict[str, tuple[Callable[[Path], object], type[errors.LogStopped]]] = {
    "a flipped byte of an entry": (lambda log: flip(newest(log)), errors.CopyDamaged),
    "other stars": (lambda log: other_stars(newest(log)), errors.CopyDamaged),
    "a missing bundle": (lambda log: newest(log).unlink(), errors.CopyDamaged),
    "half a bundle": (lambda log: newest(log).write_bytes(newest(log).read_bytes()[:-9]), errors.CopyDamaged),
    "a flipped byte of the checkpoint": (lambda log: flip(log / "checkpoint"), errors.PublishedDiffers),
    "no checkpoint": (lambda log: (log / "checkpoint").unlink(), errors.NothingPublished),
}


def newest(log: Path) -> Path:
    return max((log / "tile" / "entries").rglob("[0-9]*"), key=lambda path: (path.is_file(), path.stat().st_mtime_ns))


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_copy_is_refused_before_anything_changes(made: Made, folder: Path, name: str) -> None:
    damage, refusal = DAMAGED[name]
    with lost():
        go_on(made)
    before = rows()
    damage(folder)
    with pytest.raises(refusal):
        bring_back()
    assert rows() == before
    assert queries.waiting() == 1


def test_a_mirror_brings_back_what_is_lost_here_too(made: Made, folder: Path, tmp_path: Path) -> None:
    with lost():
        go_on(made)
        before, files = rows(), contents(folder)
    mirror = Path(shutil.move(folder, tmp_path / "mirror"))
    with pytest.raises(errors.NothingPublished, match="--as-it-is"):
        bring_back()
    bring_back(str(mirror))
    publisher.repair(now=clock.now())
    assert seen(rows()) == seen(before)
    assert_published(folder)
    assert contents(folder).items() <= files.items()
    assert contents(folder / "side") == contents(mirror / "side")


def test_what_a_former_key_signed_is_replayed_while_that_key_is_set(made: Made, settings: LazySettings) -> None:
    with lost():
        go_on(made)
        before = rows()
    former = settings.LOG_KEY
    settings.LOG_KEY = b"\x05" * 32
    settings.LOG_PUBLIC_KEY = Signer(settings.LOG_ORIGIN, settings.LOG_KEY).verifier().public
    with pytest.raises(errors.PublishedDiffers, match="LOG_KEY_BEFORE"):
        bring_back()
    settings.LOG_KEY_BEFORE = former
    bring_back()
    publisher.repair(now=clock.now())
    assert seen(rows()) == seen(before)


def test_a_copy_is_read_over_http_too(made: Made, folder: Path) -> None:
    with lost():
        go_on(made)
        before = rows()
    service = Service()
    service.files |= {f"/log/{path}": raw for path, raw in contents(folder).items()}
    with served(service) as url:
        bring_back(url)
    assert seen(rows())["reviews.Review"] == seen(before)["reviews.Review"]
    with pytest.raises(errors.CopyUnreadable):
        bring_back("http://127.0.0.1:1")


def test_a_copy_that_ends_before_the_backup_is_refused(made: Made, folder: Path, tmp_path: Path) -> None:
    settle()
    shutil.copytree(folder, tmp_path / "copy")
    go_on(made)
    with pytest.raises(errors.CopyOlder, match="newer copy"):
        bring_back(str(tmp_path / "copy"))


def test_a_bundle_that_is_full_by_now_gives_its_beginning() -> None:
    raws = [b"%d" % number for number in range(tiles.WIDTH)]
    files = {"tile/entries/000": tiles.encode_bundle(raws)}
    assert list(_entries(lambda path, _: files.get(path), 3, 9)) == raws[3:9]
    files["tile/entries/000"] = files["tile/entries/000"][:-1]
    with pytest.raises(errors.CopyDamaged, match="tile/entries/000 is damaged"):
        list(_entries(lambda path, _: files.get(path), 3, 9))


def test_words_of_an_older_copy_do_not_come_back(made: Made, folder: Path, tmp_path: Path) -> None:
    """A mirror that kept a text from before its words were masked: it is not what the newest entry speaks of."""
    old = folder / side_files.Place("texts", made.reviews[1]).path
    unmasked = old.read_bytes()
    assert NAMED.encode() in unmasked
    with lost():
        go_on(made)
    old.write_bytes(unmasked)
    with pytest.raises(errors.WordsMissing, match=str(made.reviews[1])):
        bring_back()
    done = bring_back(words_lost=True)
    assert [place.subject for place in done.lost] == [made.reviews[1]]
    assert NAMED not in texts_in_database()
    assert shown.one(made.reviews[1]).state == "erased"
    settle()
    assert not old.exists()
    last = queries.of_review(made.shop, made.reviews[1])[-1]
    assert last.kind == "review-erased", "the log says what became of it"
    assert_audit_passes(folder.parent)


def test_an_erased_text_that_a_copy_kept_does_not_come_back(made: Made, folder: Path) -> None:
    old = folder / side_files.Place("texts", made.reviews[2]).path
    kept = old.read_bytes()
    assert ERASED.encode() in kept
    with lost():
        go_on(made)
    old.write_bytes(kept)
    assert not bring_back().lost
    assert ERASED not in texts_in_database()
    settle()
    assert not old.exists()


def test_where_words_are_lost_for_good_a_note_stands(made: Made, folder: Path) -> None:
    with lost():
        go_on(made)
        businesses = rows()["businesses.Business"]
    shutil.rmtree(folder / "side")
    with pytest.raises(errors.WordsMissing, match="--words-lost"):
        bring_back()
    bring_back(words_lost=True)
    settle()
    found = rows()
    assert [row["public_id"] for row in found["businesses.Business"]] == [row["public_id"] for row in businesses]
    assert {row["legal_name"] for row in found["businesses.Business"] if row["public_id"] == made.shop} == {LOST}
    assert cases.case(made.case).statements[-1].reasoning == LOST
    assert {row["summary"] for row in found["disputes.AlertSuspension"]} == {LOST}
    assert_audit_passes(folder.parent)


def test_an_entry_that_cannot_follow_is_refused_and_named(made: Made) -> None:
    settle()
    before = rows()
    with lost():
        log.append(kind="review-erased", body=log_entries.MARK)
        settle()
    with pytest.raises(errors.ReplayImpossible, match=f"{len(before['log'])}"):
        bring_back()
    assert rows() == before


def test_every_kind_is_brought_back_by_one_room_or_needs_nothing() -> None:
    named = [kind for room in replay.ROOMS for kind in room]
    assert len(named) == len(set(named))
    assert set(named) | replay.NOTHING.keys() == KINDS.keys()
    assert not set(named) & replay.NOTHING.keys()
    assert all(replay.NOTHING.values())
    assert {kind for kind in KINDS if kind in side_files._TOUCHES} <= set(named), "words need a room to put them in"


def test_only_a_replay_writes_words_without_their_salt(made: Made, as_role: Any) -> None:
    """The roles of the service cannot, whatever goes wrong in them; nor take the salt of words that stay."""
    statements = [
        f"UPDATE {table} SET salt = NULL WHERE text IS NOT NULL" for table in ("reviews_review", "reviews_reply")
    ]
    columns = "business_id, month, stars, outcome, receipt_class, language, text, are_figures_changed"
    statements.append(
        f"INSERT INTO reviews_review (public_id, state, {columns}) "
        f"SELECT gen_random_uuid(), 'published', {columns} FROM reviews_review WHERE text IS NOT NULL LIMIT 1"
    )
    for statement in statements:
        with pytest.raises(Exception, match="salt of their commitment"), transaction.atomic(), as_role("worker"):
            run(statement)
        with transaction.atomic():
            run(statement)
            transaction.set_rollback(True)
    with as_role("worker"), transaction.atomic():
        reviews.erase(review_id=made.reviews[6], now=LATER)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_service_goes_on_with_what_came_back_without_salts(made: Made, as_role: Any) -> None:
    with lost():
        go_on(made)
    bring_back()
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id FROM reviews_review WHERE salt IS NULL AND text IS NOT NULL")
        new, *found = sorted(review for (review,) in cursor.fetchall())
    assert len(found) > 3
    with as_role("worker"):
        reviews.change(review_id=new, text="Changed afterwards.", now=LATER + timedelta(days=300))
        reviews.withdraw(review_id=found[0], now=LATER + timedelta(days=300))
        reviews.erase(review_id=found[1], now=LATER + timedelta(days=300))
    assert shown.one(new).spans[0].text == "Changed afterwards."


def test_the_public_half_of_the_key_is_enough(made: Made, settings: LazySettings) -> None:
    """Restoring is tried on a machine that could not sign anything."""
    with lost():
        go_on(made)
    settings.LOG_KEY = None
    assert bring_back().size == queries.head().size


def test_nothing_is_replayed_into_a_database_without_a_log(folder: Path) -> None:
    Service().publish()
    folder.mkdir(parents=True)
    (folder / "checkpoint").write_text("x")
    with pytest.raises(errors.NotStarted, match="Restore a backup first"):
        bring_back()


def test_submitting_goes_on_after_a_replay(made: Made, folder: Path) -> None:
    with lost():
        go_on(made)
    bring_back()
    submit(make_business(), now=LATER)
    assert publication.publish_due(now=LATER + timedelta(days=400)) == 2
    settle()
    assert_published(folder)
