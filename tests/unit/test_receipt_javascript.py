"""The page's script accepts the receipts that the server's verifier accepts, and refuses each kind of false one."""

import base64
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reputation.tlog import checkpoints, notes, proofs, receipts, trees
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.notes import Cosigner, Signer

SCRIPT = Path(__file__).parents[2] / "reputation/web/static/web/receipt.js"
DRIVER = Path(__file__).with_name("receipt_vectors.mjs")
ORIGIN = "log.example/one"
LOG, OTHER = Signer(ORIGIN, b"\x07" * 32), Signer("log.example/two", b"\x08" * 32)
SIZES = (1, 2, 3, 4, 5, 7, 8, 9, 64, 65, 255, 256, 257)

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


def entry(index: int) -> str:
    return json.dumps({"kind": "review", "number": index, "sign": "é"}, ensure_ascii=False)


LEAVES = [trees.leaf_hash(entry(index).encode()) for index in range(max(SIZES))]


def read(level: int, index: int) -> bytes:
    return trees.root_of(LEAVES[index << level : (index + 1) << level])


def case(index: int, size: int) -> dict[str, str]:
    note = checkpoints.sign(Checkpoint(ORIGIN, size, proofs.tree_root(size, read)), LOG)
    text = receipts.encode(index, proofs.inclusion(index, size, read), note).decode()
    return {"receipt": text, "entry": entry(index), "key": LOG.verifier().vkey}


def told(folder: Path, cases: list[dict[str, str]]) -> list[dict[str, Any]]:
    shutil.copy(SCRIPT, folder / "receipt.mjs")
    shutil.copy(DRIVER, folder / "receipt_vectors.mjs")
    given = "\n".join(json.dumps(one) for one in cases)
    done = subprocess.run(
        ["node", "receipt_vectors.mjs"], cwd=folder, input=given, check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_true_receipt_is_accepted(tmp_path: Path) -> None:
    places = [(index, size) for size in SIZES for index in {0, 1, size // 2, size - 2, size - 1} if 0 <= index < size]
    found = told(tmp_path, [case(*place) for place in places])
    assert [(one.get("index"), one.get("size"), one.get("signed")) for one in found] == [
        (index, size, True) for index, size in places
    ]
    assert {one["root"] for one in found} == {proofs.tree_root(size, read).hex() for size in SIZES}


def test_lines_of_another_key_of_the_log_and_of_witnesses_are_passed_over(tmp_path: Path) -> None:
    true = case(5, 9)
    head, text, line = true["receipt"].split("\n\n")
    other = Signer(ORIGIN, b"\x42" * 32).line(f"{text}\n")
    witness = Cosigner("witness.example/w", b"\x43" * 32).line(f"{text}\n", 1_795_426_200)
    given = [
        true | {"receipt": "\n\n".join((head, text, lines))} for lines in (other + line + witness, other + witness)
    ]
    found = told(tmp_path, given)
    assert (found[0].get("signed"), found[1].get("code")) == (True, "signature")


def changed_line(text: str, number: int) -> str:
    lines = text.split("\n")
    raw = bytearray(base64.b64decode(lines[number]))
    raw[5] ^= 1
    lines[number] = base64.b64encode(raw).decode()
    return "\n".join(lines)


def false_ones() -> dict[str, tuple[dict[str, str], str]]:
    true = case(5, 9)
    text = true["receipt"]
    without_step = "\n".join(line for number, line in enumerate(text.split("\n")) if number != 2)
    twice = text.replace("\n\n", "\n" + text.split("\n")[2] + "\n\n", 1)
    signed = text.rstrip("\n").rpartition("\n")
    flipped = signed[2].split(" ")
    raw = bytearray(base64.b64decode(flipped[2]))
    raw[-1] ^= 1
    forged = f"{signed[0]}\n— {ORIGIN} {base64.b64encode(raw).decode()}\n"
    return {
        "another entry": (true | {"entry": entry(4)}, "root"),
        "another place": (true | {"receipt": text.replace("index 5", "index 4")}, "root"),
        "a place beyond": (true | {"receipt": text.replace("index 5", "index 9")}, "proof"),
        "a changed neighbour": (true | {"receipt": changed_line(text, 2)}, "root"),
        "a neighbour less": (true | {"receipt": without_step}, "proof"),
        "a neighbour twice": (true | {"receipt": twice}, "proof"),
        "another size": (true | {"receipt": text.replace(f"{ORIGIN}\n9\n", f"{ORIGIN}\n10\n")}, "signature"),
        "a forged signature": (true | {"receipt": forged}, "signature"),
        "another log's key": (true | {"key": OTHER.verifier().vkey}, "origin"),
        "another key of the same name": (true | {"key": Signer(ORIGIN, b"\x09" * 32).verifier().vkey}, "signature"),
        "another signer": (true | {"receipt": f"{signed[0]}\n{OTHER.line(signed[0])}"}, "signature"),
        "a key whose id does not fit": (true | {"key": true["key"].replace("+", "+0", 1)}, "key"),
        "another header": (true | {"receipt": text.replace("@v1", "@v2", 1)}, "receipt"),
        "a place with a zero before": (true | {"receipt": text.replace("index 5", "index 05")}, "receipt"),
        "loose base64": (true | {"receipt": text.replace("=\n", "\n", 1)}, "receipt"),
        "nothing": (true | {"receipt": ""}, "receipt"),
        "no checkpoint": (true | {"receipt": text[: text.index("\n\n") + 2]}, "checkpoint"),
    }


def test_every_false_receipt_is_refused_by_name(tmp_path: Path) -> None:
    cases = false_ones()
    found = told(tmp_path, [one for one, _ in cases.values()])
    assert dict(zip(cases, (one.get("code") for one in found), strict=True)) == {
        name: code for name, (_, code) in cases.items()
    }


@pytest.mark.parametrize("name", false_ones())
def test_the_server_s_verifier_refuses_the_same(name: str) -> None:
    one, _ = false_ones()[name]
    with pytest.raises((notes.NoteError, proofs.ProofError)):
        receipts.verify(one["receipt"].encode(), trees.leaf_hash(one["entry"].encode()), notes.parse_vkey(one["key"]))
