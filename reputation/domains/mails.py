"""Signed messages as proofs: DKIM with dkimpy's parsing under a policy stricter than that of mail servers. Pure.

Nothing of a message is kept. The key of a signature is asked for by the caller. Stock verifiers accept most of what is
refused here: headers given twice, bodies signed in part, keys of a test, keys that were revoked.
Source: RFC 6376, RFC 8301 (no SHA-1, 1024 bits at least), RFC 8463 (Ed25519), RFC 2142 (names of mailboxes).
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Sequence
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

from reputation.rulebook import domains as numbers

# Mailboxes that belong to whoever runs a domain. Of any other a mere customer of a mail provider could have one.
MAILBOXES = frozenset({"admin", "administrator", "hostmaster", "postmaster", "webmaster"})
SIGNED = (b"from", b"to", b"subject", b"date")
MOST_HEADERS = 200
MOST_SIGNATURES = 5
LONGEST_LINE = 998
LONGEST_SIGNATURE = 4096
SHORTEST_KEY, LONGEST_KEY = 1024, 8192
CLOCKS_APART = timedelta(days=1)
SELECTOR = re.compile(rb"[a-z0-9_](?:[a-z0-9_.-]{0,61}[a-z0-9_])?", re.ASCII | re.IGNORECASE)
TIME = re.compile(rb"\d{1,12}", re.ASCII)
FOLDED = re.compile(rb"\r?\n(?=[ \t])")
Tags = dict[bytes, bytes]


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


class NoProof(Exception):
    """The message does not show control of the domain."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature that would be accepted if its key says so: what was signed, and where the key is."""

    key_name: str
    domain: str
    identity: str
    is_rsa: bool
    signed: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """A message whose words are a proof, if one of its signatures holds."""

    sent_at: datetime
    signatures: tuple[Signature, ...]


def read(raw: bytes, *, value: str, domains: Iterable[str], now: datetime) -> Message:
    """Read a message that says `value`, sent by and to whoever runs one of `domains`, and signed for one of them.

    Raises:
        NoProof
    """
    if len(raw) > numbers.MAIL_LARGEST.value:
        raise NoProof(Fault.TOO_LARGE)
    headers, body = _parsed(raw)
    fields = {name: _only(headers, name) for name in SIGNED}
    sent_at = _sent_at(fields[b"date"], now)
    if value.encode() not in fields[b"subject"].split():
        raise NoProof(Fault.OTHER_SUBJECT)
    allowed = frozenset(domains)
    sender, of = _address(fields[b"from"], Fault.OTHER_SENDER)
    if sender not in MAILBOXES or of not in allowed:
        raise NoProof(Fault.OTHER_SENDER)
    if _address(fields[b"to"], Fault.OTHER_RECEIVER)[1] not in allowed:
        raise NoProof(Fault.OTHER_RECEIVER)
    return Message(sent_at, _signatures(headers, body, allowed, now))


def verify(message: Message, key_of: Callable[[str], Sequence[bytes]]) -> None:
    """See that one of the signatures holds. `key_of` answers the texts under a name; what it raises is let through.

    Raises:
        NoProof: why the last one does not.
    """
    fault = Fault.NOT_SIGNED
    for signature in message.signatures:
        try:
            _verify(signature, key_of(signature.key_name))
        except NoProof as none:
            fault = none.fault
        else:
            return
    raise NoProof(fault)


def _parsed(raw: bytes) -> tuple[list[tuple[bytes, bytes]], bytes]:
    if any(len(line) > LONGEST_LINE for line in raw.replace(b"\r\n", b"\n").split(b"\n")):
        raise NoProof(Fault.NOT_A_MESSAGE)  # also because dkimpy takes a time that grows with the square of a line
    try:
        headers, body = dkim.rfc822_parse(raw)
    except (dkim.MessageFormatError, IndexError) as error:
        raise NoProof(Fault.NOT_A_MESSAGE) from error
    if not headers or len(headers) > MOST_HEADERS:
        raise NoProof(Fault.NOT_A_MESSAGE)
    return [(bytes(name), bytes(value)) for name, value in headers], body


