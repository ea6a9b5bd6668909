"""The address space: the service's own state, files of the log, API, pages."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("reputation.service.urls"))]

if find_spec("reputation.api.urls"):
    urlpatterns.append(path("api/v1/", include("reputation.api.urls")))
if find_spec("reputation.web.urls"):
    urlpatterns.append(path("", include("reputation.web.urls")))
