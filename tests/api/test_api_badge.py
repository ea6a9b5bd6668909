"""GET /api/v1/businesses/{id}/badge and GET /api/v1/badge-key: all that a shop puts on its page, signed."""

import json

import pytest
from django.conf import LazySettings, settings
from django.test import Client

from config import demonstration
from reputation.badges import signing
from reputation.tlog.notes import Signer, parse_vkey
from tests.api.conftest import World

pytestmark = pytest.mark.django_db


def test_a_badge_comes_with_everything_and_is_verified_by_the_published_key(api: Client, world: World) -> None:
    answer = api.get(f"/api/v1/businesses/{world.shop}/badge")
    assert answer.status_code == 200
    found = json.loads(answer.content)
    key = parse_vkey(json.loads(api.get("/api/v1/badge-key").content)["key"])
    assert key.name == f"{demonstration.ORIGIN}/badge"
    badge = signing.opened(found["svg"].encode())
    assert badge.note == found["note"]
    statement = signing.verified(badge, key)
    rating = json.loads(api.get(f"/api/v1/businesses/{world.shop}/rating").content)["rating"]
    assert (statement.business, statement.month, statement.log_size, statement.edition, statement.language) == (
        world.shop,
        rating["month"],
        rating["log_size"],
        rating["edition"],
        "en",
    )
    query = f"month={rating['month']}&log_size={rating['log_size']}"
    assert found["link"] == f"{settings.SERVICE_URL}/b/{world.shop}/kettle-moss-ltd/badge?{query}"
    assert api.get(found["link"].removeprefix(settings.SERVICE_URL)).status_code == 200
    assert found["html"].startswith(f'<a href="{found["link"].replace("&", "&amp;")}"')
    assert found["linked_data"]["aggregateRating"]["ratingCount"] == sum(
        rating["counts"][kind] for kind in ("independent", "seller", "none")
    )
    assert found["operator"]["name"] == demonstration.OPERATOR["name"]


def test_the_key_is_not_that_of_the_log(api: Client, world: World) -> None:
    key = json.loads(api.get("/api/v1/badge-key").content)["key"]
    log = json.loads(api.get("/api/v1/log").content)["key"]
    assert key.rpartition("+")[2] != log.rpartition("+")[2]
    assert parse_vkey(log).public == Signer(demonstration.ORIGIN, demonstration.SEED).verifier().public


def test_it_speaks_german_when_asked(api: Client, world: World) -> None:
    found = json.loads(api.get(f"/api/v1/businesses/{world.shop}/badge?language=de").content)
    assert "von 100 endeten gut" in found["svg"]
    assert f"{settings.SERVICE_URL}/de/b/{world.shop}/" in found["link"]


def test_what_has_not_changed_is_not_sent_again(api: Client, world: World) -> None:
    first = api.get(f"/api/v1/businesses/{world.shop}/badge")
    again = api.get(f"/api/v1/businesses/{world.shop}/badge", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/businesses/{gone}/badge", 410, "badge-gone"),
        ("/api/v1/businesses/00000000-0000-4000-8000-000000000000/badge", 404, "no-such-business"),
        ("/api/v1/businesses/nonsense/badge", 404, "no-such-operation"),
        ("/api/v1/businesses/{shop}/badge?language=fr", 422, "invalid-field"),
        ("/api/v1/businesses/{shop}/badge?visitor=1", 422, "invalid-field"),
        ("/api/v1/badge-key?name=x", 422, "invalid-field"),
    ],
)
def test_a_refusal_says_why(api: Client, world: World, path: str, status: int, code: str) -> None:
    answer = api.get(path.format(gone=world.gone, shop=world.shop))
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(answer.content)["code"] == code


@pytest.mark.parametrize("path", ["/api/v1/businesses/{shop}/badge", "/api/v1/badge-key"])
def test_without_a_key_nothing_is_shown_unsigned(api: Client, world: World, settings: LazySettings, path: str) -> None:
    settings.BADGE_KEY = None
    answer = api.get(path.format(shop=world.shop))
    assert answer.status_code == 503
    assert json.loads(answer.content)["code"] == "badge-key-missing"
