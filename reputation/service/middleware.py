"""What every answer goes through: a limit on requests at once, the language of the path, and what browsers may do."""

import threading
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.translation import gettext

from reputation.api import errors, problems

Answer = Callable[[HttpRequest], HttpResponseBase]
LONGEST_TURN_S = 5.0
FORBIDDEN = ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in (*FORBIDDEN, "browsing-topics"))


def overload(get_response: Answer) -> Answer:
    """Work on WEB_THREADS requests, let some wait their turn for a moment, and answer 503 to the rest at once.

    At most REQUESTS_AT_ONCE are in this process's hands. No address is looked at or kept.
    """
    room = threading.BoundedSemaphore(settings.REQUESTS_AT_ONCE)
    working = threading.BoundedSemaphore(min(settings.WEB_THREADS, settings.REQUESTS_AT_ONCE))

    def answer(request: HttpRequest) -> HttpResponseBase:
        if not room.acquire(blocking=False):
            return _full(request)
        try:
            if not working.acquire(timeout=LONGEST_TURN_S):
                return _full(request)
            try:
                return get_response(request)
            finally:
                working.release()
        finally:
            room.release()

    return answer


def _full(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith("/api/"):
        return problems.response(errors.Overloaded())
    with translation.override(_language(request)):
        words = gettext("Too many people are asking at once. Please try again in a moment.")
    headers = {"Retry-After": str(problems.RETRY_AFTER_S), "Cache-Control": "no-store"}
    return HttpResponse(f"{words}\n", status=503, content_type="text/plain; charset=utf-8", headers=headers)


def _language(request: HttpRequest) -> str:
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


def language_of_path(get_response: Answer) -> Answer:
    """The path alone chooses the language: no cookie, no header, so pages can be cached and nobody is told apart."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        language = _language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def permissions_policy(get_response: Answer) -> Answer:
    """Switch off what no page of ours needs."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return answer
