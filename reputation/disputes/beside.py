"""What of a case, of a suspended alert and of a measure stands beside the log in side files."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from reputation.disputes import panels, rules
from reputation.disputes.measure_models import Measure
from reputation.disputes.models import AlertSuspension, Case, Claim, Decision, Interim, Said
from reputation.disputes.rules import Outcome, State

REASONS = ("quote", "business_said", "reviewer_said", "reasoning", "summary")
DAYS = ("admit_until", "answer_until", "reply_until", "decide_until", "appeal_until", "paused_on")


def case(found: Case, claim: Claim, state: State) -> dict[str, Any]:
    """The document of a case in a state: what its page shows and its entries do not, every statement of reasons too."""
    decisions = list(Decision.objects.filter(case=found).defer("salt").order_by("id"))
    is_hidden = keeps_words_back(claim, state, decisions)
    document: dict[str, Any] = {
        **{name: _shown(getattr(found, name)) for name in DAYS},
        "paused_days": found.paused_days,
        "sayings": [_said(row, is_hidden=is_hidden) for row in Said.objects.filter(case=found).order_by("id")],
        "statements": [
            _statement(row) | said
            for row, said in zip(decisions, reasons(claim, decisions, is_hidden=is_hidden), strict=True)
        ],
    }
    interim = Interim.objects.filter(case=found).first()
    if interim is not None:
        document["interim"] = _interim(interim)
    return document if is_hidden else document | _claim(claim)


def keeps_words_back(claim: Claim, state: State, decisions: Sequence[Decision]) -> bool:
    """Whether the words that a case is about are to be seen nowhere. `decisions`: all of them, oldest first."""
    return rules.is_hidden(claim.ground, state, holds(decisions))


def holds(decisions: Sequence[Decision]) -> Outcome | None:
    """The outcome that holds in a case. `decisions`: all of it, oldest first."""
    return panels.standing(_decided(decisions))


def reasons(claim: Claim, decisions: Sequence[Decision], *, is_hidden: bool) -> Iterator[dict[str, Any]]:
    """What each decision says, oldest first, without words that are hidden, or were masked since.

    A decision is never edited: what one said before words were masked is kept, and shown to nobody.
    """
    before = panels.before_mask(_decided(decisions))
    for number, row in enumerate(decisions):
        found = {name: getattr(row, name) for name in (*REASONS, "dissent", "unfounded")}
        found["facts"] = list(row.facts)
        if number < before:
            found = {name: rules.WITHHELD if value else value for name, value in found.items()}
            found |= {"facts": [rules.WITHHELD], "quote": claim.quote}
        yield found | ({"quote": None} if is_hidden else {})


def _decided(decisions: Sequence[Decision]) -> list[tuple[Outcome, bool]]:
    return [(Outcome(row.outcome), row.is_final) for row in decisions]


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
        "effective_on": row.effective_on.isoformat(),
        "appeal_until": row.appeal_until.isoformat(),
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
