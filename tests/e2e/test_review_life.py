"""The life of a review from the outside: from the code of a shop to an erased text, in a service of its own."""

import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.operating import Operators
from tests.e2e.walking import PATIENCE_S, PAUSE_MS, World, done, fits, follow, heading, press, wait_without_script

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walks")]
PATIENCE_MS = PATIENCE_S * 1000
NAMED = "Jordan Pikeley promised a new one. The enamel of the kettle chipped, so I wrote to jordan@mail.example."
SETTLED = "Somebody from the shop promised a new one. The enamel of the kettle chipped, so I wrote to their e-mail."
BETTER = "The enamel of the kettle chipped. They sent a new one after all, with a card by the fitter."
FITTER = "the fitter"
SHOWN = ".review .body"
# The pages of codes ask again while the stamp of a business is made; a codename without a review leads nowhere.
TOLD = re.compile(r"/r(/claim)?(#\S+)?: .* status of (404|503)|/mailbox: .* status of 404")


class Walk:
    """Everybody who has to do with one review, each in a browser of their own."""

    def __init__(self, world: World, operators: Operators, *, scripts: bool, width: int = 390) -> None:
        self.world, self.operators, self.scripts, self.width = world, operators, scripts, width
        self.business, self.owner = operators("join")
        self.portal = f"/members/b/{self.business}"

    def page(self, session: str = "") -> Page:
        page = self.world.page(scripts=self.scripts)
        page.set_viewport_size({"width": self.width, "height": 900})
        if session:
            page.context.add_cookies([{"name": "session", "value": session, "url": f"{self.world.url}/members/"}])
        return page

    def code(self) -> str:
        """A code that the shop made in its portal, after the issuer has a key for it."""
        shop = self.page(self.owner)
        shop.goto(f"{self.portal}/receipts")
        shop.get_by_label("How many?").fill("1")
        press(shop, "Make them")
        self.operators("make_key")
        return shop.get_by_label("The codes").input_value()

    def mailbox(self, codename: str) -> Page:
        page = self.page()
        page.goto("/mailbox")
        page.get_by_label("Your codename").fill(codename)
        wait_without_script(page)
        press(page, "Open the mailbox")
        return page

    def moderator(self, path: str) -> Page:
        """A moderator who opens the first of these in the queue."""
        page = self.page(self.operators("moderator"))
        page.goto("/members/desk")
        follow(page, page.locator(f"a[href*='/desk/{path}/']").first)
        return page

    def review(self, page: Page) -> str:
        """The id of the one review on a page."""
        found = re.search(r"/review/([0-9a-f-]{36})", page.content())
        assert found is not None
        return found[1]

    def until_kept_nowhere(self, words: str) -> None:
        """Wait until neither a table nor a public file holds these words; the files follow within a second."""
        until = time.monotonic() + PATIENCE_S
        while where := self.operators("kept", words=words):
            assert time.monotonic() < until, where
            time.sleep(PAUSE_MS / 1000)

    def until(self, path: str, words: str, *, here: bool = True) -> Page:
        """A public page, once the worker has put these words there, or taken them away."""
        page, until = self.page(), time.monotonic() + PATIENCE_S
        while True:
            page.goto(path)
            if bool(page.get_by_text(words).count()) is here:
                fits(page)
                return page
            assert time.monotonic() < until, (words, page.locator("main").inner_text())
            page.wait_for_timeout(PAUSE_MS)


def tell_how(page: Page) -> None:
    for picked in ("[name=outcome][value=problem-unsolved]", "[name=stars][value='2']", "[name=own]", "[name=over]"):
        page.locator(picked).check()
    if page.get_by_label("No, none").count():
        page.get_by_label("No, none").check()
    press(page, "Go on")
    fits(page)


def end_writing(page: Page, says: str) -> str:
    """From the preview to the last page; answers the codename."""
    press(page, "It is right: go on")
    fits(page)
    codename = " ".join(page.locator(".words li").all_inner_texts())
    page.get_by_label("what is word").fill(codename)
    wait_without_script(page)
    press(page, "Send the review")
    heading(page, says)
    fits(page)
    return codename


def saved(page: Page, what: Locator) -> str:
    with page.expect_download() as download:
        what.click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def drawn(page: Page, what: str, property_: str) -> str:
    """How a browser draws something."""
    return str(page.locator(what).first.evaluate("(part, name) => getComputedStyle(part)[name]", property_))


