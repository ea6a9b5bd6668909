"""Two workers send a delivery once; a business never gets a sixth endpoint; nothing is lost under one that goes."""

from datetime import timedelta
from functools import partial
from threading import Event as Flag
from threading import Thread

import pytest
from django.db import connection

from reputation.core import clock
from reputation.webhooks import actions, deliveries, errors, sending
from reputation.webhooks.models import Delivery, Endpoint
from reputation.webhooks.rules import DeliveryState, EventKind
from tests.at_once import at_once
from tests.internet import Internet
from tests.reviews_made import make_business
from tests.webhooks_made import announce, make_hook

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_workers_send_a_delivery_once(outside: Internet) -> None:
    outside.secure.put("shop.example/hook", b"", status="204 No Content")
    hook = make_hook()
    now = clock.now()
    made = [announce(hook, now=now - timedelta(hours=1)) for _ in range(12)]

    def each() -> None:
        for delivery in made:
            deliveries.deliver(delivery=delivery, now=now)

    def overdue() -> None:
        while deliveries.deliver_overdue(now=now):
            pass

    assert at_once(each, overdue, overdue) == [None, None, None]
    assert len(outside.secure.heard) == 12
    assert len({heard.headers["webhook-id"] for heard in outside.secure.heard}) == 12
    assert {sent.state for sent in hook.sent} == {DeliveryState.DELIVERED}


def test_while_a_message_is_on_its_way_no_lock_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    delivery = announce(make_hook())
    under_way, let_go = Flag(), Flag()

    def slowly(**_: object) -> int:
        under_way.set()
        assert let_go.wait(10)
        return 200

    monkeypatch.setattr(sending, "send", slowly)

    def run() -> None:
        deliveries.deliver(delivery=delivery, now=clock.now())
        connection.close()

    thread = Thread(target=run)
    thread.start()
    assert under_way.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM webhooks_delivery, webhooks_endpoint FOR UPDATE NOWAIT")
    deliveries.deliver(delivery=delivery, now=clock.now())
    let_go.set()
    thread.join(10)
    found = Delivery.objects.get()
    assert (found.state, found.tries) == (DeliveryState.DELIVERED, 1)


def test_a_business_never_has_a_sixth_endpoint() -> None:
    business = make_business()
    for _ in range(3):
        make_hook(business)
    found = at_once(*[lambda: make_hook(business)] * 6)
    assert sum(isinstance(one, errors.TooManyWebhooks) for one in found) == 4
    assert Endpoint.objects.count() == 5


def test_what_happens_while_an_endpoint_is_removed_happens() -> None:
    """A business's own act never fails because its webhook goes at the same moment."""
    for _ in range(8):
        hook = make_hook()
        act = partial(actions.announce, business=hook.business, kind=EventKind.LEFT, facts={}, now=clock.now())
        found = at_once(act, act, partial(actions.remove, business=hook.business, endpoint=hook.id))
        assert found == [None, None, None]
    assert not Endpoint.objects.exists()
    assert not Delivery.objects.exists()
