"""What a business does by API: particulars, members, keys, the charter, leaving, what was done."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from reputation.businesses import queries as businesses
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.members import leavings, queries
from reputation.members.rules import Actor, Role
from reputation.notices.models import Mail
from reputation.rulebook import charter
from reputation.rulebook.charter import Charter
from tests import pages_made
from tests.api_lines import APPLICATION, KEYED
from tests.api_made import Shop, account_key, business_key, code
from tests.conftest import AsRole
from tests.members_made import ANSWERS, make_colleague, make_member_business, make_user, member_id

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-4000-8000-000000000000"
PROMISE = {"accepted_by": "Ada Moss", "office": "Director", "answers": ANSWERS}


@dataclass(frozen=True)
class Mine:
    """A business, its owner, and calls with the owner's key below its address."""

    owner: Actor
    shop: Shop

    def path(self, rest: str) -> str:
        return f"businesses/{self.owner.business}/{rest}"

    def get(self, rest: str) -> Any:
        return self.shop.get(self.path(rest))

    def post(self, rest: str, body: object = None, **more: Any) -> Any:
        return self.shop.post(self.path(rest), body, **more)

    def delete(self, rest: str) -> Any:
        return self.shop.delete(self.path(rest))


@pytest.fixture
def mine() -> Mine:
    owner = make_member_business()
    return Mine(owner, Shop(account_key(owner.user)))


def test_home_tells_what_there_is_to_do_and_what_is_not_public(mine: Mine) -> None:
    found = mine.get("home").json()
    assert found["business"] == str(mine.owner.business)
    assert found["contact"] == {"email": "office@kettle.example", "language": "en"}
    assert found["charter"]["accepted"] == found["charter"]["in_force"]
    (accepted,) = found["charter"]["acceptances"]
    assert (accepted["name"], accepted["office"]) == ("Ada Moss", "Director")
    assert [task["kind"] for task in found["tasks"]] == ["claim-domain", "make-vouchers"]
    until = mine.post("leaving").json()["leaves_on"]
    found = mine.get("home").json()
    assert found["leaving"]["leaves_on"] == until
    assert {"kind": "stay-or-leave", "until": until, "detail": None} in found["tasks"]


def test_names_change_and_are_public(mine: Mine) -> None:
    answer = mine.post("names", {"legal_name": " Moss  Ltd ", "trading_names": ["Moss Kitchen", "Moss Kitchen"]})
    assert answer.json() == {"legal_name": "Moss Ltd", "trading_names": ["Moss Kitchen"]}
    assert Shop().get(f"businesses/{mine.owner.business}").json()["legal_name"] == "Moss Ltd"
    assert code(mine.post("names", {"legal_name": "\u202emoss", "trading_names": []})) == (422, "bad-name")


def test_the_contact_changes_and_the_former_one_is_told(mine: Mine) -> None:
    answer = mine.post("contact", {"email": "New@Kettle.example", "language": "de"})
    assert answer.json() == {"email": "new@kettle.example", "language": "de"}
    assert Mail.objects.filter(kind="contact-changed", to="office@kettle.example").exists()


def test_that_it_was_sold_is_public_from_the_day_on(mine: Mine) -> None:
    assert mine.post("ownership").json() == {"owner_changed_on": clock.now().date().isoformat()}
    assert "owner-changed" in [row.kind for row in businesses.profile(mine.owner.business).history]


def test_members_come_change_and_go(mine: Mine) -> None:
    agent = make_colleague(mine.owner, Role.AGENT)
    assert [row["role"] for row in mine.get("members").json()["items"]] == ["owner", "agent"]
    where = f"members/{member_id(agent)}"
    assert mine.post(f"{where}/role", {"role": "reader"}).json()["role"] == "reader"
    assert code(mine.post(f"{where}/role", {"role": "chief"})) == (422, "invalid-field")
    assert (mine.delete(where).status_code, mine.delete(where).status_code) == (204, 404)
    own = f"members/{member_id(mine.owner)}"
    assert code(mine.delete(own)) == (409, "last-owner")
    assert code(mine.post(f"{own}/role", {"role": "agent"})) == (409, "last-owner")
    assert code(mine.delete(f"members/{NOBODY}")) == (404, "no-such-member")


