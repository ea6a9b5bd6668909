"""Signed notes: text with signature lines. Source: c2sp.org/signed-note, c2sp.org/tlog-cosignature (type 04)."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 1
COSIGNATURE = 4
KEY_ID_BYTES = 4
SIGNATURE_BYTES = 64
TIME_BYTES = 8
LARGEST_TIME = 2**63 - 1
LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_DASH = "— "
# Control characters, and halves of characters, which UTF-8 cannot write.
_UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")
_HEX8 = re.compile(r"[0-9a-f]{8}", re.ASCII)


class NoteError(ValueError):
    """A note, key or signature that is malformed, or that nobody we know has signed."""


def decode_base64(text: str) -> bytes:
    """Bytes from standard base64 with padding, in the one way of writing them.

    Raises:
        NoteError: it is anything else.
    """
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("this is not base64") from error
    if base64.b64encode(raw).decode() != text:
        raise NoteError("this is not the canonical base64 of its bytes")
    return raw


def is_name(text: str) -> bool:
    """Whether it can name a key: not empty, no space, no plus, no control character, and UTF-8 can write it."""
    return bool(text) and "+" not in text and not _UNFIT.search(text) and not any(c.isspace() for c in text)


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that, with the name, say which key signed."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key we trust, under its name. `kind` is ED25519 for a log, COSIGNATURE for a witness."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        return key_id(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        """The key as text: name, key id and key, joined by plus."""
        key = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{key}"

    def check(self, text: bytes, signature: bytes) -> int | None:
        """The time a witness signed at; None for a log's signature.

        Raises:
            NoteError: the signature is not this key's.
        """
        message, at = text, None
        if self.kind == COSIGNATURE:
            at = int.from_bytes(signature[:TIME_BYTES])
            message = _cosigned(text, at)
            signature = signature[TIME_BYTES:]
        if len(signature) != SIGNATURE_BYTES or (at or 0) > LARGEST_TIME:
            raise NoteError(f"the signature of {self.name} has a wrong form")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as error:
            raise NoteError(f"the signature of {self.name} is not valid") from error
        return at


def parse_vkey(text: str) -> Verifier:
    """The key a vkey names.

    Raises:
        NoteError: it is malformed, of an unknown type, or its key id is not that of its key.
    """
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_name(parts[0]) or not _HEX8.fullmatch(parts[1]):
        raise NoteError("a key looks like name+01234567+base64")
    raw = decode_base64(parts[2])
    if len(raw) != 1 + 32 or raw[0] not in (ED25519, COSIGNATURE):
        raise NoteError("the key is of no type known here")
    verifier = Verifier(parts[0], raw[1:], raw[0])
    if verifier.key_id.hex() != parts[1]:
        raise NoteError("the key id does not belong to the key")
    return verifier


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature line."""

    name: str
    key_id: bytes
    raw: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class Opened:
    """A note signed by somebody we know: its text, and for each known signer the time it gave, if any."""

    text: str
    signers: dict[Verifier, int | None]


def split(raw: bytes) -> tuple[str, list[Signature]]:
    """Text and signature lines of a note, nothing verified yet.

    Raises:
        NoteError: it is malformed.
    """
    if len(raw) > LONGEST_NOTE:
        raise NoteError("the note is too long")
    try:
        note = raw.decode()
    except UnicodeDecodeError as error:
        raise NoteError("the note is not UTF-8") from error
    if _UNFIT.search(note):
        raise NoteError("the note holds control characters")
    text, blank, lines = note.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise NoteError("the note has no signatures")
    signatures = [_signature(line) for line in lines[:-1].split("\n")]
    if len(signatures) > MOST_SIGNATURES:
        raise NoteError("the note has too many signatures")
    return text + "\n", signatures


def _signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not is_name(name):
        raise NoteError("a signature line is malformed")
    raw = decode_base64(encoded)
    if len(raw) <= KEY_ID_BYTES:
        raise NoteError("a signature is too short")
    return Signature(name, raw[:KEY_ID_BYTES], raw[KEY_ID_BYTES:])


def open_note(raw: bytes, known: Iterable[Verifier]) -> Opened:
    """The text of a note, once a known key's signature is verified. Unknown keys are passed over.

    Raises:
        NoteError: it is malformed, no known key signed it, one signed it twice, or a known key's signature is wrong.
    """
    verifiers = {(verifier.name, verifier.key_id): verifier for verifier in known}
    text, signatures = split(raw)
    signers: dict[Verifier, int | None] = {}
    for signature in signatures:
        verifier = verifiers.get((signature.name, signature.key_id))
        if verifier is None:
            continue
        if verifier in signers:
            raise NoteError(f"{verifier.name} signed twice")
        signers[verifier] = verifier.check(text.encode(), signature.raw)
    if not signers:
        raise NoteError("nobody known has signed this note")
    return Opened(text, signers)


def _public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _sign(seed: bytes, message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def _cosigned(text: bytes, at: int) -> bytes:
    """What a witness signs: its time, then the text."""
    return b"cosignature/v1\ntime %d\n" % at + text


def _require_signable(name: str, text: str) -> None:
    if not text.endswith("\n") or _UNFIT.search(text) or not is_name(name):
        raise NoteError("this text or name cannot be signed")


@dataclass(frozen=True, slots=True, repr=False)
class Signer:
    """A private key with the name it signs under."""

    name: str
    seed: bytes

    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, _public(self.seed))

    def signature(self, text: str) -> Signature:
        """The signature under a text. Always the same for the same text."""
        _require_signable(self.name, text)
        return Signature(self.name, self.verifier().key_id, _sign(self.seed, text.encode()))

    def line(self, text: str) -> str:
        """The signature line under a text."""
        return self.signature(text).line

    def sign(self, text: str) -> str:
        """The note: text, blank line, signature line."""
        return f"{text}\n{self.line(text)}"


@dataclass(frozen=True, slots=True, repr=False)
class Cosigner:
    """A witness's private key with the name it signs under. One key, one name: the name is not signed."""

    name: str
    seed: bytes

    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, _public(self.seed), COSIGNATURE)

    def line(self, text: str, at: int) -> str:
        """The cosignature line under a text; `at`: seconds since 1970, above zero."""
        _require_signable(self.name, text)
        if not 0 < at <= LARGEST_TIME:
            raise NoteError("a witness says when it signs")
        raw = at.to_bytes(TIME_BYTES) + _sign(self.seed, _cosigned(text.encode(), at))
        return Signature(self.name, self.verifier().key_id, raw).line
