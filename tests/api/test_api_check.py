import json
from typing import Any

import pytest
from django.test import Client

from reputation.api import views
from reputation.lookalikes import actions as lookalikes
from tests.api.conftest import LEI, World

pytestmark = pytest.mark.django_db

PATH = "/api/v1/check"


def check(api: Client, q: object, **extra: Any) -> Any:
    return api.post(PATH, json.dumps({"q": q}), content_type="application/json", **extra)


@pytest.mark.parametrize(
    ("q", "asked"),
    [("kettle and moss", "name"), ("kettle-and-moss.example", "domain"), ("EX00000117", "number")],
)
def test_a_participant_is_answered_whole(api: Client, world: World, q: str, asked: str) -> None:
    response = check(api, q)
    found = response.json()
    assert (response.status_code, found["answer"], found["asked"]) == (200, "participant", asked)
    (match,) = found["matches"]
    assert match["business"] == str(world.shop)
    assert match["rating"]["published"] is True
    assert found["operator"]["name"]
    assert found["guidance"]["pay_safely"]


def test_nothing_about_a_check_may_be_kept(api: Client, world: World) -> None:
    response = check(api, "kettle and moss")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response
    assert "ETag" not in response


def test_one_that_left_and_one_that_never_joined_have_no_rating(api: Client, world: World) -> None:
    left = check(api, "Orrin Electronics").json()
    assert (left["answer"], left["matches"][0]["rating"]) == ("left", None)
    assert left["matches"][0]["left_on"] == "2026-04-05"
    never = check(api, LEI).json()
    assert (never["answer"], never["matches"][0]["rating"]) == ("not-participating", None)
    assert {fact["source"] for fact in never["matches"][0]["facts"]} == {"GLEIF"}
    nothing = check(api, "purple pelican").json()
    assert (nothing["answer"], nothing["matches"]) == ("none", [])


def test_an_address_that_looks_like_a_participants_names_whose(api: Client, world: World) -> None:
    lookalikes.follow()
    found = check(api, "https://kettle-and-rnoss.example/pay").json()
    assert (found["answer"], found["matches"]) == ("none", [])
    assert found["imitations"] == [
        {
            "business": str(world.shop),
            "name": "Kettle & Moss Ltd",
            "page": f"/b/{world.shop}/kettle-moss-ltd",
            "domain": "kettle-and-moss.example",
            "rule": "skeleton",
            "strength": "strong",
        }
    ]
    assert check(api, "kettle-and-moss.example").json()["imitations"] == []
    assert check(api, "kettle and moss").json()["imitations"] == []


@pytest.mark.parametrize(
    ("q", "code"),
    [
        ("+44 7911 123456", "phone-number"),
        ("canary@example.com", "e-mail-address"),
        ("123-45-6789", "personal-number"),
        ("@canary", "handle"),
        ("192.168.0.1", "ip-address"),
        ("https://co.uk/", "bad-address"),
        ("5493000IBP32UQZ0KL25", "bad-check-digit"),
        ("", "empty-query"),
        (" \u200b ", "empty-query"),
        ("x" * 201, "query-too-long"),
        ("canary\u0000", "invalid-text"),
        ("canary\ud800", "invalid-text"),
        ("!?!", "not-a-name"),
    ],
)
def test_what_is_refused_has_a_code_and_is_not_repeated(api: Client, world: World, q: str, code: str) -> None:
    response = check(api, q)
    problem = response.json()
    assert (response.status_code, problem["code"]) == (422, code)
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert "canary" not in response.content.decode()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b" ", 400, "malformed-body"),
        (b"{", 400, "malformed-body"),
        (b'"kettle"', 400, "malformed-body"),
        (b'["kettle"]', 400, "malformed-body"),
        (b'{"q":"a","q":"b"}', 400, "malformed-body"),
        (b'{"q":"\xff\xfe"}', 400, "malformed-body"),
        (b"[" * 100_000, 413, "body-too-large"),
        (b"[" * 10_000, 400, "malformed-body"),
        (b"{}", 422, "invalid-field"),
        (b'{"q":1}', 422, "invalid-field"),
        (b'{"q":null}', 422, "invalid-field"),
        (b'{"q":"a","canary":"b"}', 422, "invalid-field"),
        (b'{"q":"' + b"a" * 300_000 + b'"}', 413, "body-too-large"),
    ],
)
def test_a_body_that_is_no_look_up_is_refused(api: Client, world: World, body: bytes, status: int, code: str) -> None:
    response = api.post(PATH, body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "canary" not in response.content.decode()


def test_only_a_post_of_json_is_a_check(api: Client, world: World) -> None:
    response = api.get(PATH)
    assert (response.status_code, response.json()["code"]) == (405, "method-not-allowed")
    assert "POST" in response["Allow"]
    response = api.post(PATH, {"q": "kettle"})
    assert (response.status_code, response.json()["code"]) == (415, "unsupported-media-type")
    response = api.post(f"{PATH}?q=canary", b'{"q":"kettle"}', content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "query-in-address")
    assert "canary" not in response.content.decode()


@pytest.mark.parametrize(
    "q",
    [
        "'; DROP TABLE businesses_business; --",
        "<script>alert(1)</script>",
        "100 % _real_",
        "{{7*7}}",
        "ᴋettle & ｍoss",
        "Kettle\n& Moss",
    ],
)
def test_odd_text_is_a_name_like_any_other(api: Client, world: World, q: str) -> None:
    response = check(api, q)
    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_too_many_searches_at_once_are_told_to_wait(api: Client, world: World) -> None:
    for _ in range(views.SEARCHES_AT_ONCE):
        assert views._searching.acquire(blocking=False)
    try:
        response = check(api, "kettle")
        assert (response.status_code, response.json()["code"]) == (429, "busy")
        assert int(response["Retry-After"]) > 0
    finally:
        for _ in range(views.SEARCHES_AT_ONCE):
            views._searching.release()
    assert check(api, "kettle").status_code == 200


@pytest.mark.parametrize(
    ("language", "word"),
    [("", "Who is behind it?"), ("?language=en", "Who is behind it?"), ("?language=de", "Wer steht dahinter?")],
)
def test_the_guidance_comes_in_the_language_asked_for(api: Client, world: World, language: str, word: str) -> None:
    found = api.post(f"/api/v1/check{language}", {"q": "nowhere.example"}, content_type="application/json")
    assert found.status_code == 200
    assert word in json.dumps(found.json()["guidance"], ensure_ascii=False)


@pytest.mark.parametrize("language", ["xx", "", "en&language=de", "EN"])
def test_a_language_that_is_not_spoken_is_refused(api: Client, world: World, language: str) -> None:
    found = api.post(f"/api/v1/check?language={language}", {"q": "nowhere.example"}, content_type="application/json")
    assert (found.status_code, found.json()["code"]) == (422, "invalid-field")
