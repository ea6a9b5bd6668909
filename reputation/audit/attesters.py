"""Attesters: each admitted before it vouches, and its totals signed by the key with which it was admitted, if any."""

import base64
import json
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from reputation.audit import records
from reputation.audit.batches import TOTAL, UNSIGNED
from reputation.audit.findings import Fault, Kind
from reputation.audit.tokens import TokensWish
from reputation.core import months
from reputation.receipts import rules


class Vouched:
    """What the attesters of a part came to."""

    def __init__(self) -> None:
        self.signed = 0
        self.unsigned = 0
        self.faults: list[Fault] = []

    def add(self, other: "Vouched") -> None:
        """Take in another part's."""
        self.signed += other.signed
        self.unsigned += other.unsigned


def check_attesters(wish: TokensWish, part: int) -> Vouched:
    """Check the attesters of one part: admission, end and totals, in the order of the log."""
    found = Vouched()
    for (leaf,) in wish.shelf.leaves(part):
        for key, group in groupby(leaf, key=itemgetter(slice(records.BUSINESS_BYTES))):
            attester = _Attester(UUID(bytes=key), wish, found)
            for record in group:
                position = records.position_of(record, records.BUSINESS_BYTES)
                attester.feed(position, record[records.BUSINESS_BYTES + 8 :])
    return found


class _Attester:
    def __init__(self, attester: UUID, wish: TokensWish, found: Vouched) -> None:
        self._id = attester
        self._wish = wish
        self._found = found
        self._admitted: dict[str, Any] | None = None
        self._ended: date | None = None

    def feed(self, position: int, said: bytes) -> None:
        if said.startswith(TOTAL):
            signature, message = said[len(TOTAL) :][: len(UNSIGNED)], said[len(TOTAL) + len(UNSIGNED) :]
            self._total(position, signature, message)
            return
        body = json.loads(said)
        if body["kind"] == "attester-admitted":
            if self._admitted is not None and self._ended is None:
                self._fault(Kind.COURSE, position, body["kind"], "was admitted before")
            self._admitted, self._ended = body, None
        elif self._ended is not None or (self._admitted is None and self._wish.from_start):
            self._fault(Kind.COURSE, position, body["kind"], "is not admitted")
        else:
            self._ended = date.fromisoformat(body["date"])

    def _total(self, position: int, signature: bytes, message: bytes) -> None:
        if self._admitted is None:
            if self._wish.from_start:
                self._fault(Kind.TOKENS, position, "receipt-totals", "was not admitted before")
            return
        body = json.loads(message.partition(b"\n")[2])
        if body["class"] != self._admitted["class"]:
            self._fault(Kind.TOKENS, position, "receipt-totals", f"is of class {self._admitted['class']}")
        # What it registered before stays: its totals come when the key ends. A key of a later epoch it never had.
        if self._ended is not None and rules.parse_epoch(body["epoch"]) > rules.epoch_of(months.of(self._ended)):
            text = f"had ended before the epoch of key {body['key_id']}"
            self._fault(Kind.TOKENS, position, "receipt-totals", text)
        if signature == UNSIGNED:
            self._found.unsigned += 1
            return
        if "key" not in self._admitted:
            self._fault(Kind.TOKENS, position, "receipt-totals", f"has no key and signed its total of {body['key_id']}")
            return
        self._found.signed += 1
        try:
            rules.verify_total(message, signature, base64.b64decode(self._admitted["key"]))
        except rules.ReceiptError:
            self._fault(Kind.TOKENS, position, "receipt-totals", f"did not sign its total of key {body['key_id']}")

    def _fault(self, kind: Kind, position: int, entry_kind: str, text: str) -> None:
        self._found.faults.append(Fault(kind, f"entry {position} ({entry_kind}): attester {self._id} {text}"))