def test_everybody_may_go_and_nobody_else_may_send_them(mine: Mine) -> None:
    reader, other = make_colleague(mine.owner, Role.READER), make_colleague(mine.owner, Role.READER)
    own = Shop(account_key(reader.user))
    assert code(own.delete(mine.path(f"members/{member_id(other)}"))) == (403, "not-allowed")
    assert own.delete(mine.path(f"members/{member_id(reader)}")).status_code == 204
    machine = Shop(business_key(mine.owner))
    assert code(machine.delete(mine.path(f"members/{member_id(other)}"))) == (403, "not-allowed")


def test_an_invitation_is_listed_and_taken_back(mine: Mine) -> None:
    given = {"email": "colleague@shop.example", "role": "agent", "language": "en"}
    invitation = mine.post("invitations", given).json()["invitation"]
    assert [row["email"] for row in mine.get("invitations").json()["items"]] == ["colleague@shop.example"]
    assert code(mine.post("invitations", given)) == (409, "already-member")
    assert mine.delete(f"invitations/{invitation}").status_code == 204
    assert mine.get("invitations").json()["items"] == []
    assert code(mine.delete(f"invitations/{invitation}")) == (404, "no-such-member")


def test_a_key_is_made_listed_without_its_secret_and_ended(mine: Mine) -> None:
    made = mine.post("keys", {"name": "shop system", "scopes": ["read", "manage"]}).json()
    (row,) = mine.get("keys").json()["items"]
    assert (row["key"], row["scopes"], row["used_on"]) == (made["key"], ["read", "manage"], None)
    assert made["secret"].startswith(row["begins"])
    assert made["secret"] not in mine.get("keys").content.decode()
    machine = Shop(made["secret"])
    assert machine.get(mine.path("home")).status_code == 200
    assert mine.get("keys").json()["items"][0]["used_on"] == clock.now().date().isoformat()
    assert mine.delete(f"keys/{made['key']}").status_code == 204
    assert code(machine.get(mine.path("home"))) == (401, "unauthenticated")
    assert code(mine.delete(f"keys/{made['key']}")) == (404, "no-such-key")


@pytest.mark.parametrize("scopes", [[], ["own"], ["read"] * 4, "read", [None], ["READ"]])
def test_a_key_cannot_be_made_to_own(mine: Mine, scopes: object) -> None:
    assert code(mine.post("keys", {"name": "x", "scopes": scopes})) == (422, "invalid-field")
    assert mine.get("keys").json()["items"] == []


def test_a_coming_charter_is_announced_and_accepted(mine: Mine, monkeypatch: pytest.MonkeyPatch) -> None:
    today = clock.now().date()
    coming = Charter("2", today, today + timedelta(days=30), charter.VERSIONS["1"].rules)
    monkeypatch.setitem(charter.VERSIONS, "2", coming)
    home = mine.get("home").json()
    assert home["charter"]["announced"] == "2"
    task = {"kind": "accept-charter", "until": coming.effective.isoformat(), "detail": "2"}
    assert task in home["tasks"]
    assert Shop().get("charter").json()["announced"]["version"] == "2"
    wrong = {rule: not answer for rule, answer in ANSWERS.items()}
    assert code(mine.post("charter", {"version": "2", **PROMISE, "answers": wrong})) == (422, "charter-not-accepted")
    assert code(mine.post("charter", {"version": "9", **PROMISE})) == (404, "no-such-charter")
    assert mine.post("charter", {"version": "2", **PROMISE}).json()["version"] == "2"
    assert task not in mine.get("home").json()["tasks"]


def leave(mine: Mine) -> date:
    answer = mine.post("leaving")
    assert answer.status_code == 201
    leaves_on = date.fromisoformat(answer.json()["leaves_on"])
    leavings.leave_due(now=clock.now() + timedelta(days=31))
    return leaves_on


