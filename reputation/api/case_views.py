"""Operations on cases: reading one, challenging a review, contesting a notice, and acting in a case of one's own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import callers, describe_cases, errors, once, parsing
from reputation.api.business_views import Given, act, reader
from reputation.api.review_views import telling
from reputation.api.views import Operation
from reputation.core import clock
from reputation.disputes import appeals, business_cases, exchange, filing, rooms, showing
from reputation.disputes.rooms import Which
from reputation.disputes.rules import Ground, Party
from reputation.members.rules import Act, Actor
from reputation.proofs.cleaning import Clean
from reputation.ratings.alerts import Alert
from reputation.reports import case_documents
from reputation.rulebook import proofs as numbers


class Cases(Operation):
    """GET and POST /api/v1/businesses/{business}/cases"""

    @extend_schema(**describe_cases.CASES)
    def get(self, request: Request, business: str) -> HttpResponse:
        given = parsing.only(request, "which", "after")
        actor = callers.actor(callers.caller(request, now=clock.now()), business, Act.READ)
        which = parsing.choice(given, "which", Which) or Which.ALL
        after = parsing.id_of(given, "after") if "after" in given else None
        found = rooms.of_business(actor.business, which=which, now=clock.now(), after=after)
        last = str(found[-1].case) if len(found) == rooms.PAGE else None
        return once.private({"items": [case_documents.line(line) for line in found], "next": last})

    @extend_schema(**describe_cases.FILE)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            return 201, _room(_file(actor, given, now), now)

        with telling(_language(request)):
            return act(request, business, Act.ANSWER, describe_cases.CHALLENGE_BODY, work, "language")


def _file(actor: Actor, given: Given, now: datetime) -> UUID:
    return business_cases.challenge(
        actor=actor,
        review=parsing.id_of(given, "review"),
        ground=Ground(given["ground"]),
        quote=given["quote"],
        said=given["said"],
        law=given.get("law", ""),
        insists=given.get("insists", False),
        now=now,
    )


class Contest(Operation):
    """POST /api/v1/businesses/{business}/alerts/{alert}/contest"""

    @extend_schema(**describe_cases.CONTEST)
    def post(self, request: Request, business: str, alert: str) -> HttpResponse:
        if alert not in set(Alert):
            raise errors.NoSuchOperation

        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            case = business_cases.contest_alert(
                actor=actor, alert=Alert(alert), said=given["said"], insists=given.get("insists", False), now=now
            )
            return 201, _room(case, now)

        with telling(_language(request)):
            return act(request, business, Act.ANSWER, describe_cases.CONTEST_BODY, work, "language")


class OwnCase(Operation):
    """GET /api/v1/businesses/{business}/cases/{case}"""

    @extend_schema(**describe_cases.OWN)
    def get(self, request: Request, business: str, case: str) -> HttpResponse:
        actor, public_id = reader(request, business), parsing.public_id(case)
        business_cases.require_own(actor.business, public_id)
        return once.private(_room(public_id, clock.now()))


def _language(request: Request) -> str:
    return parsing.language({name: request.query_params[name] for name in request.query_params})


def _room(case: UUID, now: datetime) -> dict[str, Any]:
    return case_documents.room(rooms.room(case, now=now))


def _do(
    request: Request, business: str, case: str, what: Callable[..., Any], body: Any = None, **fixed: Any
) -> HttpResponse:
    """Do something in a case that the business filed; the answer is the case as it stands then."""
    public_id = parsing.public_id(case)

    def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
        business_cases.act(actor=actor, case=public_id, what=what, now=now, **fixed, **_read(given))
        return 200, _room(public_id, now)

    if body is None or "text" not in body["properties"]:
        return act(request, business, Act.ANSWER, body, work)
    with telling(_language(request)):
        return act(request, business, Act.ANSWER, body, work, "language")


def _read(given: Given) -> Given:
    """What a body gives: numbers come in hex."""
    found: Given = {name: bytes.fromhex(given[name]) for name in ("nonce", "nonce_commitment") if name in given}
    return {**given, **found}


class Reply(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/reply"""

    @extend_schema(**describe_cases.REPLY)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        return _do(request, business, case, exchange.reply, describe_cases.TEXT_BODY)


class NoReply(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/no-reply"""

    @extend_schema(**describe_cases.NO_REPLY)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        return _do(request, business, case, exchange.waive_reply)


class More(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/words"""

    @extend_schema(**describe_cases.MORE)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        body = describe_cases.TEXT_BODY
        return _do(request, business, case, exchange.add, body, party=Party.CHALLENGER)


class Offer(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/offer"""

    @extend_schema(**describe_cases.OFFER)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        return _do(request, business, case, filing.offer, describe_cases.TEXT_BODY)


class Withdraw(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/withdraw"""

    @extend_schema(**describe_cases.WITHDRAW)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        return _do(request, business, case, filing.withdraw)


class Appeal(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/appeal"""

    @extend_schema(**describe_cases.APPEAL)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        body = describe_cases.APPEAL_BODY
        return _do(request, business, case, appeals.appeal, body, party=Party.CHALLENGER)


class Reveal(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/reveal"""

    @extend_schema(**describe_cases.REVEAL)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        body = describe_cases.REVEAL_BODY
        return _do(request, business, case, appeals.reveal, body, party=Party.CHALLENGER)


class Proofs(Operation):
    """POST /api/v1/businesses/{business}/cases/{case}/proofs"""

    @extend_schema(**describe_cases.SHOW)
    def post(self, request: Request, business: str, case: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        caller, public_id = callers.caller(request, now=now), parsing.public_id(case)
        actor = callers.actor(caller, business, Act.ANSWER)
        once.require_key(request)
        business_cases.require_own(actor.business, public_id)
        if request._request.content_type != "application/octet-stream":  # noqa: SLF001 - as it was declared
            raise errors.UnsupportedMediaType
        content = parsing.large_body(request, largest=numbers.LARGEST.value)

        def make() -> Clean:
            return showing.prepare(case=public_id, party=Party.CHALLENGER, content=content)

        def work(clean: Clean) -> tuple[int, dict[str, Any]]:
            shown = business_cases.act(
                actor=actor, case=public_id, what=showing.keep, party=Party.CHALLENGER, clean=clean, now=now
            )
            room = _room(public_id, now)
            return 201, next(one for one in room["proofs"] if one["proof"] == str(shown))

        return once.once_made(request, caller, make, work, now=now, body=content)
