"""The life of a key in the log: named, told about, ended, annulled. The issuer's own row follows."""

import base64
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from reputation.businesses import queries as businesses
from reputation.core.rows import alone
from reputation.log import actions as log
from reputation.receipts import errors, rules
from reputation.receipts.models import Key
from reputation.receipts.rules import IssuerKey, KeyState, ReceiptClass, ReceiptError
from reputation.rulebook import receipts as numbers


@transaction.atomic
def log_made(
    *, key_id: bytes, business: UUID, receipt_class: ReceiptClass, epoch: int, last_epoch: int, public_key: bytes
) -> None:
    """Name a key that the issuer made in the log; once, however often this is called.

    Raises:
        ReceiptError: the id is not that of the key.
    """
    if IssuerKey.parse(public_key).key_id != key_id:
        raise ReceiptError("the key id is not the SHA-256 of the key")
    key, is_new = Key.objects.get_or_create(
        key_id=key_id,
        defaults={
            "business_id": business,
            "receipt_class": receipt_class,
            "epoch": epoch,
            "last_epoch": last_epoch,
            "public_key": public_key,
        },
    )
    if is_new:
        log.append(kind="receipt-key", body=key.about() | {"key": base64.b64encode(public_key).decode()})


@transaction.atomic
def tell_claimed(*, key_id: bytes, claimed: int) -> None:
    """Tell writers how many receipts of a key were claimed, as a band.

    Raises:
        NoSuchReceiptKey
    """
    key = _locked(key_id)
    key.claimed = rules.band_of(claimed)
    key.save(update_fields=["claimed"])


@transaction.atomic
def extend(*, key_id: bytes, claimed: int, now: datetime) -> bool:
    """Let a key with few claims take batches for one epoch more, if the time for that has come; whether it does.

    Raises:
        NoSuchReceiptKey
    """
    key = _locked(key_id)
    is_extended = rules.is_extended(key.epoch, key.last_epoch, claimed, now.date())
    if key.state != KeyState.ISSUING or not is_extended:
        return False
    key.last_epoch += 1
    key.save(update_fields=["last_epoch"])
    return True


def end_due(*, now: datetime) -> int:
    """End the keys whose time is over, and those of businesses that left; answers how many."""
    left = set(businesses.left_before(now.date() - timedelta(days=numbers.LEFT_AFTER.value)))
    ended = 0
    for key in Key.objects.filter(state=KeyState.ISSUING).order_by("key_id"):
        is_over = now.date() > rules.issued_until(key.last_epoch)
        if is_over or key.business_id in left:
            with alone("receipts.end_due"):
                end(key_id=bytes(key.key_id), reason="epoch-over" if is_over else "business-left", now=now)
                ended += 1
    return ended


@transaction.atomic
def end(*, key_id: bytes, reason: str, now: datetime) -> None:
    """End a key: it signs no more, and what it signed stays good. `reason`: one of the log's.

    Raises:
        NoSuchReceiptKey
        WrongReceiptKeyState: it does not issue any more.
    """
    key = _locked(key_id)
    if key.state != KeyState.ISSUING:
        raise errors.WrongReceiptKeyState(state=key.state)
    key.state, key.end_reason, key.ended_on = KeyState.ENDED, reason, now.date()
    key.save(update_fields=["state", "end_reason", "ended_on"])
    log.append(kind="receipt-key-ended", body=key.about() | {"reason": reason, "date": now.date().isoformat()})


@transaction.atomic
def annul(*, key_id: bytes, reason: str, persons: int, now: datetime) -> None:
    """Annul a key: what it signed counts no more, neither reviews that are out nor those still to come.

    `reason`: one of the log's; `persons`: how many decided, two at least.

    Raises:
        NoSuchReceiptKey
        WrongReceiptKeyState: it was annulled before.
        EntryError: it was decided by one person.
    """
    key = _locked(key_id)
    if key.state == KeyState.ANNULLED:
        raise errors.WrongReceiptKeyState(state=key.state)
    key.state, key.annulment, key.annulled_on = KeyState.ANNULLED, reason, now.date()
    key.save(update_fields=["state", "annulment", "annulled_on"])
    said = {"reason": reason, "persons": persons, "date": now.date().isoformat()}
    log.append(kind="receipt-key-annulled", body=key.about() | said)


def _locked(key_id: bytes) -> Key:
    found = Key.objects.select_for_update().filter(key_id=key_id).first()
    if found is None:
        raise errors.NoSuchReceiptKey
    return found
