"""Two moderators correct the numbers of a business, and nobody those of their own."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from reputation.accounts.rules import Duty
from reputation.businesses import errors as business_errors
from reputation.businesses import leavings
from reputation.businesses import queries as profiles
from reputation.desk import actions, errors, queries, terminations
from reputation.desk.models import Proposal
from reputation.desk.rules import Kind, Particulars, State
from reputation.log.models import Waiting
from tests.accounts_made import make_user
from tests.desk_made import decide, exclusion, propose, somebody, state, two, why
from tests.members_made import NOW, join_bare, make_member_business

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


def test_two_moderators_correct_the_numbers_of_a_business() -> None:
    business = join_bare()
    by = two(Duty.MODERATOR)
    decide(Kind.NUMBERS, business, by, particulars=Particulars(numbers=(("example", "ex00990001"),)))
    assert profiles.profile(business).numbers == (("example", "EX00990001"),)
    assert Waiting.objects.filter(kind="business-changed").count() == 1
    with pytest.raises(errors.NotProposable):
        propose(by[0], Kind.NUMBERS, business, particulars=Particulars(numbers=(("example", "EX00990001"),)))


@pytest.mark.parametrize(
    ("numbers", "refusal"),
    [
        ((("es-dni", "00000014Z"),), business_errors.NotALegalPerson),
        ((("unknown", "1"),), business_errors.BadNumber),
        (tuple(("example", f"EX{n:08d}") for n in range(990100, 990117)), business_errors.BadNumber),
    ],
)
def test_wrong_numbers_are_not_even_proposed(numbers: tuple[tuple[str, str], ...], refusal: Any) -> None:
    business = join_bare()
    with pytest.raises(refusal):
        propose(somebody(Duty.MODERATOR), Kind.NUMBERS, business, particulars=Particulars(numbers=numbers))
    assert not Proposal.objects.exists()


def test_a_number_of_another_business_is_refused_when_proposed_and_when_confirmed() -> None:
    business, other = join_bare(), join_bare()
    by = two(Duty.MODERATOR)
    taken = Particulars(numbers=profiles.profile(other).numbers)
    with pytest.raises(business_errors.NumberTaken):
        propose(by[0], Kind.NUMBERS, business, particulars=taken)
    free = Particulars(numbers=(("example", "EX00990002"),))
    made = propose(by[0], Kind.NUMBERS, business, particulars=free)
    decide(Kind.NUMBERS, other, by, particulars=free)
    with pytest.raises(business_errors.NumberTaken):
        actions.confirm(user=by[1], proposal=made, now=NOW)
    assert state(made) is State.OPEN


def test_two_moderators_free_a_number_of_a_business_that_left_or_was_excluded() -> None:
    left, excluded = join_bare(), join_bare()
    leavings.leave(business=left, now=NOW)
    decide(Kind.TERMINATE, excluded, two(Duty.OPERATOR), particulars=exclusion())
    terminations.take_effect_due(now=NOW + timedelta(days=30))
    for business in (left, excluded):
        numbers = profiles.profile(business).numbers
        made = decide(Kind.NUMBERS, business, two(Duty.MODERATOR), particulars=Particulars(numbers=()))
        assert queries.proposal(made).particulars.numbers == ()
        assert profiles.profile(business).numbers == ()
        assert profiles.by_number(numbers) == []
    with pytest.raises(business_errors.NotALegalPerson):
        propose(somebody(Duty.MODERATOR), Kind.NUMBERS, join_bare(), particulars=Particulars(numbers=()))


@pytest.mark.parametrize("days", [None, 0, 600])
def test_who_belongs_to_a_business_or_did_within_two_years_decides_nothing_about_it(days: int | None) -> None:
    tied = somebody(Duty.MODERATOR)
    joined = NOW - timedelta(days=700)
    owner = make_member_business(user=tied, now=joined)
    if days is not None:
        from reputation.members.models import Member

        other = make_user().pk
        Member.objects.create(
            public_id=uuid4(), business_id=owner.business, user_id=other, role="owner", since_on=joined.date()
        )
        Member.objects.filter(user_id=tied).update(ended_on=(NOW - timedelta(days=days)).date())
    free = Particulars(numbers=(("example", "EX00990003"),))
    with pytest.raises(errors.NotForYou) as found:
        propose(tied, Kind.NUMBERS, owner.business, particulars=free)
    assert why(found) == "tie"
    made = propose(somebody(Duty.MODERATOR), Kind.NUMBERS, owner.business, particulars=free)
    with pytest.raises(errors.NotForYou):
        actions.confirm(user=tied, proposal=made, now=NOW)
    later = NOW + timedelta(days=750)
    if days is not None:
        assert queries.barred(user=tied, kind=Kind.NUMBERS, subject=owner.business, today=later.date()) is None
