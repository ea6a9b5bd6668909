"""P7: what is sent to any operation or page is in no log record, no problem, no header and no table afterwards."""

import json
import logging
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import LazySettings, settings
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from config.logs import Lines
from reputation.web.pages import STORE
from tests import pages_made
from tests.pages_made import Shop, make_removed, make_shop
from tests.promises.conftest import listening
from tests.url_lines import LINES

# The first three share what was asked, which takes its time.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("no-trace-in-logs")]

CANARY = "quxcanaryzz"
# The id of what is nobody's: who is not signed in never gets that far.
NOTHING = "00000000-0000-4000-8000-000000000000"
# Ways to send it: plain, as an address, a person's, damaged, quoted, too long.
TYPED = (
    CANARY,
    f"{CANARY}.example",
    f"https://user:{CANARY}@{CANARY}.example/{CANARY}?{CANARY}#{CANARY}",
    f"{CANARY}@mail.example",
    f"@{CANARY}",
    f"+44 20 7946 0958 {CANARY}",
    f"{CANARY}\x00",
    f"{CANARY}\ud800",
    f"'; SELECT '{CANARY}' --",
    f"<script>{CANARY}</script>",
    f"%(name)s {{{CANARY}}} %s",
    CANARY * 40,
)
BODIES = (
    f'{{"q": "{CANARY}"'.encode(),
    f'["{CANARY}"]'.encode(),
    f'{{"{CANARY}": "x"}}'.encode(),
    f'{{"q": "x", "{CANARY}": 1}}'.encode(),
    f'{{"q": ["{CANARY}"]}}'.encode(),
    f'{{"q": "{CANARY}", "q": "{CANARY}"}}'.encode(),
    CANARY.encode() + b"\xff\xfe",
    b'{"q": "' + CANARY.encode() * 30_000 + b'"}',
)
KINDS = ("application/json", "application/x-www-form-urlencoded", f"multipart/form-data; boundary={CANARY}")
QUERIES = (CANARY, f"q={CANARY}&{CANARY}=1", *(f"{name}={CANARY}" for name in ("month", "log_size", "after", "limit")))
HEADERS = {
    "User-Agent": CANARY,
    "Referer": f"https://{CANARY}.example/{CANARY}",
    "Accept-Language": CANARY,
    "Cookie": f"{CANARY}={CANARY}",
    "Authorization": f"Bearer {CANARY}",
    "X-Forwarded-For": CANARY,
    "X-Request-Id": CANARY,
    "If-None-Match": f'"{CANARY}"',
    "Origin": f"https://{CANARY}.example",
}


class Asked(NamedTuple):
    """A request and its answer."""

    what: str
    answer: Any


class Kept(NamedTuple):
    """All that could have been kept: log lines, raw records, answers, memory; tables and files that hold the canary."""

    lines: list[str]
    records: list[logging.LogRecord]
    asked: list[Asked]
    tables: list[str]
    memory: str
    files: list[Path]


def make_world() -> dict[str, str]:
    pages_made.start()
    shop: Shop = make_shop()
    review, case = make_removed(shop)
    slug = shop.path.rpartition("/")[2]
    return {"business": str(shop.id), "slug": slug, "review": str(review), "case": str(case)}


@pytest.fixture
def world(settings: LazySettings, tmp_path: Path) -> dict[str, str]:
    settings.PUBLIC_ROOT = tmp_path / "public"
    return make_world()


def operations() -> list[tuple[str, str]]:
    """Every address there is, by every method it has; that none is missing is the concern of the test of addresses."""
    return [(method, line.example) for line in LINES.values() for method in line.methods.split()]


