"""Side files: the public words that stand beside the log, because words must be able to go. Free of Django.

An entry holds a commitment; the words themselves are in files of their own: the names of a business, the text of a
review, the reply to it, what a case says, why an alert was suspended or a business was warned. Each is a note signed
with the key of the log and bound to the entry that touched it last, so that an older version can always be told from
the present one.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import rfc8785

from reputation.tlog.notes import LONGEST_NOTE, NoteError, Signer, Verifier, open_note

HEAD = "open-reference/side-file/v1"
NAMES = "names"
CASES = "cases"
KINDS = (NAMES, "texts", "replies", CASES, "alerts", "measures")
LARGEST = LONGEST_NOTE
Document = Mapping[str, Any]

# Which side files an entry touches, and the field that says whose. What comes with the entry replaces the file; where
# nothing comes with it, the file goes.
_TOUCHES: Mapping[str, Mapping[str, str]] = {
    "business-joined": {"names": "business"},
    "business-changed": {"names": "business"},
    "review": {"texts": "review"},
    "review-changed": {"texts": "review"},
    "review-masked": {"texts": "review"},
    "review-erased": {"texts": "review"},
    "review-withdrawn": {"texts": "review", "replies": "review"},
    "review-restricted": {"texts": "review", "replies": "review"},
    "review-restored": {"texts": "review", "replies": "review"},
    "reply": {"replies": "review"},
    "challenge": {"cases": "case"},
    "case-step": {"cases": "case"},
    "interim": {"cases": "case"},
    "decision": {"cases": "case"},
    "appeal": {"cases": "case"},
    "appeal-decision": {"cases": "case"},
    "alert-suspended": {"alerts": "decision"},
    "warning": {"measures": "case"},
    "right-suspended": {"measures": "decision"},
    "case-conduct": {"measures": "decision"},
}
# These are the first about their subject: there is nothing to replace, and no right to replace is needed.
FIRST = frozenset(
    {"business-joined", "review", "challenge", "alert-suspended", "warning", "right-suspended", "case-conduct"}
)
# After these the words may be there or not; after all others of the table they are there.
WITHOUT_WORDS = frozenset({"review-erased", "review-withdrawn", "review-restricted", "review-restored"})

_LINE = re.compile(r"([a-z]+) ([0-9a-f-]{36}) ([0-9a-f]{64})", re.ASCII)
_PATH = re.compile(r"side/([a-z]+)/([0-9a-f]{3})/([0-9a-f-]{36})", re.ASCII)
_LINES = 4


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Which words, and whose."""

    kind: str
    subject: UUID

    @property
    def path(self) -> str:
        """The path below the log's address."""
        return f"side/{self.kind}/{str(self.subject)[:3]}/{self.subject}"


@dataclass(frozen=True, slots=True)
class SideFile:
    """The words at a place. `entry` is the leaf hash of the entry that touched them last."""

    place: Place
    entry: bytes
    document: Document


def touched(kind: str, body: Mapping[str, Any]) -> list[Place]:
    """The places that an entry touches."""
    if kind == "business-changed" and body["change"] != "names":
        return []
    if kind == "interim" and "review" not in body:  # about a business itself
        return []
    return [Place(what, UUID(body[field])) for what, field in _TOUCHES.get(kind, {}).items()]


def is_path(path: str) -> bool:
    """Whether a path below the log's address is that of a side file, in the one way of writing it."""
    match = _PATH.fullmatch(path)
    if match is None or match[1] not in KINDS:
        return False
    try:
        return Place(match[1], UUID(match[3])).path == path
    except ValueError:
        return False


def canonical(document: Document) -> str:
    """A document as its one line, by RFC 8785."""
    return rfc8785.dumps(dict(document)).decode()


def sign(place: Place, entry: bytes, line: str, signer: Signer) -> bytes:
    """The signed note of words that were made one line: four lines, so that it can never pass for a checkpoint."""
    return signer.sign(f"{HEAD}\n{signer.name}\n{place.kind} {place.subject} {entry.hex()}\n{line}\n").encode()


def open_side_file(raw: bytes, place: Place, keys: Sequence[Verifier]) -> SideFile:
    """The words of a note, once a signature of one of the log's keys is verified and the note is about this place.

    Raises:
        NoteError: it is malformed, of another log or place, or signed by none of these keys.
    """
    lines = open_note(raw, keys).text.split("\n")
    if len(lines) != _LINES + 1 or lines[-1] or lines[0] != HEAD or lines[1] not in {key.name for key in keys}:
        raise NoteError("this is no side file of the log")
    match = _LINE.fullmatch(lines[2])
    if match is None or (match[1], match[2]) != (place.kind, str(place.subject)):
        raise NoteError("the side file is about something else")
    try:
        document = json.loads(lines[3])
        is_one_way = isinstance(document, dict) and canonical(document) == lines[3]
    except (ValueError, RecursionError) as error:
        raise NoteError("the words of the side file are not JSON") from error
    if not is_one_way:
        raise NoteError("the words of the side file are not in canonical form")
    return SideFile(place, bytes.fromhex(match[3]), document)
