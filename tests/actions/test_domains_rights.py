"""What each role of the database may do about claims, and what nobody may."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from reputation.domains import actions
from reputation.domains.models import Claim
from tests.conftest import AsRole
from tests.domains_made import NOW, logged, make_actor, make_claim, make_proved, one, publish, unpublish
from tests.internet import Internet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_roles_that_do_it_have_the_rights_it_takes(outside: Internet, as_role: AsRole) -> None:
    actor, other = make_actor(), make_actor()
    with as_role("web"):
        claim = make_claim(actor)
        value = one(actor, claim)
    outside.names.put(value.record, "TXT", f'"{value.value}"')
    with as_role("web"):
        actions.check_now(actor=actor, claim=claim, now=NOW)
    wish = make_claim(other, "other.example")
    publish(outside, other, wish)
    unpublish(outside)
    with as_role("worker"):
        for day in (1, 30, 44):
            actions.check_due(now=NOW + day * DAY)
        actions.forget_ended(now=NOW + 200 * DAY)
    assert logged(actor.business) == ["domain-proved", "domain-lost"]
    assert logged(other.business) == ["domain-proved"]
    again = make_claim(actor, "third.example", now=NOW + 50 * DAY)
    with as_role("web"):
        actions.give_up(actor=actor, claim=again, now=NOW + 50 * DAY)


@pytest.mark.parametrize("role", ["lookup", "ratings", "issuer"])
def test_no_other_role_sees_a_claim(as_role: AsRole, role: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), as_role(role):
        Claim.objects.count()


@pytest.mark.parametrize(
    "change",
    [
        "state = 'odd'",
        "method = 'odd'",
        "token = 'short'",
        "state = 'proved', seen_at = now(), method = NULL",
        "state = 'proved', method = 'dns'",
        "state = 'failing', seen_at = now(), method = 'dns'",
        "state = 'lost', seen_at = now(), method = 'dns'",
        "state = 'given-up'",
        "next_check_at = NULL",
        "ended_at = now()",
        "grace_until = now()",
    ],
)
def test_the_database_refuses_what_must_never_be(change: str) -> None:
    claim = make_claim(make_actor())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE domains_claim SET {change} WHERE public_id = %s", [claim])


def test_two_claims_never_hold_one_domain(outside: Internet) -> None:
    make_proved(outside)
    other = make_claim(make_actor())
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(public_id=other).update(state="proved", method="dns", seen_at=NOW)
