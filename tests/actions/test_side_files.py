"""Side files as they are published: there before the checkpoint that covers them, replaced, removed, written again."""

import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from reputation.businesses import actions as businesses
from reputation.disputes import queries as cases
from reputation.disputes import rooms
from reputation.disputes.rules import Ground, Outcome
from reputation.log import actions as log
from reputation.log import files, models, publisher, queries, side_publisher
from reputation.log.files import Folder
from reputation.log.side_files import Document, Place, open_side_file
from reputation.reviews import actions as reviews
from reputation.tlog import checkpoints
from reputation.tlog.notes import NoteError, Signer, Verifier, open_note, parse_vkey
from reputation.tlog.trees import leaf_hash
from tests import cases_made
from tests.log_folder import NOW, contents, grow
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db
CANARY = "canary in a pan"


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=MONDAY - timedelta(days=60))
    return tmp_path / "log"


def settle() -> None:
    while log.sequence():
        pass
    publisher.publish(now=NOW)


def words(folder: Path, kind: str, subject: UUID) -> Document | None:
    """What is published at a place, None when nothing is; bound to the last entry that touched it."""
    place = Place(kind, subject)
    if not (folder / place.path).exists():
        return None
    found = open_side_file((folder / place.path).read_bytes(), place, [parse_vkey(queries.verifier_key())])
    entries = [row.leaf_hash for row in queries.entries(after=0, limit=10_000)]
    assert found.entry in entries
    return found.document


def test_names_texts_and_replies_are_there_as_they_are_shown(folder: Path) -> None:
    business = make_business()
    review = make_review(business, text="A copper pan by Ms Smith.")
    reviews.reply(review_id=review, business=business, text="Thank you.", now=LATER)
    settle()
    assert words(folder, "texts", review) == {"language": "en", "masked": [], "text": "A copper pan by Ms Smith."}
    assert words(folder, "replies", review) == {"text": "Thank you."}
    businesses.change_names(business=business, legal_name="Other Ltd", trading_names=["Pans"], now=LATER)
    reviews.mask(review_id=review, words="Ms Smith", wording="[a person]", now=LATER)
    settle()
    assert words(folder, "names", business) == {"legal_name": "Other Ltd", "place": "", "trading_names": ["Pans"]}
    assert words(folder, "texts", review) == {
        "language": "en",
        "masked": [{"length": 10, "on": LATER.date().isoformat(), "start": 16}],
        "text": "A copper pan by [a person].",
    }


@pytest.mark.parametrize("end", ["erase", "withdraw", "restrict"])
def test_words_that_go_are_gone_from_row_and_folder(folder: Path, end: str) -> None:
    business = make_business()
    review = make_review(business, text=CANARY)
    reviews.reply(review_id=review, business=business, text="Thank you.", now=LATER)
    settle()
    assert words(folder, "texts", review)
    if end == "restrict":
        make_decision(make_case(review, quote="pan"), Outcome.REMOVED)
    else:
        getattr(reviews, end)(review_id=review, now=LATER)
    if end != "restrict":
        assert not models.SideFile.objects.filter(document__contains=CANARY).exists(), "at once, not when published"
    settle()
    assert words(folder, "texts", review) is None
    assert (words(folder, "replies", review) is None) == (end != "erase")
    assert not any(CANARY.encode() in raw for path, raw in contents(folder).items() if "texts" in path)
    assert not models.SideFile.objects.filter(document=None).exists(), "what is done leaves nothing behind"


def test_a_restored_review_has_its_words_again(folder: Path) -> None:
    business = make_business()
    review = make_review(business)
    reviews.reply(review_id=review, business=business, text="Thank you.", now=LATER)
    case = make_case(review)
    make_decision(case, Outcome.REMOVED)
    settle()
    assert words(folder, "texts", review) is None
    cases_made.restore(case, now=LATER + timedelta(days=40))
    settle()
    assert words(folder, "texts", review)
    assert words(folder, "replies", review)
    found = words(folder, "cases", case)
    assert found is not None
    assert [one["summary"] for one in found["statements"]] == ["in short", "in short"]


def test_a_case_keeps_back_the_words_it_is_about_while_it_is_open(folder: Path) -> None:
    review = make_review(text=f"By Ms Smith, {CANARY}.")
    case = make_case(review, ground=Ground.NAMES_A_PERSON, quote="Ms Smith", said="It names Ms Smith.")
    settle()
    found = words(folder, "cases", case)
    assert found is not None
    assert not found.keys() & {"quote", "said", "law"}
    make_decision(case, Outcome.MASKED, wording="[a person]")
    settle()
    decided = words(folder, "cases", case)
    assert decided is not None
    assert (decided["quote"], decided["said"]) == ("[a person]", "It names [a person].")
    assert not any(b"Smith" in raw for raw in contents(folder).values())


