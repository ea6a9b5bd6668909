"""Reading proposals, exclusions, and how somebody stands to what is to be decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.admissions import queries as admissions
from reputation.admissions.errors import NoSuchApplication
from reputation.admissions.rules import State as Application
from reputation.desk import errors, rules
from reputation.desk.models import Proposal, Termination
from reputation.desk.rules import (
    APPEALS,
    OF_APPLICATIONS,
    OF_ATTESTERS,
    OF_MEASURES,
    Bar,
    Kind,
    Particulars,
    Stage,
    Standing,
    State,
)
from reputation.disputes import conduct
from reputation.disputes.measure_rules import Severity, Verdict
from reputation.members import queries as members

DONE_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal. `proposed_by` and `decided_by` are inner ids."""

    id: int
    public_id: UUID
    kind: Kind
    subject: UUID | None
    particulars: Particulars
    reasons: str
    proposed_by: int
    proposed_at: datetime
    until: datetime
    state: State
    decided_by: int | None
    decided_at: datetime | None
    words: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The exclusion of a business, and the appeal against it."""

    public_id: UUID
    business: UUID
    ground: str
    reasons: str
    announced_on: date
    effective_on: date
    until: date
    stage: Stage
    appeal_until: date
    appealed_on: date | None
    appeal: str
    decide_until: date | None
    appeal_decided_on: date | None
    appeal_outcome: Verdict | None
    appeal_reasons: str

    @property
    def is_appeal_open(self) -> bool:
        return self.appealed_on is not None and self.appeal_decided_on is None

    @property
    def has_begun(self) -> bool:
        """Whether the business was excluded by it, for however long."""
        if self.stage is Stage.REVERSED and self.appeal_decided_on is not None:
            return self.effective_on <= self.appeal_decided_on
        return self.stage is Stage.EFFECTIVE

    def may_be_appealed(self, today: date) -> bool:
        """Whether the business can still have others look at it."""
        lasts = self.stage in (Stage.ANNOUNCED, Stage.EFFECTIVE) and today < self.until
        return lasts and self.appealed_on is None and today <= self.appeal_until


def is_appeal(kind: Kind, subject: UUID | None) -> bool:
    """Whether an answer to this application answers an appeal."""
    if kind not in OF_APPLICATIONS or subject is None:
        return kind in APPEALS
    try:
        return admissions.in_queue(subject).appealed_on is not None
    except NoSuchApplication:
        return False


def is_tied(user: int, kind: Kind, subject: UUID | None, today: date) -> bool:
    """Whether a thing is about somebody: their application, their account, or a business they belong or belonged to."""
    if subject is None:
        return False
    if kind in OF_APPLICATIONS:
        try:
            return admissions.in_queue(subject).user == user
        except NoSuchApplication:
            return False
    if kind in (Kind.GIVE_DUTY, Kind.END_DUTY):
        person = accounts.by_id(user)
        return person is not None and person.public_id == subject
    if kind in OF_ATTESTERS:
        return False  # no account belongs to one that applies
    return members.belonged(user=user, business=business_of(kind, subject), since=rules.ties_since(today))


def business_of(kind: Kind, subject: UUID) -> UUID:
    """The business that a proposal is about, where it is about one.

    Raises:
        NoSuchTermination, NoSuchMeasure, NoSuchCase
    """
    if kind in (Kind.UPHOLD, Kind.REVERSE):
        return exclusion(subject).business
    if kind in OF_MEASURES:
        return conduct.measure(subject).business
    return conduct.business_of(subject) if kind is Kind.NOTE_THREAT else subject


def had_part(user: int, kind: Kind, subject: UUID | None) -> bool:
    """Whether somebody proposed or confirmed the decision that is appealed."""
    if subject is None:
        return False
    if kind in OF_APPLICATIONS:
        first = Proposal.objects.filter(kind=Kind.REFUSE, subject=subject, state=State.CONFIRMED)
    elif kind in (Kind.UPHOLD, Kind.REVERSE):
        decided = Termination.objects.filter(public_id=subject).values("proposal")
        first = Proposal.objects.filter(pk__in=decided)
    elif kind in (Kind.UPHOLD_MEASURE, Kind.REVERSE_MEASURE):
        first = Proposal.objects.filter(public_id__in=[conduct.measure(subject).proposal])
    else:
        return False
    return any(user in pair for pair in first.values_list("proposed_by", "decided_by"))


def barred(*, user: int, kind: Kind, subject: UUID | None, today: date, proposed_by: int | None = None) -> Bar | None:
    """What keeps somebody from proposing this, or, given who proposed it, from deciding it; None: nothing does."""
    standing = Standing(
        duties=accounts.duties(user),
        is_tied=is_tied(user, kind, subject, today),
        had_part=had_part(user, kind, subject),
        is_own=user == proposed_by,
    )
    return rules.bar(kind, standing, is_appeal=is_appeal(kind, subject))


def sees(*, user: int, kind: Kind, subject: UUID | None, today: date) -> bool:
    """Whether somebody may read what is to be decided: it is their duty, and they have no tie."""
    duties = rules.duties_for(kind, is_appeal=is_appeal(kind, subject))
    return bool(accounts.duties(user) & duties) and not is_tied(user, kind, subject, today)


def proposal(public_id: UUID) -> Shown:
    """A proposal.

    Raises:
        NoSuchProposal
    """
    found = _shown(Proposal.objects.filter(public_id=public_id))
    if not found:
        raise errors.NoSuchProposal
    return found[0]


def open_proposals(now: datetime) -> list[Shown]:
    """What waits for a second person, by the day until which."""
    return _shown(Proposal.objects.filter(state=State.OPEN, until__gt=now).order_by("until", "id"))


def done(duties: frozenset[Duty]) -> list[Shown]:
    """What ended lately and is a duty of theirs, newest first."""
    kinds = [str(kind) for kind in Kind if rules.duties_for(kind, is_appeal=True) & duties]
    ended = Proposal.objects.exclude(state=State.OPEN).filter(kind__in=kinds)
    return _shown(ended.order_by("-decided_at", "-id")[:DONE_SHOWN])


def about(subjects: Sequence[UUID]) -> list[Shown]:
    """Every proposal about one of these things, newest first."""
    return _shown(Proposal.objects.filter(subject__in=subjects).order_by("-id"))


def exclusion(public_id: UUID) -> Exclusion:
    """An exclusion.

    Raises:
        NoSuchTermination
    """
    row = Termination.objects.filter(public_id=public_id).first()
    if row is None:
        raise errors.NoSuchTermination
    return _exclusion(row)


def exclusions(business: UUID) -> list[Exclusion]:
    """The exclusions of a business, newest first."""
    return [_exclusion(row) for row in Termination.objects.filter(business__public_id=business).order_by("-id")]


def exclusions_ahead() -> list[Exclusion]:
    """The exclusions that were announced and have not begun, by their day."""
    return [_exclusion(row) for row in Termination.objects.filter(stage=Stage.ANNOUNCED).order_by("effective_on", "id")]


def appealed_exclusions() -> list[Exclusion]:
    """The exclusions of which an appeal waits for the panel, by the day until which."""
    rows = Termination.objects.filter(appealed_on__isnull=False, appeal_decided_on__isnull=True)
    return [_exclusion(row) for row in rows.order_by("decide_until", "id")]


def admitted(application: UUID) -> UUID | None:
    """The business that an application led to, None if it led to none or is gone."""
    try:
        return admissions.in_queue(application).business
    except NoSuchApplication:
        return None


def application_state(subject: UUID) -> Application | None:
    """Where an application stands, None when there is none."""
    try:
        return admissions.in_queue(subject).state
    except NoSuchApplication:
        return None


def _shown(rows: QuerySet[Proposal]) -> list[Shown]:
    return [
        Shown(
            id=row.id,
            public_id=row.public_id,
            kind=Kind(row.kind),
            subject=row.subject,
            particulars=particulars_of(row),
            reasons=row.reasons,
            proposed_by=row.proposed_by_id,
            proposed_at=row.proposed_at,
            until=row.until,
            state=State(row.state),
            decided_by=row.decided_by_id,
            decided_at=row.decided_at,
            words=row.words,
        )
        for row in rows.prefetch_related("numbers")
    ]


def particulars_of(row: Proposal) -> Particulars:
    """What a proposal carries."""
    return Particulars(
        is_natural_person=row.is_natural_person,
        edition=row.edition,
        sha256=row.sha256,
        ground=row.ground,
        until=row.exclude_until,
        duty=Duty(row.duty) if row.duty else None,
        numbers=tuple(sorted((number.scheme, number.value) for number in row.numbers.all()))
        if row.kind == Kind.NUMBERS
        else None,
        severity=Severity(row.severity) if row.severity else None,
        rule=row.rule,
        facts=tuple(row.facts) or None,
        summary=row.summary,
    )


def _exclusion(row: Termination) -> Exclusion:
    return Exclusion(
        public_id=row.public_id,
        business=row.business_id,
        ground=row.ground,
        reasons=row.reasons,
        announced_on=row.announced_on,
        effective_on=row.effective_on,
        until=row.until,
        stage=Stage(row.stage),
        appeal_until=row.appeal_until,
        appealed_on=row.appealed_on,
        appeal=row.appeal,
        decide_until=row.decide_until,
        appeal_decided_on=row.appeal_decided_on,
        appeal_outcome=Verdict(row.appeal_outcome) if row.appeal_outcome else None,
        appeal_reasons=row.appeal_reasons,
    )
