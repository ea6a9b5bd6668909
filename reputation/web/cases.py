"""GET /case/<id>: what was challenged, what both sides said, what was decided and why, when it ends; also as data."""

import json
from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.disputes import conduct, queries
from reputation.disputes.queries import CasePage
from reputation.log import queries as log
from reputation.log.queries import Row
from reputation.reports import case_data
from reputation.rulebook import cases as numbers
from reputation.rulebook import redress
from reputation.web import business, case_timeline, pages

JSON = "application/json"


def entries_of(case: CasePage) -> list[Row]:
    """The entries of a case in the log."""
    return log.of_case(case.business, case.review.public_id if case.review else None, case.public_id)


def said_in(case: CasePage) -> str:
    """What tells this wording of a case from any other: words come, are let go and go without an entry or a state."""
    return sha256(repr(case).encode()).hexdigest()


@require_safe
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """The page of a case."""
    now = clock.now()
    found, today = queries.case(case).at(now), now.date()

    def render() -> str:
        entries = entries_of(found)
        last = found.statements[-1] if found.statements else None
        context = {
            "section": "check",
            "case": found,
            "last": last,
            "is_waiting": found.state in ("filed", "noticed"),
            "events": case_timeline.events(found, entries, today),
            "told": case_timeline.told(found.statements, entries),
            "threats": conduct.threats(case, today),
            "profile": businesses.profile(found.business),
            "entries": entries,
            "today": today,
            "numbers": numbers,
            "redress": redress,
        }
        return pages.to_text("web/cases/page.html", context, path=request.path)

    return pages.kept(request, ("case", case, business.version_of(found.business), said_in(found), today), render)


@require_safe
def data(request: HttpRequest, case: UUID) -> HttpResponse:
    """The case for programs."""
    found = queries.case(case).at(clock.now())

    def render() -> str:
        document = case_data.document(found, entries_of(found))
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))

    answer = pages.kept(request, ("case-data", case, business.version_of(found.business), said_in(found)), render, JSON)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
