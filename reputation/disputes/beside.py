"""What of a case, of a suspended alert and of a measure stands beside the log in side files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reputation.disputes import panels, repeats, rules
from reputation.disputes.measure_models import Measure
from reputation.disputes.models import AlertSuspension, Case, Claim, Decision, Interim, Said
from reputation.disputes.rules import Outcome, State
from reputation.log.replay import LOST
from reputation.reviews import queries as reviews

REASONS = ("quote", "business_said", "reviewer_said", "reasoning", "summary")
DAYS = ("admit_until", "answer_until", "reply_until", "decide_until", "appeal_until", "paused_on")


def case(found: Case, claim: Claim, state: State) -> dict[str, Any]:
    """The document of a case in a state: what its page shows and its entries do not, every statement of reasons too."""
    decisions = list(Decision.objects.filter(case=found).defer("salt").order_by("id"))
    is_hidden, lost = keeps_words_back(claim, state, decisions), lost_of(found, claim, decisions)
    said = reasons(claim, decisions, is_hidden=is_hidden, lost=lost)
    document: dict[str, Any] = {
        **{name: _shown(getattr(found, name)) for name in DAYS},
        "paused_days": found.paused_days,
        "sayings": [_said(row, lost, is_hidden=is_hidden) for row in Said.objects.filter(case=found).order_by("id")],
        "statements": [_statement(row) | one for row, one in zip(decisions, said, strict=True)],
    }
    interim = Interim.objects.filter(case=found).first()
    if interim is not None:
        document["interim"] = _interim(interim, lost)
    return document if is_hidden else document | _claim(claim, lost)


@dataclass(frozen=True, slots=True)
class Lost:
    """The text of the review is gone: no quotation is shown any more, nor what repeats one.

    `quoted`: what the case has quoted of it. Nobody reads that but who still decides; when the case is over it goes.
    """

    quoted: tuple[str, ...]

    def without(self, text: str) -> str:
        """A text without what it repeats."""
        for words in self.quoted:
            text = repeats.without(text, words, rules.WITHHELD)
        return text


def lost_of(found: Case, claim: Claim, decisions: Sequence[Decision]) -> Lost | None:
    """What nothing may repeat any more; None: the text of the review is there, or the case is about an alert."""
    if found.review_id is None or reviews.has_text(found.review_id):
        return None
    is_masked = panels.before_mask(_decided(decisions)) > 0 or holds(decisions) is Outcome.MASKED
    # Where words were masked, the claim has the wording since, which may be read.
    read = {rules.WITHHELD, LOST, *([claim.quote] if is_masked else [])}
    quoted = dict.fromkeys(words for words in (claim.quote, *(row.quote for row in decisions)) if words)
    return Lost(tuple(words for words in quoted if words not in read))


def cleared(text: str, lost: Lost | None) -> str:
    """A text of a case, without what it repeats of a text that is gone."""
    return text if lost is None else lost.without(text)


def keeps_words_back(claim: Claim, state: State, decisions: Sequence[Decision]) -> bool:
    """Whether the words that a case is about are to be seen nowhere. `decisions`: all of them, oldest first."""
    return rules.is_hidden(claim.ground, state, holds(decisions))


def holds(decisions: Sequence[Decision]) -> Outcome | None:
    """The outcome that holds in a case. `decisions`: all of it, oldest first."""
    return panels.standing(_decided(decisions))


def reasons(
    claim: Claim, decisions: Sequence[Decision], *, is_hidden: bool, lost: Lost | None
) -> Iterator[dict[str, Any]]:
    """What each decision says, oldest first, without words that are hidden, are gone, or were masked since.

    A decision is never edited: what one said before words were masked is kept, and shown to nobody.
    """
    before = panels.before_mask(_decided(decisions))
    for number, row in enumerate(decisions):
        found = {name: getattr(row, name) for name in (*REASONS, "dissent", "unfounded")}
        found["facts"] = list(row.facts)
        if number < before:
            found = {name: rules.WITHHELD if value else value for name, value in found.items()}
            found |= {"facts": [rules.WITHHELD], "quote": claim.quote}
        found = {name: _without(value, lost) for name, value in found.items()}
        yield found | ({"quote": None} if is_hidden or lost is not None else {})


def _without(value: Any, lost: Lost | None) -> Any:
    return [cleared(one, lost) for one in value] if isinstance(value, list) else value and cleared(value, lost)


def _decided(decisions: Sequence[Decision]) -> list[tuple[Outcome, bool]]:
    return [(Outcome(row.outcome), row.is_final) for row in decisions]


def _shown(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _claim(claim: Claim, lost: Lost | None) -> dict[str, str | None]:
    said = None if claim.is_held else cleared(claim.said, lost)
    return {"quote": claim.quote if lost is None else None, "said": said, "law": claim.law}


def _said(row: Said, lost: Lost | None, *, is_hidden: bool) -> dict[str, Any]:
    """A text that a moderator has not looked at is nowhere yet, nor one that may repeat words the case keeps back."""
    return {
        "party": row.party,
        "kind": row.kind,
        "text": None if row.is_held or is_hidden else cleared(row.text, lost),
        "on": row.said_on.isoformat(),
    }


def _interim(row: Interim, lost: Lost | None) -> dict[str, Any]:
    facts = [cleared(fact, lost) for fact in row.facts]
    return {"interim": str(row.public_id), "reasoning": cleared(row.reasoning, lost), "facts": facts}


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
