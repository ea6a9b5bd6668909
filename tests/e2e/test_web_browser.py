"""Pages in a real browser: nobody is shut out, nothing overflows, the sum comes out the same, no script is needed."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Open
from tests.e2e.looking import looked_over
from tests.e2e.walking import follow, press
from tests.pages_made import FEW, SURGE, Shop, make_left, make_removed, make_shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def ask(page: Page, q: str) -> None:
    """The open check of an address; without a choice it would be checked privately."""
    page.goto("/check")
    page.get_by_role("searchbox").fill(q)
    follow(page, page.get_by_role("button", name="Check the address openly"))


def every_path(shop: Shop) -> list[str]:
    review, case = make_removed(shop)
    left = make_shop("Orrin Electronics Ltd", FEW, domain="orrin-electronics.example")
    make_left(left)
    alarmed = make_shop("Brightharbour Travel Ltd", SURGE, domain="brightharbour.example")
    paths = ["/", "/about", "/about/rating", "/about/log", "/about/contest", "/about/screening", "/nothing-here"]
    paths += [f"{shop.path}{end}" for end in ("", "/number", "/reviews")]
    paths += [f"/review/{review}", "/entry/2", "/de/about/plain-language"]
    return [*paths, alarmed.path, f"{alarmed.path}/number", left.path, f"/case/{case}", f"/de{shop.path}"]


def test_nobody_is_shut_out_and_nothing_is_too_wide(shop: Shop, open_page: Open) -> None:
    found: list[str] = []
    paths = every_path(shop)
    page = open_page("/about/privacy")
    for path in paths:
        if path != "/nothing-here":
            page.goto(path)
            found += looked_over(page)
    for q in ("kettle-and-moss.example", "brightharbour.example", "orrin-electronics.example", "nowhere.example"):
        ask(page, q)
        found += looked_over(page)
    assert found == []


def test_the_measure_of_width_finds_what_is_too_wide(shop: Shop, open_page: Open) -> None:
    page = open_page("/about/privacy")
    page.evaluate("document.querySelector('main').style.inlineSize = '900px'")
    assert [fault.rpartition(" ")[2] for fault in looked_over(page)] == ["320", "390"]


def test_the_look_finds_what_shuts_people_out(shop: Shop, open_page: Open) -> None:
    page = open_page("/about/privacy", may_fail=True)
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=data:,>')")
    assert any("image-alt" in fault for fault in looked_over(page))
    page.reload()
    page.evaluate("document.querySelector('h1').id = 'dim'")
    page.evaluate("document.styleSheets[0].insertRule('@media (prefers-color-scheme: dark) { #dim { color: #222 } }')")
    assert {fault.partition(":")[0] for fault in looked_over(page)} == {"by night"}


def test_a_check_by_keyboard_alone(shop: Shop, open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("kettle and moss")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(shop.name)
    assert page.url.endswith("/check"), "what was asked is not in the address"
    assert "kettle" not in page.evaluate("JSON.stringify([history.state, location.href, document.referrer])")


@pytest.mark.parametrize("kind", ["steady", "alarmed", "few", "left"])
def test_the_sum_done_again_by_the_browser_is_the_same(shop: Shop, open_page: Open, kind: str) -> None:
    found = {
        "steady": lambda: shop,
        "alarmed": lambda: make_shop("Brightharbour Travel Ltd", SURGE, domain=""),
        "few": lambda: make_shop("Quillon Cycles Ltd", FEW, domain=""),
        "left": lambda: shop,
    }[kind]()
    if kind == "left":
        make_left(found)
    page = open_page(f"{found.path}/number")
    expect(page.locator("#recount-result")).to_contain_text("The same.")
    page.get_by_role("button", name="Do the sum again").click()
    expect(page.locator("#recount-result")).to_contain_text("from 24 rows")


def test_a_wrong_digit_in_the_page_is_told(shop: Shop, open_page: Open) -> None:
    page = open_page("/about/privacy")

    def tamper(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = answer.text()
        wrong = re.sub(r'"mean":(\d)', lambda found: f'"mean":{(int(found[1]) + 1) % 10}', body, count=1)
        assert wrong != body
        route.fulfill(response=answer, body=wrong)  # type: ignore[attr-defined]

    page.route("**/number", tamper)
    page.goto(f"{shop.path}/number")
    expect(page.locator("#recount-result")).to_contain_text("Not the same")


def test_the_receipt_of_an_entry_is_verified_in_the_page(shop: Shop, open_page: Open) -> None:
    page = open_page(shop.path)
    follow(page, page.locator(".slip .ledger a").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("of the public log")
    expect(page.locator("#proof-result")).to_contain_text("It holds. Your browser hashed the entry")

    def tamper(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        wrong = re.sub(
            r'(id="entry-bytes">.*?20\d\d-\d)(\d)', lambda seen: seen[1] + str(9 - int(seen[2])), answer.text()
        )
        assert wrong != answer.text()
        route.fulfill(response=answer, body=wrong)  # type: ignore[attr-defined]

    page.route("**/entry/*", tamper)
    page.reload()
    expect(page.locator("#proof-result")).to_contain_text("It does not hold (root)")


def test_all_works_without_scripts(shop: Shop, open_page: Open) -> None:
    page = open_page("/", scripts=False)
    page.get_by_role("searchbox").fill("kettle-and-moss.example")
    press(page, "Check")
    expect(page.get_by_role("heading", level=1)).to_have_text(shop.name)
    follow(page, page.get_by_role("link", name="Reviews and details"))
    expect(page.locator(".say")).to_contain_text("Of 100 recent buyers who reviewed, about")
    page.locator("summary", has_text="Show the chart as a table").click()
    expect(page.get_by_role("table", name="The figure month by month")).to_be_visible()
    follow(page, page.get_by_role("link", name="How this number came about"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("How the number")
    expect(page.locator("#recount")).to_be_hidden()


def test_the_other_language_is_one_step_away(shop: Shop, open_page: Open) -> None:
    page = open_page(shop.path)
    follow(page, page.get_by_role("link", name="Deutsch"))
    assert page.url.endswith(f"/de{shop.path}")
    expect(page.locator(".say")).to_contain_text("Von 100, die zuletzt gekauft und bewertet haben")


def test_on_paper_there_is_no_navigation_and_everything_else(shop: Shop, open_page: Open) -> None:
    page = open_page(shop.path)
    page.emulate_media(media="print")
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.locator(".checkbar")).to_be_hidden()
    expect(page.locator(".say")).to_be_visible()
