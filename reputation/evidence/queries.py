"""Reading evidence: payment proofs for the desk, counts for shops and reports. Of mails there is nothing to read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reputation.evidence import errors
from reputation.evidence.models import Coverage, Decision, PaymentProof
from reputation.evidence.rules import Media, Reason, State, Via
from reputation.log.codes import BANDS


@dataclass(frozen=True, slots=True)
class Proof:
    """A payment proof without its file."""

    public_id: UUID
    business: UUID
    week: date
    decide_until: date
    media: Media
    state: State
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a payment proof, without who decided."""

    business: UUID
    state: State
    reason: Reason | None
    decided_on: date


@dataclass(frozen=True, slots=True)
class Covered:
    """How many showed a purchase without a voucher in a quarter, in bands as of the last night."""

    epoch: int
    via: Via
    had_voucher: bool
    band: str


def waiting(today: date) -> list[Proof]:
    """The payment proofs that wait for a moderator, by the day until which."""
    rows = PaymentProof.objects.filter(state=State.WAITING, decide_until__gt=today)
    return [_shown(row) for row in rows.defer("file", "collect_hash").order_by("decide_until", "public_id")]


def proof(public_id: UUID) -> Proof:
    """A payment proof.

    Raises:
        NoSuchPaymentProof
    """
    row = PaymentProof.objects.filter(public_id=public_id).defer("file").first()
    if row is None:
        raise errors.NoSuchPaymentProof
    return _shown(row)


def content(public_id: UUID) -> tuple[Media, bytes]:
    """The file of a payment proof that waits, and what it is.

    Raises:
        NoSuchPaymentProof: there is none, or its file is gone.
    """
    row = PaymentProof.objects.filter(public_id=public_id, file__isnull=False).values_list("media", "file").first()
    if row is None or row[1] is None:
        raise errors.NoSuchPaymentProof
    return Media(row[0]), bytes(row[1])


def coverage(business: UUID) -> list[Covered]:
    """How many showed a purchase at a business without a voucher, newest quarter first, and if they had got one.

    Of what nobody has shown up to the last night there is no line: a line that came with a buyer would tell the moment.
    """
    rows = Coverage.objects.filter(business__public_id=business).exclude(shown=BANDS[0])
    rows = rows.order_by("-epoch", "via", "had_voucher")
    return [Covered(row.epoch, Via(row.via), row.had_voucher, row.shown) for row in rows]


def decisions(most: int) -> list[Decided]:
    """What became of the newest payment proofs that were decided, or at which nobody looked."""
    rows = Decision.objects.order_by("-decided_on", "-id")[:most]
    return [
        Decided(row.business_id, State(row.state), None if row.reason is None else Reason(row.reason), row.decided_on)
        for row in rows
    ]


def _shown(row: PaymentProof) -> Proof:
    return Proof(
        public_id=row.public_id,
        business=row.business_id,
        week=row.week,
        decide_until=row.decide_until,
        media=Media(row.media),
        state=State(row.state),
        reason=None if row.reason is None else Reason(row.reason),
    )
