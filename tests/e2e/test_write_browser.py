"""A review is written in a real browser: from a ticket on the device to an accepted text, with and without a script."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from reputation.reviews import codenames
from reputation.reviews.models import Held, WaitingReview
from tests import pages_made
from tests.e2e.buying import PATIENCE_MS, Buyer
from tests.e2e.looking import TOO_WIDE, faults
from tests.e2e.walking import follow, press
from tests.pages_made import Shop
from tests.writing_made import TEXT, make_bought, make_ticket, stored

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("writers")]
LOOK, LIST = "**/write/look", "**/eff_large*.txt"
NAMES_SOMEBODY = "I wrote to Jordan Pikeley twice at jordan@kettle-and-moss.example, and nobody answered."


@pytest.fixture
def ticket(shop: Shop) -> str:
    """A ticket for a shop that handed out codes, on a service with a published log."""
    bought = make_bought(1)
    pages_made.settle()
    return make_ticket(bought)


def with_ticket(buyer: Buyer, ticket: str, *, width: int = 390, scheme: str = "light") -> Page:
    """A browser in which the ticket lies, as the page of codes leaves it there."""
    page = buyer.page("/about", width=width, scheme=scheme)
    page.evaluate(
        "text => localStorage.setItem('tickets',"
        " JSON.stringify([{text, code: 'x', on: new Date().toISOString().slice(0, 10)}]))",
        ticket,
    )
    page.goto("/write")
    return page


def tell_how(page: Page, outcome: str = "problem-unsolved", stars: int = 2) -> None:
    page.locator(f"[value={outcome}]").check()
    page.locator(f"[name=stars][value='{stars}']").check()
    if page.get_by_label("No, none").count():
        page.get_by_label("No, none").check()
    page.locator("[name=own]").check()
    page.locator("[name=over]").check()


def to_codename(page: Page, text: str = TEXT) -> str:
    """From the first step to the last; answers the codename that is shown."""
    tell_how(page)
    press(page, "Go on")
    page.get_by_label("Your review").fill(text)
    press(page, "Go on")
    press(page, "It is right: go on")
    return shown(page)


def shown(page: Page) -> str:
    return " ".join(page.locator(".words li").all_inner_texts())


def send(page: Page, says: str = "Your review is accepted") -> None:
    page.get_by_label("what is word").fill(shown(page))
    press(page, "Send the review")
    expect(page.get_by_role("heading", level=1)).to_have_text(says)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "light"), (320, "dark")])
def test_a_ticket_on_the_device_becomes_a_review(ticket: str, buyer: Buyer, width: int, scheme: str) -> None:
    found: list[str] = []

    def look(page: Page) -> None:
        found.extend(faults(page))
        assert not page.evaluate(TOO_WIDE), page.url

    page = with_ticket(buyer, ticket, width=width, scheme=scheme)
    expect(page.get_by_text("Made today: wait until tomorrow.")).to_be_visible()
    look(page)
    follow(page, page.locator("#ticket-list button"))
    expect(page.get_by_text("Fewer than 20 people could have written this")).to_be_visible()
    press(page, "Go on")
    expect(page.get_by_role("alert")).to_be_focused()
    look(page)
    tell_how(page)
    press(page, "Go on")
    page.get_by_label("Your review").fill(NAMES_SOMEBODY)
    expect(page.get_by_text("2 passages to look at")).to_be_visible(timeout=PATIENCE_MS)
    look(page)
    page.locator("fieldset.passage").nth(0).locator("[value=use]").check()
    with page.expect_event("requestfinished", lambda request: "/eff_large" in request.url):
        press(page, "Use these choices and go on")
    expect(page.locator(".review .body")).not_to_contain_text("Jordan")
    look(page)
    press(page, "It is right: go on")
    expect(page.get_by_text("It was made on your device.")).to_be_visible()
    look(page)
    codename = shown(page)
    page.get_by_label("what is word").fill("plainly wrong")
    press(page, "Send the review")
    expect(page.get_by_text("Look again: it begins with").last).to_be_visible()
    assert shown(page) == codename
    look(page)
    send(page)
    look(page)
    assert found == []
    expect(page.get_by_text("was deleted from this device")).to_be_visible()
    assert json.loads(page.evaluate("JSON.stringify({...localStorage})")) == {"tickets": "[]"}
    assert page.evaluate("sessionStorage.length") == 0
    assert stored()[0] == 1
    assert codenames.parse(codename)
    for one in buyer.sent:
        assert codename.split()[0] not in one.url
        assert "Jordan" not in one.url
        assert "?" not in one.url


def test_without_a_script_the_ticket_is_pasted_and_every_step_works(ticket: str, buyer: Buyer, tmp_path: Path) -> None:
    page = buyer.page("/write", width=390, scripts=False)
    expect(page.get_by_text("Tickets on this device")).to_be_hidden()
    page.get_by_label("Or its text").fill(ticket)
    press(page, "Write with this ticket")
    tell_how(page)
    press(page, "Go on")
    page.get_by_label("Your review").fill(NAMES_SOMEBODY)
    press(page, "Go on")
    expect(page.get_by_text("Please look at 2 passages")).to_be_visible()
    page.locator("[name=choice-1][value=use]").check()
    press(page, "Use these choices and go on")
    press(page, "It is right: go on")
    expect(page.get_by_text("because your browser could not")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save as a file").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8")
    assert shown(page).split()[4] in kept
    assert not page.evaluate(TOO_WIDE)
    send(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the slip").click()
    assert json.loads(Path(download.value.path()).read_text()).keys() == {"acceptance", "salt"}
    with page.expect_download() as download:
        page.get_by_role("link", name="put a day into your calendar").click()
    assert download.value.suggested_filename == "mailbox.ics"
    expect(page.get_by_text("If you saved it as a file, delete it.")).to_be_visible()


def test_by_keyboard_alone(ticket: str, buyer: Buyer) -> None:
    page = with_ticket(buyer, ticket)

    def tab_to(selector: str, most: int = 60) -> None:
        for _ in range(most):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} is not reached")

    def enter() -> None:
        with page.expect_navigation():
            page.keyboard.press("Enter")

    tab_to("#ticket-list button")
    enter()
    tab_to("[name=outcome]")
    page.keyboard.press("ArrowDown")
    tab_to("[name=stars]")
    page.keyboard.press("ArrowRight")
    tab_to("[name=own]")
    page.keyboard.press("Space")
    tab_to("[name=over]")
    page.keyboard.press("Space")
    tab_to("button.btn")
    enter()
    tab_to("textarea")
    page.keyboard.type(TEXT)
    tab_to("button.btn")
    enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Exactly this will be published")
    tab_to("button.btn")
    enter()
    tab_to("#id_first")
    page.keyboard.type(shown(page))
    tab_to("form button.btn")
    enter()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your review is accepted")


def test_without_a_receipt_the_browser_works_a_little_and_going_back_costs_nothing(shop: Shop, buyer: Buyer) -> None:
    page = buyer.page(shop.path, width=390)
    follow(page, page.get_by_role("link", name="Without a receipt"))
    codename = to_codename(page)
    press(page, "Back")
    expect(page.get_by_role("heading", level=1)).to_have_text("Exactly this will be published")
    press(page, "It is right: go on")
    assert shown(page) == codename
    send(page)
    assert WaitingReview.objects.get().no_receipt_given is True


def test_a_draft_stays_on_the_device_until_it_is_sent_or_deleted(shop: Shop, buyer: Buyer) -> None:
    page = buyer.page(f"/write/{shop.id}")
    tell_how(page, "charged-wrongly", 1)
    press(page, "Go on")
    page.get_by_label("Your review").fill(TEXT)
    page.get_by_label("Language").select_option("nl")
    expect(page.get_by_text("This draft is kept on this device alone")).to_be_visible()
    page.wait_for_function("localStorage.getItem(Object.keys(localStorage)[0]).includes('nl')")
    kept = page.evaluate("JSON.stringify({...localStorage})")
    assert set(json.loads(json.loads(kept)[f"draft {shop.id}"])) == {"outcome", "stars", "language", "text"}
    page.goto(f"/write/{shop.id}")
    expect(page.get_by_text("You began this review on this device.")).to_be_visible()
    expect(page.locator("[value=charged-wrongly]")).to_be_checked()
    expect(page.locator("[name=own]")).not_to_be_checked()
    tell_how(page, "charged-wrongly", 1)
    press(page, "Go on")
    expect(page.get_by_label("Your review")).to_have_value(TEXT)
    expect(page.get_by_label("Language")).to_have_value("nl")
    page.get_by_role("button", name="Delete the draft").click()
    expect(page.get_by_text("The draft is deleted from this device.")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.goto(f"/write/{shop.id}")
    expect(page.get_by_text("You began this review on this device.")).to_be_hidden()


def test_a_browser_that_keeps_nothing_says_so(shop: Shop, buyer: Buyer) -> None:
    page = buyer.page("/about")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})")
    page.goto(f"/write/{shop.id}")
    tell_how(page)
    press(page, "Go on")
    page.get_by_label("Your review").fill(TEXT)
    expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
    press(page, "Go on")
    press(page, "It is right: go on")
    send(page)


def test_the_screening_that_does_not_answer_is_told_and_stops_nobody(shop: Shop, buyer: Buyer) -> None:
    page = buyer.page(f"/write/{shop.id}")
    tell_how(page)
    press(page, "Go on")
    page.route(LOOK, lambda route: route.abort())
    page.get_by_label("Your review").fill(NAMES_SOMEBODY)
    expect(page.get_by_text("The check of names does not answer.")).to_be_visible(timeout=PATIENCE_MS)
    page.unroute_all(behavior="wait")
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Please look at 2 passages")).to_be_visible()
    assert faults(page) == []
    assert stored() == (0, 0, 0, 0)


def test_an_answer_about_an_older_text_is_dropped_and_choices_stay(shop: Shop, buyer: Buyer) -> None:
    page = buyer.page(f"/write/{shop.id}")
    tell_how(page)
    press(page, "Go on")
    waiting: list[Route] = []
    page.route(LOOK, lambda route: route.continue_() if waiting else waiting.append(route))
    field = page.get_by_label("Your review")
    with page.expect_request(LOOK):
        field.fill(NAMES_SOMEBODY)
    field.fill(TEXT)
    expect(page.get_by_text("No passage was found that names somebody.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("fieldset.passage")).to_have_count(0)
    page.unroute_all(behavior="ignoreErrors")
    field.fill(NAMES_SOMEBODY)
    expect(page.locator("fieldset.passage")).to_have_count(2, timeout=PATIENCE_MS)
    page.locator("fieldset.passage").nth(0).locator("[value=keep]").check()
    with page.expect_response(LOOK):
        field.fill(f"Well. {NAMES_SOMEBODY}")
    expect(page.locator(".draft")).to_contain_text("Well.")
    expect(page.locator("fieldset.passage").nth(0).locator("[value=keep]")).to_be_checked()
    expect(page.locator("fieldset.passage").nth(1).locator("[value=use]")).to_be_checked()


def test_a_connection_that_breaks_while_it_is_sent_loses_nothing(ticket: str, buyer: Buyer) -> None:
    page = with_ticket(buyer, ticket)
    follow(page, page.locator("#ticket-list button"))
    codename = to_codename(page)
    is_lost: list[str] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not is_lost:
            is_lost.append(route.fetch().text())  # it arrived, and its answer did not
            route.abort()
        else:
            route.continue_()

    page.route("**/write", lose)
    page.get_by_label("what is word").fill(codename)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Send the review").click()
    assert "Your review is accepted" in is_lost[0]
    assert stored() == (1, 0, 1, 1)
    page.wait_for_url("chrome-error://**")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your review is accepted")
    assert stored() == (1, 0, 1, 1)


def test_a_text_that_is_held_leaves_the_ticket_on_the_device(ticket: str, buyer: Buyer) -> None:
    page = with_ticket(buyer, ticket)
    follow(page, page.locator("#ticket-list button"))
    tell_how(page)
    press(page, "Go on")
    page.get_by_label("Language").select_option("ar")
    field = page.get_by_label("Your review")
    field.fill("وصلت المقلاة في الوقت المحدد")
    expect(page.get_by_text("A moderator reads this text first.")).to_be_visible(timeout=PATIENCE_MS)
    assert field.evaluate("field => getComputedStyle(field).direction") == "rtl"
    press(page, "Go on")
    body = page.locator(".review .body")
    assert body.evaluate("part => [part.lang, getComputedStyle(part).direction].join()") == "ar,rtl"
    assert faults(page) == []
    press(page, "It is right: go on")
    send(page, "A moderator reads it first")
    assert Held.objects.count() == 1
    kept = json.loads(page.evaluate("JSON.stringify({...localStorage})"))
    assert kept.keys() == {"tickets"}
    assert json.loads(kept["tickets"])[0]["text"] == ticket


def test_two_windows_are_harmless(ticket: str, buyer: Buyer) -> None:
    page = with_ticket(buyer, ticket)
    other = page.context.new_page()
    other.goto("/write")
    for one in (page, other):
        follow(one, one.locator("#ticket-list button"))
        to_codename(one)
    send(page)
    other.get_by_label("what is word").fill(shown(other))
    press(other, "Send the review")
    expect(other.get_by_text("This ticket was used for a review already.")).to_be_visible()
    expect(other.get_by_label("Your text is still here")).to_have_value(TEXT)
    assert stored() == (1, 0, 1, 1)


def test_where_the_list_of_words_is_not_to_be_had_the_service_makes_the_codename(shop: Shop, buyer: Buyer) -> None:
    page = buyer.page("/about")
    page.route(LIST, lambda route: route.abort())
    page.goto(f"/write/{shop.id}")
    codename = to_codename(page)
    expect(page.get_by_text("because your browser could not")).to_be_visible()
    assert codenames.parse(codename)


def test_the_codename_is_copied_and_printed(shop: Shop, buyer: Buyer) -> None:
    page = buyer.page("/about")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("globalThis.print = () => { document.title = 'printed'; }")
    page.goto(f"/write/{shop.id}")
    codename = to_codename(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == codename
    page.get_by_role("button", name="Print").click()
    expect(page).to_have_title("printed")
    page.emulate_media(media="print")
    expect(page.locator(".words")).to_be_visible()
    expect(page.get_by_role("button", name="Send the review")).to_be_hidden()


def test_the_pages_in_german_are_as_narrow(ticket: str, buyer: Buyer) -> None:
    page = buyer.page("/de/write", width=320)
    page.locator("#ticket").fill(ticket)
    follow(page, page.locator("#ticket-form button"))
    for _ in range(3):
        if page.locator("[name=own][type=checkbox]").count():
            tell_how(page)
        if page.locator("textarea").count():
            expect(page.locator("select")).to_have_value("de")
            page.locator("textarea").fill("Die Emaille ist nach einer Woche gesprungen, und niemand antwortete.")
        assert not page.evaluate(TOO_WIDE)
        follow(page, page.locator("main form button.btn"))
    assert re.search(r"/de/write$", page.url)
    assert not page.evaluate(TOO_WIDE)
    assert len(shown(page).split()) == 8
