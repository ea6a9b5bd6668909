"""An application is decided by two who have no part in it, and an appeal by two others."""

from uuid import UUID, uuid4

import pytest

from reputation.accounts.rules import Duty
from reputation.admissions import actions as admissions
from reputation.admissions import errors as admission_errors
from reputation.admissions import queries as applications
from reputation.admissions.rules import State as Application
from reputation.businesses import errors as business_errors
from reputation.desk import actions, errors, queries
from reputation.desk.models import Proposal
from reputation.desk.rules import Kind, Particulars, State
from reputation.log.models import Waiting
from tests.desk_made import (
    REASONS,
    WHY_NOT,
    decide,
    make_appealed,
    make_application,
    propose,
    refuse,
    somebody,
    state,
    two,
    why,
)
from tests.members_made import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]
ADMIT, REFUSE = Kind.ADMIT, Kind.REFUSE


def test_a_business_is_admitted_by_two_moderators_and_not_by_the_proposal() -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    assert applications.in_queue(application).state is Application.WAITING
    actions.confirm(user=second, proposal=made, words="Looked at the extract.", now=NOW)
    shown = applications.in_queue(application)
    assert (shown.state, shown.reasons) == (Application.ADMITTED, REASONS)
    assert shown.business is not None
    assert Waiting.objects.filter(kind="business-joined").count() == 1
    found = queries.proposal(made)
    assert (found.state, found.decided_by, found.words) == (State.CONFIRMED, second, "Looked at the extract.")


def test_nobody_confirms_or_declines_their_own_proposal() -> None:
    _, application = make_application()
    first, _ = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    for attempt in (actions.confirm, actions.decline):
        with pytest.raises(errors.NotForYou) as found:
            attempt(user=first, proposal=made, words=WHY_NOT, now=NOW)
        assert why(found) == "own"
    assert state(made) is State.OPEN


@pytest.mark.parametrize("duty", [Duty.OPERATOR, Duty.PANEL])
def test_who_has_another_duty_neither_proposes_nor_confirms(duty: Duty) -> None:
    _, application = make_application()
    other = somebody(duty)
    made = propose(somebody(Duty.MODERATOR), ADMIT, application)
    with pytest.raises(errors.NotForYou) as found:
        actions.confirm(user=other, proposal=made, now=NOW)
    assert why(found) == "duty"
    with pytest.raises(errors.NotForYou):
        propose(other, REFUSE, application, particulars=Particulars(is_natural_person=False))
    assert Proposal.objects.count() == 1


def test_nobody_decides_their_own_application() -> None:
    user, application = make_application(user=somebody(Duty.MODERATOR))
    with pytest.raises(errors.NotForYou) as found:
        propose(user, ADMIT, application)
    assert why(found) == "tie"
    made = propose(somebody(Duty.MODERATOR), ADMIT, application)
    with pytest.raises(errors.NotForYou):
        actions.confirm(user=user, proposal=made, now=NOW)


def test_an_appeal_is_decided_by_two_who_had_no_part() -> None:
    _, application, (first, second) = make_appealed()
    for user in (first, second):
        with pytest.raises(errors.NotForYou) as found:
            propose(user, ADMIT, application)
        assert why(found) == "part"
    made = propose(somebody(Duty.MODERATOR), ADMIT, application)
    for user in (first, second):
        for attempt in (actions.confirm, actions.decline):
            with pytest.raises(errors.NotForYou):
                attempt(user=user, proposal=made, words=WHY_NOT, now=NOW)
    actions.confirm(user=somebody(Duty.PANEL), proposal=made, now=NOW)
    shown = applications.in_queue(application)
    assert (shown.state, shown.appeal_reasons) == (Application.ADMITTED, REASONS)


def test_an_appeal_is_rejected_by_two_others() -> None:
    _, application, _ = make_appealed()
    refuse(application, two(Duty.PANEL))
    assert applications.in_queue(application).state is Application.UPHELD


def test_who_refused_may_look_at_another_application() -> None:
    _, _, by = make_appealed()
    _, other = make_application()
    decide(ADMIT, other, by)
    assert applications.in_queue(other).state is Application.ADMITTED


def test_what_the_act_refuses_leaves_the_proposal_open() -> None:
    _, application = make_application()
    number = applications.in_queue(application).numbers
    first, second = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    _, other = make_application()
    _take(other, number, (first, second))
    with pytest.raises(business_errors.NumberTaken):
        actions.confirm(user=second, proposal=made, now=NOW)
    assert state(made) is State.OPEN
    assert applications.in_queue(application).state is Application.WAITING


def _take(application: UUID, numbers: tuple[tuple[str, str], ...], by: tuple[int, int]) -> None:
    decide(ADMIT, application, by)
    business = applications.in_queue(application).business
    decide(Kind.NUMBERS, business, by, particulars=Particulars(numbers=numbers))


def test_of_two_answers_the_other_lapses() -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    admit = propose(first, ADMIT, application)
    other = propose(second, REFUSE, application, particulars=Particulars(is_natural_person=True))
    actions.confirm(user=first, proposal=other, now=NOW)
    assert (state(other), state(admit)) == (State.CONFIRMED, State.LAPSED)
    assert applications.in_queue(application).numbers == ()


def test_an_application_that_was_taken_back_is_not_decided() -> None:
    user, application = make_application()
    first, second = two(Duty.MODERATOR)
    made = propose(first, ADMIT, application)
    admissions.withdraw(user=user, application=application, now=NOW)
    with pytest.raises(admission_errors.WrongApplicationState):
        actions.confirm(user=second, proposal=made, now=NOW)
    with pytest.raises(errors.NotProposable):
        propose(second, REFUSE, application, particulars=Particulars(is_natural_person=False))
    with pytest.raises(errors.NotProposable):
        propose(second, ADMIT, uuid4())
