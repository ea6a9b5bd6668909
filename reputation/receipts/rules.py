"""Tokens and the keys that sign them, epochs, attesters' totals, signed acceptances. Pure.

Source: RFC 9578 (Privacy Pass issuance), token type 0x0002; RFC 9577 section 2.2 (the token's fields).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384

from reputation.core import months
from reputation.log.codes import BANDS, CLASSES
from reputation.log.fields import DAY, SHA256, UUID4, one_of
from reputation.rulebook import receipts as numbers
from reputation.tlog.notes import NoteError, Signer, Verifier, is_name, open_note, split

# Tokens

TOKEN_TYPE = b"\x00\x02"
TOKEN_BYTES = 354
SIGNED_BYTES = 98
CHALLENGE_DIGEST = slice(34, 66)
KEY_ID = slice(66, SIGNED_BYTES)
_NULLIFIER = b"rcpt-null-v1"

# Keys. Source: RFC 9578 section 6.5: the SubjectPublicKeyInfo of id-RSASSA-PSS with SHA-384, MGF1 with SHA-384 and 48
# bytes of salt. With 2048 bits and the exponent 65537 all of it is fixed, but for the modulus.
MODULUS_BYTES = 256
EXPONENT = 65_537
SALT_BYTES = 48
_SPKI_HEAD = bytes.fromhex(
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b0609608648"
    "016503040202a2030201300382010f003082010a0282010100"
)
_SPKI_TAIL = bytes.fromhex("0203010001")
_PADDING = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=SALT_BYTES)

# Acceptances

ACCEPTANCE_HEADER = "reputation/acceptance/v1"
LONGEST_ACCEPTANCE = 10_000
_ACCEPTANCE_FIELDS = {
    "business": UUID4,
    "class": one_of(CLASSES),
    "commitment": SHA256,
    "key_id": SHA256,
    "publish_by": DAY,
}
_EPOCH = re.compile(r"(2[01]\d\d)Q([1-4])", re.ASCII)


class ReceiptClass(StrEnum):
    """Who vouched for a purchase: somebody who is not the business, or the business itself."""

    INDEPENDENT = "independent"
    SELLER = "seller"


class AttesterKind(StrEnum):
    """Who can vouch for a purchase."""

    BUSINESS = "business"
    PAYMENT_PROVIDER = "payment-provider"
    MARKETPLACE = "marketplace"
    MAIL = "mail"
    MODERATOR = "moderator"


class AttesterState(StrEnum):
    """What became of somebody who asked to vouch."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """It took its application back, or nobody decided it in time."""
    ENDED = "ended"


NEXT: Mapping[AttesterState, frozenset[AttesterState]] = {
    AttesterState.APPLIED: frozenset({AttesterState.ADMITTED, AttesterState.REFUSED, AttesterState.LAPSED}),
    AttesterState.ADMITTED: frozenset({AttesterState.ENDED}),
    AttesterState.REFUSED: frozenset(),
    AttesterState.LAPSED: frozenset(),
    AttesterState.ENDED: frozenset(),
}
INDEPENDENT = (AttesterKind.PAYMENT_PROVIDER, AttesterKind.MARKETPLACE)
"""Those who apply, and whom two persons admit."""


class KeyState(StrEnum):
    """What became of a key since the log names it."""

    ISSUING = "issuing"
    ENDED = "ended"
    ANNULLED = "annulled"


class Moment(StrEnum):
    """When totals of a key are told."""

    ISSUING_ENDED = "issuing-ended"
    KEY_DEAD = "key-dead"


class ReceiptError(ValueError):
    """A token, key, total or acceptance that is malformed or not signed by whom it names."""


def nullifier(token: bytes) -> bytes:
    """What marks a token as spent: a hash of all that is signed, so that another signature makes no other token."""
    return hashlib.sha256(_NULLIFIER + token[:SIGNED_BYTES]).digest()


def encode_key(modulus: int) -> bytes:
    """The encoding of a public key of 2048 bits, of which a key id is the SHA-256."""
    return _SPKI_HEAD + modulus.to_bytes(MODULUS_BYTES) + _SPKI_TAIL


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A key that signs receipts. `key_id` is the SHA-256 of its encoding."""

    key_id: bytes
    key: RSAPublicKey

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The key that these bytes are, written in the one way.

        Raises:
            ReceiptError: they are none, or one of another size, exponent or scheme.
        """
        modulus = int.from_bytes(raw[len(_SPKI_HEAD) :][:MODULUS_BYTES])
        if modulus.bit_length() != 8 * MODULUS_BYTES or modulus % 2 == 0 or raw != encode_key(modulus):
            raise ReceiptError("the key is no RSASSA-PSS key of 2048 bits as RFC 9578 writes it")
        try:
            key = RSAPublicNumbers(EXPONENT, modulus).public_key()
        except ValueError as error:
            raise ReceiptError("the key's modulus is none") from error
        return cls(hashlib.sha256(raw).digest(), key)

    def verify(self, token: bytes) -> None:
        """See that this key signed the token.

        Raises:
            ReceiptError: it did not, or this is no token of the type that is used here.
        """
        if len(token) != TOKEN_BYTES or token[:2] != TOKEN_TYPE:
            raise ReceiptError("this is no token of type 0x0002")
        if token[KEY_ID] != self.key_id:
            raise ReceiptError("the token names another key")
        try:
            self.key.verify(token[SIGNED_BYTES:], token[:SIGNED_BYTES], _PADDING, SHA384())
        except InvalidSignature as error:
            raise ReceiptError("the token's signature is not valid") from error


# Epochs: calendar quarters, the same for everybody


def epoch_of(month: int) -> int:
    """The epoch a month (core.months) lies in, as a whole number, so that later ones are greater."""
    return month // 3


def parse_epoch(text: str) -> int:
    """The epoch written "2026Q4".

    Raises:
        ReceiptError: it is none.
    """
    match = _EPOCH.fullmatch(text)
    if match is None:
        raise ReceiptError("an epoch looks like 2026Q4")
    return int(match[1]) * 4 + int(match[2]) - 1


def show_epoch(epoch: int) -> str:
    """The epoch as it is written, "2026Q4"."""
    return f"{epoch // 4}Q{epoch % 4 + 1}"


def last_month(epoch: int) -> int:
    """The last month of an epoch."""
    return 3 * epoch + 2


def issued_until(epoch: int) -> date:
    """The last day on which receipts are issued by a key whose last epoch this is."""
    return months.first_day(last_month(epoch) + 1) + timedelta(days=numbers.ISSUED_AFTER.value - 1)


def is_extended(epoch: int, last_epoch: int, claimed: int, today: date) -> bool:
    """Whether a key takes batches for one epoch more: its last one ends soon, and few buyers are behind it.

    `claimed`: how many of its codes were claimed.
    """
    ends_on = months.first_day(last_month(last_epoch) + 1) - timedelta(days=1)
    is_soon = timedelta(0) <= ends_on - today < timedelta(days=numbers.EXTENDED_BEFORE.value)
    return is_soon and claimed < numbers.FEW_CLAIMS.value and last_epoch < epoch + numbers.ISSUED_LONGEST.value


def redeemed_until(epoch: int, ended_on: date | None) -> int:
    """The last month in which a token of a key can be redeemed: two epochs after the one in which issuing ended.

    Issuing for an epoch may end up to 30 days after it. A key with few claims goes on, a year at most; while nothing
    says that it ended, it may be one of those.
    """
    issued = latest = epoch + numbers.ISSUED_LONGEST.value
    if ended_on is not None:
        # A key ends in the night after its last day.
        issued = epoch_of(months.of(ended_on - timedelta(days=numbers.ISSUED_AFTER.value + 1)))
    return last_month(min(max(issued, epoch), latest) + numbers.REDEEMED_AFTER.value)


def published_until(epoch: int, ended_on: date | None) -> int:
    """The last month in which a review with a receipt of this key can come out: what was sent in time is held first."""
    return redeemed_until(epoch, ended_on) + numbers.PUBLISHED_AFTER.value


# Totals


def most_of(band: str) -> int:
    """The upper end of a band such as "20-99"."""
    return int(band.rpartition("-")[2])


def band_of(count: int) -> str:
    """The band that a count is told as."""
    return next((band for band in BANDS if count <= most_of(band)), BANDS[-1])


def totals_message(body: Mapping[str, object], total: Mapping[str, object]) -> bytes:
    """What an attester signs about its receipts of a key: one of the `totals` of a `receipt-totals` entry."""
    said = {name: body[name] for name in ("business", "class", "epoch", "key_id", "moment")}
    said |= {name: total[name] for name in ("attester", "registered", "claimed", "contested")}
    return b"reputation/receipt-totals/v1\n" + _canonical(said)


def verify_total(message: bytes, signature: bytes, public: bytes) -> None:
    """See that an attester signed its total.

    Raises:
        ReceiptError: it did not.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise ReceiptError("the attester did not sign this total") from error


