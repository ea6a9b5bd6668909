"""A code becomes a ticket where the issuer is a process of its own and the pages have no right to claim."""

import json

import pytest
from playwright.sync_api import expect

from reputation.receipts import codes, tickets
from tests.e2e.buying import PATIENCE_MS
from tests.e2e.walking import World
from tests.issuer_served import register

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket, pytest.mark.xdist_group("walks")]


def test_a_code_becomes_a_ticket_through_the_process_of_the_issuer(world: World) -> None:
    made = register(world.service, 1)
    page = world.page()
    page.goto(f"/r#{codes.show(made.codes[0])}")
    expect(page.locator("#result")).to_be_visible(timeout=PATIENCE_MS)
    (kept,) = json.loads(page.evaluate("localStorage.tickets"))
    assert str(tickets.parse(kept["text"]).business) == made.business
