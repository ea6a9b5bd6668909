"""What a business does, from the outside: a real service, real mails, names and servers on loopback, and a browser."""

import re
import shutil
import subprocess
import threading
from pathlib import Path
from socket import socket

import pytest
from playwright.sync_api import Browser, Page, expect
from standardwebhooks import Webhook

from reputation.badges import svg
from tests.accounts_made import PASSWORD
from tests.e2e.test_badge_browser import Plain, served
from tests.e2e.walking import (
    PATIENCE_S,
    SOMEBODY,
    World,
    answer,
    done,
    enter,
    facts,
    follow,
    heading,
    join,
    press,
    reload_until,
    show_again,
    sign_in,
    sign_up,
)
from tests.members_made import ANSWERS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("walks")]
ADA, BOB = "ada@kettle.example", "bob@kettle.example"


def prove_addresses(world: World, page: Page, home: str) -> None:
    """One by an entry in the settings of the domain, one by a file."""
    follow(page, page.get_by_role("link", name="Add an address"))
    page.get_by_label("Web address").fill("kettle.example")
    press(page, "Add it")
    done(page, "Now show that you control it.")
    record, value, _, _ = facts(page)
    world.outside.names.put(record, "TXT", f'"{value}"')
    press(page, "It is there: look now")
    done(page, "The proof is there. Thank you.")
    page.goto(f"{home}/domains")
    page.get_by_label("Web address").fill("https://www.moss-kitchen.example/shop?from=1")
    press(page, "Add it")
    _, _, address, content = facts(page)
    assert address == "https://moss-kitchen.example/.well-known/open-reference.txt"
    press(page, "It is there: look now")
    expect(page.get_by_role("heading", name="We looked, and the proof is not there")).to_be_visible()
    press(page, "It is there: look now")
    expect(page.get_by_role("alert")).to_contain_text("We looked moments ago.")
    page.goto(f"{home}/domains")
    page.get_by_label("Web address").fill("www.kettle.example")
    press(page, "Add it")
    assert content not in facts(page)


def invite(world: World, page: Page, home: str) -> None:
    """A colleague comes by the link in the mail and is given another role."""
    page.goto(f"{home}/members")
    follow(page, page.get_by_role("link", name="Show that it is you"))
    show_again(page)
    assert page.url.endswith(f"{home}/members"), "back where it was asked"
    page.get_by_label("E-mail address").fill(BOB)
    page.get_by_role("group", name="As what?").get_by_label("Reader").check()
    press(page, "Send the invitation")
    done(page, "The invitation is on its way.")

    link = world.mails.link(BOB, "invitation#")
    other = world.page()
    other.goto(link)
    assert "#" not in other.url
    follow(other, other.get_by_role("link", name="Make an account"))
    sign_up(world, other, BOB)
    sign_in(other, BOB)
    other.goto(link)
    press(other, "Accept the invitation")
    done(other, "You belong to this business now.")
    expect(other.get_by_role("link", name="Keys")).to_have_count(0)
    other.goto(link)
    press(other, "Accept the invitation")
    expect(other.get_by_role("alert")).to_contain_text("This invitation can no longer be used")

    page.reload()
    row = page.get_by_role("listitem").filter(has_text=BOB)
    follow(page, row.get_by_role("button", name="Make Agent"))
    expect(row).to_contain_text("Agent")
    assert "your role" in world.mails.text(BOB, "agent")


def add_webhook(world: World, page: Page, home: str) -> None:
    """What is sent to the business's own system is signed with the secret that was shown."""
    came = threading.Event()

    def take(stream: socket) -> None:
        stream.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")
        came.set()

    page.goto(f"{home}/webhooks")
    page.get_by_label("Address of your system").fill("https://kettle.example/hook")
    press(page, "Add it")
    secret = page.locator(".slip code").inner_text()
    follow(page, page.get_by_role("link", name="Look at it"))
    world.outside.secure.instead = take
    press(page, "Send a test")
    assert came.wait(PATIENCE_S)
    world.outside.secure.instead = None
    heard = next(one for one in reversed(world.outside.secure.heard) if one.path == "/hook")
    said = Webhook(secret).verify(heard.body.decode(), dict(heard.headers))
    assert said["type"] == "ping"
    assert said["data"]["business"] == home.rpartition("/")[2]
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(secret).verify(heard.body.decode().replace("ping", "left"), dict(heard.headers))
    # The worker notes what was answered a moment after it was.
    reload_until(page, page.get_by_role("cell", name="arrived"))


