"""Signing in with a real browser: by password and app, by passkey, in German, without JavaScript, without a trace."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import pages_made
from tests.accounts_made import PASSWORD, code_of, give_totp, letters, link_in, make_user
from tests.e2e.looking import looked_over
from tests.e2e.walking import follow, press

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
EMAIL = "ada@shop.example"


@pytest.fixture
def contexts(
    browser: Browser, live_server: LiveServer, transactional_db: None, settings: LazySettings, tmp_path: Path
) -> Iterator[list[BrowserContext]]:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    made: list[BrowserContext] = []
    yield made
    for context in made:
        context.close()


@pytest.fixture
def faulty() -> Iterator[list[str]]:
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, contexts: list[BrowserContext], faulty: list[str]) -> Page:
    return open_page(browser, live_server, contexts, faulty)


def open_page(
    browser: Browser,
    live_server: LiveServer,
    contexts: list[BrowserContext],
    faulty: list[str],
    *,
    scripts: bool = True,
    width: int = 1280,
) -> Page:
    """A page of a new browser, in which nothing may fail and nothing foreign may load."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    contexts.append(context)
    page = context.new_page()
    page.on("pageerror", lambda error: faulty.append(f"script: {error}"))
    page.on("console", lambda line: faulty.append(line.text) if line.type == "error" else None)
    page.on(
        "request",
        lambda request: None if request.url.startswith(live_server.url) else faulty.append(f"foreign: {request.url}"),
    )
    return page


def sign_in(page: Page, email: str, language: str = "") -> None:
    page.goto(f"/members/{language}sign-in")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    follow(page, page.locator("form[data-work] button"))


def test_from_sign_up_to_a_second_factor(page: Page) -> None:
    page.goto("/members/sign-up")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Make an account")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    page.goto(link_in(letters()[0][3]))
    press(page, "Yes, confirm it")
    sign_in(page, EMAIL)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your businesses")

    page.goto("/members/account/second-factor")
    follow(page, page.get_by_role("link", name="Set up an app"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Go on")
    expect(page.locator(".qr svg")).to_be_visible()
    secret = page.locator("code").inner_text()
    page.get_by_label("The six digits the app shows now").fill(code_of(secret))
    press(page, "Use this app")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10

    press(page, "Sign out")
    sign_in(page, EMAIL)
    expect(page).to_have_url(re.compile("/members/second-factor$"))
    page.get_by_label("Code from your app, or a recovery code").fill(codes[0])
    press(page, "Go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your businesses")


def test_a_passkey_signs_in_alone_and_is_a_second_factor(page: Page) -> None:
    user = make_user()
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, user.email)
    page.goto("/members/account/passkeys/add")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("Name", exact=True).fill("Blue phone")
    press(page, "Add a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert [str(key) for key in Authenticator.objects.filter(type="webauthn")] == ["Blue phone"]

    press(page, "Sign out")
    page.goto("/members/sign-in")
    press(page, "Use a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your businesses")

    page.goto("/members/account/passkeys")
    follow(page, page.get_by_role("link", name="Rename Blue phone"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("Name", exact=True).fill("Green phone")
    press(page, "Use this name")
    expect(page.get_by_role("heading", name="Green phone")).to_be_visible()

    press(page, "Sign out")
    sign_in(page, user.email)
    expect(page).to_have_url(re.compile("/members/second-factor$"))
    press(page, "Use a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your businesses")


def test_without_javascript_waiting_takes_the_place_of_work(
    browser: Browser,
    live_server: LiveServer,
    contexts: list[BrowserContext],
    faulty: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    user = make_user()
    page = open_page(browser, live_server, contexts, faulty, scripts=False)
    sign_in(page, user.email)
    expect(page.locator(".errs")).to_contain_text("Please wait 5 seconds")
    assert page.locator("#id_login").input_value() == user.email, "what was typed stays"
    monkeypatch.setattr("reputation.core.clock.now", lambda: datetime.now(UTC) + timedelta(seconds=6))
    page.locator("#id_password").fill(PASSWORD)
    follow(page, page.locator("form[data-work] button"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your businesses")


def test_in_german_one_stays_in_german(page: Page) -> None:
    user = make_user()
    sign_in(page, user.email, "de/")
    expect(page).to_have_url(re.compile("/members/de/$"))
    assert page.locator("html").get_attribute("lang") == "de"
    page.goto("/members/de/account/email")
    expect(page).to_have_url(re.compile(r"/members/de/again\?next=/?%2Fmembers%2Fde%2Faccount%2Femail"))


def test_a_signed_in_browser_shows_nothing_of_it_outside(page: Page, live_server: LiveServer) -> None:
    user = make_user()
    sign_in(page, user.email)
    assert {cookie["path"] for cookie in page.context.cookies()} == {"/members/"}
    assert all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in page.context.cookies())
    sent: list[str] = []
    page.on(
        "request",
        lambda request: (
            sent.append(str(request.all_headers().get("cookie", ""))) if "/members/" not in request.url else None
        ),
    )
    for path in ("/", "/about", "/check", "/de/"):
        page.goto(path)
    assert len(sent) > 5
    assert set(sent) == {""}


PATHS = (
    "/members/sign-in",
    "/members/sign-up",
    "/members/reset",
    "/members/reset/sent",
    "/members/confirm",
    "/members/confirm/abc",
    "/members/closed",
)
INSIDE = (
    "/members/",
    "/members/account",
    "/members/account/second-factor",
    "/members/account/passkeys",
    "/members/account/sessions",
    "/members/again",
)
FRESH = (
    "/members/account/second-factor/app",
    "/members/account/email",
    "/members/account/password",
    "/members/account/close",
    "/members/account/passkeys/add",
    "/members/account/second-factor/codes/new",
)


def test_nobody_is_shut_out_and_nothing_is_too_wide(
    browser: Browser, live_server: LiveServer, contexts: list[BrowserContext], faulty: list[str]
) -> None:
    page = open_page(browser, live_server, contexts, faulty, width=390)
    user = make_user()
    found: list[str] = []

    def look(where: str) -> None:
        found.extend(f"{where}: {fault}" for fault in looked_over(page))

    for path in PATHS:
        page.goto(path)
        look(path)
    page.goto("/members/sign-in")
    page.locator("#id_login").fill(user.email)
    page.locator("#id_password").fill("not the right one")
    follow(page, page.locator("form[data-work] button"))
    look("wrong password")
    sign_in(page, user.email)
    for path in INSIDE:
        page.goto(path)
        look(path)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Go on")
    for path in FRESH:
        page.goto(path)
        assert page.url.endswith(path)
        look(path)
    give_totp(user)
    page.goto("/members/account/second-factor/codes")
    look("codes")
    assert found == []
