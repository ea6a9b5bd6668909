"""What every answer carries: no foreign origin, nothing inline, no cookie, no trace; and what it never does."""

import logging
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from config.logs import Lines
from reputation.service import middleware

CANARY = "canary-7f3a"
ADDRESSES = ["/healthz", "/metrics", "/", f"/{CANARY}", "/api/v1/nothing", "/de/", "/b/not-an-id"]


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line any logger writes, as it would reach the standard error."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(Lines().format(record))

    handler = Keep()
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_forbids_what_it_does_not_need(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = dict(part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}, "no other origin, nothing inline, no eval"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert not answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{"Accept-Language": "de"}, {"Cookie": "django_language=de"}])
def test_the_path_alone_chooses_the_language(client: Client, headers: dict[str, str]) -> None:
    answer = client.get("/healthz", headers=headers)
    assert answer["Content-Language"] == "en"
    assert "Vary" not in answer
    assert client.get(f"/de/{CANARY}")["Content-Language"] == "de"


def test_the_language_of_one_request_does_not_reach_the_next() -> None:
    seen: list[str | None] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    answer = middleware.language_of_path(view)
    before = translation.get_language()
    for path in ("/de/about", "/about", "/fr/about"):
        answer(RequestFactory().get(path))
    assert seen == ["de", "en", "en"]
    assert translation.get_language() == before


@pytest.mark.django_db
def test_no_log_line_holds_what_was_asked(client: Client, lines: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise ValueError(CANARY)

    client.get(f"/{CANARY}", {"q": CANARY}, headers={"User-Agent": CANARY, "Referer": f"https://x.example/{CANARY}"})
    client.get("/healthz", headers={"Host": f"{CANARY}.example"})
    client.post("/healthz", {"q": CANARY})
    monkeypatch.setattr("reputation.service.health.state", broken)
    assert client.get("/healthz", {"q": CANARY}).status_code == 500
    assert any("status=500 error=ValueError" in line for line in lines)
    assert not any(CANARY in line for line in lines), lines


@pytest.mark.parametrize(("path", "kind"), [("/about", "text/plain"), ("/api/v1/check", "application/problem+json")])
def test_one_request_too_many_is_asked_to_come_back(path: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REQUESTS_AT_ONCE", 1)
    inside, leave = threading.Event(), threading.Event()

    def view(_request: HttpRequest) -> HttpResponse:
        inside.set()
        leave.wait(10)
        return HttpResponse("done")

    answer = middleware.overload(view)
    first = threading.Thread(target=answer, args=[RequestFactory().get(path)])
    first.start()
    assert inside.wait(10)
    refused = answer(RequestFactory().get(path))
    assert refused.status_code == 503
    assert refused["Retry-After"] == "2"
    assert refused["Cache-Control"] == "no-store"
    assert refused["Content-Type"].startswith(kind)
    leave.set()
    first.join()
    assert answer(RequestFactory().get(path)).status_code == 200


def test_those_who_wait_have_their_turn_and_wait_no_longer_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REQUESTS_AT_ONCE", 3)
    monkeypatch.setattr(settings, "WEB_THREADS", 1)
    inside, leave = threading.Event(), threading.Event()
    at_once: list[int] = []

    def view(_request: HttpRequest) -> HttpResponse:
        at_once.append(1)
        inside.set()
        leave.wait(10)
        return HttpResponse("done")

    answer = middleware.overload(view)
    done: list[int] = []
    both = [
        threading.Thread(target=lambda: done.append(answer(RequestFactory().get("/")).status_code)) for _ in range(2)
    ]
    for thread in both:
        thread.start()
    assert inside.wait(10)
    monkeypatch.setattr(middleware, "LONGEST_TURN_S", 0.01)
    assert answer(RequestFactory().get("/")).status_code == 503
    assert len(at_once) == 1
    leave.set()
    for thread in both:
        thread.join()
    assert done == [200, 200]


def test_an_answer_that_breaks_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "REQUESTS_AT_ONCE", 1)
    broken = True

    def view(_request: HttpRequest) -> HttpResponse:
        if broken:
            raise ValueError
        return HttpResponse()

    answer = middleware.overload(view)
    with pytest.raises(ValueError):
        answer(RequestFactory().get("/"))
    broken = False
    assert answer(RequestFactory().get("/")).status_code == 200


def test_no_page_but_those_for_members_carries_an_authority_a_browser_sends_by_itself() -> None:
    parts = " ".join(settings.MIDDLEWARE)
    for part in ("sessions", "auth", "messages", "csrf", "LocaleMiddleware"):
        assert part not in parts, "Members runs them, where people sign in"
    assert settings.SESSION_COOKIE_PATH == settings.CSRF_COOKIE_PATH == "/members/"
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