def test_a_case_keeps_back_the_words_for_which_a_review_was_removed(folder: Path) -> None:
    """A page that repeats a name for ever would do what the removal ended. Both sides read it."""
    review = make_review(text=f"By Ms Smith, {CANARY}.")
    case = make_case(review, ground=Ground.NAMES_A_PERSON, quote="Ms Smith", said="It names Ms Smith.")
    make_decision(case, Outcome.REMOVED)
    settle()
    found = words(folder, "cases", case)
    assert found is not None
    assert found["statements"][0]["quote"] is None
    assert not any(b"Smith" in raw for raw in contents(folder).values())
    page = cases.case(case)
    assert (page.quote, page.said, page.statements[0].quote) == (None, None, None)
    assert rooms.room(case, now=LATER).statements[0].quote == "Ms Smith"
    cases_made.restore(case, now=LATER + timedelta(days=40))
    assert cases.case(case).quote == "Ms Smith"


def test_words_are_there_before_the_checkpoint_that_covers_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = make_review()
    while log.sequence():
        pass
    shown: list[Document | None] = []
    put = Folder.put_checkpoint

    def look(self: Folder, raw: bytes) -> None:
        shown.append(words(folder, "texts", review))
        put(self, raw)

    monkeypatch.setattr(Folder, "put_checkpoint", look)
    publisher.publish(now=NOW)
    assert [found is not None for found in shown] == [True]


def test_words_whose_entry_still_waits_wait_too(folder: Path) -> None:
    settle()
    review = make_review()
    publisher.publish(now=NOW)
    assert words(folder, "texts", review) is None
    settle()
    assert words(folder, "texts", review) is not None


class Crash(Exception):
    pass


