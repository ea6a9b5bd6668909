"""Requests that an attester signed with its Ed25519 key, and nothing else proves who asks. Pure.

Source: RFC 9421 (HTTP Message Signatures) with the algorithm ed25519, RFC 9530 (Content-Digest) with sha-256. Of all
that these allow, one form is read: one signature over the method, the host, the path and, with a body, its digest. So
any library that signs by RFC 9421 can be told to make it, and there is nothing to negotiate.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

CLOCKS_APART = timedelta(minutes=5)
"""A signature is taken this long before and after its `created`."""
KEY_BYTES, SIGNATURE_BYTES = 32, 64
LONGEST_HEADER = 1_000
COVERED = ("@method", "@authority", "@path")
DIGEST = "content-digest"

_LABEL = r"(?P<label>[a-z*][a-z0-9_.*-]{0,31})"
_LIST = r'\((?P<components>"[a-z@-]{1,32}"(?: "[a-z@-]{1,32}")*)\)'
_INPUT = re.compile(rf"{_LABEL}=(?P<parameters>{_LIST}(?P<said>(?:;[a-z]+=[^;]+)+))", re.ASCII)
_SAID = re.compile(r';(?P<name>[a-z]+)=(?:(?P<number>\d{1,12})|"(?P<text>[ !#-\[\]-~]{1,200})")', re.ASCII)
_BYTES = r":(?P<bytes>[A-Za-z0-9+/]{1,120}={0,2}):"
_SIGNATURE = re.compile(rf"{_LABEL}={_BYTES}", re.ASCII)
_SHA256 = re.compile(rf"sha-256={_BYTES}", re.ASCII)
_NUMBERS, _TEXTS = frozenset({"created", "expires"}), frozenset({"keyid", "alg", "nonce", "tag"})


class Reason(StrEnum):
    """Why a request is not taken as signed."""

    MISSING = "missing"
    MALFORMED = "malformed"
    NOT_COVERED = "not-covered"
    CLOCK = "clock"
    DIGEST = "digest"
    SIGNATURE = "signature"


class NotSigned(ValueError):
    """A request is not signed, or not in the form that is read here."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it arrived. `authority`: host, and port unless it is the usual one, in small letters."""

    method: str
    authority: str
    path: str
    body: bytes
    signature_input: str = ""
    signature: str = ""
    content_digest: str = ""


def signer(asked: Asked, *, now: datetime) -> bytes:
    """The public key that signed a request; what it may is for others to say.

    Raises:
        NotSigned: it is not signed, not in this form, too long ago, for another body, or not by the key it names.
    """
    label, components, parameters, said = _input(asked.signature_input)
    signature = _bytes(_SIGNATURE, asked.signature, label)
    wanted = {*COVERED, DIGEST} if asked.body else set(COVERED)
    if len(components) != len(set(components)) or not wanted <= set(components) <= {*COVERED, DIGEST}:
        raise NotSigned(Reason.NOT_COVERED)
    key = _key(said)
    if not _is_now(said, now):
        raise NotSigned(Reason.CLOCK)
    if DIGEST in components and _bytes(_SHA256, asked.content_digest) != hashlib.sha256(asked.body).digest():
        raise NotSigned(Reason.DIGEST)
    values = {"@method": asked.method, "@authority": asked.authority, "@path": asked.path, DIGEST: asked.content_digest}
    try:
        base = signature_base([(name, values[name]) for name in components], parameters)
        Ed25519PublicKey.from_public_bytes(key).verify(signature, base)
    except (InvalidSignature, ValueError) as error:
        raise NotSigned(Reason.SIGNATURE) from error
    return key


def signature_base(components: Sequence[tuple[str, str]], parameters: str) -> bytes:
    """What is signed. Source: RFC 9421 section 2.5."""
    lines = [f'"{name}": {value.strip()}' for name, value in components]
    return "\n".join([*lines, f'"@signature-params": {parameters}']).encode()


def content_digest(body: bytes) -> str:
    """The header Content-Digest of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def sign(seed: bytes, *, method: str, authority: str, path: str, body: bytes = b"", now: datetime) -> dict[str, str]:
    """The headers with which a client signs a request by its private key of 32 bytes."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    values = [("@method", method), ("@authority", authority), ("@path", path)]
    headers = {}
    if body:
        headers["Content-Digest"] = content_digest(body)
        values.append((DIGEST, headers["Content-Digest"]))
    names = " ".join(f'"{name}"' for name, _ in values)
    parameters = f'({names});created={int(now.timestamp())};keyid="{public}";alg="ed25519"'
    signed = base64.b64encode(private.sign(signature_base(values, parameters))).decode()
    return headers | {"Signature-Input": f"sig={parameters}", "Signature": f"sig=:{signed}:"}


def _input(given: str) -> tuple[str, list[str], str, Mapping[str, str]]:
    """The label of the only signature, what it covers, its parameters as they were sent, and what they say."""
    if not given:
        raise NotSigned(Reason.MISSING)
    found = _INPUT.fullmatch(given) if len(given) <= LONGEST_HEADER else None
    if found is None:
        raise NotSigned(Reason.MALFORMED)
    said: dict[str, str] = {}
    end = 0
    for one in _SAID.finditer(found["said"]):
        kinds = _NUMBERS if one["number"] else _TEXTS
        if one.start() != end or one["name"] not in kinds or one["name"] in said:
            raise NotSigned(Reason.MALFORMED)
        said[one["name"]] = one["number"] or one["text"]
        end = one.end()
    if end != len(found["said"]) or said.get("alg", "ed25519") != "ed25519":
        raise NotSigned(Reason.MALFORMED)
    return found["label"], found["components"].replace('"', "").split(), found["parameters"], said


def _bytes(form: re.Pattern[str], given: str, label: str | None = None) -> bytes:
    """The bytes that a header holds, under a label if it has one."""
    if not given:
        raise NotSigned(Reason.MISSING)
    found = form.fullmatch(given) if len(given) <= LONGEST_HEADER else None
    if found is None or (label is not None and found["label"] != label):
        raise NotSigned(Reason.MALFORMED)
    return _base64(found["bytes"])


def _key(said: Mapping[str, str]) -> bytes:
    """The key that `keyid` is, in base64."""
    key = _base64(said.get("keyid", ""))
    if len(key) != KEY_BYTES:
        raise NotSigned(Reason.MALFORMED)
    return key


def _base64(text: str) -> bytes:
    """The bytes, written in the one way."""
    try:
        found = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise NotSigned(Reason.MALFORMED) from error
    if base64.b64encode(found).decode() != text:
        raise NotSigned(Reason.MALFORMED)
    return found


def _is_now(said: Mapping[str, str], now: datetime) -> bool:
    """Whether it was signed within minutes of now, and has not expired by its own word."""
    if "created" not in said:
        return False
    apart = now.timestamp() - int(said["created"])
    expires = int(said.get("expires", now.timestamp() + 1))
    return abs(apart) <= CLOCKS_APART.total_seconds() and now.timestamp() < expires