# Acceptances: a promise to publish a review, signed when it is accepted


def acceptance_key_name(origin: str) -> str:
    """The name under which a log's acceptance key signs."""
    return f"{origin}/acceptance"


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A promise that a review is in the log by a day. `key_id` is None without a receipt."""

    origin: str
    business: str
    receipt_class: str
    key_id: str | None
    commitment: str
    publish_by: date

    @property
    def text(self) -> str:
        """What is signed: what it is, the log's origin, and the promise by RFC 8785."""
        said = {
            "business": self.business,
            "class": self.receipt_class,
            "commitment": self.commitment,
            "publish_by": self.publish_by.isoformat(),
        }
        if self.key_id is not None:
            said["key_id"] = self.key_id
        return f"{ACCEPTANCE_HEADER}\n{self.origin}\n{_canonical(said).decode()}\n"

    def sign(self, seed: bytes) -> str:
        """The signed note, by the private acceptance key of the log."""
        return Signer(acceptance_key_name(self.origin), seed).sign(self.text)

    def meets(self, body: Mapping[str, object]) -> bool:
        """Whether an entry `review` is the one that was promised, whenever it came."""
        mine = (self.business, self.receipt_class, self.key_id, self.commitment)
        return mine == (body["business"], body["class"], body.get("key_id"), body["commitment"])


