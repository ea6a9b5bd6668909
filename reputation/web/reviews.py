"""GET /b/<id>/<slug>/reviews and /review/<id>: all reviews, or some, with their marks; one alone with its receipts."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from reputation.businesses import queries as businesses
from reputation.core import clock
from reputation.log import queries as log
from reputation.reviews import listing, queries
from reputation.web import business, errors, pages
from reputation.web.review_filters import Asked


@require_safe
def page(request: HttpRequest, business: UUID, slug: str) -> HttpResponseBase:
    """The reviews of a business, newest first, a page at a time; all, or those that were chosen."""
    return _page(request, business, slug)


def _page(request: HttpRequest, public_id: UUID, slug: str) -> HttpResponseBase:
    version = business.version_of(public_id)
    after = request.GET.get("after") or None
    asked, today = Asked.parse(request.GET), clock.now().date()

    def render() -> str:
        found = business.named(public_id, slug)
        if found.has_gone:
            raise errors.Gone
        states = queries.counts_by_state(public_id)
        reviews = queries.public(business=public_id, after=after, filters=asked.filters(today))
        context = {
            "section": "check",
            "profile": found.profile,
            "reviews": reviews,
            "older": None if reviews.next is None else asked.address(reviews.next),
            "states": states,
            "total": sum(states.values()),
            "withdrawn": sorted(queries.counts_withdrawn(public_id).items(), reverse=True),
            "asked": asked,
            "choices": asked.choices(listing.counts(public_id)),
            "is_first": after is None,
        }
        return pages.to_text("web/reviews/page.html", context, path=request.path)

    try:
        return pages.kept(request, ("reviews", public_id, slug, asked, after, version, today), render)
    except business.Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("reviews", args=[public_id, turn.slug]) + asked.address(after))


@require_safe
def one(request: HttpRequest, review: UUID) -> HttpResponse:
    """A review alone: the address to give to somebody else."""
    found = queries.one(review)
    version = business.version_of(found.business)

    def render() -> str:
        context = {
            "section": "check",
            "review": found,
            "profile": businesses.profile(found.business),
            "entries": log.of_review(found.business, review),
        }
        return pages.to_text("web/reviews/one.html", context, path=request.path)

    return pages.kept(request, ("review", review, version), render)
