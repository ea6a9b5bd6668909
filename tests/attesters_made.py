"""Typed helpers that reach a state of attesters, keys and totals."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reputation.core import months
from reputation.receipts import attesters, rules
from reputation.receipts.attesters import Wish
from reputation.receipts.models import Key
from reputation.receipts.rules import AttesterKind, KeyState, ReceiptClass
from tests.members_made import NOW

CONTACT = "vouchers@payments.example"
_seeds = count(1)


@dataclass(frozen=True)
class Provider:
    """A payment provider, and the private half of its key."""

    id: UUID
    seed: bytes


@dataclass(frozen=True)
class Counted:
    """What an attester registered under a key."""

    key_id: bytes
    attester: UUID
    registered: int
    claimed: int
    contested: int = 0


def new_seed() -> bytes:
    """A private key that nobody else has."""
    return next(_seeds).to_bytes(32)


def public(seed: bytes) -> bytes:
    """The public half of a key."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def wish(**changes: Any) -> Wish:
    """A wish to vouch."""
    number = next(_seeds)
    given = {
        "kind": AttesterKind.PAYMENT_PROVIDER,
        "name": f"Payments {number} plc",
        "website": f"payments{number}.example",
        "contact": CONTACT,
        "language": "en",
    }
    return Wish(**given | changes)


def make_applied(*, now: datetime = NOW, **changes: Any) -> Provider:
    """A payment provider that asked to vouch."""
    seed = new_seed()
    return Provider(attesters.register(wish=wish(**changes), public_key=public(seed), now=now), seed)


def make_provider(*, now: datetime = NOW, **changes: Any) -> Provider:
    """A payment provider that may vouch."""
    provider = make_applied(now=now, **changes)
    attesters.admit(attester=provider.id, now=now)
    return provider


def make_key(business: UUID, receipt_class: ReceiptClass = ReceiptClass.INDEPENDENT, *, now: datetime = NOW) -> bytes:
    """A key of the epoch, as the log would name it. Its id."""
    epoch = rules.epoch_of(months.of(now))
    public_key = rules.encode_key((1 << 2047) + 2 * next(_seeds) + 1)
    key_id = hashlib.sha256(public_key).digest()
    Key.objects.create(
        key_id=key_id,
        business_id=business,
        receipt_class=receipt_class,
        epoch=epoch,
        last_epoch=epoch,
        public_key=public_key,
    )
    return key_id


def end_key(key_id: bytes, *, now: datetime) -> None:
    """End a key, as if its time was over."""
    row = Key.objects.get(pk=key_id)
    row.state, row.ended_on, row.end_reason = KeyState.ENDED, now.date(), "epoch-over"
    row.save()


def ended_at(now: datetime = NOW) -> datetime:
    """An instant at which a key of the epoch of `now` has issued for the last time."""
    return now.replace(day=1) + timedelta(days=150)
