"""Messages reach real servers on loopback, verified there by the library of the standard; and every way to fail."""

import json
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import connection
from standardwebhooks import Webhook, WebhookVerificationError

from config.logs import Lines
from reputation.core import clock
from reputation.webhooks import actions, deliveries, jobs, rules
from reputation.webhooks.models import Delivery
from reputation.webhooks.rules import DeliveryState, EndpointState, EventKind
from tests.internet import Heard, Internet, Site
from tests.webhooks_made import Hook, announce, make_hook, tell_troubles

pytestmark = pytest.mark.django_db
OK = "204 No Content"


@pytest.fixture
def site(outside: Internet) -> Site:
    """The shop's own server, which takes everything."""
    outside.secure.put("shop.example/hook", b"", status=OK)
    return outside.secure


def verified(hook: Hook, heard: Heard) -> dict[str, object]:
    found = Webhook(hook.secret).verify(heard.body, dict(heard.headers))
    assert isinstance(found, dict)
    return found


def scheduled() -> list[tuple[str, datetime | None]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args->>'delivery', scheduled_at FROM procrastinate_jobs"
            " WHERE task_name = 'webhooks.deliver' ORDER BY id"
        )
        return [(delivery, at) for delivery, at in cursor.fetchall()]


def test_a_message_arrives_signed_and_is_verified_by_the_standard_library(site: Site) -> None:
    hook = make_hook()
    delivery = announce(hook)
    jobs.deliver(delivery=str(delivery))
    (heard,) = site.heard
    assert (heard.method, heard.path, heard.headers["content-type"]) == ("POST", "/hook", "application/json")
    (sent,) = hook.sent
    assert heard.headers["webhook-id"] == str(sent.message_id)
    assert verified(hook, heard) == json.loads(sent.body)
    assert json.loads(sent.body)["type"] == "domain-lost"
    assert (sent.state, sent.tries, sent.status, sent.reason) == (DeliveryState.DELIVERED, 1, 204, "")
    assert sent.finished_at is not None
    jobs.deliver(delivery=str(delivery))
    assert len(site.heard) == 1, "what arrived is not sent again"


def test_a_changed_message_or_another_secret_is_not_verified(site: Site) -> None:
    hook, other = make_hook(), make_hook()
    jobs.deliver(delivery=str(announce(hook)))
    (heard,) = site.heard
    verified(hook, heard)
    with pytest.raises(WebhookVerificationError):
        verified(other, heard)
    with pytest.raises(WebhookVerificationError):
        verified(hook, replace(heard, body=heard.body.replace(b"kettle", b"Kettle")))
    with pytest.raises(WebhookVerificationError):
        verified(hook, replace(heard, headers={**heard.headers, "webhook-id": "another"}))


def test_for_a_day_both_secrets_sign(site: Site) -> None:
    old = make_hook()
    secret = actions.roll(business=old.business, endpoint=old.id, now=clock.now())
    new = replace(old, secret=secret)
    assert secret != old.secret
    jobs.deliver(delivery=str(announce(old)))
    (heard,) = site.heard
    assert len(heard.headers["webhook-signature"].split(" ")) == 2
    assert verified(old, heard) == verified(new, heard)
    actions.roll(business=old.business, endpoint=old.id, now=clock.now() - rules.BOTH_SECRETS)
    jobs.deliver(delivery=str(announce(old)))
    heard = site.heard[-1]
    assert len(heard.headers["webhook-signature"].split(" ")) == 1
    for hook in (old, new):
        with pytest.raises(WebhookVerificationError):
            verified(hook, heard)


def test_a_ping_goes_to_the_one_it_is_asked_for(site: Site) -> None:
    hook = make_hook(kinds=(EventKind.LEFT,))
    other = make_hook(hook.business)
    jobs.deliver(delivery=str(actions.ping(business=hook.business, endpoint=hook.id, now=clock.now())))
    assert verified(hook, site.heard[0])["type"] == "ping"
    assert hook.sent[0].state is DeliveryState.DELIVERED
    assert other.sent == []
    assert actions.replay_since(business=hook.business, endpoint=other.id, since=hook.sent[0].at, now=clock.now()) == 0


def test_a_failure_is_tried_again_by_the_schedule_and_then_given_up(site: Site) -> None:
    site.put("shop.example/hook", b"no", status="500 Internal Server Error")
    hook = make_hook()
    began = at = clock.now()
    delivery = announce(hook, now=at)
    planned: list[tuple[str, datetime | None]] = [(str(delivery), None)]
    for wait in rules.WAITS:
        deliveries.deliver(delivery=delivery, now=at)
        (sent,) = hook.sent
        assert (sent.state, sent.next_try_at, sent.status) == (DeliveryState.WAITING, at + wait, 500)
        at += wait
        planned.append((str(delivery), at))
        assert scheduled() == planned
        deliveries.deliver(delivery=delivery, now=at - timedelta(seconds=3))
    assert hook.seen.failing_since == began
    deliveries.deliver(delivery=delivery, now=at)
    (sent,) = hook.sent
    assert (sent.state, sent.tries, sent.status, sent.finished_at) == (DeliveryState.FAILED, 10, 500, at)
    assert len(site.heard) == 10
    assert len({heard.headers["webhook-id"] for heard in site.heard}) == 1
    assert {int(heard.headers["webhook-timestamp"]) for heard in site.heard} >= {
        int(began.timestamp()),
        int(at.timestamp()),
    }
    assert scheduled() == planned


