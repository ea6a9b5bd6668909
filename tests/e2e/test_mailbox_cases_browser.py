"""A case in the mailbox in a real browser, with and without scripts, on a phone and on a desk: nobody is shut out."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from reputation.core import clock
from reputation.disputes import exchange, filing
from reputation.log import lots
from tests import mailbox_made, pages_made
from tests.e2e.conftest import Open
from tests.e2e.looking import TOO_WIDE, looked_over
from tests.e2e.test_mailbox_browser import WAYS, enter, title
from tests.e2e.walking import follow, press
from tests.own_cases_made import ANSWER, Met, make_answered, make_decided, make_filed, make_noticed, own, release

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NAMED = "I wrote to Jordan Pikeley at jordan@mail.example twice."


@pytest.mark.parametrize(("scripts", "width"), WAYS)
def test_a_writer_answers_shows_a_proof_and_takes_more_time(
    open_page: Open, shop: pages_made.Shop, *, scripts: bool, width: int
) -> None:
    met = make_noticed(shop.id)
    page = open_page("/mailbox", width=width, scripts=scripts)
    enter(page, met.written.codename, scripts=scripts)
    follow(page, page.get_by_role("button", name="Read it and answer"))
    title(page, "You can answer a challenge to your review")
    press(page, "Answer")
    page.get_by_label("Your answer").fill(NAMED)
    press(page, "Send the answer")
    expect(page.get_by_role("heading", name="Please look at 2 passages")).to_be_visible()
    press(page, "Use these choices and send")
    expect(page.get_by_role("status")).to_contain_text("Your answer is noted.")
    expect(page.locator(".notice .draft")).not_to_contain_text("Jordan")
    press(page, "Ask for 14 more days")
    expect(page.get_by_role("status")).to_contain_text("You will have 14 days more.")
    press(page, "Show a proof")
    page.get_by_label("One file").set_input_files(
        {"name": "order.txt", "mimeType": "text/plain", "buffer": b"An order of a kettle."}
    )
    page.get_by_label("I looked it through").check()
    press(page, "Show this file")
    expect(page.get_by_role("status")).to_contain_text("A moderator can see it now.")
    assert not page.evaluate(TOO_WIDE)
    assert page.url.endswith("/mailbox"), "nothing of it is in the address"
    release()
    assert own(met).has_answer


def test_a_number_for_the_lot_is_made_here_and_what_stands_for_it_is_sent(
    open_page: Open, shop: pages_made.Shop
) -> None:
    met = make_decided(shop.id)
    page = open_page("/mailbox", width=390)
    enter(page, met.written.codename)
    follow(page, page.get_by_role("button", name="Read it"))
    press(page, "Appeal")
    page.get_by_text("For those who trust nobody").click()
    page.get_by_role("button", name="Make a number").click()
    expect(page.locator("[data-number]")).to_be_visible()
    number = bytes.fromhex("".join(page.locator("[data-number]").inner_text().split()))
    assert page.get_by_label("What stands for your number").input_value() == lots.nonce_commitment(number)
    assert not page.evaluate(TOO_WIDE)


def states(shop: pages_made.Shop) -> list[Met]:
    """Cases in every state that looks different."""
    filed, noticed, answered, decided = (
        make(shop.id) for make in (make_filed, make_noticed, make_answered, make_decided)
    )
    filing.offer(case=noticed.case, text="You get a new kettle.", now=clock.now())
    exchange.reply(case=answered.case, text="We never had such a kettle.", now=clock.now())
    return [filed, noticed, answered, decided]


def test_every_page_of_a_case_shuts_nobody_out(open_page: Open, shop: pages_made.Shop) -> None:
    page = open_page("/about", width=390)
    found: list[str] = []
    for met in states(shop):
        handle = mailbox_made.handle_of(met.written)
        for do in ("show", "case", "answer", "late-answer", "more", "appeal-case", "proof", "send-proof", "ask-agree"):
            for prefix in ("", "/de"):
                fields = {"handle": handle, "do": do, "case": met.case, "text": ANSWER}
                page.set_content(Client().post(f"{prefix}/mailbox", fields).content.decode())
                found += [f"{do}: {fault}" for fault in looked_over(page)]
    assert found == []
