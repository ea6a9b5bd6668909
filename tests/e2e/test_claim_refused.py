"""A key that could mark a buyer is refused by the page before a code is spent; and the page shuts nobody out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from reputation.issuing.models import Claim
from reputation.receipts import codes
from reputation.tlog.notes import Signer
from tests.e2e.buying import DIRECTORY, ENTRY, FACTS, LOOK, RECEIPT, TOKEN, Buyer, shown, verified
from tests.e2e.looking import looked_over
from tests.vouchers_made import Issued

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("writers")]


def changed(change: Callable[[str], str]) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        found = route.fetch()
        body = change(found.text())
        assert body != found.text()
        route.fulfill(response=found, body=body)

    return answer


def other_key(text: str) -> str:
    """A directory whose keys are others: another modulus, as good as the first."""
    return re.sub(r"(token-key\": \"[^\"]{200})(.)", lambda found: found[1] + ("A" if found[2] != "A" else "B"), text)


def other_log(text: str) -> str:
    """The same proof under the same checkpoint, signed by somebody else who calls himself alike."""
    head, _, note = text.partition("\n\n")
    signed = note.rpartition("\n\n")[0] + "\n"
    return f"{head}\n\n" + Signer(signed.partition("\n")[0], b"\x07" * 32).sign(signed)


LIES = {
    "another key in the directory": (DIRECTORY, other_key, "offers another stamp"),
    "no key in the directory": (DIRECTORY, lambda text: text.replace('"token-type": 2', '"token-type": 3'), "another"),
    "an entry of other bytes": (ENTRY, lambda text: text.replace("seller", "seller "), "not in the public log"),
    "a log that somebody else signed": (RECEIPT, other_log, "not in the public log"),
    "a proof for another place": (RECEIPT, lambda text: text.replace("\nindex ", "\nindex 1"), "not in the public log"),
    "a code of another quarter": (
        LOOK,
        lambda text: re.sub(r'"epoch": "20(..)Q', '"epoch": "21\\1Q', text),
        "not in the public log",
    ),
    "a code of another business": (
        LOOK,
        lambda text: re.sub(r'"business": ".', '"business": "x', text),
        "not in the public log",
    ),
    "a key that the log names elsewhere": (
        FACTS,
        lambda text: re.sub(r'"entry":\d+', '"entry":1', text),
        "not in the public log",
    ),
    "a key that nobody logged": (
        LOOK,
        lambda text: re.sub(r'"key_id": "....', '"key_id": "0000', text),
        "not in the public log",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_key_that_could_mark_somebody_is_refused_and_costs_no_code(lie: str, issued: Issued, buyer: Buyer) -> None:
    where, change, says = LIES[lie]
    page = buyer.page()
    page.route(where, changed(change))
    page.goto(f"/r#{codes.show(issued.codes[0])}")
    expect(page.locator("#fault")).to_contain_text(says)
    expect(page.locator("#fault")).to_contain_text("Your code was not used up.")
    assert buyer.asked() == []
    assert not Claim.objects.exists()
    page.unroute_all(behavior="wait")
    page.get_by_role("button", name="Try again").click()
    verified(shown(page), issued)


def test_nobody_is_shut_out(issued: Issued, buyer: Buyer) -> None:
    pages = [buyer.page(path) for path in ("/r", "/r/help")]
    pages[0].get_by_label("Your code").fill("?")
    pages.append(buyer.page(f"/r#{codes.show(issued.codes[0])}"))
    shown(pages[-1])
    pages[-1].get_by_role("button", name="Delete", exact=True).click()
    pages.append(buyer.page(f"/r#{codes.show(codes.make())}"))
    expect(pages[-1].locator("#fault")).to_be_visible()
    held = buyer.page()
    held.route(TOKEN, lambda _: None)
    with held.expect_request(TOKEN):
        held.goto(f"/r#{codes.show(issued.codes[1])}")
    pages.append(held)
    found: list[str] = []
    for page in pages:
        found += looked_over(page)
    assert found == []