def test_clocks_that_are_a_little_apart_put_nothing_off(site: Site) -> None:
    """The queue goes by the clock of the database, which was ahead of the worker."""
    hook, now = make_hook(), clock.now()
    deliveries.deliver(delivery=announce(hook, now=now + timedelta(seconds=1)), now=now)
    assert len(site.heard) == 1


def test_an_endpoint_that_answers_well_again_fails_no_more(site: Site) -> None:
    hook = make_hook()
    now = clock.now()
    delivery = announce(hook, now=now)
    site.put("shop.example/hook", b"", status="503 Service Unavailable")
    deliveries.deliver(delivery=delivery, now=now)
    assert tell_troubles(now + timedelta(days=3))
    site.put("shop.example/hook", b"", status=OK)
    deliveries.deliver(delivery=delivery, now=now + timedelta(days=3))
    assert hook.seen.failing_since is None
    assert hook.sent[0].state is DeliveryState.DELIVERED
    assert tell_troubles(now + timedelta(days=9)) == []
    site.put("shop.example/hook", b"", status="503 Service Unavailable")
    deliveries.deliver(delivery=announce(hook, now=now), now=now)
    assert tell_troubles(now + timedelta(days=3)), "it is told anew of another failure"


def test_an_endpoint_that_is_gone_is_stopped_at_once(site: Site) -> None:
    site.put("shop.example/hook", b"", status="410 Gone")
    hook = make_hook()
    waiting = announce(hook)
    jobs.deliver(delivery=str(announce(hook)))
    assert hook.seen.state is EndpointState.STOPPED
    assert [sent.state for sent in hook.sent] == [DeliveryState.FAILED, DeliveryState.WAITING]
    assert [trouble.endpoint for trouble in tell_troubles(clock.now())] == [hook.id]
    jobs.deliver(delivery=str(waiting))
    jobs.deliver_overdue(timestamp=0)
    assert len(site.heard) == 1
    site.put("shop.example/hook", b"", status=OK)
    actions.resume(business=hook.business, endpoint=hook.id)
    jobs.deliver(delivery=str(waiting))
    assert hook.sent[1].state is DeliveryState.DELIVERED, "what waited goes once it is resumed"


def slowly(connection: socket.socket) -> None:
    for letter in b"HTTP/1.1 204 No Content\r\n" + b"X: y\r\n" * 1000:
        connection.sendall(bytes([letter]))
        time.sleep(0.05)


def close(connection: socket.socket) -> None:
    connection.close()


def babble(connection: socket.socket) -> None:
    connection.sendall(b"220 mail.shop.example ESMTP\r\n")


@pytest.mark.parametrize(
    ("instead", "reason"),
    [(slowly, "timed-out"), (close, "cut-short"), (babble, "not-http")],
    ids=lambda v: str(v)[:12],
)
def test_a_server_that_answers_badly_is_left_and_tried_again(
    site: Site,
    outside: Internet,
    settings: LazySettings,
    instead: Callable[[socket.socket], None],
    reason: str,
) -> None:
    limits = replace(outside.network.limits, deadline_s=0.8)
    settings.OUTBOUND_NETWORK = replace(outside.network, limits=limits)
    site.instead = instead
    hook = make_hook()
    began = time.monotonic()
    jobs.deliver(delivery=str(announce(hook)))
    assert time.monotonic() - began < 60
    (sent,) = hook.sent
    assert (sent.state, sent.status, sent.reason) == (DeliveryState.WAITING, None, reason)
    assert hook.seen.failing_since is not None


def test_a_redirect_is_not_followed(site: Site, outside: Internet) -> None:
    site.put("shop.example/hook", b"", status="307 Temporary Redirect", headers="Location: https://other.example/\r\n")
    hook = make_hook()
    jobs.deliver(delivery=str(announce(hook)))
    assert [heard.host for heard in outside.secure.heard] == ["shop.example"]
    assert (hook.sent[0].state, hook.sent[0].status) == (DeliveryState.WAITING, 307)


def test_a_large_answer_is_not_read(site: Site) -> None:
    site.put("shop.example/hook", b"x" * 1_000_000)
    hook = make_hook()
    jobs.deliver(delivery=str(announce(hook)))
    assert hook.sent[0].reason == "too-large"


