"""Reading the issuer's tables: keys without their private half, and how many codes were registered and claimed."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from reputation.issuing import database
from reputation.issuing.models import IssuingKey
from reputation.issuing.rules import KeyState
from reputation.receipts.rules import ReceiptClass


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An issuing key that was made, without its private half."""

    key_id: bytes
    business: UUID
    receipt_class: ReceiptClass
    epoch: int
    last_epoch: int
    public_key: bytes


@dataclass(frozen=True, slots=True)
class Count:
    """How many codes an attester registered under a key, how many of them were claimed, and how many contested."""

    key_id: bytes
    attester: UUID
    registered: int
    claimed: int
    contested: int


def counts() -> list[Count]:
    """The counts of every key whose codes are still there, by attester."""
    with database.cursor() as cursor:
        cursor.execute("SELECT key_id, attester, registered, claimed, contested FROM issuing_counts()")
        return [Count(bytes(key_id), *row) for key_id, *row in cursor.fetchall()]


def made() -> list[PublicKey]:
    """The keys that were made and do not issue yet: the log does not name them, or the issuer has not heard of it."""
    return _public(IssuingKey.objects.filter(state=KeyState.MADE))


def issuing(*, most: int) -> list[PublicKey]:
    """The keys that issue, newest first, at most so many."""
    return _public(IssuingKey.objects.filter(state=KeyState.ISSUING), most)


def issuing_of(business: UUID, receipt_class: ReceiptClass) -> list[PublicKey]:
    """The keys of a business and class that issue, newest first."""
    rows = IssuingKey.objects.filter(state=KeyState.ISSUING, business=business, receipt_class=receipt_class)
    return _public(rows)


def unended() -> list[PublicKey]:
    """The keys that issue or are about to."""
    return _public(IssuingKey.objects.filter(state__in=[KeyState.MADE, KeyState.ISSUING]))


def ended() -> list[bytes]:
    """The ids of the keys that ended and whose codes are still there."""
    rows = IssuingKey.objects.filter(state=KeyState.ENDED, key_id__isnull=False).order_by("id")
    return [bytes(key_id) for key_id in rows.values_list("key_id", flat=True) if key_id is not None]


def _public(rows: "QuerySet[IssuingKey]", most: int | None = None) -> list[PublicKey]:
    wanted = ("key_id", "business", "receipt_class", "epoch", "last_epoch", "public_key")
    found: Iterable[tuple[bytes, UUID, str, int, int, bytes]]
    found = rows.order_by("-epoch", "-id").values_list(*wanted)[:most]
    return [
        PublicKey(bytes(key_id), business, ReceiptClass(receipt_class), epoch, last_epoch, bytes(public_key))
        for key_id, business, receipt_class, epoch, last_epoch, public_key in found
    ]
