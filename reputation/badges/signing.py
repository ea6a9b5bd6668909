"""A badge's signature: a signed note inside the picture, over the picture without it. Pure.

The note says which business, month, state of the log, edition, language and day the picture is about. Whoever changes a
byte, in the picture or in the note, is found. Source: c2sp.org/signed-note.
"""

import re
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID
from xml.sax.saxutils import escape, unescape

from reputation.badges import rules
from reputation.tlog.notes import NoteError, Signer, Verifier, split

HEAD = "open-reference badge v1"
OPENS, CLOSES = '<metadata id="badge-signature">', "</metadata>\n"
BEFORE = "</desc>\n"
LARGEST = 64 * 1024
TEXT = re.compile(
    rf"{HEAD}\n"
    r"business (?P<business>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\n"
    r"month (?P<month>[0-9]{4}-[0-9]{2})\n"
    r"log-size (?P<log_size>[1-9][0-9]{0,17})\n"
    r"edition (?P<edition>[1-9][0-9]{0,8})\n"
    r"language (?P<language>[a-z]{2})\n"
    r"day (?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\n"
    r"svg-sha256 (?P<digest>[0-9a-f]{64})\n",
    re.ASCII,
)
TITLE = re.compile(r'<title id="badge-title">([^<]*)</title>')
DESCRIPTION = re.compile(r'<desc id="badge-description">([^<]*)</desc>')


class Unreadable(ValueError):
    """The file is no badge of this form."""


class OtherKey(ValueError):
    """The badge is signed, by another key than the one given."""


class Changed(ValueError):
    """The picture, its note or its signature is not what was signed."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A badge taken apart, nothing verified yet: the picture without its signature, the note, and what it says."""

    picture: str
    note: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What the note of a badge says, once its signature is verified."""

    business: UUID
    month: str
    log_size: int
    edition: int
    language: str
    day: date


def text_of(subject: rules.Subject, picture: str) -> str:
    """The text that is signed."""
    return (
        f"{HEAD}\nbusiness {subject.business}\nmonth {subject.answer['month']}\nlog-size {subject.answer['log_size']}\n"
        f"edition {subject.answer['edition']}\nlanguage {subject.language}\nday {subject.day.isoformat()}\n"
        f"svg-sha256 {sha256(picture.encode()).hexdigest()}\n"
    )


def sign(subject: rules.Subject, picture: str, signer: Signer) -> str:
    """The signed note about a picture."""
    return signer.sign(text_of(subject, picture))


def joined(picture: str, note: str) -> str:
    """The picture with the note in it, in its one place."""
    return picture.replace(BEFORE, f"{BEFORE}{OPENS}{escape(note)}{CLOSES}", 1)


def opened(raw: bytes) -> Opened:
    """A badge taken apart.

    Raises:
        Unreadable: it is too large, no UTF-8, or has not just one note in its one place.
    """
    if len(raw) > LARGEST:
        raise Unreadable(f"The file is larger than {LARGEST} bytes, which no badge is.")
    try:
        whole = raw.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("The file is not UTF-8 text.") from error
    before, opens, rest = whole.partition(OPENS)
    inside, closes, after = rest.partition(CLOSES)
    picture, note = before + after, unescape(inside)
    title, description = TITLE.search(picture), DESCRIPTION.search(picture)
    is_whole = opens and closes and OPENS not in picture and joined(picture, note) == whole
    if not is_whole or title is None or description is None:
        raise Unreadable("The file is no badge, or its signature is not where it belongs.")
    return Opened(picture, note, unescape(title[1]), unescape(description[1]))


def verified(badge: Opened, key: Verifier) -> Statement:
    """What a badge states, when this key signed it and nothing was changed since.

    Raises:
        OtherKey: this key did not sign it.
        Changed: the signature does not hold, or it is about another picture.
    """
    try:
        text, signatures = split(badge.note.encode())
    except NoteError as error:
        raise Changed(f"The note is damaged: {error}.") from error
    found = signatures[0]
    if (found.name, found.key_id) != (key.name, key.key_id):
        raise OtherKey("The badge is signed by another key than the one you gave.")
    try:
        key.check(text.encode(), found.raw)
    except NoteError as error:
        raise Changed("The signature does not hold: the note was changed.") from error
    said = TEXT.fullmatch(text)
    if said is None or badge.note != f"{text}\n{found.line}":
        raise Changed("The note says something else than a badge's note does.")
    if said["digest"] != sha256(badge.picture.encode()).hexdigest():
        raise Changed("The picture is not the one that was signed.")
    return Statement(
        business=UUID(said["business"]),
        month=said["month"],
        log_size=int(said["log_size"]),
        edition=int(said["edition"]),
        language=said["language"],
        day=date.fromisoformat(said["day"]),
    )
