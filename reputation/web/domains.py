"""GET /b/<id>/<slug>/domain/<domain>: since when a business has shown that it controls a domain, and who else did."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from reputation.businesses import queries as businesses
from reputation.businesses.queries import Proof
from reputation.businesses.rules import is_known
from reputation.core import clock
from reputation.web import business, errors, pages


@dataclass(frozen=True, slots=True)
class Line:
    """A proof as the page tells it. Of a business whose note has ended, nothing but the days is said."""

    proof: Proof
    is_this: bool
    is_known: bool


def lines(found: list[Proof], this: UUID, today: date) -> list[Line]:
    """The proofs of a domain, oldest first."""
    return [
        Line(
            proof=proof,
            is_this=proof.business == this,
            is_known=is_known(today, proof.left_on, proof.excluded_until),
        )
        for proof in found
    ]


@require_safe
def page(request: HttpRequest, business: UUID, slug: str, domain: str) -> HttpResponseBase:
    """The proofs of one domain that this business proved at any time."""
    return _page(request, business, slug, domain)


def _page(request: HttpRequest, public_id: UUID, slug: str, domain: str) -> HttpResponseBase:
    version = business.version_of(public_id)
    today = clock.now().date()
    found = businesses.proofs(public_id, domain)
    if not found:
        raise errors.NoSuchPage

    def render() -> str:
        named = business.named(public_id, slug)
        if named.has_gone:
            raise errors.Gone
        said = lines(found, public_id, today)
        context = {
            "section": "check",
            "profile": named.profile,
            "domain": domain,
            "lines": said,
            "now": next((line.proof for line in said if line.is_this and line.proof.lost_on is None), None),
            "has_others": any(not line.is_this for line in said),
        }
        return pages.to_text("web/business/domain.html", context, path=request.path)

    try:
        return pages.kept(request, ("domain", public_id, slug, version, today, tuple(found)), render)
    except business.Elsewhere as turn:
        return HttpResponsePermanentRedirect(reverse("domain", args=[public_id, turn.slug, domain]))
