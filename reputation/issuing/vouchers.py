"""Vouchers that a business lets the service make: their codes are answered once, and nothing here can tell them again.

A code is written nowhere: what is registered is its SHA-256. The deed and the attester are in the main database, the
batch is in the issuer's. Should the first fail once the second is written, codes were registered that nobody has.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from reputation.issuing import actions, errors
from reputation.issuing.models import Batch
from reputation.issuing.rules import MOST_CODES, KeyState
from reputation.members import deeds, queries
from reputation.members.rules import Act, Actor, DeedKind
from reputation.receipts import attesters, codes
from reputation.receipts.rules import ReceiptClass


@dataclass(frozen=True, slots=True)
class Made:
    """Vouchers just made: their codes in canonical form, the epoch of their key, and their last day."""

    codes: tuple[str, ...]
    epoch: int
    good_until: date


@dataclass(frozen=True, slots=True)
class Registered:
    """How many codes were registered under a key of a business, by whomever. `key_id`: None while it is being made."""

    key_id: bytes | None
    receipt_class: ReceiptClass
    epoch: int
    last_epoch: int
    state: KeyState
    codes: int


@transaction.atomic
def make(*, actor: Actor, batch: UUID, count: int, now: datetime) -> Made:
    """Make vouchers for a business, which vouches for its own purchases, and answer their codes: this once.

    Raises:
        NotAllowed
        BadCount: none, or more than one batch may have.
        WrongBusinessState: the business has left.
        BatchReused: vouchers were made under this id before.
        KeyFull: as many codes are registered for the quarter as may be.
    """
    queries.require(actor, Act.ANSWER)
    if not 1 <= count <= MOST_CODES:
        raise errors.BadCount(most=MOST_CODES)
    attester = attesters.of_business(actor.business, now)
    made = tuple(codes.make() for _ in range(count))
    deeds.note(actor, DeedKind.VOUCHERS_MADE, now=now, detail=str(count))
    told = actions.register(
        batch=batch,
        attester=attester,
        business=actor.business,
        receipt_class=ReceiptClass.SELLER,
        hashes=[codes.registered(code) for code in made],
        now=now,
    )
    return Made(codes=made, epoch=told.epoch, good_until=told.good_until)


def has_any(business: UUID) -> bool:
    """Whether codes of a business are held: those of a key go some weeks after it ended."""
    return Batch.objects.filter(key__business=business).exists()


def address(language: str) -> str:
    """The page on which buyers use a code or type it, without https://."""
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    return f"{settings.SERVICE_URL}{prefix}/r".partition("://")[2]


def link(code: str, language: str = settings.LANGUAGE_CODE) -> str:
    """The link that a buyer follows. The code stands behind #, which browsers send to nobody."""
    scheme = settings.SERVICE_URL.partition("://")[0]
    return f"{scheme}://{address(language)}#{codes.show(code)}"


def registered(business: UUID) -> list[Registered]:
    """What was registered for a business, the newest epoch first."""
    rows = (
        Batch.objects.filter(key__business=business)
        .values("key")
        .annotate(all=Sum("codes"))
        .order_by("-key__epoch", "key__receipt_class", "key")
        .values_list("key__key_id", "key__receipt_class", "key__epoch", "key__last_epoch", "key__state", "all")
    )
    return [
        Registered(
            key_id=None if key_id is None else bytes(key_id),
            receipt_class=ReceiptClass(receipt_class),
            epoch=epoch,
            last_epoch=last_epoch,
            state=KeyState(state),
            codes=count,
        )
        for key_id, receipt_class, epoch, last_epoch, state, count in rows
    ]
