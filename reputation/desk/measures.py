"""Proposing measures about a business, and answers to appeals against them; what they do is in disputes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from reputation.businesses import queries as profiles
from reputation.businesses.rules import State as Business
from reputation.desk import errors, rules
from reputation.desk.acting import Act, Decided
from reputation.desk.rules import Kind, Particulars
from reputation.disputes import conduct, measures
from reputation.disputes.errors import BadMeasure, ThreatNoted
from reputation.disputes.measure_rules import UNFOUNDED, MeasureKind, Verdict, quoted


def _warning(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    """Of a rule that the business has to keep; for unfounded challenges the numbers have to be there."""
    if subject is None or profiles.profile(subject).state is not Business.PARTICIPANT:
        raise errors.NotProposable
    if quoted(given.rule, profiles.profile(subject).charter_version) is None:
        raise BadMeasure
    if given.rule == UNFOUNDED:
        conduct.require_offer(subject, now.date(), is_warning=True)
    return given


def _warn(decided: Decided, now: datetime) -> None:
    severity = decided.particulars.severity
    assert severity is not None  # noqa: S101 - the database holds it
    measures.warn(business=decided.about, severity=severity, decided=_decided(decided), now=now)


def _suspension(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    if subject is None:
        raise errors.NotProposable
    _require_rule(Kind.SUSPEND_RIGHT, given)
    conduct.require_offer(subject, now.date(), is_warning=False)
    return given


def _suspend(decided: Decided, now: datetime) -> None:
    measures.suspend_right(business=decided.about, decided=_decided(decided), now=now)


def _threat(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    if subject is None:
        raise errors.NotProposable
    _require_rule(Kind.NOTE_THREAT, given)
    conduct.business_of(subject)
    if conduct.threats(subject, now.date()):
        raise ThreatNoted
    return given


def _note(decided: Decided, now: datetime) -> None:
    measures.note_threat(case=decided.about, decided=_decided(decided), now=now)


def _ending(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    found = None if subject is None else conduct.measure(subject)
    if found is None or found.kind is not MeasureKind.WARNING or not found.stands(now.date()):
        raise errors.NotProposable
    return given


def _end(decided: Decided, now: datetime) -> None:
    measures.end_warning(measure=decided.about, reasons=decided.reasons, now=now)


def _appeal(subject: UUID | None, given: Particulars, now: datetime) -> Particulars:
    del now
    if subject is None or not conduct.measure(subject).is_appeal_open:
        raise errors.NotProposable
    return given


def _answer(verdict: Verdict) -> Callable[[Decided, datetime], None]:
    def run(decided: Decided, now: datetime) -> None:
        measures.decide_appeal(measure=decided.about, verdict=verdict, reasons=decided.reasons, now=now)

    return run


def _require_rule(kind: Kind, given: Particulars) -> None:
    if given.rule != rules.RULES[kind]:
        raise BadMeasure


def _decided(decided: Decided) -> measures.Decided:
    return measures.Decided(decided.public_id, rules.statement(decided.particulars, decided.reasons))


ACTS: Mapping[Kind, Act] = {
    Kind.WARN: Act(_warning, _warn),
    Kind.SUSPEND_RIGHT: Act(_suspension, _suspend),
    Kind.NOTE_THREAT: Act(_threat, _note),
    Kind.END_WARNING: Act(_ending, _end),
    Kind.UPHOLD_MEASURE: Act(_appeal, _answer(Verdict.UPHELD)),
    Kind.REVERSE_MEASURE: Act(_appeal, _answer(Verdict.REVERSED)),
}
