"""GET /b/<id>/<slug>/feed: the newest reviews of a business as an Atom feed. Months are all the public is told."""

from uuid import UUID

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from reputation.core import clock
from reputation.reviews import queries
from reputation.reviews.rules import State
from reputation.web import business, errors, pages

ATOM = "application/atom+xml; charset=utf-8"
SHOWN = (State.PUBLISHED, State.ERASED)


@require_safe
def page(request: HttpRequest, business: UUID, slug: str) -> HttpResponseBase:
    """The feed of a business."""
    return _page(request, business, slug)


def _page(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponseBase:
    version = business.version_of(public_id)
    host = request.build_absolute_uri("/").rstrip("/")

    def render() -> str:
        found = business.named(public_id, slug)
        if found.has_gone:
            raise errors.Gone
        items = [one for one in queries.public(business=public_id).items if one.state in SHOWN]
        context = pages.site(request.path) | {"profile": found.profile, "reviews": items, "host": host}
        context["months"] = [one.month for one in items[:1]]
        return render_to_string("web/reviews/feed.xml", context)

    try:
        key = ("feed", public_id, slug, host, version, clock.now().date())
        return pages.kept(request, key, render, ATOM)
    except business.Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("feed", args=[public_id, turn.slug]))
