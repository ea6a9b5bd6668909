"""The worker's jobs of evidence run with the rights of the worker, and each does its part."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from reputation.core import clock
from reputation.evidence import actions, jobs, queries
from reputation.evidence.models import MailKey, PaymentProof, Pepper
from reputation.evidence.rules import State, Via
from tests.conftest import AsRole
from tests.domains_made import record
from tests.evidence_made import make_payment_proof, make_shop, quoted
from tests.internet import Internet

pytestmark = pytest.mark.django_db


def test_what_is_to_be_done_is_a_job() -> None:
    periodic = {found.task.name for found in app.periodic_registry.periodic_tasks.values()}
    assert {"evidence.look_due", "evidence.end_undecided", "evidence.keep_house"} <= periodic


def test_keys_are_looked_up_and_what_has_stood_its_time_goes(outside: Internet, as_role: AsRole) -> None:
    now, business = clock.now(), make_shop()
    outside.names.put("s1._domainkey.shop.example", "TXT", quoted(record()))
    make_payment_proof(business, now=now - timedelta(days=30))
    Pepper.objects.create(epoch=8000, pepper=bytes(32))
    long_ago = now.date() - timedelta(days=40)
    MailKey.objects.create(domain="x.example", selector="s", record="p=x", first_seen=long_ago, last_seen=long_ago)
    actions.count(business=business, via=Via.MAIL, had_voucher=True, now=now)
    with as_role("worker"):
        jobs.look_due(0)
        jobs.end_undecided(0)
        jobs.keep_house(0)
    assert list(MailKey.objects.values_list("domain", flat=True)) == ["shop.example"]
    assert PaymentProof.objects.get().state == State.UNDECIDED
    assert Pepper.objects.count() == 0
    assert [line.band for line in queries.coverage(business)] == ["1-4"]
