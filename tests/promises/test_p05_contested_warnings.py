"""P5: a warning of an imitation is made by rules and ended by persons: never by a machine, nor by one of them."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from reputation.core import clock
from reputation.disputes import course, deciding, errors
from reputation.disputes.models import Case, Decision
from reputation.disputes.rules import Outcome
from reputation.lookalikes import actions as lookalikes
from reputation.lookalikes import keys, queries
from reputation.rulebook import cases as numbers
from tests.cases_made import draft, moderator
from tests.conftest import AsRole
from tests.promises.statements import refused, sql
from tests.reviews_made import make_business
from tests.warnings_made import LOOKS_LIKE, contest, exempt, hear, watch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


@pytest.fixture
def case() -> UUID:
    return contest(watch(make_business(), now=clock.now()), now=clock.now())


def is_warned() -> bool:
    return bool(queries.imitated(keys.of(LOOKS_LIKE)))


def test_time_alone_decides_nothing(case: UUID) -> None:
    for days in (1, numbers.ANSWER.value + 5, numbers.DECISION.value + 1, 400):
        course.move_on(now=clock.now() + timedelta(days=days))
    assert not Decision.objects.exists()
    assert Case.objects.get().state == "ready"
    assert is_warned()


def test_whoever_drafts_does_not_approve(case: UUID) -> None:
    now = clock.now()
    hear(case, now=now)
    draft(case, Outcome.EXEMPT, now=now)
    with pytest.raises(errors.OnePerson):
        deciding.approve(case=case, user=moderator(1, now=now), now=now)
    assert is_warned()


def test_the_pages_and_the_worker_exempt_nothing_without_a_decision(case: UUID, as_role: AsRole) -> None:
    business = Case.objects.get().business_id
    for role in ("web", "worker"):
        with as_role(role), refused("a domain is exempt by a decision"):
            lookalikes.exempt(business=business, domain=LOOKS_LIKE, decision=UUID(int=1, version=4), now=clock.now())
    assert is_warned()


def test_no_decision_of_one_of_a_machine_or_before_the_business_had_its_time(case: UUID) -> None:
    other = watch(make_business(), "kettlemossware.top", now=clock.now())
    exempt(other, now=clock.now())
    columns = [str(field.column) for field in Decision._meta.concrete_fields if field.column != "id"]
    contested = Case.objects.get(public_id=case)
    fresh = {"public_id": "gen_random_uuid()", "case_id": str(contested.pk), "salt": "NULL"}
    for given, why in (
        ({}, "the business may still answer"),
        ({"persons": "1"}, "decision_two_persons|may still answer"),
        ({"is_automated": "true"}, "decision_not_by_machine|may still answer"),
        ({"outcome": "'suspended'"}, "about the review, alert or domain"),
    ):
        values = ", ".join((fresh | given).get(column, column) for column in columns)
        with refused(why):
            sql(f"INSERT INTO disputes_decision ({', '.join(columns)}) SELECT {values} FROM disputes_decision")
    hear(case, now=clock.now())
    for given, why in (
        ({"persons": "1"}, "decision_two_persons"),
        ({"is_automated": "true"}, "decision_not_by_machine"),
        ({"decided_by": "approved_by"}, "decision_two_persons"),
    ):
        values = ", ".join((fresh | given).get(column, column) for column in columns)
        with refused(why):
            sql(f"INSERT INTO disputes_decision ({', '.join(columns)}) SELECT {values} FROM disputes_decision")
    connection.check_constraints()
    assert Decision.objects.count() == 1
