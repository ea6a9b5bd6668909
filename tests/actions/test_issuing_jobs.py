"""The worker's jobs of the issuer run with the rights of the worker, and each does its part of the night."""

import pytest
from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.issuing import jobs, keys
from reputation.issuing.models import Claim, IssuingKey
from reputation.issuing.rules import KeyState
from reputation.receipts import keys as named
from reputation.receipts import queries
from tests.conftest import AsRole
from tests.issuing_made import make_shop, make_token

pytestmark = pytest.mark.django_db


def test_what_is_to_be_done_is_a_job() -> None:
    periodic = {found.task.name: found.cron for found in app.periodic_registry.periodic_tasks.values()}
    assert periodic["issuing.log_made"] == "* * * * *"
    assert {"issuing.forget_order", "issuing.nightly"} <= periodic.keys()


def test_each_minute_new_keys_are_named_and_what_the_log_ended_is_ended(as_role: AsRole) -> None:
    shop = make_shop(now=clock.now())
    make_shop(now=clock.now(), is_ready=False)
    keys.make_asked()
    named.end(key_id=shop.key.key_id, reason="replaced", now=clock.now())
    with as_role("worker"):
        jobs.log_made(0)
    assert sorted(IssuingKey.objects.values_list("state", flat=True)) == [KeyState.ENDED, KeyState.ISSUING]


def test_each_night_bands_are_told_and_the_order_is_forgotten(as_role: AsRole) -> None:
    shop = make_shop(now=clock.now())
    make_token(shop, shop.codes[0])
    with as_role("worker"):
        jobs.forget_order(0)
        jobs.nightly(0)
    assert queries.key(shop.key.key_id).claimed == "1-4"
    assert Claim.objects.count() == 1
