"""POST /check: the answer itself. What was asked is never in an address, a history or a cache, nor kept (P7)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.disputes import conduct
from reputation.disputes import queries as disputes
from reputation.lookup import guidance, queries
from reputation.lookup.queries import Answer, Kind, Match
from reputation.lookup.rules import Refused
from reputation.ratings import queries as ratings
from reputation.web import answers, imitations, pages, private, terms
from reputation.web.templatetags import web as words

UNPROCESSABLE = 422
Context = dict[str, Any]
HELP_TITLES: Mapping[str, terms.Words] = {
    "whom_to_ask": _("Whom to ask"),
    "pay_safely": _("How to pay safely"),
    "money_back": _("How to get money back"),
    "report": _("Where to report"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET shows the empty form, POST the answer to what was typed."""
    if request.method != "POST":
        return pages.kept(
            request, ("check",), lambda: pages.to_text("web/check/page.html", _empty(), path=request.path)
        )
    asked = request.POST.get("q", "")
    try:
        context, status = _found(asked, queries.check(asked, today=clock.now().date())), 200
    except Refused as refusal:
        context, status = _refused(refusal.code), UNPROCESSABLE
    return pages.unkept("web/check/page.html", context, path=request.path, status=status)


def _empty() -> Context:
    title = gettext("Check a business before you pay")
    context = {"section": "check", "answer_template": "web/check/empty.html", "title": title, "asked": ""}
    return context | {"private": private.words(HELP_TITLES)}


def _refused(code: str) -> Context:
    """What was typed is not shown again when it may be a person's; a slip stays out of the box just the same."""
    context: Context = {"section": "check", "asked": "", "code": code}
    if code in terms.SLIPS:
        title, advice = terms.SLIPS[code]
        return context | {"answer_template": "web/check/slip.html", "title": title, "advice": advice}
    title = terms.REFUSALS.get(code, _("This is not looked up here."))
    return context | {"answer_template": "web/check/refused.html", "title": title}


def _found(asked: str, answer: Answer) -> Context:
    context: Context = {
        "section": "check",
        "asked": asked,
        "answer": answer,
        "guidance": guidance.for_country(answer.country, get_language() or "en"),
        "titles": HELP_TITLES,
        "has_limits": True,
    }
    return context | SHOWN[answer.kind](asked, answer)


def told_of(match: Match) -> answers.Told | None:
    """What pages say of a business that was found; None until its first reviews are counted."""
    body = None if match.public_id is None else ratings.answer(match.public_id)
    return None if body is None else answers.tell(json.loads(body))


def _participant(asked: str, answer: Answer) -> Context:
    del asked
    match = answer.matches[0]
    return _of_business(match, "participant") | {
        "match": match,
        "title": gettext("%(name)s takes part") % {"name": match.name},
        "since": _since(match),
        "only_help": True,
    }


def _left(asked: str, answer: Answer) -> Context:
    del asked
    match = answer.matches[0]
    title = gettext("%(name)s left") % {"name": match.name}
    day = words.day(match.left_on) if match.left_on else ""
    return _of_business(match, "left") | {"title": title, "name": match.name, "day": day}


def _of_business(match: Match, template: str) -> Context:
    told = told_of(match)
    warnings = conduct.warnings([match.public_id], clock.now().date()) if match.public_id else {}
    has_suspended = told is not None and told.suspended and match.public_id is not None
    return {
        "answer_template": f"web/check/{template}.html",
        "page": match.public_id and reverse("business", kwargs={"business": match.public_id, "slug": match.slug}),
        "notices": "web/check/notices.html",
        "told": told,
        "warnings": warnings.get(match.public_id, []) if match.public_id else [],
        "suspensions": disputes.suspensions(match.public_id) if has_suspended and match.public_id else [],
    }


def _since(match: Match) -> date | None:
    if match.public_id is None:
        return None
    found = businesses.briefs([match.public_id]).get(match.public_id)
    return found.joined_on if found else None


def _not_participating(asked: str, answer: Answer) -> Context:
    del asked
    match = answer.matches[0]
    title = gettext("%(name)s does not take part") % {"name": match.name}
    return {"answer_template": "web/check/not_participating.html", "match": match, "title": title}


def _several(asked: str, answer: Answer) -> Context:
    count = len(answer.matches)
    title = ngettext("%(count)s business matches “%(asked)s”", "%(count)s businesses match “%(asked)s”", count) % {
        "count": count,
        "asked": asked,
    }
    known = [match.public_id for match in answer.matches if match.public_id is not None]
    warned = {business for business, found in conduct.warnings(known, clock.now().date()).items() if found}
    lines = [
        {
            "match": match,
            "told": told_of(match) if match.kind is Kind.PARTICIPANT else None,
            "is_warned": match.public_id in warned,
        }
        for match in answer.matches
    ]
    return {"answer_template": "web/check/several.html", "lines": lines, "title": title}


def _nothing(asked: str, answer: Answer) -> Context:
    if answer.imitations:
        return _imitation(answer)
    title = gettext("We found nothing for “%(asked)s”.") % {"asked": answer.host or asked}
    kinds = " / ".join(dict.fromkeys(queries.number_label(scheme) for scheme, _value in answer.candidates))
    return {"answer_template": "web/check/nothing.html", "title": title, "number_kinds": kinds}


def _imitation(answer: Answer) -> Context:
    """Whoever is surely misled gets the warning alone, without the list of what to look at in any shop."""
    told = imitations.tell(answer.host, answer.domain, answer.imitations)
    if imitations.is_strong(answer.imitations):
        title = gettext("This is NOT the verified site of %(name)s.") % {"name": told.name}
        return {"answer_template": "web/check/imitation/strong.html", "title": title, "told": told, "guidance": None}
    title = gettext("It resembles the site of %(name)s; nothing is known about this one.") % {"name": told.name}
    return {"answer_template": "web/check/imitation/weak.html", "title": title, "told": told}


SHOWN = {
    Kind.PARTICIPANT: _participant,
    Kind.LEFT: _left,
    Kind.NOT_PARTICIPATING: _not_participating,
    Kind.SEVERAL: _several,
    Kind.NONE: _nothing,
}
