"""The pages after sending in a real browser, with and without scripts, on a phone and on a desk: nobody is shut out."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from reputation.accounts import attempts
from reputation.accounts.models import User
from reputation.core import clock
from reputation.reviews import actions, masks, queries
from reputation.reviews.models import MaskRequest
from tests import mailbox_made as made
from tests import pages_made
from tests.accounts_made import make_user, signed_in
from tests.e2e.conftest import Open
from tests.e2e.looking import TOO_WIDE, faults, looked_over
from tests.e2e.walking import follow, press
from tests.mailbox_made import Written
from tests.members_made import make_member_business
from tests.reviews_made import make_case, make_review

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("writers")]
NAMED = "I wrote to Jordan Pikeley at jordan@mail.example twice."
FITTER = "The kettle leaks. A fitter called Kim Pikeley came twice and left it as it was, which took both afternoons."
WAYS = [(True, 390), (True, 1280), (False, 390), (False, 1280)]


@pytest.fixture
def written(shop: pages_made.Shop) -> Written:
    return made.make_published(shop.id)


@pytest.fixture
def named(shop: pages_made.Shop) -> UUID:
    review = make_review(shop.id, text=FITTER, now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    return review


def wait_for_a_turn(page: Page, *, scripts: bool) -> None:
    """Without a script, a form that was loaded some seconds ago."""
    if not scripts:
        early = attempts.ticket(now=clock.now() - timedelta(seconds=8))
        page.locator("main [name=ticket]").evaluate("(field, early) => { field.value = early }", early)


def enter(page: Page, codename: str, *, scripts: bool = True) -> None:
    page.get_by_label("Your codename").fill(codename)
    wait_for_a_turn(page, scripts=scripts)
    press(page, "Open the mailbox")
    expect(page.get_by_text("Opened with a codename")).to_be_visible()


def title(page: Page, says: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(says)


@pytest.mark.parametrize(("scripts", "width"), WAYS)
def test_a_review_is_changed_left_and_taken_back(
    open_page: Open, written: Written, *, scripts: bool, width: int
) -> None:
    page = open_page("/mailbox", width=width, scripts=scripts)
    enter(page, written.codename.upper().replace(" ", "-"), scripts=scripts)
    title(page, "Your review is public")
    press(page, "Change the review")
    page.get_by_label("Your text").fill(NAMED)
    press(page, "Send the change")
    expect(page.get_by_role("heading", name="Please look at 2 passages")).to_be_visible()
    assert not page.evaluate(TOO_WIDE)
    press(page, "Use these choices and send")
    expect(page.get_by_role("heading", name="Your change is on its way")).to_be_visible()
    expect(page.locator(".notice .draft")).not_to_contain_text("Jordan")
    press(page, "Leave it as it was")
    expect(page.get_by_role("status")).to_have_text("Everything stays as it was.")
    press(page, "Take it back")
    title(page, "Take this review back?")
    press(page, "Keep it as it is")
    title(page, "Your review is public")
    press(page, "Take it back")
    press(page, "Take it back")
    expect(page.get_by_role("heading", name="Your review is being taken back")).to_be_visible()
    assert page.url.endswith("/mailbox"), "nothing of it is in the address"
    seen = page.evaluate("JSON.stringify([history.state, location.href, document.referrer, {...localStorage}])")
    assert written.codename.split()[0] not in seen
    assert queries.one(written.review).state == "published"
    made.release()
    assert queries.one(written.review).state == "withdrawn"


def test_files_are_saved(open_page: Open, shop: pages_made.Shop) -> None:
    page = open_page("/mailbox", width=390)
    enter(page, made.make_waiting(shop.id).codename)
    for button, name in (("Download your slip", "review-slip.json"), ("Days for your calendar", "mailbox.ics")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert download.value.suggested_filename == name


def test_each_stage_shuts_nobody_out(open_page: Open, shop: pages_made.Shop) -> None:
    page = open_page("/mailbox", width=390)
    found = looked_over(page)
    for stage, make in made.STAGES.items():
        written = make(shop.id)
        for prefix in ("", "/de"):
            # Shown in place: the work that opening costs is the concern of the test above.
            page.goto("/about")
            answer = Client().post(f"{prefix}/mailbox", {"handle": made.handle_of(written), "do": "show"})
            page.set_content(answer.content.decode())
            found += [f"{stage} {fault}" for fault in looked_over(page)]
    assert found == []


def test_every_step_shuts_nobody_out(open_page: Open, shop: pages_made.Shop, written: Written) -> None:
    actions.reply(review_id=written.review, business=shop.id, text="We are sorry.", now=clock.now())
    make_case(written.review, quote="enamel", now=clock.now())
    pages_made.settle()
    page = open_page("/about", width=390)
    found: list[str] = []
    steps: list[dict[str, str]] = [
        {"do": "show"},
        {"do": "change"},
        {"do": "send-change", "text": ""},
        {"do": "send-change", "text": NAMED, "stars": "4", "outcome": "as-agreed"},
        {"do": "ask-withdraw"},
        {"do": "ask-erase"},
        {"do": "erase"},
        {"do": "give-up"},
        {"handle": "closed", "do": "send-change", "text": NAMED},
    ]
    for step in steps:
        answer = Client().post("/mailbox", {"handle": made.handle_of(written), **step})
        page.set_content(answer.content.decode())
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        found += [f"{step} {fault}" for fault in looked_over(page)]
    page.set_content(made.open_box("abacus abakus").content.decode())
    expect(page.get_by_role("alert")).to_be_visible()
    assert found + looked_over(page) == []


def test_the_replies_of_a_business_shut_nobody_out(open_page: Open, shop: pages_made.Shop) -> None:
    owner = make_member_business(user=make_user().pk, now=clock.now())
    review = make_review(owner.business, text="The handle is loose.", now=clock.now() - timedelta(weeks=6))
    pages_made.settle()
    member, home = signed_in(User.objects.get(pk=owner.user or 0)), f"/members/b/{owner.business}/reviews"
    page = open_page("/about", width=390)
    found: list[str] = []
    for answer in (
        member.get(home),
        member.get(f"{home}?outcome=never-delivered"),
        member.get(f"{home}/{review}"),
        member.post(f"{home}/{review}", {"text": ""}),
        member.post(f"{home}/{review}", {"text": NAMED}),
        member.post(f"{home}/{review}", {"text": "We are sorry."}, follow=True),
    ):
        page.set_content(answer.content.decode())
        found += looked_over(page)
    assert found == []


@pytest.mark.parametrize(("scripts", "width"), WAYS)
def test_words_are_marked_and_masked(open_page: Open, named: UUID, *, scripts: bool, width: int) -> None:
    page = open_page(f"/review/{named}", width=width, scripts=scripts)
    follow(page, page.get_by_role("link", name="Are you named here?"))
    found = faults(page) if scripts else []
    words = page.get_by_label("The words that name you")
    if scripts:
        page.locator("[data-text]").evaluate(
            """(text) => {
                const at = text.firstChild.data.indexOf("Kim Pikeley");
                getSelection().setBaseAndExtent(text.firstChild, at, text.firstChild, at + 11);
            }"""
        )
        expect(words).to_have_value("Kim Pikeley")
    else:
        words.fill("Kim Pikeley")
    page.get_by_label("A name, or words that only fit one person").check()
    wait_for_a_turn(page, scripts=scripts)
    press(page, "Mask these words")
    expect(page.get_by_role("heading", name="The words are masked")).to_be_visible()
    assert not page.evaluate(TOO_WIDE)
    found += faults(page) if scripts else []
    masks.carry_out(request=MaskRequest.objects.get().public_id, now=clock.now())
    pages_made.settle()
    follow(page, page.get_by_role("link", name="Back to the review"))
    page.reload()  # a browser keeps a public page for a minute
    expect(page.locator(".masked")).to_have_text("[a person]")
    assert found == []


@pytest.mark.parametrize(("scripts", "width"), WAYS)
def test_reviews_are_chosen(open_page: Open, shop: pages_made.Shop, *, scripts: bool, width: int) -> None:
    page = open_page(f"{shop.path}/reviews", width=width, scripts=scripts)
    page.get_by_label("Outcome").select_option("problem-unsolved")
    press(page, "Show these")
    title(page, "Reviews: Problem not solved")
    assert "outcome=problem-unsolved" in page.url
    expect(page.locator(".review")).to_have_count(1)
    assert not page.evaluate(TOO_WIDE)
    found = faults(page) if scripts else []
    follow(page, page.get_by_role("link", name="Show all"))
    title(page, "All reviews")
    assert found == []
