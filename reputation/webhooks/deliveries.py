"""The worker's acts: take a delivery that is due, send it without holding a lock, note how it went."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from reputation.core import clock
from reputation.core.rows import alone
from reputation.outbound.failures import Failed
from reputation.webhooks import actions, rules, secrets, sending
from reputation.webhooks.models import Delivery, Endpoint
from reputation.webhooks.rules import DeliveryState, EndpointState, Outcome, Told

logger = logging.getLogger(__name__)

# Whoever takes a delivery has this long; after that somebody else may. Longer than any endpoint may take.
TAKEN = timedelta(minutes=2)
# What is due for so long was lost by the queue, or is to be sent once more.
OVERDUE = timedelta(minutes=1)
SECRET_LOST = "secret-lost"  # noqa: S105 - a reason


def deliver(*, delivery: UUID, now: datetime) -> None:
    """Try a delivery, unless it is not due, or somebody else does, or its endpoint is not live."""
    if taken := _take(Delivery.objects.filter(public_id=delivery, next_try_at__lte=now + clock.APART), now):
        _deliver(taken, now)


def deliver_overdue(*, now: datetime) -> bool:
    """Try the delivery that is overdue longest; answers whether there was one."""
    taken = _take(Delivery.objects.filter(next_try_at__lte=now - OVERDUE), now)
    if taken is None:
        return False
    with alone("webhooks.deliver_overdue"):
        _deliver(taken, now)
    return True


@transaction.atomic
def _take(rows: QuerySet[Delivery], now: datetime) -> Delivery | None:
    due = rows.filter(state=DeliveryState.WAITING, endpoint__state=EndpointState.LIVE)
    waiting = due.select_for_update(skip_locked=True, of=("self",)).select_related("event", "endpoint")
    taken = waiting.order_by("next_try_at", "id").first()
    if taken is not None:
        taken.tries, taken.next_try_at = taken.tries + 1, now + TAKEN
        taken.save(update_fields=["tries", "next_try_at"])
    return taken


def _deliver(taken: Delivery, now: datetime) -> None:
    status, reason = None, ""
    try:
        status = sending.send(
            url=taken.endpoint.url,
            message_id=taken.event.public_id,
            body=taken.event.body,
            secrets=_secrets(taken.endpoint, now),
            at=now,
        )
    except Failed as failure:
        reason = str(failure.reason)
    except secrets.SecretLost:
        reason = SECRET_LOST
    _note(taken, status, reason, now)
    logger.info("webhook-tried", extra={"kind": taken.event.kind, "status": status, "code": reason or None})


def _secrets(endpoint: Endpoint, now: datetime) -> list[bytes]:
    """What signs: the secret, and for a day the one before it."""
    found = [secrets.opened(bytes(endpoint.secret))]
    if endpoint.former_secret is not None and endpoint.former_until is not None and now < endpoint.former_until:
        with suppress(secrets.SecretLost):  # then the new one was made because of that
            found.append(secrets.opened(bytes(endpoint.former_secret)))
    return found


@transaction.atomic
def _note(taken: Delivery, status: int | None, reason: str, now: datetime) -> None:
    """Note how a try went, at the delivery and at its endpoint. One that was removed meanwhile needs no note."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).filter(id=taken.endpoint_id).first()
    ours = Delivery.objects.filter(id=taken.id, tries=taken.tries, state=DeliveryState.WAITING)
    if endpoint is None:
        return
    outcome = rules.outcome(status)
    again = rules.next_try(tries=taken.tries, now=now) if outcome is Outcome.AGAIN else None
    state = DeliveryState.DELIVERED if outcome is Outcome.DELIVERED else DeliveryState.FAILED
    if again is not None:
        state = DeliveryState.WAITING
    noted = ours.update(
        state=state,
        next_try_at=again,
        finished_at=now if again is None else None,
        status=status,
        reason=reason,
    )
    if noted and again is not None:
        actions.defer(taken.public_id, again)
    if outcome is Outcome.DELIVERED:
        endpoint.failing_since, endpoint.told = None, Told.NOTHING
    else:
        endpoint.failing_since = endpoint.failing_since or now
    if outcome is Outcome.GONE:
        endpoint.state = EndpointState.STOPPED
    endpoint.save(update_fields=["failing_since", "told", "state"])
