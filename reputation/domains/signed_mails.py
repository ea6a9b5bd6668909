"""Signed messages: DKIM with dkimpy's parsing under a policy stricter than that of mail servers. Pure.

What a message proves is decided elsewhere: that a domain is somebody's (domains.mails), or that somebody bought
(evidence.mails). The key of a signature is asked for by the caller. Stock verifiers accept most of what is refused
here: headers given twice, bodies signed in part, keys of a test, keys that were revoked.
Source: RFC 6376, RFC 8301 (no SHA-1, 1024 bits at least), RFC 8463 (Ed25519).
"""

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import getaddresses, parsedate_to_datetime
from enum import StrEnum
from hashlib import sha256

import dkim  # it has no types
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from dkim.canonicalization import (
    CanonicalizationPolicy,
    InvalidCanonicalizationPolicyError,
)
from dkim.util import InvalidTagValueList, parse_tag_value

SIGNED = (b"from", b"to", b"subject", b"date")
MOST_HEADERS = 200
MOST_SIGNATURES = 5
LONGEST_LINE = 998
LONGEST_SIGNATURE = 4096
SHORTEST_KEY, LONGEST_KEY = 1024, 8192
CLOCKS_APART = timedelta(days=1)
DOMAIN = re.compile(rb"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+", re.ASCII)
SELECTOR = re.compile(rb"[a-z0-9_](?:[a-z0-9_.-]{0,61}[a-z0-9_])?", re.ASCII | re.IGNORECASE)
TIME = re.compile(rb"\d{1,12}", re.ASCII)
FOLDED = re.compile(rb"\r?\n(?=[ \t])")
Tags = dict[bytes, bytes]
Headers = list[tuple[bytes, bytes]]


class Fault(StrEnum):
    """Why a message is no proof. The values are stable."""

    TOO_LARGE = "too-large"
    NOT_A_MESSAGE = "not-a-message"
    HEADER_MISSING = "header-missing"
    HEADER_TWICE = "header-twice"
    TOO_OLD = "too-old"
    OTHER_SUBJECT = "other-subject"
    OTHER_SENDER = "other-sender"
    OTHER_RECEIVER = "other-receiver"
    NOT_SIGNED = "not-signed"
    SIGNED_IN_PART = "signed-in-part"
    WEAK_SIGNATURE = "weak-signature"
    BAD_SIGNATURE = "bad-signature"
    OTHER_BODY = "other-body"
    NO_KEY = "no-key"
    REVOKED_KEY = "revoked-key"
    TEST_KEY = "test-key"
    WEAK_KEY = "weak-key"
    TO_A_LIST = "to-a-list"


class NoProof(Exception):
    """The message shows nothing. It holds no word of it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that would be accepted if its key says so: what was signed, and where the key is.

    `names`: the headers it signs, so that none of them can be changed.
    """

    selector: str
    domain: str
    names: frozenset[bytes]
    identity: str
    is_rsa: bool
    signed: bytes
    signature: bytes

    @property
    def key_name(self) -> str:
        """Where the domain name system has the key."""
        return f"{self.selector}._domainkey.{self.domain}"


def parse(raw: bytes) -> tuple[Headers, bytes]:
    """The headers of a message, in their order, and its body.

    Raises:
        NoProof
    """
    if any(len(line) > LONGEST_LINE for line in raw.replace(b"\r\n", b"\n").split(b"\n")):
        raise NoProof(Fault.NOT_A_MESSAGE)  # also because dkimpy takes a time that grows with the square of a line
    try:
        headers, body = dkim.rfc822_parse(raw)
    except (dkim.MessageFormatError, IndexError) as error:
        raise NoProof(Fault.NOT_A_MESSAGE) from error
    if not headers or len(headers) > MOST_HEADERS:
        raise NoProof(Fault.NOT_A_MESSAGE)
    return [(bytes(name), bytes(value)) for name, value in headers], body


def only(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """The value of a header that is there once, unfolded.

    Raises:
        NoProof
    """
    found = [value for given, value in headers if given.lower() == name]
    if len(found) != 1:
        raise NoProof(Fault.HEADER_TWICE if found else Fault.HEADER_MISSING)
    return FOLDED.sub(b"", found[0]).strip()


def sent_at(date: bytes, *, age: timedelta, now: datetime) -> datetime:
    """The instant of a message, if it is no older than that, and not still to come.

    Raises:
        NoProof
    """
    try:
        found = parsedate_to_datetime(date.decode("ascii"))
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError) as error:
        raise NoProof(Fault.TOO_OLD) from error
    if not now - age <= found <= now + CLOCKS_APART:
        raise NoProof(Fault.TOO_OLD)
    return found


def address(field: bytes, fault: Fault) -> tuple[str, str]:
    """The one address of a field, before and after its at sign, in lower case.

    Raises:
        NoProof: the fault that is named.
    """
    try:
        found = getaddresses([field.decode("ascii")])
    except UnicodeDecodeError as error:
        raise NoProof(fault) from error
    if len(found) != 1 or found[0][1].count("@") != 1:
        raise NoProof(fault)
    mailbox, _, of = found[0][1].lower().partition("@")
    return mailbox, of


def signatures_of(headers: Headers) -> Headers:
    """The signatures of a message, so many as are looked at."""
    return [header for header in headers if header[0].lower() == b"dkim-signature"][:MOST_SIGNATURES]


