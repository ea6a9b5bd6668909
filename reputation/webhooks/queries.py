"""Reading webhooks, always of one business."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncDate

from reputation.webhooks import errors
from reputation.webhooks.models import Delivery, Endpoint
from reputation.webhooks.rules import DeliveryState, EndpointState, EventKind

PAGE = 50


@dataclass(frozen=True, slots=True)
class Webhook:
    """An endpoint as its business sees it; its secret was shown when it was made."""

    public_id: UUID
    url: str
    kinds: tuple[EventKind, ...]
    state: EndpointState
    made_on: date
    failing_since: datetime | None
    both_secrets_until: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    """An event at an endpoint. `id` is the mark of the next page; `status` or `reason` say how the last try went."""

    id: int
    public_id: UUID
    message_id: UUID
    kind: EventKind
    body: str
    at: datetime
    state: DeliveryState
    tries: int
    next_try_at: datetime | None
    status: int | None
    reason: str
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """How many deliveries of a kind of event were given up on a day, and why: a status, or what kept us from one."""

    kind: str
    on: date
    why: str
    count: int


def _webhook(row: Endpoint) -> Webhook:
    return Webhook(
        public_id=row.public_id,
        url=row.url,
        kinds=tuple(map(EventKind, row.kinds)),
        state=EndpointState(row.state),
        made_on=row.made_on,
        failing_since=row.failing_since,
        both_secrets_until=row.former_until,
    )


def endpoints(business: UUID) -> list[Webhook]:
    """The endpoints of a business, oldest first."""
    return [_webhook(row) for row in Endpoint.objects.filter(business__public_id=business).order_by("id")]


def endpoint(*, business: UUID, public_id: UUID) -> Webhook:
    """One endpoint of a business.

    Raises:
        NoSuchWebhook: there is none of this id, or it is another's.
    """
    row = Endpoint.objects.filter(business__public_id=business, public_id=public_id).first()
    if row is None:
        raise errors.NoSuchWebhook
    return _webhook(row)


def deliveries(*, business: UUID, endpoint: UUID, after: int | None = None, limit: int = PAGE) -> list[Sent]:
    """What was sent to an endpoint, newest first; `after` is the id of the last line of the page before.

    Raises:
        NoSuchWebhook
    """
    if not Endpoint.objects.filter(business__public_id=business, public_id=endpoint).exists():
        raise errors.NoSuchWebhook
    rows = Delivery.objects.filter(endpoint__public_id=endpoint).select_related("event").order_by("-id")
    if after is not None:
        rows = rows.filter(id__lt=after)
    return [
        Sent(
            id=row.id,
            public_id=row.public_id,
            message_id=row.event.public_id,
            kind=EventKind(row.event.kind),
            body=row.event.body,
            at=row.event.at,
            state=DeliveryState(row.state),
            tries=row.tries,
            next_try_at=row.next_try_at,
            status=row.status,
            reason=row.reason,
            finished_at=row.finished_at,
        )
        for row in rows[:limit]
    ]


def given_up() -> list[GivenUp]:
    """The deliveries of all businesses that failed for good, newest day first, for as long as that is kept."""
    rows = Delivery.objects.filter(state=DeliveryState.FAILED).annotate(on=TruncDate("finished_at"))
    found = rows.values_list("event__kind", "on", "status", "reason").annotate(count=Count("id"))
    return [
        GivenUp(kind, on, reason if status is None else str(status), count)
        for kind, on, status, reason, count in found.order_by("-on", "event__kind", "status", "reason")
    ]
