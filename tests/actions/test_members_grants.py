"""What the pages and the worker do for businesses, each with the rights its role is declared to have and no others."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from reputation.accounts.models import User
from reputation.admissions import actions as admissions
from reputation.admissions.models import Application
from reputation.businesses import queries as profiles
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.domains import actions as domains
from reputation.members import actions, api_keys, charters, errors, leavings, queries, webhooks
from reputation.members.rules import Act, Role
from tests.conftest import AsRole
from tests.members_made import ANSWERS, code_of, doubtful, make_member_business, make_user, member_id, wish

pytestmark = pytest.mark.django_db
REASONS = "The register shows a partnership whose partner is a company."


def test_pages_can_do_all_that_members_do(as_role: AsRole) -> None:
    now = clock.now()
    with as_role("web"):
        user, colleague = make_user(), make_user()
        filed = admissions.apply(user=user, wish=wish(domains=["shop.example"]), now=now)
        assert filed.business is not None
        owner = queries.actor(user=user, business=filed.business, act=Act.OWN)
        actions.change_names(actor=owner, legal_name="Another Ltd", trading_names=["One"], now=now)
        actions.change_contact(actor=owner, email="a@shop.example", language="de", now=now)
        actions.change_owner(actor=owner, now=now)
        actions.invite(actor=owner, email=User.objects.get(pk=colleague).email, role=Role.AGENT, language="en", now=now)
        actions.withdraw_invitation(actor=owner, invitation=queries.invited(owner.business, now)[0].public_id, now=now)
        api_keys.holder(api_keys.make(actor=owner, name="a", scopes=[Act.READ], now=now), now=now)
        api_keys.end(actor=owner, key=api_keys.of_business(owner.business)[0].public_id, now=now)
        claim = domains.claim(actor=owner, domain="kettle.example", now=now)
        domains.give_up(actor=owner, claim=claim, now=now)
        added = webhooks.add(actor=owner, url="https://shop.example/", kinds=["left"], now=now)
        webhooks.ping(actor=owner, endpoint=added.public_id, now=now)
        webhooks.remove(actor=owner, endpoint=added.public_id, now=now)
        leavings.give_notice(actor=owner, now=now)
        leavings.take_back(actor=owner, now=now)
        queries.deeds(owner.business)
        waiting = admissions.apply(user=user, wish=doubtful(), now=now)
        assert waiting.application is not None
        admissions.withdraw(user=user, application=waiting.application, now=now)


def test_pages_let_colleagues_come_change_and_go(as_role: AsRole) -> None:
    now = clock.now()
    with as_role("web"):
        owner, other = make_member_business(now=now), make_member_business(now=now)
        colleague = make_user()
        email = User.objects.get(pk=colleague).email
        actions.invite(actor=owner, email=email, role=Role.AGENT, language="en", now=now)
    code = code_of(email)  # as the mail has it, which pages cannot read
    with as_role("web"):
        actions.accept_invitation(code=code, user=colleague, now=now)
        them = queries.actor(user=colleague, business=owner.business, act=Act.READ)
        actions.change_role(actor=owner, member=member_id(them), role=Role.OWNER, now=now)
        mine = api_keys.make_own(user=colleague, name="mine", now=now)
        api_keys.holder(mine, now=now)
        api_keys.end_own(user=colleague, key=api_keys.of_user(colleague)[0].public_id, now=now)
        actions.remove(actor=owner, member=member_id(owner), now=now)
        assert other.user is not None
        admissions.apply(user=other.user, wish=doubtful(), now=now)
        with pytest.raises(errors.LastOwner):
            admissions.close_account(user=other.user, now=now)
        somebody = make_user()
        filed = admissions.apply(user=somebody, wish=doubtful(), now=now)
        admissions.close_account(user=somebody, now=now)
        assert filed.application is not None
        assert Application.objects.get(public_id=filed.application).state == "withdrawn"
        assert Application.objects.get(user_id=other.user).state == "waiting"


def test_the_worker_does_what_is_due(as_role: AsRole) -> None:
    now = clock.now()
    user = make_user()
    filed = admissions.apply(user=user, wish=wish(), now=now)
    assert filed.business is not None
    owner = queries.actor(user=user, business=filed.business, act=Act.OWN)
    leavings.give_notice(actor=owner, now=now - timedelta(days=31))
    with as_role("worker"):
        assert charters.announce_due(now=now) == 0
        assert charters.leave_without(now=now) == 0
        assert leavings.leave_due(now=now) == 1
        actions.forget_old(now=now)
        admissions.forget_old(now=now)
    assert profiles.profile(owner.business).state is State.LEFT
    with as_role("web"):
        given = {"name": "Ada", "office": "Director", "answers": ANSWERS}
        leavings.come_back(actor=owner, now=now, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM members_deed",
        "UPDATE members_deed SET detail = ''",
        "DELETE FROM members_member",
        "DELETE FROM businesses_business",
        "UPDATE businesses_registrynumber SET value = '1'",
        "SELECT text FROM notices_mail",
        "SELECT document FROM log_side_file",
        "DELETE FROM members_acceptance",
    ],
)
def test_pages_can_do_no_more(as_role: AsRole, statement: str) -> None:
    with (
        as_role("web"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