def tags_of(text: bytes) -> Tags:
    """What a signature says of itself.

    Raises:
        NoProof
    """
    if len(text) > LONGEST_SIGNATURE:
        raise NoProof(Fault.BAD_SIGNATURE)
    try:
        return dict(parse_tag_value(FOLDED.sub(b"", text)))
    except InvalidTagValueList as error:
        raise NoProof(Fault.BAD_SIGNATURE) from error


def forms_of(tags: Tags) -> CanonicalizationPolicy:
    """In which form headers and body were signed.

    Raises:
        NoProof
    """
    try:
        return CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple"))
    except InvalidCanonicalizationPolicyError as error:
        raise NoProof(Fault.BAD_SIGNATURE) from error


def signature_of(header: tuple[bytes, bytes], headers: Headers, now: datetime) -> Signature:
    """A signature over the headers of a message, when our policy lets it through. The body is not looked at.

    Raises:
        NoProof
    """
    tags = tags_of(header[1])
    algorithm, domain = tags.get(b"a", b""), tags.get(b"d", b"").lower()
    identity = tags.get(b"i", b"@" + domain).lower().rpartition(b"@")[2]
    names = [name.strip().lower() for name in tags.get(b"h", b"").split(b":")]
    if b"l" in tags or not set(SIGNED) <= set(names):
        raise NoProof(Fault.SIGNED_IN_PART)
    if algorithm == b"rsa-sha1":
        raise NoProof(Fault.WEAK_SIGNATURE)
    if (
        algorithm not in (b"rsa-sha256", b"ed25519-sha256")
        or tags.get(b"v") != b"1"
        or tags.get(b"q", b"dns/txt") != b"dns/txt"
        or not SELECTOR.fullmatch(tags.get(b"s", b""))
        or not DOMAIN.fullmatch(domain)
        or not (identity == domain or identity.endswith(b"." + domain))
        or not _is_in_time(tags, now)
    ):
        raise NoProof(Fault.BAD_SIGNATURE)
    forms = forms_of(tags)
    collected = _Collected()
    dkim.hash_headers(collected, forms, forms.canonicalize_headers(headers), names, header, tags)
    return Signature(
        selector=tags[b"s"].decode().lower(),
        domain=domain.decode(),
        names=frozenset(names),
        identity=identity.decode("ascii", "replace"),
        is_rsa=algorithm == b"rsa-sha256",
        signed=bytes(collected.whole),
        signature=decoded(tags.get(b"b", b""), Fault.BAD_SIGNATURE),
    )


class _Collected:
    """Takes what dkimpy would hash, so that another library can verify it."""

    def __init__(self) -> None:
        self.whole = bytearray()

    def update(self, data: bytes) -> None:
        self.whole += data


def _is_in_time(tags: Tags, now: datetime) -> bool:
    """Whether the instants that a signature names are none that is over or still to come."""
    begins, ends = tags.get(b"t", b"0"), tags.get(b"x")
    if not TIME.fullmatch(begins) or (ends is not None and not TIME.fullmatch(ends)):
        return False
    return int(begins) <= (now + CLOCKS_APART).timestamp() and (ends is None or now.timestamp() < int(ends))


def decoded(text: bytes, fault: Fault) -> bytes:
    """Base 64 as it stands in tags, blanks and all.

    Raises:
        NoProof: the fault that is named.
    """
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise NoProof(fault) from error


def verify(signature: Signature, texts: Sequence[bytes]) -> None:
    """See that a signature is that of the key under its name.

    Raises:
        NoProof
    """
    if len(texts) != 1:
        raise NoProof(Fault.NO_KEY)
    raw = _key_bytes(require_key(texts[0]), signature)
    try:
        if signature.is_rsa:
            key = load_der_public_key(raw)
            if not isinstance(key, RSAPublicKey) or not SHORTEST_KEY <= key.key_size <= LONGEST_KEY:
                raise NoProof(Fault.WEAK_KEY)
            key.verify(signature.signature, signature.signed, PKCS1v15(), SHA256())
        else:
            digest = sha256(signature.signed).digest()
            Ed25519PublicKey.from_public_bytes(raw).verify(signature.signature, digest)
    except InvalidSignature as error:
        raise NoProof(Fault.BAD_SIGNATURE) from error
    except ValueError as error:
        raise NoProof(Fault.NO_KEY) from error


def require_key(text: bytes) -> Tags:
    """What a record says of the key in it, when it holds one.

    Raises:
        NoProof: it holds none, or one that was revoked.
    """
    try:
        tags: Tags = dict(parse_tag_value(text))
    except InvalidTagValueList as error:
        raise NoProof(Fault.NO_KEY) from error
    if b"p" not in tags:
        raise NoProof(Fault.NO_KEY)
    if not tags[b"p"]:
        raise NoProof(Fault.REVOKED_KEY)
    return tags


def _key_bytes(tags: Tags, signature: Signature) -> bytes:
    """The key in a record, when the record lets it sign such a message."""
    flags = {flag.strip() for flag in tags.get(b"t", b"").split(b":")}
    hashes = {name.strip() for name in tags.get(b"h", b"sha256").split(b":")}
    services = {name.strip() for name in tags.get(b"s", b"*").split(b":")}
    kind = b"rsa" if signature.is_rsa else b"ed25519"
    if b"y" in flags:
        raise NoProof(Fault.TEST_KEY)
    if (
        tags.get(b"v", b"DKIM1") != b"DKIM1"
        or tags.get(b"k", b"rsa") != kind
        or b"sha256" not in hashes
        or not services & {b"*", b"email"}
        or (b"s" in flags and signature.identity != signature.domain)
    ):
        raise NoProof(Fault.NO_KEY)
    return decoded(tags[b"p"], Fault.NO_KEY)
