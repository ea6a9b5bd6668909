"""A case as data, for programs: all that its page shows, with the names of the DSA Transparency Database (version 2).

The database is about restrictions alone, so that what leaves a review as it is has no entry there.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from reputation.core import months
from reputation.disputes.queries import CasePage, Happened, Measure, Statement, Words
from reputation.disputes.rules import Outcome
from reputation.log.queries import Row
from reputation.reviews.rules import Figures
from reputation.rulebook import cases as numbers
from reputation.rulebook import redress

VISIBILITY = {
    Outcome.REMOVED: ("DECISION_VISIBILITY_CONTENT_REMOVED", ""),
    Outcome.MASKED: ("DECISION_VISIBILITY_OTHER", "The quoted words are masked; the rest stays."),
}
UNLAWFUL = "unlawful-content"


def document(case: CasePage, entries: Iterable[Row]) -> dict[str, Any]:
    """The case as one JSON object."""
    return {
        "case": str(case.public_id),
        "business": str(case.business),
        "review": None if case.review is None else str(case.review.public_id),
        "alert": case.alert,
        "domain": case.domain,
        "side": case.side,
        "state": case.state,
        "outcome": case.outcome,
        "is_urgent": case.is_urgent,
        "ground": case.ground,
        "rule_version": case.rule_version,
        "rule": case.rule_text,
        "law": case.law or None,
        "quote": case.quote,
        "said": case.said,
        "filed_on": _day(case.filed_on),
        "admit_until": _day(case.admit_until),
        "answer_until": _day(case.answer_until),
        "reply_until": _day(case.reply_until),
        "decide_until": _day(case.decide_until),
        "appeal_until": _day(case.appeal_until),
        "paused_on": _day(case.paused_on),
        "ended_on": _day(case.ended_on),
        "happened": [_happened(one) for one in case.happened],
        "words": [_words(one) for one in case.words],
        "interim": None if case.interim is None else _measure(case.interim),
        "statements": [
            statement(one) | {"transparency_database": _for_the_database(case, one)} for one in case.statements
        ],
        "redress": [asdict(body) for body in redress.BODIES],
        "log": [{"position": row.position, "kind": row.kind} for row in entries],
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _happened(one: Happened) -> dict[str, str | None]:
    return {"step": one.step, "date": _day(one.on), "until": _day(one.until), "deadline": one.deadline}


def _words(one: Words) -> dict[str, str | None]:
    return {"party": one.party, "kind": one.kind, "text": one.text, "date": _day(one.on)}


def _measure(one: Measure) -> dict[str, Any]:
    return {
        "interim": str(one.public_id),
        "reasoning": one.reasoning,
        "facts": list(one.facts),
        "persons": one.persons,
        "taken_on": _day(one.taken_on),
        "until": _day(one.until),
        "ended_on": _day(one.ended_on),
    }


def statement(one: Statement) -> dict[str, Any]:
    """A statement of reasons, the same for everybody. Source: DSA Art. 17(3)."""
    return {
        "decision": str(one.public_id),
        "outcome": one.outcome,
        "measure": one.measure,
        "duration": one.duration,
        "territory": one.territory,
        "ground": one.ground,
        "rule_version": one.rule_version,
        "policy_version": one.policy_version,
        "quote": one.quote,
        "facts": list(one.facts),
        "business_said": one.business_said,
        "reviewer_said": one.reviewer_said,
        "reasoning": one.reasoning,
        "summary": one.summary,
        "dissent": one.dissent or None,
        "source": one.source,
        "is_automated": one.is_automated,
        "is_final": one.is_final,
        "decided_by": list(one.decided_by),
        "persons": one.persons,
        "decided_on": _day(one.decided_on),
        "effective_on": _day(one.effective_on),
        "until": _day(one.until),
        "appeal_until": None if one.is_final else _day(one.appeal_until),
        "before": _figures(one.before),
        "after": _figures(one.after),
        "replaces": None if one.replaces is None else str(one.replaces),
        "replaced_by": None if one.replaced_by is None else str(one.replaced_by),
    }


def _figures(found: Figures) -> dict[str, Any]:
    return {
        "month": months.show(found.month),
        "log_size": found.log_size,
        "published": found.published,
        "well": found.well,
        "stars": found.stars,
    }


def _for_the_database(case: CasePage, one: Statement) -> dict[str, Any] | None:
    """The statement under the names of the DSA Transparency Database; None where nothing was restricted."""
    if Outcome(one.outcome) not in VISIBILITY or case.review is None:
        return None
    visibility, other = VISIBILITY[Outcome(one.outcome)]
    category, keyword = redress.CATEGORIES[one.ground]
    is_unlawful = one.ground == UNLAWFUL
    rule = f"{numbers.RULES[one.ground].title}, version {one.rule_version}: {numbers.RULES[one.ground].text}"
    return {
        "decision_visibility": [visibility],
        "decision_visibility_other": other or None,
        "end_date_visibility_restriction": _day(one.until),
        "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT" if is_unlawful else "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "illegal_content_legal_ground": case.law if is_unlawful else None,
        "illegal_content_explanation": one.reasoning if is_unlawful else None,
        "incompatible_content_ground": None if is_unlawful else rule,
        "incompatible_content_explanation": None if is_unlawful else one.reasoning,
        "content_type": ["CONTENT_TYPE_TEXT"],
        "content_language": case.review.language.upper(),
        "content_date": None if case.review.month is None else f"{months.show(case.review.month)}-01",
        "category": category,
        "category_specification": [keyword] if keyword else [],
        "territorial_scope": list(redress.TERRITORY),
        "application_date": _day(one.effective_on),
        "decision_facts": "\n".join(one.facts),
        "source_type": "SOURCE_ARTICLE_16" if is_unlawful else "SOURCE_TYPE_OTHER_NOTIFICATION",
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": str(one.public_id),
    }
