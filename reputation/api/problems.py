"""Refusals as RFC 9457 problem documents. They never repeat what was sent."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions

from reputation.api import errors
from reputation.core.errors import DomainError
from reputation.receipts import challenge, tokens
from reputation.receipts.errors import TokenNotValid
from reputation.reviews.errors import PassagesFound
from reputation.screening.findings import Findings

log = logging.getLogger("reputation.api")
TYPE = "application/problem+json"
PAGE = "/api/v1/problems/"
RETRY_AFTER_S = 2


class FieldErrors(errors.InvalidField):
    """Which fields are wrong, each with a code and what to do."""

    def __init__(self, found: Sequence[Mapping[str, str]]) -> None:
        super().__init__()
        self.found = list(found)


class MarkedPassages(PassagesFound):
    """Which passages of a text are marked. `shown`: as they are told."""

    def __init__(self, findings: Findings, shown: Sequence[Mapping[str, Any]]) -> None:
        super().__init__(findings)
        self.shown = list(shown)


def field_error(field: str, code: str, detail: str) -> FieldErrors:
    """A refusal because of one field."""
    return FieldErrors([{"field": field, "code": code, "detail": detail}])


def document(error: DomainError) -> dict[str, Any]:
    """The problem document of a refusal."""
    found: dict[str, Any] = {
        "type": f"{PAGE}{error.code}",
        "title": error.title,
        "status": error.status,
        "code": error.code,
    }
    facts = {name: value for name, value in error.facts.items() if value is not None}
    if facts:
        found["facts"] = facts
    if isinstance(error, FieldErrors):
        found["errors"] = error.found
    if isinstance(error, MarkedPassages):
        found["findings"] = error.shown
    return found


def response(error: DomainError) -> HttpResponse:
    """The answer that refuses."""
    answer = HttpResponse(
        json.dumps(document(error)), status=error.status, content_type=TYPE, headers={"Cache-Control": "no-store"}
    )
    if isinstance(error, TokenNotValid):
        # No key is named: each receipt says by itself whose it is, and a key would say whose is wanted.
        answer.headers["WWW-Authenticate"] = tokens.www_authenticate(challenge.challenge(settings.ISSUER_NAME))
    elif error.status == errors.Unauthenticated.status:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if error.status in (429, 503):
        answer.headers["Retry-After"] = str(error.facts.get("wait_s", RETRY_AFTER_S))
    return answer


def translated(error: Exception) -> DomainError:
    """The refusal that stands for any exception; what is unknown is an internal error."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, (exceptions.MethodNotAllowed,)):
        return errors.MethodNotAllowed()
    if isinstance(error, exceptions.UnsupportedMediaType):
        return errors.UnsupportedMediaType()
    if isinstance(error, exceptions.NotAcceptable):
        return errors.NotAcceptable()
    if isinstance(error, RequestDataTooBig):
        return errors.BodyTooLarge()
    if isinstance(error, (exceptions.ParseError, BadRequest, SuspiciousOperation)):
        return errors.MalformedBody()
    if isinstance(error, (Http404, exceptions.NotFound)):
        return errors.NoSuchOperation()
    return errors.Internal()


def handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """What REST framework calls for every exception of a view."""
    refusal = translated(error)
    if isinstance(refusal, errors.Internal):
        log.error("api-failed", exc_info=error)
    answer = response(refusal)
    if isinstance(error, exceptions.MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    return answer


def not_found(_request: HttpRequest, path: str = "") -> HttpResponse:  # noqa: ARG001 - never repeated
    """Any path under /api/v1/ that names no operation."""
    return response(errors.NoSuchOperation())
