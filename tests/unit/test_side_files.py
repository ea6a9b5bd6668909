"""Side files as notes: one way of writing them, bound to place, entry and key, and never taken for a checkpoint."""

from dataclasses import replace
from uuid import UUID

import pytest

from reputation.core.ids import Seeded
from reputation.log import side_files
from reputation.log.side_files import HEAD, Place, canonical, is_path, open_side_file, sign, touched
from reputation.tlog import checkpoints
from reputation.tlog.notes import NoteError, Signer
from tests import log_entries

SIGNER = Signer("log.example/log", b"\x01" * 32)
LOG = SIGNER.verifier()
PLACE = Place("texts", Seeded(1).uuid())
ENTRY = b"\x07" * 32
WORDS = {"text": "Zwei\nZeilen – und \u2028 ein \U0001f3fa", "language": "de", "masked": []}


def made(document: dict[str, object] | None = None) -> bytes:
    return sign(PLACE, ENTRY, canonical(WORDS if document is None else document), SIGNER)


def test_words_come_back_as_they_were() -> None:
    found = open_side_file(made(), PLACE, [LOG])
    assert (found.place, found.entry, found.document) == (PLACE, ENTRY, WORDS)
    assert made() == made()


def test_what_it_looks_like() -> None:
    lines = made({"text": "A pan."}).decode().split("\n")
    assert lines[:4] == [HEAD, "log.example/log", f"texts {PLACE.subject} {'07' * 32}", '{"text":"A pan."}']
    assert lines[4] == ""
    assert lines[5].startswith("— log.example/log ")


def test_it_is_no_checkpoint_and_a_checkpoint_is_none() -> None:
    with pytest.raises(NoteError, match="three lines"):
        checkpoints.open_checkpoint(made(), LOG)
    note = checkpoints.sign(checkpoints.Checkpoint("log.example/log", 1, b"\x01" * 32), SIGNER)
    with pytest.raises(NoteError, match="no side file"):
        open_side_file(note.encode(), PLACE, [LOG])


@pytest.mark.parametrize(
    "text",
    [
        f"other\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32}\n{{}}\n",
        f"{HEAD}\nother.example/log\ntexts {PLACE.subject} {'07' * 32}\n{{}}\n",
        f"{HEAD}\n{LOG.name}\nreplies {PLACE.subject} {'07' * 32}\n{{}}\n",
        f"{HEAD}\n{LOG.name}\ntexts {UUID(int=1)} {'07' * 32}\n{{}}\n",
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 31}\n{{}}\n",
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32} \n{{}}\n",
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32}\n{{ }}\n",
        f'{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {"07" * 32}\n{{"b":1,"a":1}}\n',
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32}\n[]\n",
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32}\nwords\n",
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32}\n{'[' * 100_000}\n",
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32}\n{{}}\nmore\n",
        f"{HEAD}\n{LOG.name}\ntexts {PLACE.subject} {'07' * 32}\n",
    ],
)
def test_anything_else_that_the_log_signed_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        open_side_file(SIGNER.sign(text).encode(), PLACE, [LOG])


def test_another_key_another_word_or_another_place_is_refused() -> None:
    for raw in (
        sign(PLACE, ENTRY, "{}", Signer(LOG.name, b"\x02" * 32)),
        made().replace(b"Zwei", b"Drei"),
        made().replace(b"07", b"08"),
    ):
        with pytest.raises(NoteError):
            open_side_file(raw, PLACE, [LOG])
    with pytest.raises(NoteError, match="something else"):
        open_side_file(made(), replace(PLACE, kind="replies"), [LOG])


def test_paths_have_one_way_of_writing() -> None:
    assert is_path(PLACE.path)
    assert PLACE.path == f"side/texts/{str(PLACE.subject)[:3]}/{PLACE.subject}"
    subject = str(PLACE.subject)
    for path in (
        f"side/{subject[:3]}/{subject}",
        f"side/texts/{subject}",
        f"side/texts/{'000' if subject[:3] != '000' else '001'}/{subject}",
        f"side/texts/{subject[:3].upper()}/{subject.upper()}",
        f"side/words/{subject[:3]}/{subject}",
        f"side/texts/{subject[:3]}/{subject.replace('-', '')}----",
        f"side/texts/{subject[:3]}/{subject}.new",
        f"{PLACE.path}/..",
    ):
        assert not is_path(path), path


def test_only_a_change_of_names_touches_names() -> None:
    body = log_entries.EXAMPLES["business-changed"]
    assert touched("business-changed", body) == []
    assert touched("business-changed", body | {"change": "names"}) == [Place("names", UUID(body["business"]))]


def test_every_place_that_is_touched_is_of_a_kind_there_is() -> None:
    places = [place for kind, body in log_entries.EXAMPLES.items() for place in touched(kind, body)]
    assert {place.kind for place in places} == set(side_files.KINDS)
