"""Names every field of a case that its writer reads in the mailbox."""

from datetime import date
from typing import Any

from reputation.disputes.own_cases import OwnCase
from reputation.disputes.queries import Statement
from reputation.disputes.rules import WriterActKind
from reputation.proofs.queries import Shown


def _day(found: date | None) -> str | None:
    return None if found is None else found.isoformat()


def case(found: OwnCase, proofs: list[Shown]) -> dict[str, Any]:
    """A case about the review."""
    hidden = found.hidden
    return {
        "case": str(found.case),
        "says": str(found.line),
        "state": str(found.state),
        "side": found.side,
        "ground": found.ground,
        "rule_version": found.rule_version,
        "law": found.law,
        "quote": found.quote,
        "claimed": found.claimed,
        "filed_on": found.filed_on.isoformat(),
        "answer_until": found.answer_until.isoformat(),
        "decide_until": found.decide_until.isoformat(),
        "appeal_until": _day(found.appeal_until),
        "panel_until": _day(found.panel_until),
        "due": _day(found.due),
        "silence_from": found.silence_from.isoformat(),
        "has_answer": found.has_answer,
        "offer": found.offer,
        "said": [
            {
                "party": str(one.party),
                "kind": str(one.kind),
                "text": one.text,
                "is_held": one.is_held,
                "said_on": one.said_on.isoformat(),
            }
            for one in found.said
        ],
        "waiting": [
            {
                "kind": str(one.kind),
                "text": one.text,
                "is_held": one.is_held,
                "released_on": one.released_on.isoformat(),
            }
            for one in found.waiting
        ],
        "hidden": None
        if hidden is None
        else {
            "reasoning": hidden.reasoning,
            "facts": list(hidden.facts),
            "taken_on": hidden.taken_on.isoformat(),
            "is_confirmed": hidden.is_confirmed,
            "until": hidden.until.isoformat(),
        },
        "statements": [_statement(one) for one in found.statements],
        "proofs": [_proof(one) for one in proofs],
        "history": [
            {"says": str(one.line), "on": one.on.isoformat(), "until": _day(one.until)} for one in found.history
        ],
        "may": [str(kind) for kind in WriterActKind if kind in found.may],
    }


def _statement(found: Statement) -> dict[str, Any]:
    return {
        "decision": str(found.public_id),
        "outcome": found.outcome,
        "quote": found.quote,
        "facts": list(found.facts),
        "business_said": found.business_said,
        "reviewer_said": found.reviewer_said,
        "reasoning": found.reasoning,
        "summary": found.summary,
        "decided_on": found.decided_on.isoformat(),
        "appeal_until": found.appeal_until.isoformat(),
        "replaces": None if found.replaces is None else str(found.replaces),
    }


def _proof(found: Shown) -> dict[str, Any]:
    return {
        "party": str(found.party),
        "number": found.number,
        "kind": str(found.kind),
        "size": str(found.size),
        "pages": found.pages,
        "shown_on": found.shown_on.isoformat(),
        "seen": None if found.seen is None else str(found.seen),
    }
