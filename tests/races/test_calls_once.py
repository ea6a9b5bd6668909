"""The same call from two connections at once is done once; different ones are all done."""

from threading import Event, Thread

import pytest
from django.db import connection

from reputation.members import actions
from reputation.members.models import Call, Invitation
from reputation.members.rules import Actor
from tests.api_made import Shop, account_key, code
from tests.at_once import at_once
from tests.members_made import make_member_business

pytestmark = pytest.mark.django_db(transaction=True)
INVITED = {"email": "colleague@shop.example", "role": "agent", "language": "en"}


def invite(owner: Actor, shop: Shop, *, email: str = INVITED["email"], once: str) -> object:
    return shop.post(f"businesses/{owner.business}/invitations", INVITED | {"email": email}, once=once)


def test_two_alike_at_once_are_done_once() -> None:
    owner = make_member_business()
    shop = Shop(account_key(owner.user))
    for number in range(10):
        email = f"colleague{number}@shop.example"
        answers = at_once(*[lambda: invite(owner, shop, email=email, once=email)] * 4)  # noqa: B023 - called at once
        done = [one for one in answers if one.status_code == 201]  # type: ignore[attr-defined]
        others = [code(one) for one in answers if one not in done]
        assert done
        assert len({one.content for one in done}) == 1  # type: ignore[attr-defined]
        assert set(others) <= {(409, "idempotency-key-in-use")}
        assert Invitation.objects.filter(email=email).count() == 1
    assert Call.objects.count() == 10


def test_a_call_under_way_is_told_so_at_once_and_answered_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = make_member_business()
    shop = Shop(account_key(owner.user))
    under_way, let_go = Event(), Event()
    invite_really = actions.invite

    def slowly(**given: object) -> None:
        under_way.set()
        assert let_go.wait(10)
        invite_really(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "invite", slowly)
    found: list[object] = []

    def run() -> None:
        found.append(invite(owner, shop, once="k"))
        connection.close()

    thread = Thread(target=run)
    thread.start()
    assert under_way.wait(10)
    assert code(invite(owner, shop, once="k")) == (409, "idempotency-key-in-use")
    let_go.set()
    thread.join(10)
    again = invite(owner, shop, once="k")
    assert (again.status_code, again["Idempotency-Replayed"]) == (201, "true")  # type: ignore[attr-defined,index]
    assert again.content == found[0].content  # type: ignore[attr-defined]
    assert Invitation.objects.count() == 1
