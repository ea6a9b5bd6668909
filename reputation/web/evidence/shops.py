"""Choosing the business: by the address of its page here, or as in a check. It is never part of an address."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.lookup import queries
from reputation.lookup.queries import Kind, Match
from reputation.lookup.rules import Refused
from reputation.web import terms
from reputation.web.members import asking

PAGE = re.compile(r"/b/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:/|$)", re.ASCII)


def chosen(request: HttpRequest) -> UUID | None:
    """The business that a form names, None when it names none that takes part."""
    business = asking.id_of(request.POST.get("business", ""))
    found = businesses.briefs([business]).get(business)
    return business if found is not None and found.left_on is None else None


def search(asked: str) -> dict[str, Any]:
    """What a page shows of a search: the businesses that take part, or why nothing was looked up."""
    if match := PAGE.search(asked):
        brief = businesses.briefs([UUID(match[1])]).get(UUID(match[1]))
        names = [brief.legal_name] if brief is not None and brief.left_on is None else []
        return {"asked": asked, "shops": [{"id": match[1], "name": name} for name in names], "has_searched": True}
    try:
        found = queries.check(asked, today=clock.now().date()).matches
    except Refused as refusal:
        # What was typed is not shown again: it may be a person's.
        return {"asked": "", "refused": terms.REFUSALS.get(refusal.code) or _("Type a name or a web address.")}
    return {"asked": asked, "shops": [_shown(match) for match in found if _takes_part(match)], "has_searched": True}


def _takes_part(match: Match) -> bool:
    return match.kind is Kind.PARTICIPANT and match.public_id is not None


def _shown(match: Match) -> dict[str, Any]:
    return {"id": match.public_id, "name": match.name, "domains": match.domains, "place": match.place}
