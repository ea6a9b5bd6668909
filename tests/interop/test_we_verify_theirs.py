"""Trees, proofs, signed checkpoints and folders that others made: we accept them, and not with one bit changed."""

import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest

from reputation.audit.run import Options, audit
from reputation.tlog import checkpoints, notes, proofs, tiles
from reputation.tlog.edges import Edge
from reputation.tlog.notes import NoteError
from reputation.tlog.proofs import ProofError
from reputation.tlog.tiles import TileError
from reputation.tlog.trees import leaf_hash
from tests.interop import ours as our
from tests.interop.foreign import ask, is_installed
from tests.interop.ours import Ours
from tests.published_log import ORIGIN, SIGNER

pytestmark = [is_installed, pytest.mark.xdist_group("interop")]


@pytest.fixture(scope="module")
def ours() -> Ours:
    return our.ours()


def is_shown(question: our.Question) -> bool:
    """Whether our verifier accepts a proof."""
    proof = [bytes.fromhex(step) for step in question["proof"]]
    try:
        if question["asked"] == "inclusion":
            leaf, root = leaf_hash(bytes.fromhex(question["entry"])), bytes.fromhex(question["root"])
            proofs.verify_inclusion(leaf, question["index"], question["size"], proof, root)
        else:
            first, second = bytes.fromhex(question["firstroot"]), bytes.fromhex(question["secondroot"])
            proofs.verify_consistency(question["first"], question["second"], proof, first, second)
    except ProofError:
        return False
    return True


def assert_shown_only_as_it_is(questions: list[our.Question], dice: Random) -> None:
    for question in questions:
        assert is_shown(question)
        for false in our.falsified(question, dice):
            assert not is_shown(false)


@pytest.mark.parametrize("name", ["sumdb", "pymerkle"])
def test_their_trees_and_proofs(ours: Ours, name: str) -> None:
    asked = {"asked": "tree", "entries": ours.in_hex, "sizes": ours.sizes, "places": ours.places, "steps": ours.steps}
    (found,) = ask(name, [asked])
    dice = Random(5)
    inclusions = [
        one | {"proof": proof, "root": found["roots"][str(one["size"])]}
        for one, proof in zip(ours.inclusions(), found["inclusions"], strict=True)
    ]
    assert_shown_only_as_it_is(inclusions, dice)
    if name == "pymerkle":
        return
    consistencies = [
        one
        | {
            "proof": proof,
            "firstroot": found["roots"][str(one["first"])],
            "secondroot": found["roots"][str(one["second"])],
        }
        for one, proof in zip(ours.consistencies(), found["consistencies"], strict=True)
    ]
    assert_shown_only_as_it_is(consistencies, dice)


def test_a_tree_with_tiles_of_three_levels() -> None:
    """More than 65,536 entries: our tiles give their root, and our proofs from these tiles are theirs."""
    size, smaller = 66_000, 65_700
    entries = [b"%d" % number for number in range(size)]
    edge = Edge()
    full = dict(edge.append([leaf_hash(entry) for entry in entries]))
    partial = edge.tiles()

    def read(tile: tiles.Tile) -> list[bytes]:
        raw = full[tile] if tile.is_full else partial[tile.level or 0]
        return tiles.decode(raw, tile.width)

    places = [(index, size) for index in (0, 1, 255, 256, 65_535, 65_536, 65_800, size - 1)]
    steps = [(first, size) for first in (1, 256, 65_535, 65_536, smaller)]
    in_hex = [entry.hex() for entry in entries]
    (found,) = ask("sumdb", [{"asked": "tree", "entries": in_hex, "sizes": [size], "places": places, "steps": steps}])
    reader = proofs.from_tiles(size, read)
    assert len(partial) == 3
    assert found["roots"] == {str(size): edge.root().hex()}
    assert found["inclusions"] == [[step.hex() for step in proofs.inclusion(*place, reader)] for place in places]
    assert found["consistencies"] == [[step.hex() for step in proofs.consistency(*step, reader)] for step in steps]