def take_badge(world: World, page: Page, home: str, browser: Browser, folder: Path) -> None:
    """The badge in a page of the shop, as told; its link leads to what is so now."""
    page.goto(home)
    follow(page, page.get_by_role("link", name="Badge for your shop"))
    copied = page.locator("pre").all_inner_texts()
    line = next(block for block in copied if "--etag-save" in block).partition("&& ")[2]
    plain = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(folder), "no_proxy": "*"}
    subprocess.run(["sh", "-c", line], cwd=folder, env=plain, check=True)
    shown = next(block for block in copied if block.startswith("<a"))
    (folder / "index.html").write_text(f"<!DOCTYPE html><title>Shop</title>{shown}", encoding="utf-8")
    with served(folder, Plain) as address:
        visitor = browser.new_page()
        asked: list[str] = []
        visitor.on("request", lambda request: asked.append(request.url))
        visitor.goto(f"{address}/index.html", wait_until="networkidle")
        assert visitor.evaluate("document.querySelector('img').naturalWidth") == svg.WIDTH
        assert [url for url in asked if not url.startswith(address)] == [], "a visitor of the shop does not call us"
        follow(visitor, visitor.get_by_role("link"))
        expect(visitor.get_by_role("heading", level=1)).to_have_text("Badge of Kettle & Moss Ltd")
        expect(visitor.locator("main")).to_contain_text("kettle.example")
        visitor.close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_from_the_first_page_to_a_badge_and_notice_taken_back(world: World, browser: Browser, tmp_path: Path) -> None:
    page = world.page()
    page.goto("/")
    follow(page, page.get_by_role("link", name="For businesses: how joining works"))
    follow(page, page.get_by_role("link", name="Join", exact=True))
    follow(page, page.get_by_role("link", name="Make an account"))
    sign_up(world, page, ADA)
    sign_in(page, ADA)
    follow(page, page.get_by_role("link", name="Let a business take part"))
    home = join(page, "Kettle & Moss Ltd", "EX00004711")
    prove_addresses(world, page, home)
    invite(world, page, home)

    page.goto(f"{home}/keys")
    page.get_by_label("What is the key for?").fill("shop system")
    press(page, "Make the key")
    key = page.locator(".slip code").inner_text()
    assert key.startswith("or_")
    page.reload()
    assert key not in page.content(), "shown once"
    add_webhook(world, page, home)

    page.goto(home)
    follow(page, page.get_by_role("link", name="The public page"))
    heading(page, "Kettle & Moss Ltd")
    expect(page.locator("main")).to_contain_text("Takes part since")
    expect(page.locator("main")).to_contain_text("kettle.example")
    assert not [secret for secret in (ADA, BOB, "Ada Moss", "Director") if secret in page.content()]
    take_badge(world, page, home, browser, tmp_path)

    page.goto(f"{home}/leaving")
    page.get_by_text("Give notice", exact=True).click()
    press(page, "Give notice for the business")
    heading(page, re.compile("The business leaves on"))
    world.mails.text(BOB, "leav")
    press(page, "Take the notice back")
    heading(page, "Leaving")
    page.goto(f"{home}/deeds")
    expect(page.locator("main")).to_contain_text("Notice to leave was taken back")


def test_in_german_up_to_joining(world: World) -> None:
    email = "gerda@kessel.example"
    page = world.page()
    page.goto("/de/about/joining")
    follow(page, page.locator("main a.btn"))
    page.goto("/members/de/sign-up")
    page.locator("#id_email").fill(email)
    page.locator("#id_password1").fill(PASSWORD)
    follow(page, page.locator("form[data-work] button"))
    page.goto(world.mails.link(email, "/members/de/confirm/"))
    follow(page, page.locator("main form button"))
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    follow(page, page.locator("form[data-work] button"))
    page.goto("/members/de/join")

    def go_on() -> None:
        follow(page, page.locator("main form p.acts button").first)

    page.locator("#id_country").select_option(label="Vereinigtes Königreich")
    go_on()
    page.locator("#id_kind_1").select_option("example")
    page.locator("#id_number_1").fill("EX1")
    go_on()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#id_number_1").fill("EX00004713")
    go_on()
    page.locator("#id_legal_name").fill("Kessel Ä Ö Ü ß Ltd")
    go_on()
    page.locator("#id_accepted_by").fill("Gerda Kessel")
    page.locator("#id_office").fill("Geschäftsführerin")
    expect(page.locator("input[name=language]:checked")).to_have_value("de")
    for rule, is_yes in ANSWERS.items():
        page.locator(f"input[name='rule_{rule}'][value={'yes' if is_yes else 'no'}]").check()
    go_on()
    expect(page).to_have_url(re.compile("/members/de/b/[0-9a-f-]{36}$"))
    assert page.locator("html").get_attribute("lang") == "de"
    follow(page, page.get_by_role("link", name="English"))
    heading(page, "What needs you today")
    expect(page.locator(".eyebrow")).to_have_text("Kessel Ä Ö Ü ß Ltd")


