"""Reading who may vouch, and the keys that the log names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from reputation.core.db import prepared
from reputation.receipts import errors
from reputation.receipts.models import Attester, Key
from reputation.receipts.rules import AttesterKind, AttesterState, KeyState, ReceiptClass

KEY = """
SELECT key_id, business_id, receipt_class, epoch, last_epoch, public_key, state, claimed, end_reason, ended_on,
       annulment, annulled_on
FROM receipts_key WHERE key_id = %s
"""

@dataclass(frozen=True, slots=True)
class AttesterFacts:
    """Everything public about an attester. `name`, `website`: empty for a business and for the operator's own."""

    public_id: UUID
    kind: AttesterKind
    receipt_class: ReceiptClass
    business: UUID | None
    name: str
    website: str
    public_key: bytes | None
    state: AttesterState
    applied_on: date
    admitted_on: date | None
    ended_on: date | None


def attester(public_id: UUID) -> AttesterFacts:
    """An attester, whatever became of it. One statement.

    Raises:
        NoSuchAttester: nobody has this id.
    """
    row = Attester.objects.filter(public_id=public_id).first()
    if row is None:
        raise errors.NoSuchAttester
    return facts_of(row)


def facts_of(row: Attester) -> AttesterFacts:
    """What is public of a row."""
    return AttesterFacts(
        public_id=row.public_id,
        kind=AttesterKind(row.kind),
        receipt_class=ReceiptClass(row.receipt_class),
        business=row.business_id,
        name=row.name,
        website=row.website,
        public_key=None if row.public_key is None else bytes(row.public_key),
        state=AttesterState(row.state),
        applied_on=row.applied_on,
        admitted_on=row.admitted_on,
        ended_on=row.ended_on,
    )


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
    """A key by its id, 32 bytes. One statement.

    Raises:
        NoSuchReceiptKey: the log names none.
    """
    found = prepared(KEY, [key_id])
    if not found:
        raise errors.NoSuchReceiptKey
    return _facts(Key(*found[0]))


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
