"""What monitoring asks. Neither answer says anything about anybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from reputation.core import clock
from reputation.service import health

NO_STORE = {"Cache-Control": "no-store"}


@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """GET /healthz: 200 when all is well, 503 when not, and what is the matter."""
    is_well, words = health.report(health.state(now=clock.now()))
    response = JsonResponse(words, status=200 if is_well else 503, headers=NO_STORE)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - whoever asks reads it; no error of ours
    return response


@require_safe
def metrics(_request: HttpRequest) -> HttpResponse:
    """GET /metrics: the figures for Prometheus."""
    text = health.exposition(health.state(now=clock.now()))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8", headers=NO_STORE)
