"""Reading who may vouch, and the keys that the log names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from reputation.core.db import prepared
from reputation.receipts import errors, rules
from reputation.receipts.models import Attester, Key, Total
from reputation.receipts.rules import AttesterKind, AttesterState, KeyState, Moment, ReceiptClass

KEY = """
SELECT key_id, business_id, receipt_class, epoch, last_epoch, public_key, state, claimed, end_reason, ended_on,
       annulment, annulled_on, unused
FROM receipts_key WHERE key_id = %s
"""


@dataclass(frozen=True, slots=True)
class AttesterFacts:
    """Everything public about an attester. `name`, `website`: empty for a business and for the operator's own."""

    public_id: UUID
    kind: AttesterKind
    receipt_class: ReceiptClass
    business: UUID | None
    name: str
    website: str
    public_key: bytes | None
    state: AttesterState
    applied_on: date
    admitted_on: date | None
    ended_on: date | None


def attester(public_id: UUID) -> AttesterFacts:
    """An attester, whatever became of it. One statement.

    Raises:
        NoSuchAttester: nobody has this id.
    """
    row = Attester.objects.filter(public_id=public_id).first()
    if row is None:
        raise errors.NoSuchAttester
    return facts_of(row)


def attester_of(business: UUID) -> AttesterFacts | None:
    """The attester that a business is for itself, or was until it left; None before its first voucher or key."""
    rows = Attester.objects.filter(kind=AttesterKind.BUSINESS, business__public_id=business)
    row = rows.order_by("state", "-id").first()  # one that is admitted comes first: "admitted", then "ended"
    return None if row is None else facts_of(row)


