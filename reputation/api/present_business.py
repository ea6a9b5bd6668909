"""Names every field about joining, and about a business for those who act for it."""

from datetime import date
from typing import Any

from reputation.admissions.queries import Shown
from reputation.businesses import legal_forms
from reputation.businesses.legal_forms import Form
from reputation.businesses.numbers import Scheme
from reputation.businesses.queries import Judged, Profile
from reputation.members.api_keys import Key
from reputation.members.queries import Accepted, Done, Invited, Notice, Person, Reach
from reputation.reports.tasks import Task
from reputation.rulebook.charter import Charter


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def legal_form(found: Form) -> dict[str, Any]:
    """A legal form, and whose it is."""
    return {"code": found.code or None, "name": found.name, "judgement": str(found.judgement)}


def number_kind(found: Scheme) -> dict[str, Any]:
    """A kind of registry number, and what having one shows."""
    return {
        "scheme": found.code,
        "country": found.country or None,
        "says": found.says,
        "shows": str(found.evidence),
    }


def charter(found: Charter) -> dict[str, Any]:
    """A version of the charter."""
    return {
        "version": found.version,
        "announced_on": found.announced.isoformat(),
        "effective_on": found.effective.isoformat(),
        "rules": [
            {"rule": rule.code, "says": rule.says, "asks": rule.asks, "answer": rule.answer} for rule in found.rules
        ],
    }


def judged(found: Judged) -> dict[str, Any]:
    """What would become of an application."""
    entity = found.entity
    return {
        "outcome": str(found.verdict.outcome),
        "reasons": [str(reason) for reason in found.verdict.reasons],
        "forms": [{"code": code, "name": legal_forms.name_of(code)} for code in found.forms],
        "entity": None
        if entity is None
        else {
            "lei": entity.lei,
            "legal_name": entity.legal_name,
            "country": entity.country,
            "place": entity.place or None,
            "category": entity.category,
            "legal_form": entity.legal_form or None,
            "status": entity.status,
            "source": entity.source,
            "as_of": entity.as_of.isoformat(),
        },
    }


def application(found: Shown) -> dict[str, Any]:
    """An application, for whoever filed it."""
    return {
        "application": str(found.public_id),
        "business": str(found.business) if found.business else None,
        "state": str(found.state),
        "country": found.country,
        "legal_form": found.legal_form or None,
        "legal_name": found.legal_name,
        "trading_names": list(found.trading_names),
        "place": found.place or None,
        "numbers": [{"scheme": scheme, "value": value} for scheme, value in found.numbers],
        "domains": list(found.domains),
        "accepted_by": found.accepted_by,
        "office": found.office,
        "doubts": list(found.doubts),
        "filed_on": found.filed_on.isoformat(),
        "decide_until": found.decide_until.isoformat(),
        "decided_on": _day(found.decided_on),
        "reasons": found.reasons or None,
        "appeal_until": _day(found.appeal_until),
        "appealed_on": _day(found.appealed_on),
        "appeal": found.appeal or None,
        "appeal_decided_on": _day(found.appeal_decided_on),
        "appeal_reasons": found.appeal_reasons or None,
    }


def names(found: Profile) -> dict[str, Any]:
    """The names of a business."""
    return {"legal_name": found.legal_name, "trading_names": list(found.trading_names)}


def contact(found: Reach) -> dict[str, Any]:
    """Where a business is written to."""
    return {"email": found.email, "language": found.language}


def leaving(found: Notice) -> dict[str, Any]:
    """Notice to leave that stands."""
    return {"why": found.why, "given_on": found.given_on.isoformat(), "leaves_on": found.leaves_on.isoformat()}


def accepted(found: Accepted) -> dict[str, Any]:
    """Who accepted a version of the charter."""
    return {
        "version": found.version,
        "name": found.name,
        "office": found.office,
        "accepted_on": found.accepted_on.isoformat(),
    }


def task(found: Task) -> dict[str, Any]:
    """Something a business has to do."""
    return {"kind": str(found.kind), "until": _day(found.until), "detail": found.detail or None}


def person(found: Person) -> dict[str, Any]:
    """A member, as colleagues see them."""
    return {
        "member": str(found.public_id),
        "email": found.email,
        "role": str(found.role),
        "since_on": found.since_on.isoformat(),
    }


def invited(found: Invited) -> dict[str, Any]:
    """An invitation that can still be used."""
    return {
        "invitation": str(found.public_id),
        "email": found.email,
        "role": str(found.role),
        "until": found.until.isoformat(),
    }


def key(found: Key) -> dict[str, Any]:
    """A key, by how it begins."""
    return {
        "key": str(found.public_id),
        "name": found.name,
        "scopes": [str(scope) for scope in found.scopes],
        "begins": found.begins,
        "made_on": found.made_on.isoformat(),
        "used_on": _day(found.used_on),
    }


def done(found: Done) -> dict[str, Any]:
    """A line of what was done."""
    return {
        "kind": str(found.kind),
        "at": found.at.isoformat(),
        "by": str(found.by),
        "member": str(found.member) if found.member else None,
        "who": found.who or None,
        "key": found.key or None,
        "detail": found.detail or None,
    }
