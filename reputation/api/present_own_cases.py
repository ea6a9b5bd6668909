"""Names every field of a case that its writer reads in the mailbox."""

from datetime import date
from typing import Any

from reputation.disputes.own_cases import OwnCase
from reputation.disputes.rules import WriterActKind
from reputation.proofs.queries import Shown
from reputation.reports import case_data, case_documents


def _day(found: date | None) -> str | None:
    return None if found is None else found.isoformat()


def case(found: OwnCase, proofs: list[Shown]) -> dict[str, Any]:
    """A case about the review."""
    return {
        "case": str(found.case),
        "says": str(found.line),
        "state": str(found.state),
        "side": found.side,
        "ground": found.ground,
        "rule_version": found.rule_version,
        "law": found.law or None,
        "quote": found.quote,
        "said": found.claimed,
        "filed_on": found.filed_on.isoformat(),
        "answer_until": found.answer_until.isoformat(),
        "decide_until": found.decide_until.isoformat(),
        "appeal_until": _day(found.appeal_until),
        "panel_until": _day(found.panel_until),
        "due": _day(found.due),
        "silence_from": found.silence_from.isoformat(),
        "has_answer": found.has_answer,
        "offer": found.offer,
        "words": [case_documents.words(one) for one in found.said],
        "waiting": [
            {
                "kind": str(one.kind),
                "text": one.text,
                "is_held": one.is_held,
                "released_on": one.released_on.isoformat(),
            }
            for one in found.waiting
        ],
        "interim": case_documents.interim(found.hidden),
        "statements": [case_data.statement(one) for one in found.statements],
        "proofs": [case_documents.proof(one) for one in proofs],
        "history": [case_documents.event(one) for one in found.history],
        "may": [str(kind) for kind in WriterActKind if kind in found.may],
    }
