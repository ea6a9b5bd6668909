"""Every page under /members/ where a business is at home: nobody is shut out, nothing overflows, nothing is let out."""

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.looking import looked_over, too_wide
from tests.e2e.test_web_browser import ask
from tests.e2e.walking import SOMEBODY, World, answer, enter, follow, join, press, show_again

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walks")]
LONG = (
    "The Honourable Worshipful Company of Kettlemakers, Tinsmiths and "
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller of Ludlow Limited"
)
LONG_HOST = "the-long-name-of-a-shop-which-sells-kettles-and-pans-and-more.kettle.example"
LONG_EMAIL = f"somebody.with.a.very.long.address.of.their.own@{'x' * 60}.kettle.example"
OUTSIDE = ("sign-in", "sign-up", "reset", "reset/sent", "confirm", "confirm/MQ:abc", "closed", "invitation")
OWN = (
    *("", "account", "account/keys", "account/sessions", "account/second-factor", "account/passkeys", "join"),
    *("account/email", "account/password", "account/close", "invitation"),
)
AT_HOME = (
    "",
    "/reviews",
    "/receipts",
    "/domains",
    "/members",
    "/particulars",
    "/charter",
    "/keys",
    "/webhooks",
    "/deeds",
    "/leaving",
)


def furnish(world: World) -> tuple[Page, str, list[str]]:
    """A business with long names and something on every page; the paths of what has a page of its own."""
    page = enter(world)
    page.goto("/members/join")
    home = join(page, LONG, "EX00004721").removeprefix("/members/")
    page.goto(f"/members/{home}/keys")
    show_again(page)
    page.get_by_label("What is the key for?").fill("shop system of the warehouse in Ludlow, second door on left")
    press(page, "Make the key")
    paths = []
    page.goto(f"/members/{home}/domains")
    page.get_by_label("Web address").fill(LONG_HOST)
    press(page, "Add it")
    paths.append(page.url)
    page.goto(f"/members/{home}/members")
    page.get_by_label("E-mail address").fill(LONG_EMAIL)
    press(page, "Send the invitation")
    page.goto(f"/members/{home}/webhooks")
    page.get_by_label("Address of your system").fill(f"https://{LONG_HOST}/{'a' * 150}")
    press(page, "Add it")
    follow(page, page.get_by_role("link", name="Look at it"))
    press(page, "Send a test")
    paths.append(page.url)
    return page, home, [path.partition("/members/")[2].partition("#")[0] for path in paths]


def test_nobody_is_shut_out_and_nothing_is_too_wide(world: World) -> None:
    page, home, paths = furnish(world)
    found: list[str] = []
    for path in (*OWN, *(f"{home}{end}" for end in AT_HOME), *paths):
        for language in ("", "de/"):
            page.goto(f"/members/{language}{path}")
            found += looked_over(page) if language else too_wide(page)
    stranger = world.page()
    for path in OUTSIDE:
        for language in ("", "de/"):
            stranger.goto(f"/members/{language}{path}")
            found += looked_over(stranger) if language else too_wide(stranger)
    assert found == []


def test_what_is_wrong_is_told_to_everybody(world: World) -> None:
    page = enter(world)
    found: list[str] = []
    page.goto("/members/de/join")
    follow(page, page.get_by_role("link", name="English"))
    page.get_by_label("In which country").select_option("DE")
    press(page, "Go on")
    found += looked_over(page)
    page.get_by_label("Kind of number", exact=True).select_option("de-hra")
    page.get_by_label("Number", exact=True).fill("Hof HRA 4722")
    page.get_by_label("Legal form").fill("e.K.")
    press(page, "Go on")
    found += looked_over(page)
    page.get_by_label("Legal form").fill("GmbH & Co. KG")
    press(page, "Go on")
    found += looked_over(page)
    page.get_by_label("Legal name").fill(LONG)
    press(page, "Go on")
    page.get_by_label("Your name").fill("Dora Moos")
    page.get_by_label("Your office").fill("Director")
    answer(page, gag="Yes")
    press(page, "Accept the charter and join")
    found += looked_over(page)
    expect(page.get_by_role("alert").get_by_role("link")).to_be_visible()
    answer(page)
    press(page, "Accept the charter and join")
    found += looked_over(page)
    press(page, "Take the application back")
    found += looked_over(page)
    page.goto("/members/invitation")
    page.get_by_label("Code of the invitation").fill("x" * 90)
    press(page, "Accept the invitation")
    found += looked_over(page)
    assert found == []


def test_a_check_in_the_same_browser_carries_nothing_of_who_signed_in(world: World) -> None:
    page = enter(world)
    assert page.context.cookies(), "somebody is signed in here"
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request))
    page.goto("/")
    ask(page, "kettle.example")
    page.goto("/about/privacy")
    page.goto("/members/")
    # Asked for at the end: what a request carried is known only once it was sent.
    outside = [request.all_headers() for request in sent if "/members/" not in request.url]
    inside = [request.all_headers() for request in sent if request.url.endswith("/members/")]
    assert len(outside) > 8
    assert len(inside) == 1
    assert {headers.get("cookie", "") for headers in outside} == {""}
    assert all("session=" in headers["cookie"] for headers in inside), "the measure finds a cookie"
    assert {cookie["path"] for cookie in page.context.cookies()} == {"/members/"}
    assert SOMEBODY not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
