"""Entries as records of the spools: which is kept where, and the one way in which reviews are written.

Nearly all entries are reviews, and a canonical review is a word of a regular language: one expression sees that schema
and form are right and gives the columns, ten times as fast as reading JSON. Whatever it does not match is decoded; a
test holds that both accept the same and answer the same.
"""

import itertools
import json
import re
from binascii import unhexlify
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from reputation.audit.spool import POSITION_BYTES, Stream
from reputation.core import months
from reputation.log.codes import CLASSES, OUTCOMES
from reputation.log.entries import Entry, columns

BUSINESS_BYTES = 16
SUBJECT_BYTES = 2 * BUSINESS_BYTES
KEY_ID_BYTES = 32
ABOUT_BYTES = BUSINESS_BYTES + KEY_ID_BYTES
AFTER_SUBJECT = SUBJECT_BYTES + POSITION_BYTES
FIGURES_AT = AFTER_SUBJECT + 2
NO_REVIEW = bytes(BUSINESS_BYTES)
NO_KEY = bytes(KEY_ID_BYTES)

# Three by business and review, a business's own entries first; by business and receipt key; by attester; by id.
REVIEWS = Stream("reviews", AFTER_SUBJECT + 2 + 1 + KEY_ID_BYTES)
EVENTS = Stream("events")
LINES = Stream("lines")
KEYS = Stream("keys")
ATTESTERS = Stream("attesters")
ONCE_BYTES = 32
ONCE = Stream("once", ONCE_BYTES + POSITION_BYTES + 1)
"""What may be in the log once only: nullifiers of tokens and ids of keys, with the letter of which it is."""
TOKEN, KEY = b"T", b"K"

_ID = rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


def _any(codes: tuple[str, ...]) -> bytes:
    return b"|".join(code.encode() for code in codes)


_REVIEW = re.compile(
    rb'\{"business":"(' + _ID + rb')","class":"(' + _any(CLASSES) + rb')","commitment":"[0-9a-f]{64}"'
    rb'(?:,"key_id":"([0-9a-f]{64})")?,"kind":"review","month":"(2[01]\d\d-(?:0[1-9]|1[0-2]))"'
    rb'(?:,"no_receipt_given":(true|false))?,"outcome":"(' + _any(OUTCOMES) + rb')","review":"(' + _ID + rb')",'
    rb'"stars":([1-5]),"v":1\}'
)
match_review = _REVIEW.fullmatch


class Figures(NamedTuple):
    """What of a review moves a rating, beside its month."""

    receipt_class: str
    stars: int
    outcome: str
    no_receipt_given: bool


FIGURES = tuple(
    Figures(*parts)
    for parts in itertools.product(CLASSES, range(1, 6), OUTCOMES, (False, True))
    if parts[0] == "none" or not parts[3]
)
FIRST_WITHOUT_RECEIPT = next(code for code, figures in enumerate(FIGURES) if figures.receipt_class == "none")
month = itemgetter(slice(AFTER_SUBJECT, FIGURES_AT))
"""The two bytes of a review's month."""
_CODES = {figures: bytes([code]) for code, figures in enumerate(FIGURES)}
# The same by what the expression found: class, whether no receipt was given, outcome, stars.
_GIVEN = {None: False, b"false": False, b"true": True}
_FOUND = {
    (kind.encode(), given, outcome.encode(), b"%d" % stars): _CODES[Figures(kind, stars, outcome, _GIVEN[given])]
    for kind, stars, outcome, given in itertools.product(CLASSES, range(1, 6), OUTCOMES, _GIVEN)
    if kind == "none" or given is None
}
_MONTHS = {
    months.show(number).encode(): number.to_bytes(2)
    for number in range(months.parse("2000-01"), months.parse("2199-12") + 1)
}


def matched(found: "re.Match[bytes]", position: int) -> bytes | None:
    """The record of a review that the expression found; None where the schema has a rule between its fields."""
    business, kind, key, published, given, outcome, review, stars = found.groups()
    figures = _FOUND.get((kind, given, outcome, stars))
    if figures is None or (key is not None and kind == b"none"):
        return None
    return b"".join(
        (
            unhexlify((business + review).replace(b"-", b"")),
            position.to_bytes(POSITION_BYTES),
            _MONTHS[published],
            figures,
            NO_KEY if key is None else unhexlify(key),
        )
    )


def of_review(entry: Entry, position: int) -> bytes:
    """The same record of a decoded review."""
    assert entry.business is not None  # noqa: S101 - the schema wants it; tells mypy
    assert entry.review is not None  # noqa: S101 - the same
    figures = Figures(
        str(entry.receipt_class),
        int(entry.stars or 0),
        str(entry.outcome),
        no_receipt_given=bool(entry.no_receipt_given),
    )
    return b"".join(
        (
            entry.business.bytes,
            entry.review.bytes,
            position.to_bytes(POSITION_BYTES),
            int(entry.month or 0).to_bytes(2),
            _CODES[figures],
            entry.key_id or NO_KEY,
        )
    )


def to_review(record: bytes) -> tuple[int, Entry]:
    """Position and columns of a review's record; its body is left out, for it says no more."""
    figures = FIGURES[record[FIGURES_AT]]
    key = record[FIGURES_AT + 1 :]
    return position_of(record, SUBJECT_BYTES), Entry(
        kind="review",
        body={},
        business=UUID(bytes=record[:BUSINESS_BYTES]),
        review=UUID(bytes=record[BUSINESS_BYTES:SUBJECT_BYTES]),
        month=int.from_bytes(month(record)),
        stars=figures.stars,
        outcome=figures.outcome,
        receipt_class=figures.receipt_class,
        key_id=None if key == NO_KEY else key,
        no_receipt_given=figures.no_receipt_given,
    )


def of_event(entry: Entry, position: int, raw: bytes) -> bytes:
    """The record of another entry about a business or one of its reviews: its bytes, under whom it is about."""
    assert entry.business is not None  # noqa: S101 - callers asked; tells mypy
    review = NO_REVIEW if entry.review is None else entry.review.bytes
    return entry.business.bytes + review + position.to_bytes(POSITION_BYTES) + raw


def position_of(record: bytes, key_bytes: int) -> int:
    """The position in the log that stands behind a record's key."""
    return int.from_bytes(record[key_bytes : key_bytes + POSITION_BYTES])


def to_event(record: bytes) -> tuple[int, Entry]:
    """Position and entry of an event's record; its schema was seen to be right when it was read."""
    body = json.loads(record[AFTER_SUBJECT:])
    kind = body.pop("kind")
    del body["v"]
    return position_of(record, SUBJECT_BYTES), columns(kind, body)
