"""The life of a case from the outside: from a challenge to a reversal on appeal, each in a browser of their own."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.looking import faults
from tests.e2e.operating import Operators
from tests.e2e.test_case_browser import mark
from tests.e2e.walking import (
    PATIENCE_S,
    PAUSE_MS,
    World,
    done,
    fits,
    follow,
    heading,
    press,
    started,
    wait_without_script,
)
from tests.faults.service import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walks")]
QUOTE = "The copper kettle leaked on the first day."
TEXT = f"{QUOTE} I wrote twice and got no answer."
CLAIM = "Copper kettles are not in our range. Somebody else sold this one."
ANSWER = "I ordered it in that shop. The order says copper kettle, two litres."
REPLY = "The order shows another article. Our kettles are made of steel."
APPEAL = "The order names a copper kettle. Nobody says why it should be another one."
OPINION = "The order was seen, and it names a copper kettle of this shop."
FACTS = ("The range of the shop lists no copper.", "An order was shown.")
REASONS = {
    "What whoever challenged said": "The shop says that it sells no copper.",
    "What the writer said": "The writer says that the order names it.",
    "Why the rule leads": "The text is about a kettle of copper. The shop sells none. So the text fits another shop.",
    "In plain words": "The shop sells no copper. The text is about another shop.",
}
FINAL = {
    **REASONS,
    "Why the rule leads": "The order is from this shop, and it names a copper kettle. So the text fits this shop.",
    "In plain words": "The order names a copper kettle of this shop. The review comes back.",
}


@pytest.fixture(scope="module")
def whole_world(browser: Browser) -> Iterator[World]:
    """Apart from other walks: here a business was reviewed for months, and the log has its months in order."""
    with started(browser) as made:
        yield made


@pytest.fixture(scope="module", autouse=True)
def joined(operators: Operators) -> list[str]:
    """The business that was, with its owner; made first, for the months of reviews never go back in the log."""
    return list(operators("join_with_figure"))


class Walk:
    """Everybody who has to do with one case."""

    def __init__(self, world: World, operators: Operators, joined: list[str], copy: Path, *, scripts: bool) -> None:
        self.world, self.operators, self.scripts = world, operators, scripts
        self.copy = copy
        self.business, owner = joined
        self.portal = f"/members/b/{self.business}"
        self.shop = self.page(owner)
        self.case = ""
        self.codename = self.reviewed()
        self.review = self.challenged_review()

    def page(self, session: str = "", *, width: int = 1280) -> Page:
        page = self.world.page(scripts=self.scripts)
        page.set_viewport_size({"width": width, "height": 900})
        if session:
            page.context.add_cookies([{"name": "session", "value": session, "url": f"{self.world.url}/members/"}])
        return page

    def moderator(self) -> Page:
        return self.page(self.operators("moderator"))

    def reviewed(self) -> str:
        """The codename of somebody who had a code from the portal, and was not content."""
        self.shop.goto(f"{self.portal}/receipts")
        self.shop.get_by_label("How many?").fill("1")
        press(self.shop, "Make them")
        self.operators("make_key")
        codename = self.operators("write", code=self.shop.get_by_label("The codes").input_value(), text=TEXT)
        assert self.operators("publish") == 1
        self.until(f"/b/{self.business}", QUOTE)
        return str(codename)

    def challenged_review(self) -> str:
        """Found by links alone: from home to the reviews, and to the challenge of this one."""
        self.shop.goto(self.portal)
        follow(self.shop, self.shop.get_by_role("link", name="Reviews", exact=True))
        heading(self.shop, "Reviews")
        self.look(self.shop)
        link = self.shop.locator("article", has_text=QUOTE).locator("xpath=following-sibling::p[1]").get_by_role("link")
        follow(self.shop, link.filter(has_text="It breaks a rule"))
        found = re.search(r"/reviews/([0-9a-f-]{36})/challenge", self.shop.url)
        assert found is not None
        return found[1]

    def mailbox(self) -> Page:
        """The mailbox of the writer on a phone, at the case."""
        page = self.page(width=390)
        page.goto("/mailbox")
        page.get_by_label("Your codename").fill(self.codename)
        wait_without_script(page)
        press(page, "Open the mailbox")
        self.look(page)
        follow(page, page.get_by_role("button", name="Read it"))
        self.look(page)
        return page

    def look(self, page: Page) -> None:
        """Nothing is too wide, and nobody is shut out. What looks for that is a script."""
        fits(page)
        if self.scripts:
            assert faults(page) == []

    def until(self, path: str, words: str, *, here: bool = True) -> Page:
        """A public page, once the worker has put these words there, or taken them away."""
        page, until = self.page(width=390), time.monotonic() + PATIENCE_S
        while True:
            page.goto(path)
            if bool(page.get_by_text(words).count()) is here:
                self.look(page)
                return page
            assert time.monotonic() < until, (words, page.locator("main").inner_text())
            page.wait_for_timeout(PAUSE_MS)

    def file(self) -> str:
        """Challenge the review in the portal; the id of the case."""
        shop = self.shop
        self.look(shop)
        shop.get_by_label("Wrong business").check()
        press(shop, "Go on")
        if self.scripts:
            mark(shop, QUOTE)
            expect(shop.locator("[name=quote]")).to_have_value(QUOTE)
        else:
            shop.get_by_label(QUOTE).check()
        self.look(shop)
        press(shop, "Go on")
        shop.get_by_label("Why do these words break the rule?").fill(CLAIM)
        self.look(shop)
        press(shop, "Go on")
        shop.get_by_label("I believe in good faith").check()
        self.look(shop)
        press(shop, "File the challenge")
        done(shop, re.compile("The challenge is filed"))
        self.look(shop)
        return shop.url.rpartition("/")[2]

    def answer(self) -> None:
        """The writer answers and shows a proof; both sides read it after the release."""
        box = self.mailbox()
        press(box, "Answer")
        self.look(box)
        box.get_by_label("Your answer").fill(ANSWER)
        press(box, "Send the answer")
        expect(box.get_by_role("status")).to_contain_text("Your answer is noted.")
        press(box, "Show a proof")
        self.look(box)
        box.get_by_label("One file").set_input_files(
            {"name": "order.txt", "mimeType": "text/plain", "buffer": b"Order: copper kettle, two litres."}
        )
        box.get_by_label("I looked it through").check()
        press(box, "Show this file")
        expect(box.get_by_role("status")).to_contain_text("A moderator can see it now.")
        self.look(box)
        assert self.operators("release_in_cases") == 1

    def reply(self) -> None:
        """The business sees at home that it is its turn, and replies."""
        shop = self.shop
        shop.goto(self.portal)
        expect(shop.get_by_role("heading", name="It is your turn in a case")).to_be_visible()
        self.look(shop)
        follow(shop, shop.get_by_role("link", name="Read the answer, and reply"))
        self.look(shop)
        follow(shop, shop.get_by_role("link", name="Open the case"))
        expect(shop.get_by_text(ANSWER)).to_be_visible()
        self.look(shop)
        press(shop, "Reply to the answer")
        self.look(shop)
        shop.get_by_label("Your words").fill(REPLY)
        press(shop, "Send the reply")
        done(shop, re.compile("Your reply is in the case"))

    def appeal(self) -> None:
        """The writer appeals against the decision; it is one with the release."""
        box = self.mailbox()
        press(box, "Appeal")
        self.look(box)
        box.get_by_label("Why the decision is wrong").fill(APPEAL)
        press(box, "Send the appeal")
        expect(box.get_by_role("status")).to_contain_text("Your appeal is noted.")
        self.look(box)
        assert self.operators("release_in_cases") == 1

    def in_the_feed(self, words: str) -> None:
        """The correction stands in the feed that the page of the business names."""
        page = self.page()
        page.goto(f"/b/{self.business}")
        feed = page.locator("link[type='application/atom+xml']").get_attribute("href")
        assert feed is not None
        assert words in page.request.get(feed).text()

    def case_page(self, words: str) -> None:
        """From the page of the business to the page of the case."""
        page = self.page(width=390)
        page.goto(f"/b/{self.business}")
        follow(page, page.get_by_role("link", name="Case 1"))
        expect(page.get_by_text(words).first).to_be_visible()
        self.look(page)

    def enter_case(self, page: Page) -> None:
        """From the desk to the case, by links; whoever comes first says that nothing ties them."""
        page.goto("/members/desk")
        follow(page, page.get_by_role("link", name="Cases", exact=True))
        self.look(page)
        follow(page, page.locator(f"a[href*='{self.case}']").first)
        declare = page.get_by_role("button", name="Nothing ties me")
        if declare.count():
            self.look(page)
            follow(page, declare)
        self.look(page)

    def draft(self, page: Page, outcome: str, reasons: dict[str, str], send: str) -> None:
        """From the choice of what to decide to a draft that others read."""
        follow(page, page.get_by_role("link", name=outcome))
        page.get_by_label("Words it is about").fill(QUOTE)
        for number, fact in enumerate(FACTS, 1):
            page.get_by_label(f"Fact {number}").fill(fact)
        for label, words in reasons.items():
            page.get_by_label(label).fill(words)
        self.look(page)
        press(page, "Go on: see it as everybody will")
        heading(page, "So it would stand there")
        self.look(page)
        press(page, send)

    def decide_by_panel(self) -> list[Page]:
        """Three persons with a browser each: opinions, a draft, votes."""
        three = [self.page(session) for session in self.operators("panelists")]
        assert self.operators("seat") == 0, "nobody waits for a panel"
        for page in three:
            self.enter_case(page)
            follow(page, page.get_by_role("link", name="Write your opinion"))
            self.look(page)
            page.get_by_label("Put the review back").check()
            page.get_by_label("Why", exact=True).fill(OPINION)
            press(page, "Write it: it stays as it is")
        for page in three:
            self.enter_case(page)
        (drafter,) = [page for page in three if page.get_by_role("link", name="Put the review back").count()]
        self.draft(drafter, "Put the review back", FINAL, "Put it to the vote of the others")
        for page in three:
            if page is not drafter:
                self.enter_case(page)
                follow(page, page.get_by_role("link", name="Read the draft, and vote"))
                self.look(page)
                page.get_by_label("I agree to the draft").check()
                press(page, "Vote")
        return three

    def figures(self, worst: int) -> dict[str, Any]:
        """The answer about the business while so many reviews with one star count, the same wherever it is asked for.

        On the page, by API, and in the file of ratings, each line of which the audit has recomputed. The worker follows
        the log in its own time: until it is done there is no file, or one of before.
        """
        until, recomputed = time.monotonic() + PATIENCE_S, None
        while (told := self.told())["stars"]["seller"][0] != worst or (recomputed := self.recomputed()) != told:
            assert time.monotonic() < until, (told, recomputed)
            self.shop.wait_for_timeout(PAUSE_MS)
        page = self.page()
        page.goto(f"/b/{self.business}")
        self.look(page)
        expect(page.locator(".say b").first).to_have_text(str(told["figure"]["well"]["mean"] // 10))
        return told

    def told(self) -> dict[str, Any]:
        page = self.shop.request.get(f"/api/v1/businesses/{self.business}/rating")
        return dict(page.json()["rating"])

    def recomputed(self) -> dict[str, Any] | None:
        """The line about the business in the newest file of ratings, if any; the audit recomputes all of them."""
        self.operators("publish_ratings")
        words = [sys.executable, "-m", "reputation.audit", self.world.url, "--key", self.operators("key"), "--quiet"]
        found = subprocess.run(
            [*words, "--keep", str(self.copy)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stdout + found.stderr
        newest = max((self.copy / "log" / "ratings").glob("*"), key=lambda path: int(path.name), default=None)
        lines = newest.read_text(encoding="utf-8").splitlines() if newest else []
        return next((line for line in map(json.loads, lines) if line.get("business") == self.business), None)


def test_from_a_challenge_to_a_reversal(world: World, operators: Operators, joined: list[str], tmp_path: Path) -> None:
    walk = Walk(world, operators, joined, tmp_path / "copy", scripts=True)
    before = walk.figures(1)
    walk.case = walk.file()
    walk.until(f"/review/{walk.review}", "Challenged on")
    assert walk.figures(1)["figure"] == before["figure"], "a challenged review counts"

    first, second = walk.moderator(), walk.moderator()
    walk.enter_case(first)
    press(first, "Admit it: the writer is told")
    walk.answer()

    walk.enter_case(first)
    with first.expect_popup() as proof:
        first.get_by_role("button", name="Open it: this goes on record").click()
    expect(proof.value.locator("body")).to_contain_text("copper kettle, two litres")
    first.get_by_label("What it is, once you have opened it").select_option("order-confirmation")
    press(first, "Say so")
    walk.look(first)

    walk.reply()
    walk.enter_case(first)
    walk.draft(first, "Remove the review", REASONS, "Send it to the second person")
    walk.look(first)
    walk.enter_case(second)
    press(second, "I agree: it is decided")
    walk.look(second)
    removed = walk.until(f"/review/{walk.review}", "Removed on")
    expect(removed.locator(".gone")).to_contain_text("The figure changed from")
    without = walk.figures(0)
    assert without["figure"]["well"]["mean"] > before["figure"]["well"]["mean"]
    walk.in_the_feed("Decided: the review was removed")
    walk.case_page("The shop sells no copper.")

    walk.appeal()
    walk.decide_by_panel()
    back = walk.until(f"/review/{walk.review}", "Restored on")
    expect(back.locator(".body")).to_have_text(TEXT)
    after = walk.figures(1)
    assert {**after, "log_size": 0} == {**before, "log_size": 0}
    walk.in_the_feed("Decided again: the review is back")
    walk.case_page("The review comes back.")
    expect(walk.mailbox().locator(".track li").last).to_contain_text("The panel has decided")
    walk.shop.goto(walk.portal)
    walk.look(walk.shop)
    follow(walk.shop, walk.shop.get_by_role("link", name="Cases", exact=True))
    walk.look(walk.shop)
    follow(walk.shop, walk.shop.get_by_role("link", name="Open the case"))
    expect(walk.shop.locator(".track li").last).to_contain_text("The panel decided, for good")
    expect(walk.shop.get_by_role("link", name="Keys")).to_be_visible()
    walk.look(walk.shop)


def test_both_sides_are_heard_without_scripts(world: World, operators: Operators, tmp_path: Path) -> None:
    walk = Walk(world, operators, operators("join"), tmp_path, scripts=False)
    walk.case = walk.file()
    moderator = walk.moderator()
    walk.enter_case(moderator)
    press(moderator, "Admit it: the writer is told")
    walk.answer()
    walk.reply()
    expect(walk.shop.get_by_text("A moderator has the next step").first).to_be_visible()
    box = walk.mailbox()
    heading(box, "Two people decide about your review")
    expect(box.get_by_text(REPLY)).to_be_visible()
    walk.case_page(REPLY)
