"""Webhooks of a business, as those who act for it manage them: who may, and what is noted of it."""

from collections.abc import Collection
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from reputation.members import deeds, queries
from reputation.members.rules import Act, Actor, DeedKind
from reputation.webhooks import actions as webhooks
from reputation.webhooks import queries as found
from reputation.webhooks.actions import Added


def _host(actor: Actor, endpoint: UUID) -> str:
    return urlsplit(found.endpoint(business=actor.business, public_id=endpoint).url).hostname or ""


@transaction.atomic
def add(*, actor: Actor, url: str, kinds: Collection[str], now: datetime) -> Added:
    """Tell an address of some kinds of event from now on. The secret is shown this once.

    Raises:
        NotAllowed, BadWebhookAddress, BadWebhookKinds, TooManyWebhooks
    """
    queries.require(actor, Act.MANAGE)
    added = webhooks.add(business=actor.business, url=url, kinds=kinds, now=now)
    deeds.note(actor, DeedKind.WEBHOOK_ADDED, now=now, detail=_host(actor, added.public_id))
    return added


@transaction.atomic
def change(*, actor: Actor, endpoint: UUID, url: str, kinds: Collection[str], now: datetime) -> None:
    """Let an endpoint be elsewhere, or be told of other kinds of event.

    Raises:
        NotAllowed, NoSuchWebhook, BadWebhookAddress, BadWebhookKinds
    """
    queries.require(actor, Act.MANAGE)
    webhooks.change(business=actor.business, endpoint=endpoint, url=url, kinds=kinds)
    deeds.note(actor, DeedKind.WEBHOOK_CHANGED, now=now, detail=_host(actor, endpoint))


@transaction.atomic
def pause(*, actor: Actor, endpoint: UUID, now: datetime) -> None:
    """Send nothing there until it is resumed.

    Raises:
        NotAllowed, NoSuchWebhook, WebhookNotLive
    """
    queries.require(actor, Act.MANAGE)
    webhooks.pause(business=actor.business, endpoint=endpoint)
    deeds.note(actor, DeedKind.WEBHOOK_CHANGED, now=now, detail=_host(actor, endpoint))


@transaction.atomic
def resume(*, actor: Actor, endpoint: UUID, now: datetime) -> None:
    """Send there again, what waited included.

    Raises:
        NotAllowed, NoSuchWebhook
    """
    queries.require(actor, Act.MANAGE)
    webhooks.resume(business=actor.business, endpoint=endpoint)
    deeds.note(actor, DeedKind.WEBHOOK_CHANGED, now=now, detail=_host(actor, endpoint))


@transaction.atomic
def roll(*, actor: Actor, endpoint: UUID, now: datetime) -> str:
    """Give an endpoint a new secret and answer it; the former one signs as well for a day.

    Raises:
        NotAllowed, NoSuchWebhook
    """
    queries.require(actor, Act.MANAGE)
    secret = webhooks.roll(business=actor.business, endpoint=endpoint, now=now)
    deeds.note(actor, DeedKind.WEBHOOK_CHANGED, now=now, detail=_host(actor, endpoint))
    return secret


@transaction.atomic
def remove(*, actor: Actor, endpoint: UUID, now: datetime) -> None:
    """Remove an endpoint and what was sent there.

    Raises:
        NotAllowed, NoSuchWebhook
    """
    queries.require(actor, Act.MANAGE)
    host = _host(actor, endpoint)
    webhooks.remove(business=actor.business, endpoint=endpoint)
    deeds.note(actor, DeedKind.WEBHOOK_REMOVED, now=now, detail=host)


@transaction.atomic
def ping(*, actor: Actor, endpoint: UUID, now: datetime) -> UUID:
    """Send an event that says nothing, to see whether it arrives. Answers the delivery.

    Raises:
        NotAllowed, NoSuchWebhook, WebhookNotLive, WebhookPingedMomentsAgo
    """
    queries.require(actor, Act.MANAGE)
    return webhooks.ping(business=actor.business, endpoint=endpoint, now=now)


@transaction.atomic
def replay(*, actor: Actor, endpoint: UUID, delivery: UUID, now: datetime) -> None:
    """Send one delivery once more.

    Raises:
        NotAllowed, NoSuchWebhook, WebhookNotLive, NoSuchDelivery
    """
    queries.require(actor, Act.MANAGE)
    webhooks.replay(business=actor.business, endpoint=endpoint, delivery=delivery, now=now)
    deeds.note(actor, DeedKind.WEBHOOK_REPLAYED, now=now, detail=_host(actor, endpoint))


@transaction.atomic
def replay_since(*, actor: Actor, endpoint: UUID, since: datetime, now: datetime) -> int:
    """Send everything since a moment once more. Answers how much.

    Raises:
        NotAllowed, NoSuchWebhook, WebhookNotLive
    """
    queries.require(actor, Act.MANAGE)
    count = webhooks.replay_since(business=actor.business, endpoint=endpoint, since=since, now=now)
    deeds.note(actor, DeedKind.WEBHOOK_REPLAYED, now=now, detail=_host(actor, endpoint))
    return count
