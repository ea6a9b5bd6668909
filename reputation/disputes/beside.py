"""What of a case, of a suspended alert and of a measure stands beside the log in side files."""

from typing import Any

from reputation.disputes import rules
from reputation.disputes.measure_models import Measure
from reputation.disputes.models import AlertSuspension, Case, Claim, Decision
from reputation.disputes.rules import State

REASONS = ("quote", "business_said", "reviewer_said", "reasoning", "summary")


def case(found: Case, claim: Claim) -> dict[str, Any]:
    """The document of a case: what its page shows and its entries do not, with a statement for each decision."""
    document: dict[str, Any] = {
        "side": found.side,
        "answer_until": found.answer_until.isoformat(),
        "decide_until": found.decide_until.isoformat(),
        "statements": [_statement(row) for row in Decision.objects.filter(case=found).order_by("id")],
    }
    return document if rules.is_hidden(claim.ground, State(found.state)) else document | _claim(claim)


def _claim(claim: Claim) -> dict[str, str]:
    return {"quote": claim.quote, "said": claim.said}


def _statement(row: Decision) -> dict[str, Any]:
    return {
        "decision": str(row.public_id),
        "policy_version": row.policy_version,
        "facts": list(row.facts),
        "effective_on": row.effective_on.isoformat(),
        "appeal_until": row.appeal_until.isoformat(),
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
