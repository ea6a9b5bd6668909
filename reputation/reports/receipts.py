"""What became of the receipts of a business: by key what was registered and claimed, and who had none. In bands.

Nothing here is about a code: only how many there are of a kind, renewed at night.
"""

import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reputation.evidence import queries as evidence
from reputation.evidence.queries import Covered
from reputation.issuing import vouchers
from reputation.issuing.vouchers import Registered
from reputation.ratings import queries as ratings
from reputation.receipts import queries, rules, totals
from reputation.receipts.queries import AttesterFacts, KeyFacts
from reputation.receipts.rules import KeyState, ReceiptClass

KEY_STATES = ("made", *KeyState)
"""What a key is, told in one word: it is being made, or as the log has it."""
SAID_MOST = 100
"""Totals in the log that are looked through: more than a business has of keys that still count."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key under which codes of the business are, the newest first. `key_id`: None while it is being made.

    `registered`: the band of all its codes, None once they are gone. `contested`: the band of the business's own codes
    that somebody tried again, told when issuing ended. `redeemed_until`: a month (core.months), None before it is made
    and once it is annulled.
    """

    key_id: bytes | None
    receipt_class: ReceiptClass
    epoch: int
    state: str
    registered: str | None
    claimed: str
    contested: str | None
    good_until: date
    redeemed_until: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it. `no_receipt_given`: published reviews that say so, of `reviews` in all; both None before any figure.

    `attester`: what the business is when it vouches for itself, None before its first voucher or key.
    """

    attester: AttesterFacts | None
    keys: tuple[KeyLine, ...]
    coverage: tuple[Covered, ...]
    no_receipt_given: int | None
    reviews: int | None


def figures(business: UUID) -> Figures:
    """What a business is told about its receipts."""
    attester = queries.attester_of(business)
    registered = vouchers.registered(business)
    by_key = {row.key_id: row for row in registered if row.key_id is not None}
    contested = {} if attester is None else _contested(attester.public_id)
    named = queries.keys_of(business)
    lines = [_in_log(key, by_key.get(key.key_id), contested.get(key.key_id)) for key in named]
    known = {key.key_id for key in named}
    waiting = [_being_made(row) for row in registered if row.key_id not in known]
    no_receipt_given, reviews = _reviews(business)
    return Figures(attester, (*waiting, *lines), tuple(evidence.coverage(business)), no_receipt_given, reviews)


def has_any(business: UUID) -> bool:
    """Whether a code was ever registered for a business."""
    return vouchers.has_any(business) or bool(queries.keys_of(business))


def _in_log(key: KeyFacts, registered: Registered | None, contested: str | None) -> KeyLine:
    return KeyLine(
        key_id=key.key_id,
        receipt_class=key.receipt_class,
        epoch=key.epoch,
        state=str(key.state),
        registered=None if registered is None else rules.band_of(registered.codes),
        claimed=key.claimed,
        contested=contested,
        good_until=key.issues_until,
        redeemed_until=None if key.state is KeyState.ANNULLED else key.redeemed_until,
    )


def _being_made(row: Registered) -> KeyLine:
    return KeyLine(
        key_id=None,
        receipt_class=row.receipt_class,
        epoch=row.epoch,
        state="made",
        registered=rules.band_of(row.codes),
        claimed=rules.band_of(0),
        contested=None,
        good_until=rules.issued_until(row.last_epoch),
        redeemed_until=None,
    )


def _contested(attester: UUID) -> dict[bytes, str]:
    """By key the band in the newest total of an attester, in the log or on its way."""
    said = {row.key_id: row.contested for row in reversed(queries.said_lately([attester], most=SAID_MOST))}
    return said | {row.key_id: row.contested for row in totals.due(attester)}


def _reviews(business: UUID) -> tuple[int | None, int | None]:
    """How many published reviews say that no receipt was given, and how many there are, as the figure counts them."""
    answer = ratings.answer(business)
    if answer is None:
        return None, None
    counts = json.loads(answer)["counts"]
    return counts["no_receipt_given"], sum(counts[kind] for kind in ("independent", "seller", "none"))
