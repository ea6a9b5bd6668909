"""Operations on the vouchers of a business: making them, and reading what became of them."""

import base64
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import callers, describe_vouchers, once, parsing, present_attesters, present_vouchers, shapes
from reputation.api.business_views import Given, act, reader
from reputation.api.views import Operation
from reputation.core import clock
from reputation.issuing import vouchers
from reputation.members.rules import Act, Actor
from reputation.receipts import business_acts, queries
from reputation.receipts.rules import Moment
from reputation.reports import receipts


class Vouchers(Operation):
    """POST /api/v1/businesses/{business}/vouchers"""

    @extend_schema(**describe_vouchers.MAKE_VOUCHERS)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            made = vouchers.make(actor=actor, batch=uuid4(), count=given["count"], now=now)
            return 201, present_vouchers.made(made)

        return act(request, business, Act.ANSWER, describe_vouchers.VOUCHERS_BODY, work)


class Receipts(Operation):
    """GET /api/v1/businesses/{business}/receipts"""

    @extend_schema(**describe_vouchers.RECEIPTS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business)
        return once.private(present_vouchers.receipts(receipts.figures(actor.business)))


class AttesterKey(Operation):
    """PUT /api/v1/businesses/{business}/attester-key"""

    @extend_schema(**describe_vouchers.CHANGE_ATTESTER_KEY)
    def put(self, request: Request, business: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        actor = callers.actor(callers.caller(request, now=now), business, Act.MANAGE)
        given = shapes.body(request, describe_vouchers.KEY_BODY)
        business_acts.change_key(actor=actor, public_key=given["key"], now=now)
        return once.private(present_vouchers.attester(queries.attester_of(actor.business)))


class Totals(Operation):
    """GET and POST /api/v1/businesses/{business}/totals"""

    @extend_schema(**describe_vouchers.TOTALS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business)
        return once.private({"items": [present_attesters.total(one) for one in business_acts.due(actor.business)]})

    @extend_schema(**describe_vouchers.SIGN_TOTAL)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> tuple[int, dict[str, Any]]:
            found = business_acts.sign(
                actor=actor,
                key_id=bytes.fromhex(given["key_id"]),
                moment=Moment(given["moment"]),
                signature=base64.b64decode(given["signature"]),
                now=now,
            )
            return 200, present_attesters.total(found)

        return act(request, business, Act.MANAGE, describe_vouchers.SIGN_BODY, work)