def _only(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> bytes:
    """The value of a header that is there once, unfolded."""
    found = [value for given, value in headers if given.lower() == name]
    if len(found) != 1:
        raise NoProof(Fault.HEADER_TWICE if found else Fault.HEADER_MISSING)
    return FOLDED.sub(b"", found[0]).strip()


def _sent_at(date: bytes, now: datetime) -> datetime:
    try:
        sent_at = parsedate_to_datetime(date.decode("ascii"))
        sent_at = (sent_at if sent_at.tzinfo else sent_at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, OverflowError) as error:
        raise NoProof(Fault.TOO_OLD) from error
    if not now - timedelta(days=numbers.MAIL_AGE.value) <= sent_at <= now + CLOCKS_APART:
        raise NoProof(Fault.TOO_OLD)
    return sent_at


def _address(field: bytes, fault: Fault) -> tuple[str, str]:
    """The one address of a field, before and after its at sign, in lower case."""
    try:
        found = getaddresses([field.decode("ascii")])
    except UnicodeDecodeError as error:
        raise NoProof(fault) from error
    if len(found) != 1 or found[0][1].count("@") != 1:
        raise NoProof(fault)
    mailbox, _, of = found[0][1].lower().partition("@")
    return mailbox, of


def _signatures(
    headers: list[tuple[bytes, bytes]], body: bytes, allowed: frozenset[str], now: datetime
) -> tuple[Signature, ...]:
    """The signatures for one of the domains that a policy lets through; if there are none, why not."""
    found, fault = [], Fault.NOT_SIGNED
    given = [header for header in headers if header[0].lower() == b"dkim-signature"]
    for header in given[:MOST_SIGNATURES]:
        try:
            tags = _tags(header[1])
            if tags.get(b"d", b"").decode("ascii", "replace").lower() in allowed:
                found.append(_signature(header, tags, headers, body, now))
        except NoProof as none:
            fault = none.fault
    if not found:
        raise NoProof(fault)
    return tuple(found)


def _tags(text: bytes) -> Tags:
    if len(text) > LONGEST_SIGNATURE:
        raise NoProof(Fault.BAD_SIGNATURE)
    try:
        return dict(parse_tag_value(FOLDED.sub(b"", text)))
    except InvalidTagValueList as error:
        raise NoProof(Fault.BAD_SIGNATURE) from error


def _signature(
    header: tuple[bytes, bytes], tags: Tags, headers: list[tuple[bytes, bytes]], body: bytes, now: datetime
) -> Signature:
    algorithm, domain = tags.get(b"a", b""), tags[b"d"].lower()
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
        or not (identity == domain or identity.endswith(b"." + domain))
        or not _is_in_time(tags, now)
    ):
        raise NoProof(Fault.BAD_SIGNATURE)
    try:
        forms = CanonicalizationPolicy.from_c_value(tags.get(b"c", b"simple/simple"))
    except InvalidCanonicalizationPolicyError as error:
        raise NoProof(Fault.BAD_SIGNATURE) from error
    if sha256(forms.canonicalize_body(body)).digest() != _decoded(tags.get(b"bh", b""), Fault.BAD_SIGNATURE):
        raise NoProof(Fault.OTHER_BODY)
    collected = _Collected()
    dkim.hash_headers(collected, forms, forms.canonicalize_headers(headers), names, header, tags)
    return Signature(
        key_name=f"{tags[b's'].decode()}._domainkey.{domain.decode()}",
        domain=domain.decode(),
        identity=identity.decode("ascii", "replace"),
        is_rsa=algorithm == b"rsa-sha256",
        signed=bytes(collected.whole),
        signature=_decoded(tags.get(b"b", b""), Fault.BAD_SIGNATURE),
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


def _decoded(text: bytes, fault: Fault) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except binascii.Error as error:
        raise NoProof(fault) from error


def _verify(signature: Signature, texts: Sequence[bytes]) -> None:
    """See that a signature is that of the key under its name.

    Raises:
        NoProof
    """
    if len(texts) != 1:
        raise NoProof(Fault.NO_KEY)
    try:
        tags = dict(parse_tag_value(texts[0]))
    except InvalidTagValueList as error:
        raise NoProof(Fault.NO_KEY) from error
    raw = _key_bytes(tags, signature)
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


def _key_bytes(tags: Tags, signature: Signature) -> bytes:
    """The key in a record, when the record lets it sign such a message."""
    flags = {flag.strip() for flag in tags.get(b"t", b"").split(b":")}
    hashes = {name.strip() for name in tags.get(b"h", b"sha256").split(b":")}
    services = {name.strip() for name in tags.get(b"s", b"*").split(b":")}
    kind = b"rsa" if signature.is_rsa else b"ed25519"
    if tags.get(b"p") == b"":
        raise NoProof(Fault.REVOKED_KEY)
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
    return _decoded(tags.get(b"p", b""), Fault.NO_KEY)
