"""Badges and papers in a real browser: a shop's visitors never call us, and nobody is shut out."""

import html
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from reputation.badges import svg, terms
from reputation.papers.blanks import PAPERS
from tests.badges_made import make_subject
from tests.e2e.conftest import Open
from tests.e2e.looking import looked_over
from tests.pages_made import SURGE, Shop, get, make_shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ENDS = "[...document.querySelectorAll('text')].map(t => [t.textContent, t.getBBox().x + t.getBBox().width])"


class Strict(SimpleHTTPRequestHandler):
    """A shop with a strict policy of its own: pictures from its own host, and nothing else."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'none'; img-src 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Plain(Strict):
    """A shop without any policy."""

    def end_headers(self) -> None:
        SimpleHTTPRequestHandler.end_headers(self)


@contextmanager
def served(folder: Path, handler: type[Strict] = Strict) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def visited(browser: Browser, address: str) -> tuple[list[str], int]:
    """Every address a visitor's browser asks for, and how wide the picture came out: 0 when it did not."""
    asked: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/index.html", wait_until="networkidle")
    width: int = page.evaluate("document.querySelector('img').naturalWidth")
    assert context.cookies() == []
    context.close()
    return asked, width


def blocks(page: str) -> list[str]:
    """What a page shows to be copied."""
    return [html.unescape(one) for one in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)]


@pytest.fixture
def here(settings: LazySettings, live_server: LiveServer) -> None:
    """The pages say the address at which they are served."""
    settings.SERVICE_URL = live_server.url


def fetch(shop: Shop, live_server: LiveServer, folder: Path) -> None:
    """Run the line for cron that the page shows, as it stands."""
    shown = subprocess.run(["curl", "-fsS", f"{live_server.url}{shop.path}/badge"], capture_output=True, check=True)
    line = next(block for block in blocks(shown.stdout.decode()) if "--etag-save" in block)
    schedule, command = line.split("cd /srv/shop/public && ")
    assert schedule.split() == ["7", "4", "*", "*", "*"]
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    subprocess.run(["sh", "-c", command], cwd=folder, env=plain | {"no_proxy": "*"}, check=False)


@pytest.mark.usefixtures("here")
@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_a_page_that_embeds_the_badge_as_told_asks_us_for_nothing(
    shop: Shop, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    fetch(shop, live_server, folder)
    copied = [block for block in blocks(get(f"{shop.path}/badge").html) if block.startswith("<")]
    assert len(copied) == 2
    (folder / "index.html").write_text(f"<!DOCTYPE html><title>Shop</title>{''.join(copied)}", encoding="utf-8")
    with served(folder) as address:
        asked, width = visited(browser, address)
    assert width == svg.WIDTH
    assert {url.removeprefix(address) for url in asked} <= {"/index.html", "/badge.svg", "/favicon.ico"}
    assert not [url for url in asked if url.startswith(live_server.url)]


@pytest.mark.usefixtures("here")
@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_the_recipe_replaces_the_file_only_when_another_came(
    shop: Shop, live_server: LiveServer, tmp_path: Path
) -> None:
    fetch(shop, live_server, tmp_path)
    first = (tmp_path / "badge.svg").stat()
    assert first.st_size > 1000
    fetch(shop, live_server, tmp_path)
    again = (tmp_path / "badge.svg").stat()
    assert (again.st_ino, again.st_size) == (first.st_ino, first.st_size)
    (tmp_path / "badge.etag").unlink()
    fetch(shop, live_server, tmp_path)
    assert (tmp_path / "badge.svg").stat().st_size == first.st_size


def test_a_page_that_loads_it_from_us_is_seen_to_and_shows_nothing(
    shop: Shop, live_server: LiveServer, browser: Browser, tmp_path: Path
) -> None:
    """The measure above finds a call to us; and the header makes browsers refuse the picture."""
    source = f"{live_server.url}{shop.path}/badge.svg"
    (tmp_path / "index.html").write_text(f'<!DOCTYPE html><title>Shop</title><img src="{source}" alt="x">')
    with served(tmp_path, Plain) as address:
        asked, width = visited(browser, address)
    assert source in asked
    assert width == 0


@pytest.mark.parametrize("language", list(terms.LANGUAGES))
def test_no_line_of_a_badge_is_wider_than_the_badge(browser: Browser, language: str) -> None:
    names = (
        "Kettle & Moss Ltd",
        "W" * 300,
        "Brightharbour Travel and Leisure Services Ltd",
        "株式会社" * 30,
        "mw%M" * 40,
    )
    loud = {"bad": 1888, "all": 2888}
    page = browser.new_page()
    for name in names:
        for alerts in ((), ("surge", "worse"), ("worse", "surge"), ("no-receipt-given", "surge"), ("money-lost",)):
            for published in (True, False):
                subject = make_subject(name, language, alerts=alerts, published=published)
                for alert in subject.answer["alerts"]:
                    alert["recent"] = loud
                page.set_content(f"<body>{svg.drawn(subject)}</body>")
                ends = page.evaluate(ENDS)
                assert [one for one in ends if one[1] > svg.EDGE + svg.INNER] == []
    page.close()


def test_nobody_is_shut_out_of_badges_and_papers(shop: Shop, open_page: Open) -> None:
    alarmed = make_shop("Brightharbour Travel Ltd", SURGE, domain="brightharbour.example")
    paths = [f"{shop.path}/badge", f"/de{alarmed.path}/badge", "/about/papers", "/de/about/papers"]
    paths += [f"/about/papers/{paper}" for paper in PAPERS] + ["/de/about/papers/record-of-processing"]
    page = open_page("/about/privacy")
    found: list[str] = []
    for path in paths:
        page.goto(path)
        found += looked_over(page)
    assert found == []


def test_the_badge_shows_on_our_own_page(shop: Shop, open_page: Open) -> None:
    page = open_page(f"{shop.path}/badge")
    assert page.evaluate("document.querySelector('main img').naturalWidth") == svg.WIDTH
