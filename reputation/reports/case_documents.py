"""A whole case as a document, as whoever challenged may read it: for people to keep, and for their systems."""

from datetime import date
from typing import Any

from reputation.disputes.own_cases import Happened, Hidden, Words
from reputation.disputes.rooms import Line, Room
from reputation.proofs.queries import Shown
from reputation.reports import case_data

FORM = "open-reference case v1"


def room(found: Room) -> dict[str, Any]:
    """All that a challenger reads of a case. Files that were shown are listed, and not in it."""
    return {
        "form": FORM,
        "case": str(found.case),
        "business": str(found.business),
        "review": None if found.review is None else str(found.review.public_id),
        "alert": None if found.alert is None else str(found.alert),
        "domain": found.domain,
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
        "words": [words(one) for one in found.said],
        "proofs": [proof(one) for one in found.proofs],
        "interim": interim(found.hidden),
        "statements": [case_data.statement(one) for one in found.statements],
        "history": [event(one) for one in found.history],
    }


def words(one: Words) -> dict[str, Any]:
    """What a side said, as either of them reads it."""
    return {
        "party": str(one.party),
        "kind": str(one.kind),
        "text": one.text,
        "is_held": one.is_held,
        "date": one.said_on.isoformat(),
    }


def proof(one: Shown) -> dict[str, Any]:
    """What both sides read of a proof."""
    return {
        "proof": str(one.public_id),
        "party": str(one.party),
        "kind": str(one.kind),
        "size": str(one.size),
        "pages": one.pages,
        "date": one.shown_on.isoformat(),
        "seen": None if one.seen is None else str(one.seen),
    }


def interim(found: Hidden | None) -> dict[str, Any] | None:
    """That the review is not shown for the time being, if so."""
    if found is None:
        return None
    return {
        "reasoning": found.reasoning,
        "facts": list(found.facts),
        "taken_on": found.taken_on.isoformat(),
        "is_confirmed": found.is_confirmed,
        "until": found.until.isoformat(),
    }


def event(one: Happened) -> dict[str, Any]:
    """A line of the history."""
    return {"event": str(one.line), "date": one.on.isoformat(), "until": _day(one.until)}


def line(found: Line) -> dict[str, Any]:
    """A case in a list."""
    return {
        "case": str(found.case),
        "review": None if found.review is None else str(found.review),
        "alert": None if found.alert is None else str(found.alert),
        "domain": found.domain,
        "is_own": found.is_own,
        "ground": found.ground,
        "state": str(found.state),
        "outcome": None if found.outcome is None else str(found.outcome),
        "filed_on": found.filed_on.isoformat(),
        "turn": {"who": str(found.turn.who), "until": _day(found.turn.until)},
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