def send(client: Client, world: dict[str, str]) -> Iterator[Asked]:
    """The canary, in every place that a request has, to every address."""
    for q in TYPED:
        raw = json.dumps({"q": q})
        yield Asked("api check", client.post("/api/v1/check", raw, content_type="application/json"))
        for prefix in ("", "/de"):
            yield Asked("page check", client.post(f"{prefix}/check", {"q": q.encode("utf-8", "replace").decode()}))
    for body in BODIES:
        for kind in (
            "application/json",
            "application/x-www-form-urlencoded",
            f"multipart/form-data; boundary={CANARY}",
        ):
            for path in ("/api/v1/check", "/check"):
                yield Asked(f"body to {path}", client.post(path, body, content_type=kind))
    for method, pattern in operations():
        path = pattern.format_map(defaultdict(lambda: NOTHING, world))
        yield Asked(
            f"query {path}", client.generic(method, f"{path}?q={CANARY}&{CANARY}=1&month={CANARY}&after={CANARY}")
        )
        yield Asked(f"limit {path}", client.generic(method, f"{path}?limit={CANARY}"))
        yield Asked(f"log_size {path}", client.generic(method, f"{path}?log_size={CANARY}"))
        yield Asked(f"headers {path}", client.generic(method, path, headers=HEADERS))
        yield Asked(f"below {path}", client.generic(method, f"{path}/{CANARY}"))
        yield Asked(f"method {path}", client.generic("PUT", path, CANARY, content_type=CANARY))
        yield Asked(f"ids {pattern}", client.generic(method, pattern.format_map(defaultdict(lambda: CANARY))))
    for path in (f"/{CANARY}", f"/api/v1/{CANARY}", f"/api/v1/problems/{CANARY}", f"/about/{CANARY}", f"/log/{CANARY}"):
        yield Asked(path, client.get(path))


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Asked once, in a transaction that ends with it."""
    folder = tmp_path_factory.mktemp("service")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(settings, "PUBLIC_ROOT", folder / "public")
        world = make_world()
        with listening() as records:
            asked = list(send(Client(raise_request_exception=False), world))
        files = [path for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
        lines = [Lines().format(record) for record in records]
        found = Kept(lines, records, asked, holding(), repr(STORE.__dict__), files)
        assert any(path.is_file() for path in folder.rglob("*"))
        transaction.set_rollback(True)
    return found


def holding() -> list[str]:
    """Tables with a row in which the canary stands, as text, as bytes, in an array or in a document."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" t WHERE strpos(t::text, %s) > 0 OR strpos(t::text, %s) > 0)',
                [CANARY, CANARY.encode().hex()],
            )
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_nothing_that_was_sent_is_in_any_log_line(kept: Kept) -> None:
    assert len(kept.asked) > 200
    assert kept.records, "at this level at least the database's statements are heard"
    assert [line for line in kept.lines if CANARY in line] == []


def test_nothing_that_was_sent_is_in_any_problem_or_header(kept: Kept) -> None:
    problems = 0
    for what, answer in kept.asked:
        told = dict(answer.headers)
        if told.get("Location", "").startswith("/members/sign-in?next="):
            del told["Location"]  # where to come back to after signing in; nobody looks anything up there
        assert CANARY not in str(told), what
        where = {cookie["path"] for cookie in answer.cookies.values()}
        assert where <= ({"/members/"} if "/members/" in what else set()), what
        if answer["Content-Type"] == "application/problem+json":
            problems += 1
            assert CANARY not in answer.content.decode(), what
            assert CANARY not in json.dumps(answer.json()), what
        assert answer.status_code < 500, what
    assert problems > 50


def test_nothing_that_was_sent_is_in_any_table_or_in_memory_or_a_file(kept: Kept) -> None:
    assert kept.tables == []
    assert CANARY not in kept.memory
    assert kept.files == []


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE businesses_business SET place = 'near {CANARY}'",
        f"INSERT INTO businesses_searchtoken (token, uses) VALUES ('{CANARY}', 1)",
        f"UPDATE reviews_review SET salt = '{CANARY}'::bytea || substr(salt, 12) WHERE salt IS NOT NULL",
    ],
)
def test_a_planted_trace_in_a_table_is_found(world: dict[str, str], statement: str) -> None:
    assert holding() == []
    with connection.cursor() as cursor:
        cursor.execute(statement)
        assert cursor.rowcount > 0
    assert len(holding()) == 1


def test_a_planted_trace_in_a_log_line_is_found(records: list[logging.LogRecord]) -> None:
    logging.getLogger("reputation.web").info("check-answered", extra={"business": CANARY})
    assert any(CANARY in Lines().format(record) for record in records)
    records.clear()
    logging.getLogger("reputation.web").info("looked up %s", CANARY)
    logging.getLogger("django.request").warning("Not Found: %s", CANARY, extra={"status_code": 404, "request": CANARY})
    assert len(records) == 2
    assert not any(CANARY in Lines().format(record) for record in records), "what is not a fixed event is not written"
