"""An order mail in a browser: a file is opened, its signed lines are shown and sent, and a code comes back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page, Request, expect

from reputation.core import clock
from reputation.evidence.models import MailKey, PaymentProof
from reputation.issuing.models import Voucher
from reputation.receipts import codes
from tests import pages_made
from tests.domains_made import record, signed
from tests.e2e.conftest import Open
from tests.e2e.looking import TOO_WIDE
from tests.e2e.walking import follow, press
from tests.evidence_made import PNG, SIGNED, order

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CODE = re.compile(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{5}")


@pytest.fixture
def shop(
    transactional_db: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> pages_made.Shop:
    """A participant that has shown one web address, whose key has been seen on two days."""
    # The browser's driver runs a loop in this thread, beside which the database is used all the same.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    today = clock.now().date()
    MailKey.objects.create(
        domain="shop.example",
        selector="s1",
        record=record(),
        first_seen=today - timedelta(days=1),
        last_seen=today,
    )
    return pages_made.make_shop(sent=(), domain="shop.example")


def order_mail(folder: Path, domain: str = "shop.example") -> Path:
    """A saved mail, with lines that nobody signed and a text of its own."""
    date = clock.now().strftime("%a, %d %b %Y %H:%M:%S +0000")
    more = "Received: from canary.example\r\nX-Secret: canary-header\r\n"
    path = folder / "order.eml"
    path.write_bytes(more.encode() + signed(order(date=date), headers=SIGNED, domain=domain))
    return path


def choose(page: Page, shop: pages_made.Shop) -> None:
    page.get_by_label("Shop name, web address").fill(shop.domain)
    press(page, "Find it")
    follow(page, page.get_by_role("button", name="This one"))


@pytest.mark.parametrize("width", [390, 1280])
def test_a_mail_is_opened_shown_and_sent_without_its_rest(
    open_page: Open, shop: pages_made.Shop, tmp_path: Path, width: int
) -> None:
    page = open_page("/r/mail", width=width)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    choose(page, shop)
    page.get_by_label("The mail as a file").set_input_files(order_mail(tmp_path))
    lines = page.get_by_label("These lines are sent")
    expect(lines).to_have_value(re.compile("^From: Kettle.*Message-ID: <abc10042.*DKIM-Signature:", re.DOTALL))
    shown = lines.input_value()
    assert "canary-header" not in shown
    assert "Received" not in shown
    assert "A canary sings" not in shown
    page.get_by_text("No", exact=True).click()
    assert not page.evaluate(TOO_WIDE)
    press(page, "Send these lines")
    expect(page.get_by_role("heading", name="Your voucher code")).to_be_visible()
    bodies = "".join(request.post_data or "" for request in sent)
    assert "canary-header" not in bodies
    assert "sings" not in bodies
    assert "canary.singer" in bodies, "what was shown is what was sent"
    link = page.get_by_role("link", name="Use this code").get_attribute("href") or ""
    found = CODE.search(link)
    assert found is not None
    assert link == f"/r#{found[0]}"
    assert bytes(Voucher.objects.get().hash) == codes.registered(codes.parse(found[0]))


def test_a_file_that_is_no_mail_or_is_signed_by_others_is_said_so_and_nothing_is_sent(
    open_page: Open, shop: pages_made.Shop, tmp_path: Path
) -> None:
    page = open_page("/r/mail")
    choose(page, shop)
    file = page.get_by_label("The mail as a file")
    file.set_input_files(order_mail(tmp_path, "esp.example"))
    expect(page.get_by_text("This mail has no signature of shop.example")).to_be_visible()
    picture = tmp_path / "picture.eml"
    picture.write_bytes(PNG)
    file.set_input_files(picture)
    expect(page.get_by_text("This file is no mail")).to_be_visible()
    expect(page.get_by_text("This mail has no signature of shop.example")).to_be_hidden()
    file.set_input_files(order_mail(tmp_path))
    expect(page.get_by_text("This file is no mail")).to_be_hidden()
    expect(page.get_by_label("These lines are sent")).not_to_have_value("")


def test_a_payment_is_shown_and_collected(open_page: Open, shop: pages_made.Shop, tmp_path: Path) -> None:
    picture = tmp_path / "receipt.png"
    picture.write_bytes(PNG)
    page = open_page("/r/proof", width=390)
    choose(page, shop)
    page.get_by_label("One file that shows the payment").set_input_files(picture)
    page.get_by_text("No", exact=True).click()
    assert not page.evaluate(TOO_WIDE)
    press(page, "Send this file")
    expect(page.get_by_role("heading", name="Keep this code")).to_be_visible()
    code = page.locator(".slip code").inner_text()
    assert code.startswith("PP-")
    assert PaymentProof.objects.count() == 1
    follow(page, page.get_by_role("link", name="Where to use it"))
    page.get_by_label("Collecting code").fill(code.lower())
    press(page, "See what became of it")
    expect(page.get_by_role("heading", name="Nobody has decided yet")).to_be_visible()


def test_without_a_script_the_lines_are_pasted(open_page: Open, shop: pages_made.Shop) -> None:
    page = open_page("/r/mail", scripts=False)
    choose(page, shop)
    expect(page.get_by_label("These lines are sent")).to_be_editable()
    expect(page.get_by_label("The mail as a file")).to_be_hidden()
    assert "Without JavaScript: open the source" in page.content()
