"""Being at home: every page of a business as its members see it, and what its forms do."""

import importlib
import io
import zipfile
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from reputation.accounts.models import User
from reputation.businesses import queries as profiles
from reputation.businesses.rules import State
from reputation.core import clock
from reputation.core.errors import DomainError
from reputation.domains import looking
from reputation.domains import queries as domains
from reputation.members import actions, api_keys, leavings, queries
from reputation.members.models import ApiKey
from reputation.members.rules import Act, Actor, Role
from reputation.outbound.failures import Reason
from reputation.web.errors import WORDS
from reputation.web.members.domains import FAULTS
from reputation.webhooks import queries as webhooks
from tests import pages_made
from tests.accounts_made import make_user, signed_in
from tests.joining_made import RULES
from tests.members_made import code_of, email_of, make_colleague, make_member_business, member_id

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def browser(user: int, **given: Any) -> Client:
    return signed_in(User.objects.get(pk=user), **given)


@pytest.fixture
def owner() -> Actor:
    return make_member_business(user=make_user().pk, now=clock.now())


PAGES = ("", "/members", "/particulars", "/charter", "/domains", "/webhooks", "/deeds", "/leaving")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_for_members_alone_and_in_both_languages(owner: Actor, page: str) -> None:
    reader = make_colleague(owner, Role.READER, now=clock.now())
    for actor in (owner, reader):
        for language in ("", "de/"):
            answer = browser(actor.user or 0).get(f"/members/{language}b/{owner.business}{page}")
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "no-store"
            assert 'lang="de"' in answer.content.decode() or not language
    stranger = browser(make_user().pk)
    assert stranger.get(f"/members/b/{owner.business}{page}").status_code == 404
    assert stranger.get(f"/members/b/{uuid4()}{page}").status_code == 404
    answer = Client().get(f"/members/b/{owner.business}{page}")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/members/sign-in")


def test_today_says_what_is_to_be_done_the_nearest_first(owner: Actor) -> None:
    client = browser(owner.user or 0)
    assert "Name the web address of your shop" in client.get(f"/members/b/{owner.business}").content.decode()
    client.post(f"/members/b/{owner.business}/domains", {"domain": "kettle.example"})
    leavings.give_notice(actor=owner, now=clock.now() - timedelta(days=20))
    text = client.get(f"/members/b/{owner.business}").content.decode()
    assert "3 things to do" in text
    assert text.index("The business leaves") < text.index("Show that you control kettle.example")
    assert "3 things need you" in client.get("/members/").content.decode()


def test_colleagues_are_invited_changed_and_removed_by_a_fresh_owner(owner: Actor) -> None:
    where = f"/members/b/{owner.business}/members/change"
    stale, client = browser(owner.user or 0), browser(owner.user or 0, fresh=True)
    invite = {"do": "invite", "email": "new@shop.example", "role": "agent", "language": "de"}
    assert "/again" in stale.post(where, invite)["Location"]
    assert not queries.invited(owner.business, clock.now())
    client.post(where, invite)
    (invited,) = queries.invited(owner.business, clock.now())
    shown = [
        "new@shop.example" in browser(user or 0).get(f"/members/b/{owner.business}/members").content.decode()
        for user in (owner.user, make_colleague(owner, Role.AGENT).user)
    ]
    assert shown == [True, False], "who is invited is for owners"
    assert client.post(where, invite).status_code == 422
    user = make_user("new@shop.example")
    answer = browser(user.pk).post("/members/invitation", {"code": f"x#{code_of('new@shop.example')}"})
    assert answer["Location"] == f"/members/b/{owner.business}"
    members = {person.email: person for person in queries.people(owner.business)}
    client.post(where, {"do": "reader", "member": str(members["new@shop.example"].public_id)})
    assert [person.role for person in queries.people(owner.business)] == [Role.OWNER, Role.AGENT, Role.READER]
    client.post(where, {"do": "remove", "member": str(members["new@shop.example"].public_id)})
    assert len(queries.people(owner.business)) == 2
    mine = queries.people(owner.business)[0]
    answer = client.post(where, {"do": "remove", "member": str(mine.public_id)})
    assert answer.status_code == 422
    assert "A business needs an owner" in answer.content.decode()
    assert client.post(where, {"do": "remove", "member": "nonsense"}).status_code == 422
    assert invited.role is Role.AGENT


def test_the_invitation_page_takes_no_code_from_others(owner: Actor) -> None:
    assert "Sign in first" in Client().get("/members/invitation").content.decode()
    answer = browser(make_user().pk).post("/members/invitation", {"code": "wrong"})
    assert answer.status_code == 422
    assert "can no longer be used" in answer.content.decode()


