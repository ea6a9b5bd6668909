"""The service's own addresses, and a bare view beside them: one SELECT, the bytes it found, nothing else."""

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


urlpatterns = [path("bare/<str:business>", bare), *own]
