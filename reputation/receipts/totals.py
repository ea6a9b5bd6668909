"""What attesters say about each key: how many codes they registered, and how many of them were claimed, in bands.

Said twice of a key, when issuing ended and when nothing can be redeemed any more; each time attesters may sign first.
"""

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction

from reputation.core import months
from reputation.core.rows import alone
from reputation.log import actions as log
from reputation.notices import actions as notices
from reputation.notices.rules import Kind as Notice
from reputation.receipts import errors, rules
from reputation.receipts.attesters import PAGE
from reputation.receipts.models import Attester, Key, Total
from reputation.receipts.rules import AttesterState, Moment, ReceiptClass
from reputation.rulebook import receipts as numbers


class Count(Protocol):
    """What an attester registered under a key, counted where the codes are."""

    @property
    def key_id(self) -> bytes: ...
    @property
    def attester(self) -> UUID: ...
    @property
    def registered(self) -> int: ...
    @property
    def claimed(self) -> int: ...
    @property
    def contested(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Due:
    """A total that an attester can sign. `message`: the very bytes; `is_signed`: it did already."""

    key_id: bytes
    business: UUID
    receipt_class: ReceiptClass
    epoch: int
    moment: Moment
    registered: str
    claimed: str
    contested: str
    sign_until: date
    is_signed: bool
    message: bytes


def due(attester: UUID) -> list[Due]:
    """The totals that wait for an attester's signature or were signed and are not in the log yet, oldest first."""
    rows = Total.objects.filter(attester__public_id=attester, is_logged=False).select_related("key")
    return [_due(row) for row in rows.order_by("sign_until", "id")]


@transaction.atomic
def sign(*, attester: UUID, key_id: bytes, moment: Moment, signature: bytes, now: datetime) -> Due:
    """Keep an attester's signature over a total. It can be given again until the total is logged.

    Raises:
        NoSuchTotal: none waits, or its time is over.
        TotalNotSigned: it is not by the attester's key, or over something else.
    """
    # The attester first: whoever changes its key takes signatures back, in that order.
    who = Attester.objects.select_for_update().filter(public_id=attester).first()
    rows = Total.objects.select_for_update(of=("self",)).select_related("key")
    row = rows.filter(attester__public_id=attester, key_id=key_id, moment=moment, is_logged=False).first()
    if who is None or row is None or row.sign_until < now.date():
        raise errors.NoSuchTotal
    if who.public_key is None:
        raise errors.TotalNotSigned
    try:
        rules.verify_total(_due(row).message, signature, bytes(who.public_key))
    except rules.ReceiptError as error:
        raise errors.TotalNotSigned from error
    row.signature = signature
    row.save(update_fields=["signature"])
    return _due(row)


def make_due(counts: Iterable[Count], *, now: datetime) -> int:
    """Make the totals of every key that ended before today, or died; tell attesters. Answers of how many keys.

    `counts`: those of all keys of which codes are kept. Of a dead key none are: its first totals are said again.
    """
    by_key: dict[bytes, list[Count]] = {}
    for count in counts:
        by_key.setdefault(bytes(count.key_id), []).append(count)
    made, told = 0, dict[UUID, date]()
    for key_id, moment in list(_unsaid(now.date())):
        with alone("receipts.make_totals"):
            rows = _make(key_id, moment, by_key.get(key_id, []), now.date())
            told |= {row.attester_id: row.sign_until for row in rows}
            made += bool(rows)
    _tell(told, now)
    return made


def log_due(*, now: datetime) -> int:
    """Log the totals of every key that all its attesters signed who can, or of which the time to sign is over.

    Answers of how many keys.
    """
    logged = 0
    for moment in Moment:  # in their order: the log has the second after the first
        waiting = Total.objects.filter(is_logged=False, moment=moment).order_by("key").values_list("key", flat=True)
        for key_id in list(waiting.distinct()):
            with alone("receipts.log_totals"):
                logged += _log(bytes(key_id), moment, now)
    return logged


def body_of(key: Key, moment: str) -> dict[str, Any]:
    """The part of an entry that is the same for all attesters."""
    return {
        "business": str(key.business_id),
        "class": str(key.receipt_class),
        "epoch": rules.show_epoch(key.epoch),
        "key_id": bytes(key.key_id).hex(),
        "moment": str(moment),
    }


def ended_on(key: Key) -> date | None:
    """The day on which issuing ended: by an entry that says so, or because the key was annulled."""
    return key.ended_on or key.annulled_on


def _unsaid(today: date) -> Iterator[tuple[bytes, Moment]]:
    """Keys and the moments whose totals are due and not made."""
    said = set(Total.objects.values_list("key", "moment").distinct())
    made = {(bytes(key_id), moment) for key_id, moment in said}
    for key in Key.objects.exclude(ended_on=None, annulled_on=None).order_by("epoch", "key_id"):
        ended, key_id = ended_on(key), bytes(key.key_id)
        if ended is None or ended >= today:
            continue  # the issuer may still be answering its last claim
        if (key_id, Moment.ISSUING_ENDED) not in made:
            yield key_id, Moment.ISSUING_ENDED
        elif (key_id, Moment.KEY_DEAD) not in made and months.of(today) > rules.redeemed_until(key.epoch, ended):
            yield key_id, Moment.KEY_DEAD


@transaction.atomic
def _make(key_id: bytes, moment: Moment, counts: Sequence[Count], today: date) -> list[Total]:
    key = Key.objects.select_for_update().get(pk=key_id)
    return Total.objects.bulk_create(_totals(key, moment, counts, today))


def _totals(key: Key, moment: Moment, counts: Sequence[Count], today: date) -> list[Total]:
    until = _sign_until(key, moment, today)
    if moment is Moment.KEY_DEAD:
        return [
            Total(
                key=key,
                attester_id=row.attester_id,
                moment=moment,
                registered=row.registered,
                claimed=row.claimed,
                contested=row.contested,
                sign_until=until,
            )
            for row in key.totals.filter(moment=Moment.ISSUING_ENDED)
        ]
    return [
        Total(
            key=key,
            attester_id=count.attester,
            moment=moment,
            registered=rules.band_of(count.registered),
            claimed=rules.band_of(count.claimed),
            contested=rules.band_of(count.contested),
            sign_until=until,
        )
        for count in counts
    ]


def _sign_until(key: Key, moment: Moment, today: date) -> date:
    """The last day to sign on. However late totals are made: the audit waits for the first ones no longer."""
    until, ended = today + timedelta(days=numbers.TOTALS_SIGNED_WITHIN.value), ended_on(key)
    if moment is Moment.KEY_DEAD or ended is None:
        return until
    return min(until, ended + timedelta(days=numbers.TOTALS_AFTER.value - 1))


@transaction.atomic
def _log(key_id: bytes, moment: Moment, now: datetime) -> bool:
    key = Key.objects.select_for_update().get(pk=key_id)
    rows = list(Total.objects.select_for_update().filter(key=key, moment=moment, is_logged=False).order_by("attester"))
    waits = [row for row in rows if row.signature is None and row.sign_until >= now.date()]
    keyed = {row.attester_id for row in waits}
    can_sign = Attester.objects.filter(public_id__in=keyed, public_key__isnull=False)
    if not rows or can_sign.exclude(state=AttesterState.ENDED).exists():
        return False
    body = body_of(key, moment)
    log.append(kind="receipt-totals", body=body | {"totals": [_said(row) for row in rows]})
    Total.objects.filter(pk__in=[row.pk for row in rows]).update(is_logged=True)
    return True


def _said(row: Total) -> dict[str, str]:
    said = _bands(row)
    if row.signature is not None:
        said["signature"] = base64.b64encode(row.signature).decode()
    return said


def _bands(row: Total) -> dict[str, str]:
    return {
        "attester": str(row.attester_id),
        "registered": row.registered,
        "claimed": row.claimed,
        "contested": row.contested,
    }


def _due(row: Total) -> Due:
    key = row.key
    return Due(
        key_id=bytes(key.key_id),
        business=key.business_id,
        receipt_class=ReceiptClass(key.receipt_class),
        epoch=key.epoch,
        moment=Moment(row.moment),
        registered=row.registered,
        claimed=row.claimed,
        contested=row.contested,
        sign_until=row.sign_until,
        is_signed=row.signature is not None,
        message=rules.totals_message(body_of(key, row.moment), _bands(row)),
    )


def _tell(told: Mapping[UUID, date], now: datetime) -> None:
    """One mail a night to each attester that left an address, however many of its totals wait."""
    rows = Attester.objects.filter(public_id__in=told, contact__isnull=False, public_key__isnull=False)
    for row in rows.exclude(state=AttesterState.ENDED).order_by("id"):
        facts = {"name": row.name, "until": told[row.public_id].isoformat(), "link": PAGE}
        with alone("receipts.tell_totals"):
            notices.mail(to=row.contact or "", language=row.language, kind=Notice.TOTALS_WAIT, facts=facts, now=now)
