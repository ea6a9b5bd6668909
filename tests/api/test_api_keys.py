"""Who is let in by the API: keys in one header, and nothing else; each key as far as it reaches."""

import io
import logging

import pytest
from django.test import Client

from reputation.core import clock
from reputation.members import api_keys
from reputation.members.models import ApiKey
from reputation.members.rules import SCOPES, Act, Role
from tests.accounts_made import make_user as make_person
from tests.accounts_made import signed_in
from tests.api_made import BASE, Shop, account_key, business_key, code
from tests.members_made import make_colleague, make_member_business, make_user

pytestmark = pytest.mark.django_db
HEADERS = {
    "none": "",
    "unknown": "Bearer or_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "no key": "Bearer",
    "basic": "Basic b3I6eA==",
    "two": "Bearer or_a or_b",
    "wide": "Bearer ｏｒ_a",
    "long": f"Bearer or_{'a' * 5000}",
    "quoted": 'Bearer "or_a"',
    "control": "Bearer or_\x00",
}


def test_all_who_are_not_let_in_are_told_the_same() -> None:
    owner = make_member_business()
    ended = business_key(owner)
    key = api_keys.of_business(owner.business)[0].public_id
    api_keys.end(actor=owner, key=key, now=clock.now())
    client = Client(raise_request_exception=False)
    where = f"{BASE}businesses/{owner.business}/home"
    answers = [client.get(where, headers={"Authorization": value} if value else {}) for value in HEADERS.values()]
    answers.append(client.get(where, headers={"Authorization": f"Bearer {ended}"}))
    assert {answer.status_code for answer in answers} == {401}
    assert {answer.content for answer in answers} == {answers[0].content}
    assert {answer["WWW-Authenticate"] for answer in answers} == {"Bearer"}
    assert answers[0].json()["code"] == "unauthenticated"


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_a_key_opens_however_its_scheme_is_written(scheme: str) -> None:
    key = account_key(make_user())
    assert Client().get(f"{BASE}me", headers={"Authorization": f"{scheme} {key}"}).status_code == 200


def test_a_key_opens_nothing_from_an_address_a_body_or_a_cookie() -> None:
    key = account_key(make_user())
    assert code(Shop().get(f"me?key={key}")) == (422, "invalid-field")
    client = Client()
    client.cookies["Authorization"] = f"Bearer {key}"
    assert code(Shop().call("GET", "me", client=client)) == (401, "unauthenticated")


def test_a_session_never_stands_in_for_a_key() -> None:
    browser = signed_in(make_person(), fresh=True)
    assert browser.get("/members/").status_code == 200
    for cookie in browser.cookies.values():
        cookie["path"] = "/"
    for method, path in (("GET", "me"), ("GET", "applications"), ("POST", "applications")):
        answer = Shop().call(method, path, client=browser)
        assert code(answer) == (401, "unauthenticated")
        assert not answer.cookies


@pytest.mark.parametrize("act", SCOPES)
def test_a_key_of_a_business_does_what_its_scopes_say(act: Act) -> None:
    owner = make_member_business()
    shop = Shop(business_key(owner, [act]))
    where = f"businesses/{owner.business}"
    expected = {"home": 200 if act is Act.READ else 403, "names": 200 if act is Act.MANAGE else 403}
    assert shop.get(f"{where}/home").status_code == expected["home"]
    names = {"legal_name": "Moss Ltd", "trading_names": []}
    assert shop.post(f"{where}/names", names).status_code == expected["names"]
    assert code(shop.post(f"{where}/leaving")) == (403, "not-allowed")
    assert shop.get("me").json()["businesses"][0]["may"] == [str(act)]


def test_a_key_of_a_business_is_a_stranger_to_every_other() -> None:
    shop, other = Shop(business_key(make_member_business())), make_member_business()
    assert code(shop.get(f"businesses/{other.business}/home")) == (404, "not-yours")
    assert code(shop.get("businesses/00000000-0000-4000-8000-000000000000/home")) == (404, "not-yours")


def test_an_account_s_key_reaches_as_far_as_the_role_has_come() -> None:
    owner = make_member_business()
    reader = make_colleague(owner, Role.READER)
    shop = Shop(account_key(reader.user))
    where = f"businesses/{owner.business}"
    assert shop.get(f"{where}/members").status_code == 200
    assert code(shop.post(f"{where}/leaving")) == (403, "not-allowed")
    (mine,) = [row for row in shop.get(f"{where}/members").json()["items"] if row["role"] == "reader"]
    assert Shop(account_key(owner.user)).delete(f"{where}/members/{mine['member']}").status_code == 204
    assert code(shop.get(f"{where}/members")) == (404, "not-yours")


def test_a_key_is_in_no_log_no_problem_and_no_table(caplog: pytest.LogCaptureFixture) -> None:
    owner = make_member_business()
    shop = Shop(account_key(owner.user))
    with caplog.at_level(logging.DEBUG):
        said = io.BytesIO()
        for answer in (
            shop.get(f"businesses/{owner.business}/home"),
            shop.get("businesses/x/home"),
            shop.post("applications", {}),
            shop.post(f"businesses/{owner.business}/leaving", once=""),
            shop.get("applications?x=1"),
        ):
            said.write(answer.content + str(dict(answer.headers)).encode())
    assert shop.key.encode() not in said.getvalue()
    assert not any(shop.key in str(vars(record)) for record in caplog.records)
    row = ApiKey.objects.get(user__isnull=False)
    assert shop.key not in str({name: bytes(v) if isinstance(v, memoryview) else v for name, v in vars(row).items()})


def test_a_private_answer_is_kept_by_nobody_and_read_by_no_other_site() -> None:
    owner = make_member_business()
    shop = Shop(account_key(owner.user))
    for path in ("me", f"businesses/{owner.business}/home", f"businesses/{owner.business}/deeds"):
        answer = shop.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert not {"ETag", "Access-Control-Allow-Origin", "Set-Cookie"} & set(answer.headers)
