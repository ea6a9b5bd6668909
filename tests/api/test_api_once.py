"""Every POST of a business is done once for each Idempotency-Key."""

from typing import Any

import pytest

from reputation.core import clock
from reputation.members import api_keys, queries
from reputation.members.models import Call, Invitation
from reputation.members.rules import DeedKind
from reputation.notices.models import Mail
from tests.api_made import Shop, account_key, code
from tests.internet import Internet
from tests.members_made import make_member_business

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return Shop(account_key(make_member_business().user))


def mine(shop: Shop) -> str:
    return f"businesses/{shop.get('me').json()['businesses'][0]['business']}"


INVITED = {"email": "colleague@shop.example", "role": "agent", "language": "en"}


@pytest.mark.parametrize("key", ["", " ", "\t", "é", "x" * 256, "a\x7fb"])
def test_a_call_without_a_proper_key_is_not_done(shop: Shop, key: str) -> None:
    answer = shop.post(f"{mine(shop)}/invitations", INVITED, once=key)
    assert code(answer) == (400, "idempotency-key-missing")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("key", ["1", "x" * 255, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "a b ~"])
def test_a_call_is_done_once_and_answered_alike(shop: Shop, key: str) -> None:
    where = f"{mine(shop)}/invitations"
    first = shop.post(where, INVITED, once=key)
    again = shop.post(where, INVITED, once=key)
    assert (first.status_code, "Idempotency-Replayed" in first.headers) == (201, False)
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")
    assert again.content == first.content
    assert again["Content-Type"] == first["Content-Type"]
    assert Invitation.objects.count() == 1
    assert Mail.objects.filter(kind="member-invited").count() == 1


def test_a_secret_is_shown_again_to_whoever_repeats_the_call_and_kept_nowhere(shop: Shop) -> None:
    where, wanted = f"{mine(shop)}/keys", {"name": "shop system", "scopes": ["read"]}
    first = shop.post(where, wanted, once="k")
    secret = first.json()["secret"]
    assert shop.post(where, wanted, once="k").json()["secret"] == secret
    assert Shop(secret).get("me").status_code == 200
    assert len(shop.get(where).json()["items"]) == 1
    for row in Call.objects.all():
        assert secret.encode() not in bytes(row.answer)


def test_a_key_that_came_with_another_call_is_refused(shop: Shop) -> None:
    where = mine(shop)
    assert shop.post(f"{where}/invitations", INVITED, once="k").status_code == 201
    other = INVITED | {"email": "other@shop.example"}
    assert code(shop.post(f"{where}/invitations", other, once="k")) == (422, "idempotency-key-reused")
    contact = {"email": "office@shop.example", "language": "en"}
    assert code(shop.post(f"{where}/contact", contact, once="k")) == (422, "idempotency-key-reused")
    assert Invitation.objects.count() == 1


def test_a_refusal_is_not_kept_and_its_key_can_come_again(shop: Shop) -> None:
    where = f"{mine(shop)}/contact"
    bad, good = ({"email": email, "language": "en"} for email in ("nobody", "office@shop.example"))
    for _ in range(2):
        assert code(shop.post(where, bad, once="k")) == (422, "bad-email")
    assert not Call.objects.exists()
    assert shop.post(where, good, once="k").status_code == 200


def test_whoever_has_no_key_of_the_api_any_more_gets_no_old_answer(shop: Shop) -> None:
    where = f"{mine(shop)}/invitations"
    assert shop.post(where, INVITED, once="k").status_code == 201
    user = make_user_of(shop)
    api_keys.end_own(user=user, key=api_keys.of_user(user)[0].public_id, now=clock.now())
    assert code(shop.post(where, INVITED, once="k")) == (401, "unauthenticated")


def make_user_of(shop: Shop) -> int:
    holder = api_keys.holder(shop.key, now=clock.now())
    assert holder is not None
    assert holder.user is not None
    return holder.user


def test_another_key_of_the_same_person_is_another_caller(shop: Shop) -> None:
    where = f"{mine(shop)}/invitations"
    assert shop.post(where, INVITED, once="k").status_code == 201
    other = Shop(account_key(make_user_of(shop)))
    assert code(other.post(where, INVITED, once="k")) == (409, "already-member")


def test_what_fails_at_the_very_end_leaves_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("canary")

    where = f"{mine(shop)}/invitations"
    monkeypatch.setattr("reputation.api.once.idempotency.keep", fail)
    answer = shop.post(where, INVITED, once="k")
    assert code(answer) == (500, "internal-error")
    assert b"canary" not in answer.content
    assert not Invitation.objects.exists()
    assert not Mail.objects.filter(kind="member-invited").exists()


def test_a_look_at_the_outside_world_is_answered_again_without_another_look(shop: Shop, outside: Internet) -> None:
    where = f"{mine(shop)}/claims"
    claim = shop.post(where, {"domain": "shop.example"}).json()
    check = f"{where}/{claim['claim']}/check"
    first = shop.post(check, once="k")
    assert (first.status_code, first.json()["found"]) == (200, None)
    outside.names.put(claim["record"], "TXT", f'"{claim["value"]}"')
    again = shop.post(check, once="k")
    assert (again["Idempotency-Replayed"], again.content) == ("true", first.content)
    soon = shop.post(check)
    assert code(soon) == (429, "checked-moments-ago")
    assert soon["Retry-After"] == "60"
    business = queries.belongings(make_user_of(shop))[0].business
    kinds = [deed.kind for deed in queries.deeds(business)]
    assert kinds.count(DeedKind.DOMAIN_CHECKED) == 1