def test_names_and_contact_change_and_a_reader_changes_nothing(owner: Actor) -> None:
    where = f"/members/b/{owner.business}/particulars"
    client = browser(owner.user or 0)
    client.post(where, {"do": "names", "legal_name": "Moss plc", "trading_names": "One\n\nTwo"})
    assert profiles.profile(owner.business).trading_names == ("One", "Two")
    client.post(where, {"do": "contact", "email": "new@kettle.example", "language": "de"})
    assert queries.contact(owner.business) == queries.Reach("new@kettle.example", "de")
    answer = client.post(where, {"do": "names", "legal_name": "", "trading_names": "One"})
    assert answer.status_code == 422
    assert ">\nOne</textarea>" in answer.content.decode()
    reader = make_colleague(owner, Role.READER, now=clock.now())
    answer = browser(reader.user or 0).post(where, {"do": "names", "legal_name": "Mine"})
    assert answer.status_code == 403
    assert profiles.profile(owner.business).legal_name == "Moss plc"


def test_a_change_of_ownership_is_a_dated_mark_on_the_public_page(owner: Actor, client: Client) -> None:
    where = f"/members/b/{owner.business}/particulars/ownership"
    browser(owner.user or 0, fresh=True).post(where)
    profile = profiles.profile(owner.business)
    pages_made.settle()
    page = client.get(f"/b/{owner.business}/{profile.slug}").content.decode()
    assert "Has another owner from this day on" in page


def test_keys_are_shown_once_and_ended(owner: Actor) -> None:
    where = f"/members/b/{owner.business}/keys"
    assert "/again" in browser(owner.user or 0).get(where)["Location"]
    client = browser(owner.user or 0, fresh=True)
    page = client.post(where, {"name": "shop system", "scopes": ["read"]}).content.decode()
    assert "or_" in page
    row = ApiKey.objects.get()
    assert page.count(row.begins) >= 2
    again = client.get(where).content.decode()
    assert "Your new key" not in again
    assert client.post(where, {"name": "", "scopes": []}).status_code == 422
    client.post(where, {"end": str(row.public_id)})
    assert ApiKey.objects.get().ended_on is not None
    agent = make_colleague(owner, Role.AGENT, now=clock.now())
    assert browser(agent.user or 0, fresh=True).get(where).status_code == 403
    own = client.post("/members/account/keys", {"name": "laptop"}).content.decode()
    assert "or_" in own


def test_a_web_address_is_named_and_given_up(owner: Actor) -> None:
    client = browser(owner.user or 0)
    where = f"/members/b/{owner.business}/domains"
    answer = client.post(where, {"domain": "https://Kettle.example/shop"})
    (claim,) = domains.claims(owner.business)
    assert answer["Location"] == f"{where}/{claim.public_id}"
    page = client.get(answer["Location"]).content.decode()
    for part in (claim.record, claim.value, claim.file):
        assert part in page
    for wrong in ("", "co.uk", "127.0.0.1", "kettle.example"):
        assert client.post(where, {"domain": wrong}).status_code == 422
    assert client.post(answer["Location"], {"do": "mail", "message": "no mail"}).status_code == 422
    client.post(answer["Location"], {"do": "give-up"})
    assert domains.claims(owner.business)[0].state == "given-up"
    assert client.get(f"{where}/{uuid4()}").status_code == 404


def test_a_webhook_is_added_changed_paused_and_removed(owner: Actor) -> None:
    client = browser(owner.user or 0, fresh=True)
    where = f"/members/b/{owner.business}/webhooks"
    page = client.post(where, {"url": "https://shop.example/hook", "kinds": ["left"]}).content.decode()
    assert "whsec_" in page
    (row,) = webhooks.endpoints(owner.business)
    one = f"{where}/{row.public_id}"
    assert "whsec_" not in client.get(one).content.decode()
    assert client.post(where, {"url": "https://10.0.0.1/", "kinds": ["left"]}).status_code == 422
    for do, state in (("pause", "paused"), ("resume", "live"), ("ping", "live")):
        assert client.post(f"{one}/change", {"do": do}).status_code == 302
        assert webhooks.endpoints(owner.business)[0].state == state
    assert len(webhooks.deliveries(business=owner.business, endpoint=row.public_id)) == 1
    assert "a test" in client.get(one).content.decode()
    client.post(f"{one}/change", {"do": "since", "since": "2026-01-01"})
    client.post(f"{one}/change", {"do": "change", "url": "https://shop.example/other", "kinds": ["returned"]})
    assert webhooks.endpoints(owner.business)[0].url == "https://shop.example/other"
    assert "whsec_" in client.post(f"{one}/change", {"do": "roll"}).content.decode()
    assert client.post(f"{one}/change", {"do": "change", "url": "x", "kinds": []}).status_code == 422
    client.post(f"{one}/change", {"do": "remove"})
    assert webhooks.endpoints(owner.business) == []


