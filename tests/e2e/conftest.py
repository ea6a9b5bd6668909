"""A browser for the pages. Chromium comes from the system's packages; without one these tests are skipped."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from reputation.screening.names import READER
from tests import chromium, pages_made, vouchers_made
from tests.e2e import operating, walking
from tests.e2e.buying import Buyer

# The browser's driver runs a loop in the thread of the tests, beside which the database is used all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# What a page shall show has as long as what is loaded: on a machine with much else to do, five seconds are not enough.
expect.set_options(timeout=30_000)
Open = Callable[..., Page]


# Both for the tests of this folder, which come in a row, and not until the end of the run: idle they take their share.
# Walks through a service of its own are the group "walks", what buyers and writers do is "writers", the rest "browser".
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = chromium.program()
    if path is None:
        pytest.skip(chromium.MISSING)
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        yield found
        found.close()


@pytest.fixture(scope="package")
def whole_world(browser: Browser) -> Iterator[walking.World]:
    """A service of its own, started once."""
    with walking.started(browser) as made:
        yield made


@pytest.fixture(scope="module")
def operators(whole_world: walking.World) -> Iterator[operating.Operators]:
    """What only operators and time do in that service."""
    with operating.operating(whole_world.service.home) as made:
        yield made


@pytest.fixture
def world(whole_world: walking.World) -> Iterator[walking.World]:
    """The same for one test: whatever went wrong in its browsers is told at its end."""
    yield whole_world
    whole_world.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """Opens a path in a fresh browser; no script may stumble, no cookie be set, and only what may fail fail to load."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def is_ours(url: str) -> bool:
        return url.startswith((live_server.url, "data:", "blob:"))

    def open_it(
        path: str, *, width: int = 1280, scheme: str = "light", scripts: bool = True, may_fail: bool = False
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        if not may_fail:
            page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(live_server.url) else faults.append(f"foreign: {request.url}")
            ),
        )
        page.goto(path)
        return page

    yield open_it
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert faults == []
    assert cookies == []


@pytest.fixture
def shop(
    transactional_db: None, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> pages_made.Shop:
    """A participant with a figure, on an otherwise empty service."""
    # The browser's driver runs a loop in this thread, beside which the database is used all the same.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    return pages_made.make_shop()


@pytest.fixture
def buyer(browser: Browser, live_server: LiveServer) -> Iterator[Buyer]:
    """Somebody with a code; no script may stumble, nothing may go elsewhere, no cookie may be set."""
    READER.status()  # loads the model, which takes longer on a busy machine than a page that shows passages waits
    made = Buyer(browser, live_server.url)
    yield made
    cookies = [cookie for context in made.contexts for cookie in context.cookies()]
    for context in made.contexts:
        context.close()
    assert made.faults == []
    assert cookies == []
    assert [one.url for one in made.sent if not one.url.startswith((made.url, "blob:", "data:"))] == []


@pytest.fixture
def issued(shop: pages_made.Shop) -> vouchers_made.Issued:
    """Codes of the participant, which can be claimed."""
    return vouchers_made.make_codes(shop.id, 3)
