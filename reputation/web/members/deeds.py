"""/members/b/{id}/deeds: what was done for the business, by whom and when."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reputation.members import queries
from reputation.web.members import words
from reputation.web.members.business import about, actor_of
from reputation.web.members.guards import signed_in


@require_safe
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """Newest first; `after` is the last line of the page before."""
    actor = actor_of(request, business)
    after = request.GET.get("after", "")
    found = queries.deeds(business, after=int(after) if after.isdecimal() and len(after) < 18 else None)
    context = {
        **about(request, actor, "deeds"),
        "deeds": found,
        "deed_words": words.DEEDS,
        "detail_words": words.ROLES,
        "next": found[-1].id if len(found) == queries.PAGE else None,
    }
    return render(request, "web/members/business/deeds.html", context)
