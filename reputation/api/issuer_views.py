"""What the issuer of receipts answers to programs: its directory, and a token for a code (RFC 9578).

Whoever asks for a token needs nothing of ours but a code: any client for this type of token will do. No answer but the
directory is kept by anybody, and nothing of a code or a request is noted anywhere.
"""

import logging
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from reputation.api import errors, problems
from reputation.issuing import claims, queries
from reputation.issuing.errors import KeyNotReady
from reputation.issuing.queries import PublicKey
from reputation.receipts import codes, rules
from reputation.receipts.codes import CodeError
from reputation.receipts.directory import MEDIA_TYPE, PATH, Directory, ListedKey
from reputation.receipts.rules import IssuerKey, ReceiptClass
from reputation.receipts.tokens import REQUEST_MEDIA_TYPE, RESPONSE_MEDIA_TYPE

log = logging.getLogger("reputation.api")
MOST_LISTED = 200
# A new key is in the directory a minute later at most, wherever it is kept on the way.
CACHING = "public, max-age=60"
NO_STORE = {"Cache-Control": "no-store"}
# How long to wait for a key that is being made and logged.
KEY_WAIT_S = 10

View = Callable[..., HttpResponse]


def operation(*methods: str) -> Callable[[View], View]:
    """An operation of the issuer, which answers to these methods and refuses with problems."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
            if request.method not in methods:
                refused = problems.response(errors.MethodNotAllowed())
                refused.headers["Allow"] = ", ".join(methods)
                return refused
            try:
                return view(request, **parts)
            except Exception as error:
                return _refused(error)

        return answer

    return decorate


def _refused(error: Exception) -> HttpResponse:
    """The problem that stands for an exception."""
    if isinstance(error, OperationalError | InterfaceError):
        log.error("issuer-without-database")
        error = errors.IssuerAway()
    refusal = problems.translated(error)
    if isinstance(refusal, errors.Internal):
        log.error("issuer-failed", exc_info=error)
    answer = problems.response(refusal)
    if isinstance(refusal, errors.VoucherMissing):
        answer.headers["WWW-Authenticate"] = "Voucher"
    if isinstance(refusal, KeyNotReady):
        answer.headers["Retry-After"] = str(KEY_WAIT_S)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001 - what is a fault of ours was, above
    return answer


def keys_path(business: UUID, receipt_class: ReceiptClass) -> str:
    """The directory of a business and class. Its host is ours, so the name of no host says where somebody bought."""
    return f"/issuer/{business}/{receipt_class}{PATH}"


@operation("GET", "HEAD")
def whole_directory(request: HttpRequest) -> HttpResponse:
    """GET /.well-known/private-token-issuer-directory: all keys, while they are few enough."""
    found = queries.issuing(most=MOST_LISTED + 1)
    if len(found) > MOST_LISTED:
        raise errors.DirectoryTooLong
    return _directory(request, found)


@operation("GET", "HEAD")
def business_directory(request: HttpRequest, business: UUID, receipt_class: ReceiptClass) -> HttpResponse:
    """GET /issuer/<business>/<class>/.well-known/…: the keys of a business and class."""
    return _directory(request, queries.issuing_of(business, receipt_class))


def _directory(request: HttpRequest, found: list[PublicKey]) -> HttpResponse:
    keys = tuple(ListedKey(IssuerKey.parse(key.public_key)) for key in found)
    raw = Directory("/issuer/token-request", keys).encode()
    tag = f'"{sha256(raw).hexdigest()[:32]}"'
    answer = HttpResponse(raw, MEDIA_TYPE, headers={"Cache-Control": CACHING, "ETag": tag})
    conditional: HttpResponseBase | None = get_conditional_response(request, etag=tag, response=answer)
    assert isinstance(conditional, HttpResponse)  # noqa: S101 - it was given one
    return conditional


@operation("POST")
def look(request: HttpRequest) -> HttpResponse:
    """POST /issuer/look: what a code is for; never whether it was used."""
    found = claims.look(_code(request))
    said = {
        "business": str(found.business),
        "class": found.receipt_class.value,
        "epoch": rules.show_epoch(found.epoch),
        "key_id": found.key_id.hex(),
        "directory": keys_path(found.business, found.receipt_class),
    }
    return JsonResponse(said, headers=NO_STORE)


@operation("POST")
def token_request(request: HttpRequest) -> HttpResponse:
    """POST /issuer/token-request: a code for a blind signature. What is wrong with a request costs no code."""
    if request.content_type != REQUEST_MEDIA_TYPE:
        raise errors.TokenRequestType
    answer = claims.claim(_code(request), request.body)
    return HttpResponse(answer, RESPONSE_MEDIA_TYPE, headers=NO_STORE)


def _code(request: HttpRequest) -> str:
    try:
        return codes.parse_authorization(request.headers.get("Authorization", ""))
    except CodeError as error:
        raise errors.VoucherMissing from error


def healthz(request: HttpRequest) -> HttpResponse:
    """GET /healthz of the issuer's own process: 200 when its database answers. It is handed on to nobody."""
    del request
    try:
        queries.issuing(most=1)
    except (OperationalError, InterfaceError):
        return HttpResponse("away\n", "text/plain", 503, headers=NO_STORE)
    return HttpResponse("well\n", "text/plain", headers=NO_STORE)
