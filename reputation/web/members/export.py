"""POST /members/b/{id}/export: everything that is held about the business, as one file. It is noted who took it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from reputation.core import clock
from reputation.reports import business_export
from reputation.web.members.business import actor_of
from reputation.web.members.guards import signed_in


@require_http_methods(["POST"])
@signed_in
def page(request: HttpRequest, business: UUID) -> HttpResponse:
    """A zip with JSON and CSV of each list, and a text that says what is what."""
    now = clock.now()
    raw = business_export.build(actor=actor_of(request, business), language=get_language() or "en", now=now)
    name = f'attachment; filename="open-reference-{business}-{now:%Y-%m-%d}.zip"'
    return HttpResponse(raw, content_type="application/zip", headers={"Content-Disposition": name})
