import json
from typing import Any

import pytest
from django.test import Client

from reputation.log import queries as log
from reputation.ratings import queries as ratings
from reputation.tlog import receipts
from tests.api.conftest import World

pytestmark = pytest.mark.django_db

NOBODY = "00000000-0000-4000-8000-000000000000"


def get(api: Client, path: str, **headers: str) -> Any:
    return api.get(f"/api/v1/{path}", headers=headers)


def test_the_list_is_in_order_and_paged_to_its_end(api: Client, world: World) -> None:
    found = get(api, "businesses").json()
    assert [item["business"] for item in found["items"]] == [str(world.shop)]
    assert found["next"] is None
    assert found["operator"]


def test_a_business_tells_who_it_is(api: Client, world: World) -> None:
    found = get(api, f"businesses/{world.shop}").json()
    assert found["legal_name"] == "Kettle & Moss Ltd"
    assert found["numbers"] == [{"scheme": "example", "value": "EX00000117"}]
    assert [row["kind"] for row in found["history"]] == ["joined", "domain-proved"]
    assert found["challenges"]["total"] == 0


def test_a_rating_is_its_stored_bytes_beside_the_operator(api: Client, world: World) -> None:
    response = get(api, f"businesses/{world.shop}/rating")
    stored = ratings.answer(world.shop)
    assert stored is not None
    assert stored in response.content
    assert json.loads(response.content)["rating"] == json.loads(stored)
    assert response["Cache-Control"].startswith("public")
    assert response["Access-Control-Allow-Origin"] == "*"


def test_who_has_it_already_gets_no_body(api: Client, world: World) -> None:
    first = get(api, f"businesses/{world.shop}/rating")
    again = get(api, f"businesses/{world.shop}/rating", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_past_answers_by_month_and_size(api: Client, world: World) -> None:
    now = get(api, f"businesses/{world.shop}/rating").json()["rating"]
    size = log.head().size
    assert get(api, f"businesses/{world.shop}/rating?month=2026-11&log_size={size}").json()["rating"] == now
    early = get(api, f"businesses/{world.shop}/rating?log_size={size // 2}").json()["rating"]
    assert early["log_size"] <= size // 2
    assert early["counts"] != now["counts"]
    assert get(api, f"businesses/{world.shop}/rating?month=2026-03").json()["rating"]["month"] == "2026-03"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("month=2026-13", 422, "invalid-field"),
        ("month=2026-1", 422, "invalid-field"),
        ("month=", 422, "invalid-field"),
        ("month=２０２６-11", 422, "invalid-field"),
        ("month=2126-11", 422, "unknown-month"),
        ("month=1999-12", 422, "unknown-month"),
        ("log_size=0", 422, "invalid-field"),
        ("log_size=-1", 422, "invalid-field"),
        ("log_size=1e3", 422, "invalid-field"),
        ("log_size=99999999999999999999", 422, "invalid-field"),
        ("log_size=999999999", 422, "unknown-log-size"),
        ("log_size=1", 404, "no-rating"),
        ("month=2026-11&month=2026-10", 422, "invalid-field"),
        ("canary=1", 422, "invalid-field"),
        ("q=canary", 400, "query-in-address"),
    ],
)
@pytest.mark.parametrize("operation", ["rating", "explanation"])
def test_a_wrong_month_or_size_is_refused(
    api: Client, world: World, operation: str, query: str, status: int, code: str
) -> None:
    response = get(api, f"businesses/{world.shop}/{operation}?{query}")
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert "canary" not in response.content.decode()


def test_an_explanation_leads_to_the_rating(api: Client, world: World) -> None:
    found = get(api, f"businesses/{world.shop}/explanation").json()["explanation"]
    assert found["answer"] == get(api, f"businesses/{world.shop}/rating").json()["rating"]
    assert len(found["rows"]) == 24


def test_reviews_are_paged_without_loss_or_repeat(api: Client, world: World) -> None:
    seen, after = [], ""
    while True:
        page = get(api, f"businesses/{world.shop}/reviews?limit=7{after}").json()
        seen += [item["review"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == 36
    months = [item["month"] for item in get(api, f"businesses/{world.shop}/reviews?limit=100").json()["items"]]
    assert months == sorted(months, reverse=True)


@pytest.mark.parametrize("after", ["x", "AAAA", "%00", "é", "A" * 400, "'; DROP TABLE"])
@pytest.mark.parametrize("path", ["businesses", "businesses/{shop}/reviews"])
def test_a_mark_of_no_page_is_refused(api: Client, world: World, path: str, after: str) -> None:
    response = api.get(f"/api/v1/{path.format(shop=world.shop)}", {"after": after})
    assert (response.status_code, response.json()["code"]) == (400, "bad-cursor")


@pytest.mark.parametrize("limit", ["0", "101", "-5", "ten", "1.5", ""])
def test_a_page_has_a_sensible_length(api: Client, world: World, limit: str) -> None:
    assert get(api, f"businesses?limit={limit}").json()["code"] == "invalid-field"


@pytest.mark.parametrize("operation", ["", "/rating", "/explanation", "/reviews"])
def test_an_absent_business_is_not_found(api: Client, world: World, operation: str) -> None:
    response = get(api, f"businesses/{NOBODY}{operation}")
    assert response.status_code == 404
    assert response.json()["code"] in ("no-such-business", "no-rating")


@pytest.mark.parametrize("key", ["1", "x" * 36, NOBODY.upper().replace("0", "A", 1), "..%2f..", "%00", "<b>", "a'--"])
def test_an_id_that_is_none_is_not_found(api: Client, world: World, key: str) -> None:
    response = get(api, f"businesses/{key}/rating")
    assert (response.status_code, response.json()["code"]) == (404, "no-such-operation")


def test_the_log_s_pointers_and_entries(api: Client, world: World) -> None:
    found = get(api, "log").json()
    assert (found["size"], found["checkpoint"]["size"]) == (log.head().size, log.head().size)
    assert found["key"] == log.verifier_key()
    first = get(api, "log/entries/0")
    assert first.json()["entry"]["kind"] == "operator"
    assert "immutable" in first["Cache-Control"]
    receipt = get(api, "log/entries/0/receipt")
    assert receipt.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert receipts.decode(receipt.content).index == 0


@pytest.mark.parametrize("position", ["99999", "999999999999999999"])
def test_an_absent_entry_is_not_found(api: Client, world: World, position: str) -> None:
    assert get(api, f"log/entries/{position}").json()["code"] == "no-such-entry"
    assert get(api, f"log/entries/{position}/receipt").json()["code"] == "no-such-entry"


@pytest.mark.parametrize("path", ["", "nothing", "log/entries/-1", "log/entries/01", "businesses/"])
def test_an_unknown_operation_is_a_problem_too(api: Client, world: World, path: str) -> None:
    response = get(api, path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reading_operations_only_read(api: Client, world: World, method: str) -> None:
    response = getattr(api, method)(f"/api/v1/businesses/{world.shop}/rating")
    assert (response.status_code, response.json()["code"]) == (405, "method-not-allowed")
    assert response["Allow"]


def test_the_documentation_is_readable_without_script_or_other_origins(api: Client, world: World) -> None:
    page = get(api, "docs/").content.decode()
    assert "<script" not in page
    assert "style=" not in page
    for path in ("/api/v1/check", "/api/v1/businesses/{business}/rating"):
        assert path in page
    problem = get(api, "problems/busy").content.decode()
    assert "HTTP status 429" in problem
    assert get(api, "problems/no-such-code").status_code == 404
