"""What we publish, before verifiers that are not ours: they accept it, and refuse it with one bit changed."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import LazySettings

from reputation.log import actions, queries
from reputation.tlog.notes import Cosigner
from tests import log_folder
from tests.interop import ours as our
from tests.interop.foreign import ask, is_installed
from tests.interop.ours import Ours
from tests.published_log import ORIGIN, SIGNER, make_service

pytestmark = [is_installed, pytest.mark.xdist_group("interop")]


@pytest.fixture(scope="module")
def ours() -> Ours:
    return our.ours()


def refused(answers: list[dict[str, Any]]) -> list[bool]:
    return ["refused" in answer for answer in answers]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sumdb", "inclusions"),
        ("pymerkle", "inclusions"),
        ("tlog-scales", "inclusions"),
        ("sigstore", "receipts"),
        ("sumdb", "consistencies"),
        ("tlog-scales", "consistencies"),
    ],
)
def test_our_proofs(ours: Ours, name: str, kind: str) -> None:
    dice = Random(1)
    true = getattr(ours, kind)()
    false = [other for one in true for other in our.falsified(one, dice)]
    assert len(true) > 40
    assert ask(name, true) == [{}] * len(true)
    accepted = [q for q, answer in zip(false, ask(name, false), strict=True) if "refused" not in answer]
    assert accepted == []


@pytest.mark.parametrize("name", ["sumdb", "sigstore", "tlog-scales"])
def test_our_checkpoints(ours: Ours, name: str) -> None:
    dice = Random(2)
    true = ours.notes()
    found = ask(name, true)
    assert not any(refused(found)), found
    if name != "sumdb":
        assert [(one["origin"], one["size"], one["root"]) for one in found] == [
            (ORIGIN, size, ours.root(size).hex()) for size in ours.sizes
        ]
    false = [one | {"note": note} for one in true for note in our.falsified_notes(one["note"], dice)]
    assert all(refused(ask(name, false)))


def test_our_cosignatures(ours: Ours) -> None:
    """A witness's line, of type 04: verified by tlog-scales, and passed over by those who do not know the witness."""
    note = ours.note(300)
    text, _ = note.split("\n\n")
    witness, at = Cosigner("witness.example/w1", b"\x02" * 32), 1_800_000_000
    log = SIGNER.verifier().vkey
    line = witness.line(f"{text}\n", at)
    question = {"asked": "note", "note": note + line, "keys": [log, witness.verifier().vkey]}
    assert not any(refused(ask("tlog-scales", [question])))
    assert all(refused(ask("tlog-scales", [question | {"note": note + witness.line("another text\n", at)}])))
    for name in ("sumdb", "tlog-scales", "sigstore"):
        assert not any(refused(ask(name, [question | {"keys": [log]}])))


@pytest.mark.parametrize("name", ["sumdb", "tlog-scales"])
def test_our_folder(name: str, tmp_path: Path) -> None:
    """The published files alone prove every entry; a changed bit in any of them is found."""
    ours = Ours(make_service(reviews=520))
    folder = our.write_files(ours.service.files, tmp_path)
    question = {"asked": "folder", "folder": str(folder), "keys": [ours.service.key]}
    size = len(ours.entries)
    assert ask(name, [question]) == [{"origin": ORIGIN, "size": size, "root": ours.root(size).hex()}]
    dice = Random(3)
    paths = [path for path in folder.rglob("*") if path.is_file() and "ratings" not in path.parts]
    assert len(paths) == 1 + 2 * (size // 256 + 1) + 1
    for path in paths:
        before = path.read_bytes()
        path.write_bytes(our.flipped(before, dice))
        assert all(refused(ask(name, [question]))), f"{name} overlooks a changed bit in {path.name}"
        path.write_bytes(before)


def test_proofs_made_from_our_tiles_are_ours(ours: Ours, tmp_path: Path) -> None:
    folder = our.write_files(ours.service.files, tmp_path)
    (found,) = ask(
        "tlog-scales", [{"asked": "proofs", "folder": str(folder), "places": ours.places, "steps": ours.steps}]
    )
    assert found["inclusions"] == [one["proof"] for one in ours.inclusions()]
    assert found["consistencies"] == [one["proof"] for one in ours.consistencies()]


def test_their_consistency_proofs_lead_from_our_root_to_our_root(ours: Ours) -> None:
    """Those of pymerkle are of another form than RFC 9162's, about the same trees."""
    true = [one | {"asked": "grown", "entries": ours.in_hex} for one in ours.consistencies()[::9]]
    assert ask("pymerkle", true) == [{}] * len(true)
    dice = Random(4)
    false = [
        one | {name: our.flipped(bytes.fromhex(one[name]), dice).hex()}
        for one in true
        for name in ("firstroot", "secondroot")
    ]
    assert all(refused(ask("pymerkle", false)))


@pytest.mark.django_db
def test_what_the_publisher_publishes(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=log_folder.NOW)
    log_folder.grow(300)
    log_folder.grow(40, seed=1)
    question = {"asked": "folder", "folder": str(tmp_path / "log"), "keys": [queries.verifier_key()]}
    for name in ("sumdb", "tlog-scales"):
        (found,) = ask(name, [question])
        assert found.get("size") == len(log_folder.raws()), found
