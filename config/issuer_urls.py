"""The addresses that the issuer's own process answers. All but its health are handed on to it by the web process."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from reputation.api import problems
from reputation.api.issuer_views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="issuer-healthz"),
    path("", include("reputation.api.issuer_urls")),
    *i18n_patterns(path("", include("reputation.web.claim_urls")), prefix_default_language=False),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Any other address."""
    del exception
    return problems.not_found(request)