@pytest.mark.parametrize(
    ("address", "reason"),
    [("10.0.0.1", "address-not-public"), ("169.254.169.254", "address-not-public"), ("", "no-such-host")],
)
def test_a_name_that_leads_inside_our_network_is_not_asked(
    site: Site, outside: Internet, address: str, reason: str
) -> None:
    hook = make_hook()
    outside.names.remove("shop.example")
    if address:
        outside.names.put("shop.example", "A", address)
    jobs.deliver(delivery=str(announce(hook)))
    assert site.connections == 0
    assert (hook.sent[0].state, hook.sent[0].status, hook.sent[0].reason) == (DeliveryState.WAITING, None, reason)


def test_a_server_without_a_certificate_for_its_name_gets_nothing(site: Site, outside: Internet) -> None:
    outside.names.host("stranger.example")
    hook = make_hook(url="https://stranger.example/hook")
    jobs.deliver(delivery=str(announce(hook)))
    assert hook.sent[0].reason == "bad-certificate"
    assert site.heard == []


def test_a_lost_secret_sends_nothing_and_a_new_one_helps(site: Site, settings: LazySettings) -> None:
    hook = make_hook()
    settings.SECRET_KEY = "another one"
    delivery = announce(hook)
    jobs.deliver(delivery=str(delivery))
    assert (hook.sent[0].state, hook.sent[0].reason) == (DeliveryState.WAITING, "secret-lost")
    assert site.heard == []
    secret = actions.roll(business=hook.business, endpoint=hook.id, now=clock.now())
    actions.replay(business=hook.business, endpoint=hook.id, delivery=delivery, now=clock.now())
    jobs.deliver(delivery=str(delivery))
    verified(replace(hook, secret=secret), site.heard[0])


def test_what_the_queue_lost_is_sent_when_it_is_overdue(site: Site) -> None:
    hook = make_hook()
    now = clock.now()
    for age in (0, 30, 90, 120):
        announce(hook, now=now - timedelta(seconds=age))
    jobs.deliver_overdue(timestamp=0)
    assert [sent.state for sent in hook.sent] == ["delivered", "delivered", "waiting", "waiting"]


def test_some_of_what_is_overdue_goes_each_minute(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_MOST", 3)
    hook = make_hook()
    for _ in range(5):
        announce(hook, now=clock.now() - timedelta(hours=1))
    jobs.deliver_overdue(timestamp=0)
    assert len(site.heard) == 3
    jobs.deliver_overdue(timestamp=0)
    assert len(site.heard) == 5


def test_whoever_died_with_a_delivery_in_hand_gives_it_back(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = make_hook()
    now = clock.now()
    delivery = announce(hook, now=now)

    def die(**_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("reputation.webhooks.sending.send", die)
        with pytest.raises(KeyboardInterrupt):
            deliveries.deliver(delivery=delivery, now=now)
    deliveries.deliver(delivery=delivery, now=now + timedelta(minutes=1))
    assert site.heard == []
    back = now + deliveries.TAKEN + deliveries.OVERDUE
    assert not deliveries.deliver_overdue(now=back - timedelta(seconds=1))
    assert deliveries.deliver_overdue(now=back)
    assert hook.sent[0].state is DeliveryState.DELIVERED


def test_whoever_notes_a_try_too_late_changes_nothing(site: Site) -> None:
    site.put("shop.example/hook", b"", status="500 Internal Server Error")
    hook = make_hook()
    now = clock.now()
    mine = Delivery.objects.filter(public_id=announce(hook, now=now))
    late = deliveries._take(mine, now)
    after = deliveries._take(mine.filter(next_try_at__lte=now + deliveries.TAKEN), now + deliveries.TAKEN)
    assert late is not None
    assert after is not None
    deliveries._deliver(late, now)
    assert hook.sent[0].next_try_at == now + 2 * deliveries.TAKEN
    deliveries._deliver(after, now + deliveries.TAKEN)
    assert hook.sent[0].next_try_at == now + deliveries.TAKEN + rules.WAITS[1]


def test_an_endpoint_removed_on_the_way_needs_no_note(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = make_hook()
    delivery = announce(hook)

    def answer(_connection: socket.socket) -> None:
        _connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    site.instead = answer
    taken = deliveries._take(Delivery.objects.filter(public_id=delivery), clock.now())
    assert taken is not None
    actions.remove(business=hook.business, endpoint=hook.id)
    deliveries._deliver(taken, clock.now())
    assert not Delivery.objects.exists()


def test_no_log_line_tells_where_a_message_went(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "reputation")
    canary = "quxcanaryzz"
    hook = make_hook(url=f"https://shop.example/hook?key={canary}")
    jobs.deliver(delivery=str(announce(hook)))
    jobs.deliver(delivery=str(announce(make_hook(url=f"https://{canary}.example/"))))
    lines = [Lines().format(record) for record in caplog.records if record.name.startswith("reputation")]
    assert [line.partition(" event=")[2] for line in lines] == [
        "webhook-tried kind=domain-lost status=404",
        "webhook-tried kind=domain-lost code=no-such-host",
    ]
