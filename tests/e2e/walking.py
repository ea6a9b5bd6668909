"""A whole service for people who walk through it: its own database, worker and mails, and an internet on loopback."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.accounts_made import PASSWORD
from tests.faults.service import Service
from tests.internet import Internet, internet
from tests.mail_server import LocalMailServer, served

PATIENCE_S = 30.0
HOSTS = ("kettle.example", "www.kettle.example", "moss-kitchen.example", "nothing-there.example")
TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


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

    @property
    def url(self) -> str:
        return f"http://localhost:{self.service.port}"

    def page(self, *, scripts: bool = True, width: int = 1280, scheme: str = "light") -> Page:
        """A page of a new browser, in which nothing may fail and nothing from elsewhere may load."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
            color_scheme="dark" if scheme == "dark" else "light",
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: script: {error}"))
        page.on("console", lambda line: self.faults.append(f"{page.url}: {line.text}") if is_fault(line.text) else None)
        page.on(
            "request",
            lambda request: None if request.url.startswith(self.url) else self.faults.append(f"foreign: {request.url}"),
        )
        return page

    def close(self) -> None:
        """Close the browsers of a test; nothing may have failed in them."""
        for context in self.contexts:
            context.close()
        self.contexts.clear()
        found, self.faults = self.faults, []
        assert found == []


def is_fault(line: str) -> bool:
    """Whether a line of a browser's console is one to worry about. That a form was refused (422) is none."""
    return "status of 422" not in line


@contextmanager
def world(folder: Path, browser: Browser) -> Iterator[World]:
    """All of it, running."""
    with internet(folder, *HOSTS) as outside, served(Mailbox()) as mails:
        assert isinstance(mails, Mailbox)
        network = outside.network
        service = Service(
            folder / "home",
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


def press(page: Page, name: str) -> None:
    """Press a button that leads to a page."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, words: str) -> None:
    """The page has this title."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def has_scripts(page: Page) -> bool:
    """Whether scripts run in this browser: the evaluation of the tests' own does always."""
    return page.locator("noscript p").count() == 0


def pay(page: Page, name: str) -> None:
    """Press the button of a form that costs work, or without a script some seconds of waiting."""
    if page.locator("noscript p").count():
        page.wait_for_timeout(5_200)
    press(page, name)


def sign_up(world: World, page: Page, email: str) -> None:
    """From "Make an account" to an account, by the link in the mail."""
    page.goto("/members/sign-up")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    pay(page, "Make an account")
    heading(page, "Look into your mailbox")
    page.goto(world.mails.link(email, "/members/confirm/"))
    press(page, "Yes, confirm it")


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
