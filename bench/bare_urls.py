"""The service's own addresses, and bare views beside them: one SELECT or one file, the bytes it found, nothing else."""

from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler404, handler500
from config.urls import urlpatterns as own

__all__ = ["handler404", "handler500", "urlpatterns"]


def bare(_request: HttpRequest, business: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM ratings_answer WHERE business = %s", [business])
        found = cursor.fetchone()
    return HttpResponse(bytes(found[0]), content_type="application/json")


def bare_file(_request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse((Path(settings.PUBLIC_ROOT) / name).read_bytes(), content_type="application/octet-stream")


urlpatterns = [path("bare/<str:business>", bare), path("bare-file/<path:name>", bare_file), *own]
