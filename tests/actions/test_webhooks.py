"""Endpoints of a business: added, changed, paused, rolled, removed; and what waits for them."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from reputation.businesses.models import Business
from reputation.core import clock
from reputation.ratings import actions as ratings
from reputation.ratings import queries as rating_queries
from reputation.rulebook import members as numbers
from reputation.webhooks import actions, errors, jobs, queries, rules, secrets
from reputation.webhooks.models import AnnouncedRating, Delivery, Endpoint, Event
from reputation.webhooks.rules import WANTABLE, DeliveryState, EndpointState, EventKind, Told
from tests.conftest import AsRole
from tests.ratings_log import SHOP, catch_up, make_entry, make_reviews, start_log
from tests.reviews_made import make_business
from tests.webhooks_made import FACTS, URL, Hook, announce, make_hook, tell_troubles

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_new_endpoint_has_a_secret_that_is_kept_encrypted() -> None:
    hook = make_hook()
    row = Endpoint.objects.get()
    assert hook.secret.startswith("whsec_")
    assert secrets.shown(secrets.opened(bytes(row.secret))) == hook.secret
    raw = secrets.opened(bytes(row.secret))
    assert len(raw) == 32
    assert raw not in bytes(row.secret)
    assert hook.secret not in str(hook.seen)
    assert hook.seen == queries.Webhook(hook.id, URL, WANTABLE, EndpointState.LIVE, clock.now().date(), None, None)
    assert queries.endpoints(hook.business) == [hook.seen]


def test_a_secret_of_another_secret_key_is_lost(settings: LazySettings) -> None:
    make_hook()
    settings.SECRET_KEY = "another one"
    with pytest.raises(secrets.SecretLost):
        secrets.opened(bytes(Endpoint.objects.get().secret))


@pytest.mark.parametrize(("url", "reason"), [("https://10.0.0.1/", "ip-address"), ("shop.example", "bad-url")])
def test_an_address_that_cannot_be_sent_to_is_refused(url: str, reason: str) -> None:
    with pytest.raises(errors.BadWebhookAddress) as refused:
        make_hook(url=url)
    assert refused.value.facts == {"reason": reason}
    hook = make_hook()
    with pytest.raises(errors.BadWebhookAddress):
        actions.change(business=hook.business, endpoint=hook.id, url=url, kinds=[EventKind.LEFT])
    assert hook.seen.url == URL


def test_in_production_messages_travel_encrypted(settings: LazySettings) -> None:
    assert make_hook(url="http://shop.example/hook").seen.url == "http://shop.example/hook"
    settings.PRODUCTION = True
    with pytest.raises(errors.BadWebhookAddress) as refused:
        make_hook(url="http://shop.example/hook")
    assert refused.value.facts == {"reason": "not-https"}


@pytest.mark.parametrize("kinds", [[], ["ping"], ["left", "unheard-of"]])
def test_unknown_events_are_refused(kinds: list[str]) -> None:
    with pytest.raises(errors.BadWebhookKinds):
        actions.add(business=make_business(), url=URL, kinds=kinds, now=NOW)


def test_a_business_has_five_at_most() -> None:
    business = make_business()
    hooks = [make_hook(business) for _ in range(rules.ENDPOINTS_MOST)]
    with pytest.raises(errors.TooManyWebhooks) as refused:
        make_hook(business)
    assert refused.value.facts == {"most": 5}
    make_hook()
    actions.remove(business=business, endpoint=hooks[0].id)
    make_hook(business)


def test_an_endpoint_is_its_business_s_alone() -> None:
    hook, stranger = make_hook(), make_business()
    delivery = announce(hook)
    who = {"business": stranger, "endpoint": hook.id}
    for act in (
        lambda: queries.endpoint(business=stranger, public_id=hook.id),
        lambda: queries.deliveries(business=stranger, endpoint=hook.id),
        lambda: actions.change(**who, url=URL, kinds=["left"]),
        lambda: actions.pause(**who),
        lambda: actions.resume(**who),
        lambda: actions.roll(**who, now=NOW),
        lambda: actions.ping(**who, now=NOW),
        lambda: actions.replay(**who, delivery=delivery, now=NOW),
        lambda: actions.replay_since(**who, since=NOW, now=NOW),
        lambda: actions.remove(**who),
    ):
        with pytest.raises(errors.NoSuchWebhook):
            act()
    assert queries.endpoints(stranger) == []
    mine = make_hook(stranger)
    with pytest.raises(errors.NoSuchDelivery):
        actions.replay(business=stranger, endpoint=mine.id, delivery=delivery, now=NOW)


def test_address_and_events_can_change() -> None:
    hook = make_hook()
    actions.change(business=hook.business, endpoint=hook.id, url="https://other.example/", kinds=["left"])
    assert (hook.seen.url, hook.seen.kinds) == ("https://other.example/", (EventKind.LEFT,))


def test_an_event_waits_for_every_live_endpoint_that_wants_it() -> None:
    wants = make_hook()
    others = [
        make_hook(wants.business, kinds=(EventKind.LEFT,)),
        make_hook(),
        make_hook(wants.business),
    ]
    actions.pause(business=wants.business, endpoint=others[2].id)
    announce(wants)
    (sent,) = wants.sent
    assert (sent.kind, sent.state, sent.tries) == (EventKind.DOMAIN_LOST, DeliveryState.WAITING, 0)
    assert [hook.sent for hook in others] == [[], [], []]
    assert deferred() == [str(sent.public_id)]


def deferred() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'delivery' FROM procrastinate_jobs WHERE task_name = 'webhooks.deliver'")
        return [row[0] for row in cursor.fetchall()]


def test_an_event_waits_only_if_what_it_tells_of_happened() -> None:
    hook = make_hook()
    with transaction.atomic():
        announce(hook)
        transaction.set_rollback(True)
    assert not Event.objects.exists()
    assert deferred() == []


def test_without_endpoints_nothing_is_kept_and_mistakes_are_found_all_the_same() -> None:
    business = make_business()
    actions.announce(business=business, kind=EventKind.DOMAIN_LOST, facts=FACTS, now=NOW)
    assert not Event.objects.exists()
    with pytest.raises(ValueError, match="domain"):
        actions.announce(business=business, kind=EventKind.DOMAIN_LOST, facts={}, now=NOW)


def test_what_happened_while_it_was_paused_can_be_sent_later() -> None:
    hook = make_hook(kinds=(EventKind.DOMAIN_LOST,))
    who = {"business": hook.business, "endpoint": hook.id}
    announce(hook, now=NOW)
    Delivery.objects.update(state=DeliveryState.FAILED, next_try_at=None, finished_at=NOW, tries=10, status=500)
    actions.pause(**who)
    for act in (
        lambda: actions.pause(**who),
        lambda: actions.ping(**who, now=NOW),
        lambda: actions.replay_since(**who, since=NOW, now=NOW),
        lambda: actions.replay(**who, delivery=hook.sent[0].public_id, now=NOW),
    ):
        with pytest.raises(errors.WebhookNotLive) as refused:
            act()
        assert refused.value.facts == {"state": "paused"}
    for kind in (EventKind.DOMAIN_LOST, EventKind.LEFT):
        actions.announce(business=hook.business, kind=kind, facts=FACTS, now=NOW + timedelta(hours=1))
    actions.resume(**who)
    actions.resume(**who)
    assert actions.replay_since(**who, since=NOW + timedelta(minutes=1), now=NOW + timedelta(hours=2)) == 1
    assert [sent.state for sent in hook.sent] == [DeliveryState.WAITING, DeliveryState.FAILED]
    assert actions.replay_since(**who, since=NOW, now=NOW + timedelta(hours=2)) == 2
    assert [(sent.state, sent.tries, sent.status) for sent in hook.sent] == [(DeliveryState.WAITING, 0, None)] * 2
    assert len({sent.message_id for sent in hook.sent}) == 2


def test_one_delivery_can_be_sent_once_more_under_its_id() -> None:
    hook = make_hook()
    delivery = announce(hook)
    before = hook.sent[0].message_id
    Delivery.objects.update(state=DeliveryState.DELIVERED, next_try_at=None, finished_at=NOW, tries=1, status=200)
    actions.replay(business=hook.business, endpoint=hook.id, delivery=delivery, now=NOW)
    (sent,) = hook.sent
    assert (sent.state, sent.tries, sent.status, sent.next_try_at) == (DeliveryState.WAITING, 0, None, NOW)
    assert sent.message_id == before
    assert deferred() == [str(delivery)] * 2


def test_a_test_is_sent_once_a_minute() -> None:
    hook = make_hook()
    other = make_hook(hook.business, url=f"{URL}/other")
    pause = timedelta(seconds=numbers.PING_PAUSE.value)
    actions.ping(business=hook.business, endpoint=hook.id, now=NOW)
    with pytest.raises(errors.WebhookPingedMomentsAgo) as refused:
        actions.ping(business=hook.business, endpoint=hook.id, now=NOW + pause - timedelta(seconds=1))
    assert refused.value.facts == {"wait_s": numbers.PING_PAUSE.value}
    assert len(hook.sent) == 1
    actions.ping(business=other.business, endpoint=other.id, now=NOW)
    actions.ping(business=hook.business, endpoint=hook.id, now=NOW + pause)


def test_removing_an_endpoint_keeps_nothing() -> None:
    hook = make_hook()
    other = make_hook(hook.business)
    announce(hook)
    AnnouncedRating.objects.create(business_id=hook.business, sha256=b"x" * 32)
    actions.remove(business=hook.business, endpoint=hook.id)
    assert Delivery.objects.count() == len(other.sent) == 1
    assert Event.objects.count() == 1
    actions.remove(business=hook.business, endpoint=other.id)
    assert not any(model.objects.exists() for model in (Endpoint, Event, Delivery, AnnouncedRating))


def test_deliveries_come_newest_first_in_pages() -> None:
    hook = make_hook()
    made = [announce(hook) for _ in range(5)]
    first = queries.deliveries(business=hook.business, endpoint=hook.id, limit=2)
    rest = queries.deliveries(business=hook.business, endpoint=hook.id, after=first[-1].id)
    assert [sent.public_id for sent in first + rest] == made[::-1]


def test_events_and_old_secrets_are_forgotten_in_time() -> None:
    hook = make_hook()
    announce(hook, now=NOW)
    announce(hook, now=NOW + timedelta(days=1))
    actions.roll(business=hook.business, endpoint=hook.id, now=NOW)
    assert actions.forget_old(now=NOW + timedelta(hours=23)) == 0
    assert hook.seen.both_secrets_until == NOW + timedelta(hours=24)
    assert actions.forget_old(now=NOW + rules.KEPT) == 0
    assert hook.seen.both_secrets_until is None
    assert Endpoint.objects.get().former_secret is None
    assert actions.forget_old(now=NOW + rules.KEPT + timedelta(seconds=1)) == 1
    assert len(hook.sent) == Delivery.objects.count() == 1


def failing(days: float, **columns: object) -> Hook:
    hook = make_hook()
    Endpoint.objects.filter(public_id=hook.id).update(failing_since=NOW - timedelta(days=days), **columns)
    return hook


def test_a_business_is_told_once_of_an_endpoint_that_fails_and_once_when_it_is_stopped() -> None:
    well = make_hook()
    hook = failing(1.9)
    paused = failing(9, state=EndpointState.PAUSED)
    failing_now, stopped = (
        actions.Trouble(hook.business, hook.id, "shop.example", of) for of in (Told.FAILING, Told.STOPPED)
    )
    assert tell_troubles(NOW) == []
    assert tell_troubles(NOW + timedelta(hours=3)) == [failing_now]
    assert tell_troubles(NOW + timedelta(hours=4)) == []
    assert not actions.note_told(failing_now, now=NOW + timedelta(hours=4)), "somebody else told of it meanwhile"
    assert tell_troubles(NOW + timedelta(days=3)) == []
    assert hook.seen.state is EndpointState.LIVE
    assert tell_troubles(NOW + timedelta(days=3.1)) == [stopped]
    assert tell_troubles(NOW + timedelta(days=9)) == []
    assert [one.seen.state for one in (well, hook, paused)] == ["live", "stopped", "paused"]
    actions.resume(business=hook.business, endpoint=hook.id)
    assert (hook.seen.state, hook.seen.failing_since) == (EndpointState.LIVE, None)
    assert tell_troubles(NOW + timedelta(days=9)) == []


@pytest.fixture
def rated() -> Hook:
    """An endpoint of a business of the log that wants to know of its rating."""
    start_log()
    make_entry("business-joined")
    make_reviews(1, 40)
    catch_up()
    Business.objects.create(
        public_id=SHOP, legal_name="Invented Ltd", country="GB", joined_on=NOW.date(), charter_version="1"
    )
    return make_hook(SHOP, kinds=(EventKind.RATING_CHANGED,))


def test_a_rating_is_told_when_it_is_another(rated: Hook, settings: LazySettings) -> None:
    make_hook(rated.business, kinds=(EventKind.LEFT,))
    assert actions.announce_ratings(now=clock.now()) == 1
    assert actions.announce_ratings(now=clock.now()) == 0
    make_reviews(41, 2)
    catch_up()
    jobs.announce_ratings(timestamp=0)
    first, second = (json.loads(sent.body)["data"] for sent in reversed(rated.sent))
    answer = json.loads(rating_queries.answer(SHOP) or b"")
    assert second == {
        "business": str(SHOP),
        "link": f"{settings.SERVICE_URL}/api/v1/businesses/{SHOP}/rating",
        **{name: answer[name] for name in ("month", "log_size", "published")},
    }
    assert first["log_size"] < second["log_size"]
    ratings.follow(month=2026 * 12 + 30)
    assert actions.announce_ratings(now=clock.now()) == 1, "a month is another answer"


def test_a_paused_endpoint_is_told_of_no_rating(rated: Hook) -> None:
    actions.pause(business=rated.business, endpoint=rated.id)
    assert actions.announce_ratings(now=clock.now()) == 0
    actions.resume(business=rated.business, endpoint=rated.id)
    assert actions.announce_ratings(now=clock.now()) == 1


def test_pages_announce_and_change_and_the_worker_cannot_make_an_endpoint(as_role: AsRole) -> None:
    business = make_business()
    with as_role("web"):
        hook = make_hook(business)
        announce(hook)
        actions.roll(business=business, endpoint=hook.id, now=NOW)
    with as_role("worker"):
        announce(hook)
        actions.stop_failing(now=NOW)
        actions.forget_old(now=NOW)
        for statement in ("DELETE FROM webhooks_endpoint", "INSERT INTO webhooks_endpoint (id) VALUES (1)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.connection.transaction():
                connection.connection.execute(statement)
    with as_role("web"):
        actions.remove(business=business, endpoint=hook.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE webhooks_endpoint SET kinds = '{ping}'",
        "UPDATE webhooks_endpoint SET kinds = '{}'",
        "UPDATE webhooks_endpoint SET state = 'lost'",
        "UPDATE webhooks_endpoint SET told = 'lost'",
        "UPDATE webhooks_endpoint SET former_secret = secret",
        "UPDATE webhooks_delivery SET state = 'failed'",
        "UPDATE webhooks_delivery SET state = 'delivered', next_try_at = NULL",
        "UPDATE webhooks_delivery SET next_try_at = NULL",
        "UPDATE webhooks_delivery SET status = 500, reason = 'timed-out'",
        "UPDATE webhooks_event SET kind = 'unheard-of'",
        (
            "INSERT INTO webhooks_delivery (public_id, event_id, endpoint_id, state, tries, next_try_at, reason)"
            " SELECT gen_random_uuid(), event_id, endpoint_id, state, tries, next_try_at, '' FROM webhooks_delivery"
        ),
    ],
)
def test_the_database_refuses_what_must_never_be(statement: str) -> None:
    announce(make_hook())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_unknown_business_has_no_webhooks() -> None:
    assert queries.endpoints(uuid4()) == []
