"""GET /b/<id>/<slug>/feed: the newest reviews of a business, and corrections, as an Atom feed.

Of a review months are all the public is told. A correction is a decision about one, or a measure for the time being:
whoever showed the review elsewhere learns by it that something changed.
"""

from typing import NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from reputation.core import clock, months
from reputation.log import case_entries
from reputation.log.queries import Row
from reputation.reviews import queries
from reputation.reviews.rules import State
from reputation.web import business, errors, pages

ATOM = "application/atom+xml; charset=utf-8"
SHOWN = (State.PUBLISHED, State.ERASED)
CORRECTIONS = 50


class Correction(NamedTuple):
    """Something that was done to a review: `outcome` of a decision, or "interim"."""

    position: int
    case: str
    review: str
    outcome: str
    on: str


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
        corrections = [_correction(row) for row in case_entries.corrections(public_id, limit=CORRECTIONS)]
        newest = [months.first_day(one.month).isoformat() for one in items[:1]] + [one.on for one in corrections[:1]]
        context |= {
            "corrections": corrections,
            "updated": max(newest, default=found.profile.joined_on.isoformat()),
        }
        return render_to_string("web/reviews/feed.xml", context)

    try:
        key = ("feed", public_id, slug, host, version, clock.now().date())
        return pages.kept(request, key, render, ATOM)
    except business.Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("feed", args=[public_id, turn.slug]))


def _correction(row: Row) -> Correction:
    body = row.body
    is_upheld = row.kind == "appeal-decision" and body["outcome"] == "rejected"
    outcome = "upheld" if is_upheld else body.get("outcome", "interim")
    return Correction(row.position, body["case"], body["review"], outcome, body["date"])