def test_from_a_code_to_an_erased_text(world: World, operators: Operators) -> None:
    world.told = TOLD
    walk = Walk(world, operators, scripts=True)
    buyer = walk.page()
    buyer.goto(f"/r#{walk.code()}")
    expect(buyer.get_by_text("Your review ticket")).to_be_visible(timeout=PATIENCE_MS)
    expect(buyer.get_by_role("heading", name="Wait a day before you write")).to_be_visible()
    follow(buyer, buyer.get_by_role("link", name="Write the review"))
    expect(buyer.get_by_text("Made today: wait until tomorrow.")).to_be_visible()
    follow(buyer, buyer.locator("#ticket-list button"))
    assert drawn(buyer, ".pick", "display") == "flex", "a choice is a row that can be hit with a thumb"
    tell_how(buyer)
    buyer.get_by_label("Your review").fill(NAMED)
    expect(buyer.get_by_text("2 passages to look at")).to_be_visible(timeout=PATIENCE_MS)
    assert drawn(buyer, ".key mark", "backgroundColor") != drawn(buyer, ".key mark.ask", "backgroundColor")
    press(buyer, "Use these choices and go on")
    expect(buyer.locator(".preview .body")).to_have_text(SETTLED)
    codename = end_writing(buyer, "Your review is accepted")
    slip = json.loads(saved(buyer, buyer.get_by_role("link", name="Save the slip")))
    assert walk.business in slip["acceptance"]
    day = saved(buyer, buyer.get_by_role("link", name="put a day into your calendar"))
    assert "DTSTART;VALUE=DATE:" in day
    assert not [one for one in (*codename.split(), walk.business, "Kettle") if one in day]
    heading(walk.mailbox(codename), "Your review waits to be published")

    assert operators("publish") == 1
    public = walk.until(f"/b/{walk.business}", SETTLED)
    walk.until(f"/b/{walk.business}", "1; it takes 5")  # the figure follows a moment later, and needs more of them
    review = walk.review(public)
    feed = public.request.get(f"{public.url}/feed")
    assert f"/review/{review}" in feed.text()

    shop = walk.page(walk.owner)
    shop.goto(f"{walk.portal}/reviews/{review}")
    shop.get_by_label("Your reply").fill("We are sorry. Call +44 20 7946 0958, please.")
    press(shop, "Send the reply")
    fits(shop)
    press(shop, "Use these choices and send")
    done(shop, "Your reply is on its way: within seconds it stands below the review.")
    walk.until(f"/review/{review}", "We are sorry. Call a phone number, please.")

    box = walk.mailbox(codename)
    expect(box.get_by_text("We are sorry.")).to_be_visible()
    press(box, "Change the review")
    box.get_by_label("Your text").fill(BETTER)
    box.get_by_label("Problem solved").check()
    press(box, "Send the change")
    if box.get_by_role("button", name="Use these choices and send").count():
        for kept in box.locator("fieldset.passage [value=keep]").all():
            kept.check()
        press(box, "Use these choices and send")
    expect(box.get_by_role("heading", name="Your change is on its way")).to_be_visible()
    assert SETTLED in public.request.get(f"/review/{review}").text()
    assert operators("release") == 1
    walk.until(f"/review/{review}", BETTER)
    walk.until_kept_nowhere(SETTLED)

    named = walk.page()
    named.goto(f"/review/{review}/words")
    named.get_by_label("The words that name you").fill(FITTER)
    named.get_by_label("A name, or words that only fit one person").check()
    press(named, "Mask these words")
    heading(named, "The words are masked")
    walk.until(f"/review/{review}", "[a person]")
    desk = walk.moderator("words")
    fits(desk)
    press(desk, "Show the words again")
    walk.until(f"/review/{review}", BETTER)

    box = walk.mailbox(codename)
    press(box, "Erase the text")
    press(box, "Erase the text")
    expect(box.get_by_role("heading", name="The text of your review is being erased")).to_be_visible()
    assert operators("kept", words=BETTER) != []
    assert operators("release") == 1
    gone = walk.until(f"/review/{review}", BETTER, here=False)
    expect(gone.get_by_text("erased at the writer’s wish")).to_be_visible()
    assert "with a card" not in gone.request.get(f"/api/v1/businesses/{walk.business}/reviews").text()
    walk.until_kept_nowhere(BETTER)
    heading(walk.mailbox(codename), "Your review and its mail")


def test_without_scripts_a_text_is_refused_appealed_and_passes(world: World, operators: Operators) -> None:
    world.told = TOLD
    walk = Walk(world, operators, scripts=False)
    buyer = walk.page()
    buyer.goto("/r/claim")
    buyer.get_by_label("The code", exact=True).fill(walk.code())
    press(buyer, "Get the ticket")
    until = time.monotonic() + PATIENCE_S
    while buyer.get_by_label("The code", exact=True).count():  # the stamp of the business is being made
        assert time.monotonic() < until, buyer.locator("main").inner_text()
        press(buyer, "Get the ticket")
    ticket = buyer.get_by_role("textbox").input_value()
    buyer.goto("/write")
    buyer.get_by_label("Or its text").fill(ticket)
    press(buyer, "Write with this ticket")
    tell_how(buyer)
    buyer.get_by_label("Your review").fill(NAMED)
    press(buyer, "Go on")
    buyer.locator("[name=choice-1][value=keep]").check()
    press(buyer, "Use these choices and go on")
    codename = end_writing(buyer, "A moderator reads it first")

    first = walk.moderator("text")
    first.get_by_label("The text cannot come out with it").check()
    first.get_by_label("It names a person").check()
    press(first, "Go on: see what comes of it")
    press(first, "Refuse the text")
    box = walk.mailbox(codename)
    expect(box.get_by_role("heading", name="Why")).to_be_visible()
    press(box, "Have a second person look")
    fits(box)
    first.goto("/members/desk")
    expect(first.get_by_text(walk.business)).to_have_count(0)
    second = walk.moderator("text")
    second.get_by_label("Put other words there").check()
    press(second, "Go on: see what comes of it")
    fits(second)
    press(second, "Let it come out")

    assert operators("publish") == 1
    walk.until(f"/b/{walk.business}", "promised a new one")
    assert operators("kept", words="Jordan Pikeley") == []
    box = walk.mailbox(codename)
    heading(box, "Your review is public")
    expect(box.locator(SHOWN).first).not_to_contain_text("Jordan")
