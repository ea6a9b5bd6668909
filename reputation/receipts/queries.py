"""Reading who may vouch, and the keys that the log names."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reputation.receipts import errors, rules
from reputation.receipts.models import Attester, Key, Total
from reputation.receipts.rules import AttesterKind, AttesterState, KeyState, Moment, ReceiptClass


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
    """A key that the log names. `claimed`: the band that writers are told; `ended_on`: no more issuing since."""

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
        over = [day for day in (self.ended_on, self.annulled_on) if day is not None]
        return min([*over, rules.issued_until(self.last_epoch)])

    @property
    def redeemed_until(self) -> int:
        """The last month in which its receipts can be used, as long as it is not annulled before."""
        ended = self.ended_on or self.annulled_on or rules.issued_until(self.last_epoch)
        return rules.redeemed_until(self.epoch, ended)


@dataclass(frozen=True, slots=True)
class Said:
    """What an attester said of a key, as the log has it."""

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
    """A key by its id. One statement.

    Raises:
        NoSuchReceiptKey: the log names none.
    """
    row = Key.objects.filter(key_id=key_id).first()
    if row is None:
        raise errors.NoSuchReceiptKey
    return _key(row)


def keys_of(business: UUID) -> list[KeyFacts]:
    """The keys of a business, newest first."""
    rows = Key.objects.filter(business__public_id=business).order_by("-epoch", "receipt_class", "key_id")
    return [_key(row) for row in rows]


def applied() -> list[AttesterFacts]:
    """Those who asked to vouch and wait, oldest first."""
    return [facts_of(row) for row in Attester.objects.filter(state=AttesterState.APPLIED).order_by("applied_on", "id")]


def admitted() -> list[AttesterFacts]:
    """Everybody who vouches or did, those who do first, then by the day. Businesses are too many, and not listed."""
    known = Attester.objects.filter(state__in=[AttesterState.ADMITTED, AttesterState.ENDED])
    rows = known.exclude(kind=AttesterKind.BUSINESS).order_by("state", "admitted_on", "id")
    return [facts_of(row) for row in rows]


def businesses_that_vouch() -> int:
    """How many businesses vouch for themselves."""
    return Attester.objects.filter(kind=AttesterKind.BUSINESS, state=AttesterState.ADMITTED).count()


def said_lately(attester: UUID, *, most: int) -> list[Said]:
    """What an attester's totals in the log say, newest first."""
    rows = Total.objects.filter(attester__public_id=attester, is_logged=True).select_related("key")
    return [
        Said(
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


def _key(row: Key) -> KeyFacts:
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