@pytest.fixture(params=["sumdb", "tlog-scales"])
def theirs(request: pytest.FixtureRequest, ours: Ours, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """Our entries in a folder that another program wrote and signed, in several steps."""
    folder = tmp_path / "theirs" / our.LOG
    folder.parent.mkdir()
    sizes = [size for size in ours.sizes if size > 1]
    question = {"asked": "write", "folder": str(folder), "origin": ORIGIN, "seed": SIGNER.seed.hex(), "sizes": sizes}
    (found,) = ask(request.param, [question | {"entries": ours.in_hex}])
    assert "refused" not in found, found
    return folder, found


def test_their_signed_checkpoints(ours: Ours, theirs: tuple[Path, dict[str, Any]]) -> None:
    _, found = theirs
    log, dice = notes.parse_vkey(found["key"]), Random(6)
    assert log == SIGNER.verifier()
    for size, note in zip([size for size in ours.sizes if size > 1], found["notes"], strict=True):
        opened = checkpoints.open_checkpoint(note.encode(), log)
        assert (opened.size, opened.root) == (size, ours.root(size))
        text, _, lines = note.partition("\n\n")
        alone = f"{text}\n\n" + "".join(line for line in lines.splitlines(keepends=True) if ORIGIN in line)
        assert alone == ours.note(size)
        for false in our.falsified_notes(alone, dice):
            with pytest.raises(NoteError):
                checkpoints.open_checkpoint(false.encode(), log)


def test_every_bit_of_their_note_counts(theirs: tuple[Path, dict[str, Any]]) -> None:
    """What their library refuses, ours refuses too."""
    _, found = theirs
    note, log = found["notes"][-1].encode(), notes.parse_vkey(found["key"])
    signed = len(note.partition(b"\n\n")[0]) + len(f"\n\n— {ORIGIN} ".encode()) + 4 * 23
    for bit in range(8 * signed):
        false = bytearray(note)
        false[bit // 8] ^= 1 << bit % 8
        with pytest.raises(NoteError):
            checkpoints.open_checkpoint(bytes(false), log)


def test_the_same_entries_make_the_same_files(ours: Ours, theirs: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = theirs
    mine = {path.removeprefix("/log/"): raw for path, raw in ours.service.files.items() if path.startswith("/log/tile")}
    assert len(mine) > 10
    assert {path: (folder / path).read_bytes() for path in mine} == mine


def test_our_audit_of_their_folder(ours: Ours, theirs: tuple[Path, dict[str, Any]]) -> None:
    folder, found = theirs
    ratings = {path: raw for path, raw in ours.service.files.items() if path.startswith("/log/ratings/")}
    our.write_files(ratings, folder.parent)
    assert audit(Options(str(folder), (found["key"],), quiet=True)).faults == []
    dice = Random(7)
    for name in ("tile/0/000", "tile/1/000.p/5", "tile/entries/001", "checkpoint"):
        file = folder / name
        before = file.read_bytes()
        file.write_bytes(our.flipped(before[:160], dice) + before[160:])
        assert audit(Options(str(folder), (found["key"],), quiet=True)).faults, f"a changed bit in {name} went unseen"
        file.write_bytes(before)
    shutil.rmtree(folder / "tile/0")
    assert audit(Options(str(folder), (found["key"],), quiet=True)).faults


def test_paths_mean_the_same_to_both() -> None:
    """Every path that one parser accepts the other accepts, and both read the same tile."""
    paths = sorted(make_paths(Random(8), 4000))
    told = ask("sumdb", [{"asked": "path", "path": path} for path in paths])
    accepted = 0
    for path, answer in zip(paths, told, strict=True):
        try:
            tile = tiles.parse_path(path)
        except TileError:
            assert "refused" in answer or answer["level"] > tiles.LARGEST_LEVEL, path
            continue
        level = -1 if tile.level is None else tile.level
        assert answer == {"level": level, "index": tile.index, "width": tile.width}
        accepted += 1
    assert 500 < accepted < len(paths) - 500


def make_paths(dice: Random, count: int) -> set[str]:
    """Paths of tiles, half of them with a character changed, lost or doubled."""
    found = set()
    for _ in range(count):
        level = dice.choice([None, 0, 1, 2, 7, 63, 64])
        width = dice.choice([256, 256, 1, 9, 99, 255])
        path = tiles.Tile(level, dice.choice([dice.randrange(1200), dice.randrange(10**9)]), width).path
        if dice.random() < 0.5:
            place = dice.randrange(len(path))
            other = dice.choice(["", path[place] * 2, dice.choice("0123456789x./p+- ")])
            path = path[:place] + other + path[place + 1 :]
        found.add(path)
    return found
