"""Signing up, confirming, signing in and out, resetting: what happens, and that nobody learns who has an account."""

import hashlib
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from reputation.accounts.models import Session, Tally, User
from reputation.core import clock
from reputation.members import api_keys
from tests.accounts_made import PASSWORD, code_of, give_totp, letters, link_in, make_user, signed_in, solved

pytestmark = pytest.mark.django_db
EMAIL = "new@shop.example"


def post(client: Client, path: str, name: str, **fields: str) -> Any:
    return client.post(path, {**fields, "work": solved(client, name)})


def sign_up(client: Client, email: str = EMAIL, password: str = PASSWORD) -> Any:
    return post(client, "/members/sign-up", email, email=email, password1=password)


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD) -> Any:
    return post(client, "/members/sign-in", email, login=email, password=password)


def words(answer: Any) -> str:
    """What a page says, without what differs from one loading to the next."""
    text = answer.content.decode()
    return re.sub(r'value="[^"]*"', "", text)


def test_somebody_signs_up_confirms_and_signs_in() -> None:
    client = Client()
    answer = sign_up(client, "New@Shop.example")
    assert (answer.status_code, answer["Location"]) == (302, "/members/confirm")
    ((kind, to, _, text),) = letters()
    assert (kind, to) == ("email-confirmation-signup", EMAIL)
    assert User.objects.get().email == EMAIL

    assert sign_in(Client())["Location"] == "/members/confirm", "not before the address is confirmed"

    elsewhere = Client()
    page = elsewhere.get(link_in(text))
    assert EMAIL in page.content.decode()
    assert not EmailAddress.objects.get().verified, "looking at the link changes nothing"
    assert elsewhere.post(link_in(text)).status_code == 302
    assert EmailAddress.objects.get().verified

    answer = sign_in(client)
    assert answer["Location"] == "/members/"
    assert client.get("/members/").status_code == 200
    assert Session.objects.filter(user__isnull=False).count() == 1


def test_signing_out_ends_the_session() -> None:
    client = signed_in(make_user())
    assert client.get("/members/").status_code == 200
    client.post("/members/sign-out")
    assert client.get("/members/").status_code == 302
    assert not Session.objects.filter(user__isnull=False).exists()


def test_a_wrong_password_does_not_sign_in() -> None:
    user = make_user()
    client = Client()
    answer = sign_in(client, user.email, "something else entirely")
    assert answer.status_code == 200
    assert "do not belong together" in answer.content.decode()
    assert client.get("/members/").status_code == 302


def test_a_second_factor_stands_between_password_and_pages() -> None:
    user = make_user()
    secret = give_totp(user)
    client = Client()
    assert sign_in(client, user.email)["Location"] == "/members/second-factor"
    assert client.get("/members/").status_code == 302
    answer = post(client, "/members/second-factor", "", code=code_of(secret))
    assert answer["Location"] == "/members/"
    assert client.get("/members/").status_code == 200


def test_a_code_works_once() -> None:
    user = make_user()
    secret = give_totp(user)
    code = code_of(secret)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, user.email)
    assert post(first, "/members/second-factor", "", code=code).status_code == 302
    cache.clear()  # what the library remembers is of one process
    answer = post(second, "/members/second-factor", "", code=code)
    assert answer.status_code == 200
    assert "used already" in answer.content.decode()


def test_wrong_codes_wait_for_each_other_and_a_wrong_one_is_counted() -> None:
    user = make_user()
    secret = give_totp(user)
    client = Client()
    sign_in(client, user.email)
    works = [solved(client) for _ in range(3)]
    for work, says in zip(works[:2], ("This code is not right", "Please wait 1 second"), strict=True):
        answer = client.post("/members/second-factor", {"code": "000000", "work": work})
        assert says in answer.content.decode()
    Tally.objects.filter(kind="codes").update(count=20)
    Tally.objects.filter(kind="code-turns").update(until=datetime.now(UTC))
    client.post("/members/second-factor", {"code": "000000", "work": works[2]})
    answer = client.post("/members/second-factor", {"code": code_of(secret), "work": solved(client)})
    assert "Please wait 3600 seconds" in answer.content.decode(), "even the right one has its turn"


@pytest.mark.parametrize("path", ["/members/sign-up", "/members/reset", "/members/sign-in"])
def test_a_known_address_is_answered_like_an_unknown_one(path: str) -> None:
    known, unknown = make_user("known@shop.example").email, "other@shop.example"
    answers = []
    for email in (known, unknown):
        client = Client()
        fields = {"email": email, "password1": PASSWORD} if path != "/members/sign-in" else {"login": email}
        if path == "/members/sign-in":
            fields["password"] = "not the password of anybody"
        answer = post(client, path, email, **fields)
        follow = client.get(answer["Location"]) if answer.status_code == 302 else answer
        names = set(client.cookies)
        answers.append((answer.status_code, answer.headers.get("Location"), words(follow), names))
    shown = [
        (status, where, text.replace(known, "").replace(unknown, ""), names) for status, where, text, names in answers
    ]
    assert shown[0] == shown[1]
    if path != "/members/sign-in":
        assert sorted(to for _, to, _, _ in letters()) == sorted([known, unknown]), "each gets one mail"


