"""The private check in a real browser: what is typed stays there, and everybody can read, hear and reach the answer."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from playwright.sync_api import Page, Request, expect

from reputation.tlog.notes import Signer
from tests import checks_made
from tests.checks_files import RULES, publish, record
from tests.e2e.conftest import Open
from tests.e2e.test_web_browser import TAGS, faults
from tests.pages_made import FEW, SURGE, Shop, make_left, make_shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
IMITATION, OTHER_ENDING = "kettle-and-rnoss.example", "kettle-and-moss.test"


class Desk(NamedTuple):
    """A browser before the published files, and everything that it sent."""

    page: Page
    sent: list[Request]

    def check(self, text: str) -> None:
        """Type it into the box and wait for the answer."""
        self.page.get_by_role("searchbox").fill(text)
        self.page.get_by_role("searchbox").press("Enter")
        expect(self.page.locator("#check-answer h1")).to_be_focused()

    @property
    def answer(self) -> str:
        return self.page.locator("#check-answer").inner_text()

    def require_silence(self, *secrets: str) -> None:
        """Nothing that was sent holds any of these, in whatever part of it."""
        assert self.sent
        for one in self.sent:
            told = json.dumps([one.url, one.headers, one.post_data or ""]).lower()
            assert not [secret for secret in secrets if secret.lower() in told], one.url
        kept = self.page.evaluate(
            "async () => { const kept = []; for (const name of await caches.keys()) for (const one of "
            "await (await caches.open(name)).keys()) kept.push(one.url);"
            "return JSON.stringify([kept, {...localStorage}, {...sessionStorage}, history.state, location.href]) }"
        )
        assert not [secret for secret in secrets if secret.lower() in kept.lower()]


@pytest.fixture
def published(shop: Shop) -> Path:
    """The files of the check about a few businesses, warned of whatever imitates them."""
    left = make_shop("Orrin Electronics Ltd", FEW, domain="orrin-electronics.example")
    make_left(left)
    make_shop("Brightharbour Travel Ltd", SURGE, domain="brightharbour.example")
    make_shop("Quillon Cycles Ltd", FEW, domain="quillon.example")
    checks_made.publish()
    files = checks_made.shown()
    records = [one if one["k"] == "left" else {**one, "i": list(RULES)} for one in files.whole()]
    return republish(files.folder, records)


def republish(folder: Path, records: Sequence[Mapping[str, Any]], *, is_large: bool = False) -> Path:
    """The same records as another epoch, in the place of the former."""
    publish(folder, records, epoch=9, is_large=is_large, log=Signer(settings.LOG_ORIGIN, settings.LOG_KEY or b""))
    return folder


@pytest.fixture
def desk(published: Path, open_page: Open) -> Callable[..., Desk]:
    """Opens a page beside the published files."""

    def open_it(path: str = "/check", **options: Any) -> Desk:
        page = open_page("/about/privacy", **options)
        sent: list[Request] = []
        page.on("request", lambda one: sent.append(one))
        page.goto(path)
        return Desk(page, sent)

    return open_it


def test_the_answer_comes_without_the_address_going_anywhere(desk: Callable[..., Desk]) -> None:
    found = desk()
    found.check("https://www.kettle-and-moss.example/kettles")
    expect(found.page.get_by_role("heading", level=1)).to_have_text("Kettle & Moss Ltd")
    assert "belongs to this business" in found.answer
    assert "Of 100 recent buyers who reviewed, about" in found.answer
    assert "nothing about the site left it" in found.answer
    found.check(IMITATION)
    assert found.page.locator("h1").inner_text() == "This is NOT the verified site of Kettle & Moss Ltd."
    assert found.page.locator(".versus b.d").all_inner_texts() == ["rn", "m"]
    link = found.page.get_by_role("link", name="Go to the verified site: kettle-and-moss.example")
    assert link.get_attribute("href") == "https://kettle-and-moss.example/"
    found.check(OTHER_ENDING)
    assert "It resembles the site of Kettle & Moss Ltd; nothing is known about this one." in found.answer
    found.check("orrin-electronics.example")
    assert "Orrin Electronics Ltd left on" in found.answer
    found.check("brightharbour.example")
    assert "There is a notice about it." in found.answer
    found.check("quillon.example")
    assert "Too few recent reviews" in found.answer
    found.check("nothing-like-it.example")
    assert "We found nothing for “nothing-like-it.example”." in found.answer
    assert "That is neither good nor bad." in found.answer
    found.require_silence("kettle-and", "orrin-el", "brightharbour", "quillon", "nothing-like")
    assert [one.url.rpartition("/")[2] for one in found.sent if "/v1/" in one.url].count("snapshot") == 1