def test_leaving_coming_back_and_pointing_on(owner: Actor) -> None:
    client = browser(owner.user or 0, fresh=True)
    where = f"/members/b/{owner.business}/leaving"
    assert client.post(f"{where}/change", {"do": "notice"}).status_code == 302
    assert "The business leaves on" in client.get(where).content.decode()
    assert client.post(f"{where}/change", {"do": "notice"}).status_code == 422
    client.post(f"{where}/change", {"do": "take-back"})
    leavings.give_notice(actor=owner, now=clock.now() - timedelta(days=40))
    leavings.leave_due(now=clock.now())
    other = make_member_business(user=owner.user, now=clock.now())
    assert "The business left on" in client.get(where).content.decode()
    client.post(f"{where}/change", {"do": "successor", "successor": str(other.business)})
    assert profiles.profile(owner.business).successor == other.business
    back = {"do": "back", "accepted_by": "Ada Moss", "office": "Director", **RULES}
    assert client.post(f"{where}/change", back | {"rule_no-gag": "yes"}).status_code == 422
    assert client.post(f"{where}/change", back).status_code == 302
    assert profiles.profile(owner.business).state is State.PARTICIPANT


def test_a_form_that_is_not_ours_changes_nothing(owner: Actor) -> None:
    client = browser(owner.user or 0, fresh=True)
    client.handler.enforce_csrf_checks = True
    answer = client.post(f"/members/b/{owner.business}/leaving/change", {"do": "notice"})
    assert answer.status_code == 403
    assert queries.leaving(owner.business) is None


def test_everything_that_is_held_comes_in_one_file(owner: Actor) -> None:
    answer = browser(owner.user or 0).post(f"/members/b/{owner.business}/export")
    assert answer["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert {"README.txt", "particulars.json", "deeds.csv", "deeds.json"} <= set(found.namelist())
    assert queries.deeds(owner.business)[0].kind == "exported"


def test_deeds_come_in_pages(owner: Actor) -> None:
    client = browser(owner.user or 0)
    text = client.get(f"/members/b/{owner.business}/deeds").content.decode()
    assert "The business joined" in text
    assert client.get(f"/members/b/{owner.business}/deeds?after=0").status_code == 200
    assert client.get(f"/members/b/{owner.business}/deeds?after=x").status_code == 200


def test_deeds_name_whoever_is_a_member_and_their_key_beside_them(owner: Actor) -> None:
    agent = make_colleague(owner, Role.AGENT)
    email = email_of(agent)
    holder = api_keys.holder(
        api_keys.make_own(user=agent.user or 0, name=email_of(owner), now=clock.now()), now=clock.now()
    )
    assert holder is not None
    machine = api_keys.actor_of(holder, business=owner.business, act=Act.MANAGE)
    actions.change_contact(actor=machine, email="a@b.example", language="en", now=clock.now())
    client, path = browser(owner.user or 0), f"/members/b/{owner.business}/deeds"
    assert f" · {email}, key “{email_of(owner)}”<" in client.get(path).content.decode()
    actions.remove(actor=owner, member=member_id(agent), now=clock.now())
    text = client.get(path).content.decode()
    assert f" · a former member, key “{email_of(owner)}”<" in text
    assert email not in text


def refusals_of(room: str) -> set[str]:
    module = importlib.import_module(f"reputation.{room}.errors")
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, DomainError)]
    codes = {kind.code for kind in kinds if kind.__module__ == module.__name__}
    return {code for code in codes if not code.startswith("idempotency-")}  # no page sends such a key


@pytest.mark.parametrize("room", ["members", "admissions", "domains", "webhooks"])
def test_every_refusal_that_a_form_can_meet_says_what_to_do(room: str) -> None:
    assert refusals_of(room)
    assert refusals_of(room) <= WORDS.keys()


def test_every_reason_why_a_proof_was_not_seen_has_words() -> None:
    assert {*map(str, Reason), looking.NOT_THERE, looking.SERVER_FAILED} == set(FAULTS)
