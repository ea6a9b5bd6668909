"""A business is told by mail when its webhooks take nothing, and once more when they are stopped."""

from datetime import timedelta

import pytest

from reputation.core import clock
from reputation.members import jobs, systems
from reputation.notices.models import Mail
from reputation.webhooks import queries
from reputation.webhooks.models import Endpoint
from reputation.webhooks.rules import EndpointState
from tests.conftest import AsRole
from tests.members_made import make_member_business
from tests.webhooks_made import Hook, make_hook

pytestmark = pytest.mark.django_db
NOW = clock.now()


def told() -> list[str]:
    """What the mails since the last look are about."""
    mails = Mail.objects.filter(kind__startswith="webhook-").order_by("id")
    found = list(mails.values_list("kind", flat=True))
    assert all("shop.example" in mail.text for mail in mails)
    mails.delete()
    return found


@pytest.fixture
def hook() -> Hook:
    """An endpoint that fails since now."""
    made = make_hook(make_member_business().business)
    Endpoint.objects.update(failing_since=NOW)
    return made


def test_a_business_is_told_after_two_days_and_when_it_is_stopped(hook: Hook, as_role: AsRole) -> None:
    with as_role("worker"):
        assert systems.tell(now=NOW + timedelta(days=1)) == 0
        assert systems.tell(now=NOW + timedelta(days=2)) == 1
    first = told()
    assert first
    assert set(first) == {"webhook-failing"}
    with as_role("worker"):
        assert systems.tell(now=NOW + timedelta(days=4)) == 0
        assert systems.tell(now=NOW + timedelta(days=5)) == 1
        assert systems.tell(now=NOW + timedelta(days=6)) == 0
    assert set(told()) == {"webhook-stopped"}
    assert queries.endpoint(business=hook.business, public_id=hook.id).state is EndpointState.STOPPED


def test_a_worker_that_slept_tells_of_the_stop_alone(hook: Hook) -> None:
    Endpoint.objects.update(failing_since=NOW - timedelta(days=9))
    jobs.tell_of_systems(timestamp=0)
    assert set(told()) == {"webhook-stopped"}
    jobs.tell_of_systems(timestamp=0)
    assert told() == []
