"""Keys of the API: what each opens, whose deeds are done with it, and when it ends."""

import pytest

from reputation.accounts.models import User
from reputation.members import actions, api_keys, errors, queries
from reputation.members.deeds import note
from reputation.members.models import ApiKey
from reputation.members.rules import Act, Actor, By, DeedKind, Role
from reputation.notices.models import Mail
from reputation.rulebook import members as numbers
from tests.members_made import NOW, email_of, make_colleague, make_member_business, make_user, member_id

pytestmark = pytest.mark.django_db


def test_a_key_opens_what_its_scope_reaches_and_is_kept_as_a_hash() -> None:
    owner = make_member_business()
    secret = api_keys.make(actor=owner, name="  shop   system ", scopes=[Act.MANAGE, Act.READ], now=NOW)
    row = ApiKey.objects.get()
    assert (row.name, row.scopes, row.begins) == ("shop system", ["read", "manage"], secret[:7])
    assert secret.encode() not in bytes(row.key_hash)
    holder = api_keys.holder(secret, now=NOW)
    assert holder is not None
    actor = api_keys.actor_of(holder, business=owner.business, act=Act.MANAGE)
    assert (actor.by, actor.user) == (By.KEY, None)
    with pytest.raises(errors.NotAllowed):
        api_keys.actor_of(holder, business=owner.business, act=Act.ANSWER)
    other = make_member_business()
    with pytest.raises(errors.NotYours):
        api_keys.actor_of(holder, business=other.business, act=Act.READ)
    assert api_keys.of_business(owner.business)[0].used_on == NOW.date()
    for wrong in ("", secret[:-1], secret.upper(), "or_" + "a" * 43, "\ud800"):
        assert api_keys.holder(wrong, now=NOW) is None
    api_keys.end(actor=owner, key=row.public_id, now=NOW)
    assert api_keys.holder(secret, now=NOW) is None
    with pytest.raises(errors.NoSuchKey):
        api_keys.end(actor=owner, key=row.public_id, now=NOW)


def test_a_key_of_an_account_may_what_the_account_may() -> None:
    owner = make_member_business()
    assert owner.user is not None
    holder = api_keys.holder(api_keys.make_own(user=owner.user, name="mine", now=NOW), now=NOW)
    assert holder is not None
    actor = api_keys.actor_of(holder, business=owner.business, act=Act.OWN)
    actions.invite(actor=actor, email="a@b.example", role=Role.READER, language="en", now=NOW)
    done = queries.deeds(owner.business)[0]
    assert (done.kind, done.by) == (DeedKind.MEMBER_INVITED, By.KEY)
    assert (done.who, done.member, done.key) == (email_of(owner), member_id(owner), "mine")


def test_nobody_poses_as_a_colleague_by_the_name_of_a_key() -> None:
    owner = make_member_business()
    agent = make_colleague(owner, Role.AGENT)
    holder = api_keys.holder(api_keys.make_own(user=agent.user or 0, name=email_of(owner), now=NOW), now=NOW)
    assert holder is not None
    actor = api_keys.actor_of(holder, business=owner.business, act=Act.MANAGE)
    actions.change_contact(actor=actor, email="a@b.example", language="en", now=NOW)
    done = queries.deeds(owner.business)[0]
    assert (done.who, done.member) == (email_of(agent), member_id(agent))


def test_a_key_of_the_business_and_the_service_are_nobodys_membership() -> None:
    owner = make_member_business()
    holder = api_keys.holder(api_keys.make(actor=owner, name="shop", scopes=[Act.MANAGE], now=NOW), now=NOW)
    assert holder is not None
    actor = api_keys.actor_of(holder, business=owner.business, act=Act.MANAGE)
    actions.change_contact(actor=actor, email="a@b.example", language="en", now=NOW)
    note(Actor(owner.business, frozenset()), DeedKind.LEAVING_NOTICED, now=NOW)
    found = [(done.by, done.member, done.who, done.key) for done in queries.deeds(owner.business, limit=2)]
    assert found == [(By.SERVICE, None, "", ""), (By.KEY, None, "", "shop")]


@pytest.mark.parametrize(
    ("language", "says"), [("en", "a new API key was made"), ("de", "neuer API-Schlüssel angelegt")]
)
def test_whoever_has_the_account_is_told_of_its_new_key(language: str, says: str) -> None:
    user = make_user(language=language)
    secret = api_keys.make_own(user=user, name=" laptop  of Ada", now=NOW)
    mail = Mail.objects.get(kind="own-key-made")
    assert (mail.to, mail.language) == (User.objects.get(pk=user).email, language)
    assert says in mail.text
    assert "laptop of Ada" in " ".join(mail.text.split())
    assert secret not in mail.text


def test_all_keys_of_an_account_end_and_those_of_others_stay() -> None:
    owner = make_member_business()
    assert owner.user is not None
    mine = [api_keys.make_own(user=owner.user, name=name, now=NOW) for name in ("laptop", "tablet")]
    others = [
        api_keys.make_own(user=make_user(), name="laptop", now=NOW),
        api_keys.make(actor=owner, name="shop", scopes=[Act.READ], now=NOW),
    ]
    api_keys.end_all_own(user=owner.user, now=NOW)
    assert [api_keys.holder(secret, now=NOW) is None for secret in mine + others] == [True, True, False, False]


@pytest.mark.parametrize(
    ("name", "scopes"), [("", [Act.READ]), ("x" * 61, [Act.READ]), ("a\x00b", [Act.READ]), ("a", []), ("a", [Act.OWN])]
)
def test_keys_without_a_name_or_use_are_refused(name: str, scopes: list[Act]) -> None:
    with pytest.raises(errors.BadKeyName):
        api_keys.make(actor=make_member_business(), name=name, scopes=scopes, now=NOW)
    assert not ApiKey.objects.exists()


def test_keys_have_a_bound_and_are_for_owners() -> None:
    owner = make_member_business()
    agent = make_colleague(owner, Role.AGENT)
    with pytest.raises(errors.NotAllowed):
        api_keys.make(actor=agent, name="a", scopes=[Act.READ], now=NOW)
    for number in range(numbers.KEYS_MOST.value):
        api_keys.make(actor=owner, name=f"key {number}", scopes=[Act.READ], now=NOW)
    with pytest.raises(errors.TooMany):
        api_keys.make(actor=owner, name="one more", scopes=[Act.READ], now=NOW)
