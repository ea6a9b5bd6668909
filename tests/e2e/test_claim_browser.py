"""A code becomes a ticket in a real browser, with the issuer as it is; what gets lost on the way costs no code."""

import json

import pytest
from django.utils import translation
from django.utils.formats import date_format
from playwright.sync_api import Page, Route, expect

from reputation.core import clock
from reputation.issuing.models import Claim
from reputation.receipts import codes, keys, tickets
from reputation.receipts.rules import ReceiptClass
from tests.e2e.buying import FACTS, HASTE, PATIENCE_MS, TOKEN, Buyer, saved, shown, verified
from tests.e2e.walking import follow, press
from tests.pages_made import Shop
from tests.vouchers_made import Issued, make_codes, register

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("writers")]


def test_a_link_becomes_a_ticket_and_the_code_is_in_no_address(shop: Shop, issued: Issued, buyer: Buyer) -> None:
    code = issued.codes[0]
    page = buyer.page(f"/r#{codes.show(code)}")
    ticket = shown(page)
    verified(ticket, issued)
    assert (ticket.business, ticket.name, ticket.receipt_class) == (shop.id, shop.name, ReceiptClass.SELLER)
    expect(page.get_by_role("heading", name=shop.name, level=2)).to_be_focused()
    assert tickets.parse(saved(page)) == ticket
    expect(page.get_by_text("Fewer than 20 so far.")).to_be_visible()
    assert page.url == f"{buyer.url}/r"
    page.go_back()
    page.go_forward()
    assert page.url == f"{buyer.url}/r"
    told = [one.url + one.headers.get("referer", "") for one in buyer.sent if one.method != "GET" or "#" not in one.url]
    assert [one for one in told if code in one or codes.show(code) in one] == []
    left = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state, document.referrer])")
    assert code not in left.replace("-", "")
    assert codes.registered(code).hex() not in left


def test_the_same_link_again_shows_the_same_ticket_and_asks_nothing(issued: Issued, buyer: Buyer) -> None:
    link = f"/r#{codes.show(issued.codes[0])}"
    page = buyer.page(link)
    ticket = shown(page)
    buyer.sent.clear()
    page.goto("/about")
    page.goto(link)
    assert shown(page) == ticket
    assert [one for one in buyer.sent if "/issuer/" in one.url] == []
    assert not Claim.objects.get().is_contested


