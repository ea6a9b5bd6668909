"""Checkpoints: the signed summary of a log. Source: c2sp.org/tlog-checkpoint."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass

from reputation.tlog.notes import NoteError, Signer, Verifier, decode_base64, is_name, open_note
from reputation.tlog.tiles import LARGEST_SIZE
from reputation.tlog.trees import EMPTY_ROOT, HASH_BYTES

_SIZE = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)
_LINES = 3


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Which log, how many entries, which root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def parse(text: str) -> Checkpoint:
    """The checkpoint a note's text is.

    Raises:
        NoteError: it is none, has extension lines, or is not written in the one way.
    """
    lines = text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1]:
        raise NoteError("a checkpoint has three lines and no more")
    origin, size, root = lines[:_LINES]
    if not is_name(origin):
        raise NoteError("a checkpoint begins with the origin of its log")
    if not _SIZE.fullmatch(size) or int(size) > LARGEST_SIZE:
        raise NoteError("the size of a checkpoint is no plain number")
    found = Checkpoint(origin, int(size), decode_base64(root))
    if len(found.root) != HASH_BYTES or (found.size == 0) != (found.root == EMPTY_ROOT):
        raise NoteError("the root of a checkpoint is no root of that size")
    return found


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note of a checkpoint."""
    if signer.name != checkpoint.origin:
        raise NoteError("a log signs under its origin")
    return signer.sign(checkpoint.text)


def open_checkpoint(raw: bytes, log: Verifier, witnesses: Iterable[Verifier] = ()) -> Checkpoint:
    """The checkpoint, once the log's own signature is verified, and that of each witness we know, if there.

    Raises:
        NoteError: it is malformed, of another log, or not signed by this key.
    """
    opened = open_note(raw, [log, *witnesses])
    if log not in opened.signers:
        raise NoteError("the log itself has not signed this checkpoint")
    checkpoint = parse(opened.text)
    if checkpoint.origin != log.name:
        raise NoteError("the checkpoint is of another log")
    return checkpoint
