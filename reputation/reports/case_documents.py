"""A whole case as a document, as whoever challenged may read it: for people to keep, and for their systems."""

from datetime import date
from typing import Any

from reputation.disputes.queries import Statement
from reputation.disputes.rooms import Line, Room

FORM = "open-reference case v1"


def room(found: Room) -> dict[str, Any]:
    """All that a challenger reads of a case. Files that were shown are listed, and not in it."""
    return {
        "form": FORM,
        "case": str(found.case),
        "business": str(found.business),
        "review": None if found.review is None else str(found.review.public_id),
        "alert": None if found.alert is None else str(found.alert),
        "side": str(found.side),
        "state": str(found.state),
        "outcome": None if found.outcome is None else str(found.outcome),
        "ground": found.ground,
        "rule_version": found.rule_version,
        "quote": found.quote,
        "said": found.claimed,
        "law": found.law or None,
        "is_held": found.is_held,
        "is_urgent": found.is_urgent,
        "is_paused": found.is_paused,
        "filed_on": found.filed_on.isoformat(),
        "answer_until": found.answer_until.isoformat(),
        "decide_until": found.decide_until.isoformat(),
        "appeal_until": _day(found.appeal_until),
        "ended_on": _day(found.ended_on),
        "turn": {"who": str(found.turn.who), "until": _day(found.turn.until)},
        "may": sorted(map(str, found.may)),
        "words": [
            {
                "party": str(one.party),
                "kind": str(one.kind),
                "text": one.text,
                "is_held": one.is_held,
                "date": one.said_on.isoformat(),
            }
            for one in found.said
        ],
        "proofs": [
            {
                "proof": str(one.public_id),
                "party": str(one.party),
                "kind": str(one.kind),
                "size": str(one.size),
                "pages": one.pages,
                "date": one.shown_on.isoformat(),
                "seen": None if one.seen is None else str(one.seen),
            }
            for one in found.proofs
        ],
        "interim": None
        if found.hidden is None
        else {
            "reasoning": found.hidden.reasoning,
            "facts": list(found.hidden.facts),
            "taken_on": found.hidden.taken_on.isoformat(),
            "is_confirmed": found.hidden.is_confirmed,
            "until": found.hidden.until.isoformat(),
        },
        "statements": [_statement(one) for one in found.statements],
        "history": [
            {"event": str(one.line), "date": one.on.isoformat(), "until": _day(one.until)} for one in found.history
        ],
    }


def line(found: Line) -> dict[str, Any]:
    """A case in a list."""
    return {
        "case": str(found.case),
        "review": None if found.review is None else str(found.review),
        "alert": None if found.alert is None else str(found.alert),
        "is_own": found.is_own,
        "ground": found.ground,
        "state": str(found.state),
        "outcome": None if found.outcome is None else str(found.outcome),
        "filed_on": found.filed_on.isoformat(),
        "turn": {"who": str(found.turn.who), "until": _day(found.turn.until)},
    }


def _statement(found: Statement) -> dict[str, Any]:
    return {
        "decision": str(found.public_id),
        "outcome": found.outcome,
        "measure": found.measure,
        "duration": found.duration,
        "territory": found.territory,
        "ground": found.ground,
        "rule_version": found.rule_version,
        "policy_version": found.policy_version,
        "quote": found.quote,
        "facts": list(found.facts),
        "business_said": found.business_said,
        "reviewer_said": found.reviewer_said,
        "reasoning": found.reasoning,
        "summary": found.summary,
        "dissent": found.dissent or None,
        "source": found.source,
        "is_automated": found.is_automated,
        "is_final": found.is_final,
        "decided_by": list(found.decided_by),
        "persons": found.persons,
        "decided_on": found.decided_on.isoformat(),
        "effective_on": found.effective_on.isoformat(),
        "until": _day(found.until),
        "appeal_until": found.appeal_until.isoformat(),
        "replaces": None if found.replaces is None else str(found.replaces),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
