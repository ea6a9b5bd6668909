"""Who acts for a business: founding, inviting, joining, roles, going, and what the database refuses."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from reputation.accounts.models import User
from reputation.businesses import leavings as business_leavings
from reputation.businesses import queries as profiles
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.core.db import broken_constraint
from reputation.members import actions, api_keys, errors, leavings, queries
from reputation.members.models import Deed, Invitation, Member
from reputation.members.rules import MAY, SCOPES, Act, DeedKind, Role
from reputation.notices.models import Mail
from reputation.rulebook import members as numbers
from tests.conftest import AsRole
from tests.members_made import (
    ANSWERS,
    NOW,
    code_of,
    invitation_of,
    make_colleague,
    make_member_business,
    make_user,
    member_id,
)

pytestmark = pytest.mark.django_db
EMAIL = "one@shop.example"


def deeds(business: object) -> list[str]:
    return [done.kind for done in queries.deeds(business)]  # type: ignore[arg-type]


def email(user: int | None) -> str:
    assert user is not None
    return User.objects.get(pk=user).email


def test_roles_reach_as_far_as_the_table_says_and_each_further_than_the_next() -> None:
    assert MAY[Role.READER] < MAY[Role.AGENT] < MAY[Role.OWNER] == set(Act)
    assert set(SCOPES) == set(Act) - {Act.OWN}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_a_member_may_what_the_role_may_and_nothing_else(role: Role, act: Act) -> None:
    owner = make_member_business()
    user = make_colleague(owner, role).user
    assert user is not None
    if act in MAY[role]:
        assert queries.actor(user=user, business=owner.business, act=act).may(act)
    else:
        with pytest.raises(errors.NotAllowed) as refused:
            queries.actor(user=user, business=owner.business, act=act)
        assert refused.value.facts == {"needs": str(act)}


def test_a_stranger_is_told_the_same_of_a_business_and_of_none() -> None:
    owner, stranger = make_member_business(), make_user()
    for business in (owner.business, uuid4()):
        with pytest.raises(errors.NotYours):
            queries.actor(user=stranger, business=business, act=Act.READ)


def test_an_invitation_makes_a_member_once() -> None:
    owner = make_member_business()
    user = make_user()
    actions.invite(actor=owner, email=email(user).upper(), role=Role.AGENT, language="de", now=NOW)
    assert [row.email for row in queries.invited(owner.business, NOW)] == [email(user)]
    code = code_of(email(user))
    assert code.encode() not in bytes(invitation_of(email(user)).code_hash)

    assert actions.accept_invitation(code=code, user=user, now=NOW) == owner.business
    assert [(person.email, person.role) for person in queries.people(owner.business)] == [
        (email(owner.user), Role.OWNER),
        (email(user), Role.AGENT),
    ]
    assert deeds(owner.business)[:2] == ["member-joined", "member-invited"]
    with pytest.raises(errors.InvitationOver):
        actions.accept_invitation(code=code, user=user, now=NOW)


def test_an_invitation_is_for_its_address_and_its_time() -> None:
    owner, user, other = make_member_business(), make_user(), make_user()
    actions.invite(actor=owner, email=email(user), role=Role.READER, language="en", now=NOW)
    code = code_of(email(user))
    for who, when in ((other, NOW), (user, NOW + timedelta(days=numbers.INVITATION_OPEN.value))):
        with pytest.raises(errors.InvitationOver):
            actions.accept_invitation(code=code, user=who, now=when)
    last = NOW + timedelta(days=numbers.INVITATION_OPEN.value) - timedelta(seconds=1)
    actions.accept_invitation(code=code, user=user, now=last)


def test_an_invitation_that_was_taken_back_opens_nothing() -> None:
    owner, user = make_member_business(), make_user()
    actions.invite(actor=owner, email=email(user), role=Role.READER, language="en", now=NOW)
    code = code_of(email(user))
    actions.withdraw_invitation(actor=owner, invitation=invitation_of(email(user)).public_id, now=NOW)
    with pytest.raises(errors.InvitationOver):
        actions.accept_invitation(code=code, user=user, now=NOW)
    with pytest.raises(errors.NoSuchMember):
        actions.withdraw_invitation(actor=owner, invitation=uuid4(), now=NOW)


def test_nobody_is_invited_twice_and_no_member_at_all() -> None:
    owner, user = make_member_business(), make_user()
    actions.invite(actor=owner, email=email(user), role=Role.READER, language="en", now=NOW)
    for address in (email(user), email(owner.user)):
        with pytest.raises(errors.AlreadyMember):
            actions.invite(actor=owner, email=address, role=Role.OWNER, language="en", now=NOW)
    late = NOW + timedelta(days=numbers.INVITATION_OPEN.value)
    actions.invite(actor=owner, email=email(user), role=Role.READER, language="en", now=late)


@pytest.mark.parametrize("address", ["", "nobody", "a@b", "a b@shop.example", "a@shop.example\n", "x" * 250 + "@s.de"])
def test_what_is_no_address_is_not_invited(address: str) -> None:
    owner = make_member_business()
    if address == "a@shop.example\n":
        actions.invite(actor=owner, email=address, role=Role.READER, language="en", now=NOW)
        return
    with pytest.raises(errors.BadEmail):
        actions.invite(actor=owner, email=address, role=Role.READER, language="en", now=NOW)
    assert not queries.invited(owner.business, NOW)


def test_invitations_have_a_bound() -> None:
    owner = make_member_business()
    for number in range(numbers.INVITATIONS_MOST.value):
        actions.invite(actor=owner, email=f"a{number}@b.example", role=Role.READER, language="en", now=NOW)
    with pytest.raises(errors.TooMany):
        actions.invite(actor=owner, email="more@b.example", role=Role.READER, language="en", now=NOW)


def test_only_owners_invite_change_roles_and_remove() -> None:
    owner = make_member_business()
    agent, reader = make_colleague(owner, Role.AGENT), make_colleague(owner, Role.READER)
    with pytest.raises(errors.NotAllowed):
        actions.invite(actor=agent, email="a@b.example", role=Role.READER, language="en", now=NOW)
    with pytest.raises(errors.NotAllowed):
        actions.change_role(actor=agent, member=member_id(reader), role=Role.AGENT, now=NOW)
    with pytest.raises(errors.NotAllowed):
        actions.remove(actor=agent, member=member_id(reader), now=NOW)
    actions.change_role(actor=owner, member=member_id(reader), role=Role.AGENT, now=NOW)
    assert Mail.objects.filter(to=email(reader.user), kind="member-role-changed").count() == 1
    actions.remove(actor=owner, member=member_id(reader), now=NOW)
    assert Mail.objects.filter(to=email(reader.user), kind="member-removed").count() == 1
    with pytest.raises(errors.NotYours):
        queries.actor(user=reader.user or 0, business=owner.business, act=Act.READ)


def test_whoever_goes_needs_nobody_and_the_last_owner_stays() -> None:
    owner = make_member_business()
    reader = make_colleague(owner, Role.READER)
    actions.remove(actor=reader, member=member_id(reader), now=NOW)
    assert deeds(owner.business)[0] == "member-left"
    with pytest.raises(errors.LastOwner):
        actions.remove(actor=owner, member=member_id(owner), now=NOW)
    with pytest.raises(errors.LastOwner):
        actions.change_role(actor=owner, member=member_id(owner), role=Role.AGENT, now=NOW)
    second = make_colleague(owner, Role.OWNER)
    actions.change_role(actor=owner, member=member_id(owner), role=Role.AGENT, now=NOW)
    with pytest.raises(errors.LastOwner):
        actions.remove(actor=second, member=member_id(second), now=NOW)


def test_the_database_keeps_an_owner_too() -> None:
    owner = make_member_business()
    rows = Member.objects.filter(public_id=member_id(owner))
    for change in ({"role": "reader"}, {"ended_on": NOW.date()}):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            rows.update(**change)
        assert broken_constraint(refused.value) == "member_owner_left"
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_the_last_owner_of_a_business_that_has_left_may_go_and_close_the_account(as_role: AsRole) -> None:
    owner = make_member_business()
    assert owner.user is not None
    business_leavings.leave(business=owner.business, now=NOW)
    with pytest.raises(errors.LastOwner):
        actions.change_role(actor=owner, member=member_id(owner), role=Role.AGENT, now=NOW)
    with as_role("web"):
        actions.close_account(user=owner.user, now=NOW)
    assert queries.people(owner.business) == []
    assert deeds(owner.business)[0] == "member-left"
    assert not User.objects.get(pk=owner.user).is_active
    with pytest.raises(errors.NotYours):
        leavings.come_back(actor=owner, name="Ada Moss", office="Director", answers=ANSWERS, now=NOW)
    assert profiles.profile(owner.business).state is State.LEFT


def test_the_database_lets_the_last_owner_of_a_business_that_has_left_go_and_do_nothing_else() -> None:
    owner = make_member_business()
    rows = Member.objects.filter(public_id=member_id(owner))
    business_leavings.leave(business=owner.business, now=NOW)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        rows.update(role="reader")
    assert broken_constraint(refused.value) == "member_owner_left"
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    assert rows.update(ended_on=NOW.date()) == 1


def test_closing_an_account_ends_memberships_and_keys_but_not_the_last_owners() -> None:
    owner = make_member_business()
    agent = make_colleague(owner, Role.AGENT)
    assert owner.user is not None
    assert agent.user is not None
    secret = api_keys.make_own(user=agent.user, name="laptop", now=NOW)
    with pytest.raises(errors.LastOwner):
        actions.close_account(user=owner.user, now=NOW)
    actions.close_account(user=agent.user, now=NOW)
    assert api_keys.holder(secret, now=NOW) is None
    assert queries.belongings(agent.user) == []
    assert not User.objects.get(pk=agent.user).is_active
    assert User.objects.get(pk=owner.user).is_active


def test_of_a_former_member_the_address_is_nobodys_to_know_until_they_come_back(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    owner = make_member_business()
    agents = [make_colleague(owner, Role.AGENT) for _ in range(3)]
    ids = [member_id(agent) for agent in agents]
    for agent, member in zip(agents[1:], ids[1:], strict=True):
        actions.remove(actor=agent, member=member, now=NOW)
    User.objects.filter(email=email(agents[1].user)).update(email="private@home.example")
    with django_assert_num_queries(2):
        found = queries.deeds(owner.business)
    joined = {done.member: done.who for done in found if done.kind is DeedKind.MEMBER_JOINED}
    assert joined == {ids[0]: email(agents[0].user), ids[1]: "", ids[2]: ""}
    back = email(agents[2].user)
    actions.invite(actor=owner, email=back, role=Role.READER, language="en", now=NOW)
    actions.accept_invitation(code=code_of(back), user=agents[2].user or 0, now=NOW)
    assert {done.who for done in queries.deeds(owner.business)} == {email(owner.user), email(agents[0].user), "", back}


def test_what_was_done_stays_as_it_was_until_its_time_has_passed() -> None:
    owner = make_member_business()
    with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
        Deed.objects.filter(business__public_id=owner.business).update(kind="exported")
    with pytest.raises(DatabaseError, match="not changed"), transaction.atomic():
        Deed.objects.create(business_id=owner.business, kind="exported", at=clock.now(), by="service").delete()


def test_deeds_and_open_invitations_go_in_time() -> None:
    owner = make_member_business(now=clock.now() - timedelta(days=3 * 365))
    actions.invite(actor=owner, email="a@b.example", role=Role.READER, language="en", now=clock.now())
    assert actions.forget_old(now=clock.now()) >= 2
    assert deeds(owner.business) == ["member-invited"]
    assert queries.invited(owner.business, clock.now())
    actions.forget_old(now=clock.now() + timedelta(days=numbers.INVITATION_OPEN.value))
    assert not Invitation.objects.exists()


def test_what_changes_nothing_writes_nothing_and_no_more_than_a_few_changes_come_in_a_day() -> None:
    owner = make_member_business()
    before = profiles.profile(owner.business)
    with pytest.raises(errors.NothingChanged):
        actions.change_names(actor=owner, legal_name=f" {before.legal_name} ", trading_names=["Moss Kitchen"], now=NOW)
    for number in range(numbers.NAME_CHANGES_A_DAY.value):
        actions.change_names(actor=owner, legal_name=f"Name {number} Ltd", trading_names=[], now=NOW)
    with pytest.raises(errors.TooMany):
        actions.change_names(actor=owner, legal_name="One more Ltd", trading_names=[], now=NOW)
    actions.change_owner(actor=owner, now=NOW)
    with pytest.raises(errors.TooMany):
        actions.change_owner(actor=owner, now=NOW)
    actions.change_owner(actor=owner, now=NOW + timedelta(days=1, seconds=1))


def test_no_more_than_a_few_mails_to_others_are_caused_in_a_day() -> None:
    """Taking an invitation back does not bring back the mail."""
    owner, most = make_member_business(), numbers.INVITATIONS_A_DAY.value
    for number in range(most):
        actions.invite(actor=owner, email=f"n{number}@shop.example", role=Role.READER, language="en", now=NOW)
        (row,) = queries.invited(owner.business, NOW)
        actions.withdraw_invitation(actor=owner, invitation=row.public_id, now=NOW)
    with pytest.raises(errors.TooMany) as refused:
        actions.invite(actor=owner, email=EMAIL, role=Role.READER, language="en", now=NOW)
    assert refused.value.facts == {"most": most}
    assert Mail.objects.filter(kind="member-invited").count() == most
    actions.invite(actor=owner, email=EMAIL, role=Role.READER, language="en", now=NOW + timedelta(days=1))

    most = numbers.CONTACT_CHANGES_A_DAY.value
    for number in range(most):
        actions.change_contact(actor=owner, email=f"n{number}@shop.example", language="en", now=NOW)
    with pytest.raises(errors.TooMany) as refused:
        actions.change_contact(actor=owner, email=EMAIL, language="en", now=NOW)
    assert refused.value.facts == {"most": most}
    actions.change_contact(actor=owner, email=EMAIL, language="en", now=NOW + timedelta(days=1))


def test_a_changed_contact_is_told_at_the_old_address() -> None:
    owner = make_member_business()
    actions.change_contact(actor=owner, email="New@Kettle.example", language="de", now=NOW)
    reach = queries.contact(owner.business)
    assert reach is not None
    assert (reach.email, reach.language) == ("new@kettle.example", "de")
    assert Mail.objects.filter(to="office@kettle.example", kind="contact-changed").count() == 1
    assert ("new@kettle.example", "de") in queries.addresses(owner.business)
