"""Names every field about vouchers and receipts for those who act for a business."""

from typing import Any

from reputation.core import months
from reputation.issuing import vouchers
from reputation.issuing.vouchers import Made
from reputation.receipts import codes, public_keys
from reputation.receipts.queries import AttesterFacts
from reputation.receipts.rules import show_epoch
from reputation.reports.receipts import Figures, KeyLine


def made(found: Made) -> dict[str, Any]:
    """Vouchers just made, each as people type it and as they follow it."""
    return {
        "vouchers": [{"code": codes.show(code), "link": vouchers.link(code)} for code in found.codes],
        "good_until": found.good_until.isoformat(),
    }


def receipts(found: Figures) -> dict[str, Any]:
    """What became of the receipts of a business."""
    return {
        **attester(found.attester),
        "keys": [_key(line) for line in found.keys],
        "coverage": [
            {"epoch": show_epoch(row.epoch), "via": str(row.via), "had_voucher": row.had_voucher, "band": row.band}
            for row in found.coverage
        ],
        "no_receipt_given": found.no_receipt_given,
        "reviews": found.reviews,
    }


def attester(found: AttesterFacts | None) -> dict[str, Any]:
    """What a business is as its own attester; empty before its first voucher or key."""
    key = None if found is None else found.public_key
    return {
        "attester": None if found is None else str(found.public_id),
        "key": None if key is None else public_keys.show(key),
    }


def _key(line: KeyLine) -> dict[str, Any]:
    return {
        "class": str(line.receipt_class),
        "key_id": None if line.key_id is None else line.key_id.hex(),
        "epoch": show_epoch(line.epoch),
        "state": line.state,
        "registered": line.registered,
        "claimed": line.claimed,
        "contested": line.contested,
        "good_until": line.good_until.isoformat(),
        "redeemed_until": None if line.redeemed_until is None else months.show(line.redeemed_until),
    }
