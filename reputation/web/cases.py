"""GET /case/<id>: what was challenged, what both sides said, what was decided and why, when it ends."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.disputes import queries
from reputation.log import queries as log
from reputation.web import business, pages


@require_safe
def page(request: HttpRequest, case: UUID) -> HttpResponse:
    """The page of a case."""
    found = queries.case(case)
    version = business.version_of(found.business)
    today = clock.now().date()

    def render() -> str:
        context = {
            "section": "check",
            "case": found,
            "last": found.statements[-1] if found.statements else None,
            "profile": businesses.profile(found.business),
            "entries": log.of_case(found.business, found.review.public_id if found.review else None, case),
            "today": today,
        }
        return pages.to_text("web/cases/page.html", context, path=request.path)

    return pages.kept(request, ("case", case, version, today), render)
