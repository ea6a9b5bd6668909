"""Asking a witness for a cosignature: request and answers of `add-checkpoint`. Source: c2sp.org/tlog-witness."""

import base64
import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from reputation.tlog.notes import LONGEST_NOTE, NoteError, Signature, Verifier, decode_base64, open_note, split
from reputation.tlog.tiles import LARGEST_SIZE
from reputation.tlog.trees import HASH_BYTES

SIZE_KIND = "text/x.tlog.size"
MOST_HASHES = 63
_SIZE = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Request:
    """A checkpoint for a witness, and the proof that it follows from the one of `old` entries the witness holds."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def encode(self) -> bytes:
        """The body of the request."""
        lines = [f"old {self.old}", *(base64.b64encode(step).decode() for step in self.proof), "", self.note]
        return "\n".join(lines).encode()


def decode(raw: bytes) -> Request:
    """The request a body is, nothing verified yet.

    Raises:
        NoteError: it is none.
    """
    if len(raw) > 2 * LONGEST_NOTE:
        raise NoteError("the request is too long")
    try:
        head, blank, note = raw.decode().partition("\n\n")
    except UnicodeDecodeError as error:
        raise NoteError("the request is not UTF-8") from error
    first, *lines = head.split("\n")
    if not blank or not first.startswith("old "):
        raise NoteError("a request begins with the old size, and a blank line comes before the checkpoint")
    proof = tuple(decode_base64(line) for line in lines)
    if len(proof) > MOST_HASHES or any(len(step) != HASH_BYTES for step in proof):
        raise NoteError("the proof of the request is malformed")
    return Request(_size(first.removeprefix("old ")), proof, note)


def _size(text: str) -> int:
    if not _SIZE.fullmatch(text) or int(text) > LARGEST_SIZE:
        raise NoteError("a size is a plain number")
    return int(text)


def held_size(kind: str, raw: bytes) -> int:
    """The size that a witness says it holds (status 409). `kind` is the answer's content type.

    Raises:
        NoteError: the answer says no size.
    """
    text = raw.decode("ascii", "replace")
    if kind.partition(";")[0].strip().lower() != SIZE_KIND or not text.endswith("\n"):
        raise NoteError("the answer says no size")
    return _size(text[:-1])


@dataclass(frozen=True, slots=True)
class Cosignature:
    """A verified cosignature: whose, from when (seconds since 1970), and its line."""

    key: Verifier
    at: int
    signature: Signature


def cosignatures(text: str, lines: bytes, witnesses: Iterable[Verifier], *, latest: int) -> list[Cosignature]:
    """The cosignatures of known witnesses over a checkpoint's text, from signature lines; other keys are passed over.

    `latest` is the latest time a witness may say, in seconds since 1970.

    Raises:
        NoteError: the lines are malformed, no known key is among them, one is wrong, or says an impossible time.
    """
    note = f"{text}\n".encode() + lines
    opened = open_note(note, witnesses)
    if opened.text != text:
        raise NoteError("the answer holds more than signature lines")
    by_key = {(signature.name, signature.key_id): signature for signature in split(note)[1]}
    found = [Cosignature(key, at or 0, by_key[key.name, key.key_id]) for key, at in opened.signers.items()]
    if any(not 0 < cosignature.at <= latest for cosignature in found):
        raise NoteError("the time of a cosignature is zero or to come")
    return found


@dataclass(frozen=True, slots=True)
class Address:
    """Where a witness takes checkpoints."""

    is_secure: bool
    host: str
    port: int
    path: str


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def address(url: str) -> Address:
    """Where `add-checkpoint` is, below a witness's submission prefix.

    Raises:
        ValueError: the prefix is no plain https address; http is accepted on this machine only.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    is_secure = parts.scheme == "https"
    is_plain = url.isascii() and not re.search(r"[\s\x00-\x1f?#@]", url)
    if not host or not is_plain or not (is_secure or (parts.scheme == "http" and _is_this_machine(host))):
        raise ValueError("an address is like https://witness.example/prefix; http:// only on this machine")
    port = parts.port or (443 if is_secure else 80)
    return Address(is_secure, host, port, f"{parts.path.rstrip('/')}/add-checkpoint")
