"""Writing webhooks: endpoints of a business, and what happened to it on its way to them."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

import rfc8785
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from reputation.core import ids
from reputation.core.db import hold
from reputation.core.rows import alone
from reputation.ratings import queries as ratings
from reputation.rulebook import members as numbers
from reputation.webhooks import errors, rules, secrets
from reputation.webhooks.models import AnnouncedRating, Delivery, Endpoint, Event
from reputation.webhooks.rules import DeliveryState, EndpointState, EventKind, Told

# As a delivery is before its first try.
FRESH = {
    "state": DeliveryState.WAITING,
    "tries": 0,
    "status": None,
    "reason": "",
    "finished_at": None,
}


@dataclass(frozen=True, slots=True)
class Added:
    """A new endpoint, and its secret, which is shown this once."""

    public_id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """An endpoint of which its business has to be told, and of what."""

    business: UUID
    endpoint: UUID
    host: str
    told: Told


def add(*, business: UUID, url: str, kinds: Collection[str], now: datetime) -> Added:
    """Let an address be told of some kinds of event from now on.

    Raises:
        BadWebhookAddress, BadWebhookKinds
        TooManyWebhooks: the business has as many as it may.
    """
    address, wanted = _checked(url, kinds)
    secret = secrets.new()
    with transaction.atomic():
        hold(f"webhooks of {business}")
        if Endpoint.objects.filter(business__public_id=business).count() >= rules.ENDPOINTS_MOST:
            raise errors.TooManyWebhooks(most=rules.ENDPOINTS_MOST)
        row = Endpoint.objects.create(
            public_id=ids.SECURE.uuid(),
            business_id=business,
            url=address,
            kinds=wanted,
            secret=secrets.closed(secret),
            made_on=now.date(),
        )
    return Added(row.public_id, secrets.shown(secret))


def _checked(url: str, kinds: Collection[str]) -> tuple[str, list[EventKind]]:
    if fault := rules.address_fault(url, only_https=settings.PRODUCTION):
        raise errors.BadWebhookAddress(reason=fault)
    wanted = rules.wanted(kinds)
    if wanted is None:
        raise errors.BadWebhookKinds
    return url, wanted


def _locked(business: UUID, endpoint: UUID) -> Endpoint:
    row = Endpoint.objects.select_for_update().filter(business__public_id=business, public_id=endpoint).first()
    if row is None:
        raise errors.NoSuchWebhook
    return row


def _live(business: UUID, endpoint: UUID) -> Endpoint:
    row = _locked(business, endpoint)
    if row.state != EndpointState.LIVE:
        raise errors.WebhookNotLive(state=row.state)
    return row


@transaction.atomic
def change(*, business: UUID, endpoint: UUID, url: str, kinds: Collection[str]) -> None:
    """Let an endpoint be at another address, or be told of other kinds of event. Its secret stays.

    Raises:
        NoSuchWebhook, BadWebhookAddress, BadWebhookKinds
    """
    address, wanted = _checked(url, kinds)
    row = _locked(business, endpoint)
    row.url, row.kinds = address, wanted
    row.save(update_fields=["url", "kinds"])


@transaction.atomic
def pause(*, business: UUID, endpoint: UUID) -> None:
    """Send nothing to an endpoint until it is resumed. What waits goes on waiting.

    Raises:
        NoSuchWebhook
        WebhookNotLive: it was paused or stopped before.
    """
    row = _live(business, endpoint)
    row.state = EndpointState.PAUSED
    row.save(update_fields=["state"])


@transaction.atomic
def resume(*, business: UUID, endpoint: UUID) -> None:
    """Send to an endpoint again that was paused or stopped, what waited included.

    Raises:
        NoSuchWebhook
    """
    row = _locked(business, endpoint)
    row.state, row.failing_since, row.told = EndpointState.LIVE, None, Told.NOTHING
    row.save(update_fields=["state", "failing_since", "told"])


@transaction.atomic
def roll(*, business: UUID, endpoint: UUID, now: datetime) -> str:
    """Give an endpoint a new secret and answer it. For a day both sign, so that the receiver can change in peace.

    Raises:
        NoSuchWebhook
    """
    row = _locked(business, endpoint)
    secret = secrets.new()
    row.former_secret, row.former_until = row.secret, now + rules.BOTH_SECRETS
    row.secret = secrets.closed(secret)
    row.save(update_fields=["secret", "former_secret", "former_until"])
    return secrets.shown(secret)


@transaction.atomic
def remove(*, business: UUID, endpoint: UUID) -> None:
    """Remove an endpoint and what was sent to it; with the last one, the events of the business too.

    Raises:
        NoSuchWebhook
    """
    _locked(business, endpoint).delete()
    if not Endpoint.objects.filter(business__public_id=business).exists():
        Event.objects.filter(business__public_id=business).delete()
        AnnouncedRating.objects.filter(business__public_id=business).delete()


def _event(business: UUID, kind: EventKind, facts: Mapping[str, str], now: datetime) -> Event:
    said = rules.body(kind=kind, business=business, facts=facts, service=settings.SERVICE_URL, at=now)
    body = rfc8785.dumps(said).decode()
    return Event(public_id=ids.SECURE.uuid(), business_id=business, kind=kind, body=body, at=now)


def _send_soon(event: Event, endpoint: Endpoint, now: datetime) -> UUID:
    row = Delivery.objects.create(public_id=ids.SECURE.uuid(), event=event, endpoint=endpoint, next_try_at=now)
    defer(row.public_id)
    return row.public_id


def defer(delivery: UUID, at: datetime | None = None) -> None:
    """Let the worker try a delivery, now or at an instant."""
    # By its name: the job calls back here.
    app.configure_task("webhooks.deliver", schedule_at=at).defer(delivery=str(delivery))


@transaction.atomic
def announce(*, business: UUID, kind: EventKind, facts: Mapping[str, str], now: datetime) -> None:
    """Let an event wait for every endpoint that wants it; in the transaction of what happened.

    It takes the facts that have a place in such an event and leaves the others out: no text ever goes this way. The
    event is kept for a while even if no endpoint is live, so that it can be sent later.

    Raises:
        ValueError: a fact is missing, or is no code, day or domain.
    """
    event = _event(business, kind, facts, now)
    # Locked, so that none is removed under a delivery that is being added.
    rows = list(Endpoint.objects.select_for_update(no_key=True).filter(business__public_id=business).order_by("id"))
    if not rows:
        return
    event.save()
    for row in rows:
        if row.state == EndpointState.LIVE and kind in row.kinds:
            _send_soon(event, row, now)


@transaction.atomic
def ping(*, business: UUID, endpoint: UUID, now: datetime) -> UUID:
    """Send an event that says nothing, to see whether it arrives. Answers the delivery.

    Raises:
        NoSuchWebhook, WebhookNotLive
        WebhookPingedMomentsAgo: nothing was sent.
    """
    row = _live(business, endpoint)
    since = now - timedelta(seconds=numbers.PING_PAUSE.value)
    if Delivery.objects.filter(endpoint=row, event__kind=EventKind.PING, event__at__gt=since).exists():
        raise errors.WebhookPingedMomentsAgo(wait_s=numbers.PING_PAUSE.value)
    event = _event(business, EventKind.PING, {}, now)
    event.save()
    return _send_soon(event, row, now)


@transaction.atomic
def replay(*, business: UUID, endpoint: UUID, delivery: UUID, now: datetime) -> None:
    """Send something once more, under the same id.

    Raises:
        NoSuchWebhook, WebhookNotLive, NoSuchDelivery
    """
    row = _live(business, endpoint)
    if not Delivery.objects.filter(endpoint=row, public_id=delivery).update(**FRESH, next_try_at=now):
        raise errors.NoSuchDelivery
    defer(delivery)


@transaction.atomic
def replay_since(*, business: UUID, endpoint: UUID, since: datetime, now: datetime) -> int:
    """Send everything since a moment once more, or for the first time; answers how much. It begins within minutes.

    Raises:
        NoSuchWebhook, WebhookNotLive
    """
    row = _live(business, endpoint)
    events = Event.objects.filter(business__public_id=business, at__gte=since, kind__in=row.kinds).order_by("id")
    Delivery.objects.filter(endpoint=row, event__in=events).update(**FRESH, next_try_at=now)
    missing = events.exclude(id__in=Delivery.objects.filter(endpoint=row).values("event_id"))
    Delivery.objects.bulk_create(
        Delivery(public_id=ids.SECURE.uuid(), event=event, endpoint=row, next_try_at=now) for event in missing
    )
    return events.count()


def announce_ratings(*, now: datetime) -> int:
    """Tell of every answer that is not the one that was told last; answers how many were."""
    rows = Endpoint.objects.filter(state=EndpointState.LIVE, kinds__contains=[EventKind.RATING_CHANGED])
    businesses = rows.order_by("business__public_id").values_list("business__public_id", flat=True).distinct()
    count = 0
    for business in businesses:
        with alone("webhooks.announce_ratings"):
            count += _announce_rating(business, now)
    return count


@transaction.atomic
def _announce_rating(business: UUID, now: datetime) -> bool:
    answer = ratings.answer(business)
    if answer is None:
        return False
    digest = hashlib.sha256(answer).digest()
    last = AnnouncedRating.objects.filter(business__public_id=business)
    if last.filter(sha256=digest).exists():
        return False
    last.delete()
    AnnouncedRating.objects.create(business_id=business, sha256=digest)
    told = json.loads(answer)
    facts = {"month": told["month"], "log_size": str(told["log_size"]), "published": str(told["published"]).lower()}
    announce(business=business, kind=EventKind.RATING_CHANGED, facts=facts, now=now)
    return True


def stop_failing(*, now: datetime) -> None:
    """Stop endpoints that have failed for long."""
    long_ago = now - rules.STOPPED_AFTER
    Endpoint.objects.filter(state=EndpointState.LIVE, failing_since__lte=long_ago).update(state=EndpointState.STOPPED)


def troubles(*, now: datetime) -> list[Trouble]:
    """Endpoints that were stopped, or said they are gone, or have failed for days, untold to their business as yet."""
    return [
        Trouble(row.business_id, row.public_id, urlsplit(row.url).hostname or "", told)
        for told in (Told.STOPPED, Told.FAILING)
        for row in _untold(told, now).order_by("id")
    ]


def note_told(trouble: Trouble, *, now: datetime) -> bool:
    """Note that a business is told, in the transaction of telling it; False if it was, or it is no longer so."""
    return bool(_untold(trouble.told, now).filter(public_id=trouble.endpoint).update(told=trouble.told))


def _untold(told: Told, now: datetime) -> QuerySet[Endpoint]:
    if told is Told.STOPPED:
        return Endpoint.objects.filter(state=EndpointState.STOPPED).exclude(told=Told.STOPPED)
    since = now - rules.WARNED_AFTER
    return Endpoint.objects.filter(state=EndpointState.LIVE, failing_since__lte=since, told=Told.NOTHING)


def forget_old(*, now: datetime) -> int:
    """Forget events of long ago with all their deliveries, and secrets that sign no more; answers how many events."""
    Endpoint.objects.filter(former_until__lte=now).update(former_secret=None, former_until=None)
    old = Event.objects.filter(at__lt=now - rules.KEPT)
    count = old.count()
    old.delete()
    return count
