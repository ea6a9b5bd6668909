"""P7: checking leaves no trace. No cookie, no foreign origin, nothing asked in an address, a file, a log or a table."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from config.logs import Lines
from reputation.web.pages import STORE
from tests import pages_made
from tests.pages_made import LEI, get, make_left, make_registered, make_shop

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]
CANARY = "zzcanaryzz"
# Every kind of answer: participant, left, registry, several, nothing, refusals, slips, damage.
ASKED = (
    "kettle-and-moss.example",
    "https://kettle-and-moss.example/order?id=zzcanaryzz",
    "Orrin Electronics",
    LEI,
    "shop",
    CANARY,
    f"{CANARY}.example",
    f"{CANARY}@mail.example",
    f"@{CANARY}",
    "+44 20 7946 0958",
    f"<b>{CANARY}</b>",
    f"nul\x00{CANARY}",
    CANARY * 40,
)


@pytest.fixture
def log(db: None, settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line any logger writes, as it would reach the standard error."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(Lines().format(record) + record.getMessage())

    handler = Keep(level=logging.DEBUG)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def asked(lines: list[str], tmp_path: Path) -> list[Any]:
    make_shop()
    make_left(make_shop("Orrin Electronics Ltd", (), domain=""))
    make_registered(tmp_path)
    lines.clear()
    client = Client(raise_request_exception=False)
    return [client.post(f"{prefix}/check", {"q": q}) for q in ASKED for prefix in ("", "/de")]


def row_counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
            found[table] = cursor.fetchone()[0]
    return found


def test_no_answer_sets_a_cookie_or_may_be_kept_or_told_on(asked: list[Any]) -> None:
    for answer in asked:
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in answer
        assert "Location" not in answer
        assert "Last-Modified" not in answer
        assert CANARY not in str(answer.headers)


def test_no_answer_links_to_an_address_with_what_was_asked(asked: list[Any]) -> None:
    for answer in asked:
        html = answer.content.decode()
        for target in html.split('href="')[1:] + html.split('src="')[1:] + html.split('action="')[1:]:
            assert CANARY not in target.partition('"')[0]
            assert "?" not in target.partition('"')[0].removeprefix("https://"), "no query in any address of an answer"


def test_nothing_asked_is_written_to_a_log_or_kept_in_memory_or_a_table(lines: list[str], tmp_path: Path) -> None:
    make_shop()
    before = row_counts()
    lines.clear()
    client = Client(raise_request_exception=False)
    for q in ASKED:
        client.post("/check", {"q": q})
    assert row_counts() == before
    text = "\n".join(lines)
    for trace in (CANARY, "kettle", "7946", LEI):
        assert trace not in text
    assert CANARY not in repr(STORE._pages)
    assert b"zzcanaryzz" not in b"".join(page.plain for page in STORE._pages.values())
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_an_address_with_a_question_is_not_answered_and_not_repeated(lines: list[str]) -> None:
    make_shop()
    lines.clear()
    page = get(f"/check?q={CANARY}")
    assert CANARY not in page.html
    assert "We found nothing" not in page.says
    assert not any(CANARY in line for line in lines)


def test_the_form_sends_by_post_to_a_bare_address_and_browsers_are_asked_to_forget() -> None:
    for path in ("/", "/check", "/de/"):
        forms = [attrs for tag, attrs in get(path).tags if tag == "form"]
        assert forms
        assert all(form["method"] == "post" and "?" not in form["action"] for form in forms)
        assert all(form.get("autocomplete", "off") == "off" for form in forms)


def test_a_cookie_somebody_else_set_changes_nothing() -> None:
    shop = make_shop()
    plain = Client().get(shop.path)
    with_cookie = Client().get(shop.path, headers={"Cookie": "sessionid=x; django_language=de; csrftoken=y"})
    assert with_cookie.content == plain.content
    assert "Cookie" not in with_cookie["Vary"]