def parse_acceptance(text: str) -> Acceptance:
    """The acceptance that a note's text is, nothing verified yet.

    Raises:
        ReceiptError: it is none, or not written in the one way.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[0] != ACCEPTANCE_HEADER or lines[3] or not is_name(lines[1]):
        raise ReceiptError("this is no acceptance")
    try:
        said = json.loads(lines[2])
    except (ValueError, RecursionError) as error:
        raise ReceiptError("the acceptance holds no JSON") from error
    wanted = _ACCEPTANCE_FIELDS.keys() - {"key_id"}
    if not isinstance(said, dict) or not wanted <= said.keys() <= _ACCEPTANCE_FIELDS.keys():
        raise ReceiptError("the acceptance has other fields")
    for name, value in said.items():
        if not _ACCEPTANCE_FIELDS[name].check(value):
            raise ReceiptError(f"the acceptance's {name} is not a {_ACCEPTANCE_FIELDS[name].says}")
    found = Acceptance(
        origin=lines[1],
        business=said["business"],
        receipt_class=said["class"],
        key_id=said.get("key_id"),
        commitment=said["commitment"],
        publish_by=date.fromisoformat(said["publish_by"]),
    )
    if found.text != text:
        raise ReceiptError("the acceptance is not in canonical form")
    return found


def open_acceptance(raw: bytes, keys: Iterable[bytes]) -> Acceptance:
    """The acceptance, once one of the log's acceptance keys is seen to have signed it.

    Raises:
        ReceiptError: it is none, or none of these keys signed it.
    """
    if len(raw) > LONGEST_ACCEPTANCE:
        raise ReceiptError("the acceptance is too long")
    try:
        found = parse_acceptance(split(raw)[0])
        name = acceptance_key_name(found.origin)
        open_note(raw, [Verifier(name, key) for key in keys])
    except NoteError as error:
        raise ReceiptError(f"the acceptance is not signed by the log's acceptance key: {error}") from error
    return found


def _canonical(document: Mapping[str, object]) -> bytes:
    """RFC 8785 for what is used here: ASCII text only."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
