"""Every address is listed with who may ask it and how; a new one without a line fails."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import DjangoDbBlocker

from tests import pages_made
from tests.pages_made import Shop, make_removed, make_shop


class Line(NamedTuple):
    """Who may ask an address, by which methods, and an example that is answered 200."""

    who: str
    methods: str
    example: str


# {business}, {slug}, {review}, {case}: of the world below.
LINES = {
    "healthz": Line("anybody", "GET", "/healthz"),
    "metrics": Line("anybody", "GET", "/metrics"),
    "log-file": Line("anybody", "GET", "/log/checkpoint"),
    "api-check": Line("anybody", "POST", "/api/v1/check"),
    "api-businesses": Line("anybody", "GET", "/api/v1/businesses"),
    "api-business": Line("anybody", "GET", "/api/v1/businesses/{business}"),
    "api-rating": Line("anybody", "GET", "/api/v1/businesses/{business}/rating"),
    "api-explanation": Line("anybody", "GET", "/api/v1/businesses/{business}/explanation"),
    "api-reviews": Line("anybody", "GET", "/api/v1/businesses/{business}/reviews"),
    "api-badge": Line("anybody", "GET", "/api/v1/businesses/{business}/badge"),
    "api-badge-key": Line("anybody", "GET", "/api/v1/badge-key"),
    "api-log": Line("anybody", "GET", "/api/v1/log"),
    "api-log-checkpoints": Line("anybody", "GET", "/api/v1/log/checkpoints"),
    "api-log-consistency": Line("anybody", "GET", "/api/v1/log/consistency?first=0"),
    "api-log-entry-inclusion": Line("anybody", "GET", "/api/v1/log/entries/0/inclusion"),
    "api-log-entry": Line("anybody", "GET", "/api/v1/log/entries/0"),
    "api-log-receipt": Line("anybody", "GET", "/api/v1/log/entries/0/receipt"),
    "api-schema": Line("anybody", "GET", "/api/v1/schema/"),
    "api-docs": Line("anybody", "GET", "/api/v1/docs/"),
    "api-problem": Line("anybody", "GET", "/api/v1/problems/phone-number"),
    "home": Line("anybody", "GET", "/"),
    "check": Line("anybody", "GET POST", "/check"),
    "business-unnamed": Line("anybody", "GET", "/b/{business}"),
    "business": Line("anybody", "GET", "/b/{business}/{slug}"),
    "number": Line("anybody", "GET", "/b/{business}/{slug}/number"),
    "number-rows": Line("anybody", "GET", "/b/{business}/{slug}/number/rows.csv"),
    "reviews": Line("anybody", "GET", "/b/{business}/{slug}/reviews"),
    "feed": Line("anybody", "GET", "/b/{business}/{slug}/feed"),
    "badge": Line("anybody", "GET", "/b/{business}/{slug}/badge"),
    "badge-picture": Line("anybody", "GET", "/b/{business}/{slug}/badge.svg"),
    "review": Line("anybody", "GET", "/review/{review}"),
    "case": Line("anybody", "GET", "/case/{case}"),
    "entry": Line("anybody", "GET", "/entry/0"),
    "entry-bytes": Line("anybody", "GET", "/entry/0/bytes"),
    "receipt": Line("anybody", "GET", "/receipt/0"),
    "checkpoints": Line("anybody", "GET", "/checkpoints"),
    "about": Line("anybody", "GET", "/about"),
    "about-topic": Line("anybody", "GET", "/about/privacy"),
    "papers": Line("anybody", "GET", "/about/papers"),
    "paper": Line("anybody", "GET", "/about/papers/privacy-notice"),
    "paper-text": Line("anybody", "GET", "/about/papers/privacy-notice/text"),
}
# What is left of /api/v1/ is answered 404 as a problem, whatever the method.
UNNAMED = {r"api/v1/^(?P<path>.*)$"}
# Not answered 200: the short address of a business leads to the long one.
LEADS_ON = {"business-unnamed"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Patterns = Iterable[URLPattern | URLResolver]


def walk(patterns: Patterns, before: str = "") -> Iterator[tuple[str, str | None]]:
    for pattern in patterns:
        here = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, here)
        else:
            yield here, pattern.name


def unlisted(patterns: Patterns) -> list[str]:
    """Addresses without a line, by name, or by pattern where they have none."""
    return [where for where, name in walk(patterns) if (name not in LINES if name else where not in UNNAMED)]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The same for all tests of the module: they only read. Rolled back at its end."""
    settings.PUBLIC_ROOT, before = tmp_path_factory.mktemp("public"), settings.PUBLIC_ROOT
    with django_db_blocker.unblock(), transaction.atomic():
        pages_made.start()
        yield _made()
        transaction.set_rollback(True)
    settings.PUBLIC_ROOT = before


def _made() -> dict[str, str]:
    shop: Shop = make_shop()
    review, case = make_removed(shop)
    return {
        "business": str(shop.id),
        "slug": shop.path.rpartition("/")[2],
        "review": str(review),
        "case": str(case),
    }


def test_every_address_has_a_line() -> None:
    patterns = get_resolver().url_patterns
    assert unlisted(patterns) == []
    assert {name for _, name in walk(patterns) if name} == LINES.keys()


def test_a_planted_address_is_found() -> None:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    planted = [path("admin/", view, name="admin"), path("hidden", view)]
    assert unlisted([*get_resolver().url_patterns, *planted]) == ["admin/", "hidden"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", LINES)
def test_an_address_answers_those_it_says_and_sets_no_cookie(name: str, world: dict[str, str]) -> None:
    line = LINES[name]
    where = line.example.format(**world)
    client = Client(raise_request_exception=False)
    for method in METHODS:
        body = '{"q": "kettle"}' if where.startswith("/api/") else "q=kettle"
        kind = "application/json" if where.startswith("/api/") else "application/x-www-form-urlencoded"
        answer = client.generic(method, where, "" if method == "GET" else body, content_type=kind)
        assert not answer.cookies
        assert not {"Set-Cookie", "WWW-Authenticate"} & set(answer.headers)
        assert (answer.status_code != 405) is (method in line.methods.split()), method
        if method in line.methods.split():
            good = {301, 302, 308} if name in LEADS_ON else {200}
            assert answer.status_code in good, (method, answer.status_code)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_left_of_the_api_is_a_problem(method: str) -> None:
    answer = Client().generic(method, "/api/v1/admin")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert not answer.cookies


def test_nobody_signs_in_anywhere() -> None:
    """Whoever adds an address that asks who somebody is has to say so here, and to test who is refused."""
    assert {line.who for line in LINES.values()} == {"anybody"}


def test_no_line_is_about_a_name_that_says_somebody_signs_in() -> None:
    words = re.compile(r"log-?in|sign|account|admin|user|session|token|password")
    assert not [name for name in LINES if words.search(name)]
