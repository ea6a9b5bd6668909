"""An address gets the same words whether it is checked privately or openly; what a rating shows is more, openly."""

import pytest
from playwright.sync_api import Page, expect

from reputation.lookalikes import actions as lookalikes
from tests import checks_made
from tests.checks_made import make_business
from tests.e2e.conftest import Open
from tests.e2e.walking import follow
from tests.pages_made import FEW, Shop, make_left, make_shop, settle

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TYPED = (
    "kettle-and-rnoss.example",
    "kettle-and-moss.test",
    "kettle-and-moss-sale.example",
    "kettle-and-moss.example.pay-safely.test",
    "n0rthgate-bikes.example",
    "orrin-electronics.example",
    "nothing-like-it.example",
)


@pytest.fixture
def published(shop: Shop) -> None:
    """The lists about a few businesses, two of one name."""
    make_left(make_shop("Orrin Electronics Ltd", FEW, domain="orrin-electronics.example"))
    make_business("northgate-bikes.example", name="Northgate Bikes Ltd")
    make_business("northgate-bikes.test", name="Northgate Bikes GmbH")
    settle()
    while lookalikes.follow():
        pass
    checks_made.publish()


def privately(page: Page, typed: str) -> str:
    page.get_by_role("searchbox").fill(typed)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#check-answer h1")).to_be_focused()
    return page.locator("#check-answer article").inner_text()


def openly(page: Page, typed: str) -> str:
    page.get_by_role("searchbox").fill(typed)
    follow(page, page.locator("#check-how [data-openly]"))
    expect(page.locator("#check-answers")).to_have_count(0)
    return page.locator("#check-answer article").inner_text()


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("path", ["/check", "/de/check"])
def test_both_checks_say_the_same(open_page: Open, path: str) -> None:
    page = open_page(path)
    for typed in TYPED:
        page.goto(path)
        said = privately(page, typed)
        page.goto(path)
        assert openly(page, typed) == said
        assert typed in said or "Orrin Electronics Ltd" in said
