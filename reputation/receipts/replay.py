"""Attesters, keys and totals out of the published log.

The log has no name, website or address of an attester: of one that was admitted after the backup a note stands in their
place. It goes on vouching by its key; to be named again it ends and registers anew.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from reputation.log.replay import LOST
from reputation.log.replay import Event as Entry
from reputation.receipts import rules, totals
from reputation.receipts.models import Attester, Key, Total
from reputation.receipts.rules import INDEPENDENT, AttesterState, KeyState


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry["date"])


def _key(entry: Entry) -> Key:
    return Key.objects.get(key_id=bytes.fromhex(entry["key_id"]))


def _admitted(entries: Sequence[Entry]) -> None:
    """Admitted, or admitted again with another key; an application that the backup has keeps its name."""
    for entry in entries:
        is_named = entry["attester_kind"] not in INDEPENDENT
        found = Attester.objects.filter(public_id=entry.id("attester")).first() or Attester(
            public_id=entry.id("attester"),
            kind=entry["attester_kind"],
            receipt_class=entry["class"],
            business_id=entry.id("business") if "business" in entry.body else None,
            name="" if is_named else LOST,
            applied_on=_day(entry),
        )
        found.state, found.ended_on = AttesterState.ADMITTED, None
        found.admitted_on = found.admitted_on or _day(entry)
        key = base64.b64decode(entry["key"]) if "key" in entry.body else None
        if key != (None if found.public_key is None else bytes(found.public_key)):
            found.public_key = key
            if found.pk is not None:
                Total.objects.filter(attester=found, is_logged=False).update(signature=None)
        found.save()


def _ended(entries: Sequence[Entry]) -> None:
    for entry in entries:
        attester = Attester.objects.get(public_id=entry.id("attester"))
        attester.state, attester.ended_on = AttesterState.ENDED, _day(entry)
        attester.save(update_fields=["state", "ended_on"])


def _named(entries: Sequence[Entry]) -> None:
    """For how long the key takes batches beyond its epoch the log does not say: it is told again, or it ends."""
    for entry in entries:
        epoch = rules.parse_epoch(entry["epoch"])
        Key.objects.create(
            key_id=bytes.fromhex(entry["key_id"]),
            business_id=entry.id("business"),
            receipt_class=entry["class"],
            epoch=epoch,
            last_epoch=epoch,
            public_key=base64.b64decode(entry["key"]),
        )


def _key_ended(entries: Sequence[Entry]) -> None:
    for entry in entries:
        key = _key(entry)
        key.end_reason, key.ended_on = entry["reason"], _day(entry)
        if key.state == KeyState.ISSUING:
            key.state = KeyState.ENDED
        key.save(update_fields=["state", "end_reason", "ended_on"])


def _key_annulled(entries: Sequence[Entry]) -> None:
    for entry in entries:
        key = _key(entry)
        key.state, key.annulment, key.annulled_on = KeyState.ANNULLED, entry["reason"], _day(entry)
        key.save(update_fields=["state", "annulment", "annulled_on"])


def _said(entries: Sequence[Entry]) -> None:
    """What was logged is signed no more: until when it could be is of no account."""
    for entry in entries:
        key = _key(entry)
        for total in entry["totals"]:
            signature = total.get("signature")
            said: dict[str, Any] = {name: total[name] for name in ("registered", "claimed", "contested")}
            said |= {"signature": base64.b64decode(signature) if signature else None, "is_logged": True}
            Total.objects.update_or_create(
                key=key,
                attester_id=total["attester"],
                moment=entry["moment"],
                defaults=said,
                create_defaults=said | {"sign_until": totals.ended_on(key) or date.min},
            )


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {
    "attester-admitted": _admitted,
    "attester-ended": _ended,
    "receipt-key": _named,
    "receipt-key-ended": _key_ended,
    "receipt-key-annulled": _key_annulled,
    "receipt-totals": _said,
}
