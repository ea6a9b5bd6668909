"""The desk in a real browser: two people decide, nobody is shut out, nothing overflows, no script is needed."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import queries
from reputation.reviews import held
from reputation.reviews.errors import NoSuchHeldText
from tests.accounts_made import make_user, signed_in
from tests.desk_made import REASONS, appeal, exclusion, make_application, make_exclusion
from tests.desk_texts_made import make_asked, make_held
from tests.e2e.looking import faults, looked_over
from tests.e2e.walking import follow, press
from tests.pages_made import Shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Enter = Callable[..., Page]


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer, shop: Shop) -> Iterator[Enter]:
    """Opens a browser in which somebody is signed in; nothing may fail to load, and no script stumble."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def as_somebody(client: Client, *, width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=script,
        )
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": f"{live_server.url}/members/"}]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        return page

    yield as_somebody
    for context in contexts:
        context.close()
    assert wrong == []


def at(*duties: Duty) -> Client:
    return signed_in(make_user(duties=duties), second_factor=True, fresh=True)


def every_path(shop: Shop) -> list[str]:
    now = clock.now()
    _, application = make_application(now=now - timedelta(days=20))
    make_application(now=now)
    owner, made = make_exclusion(now=now)
    appeal(owner, made, now=now)
    proposal = queries.about([owner.business])[0].public_id
    ends = ["", "/done", f"/application/{application}", f"/proposal/{proposal}", "/businesses", "/editions"]
    ends += [f"/business/{shop.id}", f"/business/{shop.id}/exclude", f"/business/{shop.id}/numbers"]
    ends += [f"/text/{make_held(shop.id)}", f"/words/{make_asked(shop.id)}"]
    ends += [f"/exclusion/{made}", "/operator", "/duties", "/inspect", "/inspect/businesses_business"]
    return [f"/members/desk{end}" for end in ends]


def test_nobody_is_shut_out_of_the_desk_and_nothing_is_too_wide(shop: Shop, enter: Enter) -> None:
    paths = every_path(shop)
    page = enter(at(*Duty))
    found: list[str] = []
    for path in paths:
        page.goto(path)
        found += looked_over(page)
    assert found == []


def test_two_operators_exclude_a_business_by_hand(shop: Shop, enter: Enter) -> None:
    first, second = enter(at(Duty.OPERATOR)), enter(at(Duty.OPERATOR), width=390)
    until = exclusion(now=clock.now()).until
    assert until is not None
    first.goto(f"/members/desk/business/{shop.id}")
    follow(first, first.get_by_role("link", name="Propose to exclude it"))
    first.get_by_label("Ground").select_option("false-reviews")
    first.get_by_label("Until").fill(until.isoformat())
    first.get_by_label("Reasons").fill(REASONS)
    press(first, "Propose it")
    expect(first.get_by_role("button", name="Confirm")).to_have_count(0)
    second.goto("/members/desk")
    follow(second, second.get_by_role("link", name=shop.name))
    follow(second, second.get_by_role("button", name="Confirm"))
    expect(second.get_by_text("Confirmed, and done.")).to_be_visible()
    assert queries.exclusions(shop.id)[0].ground == "false-reviews"


SELECT = """(words) => {
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  const all = [];
  while (walker.nextNode()) all.push(walker.currentNode);
  const node = all.find((one) => one.data.includes(words));
  const at = node.data.indexOf(words);
  document.getSelection().setBaseAndExtent(node, at, node, at + words.length);
}"""


@pytest.mark.parametrize(("width", "script"), [(390, True), (1280, False)])
def test_a_moderator_lets_a_text_out_with_other_words_by_hand(
    shop: Shop, enter: Enter, width: int, *, script: bool
) -> None:
    text = make_held(shop.id)
    page = enter(at(Duty.MODERATOR), width=width, script=script)
    page.goto("/members/desk")
    follow(page, page.get_by_role("link", name=shop.name))
    for passage in page.get_by_role("group", name=re.compile("^Passage")).all():
        passage.get_by_label("Put other words there").check()
    if script:
        expect(page.get_by_role("button", name="Mark what is selected")).to_be_hidden()
        page.evaluate(SELECT, "pan chipped")
        page.get_by_role("button", name="Mark what is selected").click()
        expect(page.get_by_label("Words 1", exact=True)).to_have_value("pan chipped")
        expect(page.get_by_label("Instead of words 1")).to_be_focused()
        page.keyboard.type("thing broke")
    else:
        page.get_by_label("Words 1", exact=True).fill("pan chipped")
        page.get_by_label("Instead of words 1").fill("thing broke")
    press(page, "Go on: see what comes of it")
    expect(page.get_by_role("heading", name="So it would come out")).to_be_visible()
    expect(page.get_by_role("group", name="The text as it comes out")).not_to_contain_text("Jordan")
    if script:
        assert faults(page) == []
    press(page, "Let it come out")
    expect(page.get_by_text("It comes out, with other words where you chose so.")).to_be_visible()
    with pytest.raises(NoSuchHeldText):
        held.one(text)
