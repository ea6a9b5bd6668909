"""Names every field about writing reviews: what the screening marks, what is accepted, what a mailbox holds."""

import base64
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from reputation.api import present
from reputation.businesses import queries as businesses
from reputation.log.queries import Row
from reputation.reviews.acts import Changes, Noted, Pending
from reputation.reviews.listing import Counts
from reputation.reviews.mailbox import HeldEdit, Mailbox
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import ActKind
from reputation.reviews.sending import Accepted, HeldNow
from reputation.screening.findings import Findings, Kind

# Why a passage matters, in the words of the pages, which translate them.
REASONS: Mapping[Kind, Any] = {
    Kind.PERSON: _("Whoever is named here could be found by it for years."),
    Kind.ROLE: _("In a small shop everybody knows who that is. You decide."),
    Kind.EMAIL: _("It leads to one person, even at a shop’s address."),
    Kind.PHONE: _("It leads to one person, perhaps to you."),
    Kind.ADDRESS: _("Whoever lives there could be found by it."),
    Kind.ACCOUNT: _("Others could misuse it, even if it is yours."),
    Kind.IDENTITY: _("Such a number says who somebody is. It may be yours."),
    Kind.PLATE: _("It leads to whoever owns the car."),
    Kind.HANDLE: _("It leads to one person."),
    Kind.SPECIAL: _("Health, faith, politics, origin and love life have no place here: a review is about a purchase."),
}


def findings(found: Findings, language: str) -> list[dict[str, Any]]:
    """The marked passages, with reasons in this language."""
    with override(language):
        return [
            {
                "start": one.start,
                "end": one.end,
                "kind": str(one.kind),
                "mark": one.tier.name.lower(),
                "reason": str(REASONS[one.kind]),
                "suggestion": one.suggestion,
            }
            for one in found.items
        ]


def looked(found: Findings, language: str) -> dict[str, Any]:
    """What the screening says of a text."""
    return {
        "verdict": str(found.verdict),
        "language": found.language,
        "trouble": None if found.trouble is None else str(found.trouble),
        "findings": findings(found, language),
    }


def sent(found: Accepted | HeldNow) -> dict[str, Any]:
    """What became of a review that was sent."""
    about = {"review": str(found.review), "business": str(found.business)}
    if isinstance(found, HeldNow):
        return {"state": "held", **about, "decide_by": found.decide_by.isoformat()}
    return {
        "state": "accepted",
        **about,
        "class": str(found.receipt_class),
        "key_id": None if found.key_id is None else found.key_id.hex(),
        "commitment": found.commitment,
        "salt": base64.b64encode(found.salt).decode(),
        "published_by": found.published_by.isoformat(),
        "acceptance": found.acceptance,
    }


def counts(found: Counts) -> dict[str, Any]:
    """How many reviews of a business there are of each kind."""
    return {
        "all": found.all,
        "receipts": {str(kind): count for kind, count in found.receipts.items()},
        "outcomes": {str(outcome): count for outcome, count in found.outcomes.items()},
        "languages": dict(found.languages),
    }


def one(found: PublicReview, entries: list[Row]) -> dict[str, Any]:
    """A review alone, with the positions of its entries in the log."""
    about = {"business": str(found.business), **present.review(found)}
    return {**about, "entries": [row.position for row in entries]}


def _day(found: date | None) -> str | None:
    return None if found is None else found.isoformat()


def _changes(found: Changes) -> dict[str, Any]:
    return {
        "stars": found.stars,
        "outcome": None if found.outcome is None else str(found.outcome),
        "text": found.text,
    }


def noted(found: Noted) -> dict[str, Any]:
    """When a wish comes out, or by when a moderator looks."""
    return {"released_on": _day(found.released_on), "decide_by": _day(found.decide_by)}


def mailbox(found: Mailbox) -> dict[str, Any]:
    """What a codename opens."""
    own = found.own
    return {
        "review": str(found.review),
        "business": str(found.business),
        "name": businesses.legal_name(found.business),
        "stage": str(found.stage),
        "own": None
        if own is None
        else {"stars": own.stars, "outcome": str(own.outcome), "language": own.language, "text": own.text},
        "released_on": found.released_on.isoformat(),
        "published_by": _day(found.published_by),
        "decide_by": _day(found.decide_by),
        "reason": None if found.reason is None else str(found.reason),
        "answer_by": _day(found.answer_by),
        "wish": None if found.act is None else _wish(found.act),
        "held_change": None if found.held_edit is None else _held(found.held_edit),
        "slip": None if found.slip is None else json.loads(found.slip),
        "public": None if found.public is None else present.review(found.public),
        "may": [str(kind) for kind in ActKind if kind in found.may],
        "may_change_figures": found.may_change_figures,
        "may_appeal": found.may_appeal,
    }


def _wish(found: Pending) -> dict[str, Any]:
    return {"kind": str(found.kind), **_changes(found.changes), "released_on": _day(found.released_on)}


def _held(found: HeldEdit) -> dict[str, Any]:
    return {
        "stage": str(found.stage),
        **_changes(found.changes),
        "decide_by": found.decide_by.isoformat(),
        "reason": None if found.reason is None else str(found.reason),
        "answer_by": _day(found.answer_by),
    }
