"""Writing what two persons decide: proposed by one, confirmed, declined, withdrawn, lapsed."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from reputation.admissions.errors import Unexplained
from reputation.core import months
from reputation.core.db import broken_constraint
from reputation.desk import errors, queries, rules
from reputation.desk.acting import Decided
from reputation.desk.acts import ACTS
from reputation.desk.models import Number, Proposal, Termination
from reputation.desk.rules import NONE, OF_APPLICATIONS, Kind, Particulars, State
from reputation.disputes.errors import BadMeasure
from reputation.disputes.measure_rules import is_reasoned
from reputation.rulebook import desk as numbers


def propose(
    *,
    user: int,
    kind: Kind,
    subject: UUID | None = None,
    reasons: str,
    particulars: Particulars = NONE,
    now: datetime,
) -> UUID:
    """Propose something that a second person is to confirm. Nothing happens before. Answers its public id.

    `reasons` are what those it concerns read, word by word.

    Raises:
        NotForYou, Unexplained, AlreadyProposed, NoSuchTermination, NoSuchMeasure, NoSuchCase
        NotProposable, BadExclusion, NoSuchBusiness, BadNumber, NotALegalPerson, NumberTaken: by its kind.
        BadMeasure, NotDue, ThreatNoted: the same, of measures.
    """
    _require(user, kind, subject, now)
    if not rules.is_explained(reasons):
        raise Unexplained
    if particulars.given != rules.CARRIES[kind]:
        raise errors.NotProposable
    kept = ACTS[kind].check(subject, particulars, now)
    if kept.rule and not is_reasoned(rules.statement(kept, reasons)):
        raise BadMeasure
    try:
        with transaction.atomic():
            _lapse(Q(kind=kind, subject=subject, until__lte=now), now)
            row = Proposal.objects.create(
                public_id=uuid4(),
                kind=kind,
                subject=subject,
                is_natural_person=kept.is_natural_person,
                edition=kept.edition,
                sha256=kept.sha256,
                ground=kept.ground,
                exclude_until=kept.until,
                duty=kept.duty or "",
                severity=kept.severity or "",
                rule=kept.rule,
                facts=list(kept.facts or ()),
                summary=kept.summary,
                reasons=reasons.strip(),
                proposed_by_id=user,
                proposed_at=now,
                until=rules.lapses_at(now),
            )
            Number.objects.bulk_create(
                Number(proposal=row, scheme=scheme, value=value) for scheme, value in kept.numbers or ()
            )
    except IntegrityError as error:
        if broken_constraint(error) == "proposal_one_open":
            raise errors.AlreadyProposed from error
        raise
    return row.public_id


def confirm(*, user: int, proposal: UUID, words: str = "", now: datetime) -> None:
    """Confirm what somebody else proposed; it happens at once. If it cannot, the proposal stays open.

    Raises:
        NoSuchProposal, ProposalOver, NotForYou, Unexplained
        DomainError: what the act itself refuses.
    """
    try:
        with transaction.atomic():
            row = _locked(proposal, State.CONFIRMED, now)
            kind, subject = Kind(row.kind), row.subject
            _require(user, kind, subject, now, proposed_by=row.proposed_by_id)
            if queries.barred(user=row.proposed_by_id, kind=kind, subject=subject, today=now.date()) is not None:
                raise errors.ProposalOver
            _end(row, State.CONFIRMED, user, words, now)
            if kind in rules.OTHER:
                _lapse(Q(kind=rules.OTHER[kind], subject=subject), now)
            decided = Decided(row.pk, row.public_id, subject, queries.particulars_of(row), row.reasons)
            ACTS[kind].run(decided, now)
    except IntegrityError as error:
        if broken_constraint(error) == "proposal_edition_once":
            raise errors.NotProposable from error
        raise


@transaction.atomic
def decline(*, user: int, proposal: UUID, words: str, now: datetime) -> None:
    """Decline what somebody else proposed, and say why.

    Raises:
        NoSuchProposal, ProposalOver, NotForYou, Unexplained
    """
    row = _locked(proposal, State.DECLINED, now)
    _require(user, Kind(row.kind), row.subject, now, proposed_by=row.proposed_by_id)
    if not rules.is_explained(words):
        raise Unexplained
    _end(row, State.DECLINED, user, words, now)


@transaction.atomic
def withdraw(*, user: int, proposal: UUID, now: datetime) -> None:
    """Take one's own proposal back.

    Raises:
        NoSuchProposal, ProposalOver
        NotForYou: somebody else made it.
    """
    row = _locked(proposal, State.WITHDRAWN, now)
    if row.proposed_by_id != user:
        raise errors.NotForYou(reason="own")
    _end(row, State.WITHDRAWN, user, "", now)


def lapse_due(*, now: datetime) -> int:
    """Let proposals lapse that nobody confirmed in time. Answers how many."""
    return _lapse(Q(until__lte=now), now)


def forget_old(*, now: datetime) -> int:
    """Remove proposals that ended long ago; those that excluded a business stay. Answers how many."""
    kinds = [str(kind) for kind in OF_APPLICATIONS]
    early = months.later(now.date(), -numbers.KEPT_OF_APPLICATIONS.value)
    late = months.later(now.date(), -numbers.KEPT.value)
    old = Q(kind__in=kinds, decided_at__date__lt=early) | Q(decided_at__date__lt=late)
    rows = Proposal.objects.filter(old).exclude(pk__in=Termination.objects.values("proposal"))
    keys = list(rows.values_list("pk", flat=True))
    Number.objects.filter(proposal__in=keys).delete()
    return Proposal.objects.filter(pk__in=keys).delete()[0]


def _require(user: int, kind: Kind, subject: UUID | None, now: datetime, *, proposed_by: int | None = None) -> None:
    bar = queries.barred(user=user, kind=kind, subject=subject, today=now.date(), proposed_by=proposed_by)
    if bar is not None:
        raise errors.NotForYou(reason=str(bar))


def _locked(proposal: UUID, to: State, now: datetime) -> Proposal:
    """The proposal, if it can still end like this. With it others about the same thing, in one order."""
    subject = queries.proposal(proposal).subject
    same = Q(public_id=proposal) | Q(subject=subject, state=State.OPEN)
    rows = list(Proposal.objects.select_for_update().filter(same).order_by("id"))
    row = next((row for row in rows if row.public_id == proposal), None)
    if row is None:
        raise errors.NoSuchProposal
    if not rules.may_go(State(row.state), to) or now >= row.until:
        raise errors.ProposalOver
    return row


def _end(row: Proposal, state: State, user: int, words: str, now: datetime) -> None:
    if len(words.strip()) > numbers.EXPLANATION_LIMIT.value:
        raise Unexplained
    row.state, row.decided_by_id, row.decided_at, row.words = state, user, now, words.strip()
    row.save(update_fields=["state", "decided_by", "decided_at", "words"])


def _lapse(which: Q, now: datetime) -> int:
    return Proposal.objects.filter(which, state=State.OPEN).update(state=State.LAPSED, decided_at=now)
