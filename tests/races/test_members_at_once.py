"""Two people, or a person and a job, in the same moment: a lock or a constraint decides, and the other is told."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from reputation.accounts import actions as accounts
from reputation.accounts.errors import NoSuchAccount
from reputation.accounts.models import User
from reputation.admissions import actions as admissions
from reputation.admissions import errors as admission_errors
from reputation.admissions.models import Application
from reputation.businesses import errors as business_errors
from reputation.businesses import leavings as business_leavings
from reputation.businesses import queries as profiles
from reputation.businesses.models import Business
from reputation.businesses.rules import State
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.members import actions, api_keys, charters, errors, leavings, queries
from reputation.members.models import ApiKey, Deed, Invitation, Leaving, Member
from reputation.members.rules import Act, Actor, DeedKind, Role
from reputation.notices.models import Mail
from reputation.rulebook import members as numbers
from tests.at_once import at_once
from tests.members_made import (
    ANSWERS,
    NOW,
    code_of,
    doubtful,
    email_of,
    make_colleague,
    make_member_business,
    make_user,
    member_id,
    wish,
)

pytestmark = pytest.mark.django_db(transaction=True)
REASONS = "The register shows a partnership whose partner is a company."
TIMES = range(4)
"""A race is run a few times: which of two comes first is for chance to say."""


def kinds(found: list[object]) -> list[str]:
    """What each answered: `done`, or the name of the refusal."""
    return sorted(type(one).__name__ if isinstance(one, Exception) else "done" for one in found)


def deeds(actor: Actor, kind: DeedKind) -> int:
    return Deed.objects.filter(business__public_id=actor.business, kind=kind).count()


def entries(kind: str, change: str = "") -> int:
    rows = [decode(bytes(raw)) for raw in Waiting.objects.values_list("raw", flat=True)]
    return sum(row.kind == kind and (not change or row.body.get("change") == change) for row in rows)


def two_owners() -> tuple[Actor, Actor]:
    owner = make_member_business()
    return owner, make_colleague(owner, Role.OWNER)


def leave(actor: Actor) -> Callable[[], None]:
    me = member_id(actor)
    return lambda: actions.remove(actor=actor, member=me, now=NOW)


def test_an_invitation_is_accepted_once() -> None:
    owner, user = make_member_business(), make_user()
    email = User.objects.get(pk=user).email
    actions.invite(actor=owner, email=email, role=Role.AGENT, language="en", now=NOW)
    code = code_of(email)
    found = at_once(*[lambda: actions.accept_invitation(code=code, user=user, now=NOW)] * 4)
    assert kinds(found) == ["InvitationOver"] * 3 + ["done"]
    assert (Member.objects.filter(user_id=user).count(), Invitation.objects.count()) == (1, 0)
    assert deeds(owner, DeedKind.MEMBER_JOINED) == 1


def test_an_address_is_invited_once() -> None:
    owner = make_member_business()
    invite = lambda: actions.invite(actor=owner, email="new@shop.example", role=Role.AGENT, language="en", now=NOW)  # noqa: E731
    assert kinds(at_once(*[invite] * 3)) == ["AlreadyMember"] * 2 + ["done"]
    assert Mail.objects.filter(to="new@shop.example").count() == deeds(owner, DeedKind.MEMBER_INVITED) == 1


def test_of_two_owners_who_go_at_once_one_stays() -> None:
    for _ in TIMES:
        first, second = two_owners()
        assert kinds(at_once(leave(first), leave(second))) == ["LastOwner", "done"]
        assert [person.role for person in queries.people(first.business)] == [Role.OWNER]
        assert deeds(first, DeedKind.MEMBER_LEFT) == 1


def test_of_a_business_that_has_left_the_last_owner_goes_or_brings_it_back() -> None:
    for _ in TIMES:
        owner = make_member_business()
        business_leavings.leave(business=owner.business, now=NOW)
        found = at_once(
            lambda: leavings.come_back(actor=owner, name="Ada", office="Director", answers=ANSWERS, now=NOW),  # noqa: B023 - run before the next turn
            lambda: admissions.close_account(user=owner.user or 0, now=NOW),  # noqa: B023
        )
        assert kinds(found) in (["LastOwner", "done"], ["NotYours", "done"])
        is_back = profiles.profile(owner.business).state is State.PARTICIPANT
        assert len(queries.people(owner.business)) == is_back


def test_owners_of_the_same_two_businesses_close_their_accounts_at_once_and_nobody_waits_in_a_circle() -> None:
    for _ in TIMES:
        first, second = make_user(), make_user()
        mine, theirs = make_member_business(user=first), make_member_business(user=second)
        for owner, other in ((mine, second), (theirs, first)):
            email = User.objects.get(pk=other).email
            actions.invite(actor=owner, email=email, role=Role.OWNER, language="en", now=NOW)
            actions.accept_invitation(code=code_of(email), user=other, now=NOW)
        found = at_once(
            lambda: admissions.close_account(user=first, now=NOW),  # noqa: B023 - run before the next turn
            lambda: admissions.close_account(user=second, now=NOW),  # noqa: B023
        )
        assert kinds(found) == ["LastOwner", "done"]
        for business in (mine.business, theirs.business):
            assert [person.role for person in queries.people(business)] == [Role.OWNER]


def test_an_account_that_is_closed_while_it_is_made_owner_is_none_afterwards() -> None:
    for _ in TIMES:
        owner = make_member_business()
        agent = make_colleague(owner, Role.AGENT)
        member, user = member_id(agent), agent.user
        assert user is not None
        found = at_once(
            lambda: actions.change_role(actor=owner, member=member, role=Role.OWNER, now=NOW),  # noqa: B023
            lambda: admissions.close_account(user=user, now=NOW),  # noqa: B023
        )
        assert kinds(found) in (["done", "done"], ["NoSuchMember", "done"])
        assert [person.email for person in queries.people(owner.business)] == [email_of(owner)]
        with pytest.raises(errors.LastOwner):
            leave(owner)()


def test_an_account_that_is_closed_while_it_is_let_in_is_no_member() -> None:
    for _ in TIMES:
        owner, user = make_member_business(), make_user()
        email = User.objects.get(pk=user).email
        actions.invite(actor=owner, email=email, role=Role.OWNER, language="en", now=NOW)
        code = code_of(email)
        found = at_once(
            lambda: actions.accept_invitation(code=code, user=user, now=NOW),  # noqa: B023
            lambda: admissions.close_account(user=user, now=NOW),  # noqa: B023
        )
        assert kinds(found) in (["done", "done"], ["NoSuchAccount", "done"])
        assert not Member.objects.filter(user__is_active=False, ended_on__isnull=True).exists()


def test_a_business_is_not_founded_by_an_account_that_is_closed() -> None:
    for _ in TIMES:
        user, before = make_user(), Business.objects.count()
        found = at_once(
            lambda: admissions.apply(user=user, wish=wish(), now=NOW),  # noqa: B023
            lambda: admissions.close_account(user=user, now=NOW),  # noqa: B023
        )
        assert kinds(found) in (["NoSuchAccount", "done"], ["LastOwner", "done"])
        assert Business.objects.count() - before == Member.objects.filter(user_id=user).count()
    assert not Member.objects.filter(user__is_active=False).exists()


def test_a_number_is_taken_by_one() -> None:
    users = [make_user() for _ in range(3)]
    shared = wish(domains=["kettle.example"])
    mails = Mail.objects.count()
    found = at_once(*[lambda user=user: admissions.apply(user=user, wish=shared, now=NOW) for user in users])
    assert kinds(found) == ["NumberTaken"] * 2 + ["done"]
    assert [isinstance(one, business_errors.NumberTaken) for one in found].count(True) == 2
    assert (Business.objects.count(), Member.objects.count(), Deed.objects.filter(kind="joined").count()) == (1, 1, 1)
    assert (entries("business-joined"), Application.objects.count(), Mail.objects.count() - mails) == (1, 0, 0)


def test_an_application_is_admitted_or_withdrawn() -> None:
    for _ in TIMES:
        user, before = make_user(), Business.objects.count()
        filed = admissions.apply(user=user, wish=doubtful(), now=NOW).application
        assert filed is not None
        found = at_once(
            lambda: admissions.admit(application=filed, reasons=REASONS, now=NOW),  # noqa: B023
            lambda: admissions.withdraw(user=user, application=filed, now=NOW),  # noqa: B023
        )
        assert kinds(found) == ["WrongApplicationState", "done"]
        assert any(isinstance(one, admission_errors.WrongApplicationState) for one in found)
        is_in = Application.objects.get(public_id=filed).state == "admitted"
        assert Business.objects.count() - before == Member.objects.filter(user_id=user).count() == is_in
        assert Mail.objects.filter(to=User.objects.get(pk=user).email, kind="application-admitted").count() == is_in


def test_an_account_with_an_application_is_closed_or_has_a_business() -> None:
    for _ in TIMES:
        user = make_user()
        filed = admissions.apply(user=user, wish=doubtful(), now=NOW).application
        assert filed is not None
        found = at_once(
            lambda: admissions.admit(application=filed, reasons=REASONS, now=NOW),  # noqa: B023
            lambda: admissions.close_account(user=user, now=NOW),  # noqa: B023
        )
        assert kinds(found) in (["LastOwner", "done"], ["WrongApplicationState", "done"])
    assert not Member.objects.filter(user__is_active=False).exists()


def test_no_more_keys_are_made_than_there_may_be() -> None:
    owner = make_member_business()
    for number in range(numbers.KEYS_MOST.value - 1):
        api_keys.make(actor=owner, name=f"key {number}", scopes=[Act.READ], now=NOW)
    make = lambda: api_keys.make(actor=owner, name="last", scopes=[Act.READ], now=NOW)  # noqa: E731
    assert kinds(at_once(*[make] * 3)) == ["TooMany"] * 2 + ["done"]
    assert ApiKey.objects.count() == deeds(owner, DeedKind.KEY_MADE) == numbers.KEYS_MOST.value


def test_a_key_that_is_ended_opens_nothing_afterwards() -> None:
    owner = make_member_business()
    secret = api_keys.make(actor=owner, name="key", scopes=[Act.READ], now=NOW)
    (key,) = api_keys.of_business(owner.business)
    end = lambda: api_keys.end(actor=owner, key=key.public_id, now=NOW)  # noqa: E731
    found = at_once(end, end, *[lambda: api_keys.holder(secret, now=NOW)] * 3)
    assert kinds(found[:2]) == ["NoSuchKey", "done"]
    assert not [one for one in found[2:] if isinstance(one, Exception)]
    assert api_keys.holder(secret, now=NOW) is None
    assert deeds(owner, DeedKind.KEY_ENDED) == 1


def test_notice_is_given_once_and_taken_back_once() -> None:
    owner = make_member_business()
    mails = Mail.objects.count()
    assert kinds(at_once(*[lambda: leavings.give_notice(actor=owner, now=NOW)] * 3)) == ["AlreadyLeaving"] * 2 + [
        "done"
    ]
    told = len(queries.addresses(owner.business))
    assert (Leaving.objects.count(), Mail.objects.count() - mails) == (1, told)
    assert kinds(at_once(*[lambda: leavings.take_back(actor=owner, now=NOW)] * 3)) == ["AlreadyLeaving"] * 2 + ["done"]
    assert deeds(owner, DeedKind.LEAVING_NOTICED) == deeds(owner, DeedKind.LEAVING_CANCELLED) == 1


def test_notice_is_taken_back_in_time_or_the_business_has_left() -> None:
    for _ in TIMES:
        owner = make_member_business()
        leavings.give_notice(actor=owner, now=NOW - timedelta(days=30))
        before = entries("business-left")
        back, left = at_once(
            lambda: leavings.take_back(actor=owner, now=NOW),  # noqa: B023
            lambda: leavings.leave_due(now=NOW),
        )
        has_left = profiles.profile(owner.business).state is State.LEFT
        assert (left, isinstance(back, errors.AlreadyLeaving)) == (int(has_left), has_left)
        assert entries("business-left") - before == has_left


def test_a_charter_is_accepted_while_businesses_leave_for_want_of_it() -> None:
    """Either it came in time and the business stays, or the business has left; nobody waits in a circle."""
    for _ in TIMES:
        owner = make_member_business()
        day = NOW.date()
        Leaving.objects.create(
            business_id=owner.business, why="charter", given_on=day - timedelta(days=30), leaves_on=day
        )
        accept = partial(
            charters.accept, actor=owner, version="1", name="Ada", office="Director", answers=ANSWERS, now=NOW
        )
        accepted, left = at_once(accept, partial(leavings.leave_due, now=NOW))
        has_left = profiles.profile(owner.business).state is State.LEFT
        assert (left, isinstance(accepted, business_errors.WrongBusinessState)) == (int(has_left), has_left)
        assert queries.leaving(owner.business) is None


def test_names_changed_by_two_at_once_are_those_of_one() -> None:
    owner = make_member_business()
    agent = make_colleague(owner, Role.AGENT)
    found = at_once(
        lambda: actions.change_names(actor=owner, legal_name="Copper Ltd", trading_names=["Copper"], now=NOW),
        lambda: actions.change_names(actor=agent, legal_name="Tin Ltd", trading_names=["Tin"], now=NOW),
    )
    assert kinds(found) == ["done", "done"]
    profile = profiles.profile(owner.business)
    assert (profile.legal_name, profile.trading_names) in (("Copper Ltd", ("Copper",)), ("Tin Ltd", ("Tin",)))
    assert deeds(owner, DeedKind.NAMES_CHANGED) == entries("business-changed", "names") == 2


def test_nobody_was_left_half_done_by_a_refusal() -> None:
    """A refusal that comes late takes back everything that was written before it."""
    owner = make_member_business()
    counts = (Deed.objects.count(), Mail.objects.count(), Waiting.objects.count())
    with pytest.raises(errors.LastOwner):
        admissions.close_account(user=owner.user or 0, now=NOW)
    with pytest.raises(NoSuchAccount):
        accounts.close(user_id=0, now=NOW)
    assert (Deed.objects.count(), Mail.objects.count(), Waiting.objects.count()) == counts
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (0,)
