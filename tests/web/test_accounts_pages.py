"""Pages of an account, who may open a signed-in page, and that all other pages know nothing of it."""

from typing import Any

import pytest
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from reputation.accounts import actions, errors
from reputation.accounts.models import Session, User
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.members import api_keys
from reputation.service import middleware
from reputation.web import pages
from reputation.web.members import guards
from tests.accounts_made import PASSWORD, code_of, give_totp, letters, link_in, make_user, signed_in, solved

pytestmark = pytest.mark.django_db


@guards.with_duty(Duty.MODERATOR, Duty.PANEL)
def desk(_request: HttpRequest) -> HttpResponse:
    """A page of a duty."""
    return HttpResponse("the desk")


def ask_desk(client: Client) -> HttpResponse:
    """The page above, asked from a browser."""
    request = RequestFactory().get("/members/desk?case=1")
    request.COOKIES = {name: cookie.value for name, cookie in client.cookies.items()}
    answer = middleware.Members(desk)(request)
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_page_of_a_duty_opens_for_that_duty_with_a_second_factor() -> None:
    user = make_user(duties=[Duty.PANEL])
    give_totp(user)
    assert ask_desk(signed_in(user, second_factor=True)).content == b"the desk"


def test_without_signing_in_it_leads_to_the_sign_in_and_back() -> None:
    answer = ask_desk(Client())
    assert answer["Location"] == "/members/sign-in?next=%2Fmembers%2Fdesk"


def test_without_a_second_factor_in_this_session_it_asks_for_it() -> None:
    user = make_user(duties=[Duty.MODERATOR])
    assert ask_desk(signed_in(user))["Location"] == "/members/account/second-factor"
    give_totp(user)
    assert ask_desk(signed_in(user))["Location"] == "/members/again/code?next=%2Fmembers%2Fdesk"


@pytest.mark.parametrize("duties", [(), (Duty.OPERATOR,)])
def test_without_the_duty_it_stays_closed(duties: tuple[Duty, ...]) -> None:
    client = signed_in(make_user(duties=duties), second_factor=True)
    with pytest.raises(errors.WithoutDuty):
        ask_desk(client)


def test_a_duty_that_ended_opens_nothing() -> None:
    user = make_user(duties=[Duty.PANEL])
    client = signed_in(user, second_factor=True)
    actions.end_duty(user_id=user.pk, duty=Duty.PANEL, now=clock.now())
    with pytest.raises(errors.WithoutDuty):
        ask_desk(client)


def test_a_second_factor_shown_later_in_the_session_opens_it() -> None:
    user = make_user(duties=[Duty.PANEL])
    secret = give_totp(user)
    client = signed_in(user)
    answer = client.post("/members/again/code?next=/members/", {"code": code_of(secret), "work": solved(client)})
    assert answer["Location"] == "/members/"
    assert ask_desk(client).content == b"the desk"


@pytest.mark.parametrize(("language", "says"), [("", "Use your password"), ("de/", "Passwort verwenden")])
def test_the_other_way_to_show_who_it_is_is_told_in_the_language_of_the_page(language: str, says: str) -> None:
    user = make_user()
    give_totp(user)
    assert says in signed_in(user).get(f"/members/{language}again/code").content.decode()


def test_what_guards_the_account_asks_again_and_keeps_nothing_that_was_posted() -> None:
    user = make_user()
    client = signed_in(user)
    key = api_keys.make_own(user=user.pk, name="laptop", now=clock.now())
    answer = client.post("/members/account/password", {"password1": "a secret that must not stay"})
    assert answer["Location"] == "/members/again?next=%2Fmembers%2Faccount%2Fpassword"
    assert "a secret" not in str(dict(client.session))
    answer = client.post(
        answer["Location"], {"password": PASSWORD, "work": solved(client), "next": "/members/account/password"}
    )
    assert answer["Location"] == "/members/account/password"
    assert client.get("/members/account/password").status_code == 200
    client.post("/members/account/password", {"password1": "five green lamps at dusk"})
    user.refresh_from_db()
    assert user.check_password("five green lamps at dusk")
    assert client.get("/members/").status_code == 200, "this browser stays signed in"
    assert api_keys.holder(key, now=clock.now()) is None, "its keys do not"
    assert [kind for kind, *_ in letters()] == ["own-key-made", "password-changed"]


