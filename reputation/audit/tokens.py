"""Receipt keys and what they signed: every token, no more reviews than tokens, no more tokens than claims."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from reputation.audit import records
from reputation.audit.findings import Fault, Kind
from reputation.audit.spool import Shelf
from reputation.core import months
from reputation.receipts import rules
from reputation.rulebook import receipts

MOMENTS = ("issuing-ended", "key-dead")
_REVIEW_BYTES = 3
_id = itemgetter(slice(records.ONCE_BYTES))


class TokensWish(NamedTuple):
    """What is the same for all parts. `from_start`: whether all entries are there."""

    shelf: Shelf
    from_start: bool
    last_day: date = date.min
    """The latest day that the log names: totals due before it must be there."""


@dataclass(slots=True)
class Checked:
    """What the keys of a part, or of all, came to."""

    keys: int = 0
    tokens: int = 0
    unknown: int = 0
    """Entries whose key was logged before those that are read."""
    faults: list[Fault] = field(default_factory=list)

    def add(self, other: "Checked") -> None:
        """Take in another part's."""
        self.keys += other.keys
        self.tokens += other.tokens
        self.unknown += other.unknown


class Life(NamedTuple):
    """From where to where in the log a key lived."""

    start: int
    end: float
    key_id: str


class _Key:
    """One key of a business; entries come in the order of the log."""

    def __init__(self, business: UUID, key_id: bytes, wish: TokensWish, found: Checked) -> None:
        self.business = business
        self.key_id = key_id.hex()
        self.what: tuple[str, str] | None = None
        """Class and epoch."""
        self.logged_at = 0
        self.ended_at: int | None = None
        self._wish = wish
        self._found = found
        self._key: rules.IssuerKey | None = None
        self._ended_on: date | None = None
        self._is_annulled = False
        self._spent = 0
        self._last_spent: tuple[int, str] = (-1, "")
        self._published = 0
        self._totals: list[tuple[int, dict[str, Any]]] = []

    def feed(self, record: bytes) -> None:
        """Take in an entry that names the key."""
        position = records.position_of(record, records.ABOUT_BYTES)
        said = record[records.ABOUT_BYTES + 8 :]
        if len(said) == _REVIEW_BYTES:
            self._review(position, int.from_bytes(said[:2]), records.FIGURES[said[2]].receipt_class)
            return
        body = json.loads(said)
        step = {
            "receipt-key": self._logged,
            "receipt-key-ended": self._ended,
            "receipt-key-annulled": self._annulled,
            "receipt-totals": self._total,
            "receipts-spent": self._spend,
        }[body["kind"]]
        if body["kind"] == "receipt-key" or self._is_known(position, body["kind"]):
            if body["kind"] != "receipt-key" and self.what != (body["class"], body["epoch"]):
                self._fault(position, body["kind"], "it names another class or epoch than the key has")
            step(position, body)

    def _fault(self, position: int, kind: str, text: str) -> None:
        self._found.faults.append(Fault(Kind.TOKENS, f"entry {position} ({kind}): key {self.key_id}: {text}"))

    def _is_known(self, position: int, kind: str) -> bool:
        if self.what is not None:
            return True
        if self._wish.from_start:
            self._fault(position, kind, f"the log names no such key of business {self.business} before")
        else:
            self._found.unknown += 1
        return False

    def _logged(self, position: int, body: dict[str, Any]) -> None:
        if self.what is not None:
            return  # a fault of its own: see check_once
        self._found.keys += 1
        self.what, self.logged_at = (body["class"], body["epoch"]), position
        try:
            self._key = rules.IssuerKey.parse(base64.b64decode(body["key"]))
        except rules.ReceiptError as error:
            self._fault(position, "receipt-key", str(error))
            return
        if self._key.key_id.hex() != self.key_id:
            self._fault(position, "receipt-key", "its id is not the SHA-256 of the key")

    def _ended(self, position: int, body: dict[str, Any]) -> None:
        if self.ended_at is not None:
            self._fault(position, "receipt-key-ended", "it has ended before")
            return
        self.ended_at, self._ended_on = position, date.fromisoformat(body["date"])

    def _annulled(self, position: int, _: dict[str, Any]) -> None:
        if self._is_annulled:
            self._fault(position, "receipt-key-annulled", "it was annulled before")
        self._is_annulled = True
        self.ended_at = position if self.ended_at is None else self.ended_at

    def _total(self, position: int, body: dict[str, Any]) -> None:
        due = MOMENTS[len(self._totals) :]
        if body["moment"] not in due:
            self._fault(position, "receipt-totals", f"totals of the moment {body['moment']} are not due")
        attesters = [total["attester"] for total in body["totals"]]
        if len(set(attesters)) != len(attesters):
            self._fault(position, "receipt-totals", "an attester is in it twice")
        self._totals.append((position, body))

    def _spend(self, position: int, body: dict[str, Any]) -> None:
        if self._is_annulled:
            self._fault(position, "receipts-spent", "it was annulled before")
        before, last = self._last_spent
        if before == position - 1 and last >= body["tokens"][0]:
            self._fault(position, "receipts-spent", "its tokens are not sorted behind those of the entry before")
        self._last_spent = (position, body["tokens"][-1])
        if self._key is None:
            return
        for place, token in enumerate(body["tokens"]):
            try:
                self._key.verify(base64.b64decode(token))
            except rules.ReceiptError as error:
                self._fault(position, "receipts-spent", f"token {place}: {error}")
            else:
                self._spent += 1
        self._found.tokens += len(body["tokens"])

    def _review(self, position: int, month: int, receipt_class: str) -> None:
        if not self._is_known(position, "review") or self.what is None:
            return
        if receipt_class != self.what[0]:
            self._fault(position, "review", f"it is of class {self.what[0]}, the review says {receipt_class}")
        latest = rules.published_until(rules.parse_epoch(self.what[1]), self._ended_on)
        if month > latest:
            self._fault(position, "review", f"its receipts were dead by {months.show(month)}")
        self._published += 1
        if self._published > self._spent and not self._is_annulled:
            self._fault(position, "review", f"review {self._published} of {self._spent} tokens spent so far")

    def finish(self) -> None:
        """See that no more was spent than attesters say was claimed; a key may have been annulled for that."""
        if self._is_annulled:
            return
        if not self._totals:
            self._require_no_totals_due()
            return
        position, body = self._totals[-1]
        most = sum(rules.most_of(total["claimed"]) for total in body["totals"])
        if self._spent > most:
            self._fault(position, "receipt-totals", f"{self._spent} tokens were spent, and {most} claimed at most")

    def _require_no_totals_due(self) -> None:
        """Whoever is silent about what was claimed would be bound by nothing."""
        if not self._spent or self.what is None:
            return
        if self.ended_at is not None and self._ended_on is not None:
            after = receipts.TOTALS_AFTER.value
            if self._ended_on + timedelta(days=after) < self._wish.last_day:
                self._fault(self.ended_at, "receipt-key-ended", f"no totals were logged within {after} days")
        elif months.of(self._wish.last_day) > rules.published_until(rules.parse_epoch(self.what[1]), None):
            self._fault(self.logged_at, "receipt-key", "it is dead, and no totals were ever logged")


