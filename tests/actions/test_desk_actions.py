"""Whatever changes public state is proposed by one person, confirmed by another, and done at once; or not at all."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import LazySettings

from reputation.accounts import actions as accounts
from reputation.accounts import queries as users
from reputation.accounts.rules import Duty
from reputation.admissions import actions as admissions
from reputation.admissions import errors as admission_errors
from reputation.admissions import queries as applications
from reputation.admissions.rules import State as Application
from reputation.businesses import errors as business_errors
from reputation.businesses import leavings
from reputation.businesses import queries as profiles
from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.desk import actions, errors, queries, terminations
from reputation.desk.models import Proposal
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
    REASONS,
    WHY_NOT,
    decide,
    exclusion,
    make_appealed,
    make_application,
    make_exclusion,
    public_id,
    refuse,
    somebody,
    two,
)
from tests.members_made import NOW, join_bare, make_member_business

pytestmark = pytest.mark.django_db
ADMIT, REFUSE = Kind.ADMIT, Kind.REFUSE


@pytest.fixture(autouse=True)
def started(db: None) -> None:
    log.start(now=NOW - timedelta(days=60))


def propose(user: int, kind: Kind = ADMIT, subject: UUID | None = None, **given: Any) -> UUID:
    wish: dict[str, Any] = {"reasons": REASONS, "now": NOW} | given
    return actions.propose(user=user, kind=kind, subject=subject, **wish)


def state(proposal: UUID) -> State:
    return queries.proposal(proposal).state


def why(excinfo: pytest.ExceptionInfo[errors.NotForYou]) -> object:
    return excinfo.value.facts["reason"]


# Applications


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


# Numbers


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
