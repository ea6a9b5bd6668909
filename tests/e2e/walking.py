"""A whole service for people who walk through it: its own database, worker and mails, and an internet on loopback."""

import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, StorageState, expect

from tests.accounts_made import PASSWORD
from tests.e2e.looking import TOO_WIDE
from tests.faults.homes import make_home
from tests.faults.service import Service
from tests.internet import Internet, internet
from tests.mail_server import LocalMailServer, served

PATIENCE_S = 60.0
# Between two looks at what a worker is about to do: whoever looks all the time takes the processor from it.
PAUSE_MS = 250
WAITING_MS = 5_100
SOMEBODY = "somebody@kettle.example"
HOSTS = ("kettle.example", "www.kettle.example", "moss-kitchen.example", "nothing-there.example")


@dataclass
class Mailbox(LocalMailServer):
    """A mail server that says when something came."""

    came: threading.Condition = field(default_factory=threading.Condition)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as there
        answer = await super().handle_DATA(server, session, envelope)
        with self.came:
            self.came.notify_all()
        return answer

    def text(self, to: str, words: str) -> str:
        """The newest mail to an address with these words in it, once it is there."""

        def found() -> str:
            texts = [mail.get_content() for mail in reversed(self.got) if mail["To"] == to]
            return next((text for text in texts if words in text), "")

        with self.came:
            assert self.came.wait_for(found, PATIENCE_S), (to, words, [(m["To"], m["Subject"]) for m in self.got])
        return found()

    def link(self, to: str, words: str) -> str:
        """The first link of that mail."""
        seen = re.search(r"https?://\S+", self.text(to, words))
        assert seen is not None
        return seen.group()


@dataclass
class World:
    """The service, what is outside it, and what browsers stumbled over."""

    service: Service
    outside: Internet
    mails: Mailbox
    browser: Browser
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)
    signed_in: StorageState | None = None
    told: re.Pattern[str] | None = None
    """What a test expects browsers to say of it."""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.service.port}"

    def page(self, *, scripts: bool = True, state: StorageState | None = None) -> Page:
        """A page of a new browser, in which nothing may fail and nothing from elsewhere may load."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": 1280, "height": 900},
            java_script_enabled=scripts,
            storage_state=state,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: script: {error}"))
        page.on("console", lambda line: self.faults.append(f"{page.url}: {line.text}") if is_fault(line) else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith(self.url) else self.faults.append(f"foreign: {request.url}"),
        )
        return page

    def close(self) -> None:
        """Close the browsers of a test; nothing may have failed in them. What they say may come after the page."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        found = [fault for fault in self.faults if not (self.told and self.told.search(fault))]
        self.faults, self.told = [], None
        assert found == [], found


def is_fault(line: ConsoleMessage) -> bool:
    """Whether a line of a browser's console is one to worry about. That a form was refused (422) is none."""
    return line.type == "error" and "status of 422" not in line.text


@contextmanager
def world(folder: Path, browser: Browser) -> Iterator[World]:
    """All of it, running."""
    with internet(folder, *HOSTS) as outside, served(Mailbox()) as mails:
        assert isinstance(mails, Mailbox)
        network = outside.network
        service = Service(
            make_home(folder / "home"),
            MAIL_URL=f"smtp://127.0.0.1:{mails.port}",
            OUTBOUND_NETWORK=(
                f"nameserver={network.nameservers[0]} nameserver_port={network.nameserver_port} "
                f"http_port={network.http_port} https_port={network.https_port} authorities={network.authorities}"
            ),
        )
        try:
            service.ready()
            yield World(service, outside, mails, browser)
        finally:
            service.end()


@contextmanager
def started(browser: Browser) -> Iterator[World]:
    """All of it in a folder that the account may enter under which its database runs."""
    folder = Path(tempfile.mkdtemp(prefix="reputation-walk-"))
    folder.chmod(0o755)
    with world(folder, browser) as made:
        yield made
    shutil.rmtree(folder, ignore_errors=True)


def press(page: Page, name: str) -> None:
    """Press a button that leads to a page, and wait until that page is there.

    What a script answers, what saves a file and what opens a window leads to no page: that is clicked as it is.
    """
    follow(page, page.get_by_role("button", name=name, exact=True))


