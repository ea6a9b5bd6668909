"""P7: after 10,000 private checks nothing that the service holds, writes or shows tells which sites were checked."""

import logging
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import LazySettings, settings
from django.db import connection
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext

from config.logs import Lines
from reputation.checks import formats
from reputation.clients import checking
from reputation.clients.checking import Lists
from reputation.lookalikes import keys
from reputation.tlog.notes import Signer
from reputation.web.pages import STORE
from tests import checks_files, pages_made
from tests.promises.conftest import listening

pytestmark = pytest.mark.django_db
CHECKS, BITS, EPOCH = 10_000, 12, 7
RANGE = re.compile(rf"{EPOCH}/[0-9a-f]{{{BITS // 4}}}")
WHOLE = 150
"""So many of them are made by the real client from beginning to end, which takes some milliseconds each."""
VISITED = "quxcanaryzz"
OTHERS = "vimcanaryzz"
RANGE = re.compile(r"\d+/[0-9a-f]{2,4}")


class Kept(NamedTuple):
    """All that is left of some checks: rows, files, lines of logs, metrics, pages kept in memory, statements."""

    rows: dict[str, list[Any]]
    files: dict[str, str]
    lines: list[str]
    metrics: str
    pages: list[str]
    statements: list[str]


class Served:
    """Files by the service's own stack, in this process. `heads`: every status and set of headers that a range had."""

    def __init__(self) -> None:
        self.heads: set[tuple[Any, ...]] = set()
        self._serve = ClientHandler()
        self._requests = RequestFactory()

    def read(self, path: str) -> bytes:
        answer = self._serve(self._requests.get(f"/check/v1/{path}").environ)
        raw = b"".join(answer)
        if RANGE.fullmatch(path):
            self.heads.add((answer.status_code, *sorted(answer.headers.items())))
        return raw


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    """A published service, with the files of a check that takes a range."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    pages_made.start()
    known = [checks_files.record(f"{name}{number}.example") for name in (VISITED, OTHERS) for number in range(0, 90, 3)]
    log = Signer(settings.LOG_ORIGIN, settings.LOG_KEY or b"")
    checks_files.publish(settings.PUBLIC_ROOT / "check" / "v1", known, epoch=EPOCH, is_large=True, bits=BITS, log=log)
    return tmp_path


def sites(word: str) -> Iterator[str]:
    """Addresses that somebody checks: a few of participants, imitations of them, and many of nobody."""
    for number in range(CHECKS):
        yield f"https://www.{word}{number}.example/order?id={number}" if number % 5 else f"{word}{number}.test"


def check_all(word: str) -> set[tuple[Any, ...]]:
    """Make the checks: all requests by the service, some of them with all that a client does around them."""
    served = Served()
    log = Signer(settings.LOG_ORIGIN, settings.LOG_KEY or b"").verifier()
    manifest = checking.open_manifest(served.read("manifest"), log)
    lists: Lists = checking.open_lists(served, manifest)
    kinds = set()
    for number, site in enumerate(sites(word)):
        if number < WHOLE:
            kinds.add(checking.ask(site, lists).kind)
        else:
            served.read(f"{EPOCH}/{formats.prefix_of(keys.of(site).skeleton_key, BITS)}")
    assert kinds == {"participant", "imitation", "unknown"}
    return served.heads


def rows() -> dict[str, list[Any]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def after(folder: Path, word: str) -> Kept:
    """What is there when the checks were made."""
    with listening() as records, CaptureQueriesContext(connection) as queries:
        heads = check_all(word)
    assert len(heads) == 1, "every range, a hit or a miss, has the same status and headers"
    return Kept(
        rows=rows(),
        files={str(one): sha256(one.read_bytes()).hexdigest() for one in folder.rglob("*") if one.is_file()},
        lines=[told(record) for record in records],
        metrics=metrics(),
        pages=sorted(map(repr, STORE._pages)),
        statements=[query["sql"] for query in queries],
    )


def told(record: logging.LogRecord) -> str:
    """All that a line could say, but for the time."""
    line = Lines().format(record).partition(" ")[2]
    return f"{line} {record.name} {record.getMessage()} {sorted(map(repr, vars(record).get('args') or ()))}"


def metrics() -> str:
    """The figures that /metrics shows, but for those that say how old something is."""
    body = Client().get("/metrics").content.decode()
    return "\n".join(line for line in body.splitlines() if "seconds" not in line and "age" not in line)


def test_10000_checks_leave_the_same_as_10000_of_other_sites(folder: Path) -> None:
    before = (rows(), metrics())
    first = after(folder, VISITED)
    second = after(folder, OTHERS)
    assert first == second
    assert (first.rows, first.metrics) == before, "and the same as none"
    assert first.statements == [], "no check needs the database"
    assert VISITED not in repr((first, second))
    assert OTHERS not in repr((first, second))
    assert not [line for line in first.lines if f"/{EPOCH}/" in line], "no path of a range is written down"


def test_the_ranges_that_were_asked_for_differ_as_the_sites_do() -> None:
    """Else the test above would compare nothing."""
    asked = {
        word: {formats.prefix_of(keys.of(site).skeleton_key, BITS) for site in sites(word)}
        for word in (VISITED, OTHERS)
    }
    assert len(asked[VISITED]) > 3_000
    assert asked[VISITED] != asked[OTHERS]
