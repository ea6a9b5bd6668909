"""Our side of the comparison: an honest log, its trees and proofs, and each of its answers with one bit changed."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from reputation.tlog import checkpoints, proofs
from reputation.tlog.checkpoints import Checkpoint
from reputation.tlog.trees import leaf_hash, root_of
from tests.published_log import ORIGIN, SIGNER, Service, make_service

REVIEWS = 1400
SIZES = (1, 2, 3, 255, 256, 257, 511, 512, 1000, 1024, 1300)
LOG = "log"

Question = dict[str, Any]


@dataclass(frozen=True)
class Ours:
    """The entries, and what we say about the tree of the first so many of them."""

    service: Service

    @property
    def entries(self) -> list[bytes]:
        return self.service.entries

    @property
    def in_hex(self) -> list[str]:
        return [entry.hex() for entry in self.entries]

    @cached_property
    def leaves(self) -> list[bytes]:
        return [leaf_hash(entry) for entry in self.entries]

    def read(self, level: int, index: int) -> bytes:
        return root_of(self.leaves[index << level : (index + 1) << level])

    def root(self, size: int) -> bytes:
        return proofs.tree_root(size, self.read)

    def note(self, size: int) -> str:
        return checkpoints.sign(Checkpoint(ORIGIN, size, self.root(size)), SIGNER)

    @property
    def sizes(self) -> list[int]:
        return [*SIZES, len(self.entries)]

    @property
    def places(self) -> list[tuple[int, int]]:
        """Index and size."""
        return [(index, size) for size in self.sizes for index in sorted({0, size // 3, size - 2, size - 1} - {-1})]

    @property
    def steps(self) -> list[tuple[int, int]]:
        """The smaller and the larger size."""
        return [(first, second) for first in self.sizes for second in self.sizes if first < second]

    def inclusions(self) -> list[Question]:
        return [
            {
                "asked": "inclusion",
                "entry": self.entries[index].hex(),
                "index": index,
                "size": size,
                "root": self.root(size).hex(),
                "proof": [step.hex() for step in proofs.inclusion(index, size, self.read)],
            }
            for index, size in self.places
        ]

    def receipts(self) -> list[Question]:
        """The same with the signed checkpoint."""
        keys = [self.service.key]
        return [one | {"asked": "receipt", "note": self.note(one["size"]), "keys": keys} for one in self.inclusions()]

    def consistencies(self) -> list[Question]:
        return [
            {
                "asked": "consistency",
                "first": first,
                "second": second,
                "firstroot": self.root(first).hex(),
                "secondroot": self.root(second).hex(),
                "proof": [step.hex() for step in proofs.consistency(first, second, self.read)],
            }
            for first, second in self.steps
        ]

    def notes(self) -> list[Question]:
        return [{"asked": "note", "note": self.note(size), "keys": [self.service.key]} for size in self.sizes]


def ours() -> Ours:
    return Ours(make_service(REVIEWS, 5))


def write_files(files: Mapping[str, bytes], folder: Path) -> Path:
    """The published folder of the log."""
    for path, raw in files.items():
        if path.startswith("/log/"):
            file = folder / path.removeprefix("/")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(raw)
    return folder / LOG


def flipped(raw: bytes, dice: Random) -> bytes:
    """One bit of them changed."""
    place = dice.randrange(8 * len(raw))
    return bytes(byte ^ (1 << place % 8 if number == place // 8 else 0) for number, byte in enumerate(raw))


def falsified(question: Question, dice: Random) -> list[Question]:
    """A question about a proof, changed in one bit or one step; none of them may be accepted."""
    hashed = question.keys() & {"entry", "root", "firstroot", "secondroot"}
    found = [question | {name: flipped(bytes.fromhex(question[name]), dice).hex()} for name in sorted(hashed)]
    proof = question["proof"]
    for place in range(len(proof)):
        changed = flipped(bytes.fromhex(proof[place]), dice).hex()
        found.append(question | {"proof": [*proof[:place], changed, *proof[place + 1 :]]})
    found.append(question | {"proof": [*proof, "00" * 32]})
    if proof:
        found.append(question | {"proof": proof[:-1]})
    if "index" in question and question["size"] > 1:
        found.append(question | {"index": question["index"] - 1 if question["index"] else 1})
    return found


def falsified_notes(note: str, dice: Random) -> list[str]:
    """A signed checkpoint with one bit of what it says changed: origin, size, root, key id, signature."""
    text, _, line = note.partition("\n\n")
    origin, size, root = text.split("\n")
    dash, name, encoded = line.rstrip("\n").split(" ")
    raw = base64.b64decode(encoded)
    other_root = base64.b64encode(flipped(base64.b64decode(root), dice)).decode()
    lines = [raw[:4] + flipped(raw[4:], dice), flipped(raw[:4], dice) + raw[4:]]
    return [
        note.replace(f"\n{size}\n", f"\n{int(size) ^ 1}\n", 1),
        note.replace(root, other_root, 1),
        note.replace(origin[0], chr(ord(origin[0]) ^ 1), 1),
        *(f"{text}\n\n{dash} {name} {base64.b64encode(other).decode()}\n" for other in lines),
    ]
