"""Whatever changes public state is proposed by one person, confirmed by another, and done at once; or not at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings

from reputation.accounts import actions as accounts
from reputation.accounts import queries as users
from reputation.accounts.rules import Duty
from reputation.admissions import errors as admission_errors
from reputation.admissions import queries as applications
from reputation.admissions.rules import State as Application
from reputation.businesses import leavings
from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.desk import actions, errors, queries
from reputation.desk.rules import Kind, Particulars, State
from reputation.log import about, publisher
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.log.models import Waiting
from reputation.notices.models import Mail
from reputation.rulebook.editions import EDITIONS
from tests.accounts_made import make_user
from tests.conftest import AsRole
from tests.desk_made import (
    WHY_NOT,
    decide,
    exclusion,
    make_appealed,
    make_application,
    make_exclusion,
    propose,
    public_id,
    refuse,
    somebody,
    state,
    two,
    why,
)
from tests.members_made import NOW, join_bare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]
ADMIT, REFUSE = Kind.ADMIT, Kind.REFUSE


# Proposals


@pytest.mark.parametrize("reasons", ["", "too short", " " * 40, "x" * 2001])
def test_nothing_is_proposed_or_declined_without_reasons(reasons: str) -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    with pytest.raises(admission_errors.Unexplained):
        propose(first, ADMIT, application, reasons=reasons)
    made = propose(first, ADMIT, application)
    with pytest.raises(admission_errors.Unexplained):
        actions.decline(user=second, proposal=made, words=reasons, now=NOW)
    with pytest.raises(admission_errors.Unexplained):
        actions.confirm(user=second, proposal=made, words="x" * 2001, now=NOW)


def test_one_of_a_kind_is_open_about_a_thing() -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    with pytest.raises(errors.AlreadyProposed):
        propose(second, ADMIT, application)
    actions.decline(user=second, proposal=made, words=WHY_NOT, now=NOW)
    assert queries.proposal(made).words == WHY_NOT
    propose(second, ADMIT, application)


def test_a_proposal_is_taken_back_by_who_made_it_alone() -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    with pytest.raises(errors.NotForYou):
        actions.withdraw(user=second, proposal=made, now=NOW)
    actions.withdraw(user=first, proposal=made, now=NOW)
    assert state(made) is State.WITHDRAWN
    for attempt in (actions.confirm, actions.decline):
        with pytest.raises(errors.ProposalOver):
            attempt(user=second, proposal=made, words=WHY_NOT, now=NOW)
    with pytest.raises(errors.NoSuchProposal):
        actions.withdraw(user=first, proposal=uuid4(), now=NOW)


def test_what_nobody_confirms_in_two_weeks_lapses() -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    late = NOW + timedelta(days=14)
    with pytest.raises(errors.ProposalOver):
        actions.confirm(user=second, proposal=made, now=late)
    assert queries.open_proposals(late) == []
    assert actions.lapse_due(now=late - timedelta(seconds=1)) == 0
    again = propose(second, ADMIT, application, now=late)
    assert state(made) is State.LAPSED, "what is over makes room at once"
    assert actions.lapse_due(now=late + timedelta(days=14)) == 1
    assert state(again) is State.LAPSED


def test_a_proposal_of_somebody_without_the_duty_is_not_confirmed() -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    accounts.end_duty(user_id=first, duty=Duty.MODERATOR, now=clock.now())
    with pytest.raises(errors.ProposalOver):
        actions.confirm(user=second, proposal=made, now=NOW)
    assert applications.in_queue(application).state is Application.WAITING


def test_a_proposal_carries_what_its_kind_needs_and_nothing_else() -> None:
    _, application = make_application()
    moderator = somebody(Duty.MODERATOR)
    for kind, given in ((REFUSE, Particulars()), (ADMIT, Particulars(is_natural_person=True))):
        with pytest.raises(errors.NotProposable):
            propose(moderator, kind, application, particulars=given)


def test_ended_proposals_are_forgotten_after_their_time_and_not_before() -> None:
    long_ago = NOW - timedelta(days=3 * 366 + 10)
    _, application = make_application(now=long_ago)
    refused = refuse(application, two(Duty.MODERATOR), now=long_ago)
    duty = decide(
        Kind.GIVE_DUTY,
        public_id(make_user().pk),
        two(Duty.OPERATOR),
        particulars=Particulars(duty=Duty.PANEL),
        now=long_ago,
    )
    _, termination = make_exclusion(now=long_ago)
    assert actions.forget_old(now=long_ago + timedelta(days=360)) == 0
    assert actions.forget_old(now=long_ago + timedelta(days=370)) == 1
    with pytest.raises(errors.NoSuchProposal):
        queries.proposal(refused)
    assert actions.forget_old(now=NOW) == 1
    with pytest.raises(errors.NoSuchProposal):
        queries.proposal(duty)
    assert queries.exclusion(termination), "what excluded a business stays with it"


# Editions and the operator


def test_two_operators_announce_an_edition_that_the_code_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    by = two(Duty.OPERATOR)
    with pytest.raises(errors.NotProposable):
        propose(by[0], Kind.EDITION, particulars=Particulars(edition=2))
    monkeypatch.setitem(EDITIONS, 2, replace(EDITIONS[1], number=2))
    decide(Kind.EDITION, None, by, particulars=Particulars(edition=2))
    again = propose(by[0], Kind.EDITION, particulars=Particulars(edition=2))
    with pytest.raises(errors.NotProposable):
        actions.confirm(user=by[1], proposal=again, now=NOW)
    log.sequence()
    body = entries.entry(2).body
    assert (body["edition"], body["persons"], body["effective"]) == (2, 2, "2026-05")
    assert about.next_edition() is None


def test_two_operators_confirm_other_particulars_of_the_operator(settings: LazySettings) -> None:
    by = two(Duty.OPERATOR)
    digest = about.operator().sha256
    with pytest.raises(errors.NotProposable):
        propose(by[0], Kind.OPERATOR, particulars=Particulars(sha256=digest))
    settings.OPERATOR = settings.OPERATOR | {"name": "Another Foundation"}
    made = propose(by[0], Kind.OPERATOR, particulars=Particulars(sha256=about.operator().sha256))
    settings.OPERATOR = settings.OPERATOR | {"name": "A Third Foundation"}
    with pytest.raises(DomainError, match="nothing-to-announce"):
        actions.confirm(user=by[1], proposal=made, now=NOW)
    settings.OPERATOR = settings.OPERATOR | {"name": "Another Foundation"}
    actions.confirm(user=by[1], proposal=made, now=NOW)
    assert about.operator().state is about.Said.CONFIRMED
    log.start(now=NOW)
    assert Waiting.objects.filter(kind="operator").count() == 1


# Duties


def test_a_duty_is_given_and_ended_by_two_operators_and_told() -> None:
    by = two(Duty.OPERATOR)
    new = make_user().pk
    carries = Particulars(duty=Duty.PANEL)
    decide(Kind.GIVE_DUTY, public_id(new), by, particulars=carries)
    assert users.duties(new) == {Duty.PANEL}
    with pytest.raises(errors.NotProposable):
        propose(by[0], Kind.GIVE_DUTY, public_id(new), particulars=carries)
    decide(Kind.END_DUTY, public_id(new), by, particulars=carries)
    assert users.duties(new) == frozenset()
    with pytest.raises(errors.NotProposable):
        propose(by[0], Kind.END_DUTY, public_id(new), particulars=carries)
    assert sorted(Mail.objects.values_list("kind", flat=True)) == ["duty-ended", "duty-given"]


def test_nobody_decides_about_their_own_duty() -> None:
    by = two(Duty.OPERATOR)
    carries = Particulars(duty=Duty.PANEL)
    with pytest.raises(errors.NotForYou) as found:
        propose(by[0], Kind.GIVE_DUTY, public_id(by[0]), particulars=carries)
    assert why(found) == "tie"
    made = propose(by[1], Kind.GIVE_DUTY, public_id(by[0]), particulars=carries)
    with pytest.raises(errors.NotForYou):
        actions.confirm(user=by[0], proposal=made, now=NOW)


# Grants: the same as the pages may do, and no more.


def test_the_pages_may_do_all_of_it(as_role: AsRole, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> None:
    moderators, panel, operators = two(Duty.MODERATOR), two(Duty.PANEL), two(Duty.OPERATOR)
    _, application = make_application()
    _, other, _ = make_appealed()
    business, new = join_bare(), make_user().pk
    monkeypatch.setitem(EDITIONS, 2, replace(EDITIONS[1], number=2))
    settings.OPERATOR = settings.OPERATOR | {"name": "Another Foundation"}
    numbers = Particulars(numbers=(("example", "EX00990004"),))
    with as_role("web"):
        decide(ADMIT, application, moderators)
        refuse(other, panel)
        decide(Kind.NUMBERS, business, moderators, particulars=numbers)
        decide(Kind.EDITION, None, operators, particulars=Particulars(edition=2))
        decide(Kind.OPERATOR, None, operators, particulars=Particulars(sha256=about.operator().sha256))
        today = clock.now()  # the database lets the pages announce on no other day
        decide(Kind.TERMINATE, business, operators, particulars=exclusion(now=today), now=today)
        decide(Kind.GIVE_DUTY, public_id(new), operators, particulars=Particulars(duty=Duty.PANEL))
        decide(Kind.END_DUTY, public_id(new), operators, particulars=Particulars(duty=Duty.PANEL))
        third = propose(operators[0], Kind.GIVE_DUTY, public_id(new), particulars=Particulars(duty=Duty.PANEL))
        actions.decline(user=operators[1], proposal=third, words=WHY_NOT, now=NOW)
        again = propose(operators[0], Kind.GIVE_DUTY, public_id(new), particulars=Particulars(duty=Duty.PANEL))
        actions.withdraw(user=operators[0], proposal=again, now=NOW)
    with as_role("worker"):
        actions.lapse_due(now=NOW + timedelta(days=20))
        actions.forget_old(now=NOW)
        log.start(now=NOW)
    assert Waiting.objects.filter(kind="operator").count() == 1


def test_what_was_decided_passes_the_log(settings: LazySettings, tmp_path: Any) -> None:
    settings.PUBLIC_ROOT = tmp_path
    business = join_bare()
    decide(Kind.NUMBERS, business, two(Duty.MODERATOR), particulars=Particulars(numbers=(("example", "EX00990005"),)))
    while log.sequence():
        pass
    publisher.publish(now=NOW)
    found = [row.kind for row in entries.of_business(business)]
    assert found == ["business-joined", "business-changed"]
    leavings.leave(business=business, now=NOW)
