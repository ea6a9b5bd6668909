"""Somebody with a code and a browser, and what the page shows at the end."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from reputation.receipts import queries as receipts
from reputation.receipts import tickets
from reputation.receipts.rules import IssuerKey
from reputation.receipts.tickets import Ticket
from tests.vouchers_made import Issued

PATIENCE_MS = 60_000
LOOK, TOKEN, DIRECTORY = "**/issuer/look", "**/issuer/token-request", "**/issuer/*/*/.well-known/*"
FACTS, ENTRY, RECEIPT = "**/api/v1/receipt-keys/*", "**/entry/*/bytes", "**/api/v1/log/entries/*/receipt"
# Waits of the page become shorter, so that nobody waits for them.
HASTE = "const later = setTimeout; setTimeout = (task, wait) => later(task, wait / 50);"


@dataclass
class Buyer:
    """Somebody with a browser of their own, in which everything that leaves it is noted."""

    browser: Browser
    url: str
    contexts: list[BrowserContext] = field(default_factory=list)
    sent: list[Request] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def page(self, path: str = "/r", *, width: int = 390, scheme: str = "light", scripts: bool = True) -> Page:
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda line: self.faults.append(line.text) if "Content Security" in line.text else None)
        page.on("request", lambda request: self.sent.append(request))
        page.goto(path)
        return page

    def asked(self) -> list[bytes]:
        """The token requests that were sent."""
        return [one.post_data_buffer or b"" for one in self.sent if one.url.endswith("/issuer/token-request")]


def shown(page: Page) -> Ticket:
    """The ticket that the page shows, out of what the browser keeps."""
    expect(page.get_by_text("Your review ticket")).to_be_visible(timeout=PATIENCE_MS)
    (kept,) = json.loads(page.evaluate("localStorage.tickets"))
    return tickets.parse(kept["text"])


def saved(page: Page) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the ticket as a file").click()
    assert download.value.suggested_filename == "review-ticket-kettle-moss-ltd.txt"
    return Path(download.value.path()).read_text()


def verified(ticket: Ticket, issued: Issued) -> None:
    IssuerKey.parse(receipts.key(issued.key_id).public_key).verify(ticket.token)
