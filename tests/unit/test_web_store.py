"""Kept pages: bounded by bytes, the least used go first; packed for those who unpack; 304 for those who have it."""

import gzip

import pytest
from django.test import RequestFactory

from reputation.web import pages
from reputation.web.pages import Rendered, Store, rendered

LONG = "<p>" + "Of 100 recent buyers who reviewed, about 93 say it ended well. " * 100


def page_of(size: int) -> Rendered:
    return Rendered(b"x" * size, b"", "tag", pages.HTML)


def test_web_store_drops_what_was_used_longest_ago() -> None:
    store = Store(room=25)
    for name in ("a", "b"):
        store.put(name, page_of(10))
    assert store.get("a") is not None
    store.put("c", page_of(10))
    assert store.get("b") is None
    assert store.get("a") is not None
    assert store.get("c") is not None


def test_web_store_counts_a_page_once() -> None:
    store = Store(room=25)
    for _ in range(5):
        store.put("a", page_of(10))
    store.put("b", page_of(10))
    assert store.get("a") is not None
    store.put("c", page_of(100))
    assert store.get("a") is store.get("b") is None
    assert store.get("c") is not None, "one page is kept however large"
    store.clear()
    assert store.get("c") is None


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [("gzip", "gzip"), ("br, gzip;q=0.8", "gzip"), ("", None), ("br", None), ("gzip;q=0", None), ("GZIP", "gzip")],
)
def test_web_page_is_packed_for_those_who_unpack(accepts: str, encoding: str | None) -> None:
    page = rendered(LONG)
    answer = pages.send(RequestFactory().get("/", headers={"Accept-Encoding": accepts}), page)
    assert answer.headers.get("Content-Encoding") == encoding
    body = gzip.decompress(answer.content) if encoding else answer.content
    assert body.decode() == LONG
    assert answer["Vary"] == "Accept-Encoding"


def test_web_page_is_not_sent_twice() -> None:
    page = rendered(LONG)
    tag = pages.send(RequestFactory().get("/"), page)["ETag"]
    again = pages.send(RequestFactory().get("/", headers={"If-None-Match": f'"other", {tag}'}), page)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    packed = RequestFactory().get("/", headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
    assert pages.send(packed, page).status_code == 200, "another form of the page has another tag"
    changed = RequestFactory().get("/", headers={"If-None-Match": tag})
    assert pages.send(changed, rendered(LONG + "!")).status_code == 200


def test_web_page_that_is_small_stays_as_it_is() -> None:
    assert rendered("short").packed == b""


@pytest.mark.parametrize(
    ("path", "language", "other"),
    [
        ("/", "de", "/de/"),
        ("/b/1", "de", "/de/b/1"),
        ("/de/", "en", "/"),
        ("/de", "en", "/"),
        ("/de/b/1", "en", "/b/1"),
        ("/de/b/1", "de", "/de/b/1"),
        ("/denmark", "de", "/de/denmark"),
    ],
)
def test_web_page_in_another_language(path: str, language: str, other: str) -> None:
    assert pages.in_language(path, language) == other


@pytest.mark.parametrize(
    ("path", "shown"), [("/a", "/a"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("", "/")]
)
def test_web_page_never_links_to_another_host(path: str, shown: str) -> None:
    assert pages.plain_path(path) == shown