def reload_until(page: Page, shown: Locator) -> None:
    """Load the page anew until it shows something that the worker puts there."""
    until = time.monotonic() + PATIENCE_S
    while not shown.count():
        assert time.monotonic() < until, page.locator("main").inner_text()
        page.wait_for_timeout(PAUSE_MS)
        page.reload()


def follow(page: Page, what: Locator) -> None:
    """Click what leads to a page, and wait until that page is there: a click alone does not wait for all of it.

    Whatever is read at once afterwards is then of that page. The work that a form may cost is done meanwhile.
    """
    with page.expect_navigation(timeout=PATIENCE_S * 1000):
        what.click()


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """The page has this title."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def fits(page: Page) -> None:
    """Nothing is wider than the page."""
    assert not page.evaluate(TOO_WIDE), page.url


def wait_without_script(page: Page) -> None:
    """Let the seconds pass that a form costs those without a script."""
    if page.locator("noscript p").count():
        page.wait_for_timeout(max(0, WAITING_MS - page.evaluate("performance.now()")))


def pay(page: Page, name: str) -> None:
    """Press the button of a form that costs work, or without a script some seconds since the page was loaded."""
    wait_without_script(page)
    press(page, name)


def sign_up(world: World, page: Page, email: str) -> None:
    """From the page that asks for address and password to an account, by the link in the mail."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    pay(page, "Make an account")
    heading(page, "Look into your mailbox")
    page.goto(world.mails.link(email, "/members/confirm/"))
    press(page, "Yes, confirm it")
    expect(page.get_by_role("status").first).to_have_text("Your address is confirmed. Sign in now.")


def sign_in(page: Page, email: str) -> None:
    """With address and password, on the page that asks for them."""
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    pay(page, "Sign in")


def show_again(page: Page) -> None:
    """The password once more, where the page asks for it."""
    heading(page, "Show that it is you")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    pay(page, "Go on")


def enter(world: World, *, scripts: bool = True) -> Page:
    """A new browser in which somebody is signed in: the same person for every test, who signed up in the first."""
    if world.signed_in is None:
        page = world.page()
        page.goto("/members/sign-up")
        sign_up(world, page, SOMEBODY)
        sign_in(page, SOMEBODY)
        heading(page, "Your businesses")
        world.signed_in = page.context.storage_state()
    page = world.page(scripts=scripts, state=world.signed_in)
    page.goto("/members/")
    return page


def answer(page: Page, *, gag: str = "No") -> None:
    """The questions of the charter, as it asks to have them answered."""
    asked = {"keep them from telling": gag, "promise anything": "No", "lead only those": "No", "every order": "Yes"}
    for words, said in asked.items():
        page.get_by_role("group", name=re.compile(words)).get_by_label(said, exact=True).check()


def join(page: Page, name: str, number: str) -> str:
    """The four steps from where the page asks for the country; the path of the business at home."""
    page.get_by_label("In which country").select_option("GB")
    press(page, "Go on")
    page.get_by_label("Kind of number", exact=True).select_option("example")
    page.get_by_label("Number", exact=True).fill(number)
    press(page, "Go on")
    expect(page.get_by_role("heading", name="It can join at once")).to_be_visible()
    page.get_by_label("Legal name").fill(name)
    page.get_by_label("Other names").fill("Moss Kitchen\nKettles")
    page.get_by_label("Town").fill("Ludlow")
    press(page, "Go on")
    page.get_by_label("Your name").fill("Ada Moss")
    page.get_by_label("Your office").fill("Director")
    answer(page)
    press(page, "Accept the charter and join")
    heading(page, "What needs you today")
    return urlsplit(page.url).path


def done(page: Page, words: str | re.Pattern[str]) -> None:
    """The page says that this was done."""
    expect(page.get_by_role("status").first).to_have_text(words)


def facts(page: Page) -> list[str]:
    """What a page gives to be copied: of a claim the record and its value, then the file and its content."""
    return page.locator("dl.facts.wide dd").all_inner_texts()
