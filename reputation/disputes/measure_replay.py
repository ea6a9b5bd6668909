"""Measures about businesses out of the published log, with the words of side files.

Who decided, and what a business said in an appeal, is not in the log. An appeal that changed nothing left no entry
either: after a loss the measure can be appealed once more.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from reputation.disputes import measure_rules as rules
from reputation.disputes.measure_models import Measure
from reputation.disputes.measure_rules import End, MeasureKind, Verdict
from reputation.disputes.models import Case
from reputation.log.replay import LOST
from reputation.log.replay import Event as Entry
from reputation.rulebook import cases, conduct


def _day(entry: Entry) -> date:
    return date.fromisoformat(entry["date"])


def _lost(entry: Entry, ground: str) -> dict[str, Any]:
    """What a measure is taken to say when its words are lost. Its ground tells the rule, but of the charter."""
    return {
        "rule": ground if ground in conduct.RULES else "",
        "rule_text": LOST,
        "facts": [LOST],
        "reasoning": LOST,
        "summary": LOST,
        "policy_version": cases.POLICY_VERSION,
        "appeal_until": rules.appeal_until(_day(entry)).isoformat(),
    }


def _take(entry: Entry, kind: MeasureKind, name: str, ground: str, case: Case | None = None) -> None:
    words = entry.words["measures"] or _lost(entry, ground)
    Measure.objects.create(
        public_id=entry.id(name),
        kind=kind,
        business_id=entry.id("business"),
        case=case,
        proposal=None,
        ground=ground,
        severity=entry.body.get("severity", ""),
        persons=entry["persons"],
        told_on=_day(entry),
        from_on=_day(entry),
        until=entry["until"],
        **words,
    )


def _warned(entries: Sequence[Entry]) -> None:
    for entry in entries:
        _take(entry, MeasureKind.WARNING, "case", entry["ground"])


def _right_suspended(entries: Sequence[Entry]) -> None:
    for entry in entries:
        _take(entry, MeasureKind.RIGHT_SUSPENDED, "decision", rules.UNFOUNDED)


def _threatened(entries: Sequence[Entry]) -> None:
    for entry in entries:
        case = Case.objects.get(public_id=entry.id("case"))
        _take(entry, MeasureKind.LEGAL_THREAT, "decision", rules.PRESSURE, case)


def _warning_ended(entries: Sequence[Entry]) -> None:
    for entry in entries:
        _end(entry, "case", End(entry["why"]))


def _reversed(entries: Sequence[Entry]) -> None:
    for entry in entries:
        _end(entry, "decision", End.REVERSED)


def _end(entry: Entry, name: str, why: End) -> None:
    row, day = Measure.objects.get(public_id=entry.id(name)), _day(entry)
    row.ended_on, row.why_ended = row.ended_on or day, why
    if why is End.CURED:
        row.save(update_fields=["ended_on", "why_ended"])
        return
    row.lodge(LOST, min(day, row.appeal_until))
    row.settle(Verdict.REVERSED, LOST, day, also=("ended_on", "why_ended"))


HANDLERS: Mapping[str, Callable[[Sequence[Entry]], None]] = {
    "warning": _warned,
    "warning-ended": _warning_ended,
    "right-suspended": _right_suspended,
    "right-restored": _reversed,
    "case-conduct": _threatened,
    "case-conduct-ended": _reversed,
}
