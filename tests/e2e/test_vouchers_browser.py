"""Vouchers in a real browser: made, printed ten to a page, saved as table and picture; nobody is shut out."""

import csv
import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import LazySettings, settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from reputation.accounts.models import User
from reputation.core import clock
from reputation.members.rules import Actor
from reputation.receipts import codes, public_keys
from tests import pages_made, receipt_figures_made
from tests.accounts_made import make_user, signed_in
from tests.e2e.looking import looked_over
from tests.e2e.walking import done, follow, heading, press
from tests.members_made import make_member_business

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("writers")]


@pytest.fixture
def owner(transactional_db: None, settings: LazySettings, tmp_path: Path) -> Actor:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    return make_member_business(user=make_user().pk, now=clock.now())


@pytest.fixture
def enter(owner: Actor, browser: Browser, live_server: LiveServer) -> Iterator[Callable[[], Page]]:
    """A browser in which the owner is signed in; nothing may fail in it, and nothing comes from elsewhere."""
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def new() -> Page:
        value = signed_in(User.objects.get(pk=owner.user or 0), fresh=True).cookies[settings.SESSION_COOKIE_NAME].value
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": f"{live_server.url}/members/"}]
        )
        contexts.append(context)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        context.on(
            "request",
            lambda asked: None if asked.url.startswith(live_server.url) else faults.append(f"foreign: {asked.url}"),
        )
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("language", ["English", "Deutsch"])
def test_a_stock_is_made_printed_and_saved(owner: Actor, enter: Callable[[], Page], language: str) -> None:
    page, home = enter(), f"/members/b/{owner.business}/receipts"
    page.goto(home)
    page.get_by_label("How many?").fill("12")
    page.get_by_label(language).check()
    press(page, "Make them")
    heading(page, "12 vouchers are made")
    shown = page.get_by_label("The codes").input_value().split("\n")
    assert len({codes.parse(one) for one in shown}) == 12
    with page.expect_download() as saved:
        page.get_by_role("button", name="Table (CSV)").click()
    rows = list(csv.DictReader(io.StringIO(saved.value.path().read_text(encoding="utf-8"), newline="")))
    assert [row["code"] for row in rows] == shown
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Sheet to print").click()
    sheet = opened.value
    expect(sheet.locator("li")).to_have_count(12)  # a new window begins with an empty page
    sheet.wait_for_load_state()
    assert looked_over(sheet) == []
    sheet.emulate_media(media="print")
    slips = [(one.bounding_box(), one.locator("div").bounding_box()) for one in sheet.locator("li").all()]
    assert len(slips) == 12
    for slip, text in slips:
        assert slip is not None
        assert text is not None
        assert slip["y"] < text["y"]
        assert text["y"] + text["height"] < slip["y"] + slip["height"], "nothing is cut off"
    pdf = sheet.pdf(prefer_css_page_size=True)
    assert pdf.count(b"/Type /Page\n") == 2, "ten to a page"
    heading(page, "12 vouchers are made")


def test_one_voucher_has_picture_link_header_and_text(owner: Actor, enter: Callable[[], Page]) -> None:
    page, home = enter(), f"/members/b/{owner.business}/receipts"
    page.goto(home)
    page.get_by_label("How many?").fill("1")
    page.get_by_label("Deutsch").check()
    press(page, "Make them")
    heading(page, "1 voucher is made")
    expect(page.locator("pre").last).to_have_text(f"Review-Receipt: {page.get_by_label('The codes').input_value()}")
    for name, begin in (("Picture (SVG)", b"<?xml"), ("Picture (PNG)", b"\x89PNG")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=name).click()
        assert saved.value.path().read_bytes().startswith(begin)


@pytest.mark.parametrize("language", ["", "de/"])
def test_nobody_is_shut_out(owner: Actor, enter: Callable[[], Page], language: str) -> None:
    page, home = enter(), f"/members/{language}b/{owner.business}/receipts"
    page.goto(home)
    found = looked_over(page)
    for count in (1, 3):
        page.goto(home)
        page.locator("#id_count").fill(str(count))
        follow(page, page.locator("#make button"))
        found += looked_over(page)
    assert found == []


def test_a_key_is_made_and_used_on_the_device(owner: Actor, enter: Callable[[], Page], tmp_path: Path) -> None:
    page, home = enter(), f"/members/b/{owner.business}/receipts/totals"
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.post_data or ""))
    page.goto(home)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Or make one on this device").click()
    file = tmp_path / "attester.pem"
    saved.value.save_as(file)
    private = load_pem_private_key(file.read_bytes(), None)
    assert isinstance(private, Ed25519PrivateKey)
    expect(page.get_by_label("Public key")).to_have_value(public_keys.show(private.public_key().public_bytes_raw()))
    press(page, "Give this key")
    done(page, "The key is taken. Keep its private half.")
    handed = receipt_figures_made.hand_out(owner, 30, now=clock.now())
    receipt_figures_made.come_without(owner, now=clock.now())
    receipt_figures_made.end_quarter(handed, now=clock.now())
    page.goto(home)
    page.get_by_text("Sign it", exact=True).click()
    assert looked_over(page) == []
    page.get_by_label("Or choose the file of your private key").set_input_files(file)
    expect(page.get_by_label("Signature")).to_have_value(re.compile("^[A-Za-z0-9+/]{86}==$"))
    press(page, "Give this signature")
    done(page, "The signature is right. Thank you.")
    secret = private.private_bytes_raw()
    assert not [one for one in sent if b64encode(secret).decode() in one or secret.hex() in one]
    page.goto(f"/members/b/{owner.business}/receipts/figures")
    assert looked_over(page) == []
