"""Spending a token: what it is for, and that it is spent once. What goes with it is the caller's.

A token is redeemed with a week, or reserved until a day: then a moderator looks at its text first, and it is settled
with a week, or free again. Nothing that is stored in the clear leads from a token to a review.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from reputation.core import months
from reputation.receipts import challenge, errors, queries, rules
from reputation.receipts.rules import CHALLENGE_DIGEST, KEY_ID, IssuerKey, KeyState, ReceiptClass, ReceiptError

# Web may insert and read nothing back, so that it cannot name what is in its way.
SPEND = """
INSERT INTO receipts_spent (epoch, nullifier, key_id, token, publish_week) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""
RESERVE = """
INSERT INTO receipts_spent (epoch, nullifier, key_id, reserved_until) VALUES (%s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True, repr=False)
class Redeemable:
    """A token that is good as far as the log tells; whether it was spent before shows when it is redeemed."""

    business: UUID
    receipt_class: ReceiptClass
    key_id: bytes
    epoch: int
    token: bytes


def read(token: bytes, *, now: datetime) -> Redeemable:
    """What a token, 354 bytes, is for: its key alone says so.

    Raises:
        TokenNotValid: it has another form, is for another challenge, or no key that the log names signed it.
        KeyAnnulled: its key was annulled.
        TokenExpired: its time is over.
    """
    if token[CHALLENGE_DIGEST] != challenge.digest(settings.ISSUER_NAME):
        raise errors.TokenNotValid
    try:
        key = queries.key(token[KEY_ID])
        IssuerKey.parse(key.public_key).verify(token)
    except (errors.NoSuchReceiptKey, ReceiptError) as error:
        raise errors.TokenNotValid from error
    if key.state is KeyState.ANNULLED:
        raise errors.KeyAnnulled
    if months.of(now) > rules.redeemed_until(key.epoch, key.ended_on):
        raise errors.TokenExpired
    return _redeemable(key, token)


def reserved(token: bytes) -> Redeemable:
    """What a token is for that was read when it was reserved: its time may be over since, or its key annulled.

    Raises:
        NoSuchReceiptKey: the log names no such key.
    """
    return _redeemable(queries.key(token[KEY_ID]), token)


def _redeemable(key: queries.KeyFacts, token: bytes) -> Redeemable:
    return Redeemable(key.business, key.receipt_class, key.key_id, key.epoch, token)


def redeem(receipt: Redeemable, *, publish_week: date) -> bool:
    """Spend a token in the caller's transaction; whether it was not spent before.

    Of two who come at once with the same token one waits for the other's transaction. `publish_week`: the Monday from
    which on the log may name the token.
    """
    nullifier = rules.nullifier(receipt.token)
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [receipt.epoch, nullifier, receipt.key_id, receipt.token, publish_week])
        return bool(cursor.rowcount)


def reserve(receipt: Redeemable, *, until: date) -> bool:
    """Keep a token for a text at which a moderator looks, in the caller's transaction; whether it was not spent before.

    After `until` it is free again, unless it is settled or kept before.
    """
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, [receipt.epoch, rules.nullifier(receipt.token), receipt.key_id, until])
        return bool(cursor.rowcount)


def settle(receipt: Redeemable, *, publish_week: date) -> bool:
    """Spend a token that was reserved, as `redeem` does; whether it was reserved still."""
    return _of_reserved("receipts_settle(%s, %s, %s, %s)", receipt, receipt.token, publish_week)


def keep(receipt: Redeemable, *, until: date) -> bool:
    """Keep a token that is reserved until another day; whether it was reserved still."""
    return _of_reserved("receipts_keep(%s, %s, %s)", receipt, until)


def free(receipt: Redeemable) -> bool:
    """Let a token that was reserved be used again; whether it was reserved still."""
    return _of_reserved("receipts_free(%s, %s)", receipt)


def _of_reserved(call: str, receipt: Redeemable, *values: bytes | date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {call}", [receipt.epoch, rules.nullifier(receipt.token), *values])
        (found,) = cursor.fetchone()
    return bool(found)
