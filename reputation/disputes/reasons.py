"""What a statement of reasons must say before it goes out. Pure. How plain it is, plain.py looks."""

import json
import re
from datetime import date

from reputation.disputes import rules
from reputation.disputes.rules import Outcome, Reasons

# A template's gap: dots, lines or crosses where words should be, or such signs in brackets. Words in brackets are none,
# for they stand where others were masked; nor are dots, for they stand where a quotation leaves something out.
_ONLY_SIGNS = re.compile(r"[\W_]*")
_CROSSES = re.compile(r"\b[xX]{3,}\b")
_GAP = re.compile(r"\[(?!…\]|\.\.\.\])[\W_]*\]|\{\{|\}\}|<[A-Za-z][^>]*>")


def is_unfilled(text: str) -> bool:
    """Whether a text is a template whose gaps nobody filled."""
    return _ONLY_SIGNS.fullmatch(text) is not None or any(gap.search(text) for gap in (_CROSSES, _GAP))


def wrong(reasons: Reasons) -> str | None:
    """The first part of a statement of reasons that is missing, too long or unfilled; None: it can go out."""
    return rules.missing(reasons) or unfilled(reasons)


def unfilled(reasons: Reasons) -> str | None:
    """The first part that still has a gap. What is quoted are the words of a review, in which anything may stand."""
    for name in ("business_said", "reviewer_said", "reasoning", "summary", "unfounded"):
        text = getattr(reasons, name)
        if is_unfilled(text) and (text or name != "unfounded"):
            return name
    return "facts" if any(map(is_unfilled, reasons.facts)) else None


def canonical(
    *,
    decision: str,
    outcome: Outcome,
    ground: str,
    rule_version: str,
    policy_version: str,
    reasons: Reasons,
    appeal_until: date,
    until: date | None,
    dissent: str = "",
) -> bytes:
    """What the commitment of a statement of reasons is over, by RFC 8785."""
    document: dict[str, object] = {
        "appeal_until": appeal_until.isoformat(),
        "dissent": dissent,
        "until": None if until is None else until.isoformat(),
        "business_said": reasons.business_said,
        "decision": decision,
        "facts": list(reasons.facts),
        "ground": ground,
        "outcome": str(outcome),
        "policy_version": policy_version,
        "quote": reasons.quote,
        "reasoning": reasons.reasoning,
        "reviewer_said": reasons.reviewer_said,
        "rule_version": rule_version,
        "summary": reasons.summary,
    }
    if reasons.unfounded:
        document["unfounded"] = reasons.unfounded
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
