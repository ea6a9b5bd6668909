"""Every write to the issuer's tables but claims and private keys: batches, marks of proofs, and how keys go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

import psycopg
from django.db import IntegrityError
from django.db.models import Sum

from reputation.core import months
from reputation.core.db import broken_constraint
from reputation.issuing import database, errors
from reputation.issuing.models import Batch, IssuingKey
from reputation.issuing.rules import MOST_CODES, KeyState
from reputation.receipts.rules import ReceiptClass, epoch_of, issued_until
from reputation.rulebook import receipts as numbers


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of a batch. `key_id` is None while its key is being made; `is_new`: it was not known before."""

    key_id: bytes | None
    epoch: int
    good_until: date
    is_new: bool


def register(
    *, batch: UUID, attester: UUID, business: UUID, receipt_class: ReceiptClass, hashes: Sequence[bytes], now: datetime
) -> Registered:
    """Register codes by their SHA-256, 32 bytes each. The same batch again changes nothing, in whatever order.

    Raises:
        TooManyCodes: split it.
        BatchReused: the id is that of another batch.
        VoucherKnown: one of the codes was registered before, or stands there twice.
        KeyFull: the attester has registered as many codes under the key as it may.
    """
    if len(hashes) > MOST_CODES:
        raise errors.TooManyCodes(most=MOST_CODES)
    # Sorted, so that the order in which codes were made or handed out is not that of the rows.
    codes = sorted(hashes)
    digest = sha256(b"".join(codes)).digest()
    try:
        with database.atomic():
            database.hold(business, receipt_class)
            before = Batch.objects.filter(public_id=batch).values_list("key_id", "attester", "sha256").first()
            if before is not None:
                key = _key(before[0])
                same = (key.business, key.receipt_class, before[1], bytes(before[2]))
                if same != (business, receipt_class, attester, digest):
                    raise errors.BatchReused
                return _told(key, is_new=False)
            key = _key_for(business, receipt_class, epoch_of(months.of(now)))
            _require_room(key, attester, len(codes))
            row = Batch.objects.create(
                public_id=batch,
                key_id=key.pk,
                attester=attester,
                codes=len(codes),
                sha256=digest,
                registered_on=now.date(),
            )
            _copy(codes, row.pk)
    except IntegrityError as error:
        if broken_constraint(error) == "issuing_batch_public_id_key":
            raise errors.BatchReused from error
        raise
    except psycopg.errors.UniqueViolation as error:
        if error.diag.constraint_name == "issuing_voucher_pkey":
            raise errors.VoucherKnown from error
        raise
    return _told(key, is_new=True)


def mark(*, marks: Sequence[bytes], epoch: int) -> None:
    """Note that a proof was used, by its HMACs of 32 bytes. In one `database.atomic()` with the code it earns.

    Raises:
        ProofUsed: one of the marks is there already.
    """
    try:
        with database.atomic(), database.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO issuing_mark (mark, epoch) VALUES (%s, %s)", [(one, epoch) for one in sorted(marks)]
            )
    except IntegrityError as error:
        if broken_constraint(error) == "issuing_mark_pkey":
            raise errors.ProofUsed from error
        raise


def begin(*, key_id: bytes) -> None:
    """Let a key issue: the log names it."""
    IssuingKey.objects.filter(key_id=key_id, state=KeyState.MADE).update(state=KeyState.ISSUING)


def extend(*, key_id: bytes, last_epoch: int) -> None:
    """Let a key take batches up to an epoch, as the log's side decided."""
    IssuingKey.objects.filter(key_id=key_id, last_epoch__lt=last_epoch).update(last_epoch=last_epoch)


def end(*, key_id: bytes) -> None:
    """End a key: its private half is gone. Claims and batches that are under way come first."""
    with database.atomic():
        key = IssuingKey.objects.only(*_TOLD, "state").get(key_id=key_id)
        database.hold(key.business, key.receipt_class)
        IssuingKey.objects.filter(pk=key.pk).update(state=KeyState.ENDED, sealed=None)


def remove(*, key_id: bytes) -> None:
    """Remove a key that ended, with its codes and claims."""
    with database.cursor() as cursor:
        cursor.execute("SELECT issuing_remove(%s)", [key_id])


def forget_marks(*, now: datetime) -> int:
    """Remove the marks of proofs that are too old to be shown again; answers how many."""
    before = epoch_of(months.of(now)) - numbers.MARKS_AFTER.value
    with database.cursor() as cursor:
        cursor.execute("DELETE FROM issuing_mark WHERE epoch < %s", [before])
        count: int = cursor.rowcount
    return count


def forget_order() -> None:
    """Copy the claims into a fresh file in random order: pages and transaction ids would tell who came first.

    The marks of proofs as well: a transaction wrote each together with the code that its proof earned.
    """
    with database.cursor() as cursor:
        cursor.execute("SELECT issuing_forget_order()")
        cursor.execute("SELECT issuing_forget_order_of_marks()")


def _key_for(business: UUID, receipt_class: ReceiptClass, epoch: int) -> IssuingKey:
    """The key that takes batches in this epoch; a first batch asks the issuer to make one."""
    living = IssuingKey.objects.exclude(state=KeyState.ENDED).filter(business=business, receipt_class=receipt_class)
    found = living.filter(last_epoch__gte=epoch).only(*_TOLD).order_by("-epoch").first()
    if found is not None:
        return found
    with database.cursor() as cursor:
        cursor.execute(
            "INSERT INTO issuing_key (business, receipt_class, epoch, last_epoch, state) "
            "VALUES (%s, %s, %s, %s, %s) RETURNING id",
            [business, receipt_class, epoch, epoch, KeyState.ASKED],
        )
        row = cursor.fetchone()
    return _key(row[0])


def _require_room(key: IssuingKey, attester: UUID, count: int) -> None:
    """See that an attester may register so many more codes: each has its own bound, and fills no key for the others.

    Within `database.hold`, so that nobody else counts at the same time.
    """
    before = Batch.objects.filter(key=key, attester=attester).aggregate(codes=Sum("codes"))["codes"] or 0
    if before + count > numbers.CODES_MOST.value:
        raise errors.KeyFull(most=numbers.CODES_MOST.value, registered=before)


_TOLD = ("business", "receipt_class", "epoch", "last_epoch", "key_id")


def _key(key: int) -> IssuingKey:
    """A key without its private half, which pages cannot read."""
    return IssuingKey.objects.only(*_TOLD).get(pk=key)


def _copy(codes: Sequence[bytes], batch: int) -> None:
    with (
        database.cursor() as cursor,
        cursor.copy("COPY issuing_voucher (hash, batch_id) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.set_types(["bytea", "int8"])
        for code in codes:
            copy.write_row((code, batch))


def _told(key: IssuingKey, *, is_new: bool) -> Registered:
    return Registered(
        key_id=bytes(key.key_id) if key.key_id is not None else None,
        epoch=key.epoch,
        good_until=issued_until(key.last_epoch),
        is_new=is_new,
    )