def test_a_typed_code_by_keyboard_alone(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "code":
            break
    page.keyboard.type(codes.show(issued.codes[0]).lower().replace("0", "o").replace("1", "l").replace("-", " "))
    expect(page.get_by_label("Your code")).to_have_value(codes.show(issued.codes[0]))
    page.keyboard.press("Enter")
    verified(shown(page), issued)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Save the ticket as a file")).to_be_focused()


def test_a_slip_is_told_while_typing_and_nothing_is_sent(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page()
    code = codes.show(issued.codes[0])
    box, fault = page.get_by_label("Your code"), page.locator("#code-fault")
    box.fill(code[:-3])
    expect(fault).to_be_hidden()
    page.get_by_role("button", name="Use this code").click()
    expect(fault).to_contain_text("Something is missing: a code has 21 letters and digits, 3 more than here.")
    expect(box).to_be_focused()
    wrong = "Z" if code[3] != "Z" else "Y"
    for typed, says in (
        (code[:3] + wrong + code[4:], "One letter or digit is wrong"),
        (f"{code}7", "This is too long"),
        (f"?{code}", "There is another sign in it"),
    ):
        box.fill(typed)
        expect(fault).to_contain_text(says)
        expect(box).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Enter")
    expect(fault).to_be_visible()
    box.fill(code)
    expect(fault).to_be_hidden()
    assert [one for one in buyer.sent if "/issuer/" in one.url] == []
    page.goto(f"/r#{code[:3]}{wrong}{code[4:]}")
    expect(fault).to_contain_text("One letter or digit is wrong")
    assert page.url == f"{buyer.url}/r"


def lose(page: Page, times: int) -> list[bytes]:
    """Let the issuer answer, and lose so many answers on the way; answers what they were."""
    lost: list[bytes] = []

    def drop(route: Route) -> None:
        if len(lost) < times:
            lost.append(route.fetch().body())
            route.abort()
        else:
            route.continue_()

    page.route(TOKEN, drop)
    return lost


def test_a_lost_answer_is_asked_for_again_with_the_same_words(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page("/about")
    page.add_init_script(HASTE)
    lost = lose(page, 2)
    page.goto(f"/r#{codes.show(issued.codes[0])}")
    verified(shown(page), issued)
    assert len(lost) == 2
    assert lost[0] == lost[1]
    assert len(buyer.asked()) == 3
    assert len(set(buyer.asked())) == 1
    assert not Claim.objects.get().is_contested


def test_after_four_lost_answers_a_button_goes_on(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page("/about")
    page.add_init_script(HASTE)
    lose(page, 4)
    page.goto(f"/r#{codes.show(issued.codes[0])}")
    expect(page.get_by_text("The connection broke.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", name="It did not work")).to_be_focused()
    assert len(buyer.asked()) == 4
    page.get_by_role("button", name="Try again").click()
    verified(shown(page), issued)
    assert len(set(buyer.asked())) == 1
    assert not Claim.objects.get().is_contested


def test_a_page_loaded_again_in_the_middle_goes_on(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page()
    page.route(TOKEN, lambda route: (route.fetch(), None)[1])
    with page.expect_request(TOKEN):
        page.goto(f"/r#{codes.show(issued.codes[0])}")
    page.unroute_all(behavior="ignoreErrors")
    page.reload()
    verified(shown(page), issued)
    assert len(buyer.asked()) == 2
    assert len(set(buyer.asked())) == 1
    assert not Claim.objects.get().is_contested
    assert page.evaluate("Object.keys(localStorage)") == ["tickets"], "what was begun is gone"


def test_another_answer_than_a_signature_is_thrown_away(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page()
    spoiled: list[bool] = []

    def spoil(route: Route) -> None:
        answer = route.fetch()
        body = bytes([answer.body()[0] ^ 1]) + answer.body()[1:] if not spoiled else answer.body()
        spoiled.append(True)
        route.fulfill(response=answer, body=body)

    page.route(TOKEN, spoil)
    page.goto(f"/r#{codes.show(issued.codes[0])}")
    expect(page.get_by_text("What came back is no stamp of this business.")).to_be_visible()
    assert page.evaluate("localStorage.tickets") is None
    page.get_by_role("button", name="Try again").click()
    verified(shown(page), issued)
    assert len(set(buyer.asked())) == 1


def test_a_used_code_and_an_unknown_one_are_told_apart(issued: Issued, buyer: Buyer) -> None:
    shown(buyer.page(f"/r#{codes.show(issued.codes[0])}"))
    page = buyer.page(f"/r#{codes.show(issued.codes[0])}")
    fault = page.locator("#fault")
    expect(fault).to_contain_text("This code was used already")
    assert Claim.objects.get().is_contested
    follow(page, fault.get_by_role("link", name="My code was already used"))
    expect(page.get_by_role("heading", name="My code was already used")).to_be_visible()
    page.goto(f"/r#{codes.show(codes.make())}")
    expect(fault).to_contain_text("Nobody registered this code here.")
    expect(page.get_by_label("Your code")).to_be_visible()


def test_a_key_that_is_being_made_is_waited_for(shop: Shop, issued: Issued, buyer: Buyer) -> None:
    (code,) = register(shop.id, 1, ReceiptClass.INDEPENDENT)
    page = buyer.page("/about")
    page.add_init_script(HASTE)
    page.goto(f"/r#{codes.show(code)}")
    expect(page.get_by_text("This page goes on by itself.")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("#fault")).to_be_hidden()
    make_codes(shop.id, 1, ReceiptClass.INDEPENDENT)
    assert shown(page).receipt_class is ReceiptClass.INDEPENDENT
    expect(page.locator("#result").get_by_text("Somebody who is not the shop")).to_be_visible()


def test_a_key_that_is_never_made_is_told_in_the_end(shop: Shop, issued: Issued, buyer: Buyer) -> None:
    (code,) = register(shop.id, 1, ReceiptClass.INDEPENDENT)
    page = buyer.page("/about")
    page.add_init_script(HASTE)
    page.goto(f"/r#{codes.show(code)}")
    expect(page.locator("#fault")).to_contain_text("The stamp of this business is being made.", timeout=PATIENCE_MS)
    assert len([one for one in buyer.sent if one.url.endswith("/issuer/look")]) == 13
    expect(page.get_by_text("This page goes on by itself.")).to_be_hidden()
    make_codes(shop.id, 1, ReceiptClass.INDEPENDENT)
    page.get_by_role("button", name="Try again").click()
    assert shown(page).receipt_class is ReceiptClass.INDEPENDENT


def test_an_annulled_key_makes_no_ticket_and_none_of_it_is_shown_as_good(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page(f"/r#{codes.show(issued.codes[0])}")
    shown(page)
    text = saved(page)
    keys.annul(key_id=issued.key_id, reason="leaked", persons=2, now=clock.now())
    page.goto(f"/r#{codes.show(issued.codes[1])}")
    fault = page.locator("#fault")
    expect(fault).to_contain_text("was annulled: reviews with them count no more")
    assert Claim.objects.count() == 1, "the code was not spent"
    page.goto("/r")
    page.get_by_label("Open a ticket").set_input_files(
        {"name": "ticket.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    expect(fault).to_contain_text("was annulled")
    expect(page.locator("#result")).to_be_hidden()


def test_a_ticket_that_could_not_be_looked_up_is_opened_by_the_button(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page(f"/r#{codes.show(issued.codes[0])}")
    ticket, text = shown(page), saved(page)
    page.add_init_script(HASTE)
    page.goto("/r")
    page.route(FACTS, lambda route: route.abort())
    page.get_by_label("Open a ticket").set_input_files(
        {"name": "ticket.txt", "mimeType": "text/plain", "buffer": text.encode()}
    )
    expect(page.locator("#fault")).to_contain_text("The connection broke.", timeout=PATIENCE_MS)
    page.unroute_all(behavior="wait")
    page.get_by_role("button", name="Try again").click()
    assert shown(page) == ticket


def test_tickets_can_be_deleted_and_a_saved_one_opened_again(shop: Shop, issued: Issued, buyer: Buyer) -> None:
    page = buyer.page(f"/r#{codes.show(issued.codes[0])}")
    ticket, text = shown(page), saved(page)
    rows = page.locator("#ticket-list > li")
    rows.get_by_role("button", name="Delete", exact=True).click()
    rows.get_by_role("button", name="Keep it").click()
    rows.get_by_role("button", name="Delete", exact=True).click()
    rows.get_by_role("button", name="Delete for good").click()
    expect(rows).to_have_count(0)
    expect(page.get_by_role("heading", name="Tickets on this device")).to_be_focused()
    page.goto("/r")
    expect(page.locator("#no-tickets")).to_be_visible()
    token = next(line for line in text.splitlines() if line.startswith("token: "))
    damaged = [text.replace("seller", "seller\nmore: yes"), text.replace(token, token[:-4]), "a letter"]
    forged = text.replace(token, token[:-4] + ("AAAA" if not token.endswith("AAAA") else "BBBB"))
    for wrong in (*damaged, forged):
        page.goto("/r")  # otherwise the words about the one before still stand there
        page.get_by_label("Open a ticket").set_input_files(
            {"name": "ticket.txt", "mimeType": "text/plain", "buffer": wrong.encode()}
        )
        expect(page.locator("#fault")).to_contain_text("no review ticket")
    page.get_by_label("Open a ticket").set_input_files(
        {"name": "ticket.txt", "mimeType": "text/plain", "buffer": text.replace("\n", "\r\n").encode()}
    )
    assert shown(page) == ticket


def test_a_browser_that_keeps_nothing_says_so(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page("/about")
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})")
    page.goto(f"/r#{codes.show(issued.codes[0])}")
    expect(page.get_by_text("This browser keeps nothing once you close the page.")).to_be_visible()
    verified(tickets.parse(saved(page)), issued)


def test_a_browser_without_ed25519_says_what_it_could_not_check(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page("/about")
    page.add_init_script(
        "const known = crypto.subtle.importKey;"
        "crypto.subtle.importKey = (kind, key, name, ...rest) => name.name === 'Ed25519'"
        " ? Promise.reject(new Error('unknown')) : known.call(crypto.subtle, kind, key, name, ...rest);"
    )
    page.goto(f"/r#{codes.show(issued.codes[0])}")
    verified(shown(page), issued)
    expect(page.get_by_text("too old to check the log’s signature")).to_be_visible()


def test_without_a_script_the_issuer_makes_the_ticket_by_promise(shop: Shop, issued: Issued, buyer: Buyer) -> None:
    page = buyer.page(scripts=False)
    expect(page.get_by_text("Without JavaScript: privacy by promise.")).to_be_visible()
    expect(page.get_by_text("Tickets on this device")).to_be_hidden()
    page.get_by_label("Your code").fill(codes.show(issued.codes[0]))
    press(page, "Use this code")
    ticket = tickets.parse(page.locator("textarea").input_value())
    verified(ticket, issued)
    assert ticket.business == shop.id
    assert codes.show(issued.codes[0]) not in page.url


def test_with_a_script_the_promise_is_gone_and_the_form_goes_nowhere(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page()
    expect(page.get_by_text("privacy by promise")).to_have_count(0)
    page.get_by_label("Your code").fill(codes.show(issued.codes[0]))
    page.get_by_role("button", name="Use this code").click()
    shown(page)
    assert [one.url for one in buyer.sent if one.url.endswith("/r/claim")] == []


def test_the_page_in_german(issued: Issued, buyer: Buyer) -> None:
    page = buyer.page(f"/de/r#{codes.show(issued.codes[0])}", width=1280)
    expect(page.locator("#result")).to_be_visible()
    (kept,) = json.loads(page.evaluate("localStorage.tickets"))
    with translation.override("de"):
        until = date_format(tickets.parse(kept["text"]).redeem_until)
    expect(page.locator("#result [data-field=until]")).to_have_text(until)
    assert page.url == f"{buyer.url}/de/r"
