"""Two at the same moment: a proposal ends once, whatever they do, and what it stands for happens once."""

from datetime import timedelta
from functools import partial

import pytest

from reputation.accounts.rules import Duty
from reputation.businesses.errors import NumberTaken
from reputation.businesses.models import Business, RegistryNumber
from reputation.desk import actions, errors, queries, terminations
from reputation.desk.models import Proposal
from reputation.desk.rules import Kind, Particulars, Stage, State
from reputation.log.models import Waiting
from tests.at_once import at_once
from tests.desk_made import REASONS, appeal, make_application, make_exclusion, somebody, two
from tests.members_made import NOW, join_bare

pytestmark = pytest.mark.django_db(transaction=True)


def kinds_of(found: list[object]) -> list[type]:
    return sorted((type(one) for one in found), key=str)


def test_two_who_confirm_at_once_do_it_once() -> None:
    _, application = make_application()
    made = actions.propose(
        user=somebody(Duty.MODERATOR), kind=Kind.ADMIT, subject=application, reasons=REASONS, now=NOW
    )
    confirm = [partial(actions.confirm, user=user, proposal=made, now=NOW) for user in two(Duty.MODERATOR)]
    assert kinds_of(at_once(*confirm)) == kinds_of([None, errors.ProposalOver()])
    assert Business.objects.count() == 1


def test_the_same_person_twice_at_once_is_still_one_person() -> None:
    _, application = make_application()
    first, second = two(Duty.MODERATOR)
    made = actions.propose(user=first, kind=Kind.ADMIT, subject=application, reasons=REASONS, now=NOW)
    own = [partial(actions.confirm, user=first, proposal=made, now=NOW)] * 2
    assert {type(one) for one in at_once(*own)} == {errors.NotForYou}
    twice = [partial(actions.confirm, user=second, proposal=made, now=NOW)] * 2
    assert kinds_of(at_once(*twice)) == kinds_of([None, errors.ProposalOver()])
    assert Business.objects.count() == 1


def test_confirmed_and_withdrawn_at_once_is_one_of_both() -> None:
    for _ in range(5):
        _, application = make_application()
        first, second = two(Duty.MODERATOR)
        made = actions.propose(user=first, kind=Kind.ADMIT, subject=application, reasons=REASONS, now=NOW)
        before = Business.objects.count()
        found = at_once(
            partial(actions.confirm, user=second, proposal=made, now=NOW),
            partial(actions.withdraw, user=first, proposal=made, now=NOW),
        )
        assert kinds_of(found) == kinds_of([None, errors.ProposalOver()])
        is_confirmed = queries.proposal(made).state is State.CONFIRMED
        assert Business.objects.count() - before == is_confirmed


def test_two_who_propose_the_same_at_once_make_one_proposal() -> None:
    _, application = make_application()
    propose = [
        partial(actions.propose, user=user, kind=Kind.ADMIT, subject=application, reasons=REASONS, now=NOW)
        for user in two(Duty.MODERATOR)
    ]
    found = at_once(*propose)
    assert [type(one) for one in found].count(errors.AlreadyProposed) == 1
    assert Proposal.objects.count() == 1


def test_two_answers_confirmed_at_once_are_one() -> None:
    refusal = Particulars(is_natural_person=False)
    for _ in range(8):
        _, application = make_application(user=somebody())
        first, second = two(Duty.MODERATOR)
        propose = partial(actions.propose, subject=application, reasons=REASONS, now=NOW)
        admit = propose(user=first, kind=Kind.ADMIT)
        refuse = propose(user=second, kind=Kind.REFUSE, particulars=refusal)
        found = at_once(
            partial(actions.confirm, user=second, proposal=admit, now=NOW),
            partial(actions.confirm, user=first, proposal=refuse, now=NOW),
        )
        assert kinds_of(found) == kinds_of([None, errors.ProposalOver()])
        assert {queries.proposal(one).state for one in (admit, refuse)} == {State.CONFIRMED, State.LAPSED}


def test_two_businesses_that_are_given_a_number_at_once_do_not_both_get_it() -> None:
    numbers = Particulars(numbers=(("example", "EX00990001"),))
    first, second = two(Duty.MODERATOR)
    made = [
        actions.propose(
            user=first, kind=Kind.NUMBERS, subject=join_bare(), reasons=REASONS, particulars=numbers, now=NOW
        )
        for _ in range(2)
    ]
    found = at_once(*[partial(actions.confirm, user=second, proposal=one, now=NOW) for one in made])
    assert kinds_of(found) == kinds_of([None, NumberTaken()])
    assert RegistryNumber.objects.filter(value="EX00990001").count() == 1


def test_a_reversal_and_the_day_at_once_leave_the_business_free() -> None:
    owner, exclusion = make_exclusion()
    appeal(owner, exclusion)
    first, second = two(Duty.PANEL)
    made = actions.propose(user=first, kind=Kind.REVERSE, subject=exclusion, reasons=REASONS, now=NOW)
    day = NOW + timedelta(days=30)
    in_time = NOW + timedelta(days=13)
    found = at_once(
        partial(actions.confirm, user=second, proposal=made, now=in_time),
        *[partial(terminations.take_effect_due, now=day)] * 2,
    )
    assert found[0] is None
    assert queries.exclusion(exclusion).stage is Stage.REVERSED
    assert Business.objects.get(public_id=owner.business).excluded_until is None
    assert Waiting.objects.filter(kind="termination").count() == sum(1 for one in found if one == 1) <= 1
