"""GET /members/: where somebody arrives after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reputation.web.members.guards import signed_in


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """The businesses somebody acts for."""
    return render(request, "web/members/home.html", {"section": "businesses"})
