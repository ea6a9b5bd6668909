"""Who signed a request: an attester, by its key and nothing else. No cookie and no key of the API is looked at."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from rest_framework.request import Request

from reputation.receipts import queries, signed_requests
from reputation.receipts.errors import NotSigned, WrongAttesterState
from reputation.receipts.queries import AttesterFacts
from reputation.receipts.rules import AttesterState
from reputation.receipts.signed_requests import Asked

PORTS = {"http": ":80", "https": ":443"}


def signer(request: Request, body: bytes, *, now: datetime) -> bytes:
    """The public key that signed a request with this body.

    Raises:
        NotSigned: the fact `reason` says why.
    """
    raw: HttpRequest = request._request  # noqa: SLF001 - as it arrived
    asked = Asked(
        method=raw.method or "",
        authority=raw.get_host().lower().removesuffix(PORTS[raw.scheme or "http"]),
        path=raw.path,
        body=body,
        signature_input=raw.META.get("HTTP_SIGNATURE_INPUT", ""),
        signature=raw.META.get("HTTP_SIGNATURE", ""),
        content_digest=raw.META.get("HTTP_CONTENT_DIGEST", ""),
    )
    try:
        return signed_requests.signer(asked, now=now)
    except signed_requests.NotSigned as error:
        raise NotSigned(reason=str(error.reason)) from error


def attester(request: Request, attester: UUID, body: bytes = b"", *, now: datetime) -> AttesterFacts:
    """The attester in the address, once it is seen to have signed.

    Raises:
        NoSuchAttester, NotSigned
    """
    found = queries.attester(attester)
    if signer(request, body, now=now) != found.public_key:
        raise NotSigned(reason="key")
    return found


def require_admitted(found: AttesterFacts) -> None:
    """See that an attester may vouch.

    Raises:
        WrongAttesterState
    """
    if found.state is not AttesterState.ADMITTED:
        raise WrongAttesterState(state=str(found.state))
