"""Spending a token: what it is for, and that it is spent once. What goes with it is the caller's.

Nothing that is stored leads from a token to a review. Who sends the same token with the same words again gets the same
answer all the same: ids and salts are made from both, under a key of the server's and the pepper of the week, instead
of being drawn. When the pepper is gone nobody can make them again, whatever else they have.
"""

import hmac
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from reputation.accounts import keys as secrets
from reputation.core import ids, months
from reputation.core.db import prepared
from reputation.receipts import challenge, errors, queries, rules
from reputation.receipts.rules import CHALLENGE_DIGEST, KEY_ID, IssuerKey, KeyState, ReceiptClass, ReceiptError

# Web may insert and read nothing back, so that it cannot name what is in its way.
SPEND = """
INSERT INTO receipts_spent (epoch, nullifier, key_id, token, publish_week) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING
"""
PEPPERS = "SELECT pepper FROM receipts_pepper ORDER BY week DESC"


@dataclass(frozen=True, slots=True, repr=False)
class Redeemable:
    """A token that is good as far as the log tells; whether it was spent before shows when it is redeemed."""

    business: UUID
    receipt_class: ReceiptClass
    key_id: bytes
    epoch: int
    token: bytes

    def sources(self, body: bytes) -> list[ids.Source]:
        """Where the ids and salts of what is sent with the token come from. `body`: its canonical bytes.

        The first is for what is sent now; what was sent before with the same body had one of them, while peppers last.
        """
        message, key = rules.nullifier(self.token) + body, secrets.derived("spent tokens")
        peppers = [bytes(pepper) for (pepper,) in prepared(PEPPERS, [])]
        return [ids.Derived(hmac.digest(key, pepper + message, "sha256")) for pepper in peppers]


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
