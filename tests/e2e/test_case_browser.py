"""Challenging in a real browser, with and without scripts, on a phone and on a desk: nobody is shut out."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from reputation.accounts import attempts
from reputation.accounts.models import User
from reputation.core import clock
from reputation.disputes import exchange
from reputation.disputes.models import Case, Claim
from reputation.disputes.rules import Outcome, Side
from reputation.proofs.models import Proof
from tests import cases_made, pages_made, proofs_made
from tests.accounts_made import make_user, signed_in
from tests.e2e.conftest import Open
from tests.e2e.looking import TOO_WIDE, faults
from tests.e2e.walking import follow, press
from tests.members_made import make_member_business
from tests.reviews_made import make_review

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TEXT = "The man who parks cars next door shouted at my aunt.\nI only wanted to look at kettles. The shop was closed."
REASONS = "It is about no purchase from this shop, and about somebody who does not work there."
WAYS = [(True, 390), (True, 1280), (False, 390), (False, 1280)]
PATIENCE_MS = 60_000
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def review(shop: pages_made.Shop) -> UUID:
    found = make_review(shop.id, text=TEXT, stars=1, now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    return found


def look(page: Page, name: str) -> None:
    """Nothing wider than the page, nothing that a screen reader stumbles over."""
    assert not page.evaluate(TOO_WIDE), name
    assert faults(page) == [], name
    if SHOTS:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


def wait_for_a_turn(page: Page, field: str, *, scripts: bool) -> None:
    """Without a script, a form that was loaded some seconds ago."""
    if not scripts:
        early = attempts.ticket(now=clock.now() - timedelta(seconds=8))
        page.locator(f"main [name={field}]").evaluate("(field, early) => { field.value = early }", early)


def mark(page: Page, words: str) -> None:
    """Select words in the text, as a mouse or a thumb does."""
    page.evaluate(
        """(words) => {
            const node = document.querySelector("[data-text]").firstChild;
            const from = node.textContent.indexOf(words);
            const range = document.createRange();
            range.setStart(node, from);
            range.setEnd(node, from + words.length);
            const chosen = document.getSelection();
            chosen.removeAllRanges();
            chosen.addRange(range);
        }""",
        words,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scripts", "width"), WAYS)
def test_anybody_challenges_a_review_and_comes_back(
    open_page: Open, review: UUID, tmp_path: Path, *, scripts: bool, width: int
) -> None:
    page = open_page(f"/review/{review}/challenge", width=width, scripts=scripts)
    page.locator("summary").first.click()
    look(page, f"1-ground-{scripts}")
    page.get_by_label("Off topic").check()
    press(page, "Go on")
    if scripts:
        expect(page.locator("[data-marking]")).to_be_visible()  # the script is there
        mark(page, "shouted at my aunt")
        expect(page.locator("[name=quote]")).to_have_value("shouted at my aunt")
    else:
        page.get_by_label("The man who parks cars next door shouted at my aunt.").check()
    look(page, f"2-words-{scripts}")
    press(page, "Go on")
    page.get_by_label("Why do these words break the rule?").fill(REASONS)
    look(page, f"3-said-{scripts}")
    press(page, "Go on")
    page.get_by_label("I believe in good faith").check()
    look(page, f"4-preview-{scripts}")
    press(page, "Go on")
    expect(page.locator(".words li")).to_have_count(8)
    words = page.locator(".words li").all_inner_texts()
    look(page, f"5-codename-{scripts}")
    page.locator("[name=first]").fill(" ".join(words))
    page.locator("[name=second]").fill("-")
    wait_for_a_turn(page, "waited", scripts=scripts)
    press(page, "File the challenge")
    expect(page.get_by_role("heading", name="Your challenge is filed")).to_be_visible(timeout=PATIENCE_MS)
    look(page, f"6-filed-{scripts}")
    claim = Claim.objects.get()
    assert claim.quote == ("shouted at my aunt" if scripts else "The man who parks cars next door shouted at my aunt.")
    press(page, "Show a document")
    file = tmp_path / "plan.png"
    file.write_bytes(proofs_made.png())
    page.get_by_label("A file").set_input_files(file)
    look(page, f"7-show-{scripts}")
    press(page, "Show it to the moderators")
    expect(page.get_by_role("status").get_by_text("Moderators alone can open it")).to_be_visible(timeout=PATIENCE_MS)
    assert Proof.objects.count() == 1
    look(page, f"8-room-{scripts}")
    again = open_page("/case", width=width, scripts=scripts)
    look(again, f"9-door-{scripts}")
    again.get_by_label("The codename of your case").fill(" ".join(words))
    wait_for_a_turn(again, "ticket", scripts=scripts)
    press(again, "Open the case")
    expect(again.get_by_text("A moderator has the next step").first).to_be_visible(timeout=PATIENCE_MS)
    press(again, "Withdraw")
    look(again, f"10-withdraw-{scripts}")
    press(again, "Withdraw the challenge")
    expect(again.get_by_role("heading", name="The case is over")).to_be_visible()
    look(again, f"11-over-{scripts}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("scripts", "width"), [(True, 390), (False, 1280)])
def test_a_business_follows_its_case_to_an_appeal(open_page: Open, shop: object, *, scripts: bool, width: int) -> None:
    owner = make_member_business(user=make_user().pk, now=clock.now() - timedelta(days=90))
    review = make_review(owner.business, text=TEXT, stars=1, now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    page = open_page("/", width=width, scripts=scripts)
    session = signed_in(User.objects.get(pk=owner.user or 0)).cookies
    page.context.add_cookies(
        [{"name": name, "value": one.value, "url": page.url.rstrip("/") + "/members/"} for name, one in session.items()]
    )
    home = f"/members/b/{owner.business}"
    page.goto(f"{home}/cases")
    look(page, f"20-empty-{scripts}")
    page.goto(f"{home}/reviews/{review}/challenge")
    page.get_by_label("Off topic").check()
    press(page, "Go on")
    page.get_by_label("I only wanted to look at kettles.").check()
    press(page, "Go on")
    page.get_by_label("Why do these words break the rule?").fill(REASONS)
    press(page, "Go on")
    page.get_by_label("I believe in good faith").check()
    look(page, f"21-preview-{scripts}")
    press(page, "File the challenge")
    expect(page.get_by_text("The challenge is filed.")).to_be_visible()
    case = Case.objects.get(side=Side.BUSINESS).public_id
    cases_made.admit(case, now=clock.now())
    exchange.answer(case=case, text="I did want to look at kettles, and the shop was closed at noon.", now=clock.now())
    page.goto(f"{home}/cases")
    look(page, f"22-list-{scripts}")
    follow(page, page.get_by_role("link", name="Open the case"))
    expect(page.get_by_text("It is your turn").first).to_be_visible()
    look(page, f"23-room-{scripts}")
    press(page, "Reply to the answer")
    look(page, f"24-reply-{scripts}")
    page.get_by_label("Your words").fill("The opening days are on the door.")
    press(page, "Send the reply")
    expect(page.get_by_text("Your reply is in the case")).to_be_visible()
    cases_made.draft(case, Outcome.REJECTED, now=clock.now())
    cases_made.approve(case, now=clock.now())
    page.goto(f"{home}/cases/{case}")
    look(page, f"25-decided-{scripts}")
    press(page, "Appeal")
    page.locator("summary", has_text="Take part in drawing the panel").click()
    if scripts:
        page.get_by_role("button", name="Make a number for me").click()
        expect(page.locator("[data-number]")).to_be_visible()
        assert len(page.locator("[name=commitment]").input_value()) == 64
    look(page, f"26-appeal-{scripts}")
    page.get_by_label("Your words").fill("They overlooked the opening days.")
    press(page, "Appeal")
    expect(page.get_by_text("Three others decide.")).to_be_visible()
    look(page, f"27-appealed-{scripts}")
    press(page, "The whole case, to print")
    look(page, f"28-sheet-{scripts}")
    page.context.clear_cookies()