def facts_of(row: Attester) -> AttesterFacts:
    """What is public of a row."""
    return AttesterFacts(
        public_id=row.public_id,
        kind=AttesterKind(row.kind),
        receipt_class=ReceiptClass(row.receipt_class),
        business=row.business_id,
        name=row.name,
        website=row.website,
        public_key=None if row.public_key is None else bytes(row.public_key),
        state=AttesterState(row.state),
        applied_on=row.applied_on,
        admitted_on=row.admitted_on,
        ended_on=row.ended_on,
    )


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key that the log names. `claimed`: the band of its claims; `ended_on`: the day from which on it issues no more.

    A key that was annulled while it issued has no such day.
    """

    key_id: bytes
    business: UUID
    receipt_class: ReceiptClass
    epoch: int
    last_epoch: int
    public_key: bytes
    state: KeyState
    claimed: str
    ended_on: date | None
    annulled_on: date | None

    @property
    def issues_until(self) -> date:
        """The last day on which it issues or issued."""
        over = [day - timedelta(days=1) for day in (self.ended_on, self.annulled_on) if day is not None]
        return min([*over, rules.issued_until(self.last_epoch)])

    @property
    def redeemed_until(self) -> int:
        """The last month in which its receipts can be used, as long as it is not annulled before."""
        return rules.redeemed_until(self.epoch, self.issues_until + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Annulled:
    """A key whose receipts count no more; `ground` is why, a code of the log."""

    on: date
    receipt_class: ReceiptClass
    epoch: int
    ground: str


@dataclass(frozen=True, slots=True)
class Said:
    """What an attester said of a key, as the log has it."""

    attester: UUID
    key_id: bytes
    business: UUID
    receipt_class: ReceiptClass
    epoch: int
    moment: Moment
    registered: str
    claimed: str
    contested: str
    is_signed: bool


def key(key_id: bytes) -> KeyFacts:
    """A key by its id, 32 bytes. One statement.

    Raises:
        NoSuchReceiptKey: the log names none.
    """
    found = prepared(KEY, [key_id])
    if not found:
        raise errors.NoSuchReceiptKey
    return _facts(Key(*found[0]))


def keys(key_ids: Iterable[bytes]) -> dict[bytes, KeyFacts]:
    """Keys by their ids; those that the log does not name are left out."""
    return {bytes(row.key_id): _facts(row) for row in Key.objects.filter(key_id__in=list(key_ids))}


def issuing() -> list[bytes]:
    """The ids of the keys that issue, as the log has it."""
    rows = Key.objects.filter(state=KeyState.ISSUING).order_by("key_id")
    return [bytes(key_id) for key_id in rows.values_list("key_id", flat=True)]


def stopped_before(day: date, key_ids: Iterable[bytes]) -> list[bytes]:
    """Which of these keys ended, or were annulled while they issued, before a day."""
    stopped = Q(ended_on__lt=day) | Q(ended_on__isnull=True, annulled_on__lt=day)
    rows = Key.objects.filter(stopped, key_id__in=list(key_ids)).order_by("key_id")
    return [bytes(key_id) for key_id in rows.values_list("key_id", flat=True)]


def keys_of(business: UUID) -> list[KeyFacts]:
    """The keys of a business, newest first."""
    rows = Key.objects.filter(business__public_id=business).order_by("-epoch", "receipt_class", "key_id")
    return [_facts(row) for row in rows]


def annulled(business: UUID) -> list[Annulled]:
    """The keys of a business that were annulled, the newest first."""
    rows = Key.objects.filter(business__public_id=business, state=KeyState.ANNULLED).order_by("-annulled_on", "key_id")
    found = rows.values_list("annulled_on", "receipt_class", "epoch", "annulment")
    return [Annulled(on, ReceiptClass(kind), epoch, ground) for on, kind, epoch, ground in found if on and ground]


def applied() -> list[AttesterFacts]:
    """Those who asked to vouch and wait, oldest first."""
    return [facts_of(row) for row in Attester.objects.filter(state=AttesterState.APPLIED).order_by("applied_on", "id")]


def admitted() -> list[AttesterFacts]:
    """Everybody who vouches or did, those who do first, then by the day. Businesses are too many, and not listed."""
    known = Attester.objects.filter(state__in=[AttesterState.ADMITTED, AttesterState.ENDED])
    rows = known.exclude(kind=AttesterKind.BUSINESS).order_by("state", "admitted_on", "id")
    return [facts_of(row) for row in rows]


def contact(attester: UUID) -> str:
    """Where an attester is written to, for operators; empty when it gave no address, or when that is forgotten."""
    return Attester.objects.filter(public_id=attester).values_list("contact", flat=True).first() or ""


def name(attester: UUID) -> str:
    """The name of an attester that applied; empty when its application is gone."""
    return Attester.objects.filter(public_id=attester).values_list("name", flat=True).first() or ""


def businesses_that_vouch() -> int:
    """How many businesses vouch for themselves."""
    return Attester.objects.filter(kind=AttesterKind.BUSINESS, state=AttesterState.ADMITTED).count()


def said_lately(attester_ids: Iterable[UUID], *, most: int) -> list[Said]:
    """What the totals of these attesters in the log say, newest first."""
    rows = Total.objects.filter(attester__public_id__in=list(attester_ids), is_logged=True).select_related("key")
    return [
        Said(
            attester=row.attester_id,
            key_id=bytes(row.key.key_id),
            business=row.key.business_id,
            receipt_class=ReceiptClass(row.key.receipt_class),
            epoch=row.key.epoch,
            moment=Moment(row.moment),
            registered=row.registered,
            claimed=row.claimed,
            contested=row.contested,
            is_signed=row.signature is not None,
        )
        for row in rows.order_by("-key__epoch", "-id")[:most]
    ]


def _facts(row: Key) -> KeyFacts:
    return KeyFacts(
        key_id=bytes(row.key_id),
        business=row.business_id,
        receipt_class=ReceiptClass(row.receipt_class),
        epoch=row.epoch,
        last_epoch=row.last_epoch,
        public_key=bytes(row.public_key),
        state=KeyState(row.state),
        claimed=row.claimed,
        ended_on=row.ended_on,
        annulled_on=row.annulled_on,
    )
