"""What of a case, of a suspended alert and of a measure stands beside the log in side files."""

from datetime import date
from typing import Any

from reputation.disputes import rules
from reputation.disputes.measure_models import Measure
from reputation.disputes.models import AlertSuspension, Case, Claim, Decision, Interim, Said
from reputation.disputes.rules import State

REASONS = ("quote", "business_said", "reviewer_said", "reasoning", "summary")
DAYS = ("admit_until", "answer_until", "reply_until", "decide_until", "appeal_until", "paused_on")


def case(found: Case, claim: Claim, state: State) -> dict[str, Any]:
    """The document of a case in a state: what its page shows and its entries do not, every statement of reasons too."""
    is_hidden = rules.is_hidden(claim.ground, state)
    document: dict[str, Any] = {
        **{name: _shown(getattr(found, name)) for name in DAYS},
        "paused_days": found.paused_days,
        "sayings": [_said(row, is_hidden=is_hidden) for row in Said.objects.filter(case=found).order_by("id")],
        "statements": [_statement(row) for row in Decision.objects.filter(case=found).defer("salt").order_by("id")],
    }
    interim = Interim.objects.filter(case=found).first()
    if interim is not None:
        document["interim"] = _interim(interim)
    return document if is_hidden else document | _claim(claim)


def _shown(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _claim(claim: Claim) -> dict[str, str | None]:
    return {"quote": claim.quote, "said": None if claim.is_held else claim.said, "law": claim.law}


def _said(row: Said, *, is_hidden: bool) -> dict[str, Any]:
    """A text that a moderator has not looked at is nowhere yet, nor one that may repeat words the case keeps back."""
    return {
        "party": row.party,
        "kind": row.kind,
        "text": None if row.is_held or is_hidden else row.text,
        "on": row.said_on.isoformat(),
    }


def _interim(row: Interim) -> dict[str, Any]:
    return {"interim": str(row.public_id), "reasoning": row.reasoning, "facts": list(row.facts)}


def _statement(row: Decision) -> dict[str, Any]:
    return {
        "decision": str(row.public_id),
        "policy_version": row.policy_version,
        "facts": list(row.facts),
        "effective_on": row.effective_on.isoformat(),
        "appeal_until": row.appeal_until.isoformat(),
        "dissent": row.dissent,
        "unfounded": row.unfounded,
        **{name: getattr(row, name) for name in REASONS},
    }


def alert(row: AlertSuspension) -> dict[str, Any]:
    """The document of a suspended alert: why, and until when one may appeal."""
    return {
        "facts": list(row.facts),
        "reasoning": row.reasoning,
        "summary": row.summary,
        "policy_version": row.policy_version,
        "decided_by": [row.decided_by, row.approved_by],
        "appeal_until": row.appeal_until.isoformat(),
    }


def measure(row: Measure) -> dict[str, Any]:
    """The document of a measure about a business: its statement of reasons, and until when it can be appealed."""
    return {
        "rule": row.rule,
        "rule_text": row.rule_text,
        "facts": list(row.facts),
        "reasoning": row.reasoning,
        "summary": row.summary,
        "policy_version": row.policy_version,
        "appeal_until": row.appeal_until.isoformat(),
    }
