"""The private check in a real browser: what is typed stays there, and everybody can read, hear and reach the answer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from playwright.sync_api import Page, Request, expect

from reputation.lookalikes import actions as lookalikes
from reputation.tlog.notes import Signer
from tests import checks_made
from tests.checks_files import SITES, publish
from tests.e2e.conftest import Open
from tests.e2e.looking import faults, looked_over
from tests.e2e.walking import follow, press
from tests.pages_made import FEW, SURGE, Shop, make_left, make_shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
# For an answer from lists that the browser holds; a tenth of it on a machine with nothing else to do.
LONGEST_MS = 1000
TIMED = """async (text) => {
    const answer = document.getElementById("check-answer");
    const start = performance.now();
    const said = new Promise((done) => new MutationObserver(done).observe(answer, { childList: true }));
    document.getElementById("q").value = text;
    document.getElementById("check-form").requestSubmit();
    await said;
    return performance.now() - start;
}"""
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

    @property
    def posted(self) -> list[str | None]:
        return [one.post_data for one in self.sent if one.method == "POST"]

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
    """The folder of the files of the check, about a few businesses."""
    left = make_shop("Orrin Electronics Ltd", FEW, domain="orrin-electronics.example")
    make_left(left)
    make_shop("Brightharbour Travel Ltd", SURGE, domain="brightharbour.example")
    make_shop("Quillon Cycles Ltd", FEW, domain="quillon.example")
    while lookalikes.follow():
        pass
    checks_made.publish()
    return checks_made.shown().folder


def with_filter(folder: Path) -> None:
    """Publish the same records as if there were more than a snapshot takes."""
    records = checks_made.shown().whole()
    publish(folder, records, epoch=9, is_large=True, log=Signer(settings.LOG_ORIGIN, settings.LOG_KEY or b""))


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
    assert [one.method for one in found.sent] == ["GET"] * len(found.sent)


def test_beyond_a_snapshot_one_range_is_asked_for_whether_or_not_anything_is_found(
    desk: Callable[..., Desk], published: Path
) -> None:
    with_filter(published)
    found = desk()
    asked = []
    for text in ("kettle-and-moss.example", IMITATION, "nothing-like-it.example"):
        found.sent.clear()
        found.check(text)
        asked.append([path for one in found.sent if len(path := one.url.rpartition("/v1/")[2]) == len("9/00")])
    assert list(map(len, asked)) == [1, 1, 1]
    assert asked[0] == asked[1] != asked[2]
    many = f"{SITES:,}"
    assert f"That hides among about {many} possible sites" in found.answer
    expect(found.page.get_by_role("status")).to_have_text(
        f"Checked privately: hides among about {many} possible sites."
    )
    found.require_silence("kettle-and", "nothing-like")


def test_a_second_page_asks_for_no_list_again_and_answers_at_once(desk: Callable[..., Desk]) -> None:
    found = desk()
    found.check("kettle-and-moss.example")
    found.page.goto("/about/privacy")
    found.sent.clear()
    found.check(IMITATION)
    assert "This is NOT the verified site" in found.answer
    assert [one.url for one in found.sent if "/check/v1/" in one.url] == []
    found.sent.clear()
    took_ms = []
    for text in ("nothing-like-it.example", "nor-like-this.example", "nor-like-that.example"):
        took_ms.append(found.page.evaluate(TIMED, text))
        assert f"We found nothing for “{text}”." in found.answer
    assert found.sent == []
    assert min(took_ms) < LONGEST_MS, "what else the machine does is no fault of the page"


@pytest.mark.parametrize("path", ["/", "/de/check"])
def test_an_answer_stands_in_every_page_with_a_box_and_in_its_language(desk: Callable[..., Desk], path: str) -> None:
    found = desk(path, width=390)
    found.check("kettle-and-moss.example")
    says = "gehört zu diesem Unternehmen" if "de" in path else "belongs to this business"
    assert says in found.answer
    assert found.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert faults(found.page) == []
    leads = "Bewertungen und Einzelheiten" if "de" in path else "Reviews and details"
    follow(found.page, found.page.get_by_role("link", name=leads))
    expect(found.page.get_by_role("heading", level=1)).to_have_text("Kettle & Moss Ltd")


def test_nobody_is_shut_out_of_an_answer(desk: Callable[..., Desk]) -> None:
    found = desk()
    wrong = []
    for text in (IMITATION, OTHER_ENDING, "brightharbour.example", "orrin-electronics.example", "x.example", "co.uk"):
        found.check(text)
        wrong += [f"{text}: {fault}" for fault in looked_over(found.page)]
    assert wrong == []


def test_by_keyboard_alone_and_by_ear(desk: Callable[..., Desk]) -> None:
    found = desk()
    page = found.page
    page.get_by_role("searchbox").focus()
    page.keyboard.type("Kettle & Moss")
    expect(page.get_by_role("status")).to_contain_text("looked up openly")
    expect(page.get_by_role("button", name="Check the address openly")).to_be_hidden()
    page.keyboard.press("Control+A")
    page.keyboard.type(IMITATION)
    expect(page.get_by_role("status")).to_contain_text("Checked privately")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the verified site")).to_be_focused()
    found.require_silence("kettle-and")


def test_a_name_is_looked_up_openly_and_an_address_when_somebody_says_so(desk: Callable[..., Desk]) -> None:
    found = desk()
    page = found.page
    page.get_by_role("searchbox").fill("Kettle & Moss")
    press(page, "Check")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kettle & Moss Ltd")
    assert found.posted == ["q=Kettle+%26+Moss"]
    page.get_by_role("searchbox").fill("kettle-and-moss.example")
    follow(page, page.get_by_role("button", name="Check the address openly instead"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Kettle & Moss Ltd")
    assert "Checked privately" not in found.answer
    assert found.posted == ["q=Kettle+%26+Moss", "q=kettle-and-moss.example"]


def changed(file: Path) -> None:
    raw = bytearray(file.read_bytes())
    raw[-40] ^= 1
    file.unlink()  # it may share its place with another epoch's
    file.write_bytes(raw)


@pytest.mark.parametrize(
    ("name", "change", "says", "code"),
    [
        ("manifest", changed, "is not what the public log has signed", "manifest"),
        ("1/snapshot", changed, "is not what the public log has signed", "snapshot"),
        ("1/snapshot", Path.unlink, "do not arrive", "not-reached"),
    ],
)
def test_false_and_missing_files_are_told_and_nothing_sent_unless_somebody_says_so(
    desk: Callable[..., Desk], published: Path, name: str, change: Callable[[Path], None], says: str, code: str
) -> None:
    change(published / name)
    found = desk(may_fail=True)
    found.check("kettle-and-moss.example")
    assert "We could not check this privately." in found.answer
    assert says in found.answer
    assert f"Code: {code}." in found.answer
    found.require_silence("kettle-and")
    follow(found.page, found.page.get_by_role("button", name="Check it openly"))
    expect(found.page.get_by_role("heading", level=1)).to_have_text("Kettle & Moss Ltd")


def test_a_browser_that_cannot_verify_is_told_so(desk: Callable[..., Desk]) -> None:
    found = desk()
    found.page.evaluate("() => { delete globalThis.DecompressionStream }")
    found.check("kettle-and-moss.example")
    assert "This browser is too old for it" in found.answer
    found.require_silence("kettle-and")


def test_without_a_script_the_open_check_is_as_before(shop: Shop, open_page: Open) -> None:
    page = open_page("/check", scripts=False)
    expect(page.get_by_text("Checked privately")).to_be_hidden()
    page.get_by_role("searchbox").fill("kettle-and-moss.example")
    press(page, "Check")
    expect(page.get_by_role("heading", level=1)).to_have_text(shop.name)
