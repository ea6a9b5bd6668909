"""Reading what the log names: the keys that sign receipts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from reputation.receipts import errors
from reputation.receipts.models import Key
from reputation.receipts.rules import KeyState, ReceiptClass


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key that the log names. `claimed`: the band of its claims; `ended_on`: the day from which on it issues no more.

    A key that was annulled while it issued has no such day.
    """

    key_id: bytes
    business: UUID
    receipt_class: ReceiptClass
    epoch: int
    last_epoch: int
    public_key: bytes
    state: KeyState
    claimed: str
    ended_on: date | None


def key(key_id: bytes) -> KeyFacts:
    """A key by its id, 32 bytes.

    Raises:
        NoSuchReceiptKey: the log names none.
    """
    found = keys([key_id]).get(key_id)
    if found is None:
        raise errors.NoSuchReceiptKey
    return found


def keys(key_ids: Iterable[bytes]) -> dict[bytes, KeyFacts]:
    """Keys by their ids; those that the log does not name are left out."""
    return {bytes(row.key_id): _facts(row) for row in Key.objects.filter(key_id__in=list(key_ids))}


def issuing() -> list[KeyFacts]:
    """The keys that issue, as the log has it."""
    return [_facts(row) for row in Key.objects.filter(state=KeyState.ISSUING).order_by("epoch", "key_id")]


def stopped_before(day: date, key_ids: Iterable[bytes]) -> list[bytes]:
    """Which of these keys ended, or were annulled while they issued, before a day."""
    stopped = Q(ended_on__lt=day) | Q(ended_on__isnull=True, annulled_on__lt=day)
    rows = Key.objects.filter(stopped, key_id__in=list(key_ids)).order_by("key_id")
    return [bytes(key_id) for key_id in rows.values_list("key_id", flat=True)]


def _facts(row: Key) -> KeyFacts:
    return KeyFacts(
        key_id=bytes(row.key_id),
        business=row.business_id,
        receipt_class=ReceiptClass(row.receipt_class),
        epoch=row.epoch,
        last_epoch=row.last_epoch,
        public_key=bytes(row.public_key),
        state=KeyState(row.state),
        claimed=row.claimed,
        ended_on=row.ended_on,
    )
