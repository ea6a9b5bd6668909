"""Names every field that leaves the API about attesters, their batches and totals, and the keys of receipts."""

import base64
from typing import Any
from uuid import UUID

from reputation.core import months
from reputation.issuing.actions import Registered
from reputation.receipts.queries import AttesterFacts, KeyFacts
from reputation.receipts.rules import ReceiptClass, show_epoch
from reputation.receipts.tokens import to_base64
from reputation.receipts.totals import Due


def attester(found: AttesterFacts, name: str) -> dict[str, Any]:
    """Who an attester is. What it is written to is not here."""
    return {
        "attester": str(found.public_id),
        "kind": str(found.kind),
        "class": str(found.receipt_class),
        "business": str(found.business) if found.business else None,
        "name": name,
        "website": found.website,
        "key": base64.b64encode(found.public_key).decode() if found.public_key else None,
        "state": str(found.state),
        "applied_on": found.applied_on.isoformat(),
        "admitted_on": found.admitted_on.isoformat() if found.admitted_on else None,
        "ended_on": found.ended_on.isoformat() if found.ended_on else None,
    }


def batch(public_id: UUID, business: UUID, receipt_class: ReceiptClass, found: Registered) -> dict[str, Any]:
    """What became of a batch."""
    return {
        "batch": str(public_id),
        "business": str(business),
        "class": str(receipt_class),
        "epoch": show_epoch(found.epoch),
        "key_id": found.key_id.hex() if found.key_id else None,
        "good_until": found.good_until.isoformat(),
    }


def total(found: Due) -> dict[str, Any]:
    """A total that can be signed."""
    return {
        "key_id": found.key_id.hex(),
        "business": str(found.business),
        "class": str(found.receipt_class),
        "epoch": show_epoch(found.epoch),
        "moment": str(found.moment),
        "registered": found.registered,
        "claimed": found.claimed,
        "contested": found.contested,
        "sign_until": found.sign_until.isoformat(),
        "is_signed": found.is_signed,
        "message": base64.b64encode(found.message).decode(),
    }


def receipt_key(found: KeyFacts, name: str, entry: int | None) -> dict[str, Any]:
    """A key that the log names, and whose receipts it signs."""
    return {
        "key_id": found.key_id.hex(),
        "business": str(found.business),
        "name": name,
        "class": str(found.receipt_class),
        "epoch": show_epoch(found.epoch),
        "state": str(found.state),
        "claimed": found.claimed,
        "entry": entry,
        "key": to_base64(found.public_key),
        "issues_until": found.issues_until.isoformat(),
        "redeemed_until": months.show(found.redeemed_until),
    }
