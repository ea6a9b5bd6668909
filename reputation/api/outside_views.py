"""Operations on the web addresses of a business and on its webhooks."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from reputation.api import callers, describe_outside, errors, once, parsing, present_outside, problems, shapes
from reputation.api.business_views import Given, act, end, paged, reader
from reputation.api.views import Operation
from reputation.core import clock
from reputation.domains import actions as domains
from reputation.domains import queries as claims
from reputation.members import webhooks
from reputation.members.rules import Act, Actor
from reputation.webhooks import queries as endpoints

Done = tuple[int, dict[str, Any]]


class Claims(Operation):
    """GET and POST /api/v1/businesses/{business}/claims"""

    @extend_schema(**describe_outside.CLAIMS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business)
        return once.private({"items": [present_outside.claim(one) for one in claims.claims(actor.business)]})

    @extend_schema(**describe_outside.ADD_CLAIM)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> Done:
            claim = domains.claim(actor=actor, domain=given["domain"], now=now)
            return 201, present_outside.claim(claims.one(actor.business, claim))

        return act(request, business, Act.MANAGE, describe_outside.CLAIM_BODY, work)


class Claim(Operation):
    """GET and DELETE /api/v1/businesses/{business}/claims/{claim}"""

    @extend_schema(**describe_outside.READ_CLAIM)
    def get(self, request: Request, business: str, claim: str) -> HttpResponse:
        actor = reader(request, business)
        return once.private(present_outside.claim(claims.one(actor.business, parsing.public_id(claim))))

    @extend_schema(**describe_outside.GIVE_UP)
    def delete(self, request: Request, business: str, claim: str) -> HttpResponse:
        public_id = parsing.public_id(claim)
        return end(
            request, business, Act.MANAGE, lambda actor, now: domains.give_up(actor=actor, claim=public_id, now=now)
        )


class ClaimCheck(Operation):
    """POST /api/v1/businesses/{business}/claims/{claim}/check"""

    @extend_schema(**describe_outside.CHECK_CLAIM)
    def post(self, request: Request, business: str, claim: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        caller, public_id = callers.caller(request, now=now), parsing.public_id(claim)
        actor = callers.actor(caller, business, Act.MANAGE)
        shapes.nothing(request)

        def work() -> Done:
            look = domains.check_now(actor=actor, claim=public_id, now=now)
            return 200, present_outside.looked(look, claims.one(actor.business, public_id))

        return once.once_looked(request, caller, work, now=now)


class ClaimMail(Operation):
    """POST /api/v1/businesses/{business}/claims/{claim}/mail"""

    @extend_schema(**describe_outside.PROVE_BY_MAIL)
    def post(self, request: Request, business: str, claim: str) -> HttpResponse:
        now = clock.now()
        parsing.only(request)
        caller, public_id = callers.caller(request, now=now), parsing.public_id(claim)
        actor = callers.actor(caller, business, Act.MANAGE)
        if request._request.content_type != "application/octet-stream":  # noqa: SLF001 - as it was declared
            raise errors.UnsupportedMediaType
        message = parsing.raw_body(request, largest=parsing.LARGEST_MESSAGE)

        def work() -> Done:
            domains.prove_by_mail(actor=actor, claim=public_id, message=message, now=now)
            return 200, present_outside.claim(claims.one(actor.business, public_id))

        return once.once_looked(request, caller, work, now=now)


class Webhooks(Operation):
    """GET and POST /api/v1/businesses/{business}/webhooks"""

    @extend_schema(**describe_outside.WEBHOOKS)
    def get(self, request: Request, business: str) -> HttpResponse:
        actor = reader(request, business)
        return once.private({"items": [present_outside.webhook(one) for one in endpoints.endpoints(actor.business)]})

    @extend_schema(**describe_outside.ADD_WEBHOOK)
    def post(self, request: Request, business: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> Done:
            added = webhooks.add(actor=actor, url=given["url"], kinds=given["events"], now=now)
            found = endpoints.endpoint(business=actor.business, public_id=added.public_id)
            return 201, {"webhook": present_outside.webhook(found), "secret": added.secret}

        return act(request, business, Act.MANAGE, describe_outside.WEBHOOK_BODY, work)


class Webhook(Operation):
    """GET and DELETE /api/v1/businesses/{business}/webhooks/{webhook}"""

    @extend_schema(**describe_outside.READ_WEBHOOK)
    def get(self, request: Request, business: str, webhook: str) -> HttpResponse:
        actor = reader(request, business)
        found = endpoints.endpoint(business=actor.business, public_id=parsing.public_id(webhook))
        return once.private(present_outside.webhook(found))

    @extend_schema(**describe_outside.REMOVE_WEBHOOK)
    def delete(self, request: Request, business: str, webhook: str) -> HttpResponse:
        public_id = parsing.public_id(webhook)
        return end(
            request, business, Act.MANAGE, lambda actor, now: webhooks.remove(actor=actor, endpoint=public_id, now=now)
        )


def _shown(actor: Actor, webhook: str) -> dict[str, Any]:
    return present_outside.webhook(endpoints.endpoint(business=actor.business, public_id=parsing.public_id(webhook)))


class WebhookChange(Operation):
    """POST /api/v1/businesses/{business}/webhooks/{webhook}/change"""

    @extend_schema(**describe_outside.CHANGE_WEBHOOK)
    def post(self, request: Request, business: str, webhook: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> Done:
            endpoint = parsing.public_id(webhook)
            webhooks.change(actor=actor, endpoint=endpoint, url=given["url"], kinds=given["events"], now=now)
            return 200, _shown(actor, webhook)

        return act(request, business, Act.MANAGE, describe_outside.WEBHOOK_BODY, work)


class WebhookPause(Operation):
    """POST /api/v1/businesses/{business}/webhooks/{webhook}/pause"""

    @extend_schema(**describe_outside.PAUSE)
    def post(self, request: Request, business: str, webhook: str) -> HttpResponse:
        def work(actor: Actor, _given: Given, now: datetime) -> Done:
            webhooks.pause(actor=actor, endpoint=parsing.public_id(webhook), now=now)
            return 200, _shown(actor, webhook)

        return act(request, business, Act.MANAGE, None, work)


class WebhookResume(Operation):
    """POST /api/v1/businesses/{business}/webhooks/{webhook}/resume"""

    @extend_schema(**describe_outside.RESUME)
    def post(self, request: Request, business: str, webhook: str) -> HttpResponse:
        def work(actor: Actor, _given: Given, now: datetime) -> Done:
            webhooks.resume(actor=actor, endpoint=parsing.public_id(webhook), now=now)
            return 200, _shown(actor, webhook)

        return act(request, business, Act.MANAGE, None, work)


class WebhookRoll(Operation):
    """POST /api/v1/businesses/{business}/webhooks/{webhook}/roll"""

    @extend_schema(**describe_outside.ROLL)
    def post(self, request: Request, business: str, webhook: str) -> HttpResponse:
        def work(actor: Actor, _given: Given, now: datetime) -> Done:
            secret = webhooks.roll(actor=actor, endpoint=parsing.public_id(webhook), now=now)
            return 200, {"webhook": _shown(actor, webhook), "secret": secret}

        return act(request, business, Act.MANAGE, None, work)


class WebhookPing(Operation):
    """POST /api/v1/businesses/{business}/webhooks/{webhook}/ping"""

    @extend_schema(**describe_outside.PING)
    def post(self, request: Request, business: str, webhook: str) -> HttpResponse:
        def work(actor: Actor, _given: Given, now: datetime) -> Done:
            delivery = webhooks.ping(actor=actor, endpoint=parsing.public_id(webhook), now=now)
            return 202, {"delivery": str(delivery)}

        return act(request, business, Act.MANAGE, None, work)


class WebhookReplay(Operation):
    """POST /api/v1/businesses/{business}/webhooks/{webhook}/replay"""

    @extend_schema(**describe_outside.REPLAY_SINCE)
    def post(self, request: Request, business: str, webhook: str) -> HttpResponse:
        def work(actor: Actor, given: Given, now: datetime) -> Done:
            since = _instant(given["since"])
            sent = webhooks.replay_since(actor=actor, endpoint=parsing.public_id(webhook), since=since, now=now)
            return 202, {"sent": sent}

        return act(request, business, Act.MANAGE, describe_outside.REPLAY_BODY, work)


def _instant(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError as error:
        raise problems.field_error("since", "not-an-instant", "An instant looks like 2026-11-23T09:30:00Z.") from error


class Deliveries(Operation):
    """GET /api/v1/businesses/{business}/webhooks/{webhook}/deliveries"""

    @extend_schema(**describe_outside.DELIVERIES)
    def get(self, request: Request, business: str, webhook: str) -> HttpResponse:
        actor = reader(request, business, "after", "limit")
        after, limit = paged(request)
        endpoint = parsing.public_id(webhook)
        found = endpoints.deliveries(business=actor.business, endpoint=endpoint, after=after, limit=limit + 1)
        more, found = found[limit:], found[:limit]
        items = [present_outside.delivery(one) for one in found]
        return once.private({"items": items, "next": str(found[-1].id) if more else None})


class DeliveryReplay(Operation):
    """POST /api/v1/businesses/{business}/webhooks/{webhook}/deliveries/{delivery}/replay"""

    @extend_schema(**describe_outside.REPLAY)
    def post(self, request: Request, business: str, webhook: str, delivery: str) -> HttpResponse:
        public_id = parsing.public_id(delivery)

        def work(actor: Actor, _given: Given, now: datetime) -> Done:
            webhooks.replay(actor=actor, endpoint=parsing.public_id(webhook), delivery=public_id, now=now)
            return 202, {"delivery": str(public_id)}

        return act(request, business, Act.MANAGE, None, work)
