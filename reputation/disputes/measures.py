"""Measures about a business: taken as two persons decided, told at once, ended, appealed, and decided by others.

What two persons proposed and confirmed is kept at the desk, which calls what is here. Every step that takes something,
or gives it back, appends its entry in the same transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from reputation.admissions.errors import Unexplained
from reputation.businesses import queries as businesses
from reputation.core import ids, months
from reputation.core.db import broken_constraint
from reputation.disputes import beside, conduct, errors
from reputation.disputes import measure_rules as rules
from reputation.disputes.measure_models import Measure
from reputation.disputes.measure_rules import FORGOTTEN, End, MeasureKind, Severity, Statement, Verdict
from reputation.disputes.models import Case
from reputation.log import actions as log
from reputation.members import deeds
from reputation.members import queries as members
from reputation.members.rules import Act, Actor, DeedKind
from reputation.rulebook import cases


@dataclass(frozen=True, slots=True)
class Decided:
    """What two persons decided, as the desk keeps it. `proposal`: its public id."""

    proposal: UUID
    statement: Statement


def warn(
    *, business: UUID, severity: Severity, decided: Decided, now: datetime, source: ids.Source = ids.SECURE
) -> UUID:
    """Warn a business: its page and every answer about it say so until a day. No figure moves. Answers the public id.

    Raises:
        NotDue: unfounded challenges are no reason for a warning now.
        BadMeasure, NoSuchBusiness
    """
    if decided.statement.rule == rules.UNFOUNDED:
        conduct.require_offer(business, now.date(), is_warning=True)
    row = _take(MeasureKind.WARNING, business, decided, now, source, severity=severity)
    log.append(
        kind="warning",
        body={
            "case": str(row.public_id),
            "business": str(business),
            "ground": row.ground,
            "severity": row.severity,
            "persons": row.persons,
            "until": row.until.isoformat(),
            "date": row.told_on.isoformat(),
        },
        words={"measures": beside.measure(row)},
    )
    return row.public_id


def suspend_right(*, business: UUID, decided: Decided, now: datetime, source: ids.Source = ids.SECURE) -> UUID:
    """Suspend the right to challenge reviews, for as long as the ladder says. Answers the public id of the measure.

    Raises:
        NotDue: no warning went before, or there are not enough unfounded challenges since.
        BadMeasure, NoSuchBusiness
    """
    days = conduct.require_offer(business, now.date(), is_warning=False)
    row = _take(MeasureKind.RIGHT_SUSPENDED, business, decided, now, source, days=days)
    body = _body(row) | {"until": row.until.isoformat()}
    log.append(kind="right-suspended", body=body, words={"measures": beside.measure(row)})
    return row.public_id


def note_threat(*, case: UUID, decided: Decided, now: datetime, source: ids.Source = ids.SECURE) -> UUID:
    """Note on a case that the business threatened the writer with the law. Answers the public id of the measure.

    Raises:
        ThreatNoted: the case says so already.
        NoSuchCase, BadMeasure
    """
    found = Case.objects.filter(public_id=case).first()
    if found is None:
        raise errors.NoSuchCase
    row = _take(MeasureKind.LEGAL_THREAT, found.business_id, decided, now, source, case=found)
    log.append(
        kind="case-conduct",
        body=_body(row) | conduct.case_of(found) | {"conduct": str(row.kind), "until": row.until.isoformat()},
        words={"measures": beside.measure(row)},
    )
    return row.public_id


def _take(
    kind: MeasureKind,
    business: UUID,
    decided: Decided,
    now: datetime,
    source: ids.Source,
    *,
    severity: Severity | None = None,
    days: int | None = None,
    case: Case | None = None,
) -> Measure:
    said, today = decided.statement, now.date()
    text = rules.quoted(said.rule, businesses.profile(business).charter_version)
    if text is None or not rules.is_reasoned(said):
        raise errors.BadMeasure
    try:
        with transaction.atomic():
            row = Measure.objects.create(
                public_id=source.uuid(),
                kind=kind,
                business_id=business,
                case=case,
                proposal=decided.proposal,
                ground=rules.ground_of(said.rule),
                severity=severity or "",
                rule=said.rule,
                rule_text=text,
                facts=list(said.facts),
                reasoning=said.reasoning,
                summary=said.summary,
                policy_version=cases.POLICY_VERSION,
                persons=cases.DECIDERS.value,
                told_on=today,
                from_on=today,
                until=rules.until(kind, severity, days, today),
                appeal_until=rules.appeal_until(today),
            )
    except IntegrityError as error:
        if broken_constraint(error) == "measure_one_threat_per_case":
            raise errors.ThreatNoted from error
        raise
    facts = {"measure": row.kind, "ground": row.ground, "reasons": _told(row), "until": row.until.isoformat()}
    deeds.tell(business=business, kind="measure-taken", facts=facts, below=f"/measures/{row.public_id}", now=now)
    return row


def end_warning(*, measure: UUID, reasons: str, now: datetime) -> None:
    """End a warning before its day, for what it was about is put right.

    Raises:
        NoSuchMeasure
        WrongMeasureState: it is no warning, or over.
    """
    row = _locked(measure)
    if row.kind != MeasureKind.WARNING or not conduct.measure(measure).stands(now.date()):
        raise errors.WrongMeasureState
    row.ended_on, row.why_ended = now.date(), End.CURED
    row.save(update_fields=["ended_on", "why_ended"])
    _append_end(row, now.date())
    deeds.tell(business=row.business_id, kind="warning-ended", facts={"reasons": reasons}, now=now)


@transaction.atomic
def appeal(*, actor: Actor, measure: UUID, said: str, now: datetime) -> None:
    """Have the panel look at a measure, for the business. It goes on meanwhile.

    Raises:
        NotAllowed, NoSuchMeasure
        Unexplained: too little or too much is said.
        WrongMeasureState: appealed or over already, or too late.
    """
    members.require(actor, Act.OWN)
    if not rules.is_explained(said):
        raise Unexplained
    row = _locked(measure)
    if row.business_id != actor.business:
        raise errors.NoSuchMeasure
    if not conduct.measure(measure).may_be_appealed(now.date()):
        raise errors.WrongMeasureState
    row.lodge(said, now.date())
    deeds.note(actor, DeedKind.APPEALED, now=now)


def decide_appeal(*, measure: UUID, verdict: Verdict, reasons: str, now: datetime) -> None:
    """End an appeal as two members of the panel decided. A reversal ends the measure at once.

    Raises:
        NoSuchMeasure
        WrongMeasureState: nothing is appealed.
    """
    row = _locked(measure)
    if not row.is_appeal_open:
        raise errors.WrongMeasureState
    also: tuple[str, ...] = ()
    if verdict is Verdict.REVERSED:
        row.ended_on, row.why_ended = row.ended_on or now.date(), End.REVERSED
        also = ("ended_on", "why_ended")
    row.settle(verdict, reasons, now.date(), also=also)
    if verdict is Verdict.REVERSED:
        _append_end(row, now.date())
    facts = {"measure": row.kind, "outcome": str(verdict), "reasons": reasons}
    deeds.tell(business=row.business_id, kind="measure-appeal-decided", facts=facts, now=now)


def _body(row: Measure) -> dict[str, object]:
    return {
        "business": str(row.business_id),
        "decision": str(row.public_id),
        "persons": row.persons,
        "date": row.told_on.isoformat(),
    }


def _append_end(row: Measure, today: date) -> None:
    body = _body(row) | {"date": today.isoformat()}
    match MeasureKind(row.kind):
        case MeasureKind.WARNING:
            del body["decision"]
            log.append(kind="warning-ended", body=body | {"case": str(row.public_id), "why": str(row.why_ended)})
        case MeasureKind.RIGHT_SUSPENDED:
            log.append(kind="right-restored", body=body)
        case MeasureKind.LEGAL_THREAT:
            assert row.case is not None  # noqa: S101 - the database holds it
            log.append(kind="case-conduct-ended", body=body | conduct.case_of(row.case))


def _told(row: Measure) -> str:
    """The statement of reasons as a mail holds it."""
    facts = [f"{number}. {fact}" for number, fact in enumerate(row.facts, start=1)]
    return "\n\n".join((row.summary, f"“{row.rule_text}”", *facts, row.reasoning))


def _locked(measure: UUID) -> Measure:
    row = Measure.objects.select_for_update(of=("self",), no_key=True).filter(public_id=measure).first()
    if row is None:
        raise errors.NoSuchMeasure
    return row


def forget_appeals(*, now: datetime) -> int:
    """Forget what businesses said in appeals that were decided long ago; that they appealed stays. Answers how many."""
    early = months.later(now.date(), -cases.FILES_KEPT.value)
    old = Measure.objects.filter(appeal_decided_on__lt=early).exclude(appeal=FORGOTTEN)
    return old.update(appeal=FORGOTTEN)