def test_without_javascript_everything_from_signing_up_to_a_colleague(world: World) -> None:
    page, other = world.page(scripts=False), enter(world, scripts=False)
    page.goto("/members/sign-up")
    sign_up(world, page, "una@kettle.example")
    sign_in(page, "una@kettle.example")
    again = page.context.new_page()
    again.goto("/members/again")
    follow(page, page.get_by_role("link", name="Let a business take part"))
    home = join(page, "Una Kettles Ltd", "EX00004714")
    show_again(again)
    page.goto(f"{home}/members")
    page.get_by_label("E-mail address").fill(SOMEBODY)
    press(page, "Send the invitation")
    link = world.mails.link(SOMEBODY, "invitation#")
    follow(other, other.get_by_role("link", name="I was invited"))
    other.get_by_label("Code of the invitation").fill(link)
    press(other, "Accept the invitation")
    done(other, "You belong to this business now.")
    heading(other, "What needs you today")


def focus(page: Page, found: str) -> None:
    """Go on by the tabulator until this has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches({found!r})"):
            return
    raise AssertionError(found)


def test_the_wizard_by_keyboard_alone(world: World) -> None:
    page = enter(world)
    page.goto("/members/join")

    def go_on() -> None:
        focus(page, "main .acts button")
        with page.expect_navigation():
            page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    focus(page, "#id_country")
    page.keyboard.type("United Kingdom")
    go_on()
    focus(page, "#id_kind_1")
    page.keyboard.type("Number of an")
    focus(page, "#id_number_1")
    page.keyboard.type("EX00004715")
    go_on()
    focus(page, "#id_legal_name")
    page.keyboard.type("Kay Kettles Ltd")
    go_on()
    for field, typed in (("#id_accepted_by", "Kay Moss"), ("#id_office", "Director")):
        focus(page, field)
        page.keyboard.type(typed)
    for _ in range(4):
        focus(page, "[name^=rule_]")
        is_asked = "every order" in page.evaluate("document.activeElement.closest('fieldset').textContent")
        page.keyboard.press("Space" if is_asked else "ArrowDown")
    go_on()
    heading(page, "What needs you today")


def test_a_person_is_refused_kindly_and_doubt_waits(world: World) -> None:
    page = enter(world)
    page.goto("/members/join")
    page.get_by_label("In which country").select_option("DE")
    press(page, "Go on")
    page.get_by_label("Kind of number", exact=True).select_option("de-hra")
    page.get_by_label("Number", exact=True).fill("Hof HRA 4716")
    page.get_by_label("Legal form").fill("e.K.")
    press(page, "Go on")
    expect(page.get_by_role("alert")).to_contain_text("With this it cannot join")
    expect(page.get_by_role("alert")).to_contain_text("Nothing of what you typed was kept.")
    page.get_by_label("Legal form").fill("GmbH & Co. KG")
    press(page, "Go on")
    expect(page.get_by_role("heading", name="Two people will have to look at this")).to_be_visible()
    page.get_by_label("Legal name").fill("Kessel & Moos GmbH & Co. KG")
    press(page, "Go on")
    page.get_by_label("Your name").fill("Dora Moos")
    page.get_by_label("Your office").fill("Director")
    answer(page, gag="Yes")
    press(page, "Accept the charter and join")
    expect(page.get_by_role("alert").get_by_role("link")).to_contain_text("keep them from telling")
    answer(page)
    press(page, "Accept the charter and join")
    heading(page, "Kessel & Moos GmbH & Co. KG")
    expect(page.locator(".say-2")).to_contain_text("Two people are to look at it, by")
    world.mails.text(SOMEBODY, "Kessel & Moos")
    press(page, "Take the application back")
    done(page, "The application was taken back.")