@pytest.mark.parametrize("step", ["_settle", "write", "remove"])
def test_a_crash_while_they_are_written_is_made_good(folder: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    erased = make_review(text=CANARY)
    settle()
    kept = [make_review(text=f"Pan {number}") for number in range(5)]
    reviews.erase(review_id=erased, now=LATER)
    while log.sequence():
        pass
    with monkeypatch.context() as patched:
        written = 0
        write = files._write

        def crash(*_: Any) -> None:
            raise Crash

        def write_some(path: Path, raw: bytes) -> None:
            nonlocal written
            written += 1
            if written > 3:
                path.write_bytes(raw[:9])
                raise Crash
            write(path, raw)

        if step == "_settle":
            patched.setattr(side_publisher, "_settle", crash)
        elif step == "remove":
            patched.setattr(Folder, "remove", crash)
        else:
            patched.setattr(files, "_write", write_some)
        with pytest.raises(Crash):
            publisher.publish(now=NOW)
    publisher.repair(now=NOW)
    assert [words(folder, "texts", review) is not None for review in [*kept, erased]] == [True] * 5 + [False]
    assert not [name for name in contents(folder) if name.endswith(files.NEW)]
    assert not models.SideFile.objects.filter(is_published=False).exists()


def test_lost_ones_are_written_again_and_strange_ones_removed(folder: Path) -> None:
    for number in range(3):
        make_review(text=f"Pan {number}")
    settle()
    whole = contents(folder)
    texts = sorted((folder / "side" / "texts").rglob("*-*"))
    texts[0].unlink()
    shutil.rmtree(folder / "side" / "names")
    strange = texts[1].with_name(f"{texts[1].name[:3]}00000-0000-4000-8000-000000000000")
    strange.write_bytes(texts[1].read_bytes())
    elsewhere = folder / "side" / "texts" / "zzz" / "x"
    elsewhere.parent.mkdir()
    elsewhere.write_text("x")
    publisher.repair(now=NOW)
    assert contents(folder) == whole


def test_after_a_change_of_the_key_all_are_signed_anew(folder: Path, settings: LazySettings) -> None:
    review = make_review()
    settle()
    former = parse_vkey(queries.verifier_key())
    settings.LOG_KEY_BEFORE, settings.LOG_KEY = settings.LOG_KEY, b"\x05" * 32
    settings.LOG_PUBLIC_KEY = Signer(former.name, settings.LOG_KEY).verifier().public
    publisher.repair(now=NOW)
    assert words(folder, "texts", review)
    assert words(folder, "names", models.SideFile.objects.get(kind="names").subject)
    place = Place("texts", review)
    with pytest.raises(NoteError):
        open_side_file((folder / place.path).read_bytes(), place, [former])


def signed_with(folder: Path, key: Verifier) -> int:
    """How many side files verify under a key."""
    found = 0
    for path in (folder / "side").rglob("*-*"):
        with suppress(NoteError):
            open_note(path.read_bytes(), [key])
            found += 1
    return found


def test_a_change_of_the_key_holds_up_no_entry(
    folder: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line under the checkpoint, the key, then old words a slice at a time; new ones are there with their entry."""
    for number in range(4):
        make_review(text=f"Pan {number}")
    settle()
    whole = signed_with(folder, parse_vkey(queries.verifier_key()))
    monkeypatch.setattr(side_publisher, "AT_ONCE", 2)
    settings.LOG_KEY_BEFORE, settings.LOG_KEY = settings.LOG_KEY, b"\x05" * 32
    present = Signer(settings.LOG_ORIGIN, settings.LOG_KEY).verifier()
    settings.LOG_PUBLIC_KEY = present.public
    shown: list[str] = []
    show, replace = Folder._show, Folder.replace

    def see(self: Folder, name: str, raw: bytes) -> None:
        shown.append(name)
        show(self, name, raw)

    def see_words(self: Folder, given: Any) -> None:
        shown.append("words")
        replace(self, given)

    monkeypatch.setattr(Folder, "_show", see)
    monkeypatch.setattr(Folder, "replace", see_words)
    publisher.repair(now=NOW)
    assert shown == ["checkpoint", "key", "policy", "words"]
    checkpoints.open_checkpoint((folder / "checkpoint").read_bytes(), present)
    assert signed_with(folder, present) == 2
    shown.clear()
    review = make_review(text="Life goes on.")
    while log.sequence():
        pass
    publisher.publish(now=NOW)
    assert shown == ["words", "checkpoint", "words"]
    assert words(folder, "texts", review)
    assert not models.SideFile.objects.filter(subject=review, is_published=False).exists()
    assert signed_with(folder, present) < whole
    publisher.repair(now=NOW)
    for _ in range(whole):
        publisher.publish(now=NOW)
    assert signed_with(folder, present) == len(list((folder / "side").rglob("*-*"))) > whole
    assert not models.SideFile.objects.filter(is_published=False).exists()


def test_many_more_than_are_done_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_publisher, "AT_ONCE", 2)
    found = [make_review(text=f"Pan {number}") for number in range(5)]
    settle()
    assert all(words(folder, "texts", review) for review in found)


def test_a_change_that_came_meanwhile_is_not_taken_for_published(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    review = make_review(text=CANARY)
    while log.sequence():
        pass
    replace = Folder.replace

    def masked_meanwhile(self: Folder, given: Any) -> None:
        replace(self, given)
        monkeypatch.undo()
        reviews.mask(review_id=review, words="canary", wording="[a bird]", now=LATER)

    monkeypatch.setattr(Folder, "replace", masked_meanwhile)
    publisher.publish(now=NOW)
    assert not models.SideFile.objects.get(subject=review).is_published
    settle()
    assert "canary" not in str(words(folder, "texts", review))


def test_the_pages_may_add_words_and_never_replace_any(folder: Path, as_role: Any) -> None:
    review = make_review()
    row = models.SideFile.objects.get(kind="texts", subject=review)
    other = make_business()
    with as_role("web"), transaction.atomic():
        entry = {"business": str(other), "review": str(UUID(int=5, version=4)), "month": "2026-01", "stars": 1}
        entry |= {"outcome": "as-agreed", "class": "seller", "commitment": "ab" * 32}
        log.append(kind="review", body=entry, words={"texts": {"text": "new"}})
        log.append(kind="review", body={**entry, "review": str(review)}, words={"texts": {"text": "instead"}})
    assert models.SideFile.objects.get(kind="texts", subject=review).document == row.document
    assert models.SideFile.objects.filter(document='{"text":"new"}').count() == 1
    for statement in ("UPDATE log_side_file SET document = 'x'", "DELETE FROM log_side_file", "TABLE log_side_file"):
        with pytest.raises(Exception, match="permission denied"), transaction.atomic(), as_role("web"):
            run(statement)


def test_the_pages_may_replace_names_alone(folder: Path, as_role: Any) -> None:
    business = make_business()
    with as_role("web"), transaction.atomic():
        businesses.change_names(business=business, legal_name="Another Shop Ltd", now=LATER)
    row = models.SideFile.objects.get(kind="names", subject=business)
    assert "Another Shop Ltd" in (row.document or "")


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("kind = 'secrets'", "log_side_file_kind_known"),
        ("entry = 'x'", "log_side_file_entry_length"),
        ("document = NULL, is_published = true", "log_side_file_published_has_words"),
    ],
)
def test_the_database_refuses_impossible_rows(folder: Path, change: str, constraint: str) -> None:
    make_review()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        run(f"UPDATE log_side_file SET {change} WHERE kind = 'texts'")


def test_entries_without_words_leave_no_row(folder: Path) -> None:
    grow(5)
    assert not models.SideFile.objects.exists()
    raw = queries.entry(3).raw
    assert queries.entry(3).leaf_hash == leaf_hash(raw)
