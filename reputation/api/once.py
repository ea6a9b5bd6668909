"""Answers for one caller alone, and acts that are done once for each Idempotency-Key."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from reputation.api import errors, parsing, present
from reputation.api.callers import Caller
from reputation.members import idempotency
from reputation.members.idempotency import Answer

KEY = re.compile(r"[ -~]{1,255}", re.ASCII)
REPLAYED = "Idempotency-Replayed"
T = TypeVar("T")
Done = tuple[int, dict[str, Any]]
Work = Callable[[], Done]
"""Does something and answers the status and the document."""


def private(document: object, status: int = 200) -> HttpResponse:
    """JSON for whoever asked, which nobody keeps and no other site may read."""
    return _answer(Answer(status, present.rendered(document)))


def gone() -> HttpResponse:
    """Nothing is left to say: what the address named has ended."""
    return HttpResponse(status=204, headers={"Cache-Control": "no-store"})


def _answer(found: Answer) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(found.body, status=found.status, content_type="application/json", headers=headers)


def _replayed(found: Answer) -> HttpResponse:
    response = _answer(found)
    response.headers[REPLAYED] = "true"
    return response


def require_key(request: Request) -> str:
    """The Idempotency-Key of a call.

    Raises:
        IdempotencyKeyMissing
    """
    key: str = request.META.get("HTTP_IDEMPOTENCY_KEY", "").strip()
    if not KEY.fullmatch(key):
        raise errors.IdempotencyKeyMissing
    return key


def _wish(request: Request, caller: Caller, body: bytes | None = None) -> idempotency.Wish:
    return idempotency.wish(
        secret=caller.secret,
        key=require_key(request),
        method=request.method or "",
        path=request.get_full_path(),
        body=parsing.raw_body(request, largest=parsing.LARGEST_MESSAGE) if body is None else body,
    )


def once(request: Request, caller: Caller, work: Work, *, now: datetime, body: bytes | None = None) -> HttpResponse:
    """Do something and keep its answer, in one transaction; or answer as before. A refusal undoes all, the key too.

    `body`: what was read of the request already, because it is larger than others.

    Raises:
        IdempotencyKeyMissing, KeyReused, KeyInUse
    """
    wished = _wish(request, caller, body)
    with transaction.atomic():
        if found := idempotency.before(wished, now=now):
            return _replayed(found)
        status, document = work()
        answer = Answer(status, present.rendered(document))
        idempotency.keep(wished, answer, now=now)
    return _answer(answer)


def once_made(
    request: Request, caller: Caller, make: Callable[[], T], work: Callable[[T], Done], *, now: datetime, body: bytes
) -> HttpResponse:
    """The same for work with something that takes long to make, which no transaction may wait for.

    It is made where the call was not answered before, and then only.

    Raises:
        IdempotencyKeyMissing, KeyReused, KeyInUse
    """
    wished = _wish(request, caller, body)
    with transaction.atomic():
        if found := idempotency.before(wished, now=now):
            return _replayed(found)
    made = make()
    return once(request, caller, lambda: work(made), now=now, body=body)


def once_looked(request: Request, caller: Caller, work: Work, *, now: datetime) -> HttpResponse:
    """The same for what looks at the outside world, which no transaction may wait for.

    Such work keeps itself from being done twice at once, so that only the answer is left to be kept.

    Raises:
        IdempotencyKeyMissing, KeyReused, KeyInUse
    """
    wished = _wish(request, caller)
    with transaction.atomic():
        if found := idempotency.before(wished, now=now):
            return _replayed(found)
    status, document = work()
    answer = Answer(status, present.rendered(document))
    with transaction.atomic():
        idempotency.keep(wished, answer, now=now)
    return _answer(answer)
