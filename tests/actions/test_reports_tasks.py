"""What a business has to do, and in which order."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from reputation.desk import queries as desk
from reputation.disputes import exchange
from reputation.domains import actions as domains
from reputation.issuing import vouchers
from reputation.members import charters, leavings
from reputation.receipts import business_acts
from reputation.reports import tasks
from reputation.reports.tasks import Kind, Task
from reputation.rulebook import cases as numbers
from reputation.rulebook import charter as rulebook
from tests import cases_made, desk_made
from tests.api_lines import ATTESTER_KEY
from tests.members_made import ANSWERS, NOW, make_member_business
from tests.reviews_made import make_review

pytestmark = pytest.mark.django_db
EXCLUSION = {Kind.ANSWER_EXCLUSION}
LATER = NOW + timedelta(weeks=5)
SECOND = rulebook.Charter("2", date(2026, 4, 1), date(2026, 5, 1), rulebook.VERSIONS["1"].rules)


def test_a_new_business_is_asked_for_its_address_whenever_it_suits() -> None:
    actor = make_member_business()
    asked = [Task(Kind.CLAIM_DOMAIN, None), Task(Kind.MAKE_VOUCHERS, None)]
    assert tasks.of_business(actor.business, now=NOW) == asked


def test_a_business_is_reminded_of_vouchers_until_it_makes_some() -> None:
    actor = make_member_business()
    business_acts.change_key(actor=actor, public_key=ATTESTER_KEY, now=NOW)
    assert Task(Kind.MAKE_VOUCHERS, None) in tasks.of_business(actor.business, now=NOW), "a key is no voucher"
    vouchers.make(actor=actor, batch=uuid4(), count=1, now=NOW)
    assert Task(Kind.MAKE_VOUCHERS, None) not in tasks.of_business(actor.business, now=NOW)


def test_what_ends_first_comes_first() -> None:
    actor = make_member_business()
    domains.claim(actor=actor, domain="kettle.example", now=NOW)
    leavings.give_notice(actor=actor, now=NOW - timedelta(days=10))
    found = tasks.of_business(actor.business, now=NOW)
    assert [task.kind for task in found] == [Kind.STAY_OR_LEAVE, Kind.DOMAIN_PUBLISH, Kind.MAKE_VOUCHERS]
    assert found[0].until == (NOW + timedelta(days=20)).date()
    assert found[1] == Task(Kind.DOMAIN_PUBLISH, (NOW + timedelta(days=30)).date(), "kettle.example")


def test_of_one_that_left_there_is_nothing() -> None:
    actor = make_member_business()
    leavings.give_notice(actor=actor, now=NOW - timedelta(days=30))
    leavings.leave_due(now=NOW)
    assert tasks.of_business(actor.business, now=NOW) == []


def test_a_charter_is_due_from_its_announcement_until_it_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rulebook.VERSIONS, "2", SECOND)
    actor = make_member_business()
    kinds = [task.kind for task in tasks.of_business(actor.business, now=NOW)]
    assert Kind.ACCEPT_CHARTER not in kinds
    announced, binding = NOW + timedelta(days=30), NOW + timedelta(days=60)
    assert Task(Kind.ACCEPT_CHARTER, SECOND.effective, "2") in tasks.of_business(actor.business, now=announced)
    charters.leave_without(now=binding)
    due = Task(Kind.ACCEPT_CHARTER, (binding + timedelta(days=30)).date(), "2")
    assert due in tasks.of_business(actor.business, now=binding)
    charters.accept(actor=actor, version="2", name="Ada", office="Director", answers=ANSWERS, now=binding)
    assert Kind.ACCEPT_CHARTER not in [task.kind for task in tasks.of_business(actor.business, now=binding)]


def test_an_exclusion_can_be_appealed_until_it_is() -> None:
    owner, termination = desk_made.make_exclusion()
    (task,) = [task for task in tasks.of_business(owner.business, now=NOW) if task.kind in EXCLUSION]
    assert task.until == desk.exclusion(termination).effective_on
    desk_made.appeal(owner, termination)
    assert not [task for task in tasks.of_business(owner.business, now=NOW) if task.kind in EXCLUSION]


def test_a_business_is_told_when_it_is_its_turn_in_a_case() -> None:
    actor = make_member_business()
    case = cases_made.file_case(make_review(actor.business, now=NOW), now=LATER)
    cases_made.admit(case, now=LATER)

    def asked() -> list[Task]:
        return [task for task in tasks.of_business(actor.business, now=LATER) if task.kind is Kind.REPLY_IN_CASE]

    assert asked() == [], "the writer may answer first"
    exchange.answer(case=case, text="It was this shop.", now=LATER)
    assert asked() == [Task(Kind.REPLY_IN_CASE, LATER.date() + timedelta(days=numbers.REJOINDER.value))]
    exchange.waive_reply(case=case, now=LATER)
    assert asked() == []
