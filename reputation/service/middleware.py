"""What every answer goes through: a limit on requests at once, the language of the path, and what browsers may do.

Where people sign in it goes through more: who they are, and whether a form is one of ours.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from allauth.account.middleware import AccountMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import set_urlconf
from django.utils import translation
from django.utils.translation import gettext

from reputation.api import errors, problems
from reputation.web import pages

# Addresses of the issuer that programs ask.
PROGRAMS = ("/issuer/", "/.well-known/")
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
    if request.path_info.startswith(("/api/", *PROGRAMS)):
        return problems.response(errors.Overloaded())
    with translation.override(pages.language_of(request.path_info)):
        words = gettext("Too many people are asking at once. Please try again in a moment.")
    headers = {"Retry-After": str(problems.RETRY_AFTER_S), "Cache-Control": "no-store"}
    return HttpResponse(f"{words}\n", status=503, content_type="text/plain; charset=utf-8", headers=headers)


def language_of_path(get_response: Answer) -> Answer:
    """The path alone chooses the language: no cookie, no header, so pages can be cached and nobody is told apart."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        language = pages.language_of(request.path_info)
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


class IssuerAlone:
    """The issuer's process answers its own few addresses; the links on its pages lead to all others."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.urlconf = settings.ISSUER_URLCONF
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Called once the address was found: from here on, addresses are made of all there are."""
        del request
        set_urlconf(None)


# What tells a browser or a line apart. Libraries would note it; nothing behind this point can.
TELLING = (
    "REMOTE_ADDR",
    "REMOTE_HOST",
    "REMOTE_PORT",
    "HTTP_FORWARDED",
    "HTTP_USER_AGENT",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
)


class Members:
    """Sessions, sign-in and the guard against forged forms, for /members/ alone. All else goes past them untouched.

    Answers there are kept by nobody. The own origin is told to ourselves: the guard asks where a form came from.
    """

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response
        self._account = AccountMiddleware(get_response)
        inner = MessageMiddleware(self._account)
        self._guard = CsrfViewMiddleware(AuthenticationMiddleware(inner))
        self._inside = SessionMiddleware(self._guard)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not pages.is_for_members(request.path_info):
            return self._get_response(request)
        for name in TELLING:
            request.META.pop(name, None)
        request.__dict__.pop("headers", None)  # made of META, and kept since the first look
        response = self._inside(request)
        assert isinstance(response, HttpResponseBase)  # noqa: S101 - nothing here is asynchronous
        response.headers["Cache-Control"] = pages.NO_STORE
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    def process_view(
        self, request: HttpRequest, view: Answer, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Called before a view: refuse a form that is not ours."""
        if pages.is_for_members(request.path_info):
            return self._guard.process_view(request, view, tuple(args), dict(kwargs))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Called for what a view raised: an answer at once, or the wish that somebody shows again who they are."""
        if pages.is_for_members(request.path_info):
            found: HttpResponseBase | None = self._account.process_exception(request, exception)
            return found
        return None
