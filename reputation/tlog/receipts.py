"""Receipts: a checkpoint with the proof that an entry is in it, in one text. Source: c2sp.org/tlog-proof."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reputation.tlog import proofs
from reputation.tlog.checkpoints import Checkpoint, open_checkpoint
from reputation.tlog.notes import LONGEST_NOTE, NoteError, Verifier, decode_base64
from reputation.tlog.trees import HASH_BYTES

HEADER = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63
_INDEX = re.compile(r"index (0|[1-9]\d{0,18})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry's index, its inclusion proof, and the checkpoint as it was published. `extra` is signed by nobody."""

    index: int
    proof: tuple[bytes, ...]
    note: str
    extra: bytes | None = None


def encode(index: int, proof: Sequence[bytes], note: str, extra: bytes | None = None) -> bytes:
    """The bytes of a receipt."""
    lines = [HEADER]
    if extra is not None:
        lines.append(f"extra {base64.b64encode(extra).decode()}")
    lines.append(f"index {index}")
    lines += [base64.b64encode(step).decode() for step in proof]
    return ("\n".join(lines) + "\n\n" + note).encode()


def decode(raw: bytes) -> Receipt:
    """The receipt these bytes are, nothing verified yet.

    Raises:
        NoteError: they are none.
    """
    if len(raw) > 2 * LONGEST_NOTE:
        raise NoteError("the receipt is too long")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise NoteError("the receipt is not UTF-8") from error
    head, blank, note = text.partition("\n\n")
    lines = head.split("\n")
    if not blank or lines.pop(0) != HEADER or not lines:
        raise NoteError("this is no receipt of a log")
    extra = None
    if lines[0].startswith("extra "):
        extra = decode_base64(lines.pop(0).removeprefix("extra "))
    index = _INDEX.fullmatch(lines.pop(0)) if lines else None
    if index is None:
        raise NoteError("the receipt names no index")
    hashes = tuple(decode_base64(line) for line in lines)
    if len(hashes) > MOST_HASHES or any(len(step) != HASH_BYTES for step in hashes):
        raise NoteError("the receipt's proof is malformed")
    return Receipt(int(index[1]), hashes, note, extra)


def verify(raw: bytes, leaf: bytes, log: Verifier, witnesses: Iterable[Verifier] = ()) -> Checkpoint:
    """See that the entry of this leaf hash is in a checkpoint which the log signed; answers the checkpoint.

    Raises:
        NoteError: the receipt or its checkpoint is malformed or not signed by this log.
        ProofError: the entry is not shown to be in it.
    """
    receipt = decode(raw)
    checkpoint = open_checkpoint(receipt.note.encode(), log, witnesses)
    proofs.verify_inclusion(leaf, receipt.index, checkpoint.size, receipt.proof, checkpoint.root)
    return checkpoint
