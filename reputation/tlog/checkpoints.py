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


def sign(checkpoint: Checkpoint, *signers: Signer) -> str:
    """The signed note of a checkpoint: one line for each key, in the order given."""
    if not signers or any(signer.name != checkpoint.origin for signer in signers):
        raise NoteError("a log signs under its origin")
    return f"{checkpoint.text}\n" + "".join(signer.line(checkpoint.text) for signer in signers)


def open_signed(
    raw: bytes, logs: Iterable[Verifier], witnesses: Iterable[Verifier] = ()
) -> tuple[Checkpoint, dict[Verifier, int | None]]:
    """The checkpoint and who of those we know signed it, once one key of its own log is verified.

    For each witness the time it gave, for the log's keys None.

    Raises:
        NoteError: it is malformed, of another log, or signed by none of its keys; or a known signature is wrong.
    """
    logs = list(logs)
    opened = open_note(raw, [*logs, *witnesses])
    signed = [log for log in logs if log in opened.signers]
    if not signed:
        raise NoteError("the log itself has not signed this checkpoint")
    checkpoint = parse(opened.text)
    if checkpoint.origin not in {log.name for log in signed}:
        raise NoteError("the checkpoint is of another log")
    return checkpoint, opened.signers


def open_checkpoint(raw: bytes, log: Verifier, witnesses: Iterable[Verifier] = ()) -> Checkpoint:
    """The checkpoint, once the log's own signature is verified, and that of each witness we know, if there.

    Raises:
        NoteError: it is malformed, of another log, or not signed by this key.
    """
    return open_signed(raw, [log], witnesses)[0]
