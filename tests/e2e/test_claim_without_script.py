"""A code becomes a ticket in a browser that runs no script: typed and saved as a file, in two languages."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from reputation.core import clock
from reputation.receipts import codes, tickets
from tests import pages_made
from tests.e2e.conftest import Open
from tests.e2e.looking import faults
from tests.e2e.walking import follow, press
from tests.issuing_made import Shop, make_shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("writers")]


@pytest.fixture
def bought(shop: pages_made.Shop) -> Shop:
    """A shop that handed out codes, on a service with a published log."""
    made = make_shop(2, now=clock.now())
    pages_made.settle()
    return made


def is_narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_code_is_typed_and_its_ticket_is_saved(bought: Shop, open_page: Open, tmp_path: Path) -> None:
    page = open_page("/r/claim", width=320, scripts=False)
    shown = codes.show(bought.codes[0])
    page.get_by_label("The code", exact=True).fill(shown.lower().replace("-", " "))
    press(page, "Get the ticket")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your ticket to review Invented Shop")
    expect(page.get_by_role("heading", name="Privacy by promise")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the ticket as a file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    found = tickets.parse(file.read_text(encoding="utf-8"))
    assert file.name == found.file_name
    bought.key.verify(found.token)
    assert page.get_by_role("textbox").input_value() == file.read_text(encoding="utf-8")


@pytest.mark.parametrize(("where", "width"), [("/r/claim", 390), ("/de/r/claim", 320)])
def test_nobody_is_shut_out(bought: Shop, open_page: Open, where: str, width: int) -> None:
    page = open_page(where, width=width)
    found, typed = faults(page), page.locator("#code")
    assert is_narrow(page)
    # A refusal is shown in place: a browser counts its status as a fault of the page.
    page.set_content(Client().post(where, {"code": codes.show(codes.make())}).content.decode())
    expect(page.get_by_role("alert")).to_be_visible()
    found += faults(page)
    assert is_narrow(page)
    page.goto(where)
    typed.fill(codes.show(bought.codes[1]))
    follow(page, page.locator("main button[type=submit]"))
    found += faults(page)
    assert is_narrow(page)
    assert found == []
    expect(page.locator("#ticket")).to_be_visible()