def check_keys(wish: TokensWish, part: int) -> Checked:
    """Check the keys of one part, business by business."""
    found = Checked()
    key: _Key | None = None
    lives: dict[tuple[str, str], list[Life]] = {}
    for record in _records(wish.shelf, part):
        business, key_id = record[: records.BUSINESS_BYTES], record[records.BUSINESS_BYTES : records.ABOUT_BYTES]
        if key is None or (key.business.bytes, key.key_id) != (business, key_id.hex()):
            _finish(key, lives)
            if key is not None and key.business.bytes != business:
                _compare_lives(key.business, lives, found)
                lives.clear()
            key = _Key(UUID(bytes=business), key_id, wish, found)
        key.feed(record)
    _finish(key, lives)
    if key is not None:
        _compare_lives(key.business, lives, found)
    return found


def _records(shelf: Shelf, part: int) -> Iterator[bytes]:
    for (leaf,) in shelf.leaves(part):
        yield from leaf


def _finish(key: _Key | None, lives: dict[tuple[str, str], list[Life]]) -> None:
    if key is not None:
        key.finish()
        if key.what is not None:
            end = float("inf") if key.ended_at is None else key.ended_at
            lives.setdefault(key.what, []).append(Life(key.logged_at, end, key.key_id))


def _compare_lives(business: UUID, lives: dict[tuple[str, str], list[Life]], found: Checked) -> None:
    """One key of a business, class and epoch lives at a time: who got which would tell buyers apart."""
    for (receipt_class, epoch), keys in lives.items():
        keys.sort()
        latest = keys[0]
        for key in keys[1:]:
            if key.start < latest.end:
                text = f"key {key.key_id}: {latest.key_id} of {business}, {receipt_class} and {epoch} lives still"
                found.faults.append(Fault(Kind.TOKENS, f"entry {key.start} (receipt-key): {text}"))
            latest = max(latest, key, key=itemgetter(1))


def check_once(wish: TokensWish, part: int) -> Checked:
    """See that no token is spent twice, and that no key is named for two businesses, classes or epochs."""
    found = Checked()
    for (leaf,) in wish.shelf.leaves(part):
        if len(set(map(_id, leaf))) == len(leaf):
            continue
        for key, group in groupby(leaf, key=_id):
            first, *again = list(group)
            before = records.position_of(first, records.ONCE_BYTES)
            for record in again:
                position = records.position_of(record, records.ONCE_BYTES)
                if record.endswith(records.KEY):
                    text = f"entry {position} (receipt-key): key {key.hex()}: it was logged before, in entry {before}"
                else:
                    text = (
                        f"entry {position} (receipts-spent): a token is spent again, the first time in entry {before}"
                    )
                found.faults.append(Fault(Kind.TOKENS, text))
    return found
