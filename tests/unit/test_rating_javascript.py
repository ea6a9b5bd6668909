"""The page's script and the server compute the same digits: 10,000 seeded count tables, one SHA-256."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from reputation.ratings import rules, workings
from tests import chromium
from tests.unit import rating_vectors as vectors

TABLES = 10_000
SCRIPT = Path(__file__).parents[2] / "reputation/web/static/web/rating.js"
DRIVER = Path(__file__).with_name("rating_vectors.mjs")
AGREED = "f919e3fbac48dcc41900abe2748479b1b00d6b359bef2d812788732e5e816a13"


def lines(numbers: range) -> list[bytes]:
    found = []
    for number in numbers:
        months, suspended = vectors.table(number)
        found.append(rules.render(rules.figures(rules.rate(months, vectors.MONTH, suspended), suspended)))
        if number % 10 == 0:
            found.append(rules.render(workings.explain(months, vectors.MONTH, suspended)))
    return found


def by_node(folder: Path) -> bytes:
    shutil.copy(SCRIPT, folder / "rating.mjs")
    shutil.copy(DRIVER, folder / "rating_vectors.mjs")
    return subprocess.run(["node", "rating_vectors.mjs"], cwd=folder, check=True, capture_output=True).stdout


def by_chromium() -> bytes:
    from playwright.sync_api import Route, sync_playwright

    path = chromium.program()
    if path is None:
        pytest.skip("neither node nor Chromium is installed")
    files = {"rating.mjs": SCRIPT, "rating_vectors.mjs": DRIVER}

    def serve(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name in files:
            route.fulfill(body=files[name].read_text(encoding="utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html>", content_type="text/html")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.OPTIONS)
        page = browser.new_page()
        page.route("**/*", serve)
        page.goto("http://vectors.example/page")
        text: Any = ""
        for first in range(0, TABLES, 1_000):
            text += page.evaluate(
                "async ([first, end]) => (await import('/rating_vectors.mjs')).answers(first, end)",
                [first, first + 1_000],
            )
        browser.close()
    return str(text).encode()


def test_rating_is_equal_in_python_and_javascript(tmp_path: Path) -> None:
    ours = b"".join(line + b"\n" for line in lines(range(TABLES)))
    theirs = by_node(tmp_path) if shutil.which("node") else by_chromium()
    if ours != theirs:
        pairs = zip(ours.splitlines(), theirs.splitlines(), strict=False)
        number, (a, b) = next((k, pair) for k, pair in enumerate(pairs) if pair[0] != pair[1])
        assert json.loads(a) == json.loads(b), f"line {number}"
    assert hashlib.sha256(ours).hexdigest() == hashlib.sha256(theirs).hexdigest() == AGREED


def test_rating_vectors_reach_every_branch() -> None:
    seen: set[object] = set()
    for months, suspended in vectors.tables(2_000):
        rating = rules.rate(months, vectors.MONTH, suspended)
        seen |= {rating.basis, ("figure", rating.figure is None), ("recent", rating.recent is None)}
        seen |= {a.alert for a in rating.alerts}
        seen |= {("suspended", a.alert) for a in rating.alerts if a.alert in suspended}
    assert seen >= {None, "own-receipts-only", "few-independent", "mostly-independent"}
    assert seen >= {(name, missing) for name in ("figure", "recent") for missing in (True, False)}
    assert seen >= set(vectors.ALERTS) | {("suspended", alert) for alert in vectors.ALERTS}
