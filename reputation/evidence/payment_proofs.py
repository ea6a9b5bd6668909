"""Payment proofs: a file comes, a moderator looks, the file goes with the decision, a code leads to what was found."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from reputation.businesses import queries as businesses
from reputation.businesses.errors import WrongBusinessState
from reputation.core import months
from reputation.evidence import actions, errors, rules
from reputation.evidence.models import Decision, PaymentProof
from reputation.evidence.rules import Reason, State, Via
from reputation.receipts import attesters, codes
from reputation.receipts.rules import AttesterKind, ReceiptClass
from reputation.rulebook import evidence as numbers


@dataclass(frozen=True, slots=True)
class Filed:
    """What somebody comes back with, and the day by which a moderator has looked."""

    code: str
    decide_until: date


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of a payment proof. `voucher` when it was approved, `reason` when it was refused."""

    state: State
    business: UUID
    decide_until: date
    collect_until: date
    reason: Reason | None
    voucher: str | None


def file(*, business: UUID, content: bytes, had_voucher: bool, now: datetime) -> Filed:
    """Keep a file until a moderator has looked at it. Who sent it is not known, and not when: the week is kept.

    Raises:
        NoSuchBusiness, FileMissing, FileTooLarge, FileNotReadable
        WrongBusinessState: the business left.
        TooManyPaymentProofs: as many wait as may, give or take those that come at the same moment.
    """
    if businesses.left_on(business) is not None:
        raise WrongBusinessState
    if not content:
        raise errors.FileMissing
    if len(content) > numbers.FILE_LARGEST.value:
        raise errors.FileTooLarge
    media = rules.media_of(content)
    if media is None:
        raise errors.FileNotReadable
    if PaymentProof.objects.filter(state=State.WAITING).count() >= numbers.FILES_WAITING_MOST.value:
        raise errors.TooManyPaymentProofs
    code, week = codes.make(), rules.week_of(now.date())
    PaymentProof.objects.create(
        public_id=uuid4(),
        business_id=business,
        collect_hash=rules.collecting_hash(code),
        had_voucher=had_voucher,
        week=week,
        decide_until=rules.decide_until(week),
        media=media,
        file=content,
    )
    return Filed(rules.show_collecting(code), rules.decide_until(week))


@transaction.atomic
def decide(*, proof: UUID, user: int, reason: Reason | None, now: datetime) -> None:
    """Approve a payment proof, or refuse it for a reason. The file is gone with it. Who may is asked by the caller.

    Raises:
        NoSuchPaymentProof, PaymentProofDecided
    """
    row = PaymentProof.objects.select_for_update().defer("file").filter(public_id=proof).first()
    if row is None:
        raise errors.NoSuchPaymentProof
    if row.state != State.WAITING or now.date() >= row.decide_until:
        raise errors.PaymentProofDecided
    row.state, row.reason, row.file = State.APPROVED if reason is None else State.REFUSED, reason, None
    row.save(update_fields=["state", "reason", "file"])
    Decision.objects.create(
        proof=proof,
        business_id=row.business_id,
        state=row.state,
        reason=reason,
        decided_by_id=user,
        decided_on=now.date(),
    )


def collect(*, text: str, now: datetime) -> Collected:
    """Say what became of a payment proof. One that was approved leads to a voucher code once, and the row is gone.

    Raises:
        BadCollectingCode: the fact `rule` says why.
        NoSuchCollectingCode
        KeyFull: as many proofs were collected for the quarter as may be.
    """
    try:
        code = rules.parse_collecting(text)
    except codes.CodeError as error:
        raise errors.BadCollectingCode(rule=error.code) from None
    with transaction.atomic():
        rows = PaymentProof.objects.select_for_update().defer("file")
        row = rows.filter(collect_hash=rules.collecting_hash(code)).first()
        until = None if row is None else rules.collect_until(row.decide_until)
        if row is None or until is None or now.date() > until:
            raise errors.NoSuchCollectingCode
        voucher = None
        if row.state == State.APPROVED:
            seen = ReceiptClass.INDEPENDENT
            attester = attesters.own(AttesterKind.MODERATOR, seen, now)
            voucher = actions.register(business=row.business_id, attester=attester, receipt_class=seen, now=now)
            actions.count(business=row.business_id, via=Via.PAYMENT_PROOF, had_voucher=row.had_voucher, now=now)
            row.delete()
    return Collected(
        state=State(row.state),
        business=row.business_id,
        decide_until=row.decide_until,
        collect_until=until,
        reason=None if row.reason is None else Reason(row.reason),
        voucher=voucher,
    )


@transaction.atomic
def end_undecided(*, now: datetime) -> int:
    """Take the files of payment proofs at which nobody looked in time. Answers how many; each is on record."""
    late = PaymentProof.objects.filter(state=State.WAITING, decide_until__lte=now.date())
    found = list(late.select_for_update().only("public_id", "business_id"))
    PaymentProof.objects.filter(pk__in=[row.pk for row in found]).update(state=State.UNDECIDED, file=None)
    Decision.objects.bulk_create(
        Decision(proof=row.public_id, business_id=row.business_id, state=State.UNDECIDED, decided_on=now.date())
        for row in found
    )
    return len(found)


def forget(*, now: datetime) -> int:
    """Remove what nobody collected in time, and decisions after their time. Answers how many."""
    latest = now.date() - timedelta(days=numbers.KEPT_FOR_COLLECTING.value)
    proofs, _ = PaymentProof.objects.exclude(state=State.WAITING).filter(decide_until__lt=latest).delete()
    oldest = months.later(now.date(), -numbers.DECISIONS_KEPT.value)
    decisions, _ = Decision.objects.filter(decided_on__lt=oldest).delete()
    return proofs + decisions