def test_signing_up_again_tells_the_owner_of_the_mailbox_and_changes_nothing() -> None:
    user = make_user()
    before = user.password
    sign_up(Client(), user.email, "another password that is long")
    assert [kind for kind, *_ in letters()] == ["account-already-exists"]
    user.refresh_from_db()
    assert user.password == before
    assert User.objects.count() == 1


def test_a_forgotten_password_is_set_anew_by_mail() -> None:
    user = make_user()
    other = signed_in(user)
    key = api_keys.make_own(user=user.pk, name="laptop", now=clock.now())
    client = Client()
    assert post(client, "/members/reset", user.email, email=user.email)["Location"] == "/members/reset/sent"
    ((_, to, _, text),) = letters("password-reset-key")
    assert to == user.email
    elsewhere = Client()
    form = elsewhere.get(link_in(text))
    assert form.status_code == 302
    assert "set-password" in form["Location"], "the key is out of the address"
    answer = elsewhere.post(form["Location"], {"password1": "five green lamps at dusk"})
    assert answer["Location"] == "/members/reset/done"
    assert other.get("/members/").status_code == 302, "every browser is signed out"
    assert api_keys.holder(key, now=clock.now()) is None, "every key has ended"
    assert "has ended" in letters("password-reset")[-1][3]
    assert elsewhere.get(link_in(text)).status_code == 200, "the link works once"
    assert "no longer works" in elsewhere.get(link_in(text)).content.decode()
    assert sign_in(Client(), user.email, "five green lamps at dusk")["Location"] == "/members/"


def test_a_weak_password_is_refused_with_its_reason() -> None:
    answer = sign_up(Client(), EMAIL, "password1234")
    assert answer.status_code == 200
    assert 'href="#id_password1"' in answer.content.decode()
    assert not User.objects.exists()


def test_pages_and_mails_are_in_the_language_of_the_path() -> None:
    client = Client()
    answer = client.get("/members/de/sign-in")
    assert answer.headers["Content-Language"] == "de"
    assert 'action="/members/de/sign-in"' in answer.content.decode()
    answer = client.post("/members/de/sign-up", {"email": EMAIL, "password1": PASSWORD, "work": solved(client, EMAIL)})
    assert answer["Location"] == "/members/de/confirm"
    assert User.objects.get().language == "de"
    assert "/members/de/confirm/" in letters()[0][3]


def test_an_address_gets_a_few_mails_an_hour_and_nobody_is_told() -> None:
    user = make_user()
    answers = {post(Client(), "/members/reset", user.email, email=user.email)["Location"] for _ in range(6)}
    assert answers == {"/members/reset/sent"}
    assert len(letters()) == 4


def test_links_in_mails_lead_to_the_services_own_host() -> None:
    client = Client(headers={"Host": "localhost"})
    sign_up(client)
    assert "http://localhost:8000/members/confirm/" in letters()[0][3] or "127.0.0.1" in letters()[0][3]


@pytest.mark.parametrize(("path", "field"), [("/members/sign-up", "email"), ("/members/sign-in", "login")])
def test_a_known_address_costs_the_service_as_much_as_an_unknown_one(
    path: str, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes long is the password: hashed once, whoever asks, so that no clock tells who has an account."""
    make_user("known@shop.example")
    hashed: list[int] = []
    scrypt = hashlib.scrypt

    def counted(*args: Any, **options: Any) -> bytes:
        hashed.append(1)
        return scrypt(*args, **options)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    costs = []
    for email in ("known@shop.example", "other@shop.example"):
        hashed.clear()
        password = {"password1": PASSWORD} if field == "email" else {"password": "not the password of anybody"}
        post(Client(), path, email, **{field: email}, **password)
        costs.append(len(hashed))
    assert costs == [1, 1]


@pytest.mark.parametrize("path", ["sign-in", "sign-up", "reset", "again", "second-factor", "again/code"])
def test_no_attempt_is_free(path: str) -> None:
    """Neither work nor waiting: what is right is refused as well, and nothing happens."""
    user = make_user()
    secret = give_totp(user)
    client = signed_in(user) if path.startswith("again") else Client()
    if path == "second-factor":
        sign_in(client, user.email)
    fields = {"login": user.email, "password": PASSWORD, "password1": PASSWORD, "code": code_of(secret)}
    answer = client.post(f"/members/{path}", {**fields, "email": EMAIL if path == "sign-up" else user.email})
    assert answer.status_code == 200
    assert "Please wait" in answer.content.decode()
    assert letters() == []
    assert User.objects.count() == 1
    if not path.startswith("again"):
        assert client.get("/members/").status_code == 302
    else:
        assert client.get("/members/account/email").status_code == 302
