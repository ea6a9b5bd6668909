"""Handing a few addresses on to the issuer's process, where nothing in front of us does it already.

Codes, requests and tickets pass through here and are looked at by nothing. What goes there is the method, the path, the
body, its type and the code in the header Authorization, and no word of who asks.
"""

import http.client
import logging
import threading
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import get_conditional_response

from reputation.api import errors, problems
from reputation.core.errors import DomainError
from reputation.service.middleware import PROGRAMS
from reputation.web import errors as page_errors

log = logging.getLogger("reputation.service")
# The largest thing that anybody sends there is a form of some hundred bytes.
LONGEST_BODY = 8_192
LONGEST_ANSWER = 1 << 20
PATIENCE_S = 5.0
# A part of the threads alone waits for the issuer, and the others do not wait long for those: an issuer that hangs
# holds up no page.
TURN_S = 0.5
GOES_BACK = ("Allow", "Cache-Control", "Content-Language", "ETag", "Retry-After", "WWW-Authenticate")
_room = threading.BoundedSemaphore(max(settings.WEB_THREADS // 2, 1))


def handed_on(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """The same addresses, handed on."""
    return [URLPattern(pattern.pattern, hand_on, name=pattern.name) for pattern in patterns]


def hand_on(request: HttpRequest, **_parts: object) -> HttpResponseBase:
    """Ask the issuer and pass its answer back."""
    try:
        body = _body(request)
    except RequestDataTooBig:
        return _refused(request, errors.BodyTooLarge())
    if not _room.acquire(timeout=TURN_S):
        return _refused(request, errors.IssuerAway())
    try:
        return _asked(request, body)
    except (OSError, http.client.HTTPException):
        log.warning("issuer-away")
        return _refused(request, errors.IssuerAway())
    finally:
        _room.release()


def is_there(address: str) -> bool:
    """Whether the issuer's process answers at an address, and its database."""
    try:
        return _ask(address, "GET", "/healthz", b"", {})[0] == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False


def _body(request: HttpRequest) -> bytes:
    """The whole body, before there is room: whoever sends it slowly keeps nobody else from the issuer.

    Raises:
        RequestDataTooBig
    """
    if len(request.body) > LONGEST_BODY:
        raise RequestDataTooBig
    return request.body


def _asked(request: HttpRequest, body: bytes) -> HttpResponseBase:
    wanted = {name: request.headers.get(name) for name in ("Content-Type", "Authorization")}
    headers = {name: value for name, value in wanted.items() if value}
    status, found, raw = _ask(settings.ISSUER_ADDRESS, str(request.method), request.path, body, headers)
    answer = HttpResponse(raw, found.get("Content-Type"), status)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - by the issuer, if it is a fault
    for name in GOES_BACK:
        if name in found:
            answer.headers[name] = found[name]
    if "ETag" in answer.headers:
        # Whether somebody has it already is for us to say: what they were told to remember goes no further.
        return get_conditional_response(request, etag=answer.headers["ETag"], response=answer) or answer
    return answer


def _ask(
    address: str, method: str, path: str, body: bytes, headers: dict[str, str]
) -> tuple[int, http.client.HTTPMessage, bytes]:
    client = http.client.HTTPConnection(address, timeout=PATIENCE_S)
    try:
        client.request(method, path, body or None, headers)
        answer = client.getresponse()
        raw = answer.read(LONGEST_ANSWER)
        if answer.length:
            raise http.client.IncompleteRead(raw, answer.length)
    finally:
        client.close()
    return answer.status, answer.headers, raw


def _refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A problem for programs, a page for people."""
    if request.path_info.startswith(PROGRAMS):
        return problems.response(error)
    answer = page_errors.refusal(request, error)
    answer.headers["Retry-After"] = str(problems.RETRY_AFTER_S)
    return answer