def test_a_wrong_password_when_asked_again_is_counted() -> None:
    user = make_user()
    client = signed_in(user)
    answer = client.post("/members/again", {"password": "not this one", "work": solved(client)})
    assert "This is not your password" in answer.content.decode()
    assert client.get("/members/account/email").status_code == 302


def test_an_address_is_changed_by_the_link_at_the_new_one_and_the_old_one_is_told() -> None:
    user = make_user("old@shop.example")
    client = signed_in(user, fresh=True)
    answer = client.post("/members/account/email", {"email": "new@shop.example"})
    assert "Look into the new mailbox" in answer.content.decode()
    (kind, to, _, text), (told, told_to, _, says) = letters()
    assert (kind, to) == ("new-email", "new@shop.example")
    assert (told, told_to) == ("email-change-asked", "old@shop.example"), "told before anything is changed"
    assert "new@shop.example" in says
    assert link_in(text) not in says, "the link is for who reads mails at the new address"
    elsewhere = Client()
    assert "new@shop.example" in elsewhere.get(link_in(text)).content.decode()
    user.refresh_from_db()
    assert user.email == "old@shop.example"
    elsewhere.post(link_in(text))
    user.refresh_from_db()
    assert user.email == "new@shop.example"
    assert letters()[-1][:2] == ("email-changed", "old@shop.example")
    assert "no longer works" in elsewhere.post(link_in(text)).content.decode()


def test_asking_for_an_address_that_has_an_account_tells_nothing() -> None:
    make_user("bob@shop.example")
    answers = []
    for wanted in ("bob@shop.example", "free@shop.example"):
        client = signed_in(make_user(f"for-{wanted}"), fresh=True)
        text = client.post("/members/account/email", {"email": wanted}).content.decode()
        answers.append(text.split("<main")[1].split("</main")[0])
    assert answers[0] == answers[1]
    assert len(letters("new-email")) == 2


def test_browsers_are_listed_and_signed_out() -> None:
    user = make_user()
    this, that = signed_in(user), signed_in(user)
    page = this.get("/members/account/sessions").content.decode()
    assert page.count("Signed in on") == 2
    assert str(this.session.session_key) not in page
    this.post("/members/account/sessions", {"end": "others"})
    assert that.get("/members/").status_code == 302
    assert this.get("/members/").status_code == 200
    this.post("/members/account/sessions", {"end": "nonsense"})
    assert this.get("/members/").status_code == 200
    this.post("/members/account/sessions", {"end": "all"})
    assert this.get("/members/").status_code == 302


def test_the_language_of_letters_is_chosen_and_only_one_of_ours() -> None:
    user = make_user()
    client = signed_in(user)
    client.post("/members/account", {"language": "de"})
    client.post("/members/account", {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "de"


def test_an_account_is_closed_after_a_last_question() -> None:
    user = make_user()
    client = signed_in(user, fresh=True)
    assert client.get("/members/account/close").status_code == 200
    assert User.objects.get().is_active
    assert client.post("/members/account/close")["Location"] == "/members/closed"
    assert not User.objects.get().is_active
    assert not Session.objects.filter(user__isnull=False).exists()


@pytest.mark.parametrize(("language", "path"), [("en", "/members/sign-in"), ("de", "/members/de/sign-in")])
def test_addresses_are_made_in_the_language_of_the_page(language: str, path: str) -> None:
    with translation.override(language):
        assert reverse("account_login") == path
    assert pages.language_of(path) == language
    assert pages.in_language(path, "de") == "/members/de/sign-in"
    assert pages.in_language(path, "en") == "/members/sign-in"


@pytest.mark.parametrize("path", ["/de/members/sign-in", "/members/fr/sign-in", "/members/en/sign-in", "/memberships"])
def test_there_is_one_address_for_a_page(path: str) -> None:
    assert Client().get(path).status_code == 404


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    seen: list[bool] = []
    inner = BaseHandler.resolve_request

    def resolve(self: BaseHandler, request: HttpRequest) -> Any:
        seen.append(hasattr(request, "session") or hasattr(request, "user") or hasattr(request, "allauth"))
        return inner(self, request)

    monkeypatch.setattr(BaseHandler, "resolve_request", resolve)
    return seen


def test_other_pages_pay_nothing_for_it(watched: list[bool]) -> None:
    client = signed_in(make_user())
    for path in ("/about", "/check", "/de/about", "/healthz", "/members"):
        client.get(path)
    client.post("/check", {"q": "kettle"})
    assert not any(watched)
    client.get("/members/")
    assert watched[-1], "the watch works"