def test_notice_is_given_once_and_taken_back(mine: Mine) -> None:
    assert mine.post("leaving").json()["why"] == "asked"
    assert code(mine.post("leaving")) == (409, "already-leaving")
    assert mine.delete("leaving").status_code == 204
    assert code(mine.delete("leaving")) == (409, "already-leaving")
    assert mine.get("home").json()["leaving"] is None


def test_a_business_that_left_comes_back(mine: Mine) -> None:
    leave(mine)
    assert mine.get("home").json()["state"] == "left"
    assert code(mine.post("leaving")) == (409, "wrong-business-state")
    assert mine.post("return", PROMISE).json() == {"business": str(mine.owner.business), "state": "participant"}
    assert code(mine.post("return", PROMISE)) == (409, "wrong-business-state")


def test_a_business_that_left_points_to_another_of_the_same_owner(mine: Mine) -> None:
    other, stranger = make_member_business(user=mine.owner.user), make_member_business()
    leave(mine)
    assert code(mine.post("successor", {"successor": str(stranger.business)})) == (404, "not-yours")
    assert code(mine.post("successor", {"successor": "x" * 36})) == (422, "invalid-field")
    assert mine.post("successor", {"successor": str(other.business)}).json() == {"successor": str(other.business)}
    assert businesses.profile(mine.owner.business).successor == other.business


def test_what_was_done_is_told_with_who_did_it_and_paged(mine: Mine) -> None:
    machine = Shop(business_key(mine.owner))
    for number in range(5):
        machine.post(mine.path("names"), {"legal_name": f"Moss {number} Ltd", "trading_names": []})
    seen: list[dict[str, Any]] = []
    after = ""
    while True:
        page = mine.get(f"deeds?limit=2{after}").json()
        seen += page["items"]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert [row["kind"] for row in seen] == [row.kind for row in queries.deeds(mine.owner.business)]
    assert seen[0] | {"at": ""} == {
        "kind": "names-changed",
        "at": "",
        "by": "key",
        "member": None,
        "who": None,
        "key": "shop system",
        "detail": None,
    }
    assert code(mine.get("deeds?after=x")) == (422, "invalid-field")


def test_pages_have_the_rights_for_all_of_it_and_no_others(
    as_role: AsRole, settings: LazySettings, tmp_path: Path
) -> None:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    user = make_user()
    shop = Shop(account_key(user))
    with as_role("web"):
        joined = shop.post("applications", APPLICATION)
        assert joined.status_code == 201
        for name, line in KEYED.items():
            for method in line.needs:
                body = line.body if method == "POST" else None
                answer = shop.call(method, line.path.format(business=joined.json()["business"]), body)
                assert answer.status_code < 500, (name, method)


@pytest.mark.parametrize("rest", ["leaving", "ownership"])
def test_what_needs_no_particulars_takes_none(mine: Mine, rest: str) -> None:
    assert code(mine.post(rest, {"x": 1})) == (422, "invalid-field")
    assert code(mine.post(rest, b"canary")) == (415, "unsupported-media-type")
    assert mine.post(rest, {}).status_code in (200, 201)


@pytest.mark.parametrize("business", ["x", "1", NOBODY.replace("4000", "1000"), "..%2f..", "%00"])
def test_what_is_no_id_is_nowhere(mine: Mine, business: str) -> None:
    assert code(mine.shop.get(f"businesses/{business}/home")) == (404, "no-such-operation")
    assert code(mine.delete(f"members/{business}")) == (404, "no-such-operation")


def test_an_owner_of_one_business_is_nobody_in_another(mine: Mine) -> None:
    other = make_member_business(user=make_user())
    for method, rest in (("GET", "home"), ("POST", "leaving"), ("DELETE", "leaving"), ("POST", "names")):
        answer = mine.shop.call(method, f"businesses/{other.business}/{rest}", {} if method == "POST" else None)
        assert code(answer) == (404, "not-yours")
    assert businesses.profile(other.business).state is State.PARTICIPANT
