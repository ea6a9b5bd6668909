"""The worker's jobs of the issuer run with the rights of the worker, and each does its part of the night."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import OperationalError
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from reputation.core import clock
from reputation.issuing import jobs, keys
from reputation.issuing.models import Claim, IssuingKey
from reputation.issuing.rules import KeyState
from reputation.receipts import attesters, queries
from reputation.receipts import keys as named
from reputation.receipts.models import Total
from tests.conftest import AsRole
from tests.issuing_made import AUTUMN, make_shop, make_token
from tests.reviews_made import make_business

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


def test_a_backup_that_reads_the_claims_puts_the_forgetting_off_by_less_than_a_day() -> None:
    made = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="issuing.forget_order", attempts=0)
    again = jobs.forget_order.get_retry_exception(OperationalError("lock timeout"), made)
    assert again is not None
    assert again.retry_decision.retry_at is not None
    assert again.retry_decision.retry_at - datetime.now(UTC) <= timedelta(seconds=jobs.FORGET_PAUSE_S)
    last = made.evolve(attempts=jobs.FORGET_TRIES)
    assert jobs.forget_order.get_retry_exception(OperationalError("lock timeout"), last) is None
    assert timedelta(seconds=jobs.FORGET_TRIES * jobs.FORGET_PAUSE_S) < timedelta(days=1)


def test_totals_wait_until_the_issuer_has_ended_the_key_as_well(as_role: AsRole) -> None:
    """As long as it answers, one more may be claimed than the log would say."""
    shop = make_shop(3, attester=attesters.of_business(make_business(), clock.now()), now=AUTUMN)
    named.end(key_id=shop.key.key_id, reason="replaced", now=AUTUMN)
    for _ in range(2):
        with as_role("worker"):
            jobs.make_totals(0)
        assert not Total.objects.exists()
    make_token(shop, shop.codes[0])
    with as_role("worker"):
        jobs.log_made(0)
        jobs.make_totals(0)
    assert [(row.registered, row.claimed) for row in Total.objects.all()] == [("1-4", "1-4")]
