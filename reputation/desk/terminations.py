"""Excluding a business: announced with reasons, in effect thirty days later, appealed and decided by others."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from reputation.admissions.errors import Unexplained
from reputation.businesses import leavings
from reputation.businesses import queries as profiles
from reputation.businesses.rules import State as Business
from reputation.core.db import broken_constraint
from reputation.core.rows import alone
from reputation.desk import errors, queries, rules
from reputation.desk.models import Termination
from reputation.desk.rules import Stage
from reputation.disputes.measure_rules import Verdict
from reputation.members import deeds
from reputation.members import queries as members
from reputation.members.rules import Act, Actor, DeedKind
from reputation.rulebook import cases


def announce(*, proposal: int, business: UUID, ground: str, until: date | None, reasons: str, now: datetime) -> UUID:
    """Announce an exclusion that two persons decided. Nothing ends for thirty days. Answers its public id.

    Raises:
        BadExclusion: the last day no longer fits.
        NotProposable: the business left, or its exclusion is announced already.
    """
    today = now.date()
    if until is None or not rules.is_exclusion(ground, until, announced_on=today):
        raise errors.BadExclusion
    if profiles.profile(business).state is not Business.PARTICIPANT:
        raise errors.NotProposable
    try:
        with transaction.atomic():
            row = Termination.objects.create(
                public_id=uuid4(),
                proposal_id=proposal,
                business_id=business,
                ground=ground,
                reasons=reasons,
                announced_on=today,
                effective_on=rules.effective_on(today),
                until=until,
                appeal_until=rules.appeal_until(today),
            )
    except IntegrityError as error:
        if broken_constraint(error) == "termination_one_announced":
            raise errors.NotProposable from error
        raise
    facts = {"ground": ground, "reasons": reasons, "effective": row.effective_on.isoformat()}
    deeds.tell(business=business, kind="termination-announced", facts=facts, below="/termination", now=now)
    return row.public_id


def take_effect_due(*, now: datetime) -> int:
    """Exclude every business whose day has come. One that left by itself is excluded when it comes back.

    Answers how many.
    """
    count = 0
    due = Termination.objects.filter(stage=Stage.ANNOUNCED, effective_on__lte=now.date())
    for key in due.order_by("id").values_list("pk", flat=True):
        with alone("desk.take_effect_due"), transaction.atomic():
            row = Termination.objects.select_for_update().filter(pk=key, stage=Stage.ANNOUNCED).first()
            if row is None:
                continue
            count += _take_effect(row, now)
    return count


def _take_effect(row: Termination, now: datetime) -> int:
    if row.until <= now.date():
        _pass(row, Stage.LAPSED)
        return 0
    if profiles.profile(row.business_id).state is not Business.PARTICIPANT:
        return 0
    _pass(row, Stage.EFFECTIVE)
    leavings.terminate(
        business=row.business_id,
        case=row.public_id,
        ground=row.ground,
        persons=cases.DECIDERS.value,
        until=row.until,
        now=now,
    )
    deeds.tell(business=row.business_id, kind="terminated", facts={"until": row.until.isoformat()}, now=now)
    return 1


def _pass(row: Termination, to: Stage) -> None:
    if not rules.may_pass(Stage(row.stage), to):
        raise errors.WrongTerminationState
    row.stage = to
    row.save(update_fields=["stage"])


@transaction.atomic
def appeal(*, actor: Actor, termination: UUID, said: str, now: datetime) -> None:
    """Have the panel look at an exclusion, for the business. What was announced goes on meanwhile.

    Raises:
        NotAllowed, NoSuchTermination, Unexplained
        WrongTerminationState: appealed or over already, or too late.
    """
    members.require(actor, Act.OWN)
    if not rules.is_explained(said):
        raise Unexplained
    row = _locked(termination)
    if row.business_id != actor.business:
        raise errors.NoSuchTermination
    if not queries.exclusion(termination).may_be_appealed(now.date()):
        raise errors.WrongTerminationState
    row.lodge(said, now.date())
    deeds.note(actor, DeedKind.APPEALED, now=now)


def decide_appeal(*, termination: UUID, outcome: Verdict, reasons: str, now: datetime) -> None:
    """End an appeal as two members of the panel decided. A reversal cancels the exclusion, or ends it.

    Raises:
        NoSuchTermination, WrongTerminationState
    """
    row = _locked(termination)
    if not row.is_appeal_open:
        raise errors.WrongTerminationState
    was = Stage(row.stage)
    also: tuple[str, ...] = ()
    if outcome is Verdict.REVERSED:
        if not rules.may_pass(was, Stage.REVERSED):
            raise errors.WrongTerminationState
        row.stage = Stage.REVERSED
        also = ("stage",)
    row.settle(outcome, reasons, now.date(), also=also)
    if outcome is Verdict.REVERSED and was is Stage.EFFECTIVE:
        leavings.end_exclusion(business=row.business_id)
    facts = {"outcome": str(outcome), "reasons": reasons}
    deeds.tell(business=row.business_id, kind="termination-appeal-decided", facts=facts, now=now)


def _locked(termination: UUID) -> Termination:
    row = Termination.objects.select_for_update().filter(public_id=termination).first()
    if row is None:
        raise errors.NoSuchTermination
    return row
