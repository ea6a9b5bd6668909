import json
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from reputation.log import actions as log_actions
from reputation.log import queries as log
from reputation.log.models import Checkpoint
from reputation.log.signatures import keep, verified
from reputation.ratings import actions as follower
from reputation.ratings import queries as ratings
from reputation.reviews import queries as reviews
from reputation.tlog import notes, proofs, receipts
from reputation.tlog.notes import Cosigner
from reputation.tlog.policies import Policy, Witness
from tests.api.conftest import MONTH, World
from tests.receipts_made import make_annulled, make_reviewed

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


def test_a_review_tells_whether_its_receipt_was_annulled(api: Client, world: World) -> None:
    shop, review = make_reviewed()

    def told() -> dict[str, bool]:
        log_actions.sequence()
        while follower.follow(month=MONTH):
            pass
        items = get(api, f"businesses/{shop.business}/reviews").json()["items"]
        return {item["class"]: item["receipt_annulled"] for item in items}

    assert told() == {"seller": False, "none": False}
    make_annulled(shop)
    assert told() == {"seller": True, "none": False}
    assert reviews.one(review).receipt_annulled


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
    assert (found["witnesses"], found["quorum"]) == ([], "none")
    first = get(api, "log/entries/0")
    assert first.json()["entry"]["kind"] == "operator"
    assert "immutable" in first["Cache-Control"]
    receipt = get(api, "log/entries/0/receipt")
    assert receipt.content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert receipts.decode(receipt.content).index == 0


def test_the_log_tells_which_witnesses_cosigned(api: Client, world: World, settings: LazySettings) -> None:
    newest = log.latest_checkpoint()
    assert newest is not None
    some = [Cosigner(f"witness.example/{number}", bytes([number]) * 32) for number in (1, 2)]
    listed = tuple(Witness(f"w{n}", one.verifier(), "https://witness.example") for n, one in enumerate(some))
    settings.LOG_WITNESSES = Policy((), listed, (), "w0")
    text = newest.note.partition("\n\n")[0] + "\n"
    signatures = notes.split(f"{text}\n{some[0].line(text, 1_795_426_200)}".encode())[1]
    assert get(api, "log").json()["quorum"] == "missing"
    kept = verified(text, signatures, [some[0].verifier()], now=datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    keep(newest.size, kept)
    found = get(api, "log").json()
    assert found["witnesses"] == [
        {"name": "witness.example/1", "key": some[0].verifier().vkey, "cosigned_at": "2026-11-23T09:30:00Z"},
        {"name": "witness.example/2", "key": some[1].verifier().vkey, "cosigned_at": None},
    ]
    assert found["quorum"] == "met"
    assert found["checkpoint"]["note"] == newest.note + signatures[0].line


def test_an_entry_is_proved_to_be_in_every_size_since_it_came(api: Client, world: World) -> None:
    size = log.head().size
    for position in (0, 3, size - 1):
        for bound in sorted({position + 1, size - 1, size} - set(range(position + 1))):
            found = get(api, f"log/entries/{position}/inclusion?size={bound}")
            assert "immutable" in found["Cache-Control"]
            told = found.json()
            steps = [bytes.fromhex(step) for step in told["proof"]]
            root = bytes.fromhex(told["root"])
            proofs.verify_inclusion(bytes.fromhex(told["leaf_hash"]), position, bound, steps, root)
            assert root == log.tree().root_at(bound)
    newest = get(api, "log/entries/0/inclusion")
    assert newest.json()["root"] == get(api, "log").json()["checkpoint"]["root"]
    assert "immutable" not in newest["Cache-Control"]


def test_the_log_is_proved_to_have_only_grown(api: Client, world: World) -> None:
    size = log.head().size
    for first, second in ((0, size), (1, 2), (2, size - 1), (size - 1, size), (size, size)):
        told = get(api, f"log/consistency?first={first}&second={second}").json()
        roots = [bytes.fromhex(told[name]) for name in ("first_root", "second_root")]
        proofs.verify_consistency(first, second, [bytes.fromhex(step) for step in told["proof"]], *roots)
        assert roots[1] == log.tree().root_at(second)
    assert get(api, "log/consistency?first=1").json()["second"] == size


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("log/consistency", "invalid-field"),
        ("log/consistency?first=-1", "invalid-field"),
        ("log/consistency?first=9&second=3", "unknown-log-size"),
        ("log/consistency?first=1&second=99999", "unknown-log-size"),
        ("log/entries/5/inclusion?size=5", "unknown-log-size"),
        ("log/entries/0/inclusion?size=99999", "unknown-log-size"),
        ("log/entries/0/inclusion?size=0", "invalid-field"),
        ("log/entries/99999/inclusion", "no-such-entry"),
        ("log/checkpoints?on=2026-02-30", "invalid-field"),
        ("log/checkpoints?on=20260201", "invalid-field"),
        ("log/checkpoints?on=0001-01-01", "no-checkpoint-yet"),
        ("log/checkpoints?after=0", "invalid-field"),
    ],
)
def test_a_proof_that_cannot_be_given_is_refused(api: Client, world: World, path: str, code: str) -> None:
    assert get(api, path).json()["code"] == code


def test_the_checkpoints_of_the_past_are_listed_and_found_by_day(api: Client, world: World) -> None:
    newest = log.latest_checkpoint()
    assert newest is not None
    day = newest.published_at.date()
    older = [(3, day - timedelta(days=40)), (5, day - timedelta(days=20)), (7, day - timedelta(days=20))]
    for size, on in older:
        at = datetime(on.year, on.month, on.day, 23, 59, 59, tzinfo=UTC)
        Checkpoint.objects.create(size=size, root=log.tree().root_at(size), note=f"note {size}", published_at=at)
    assert [row["size"] for row in get(api, "log/checkpoints").json()["items"]] == [newest.size, 7, 5, 3]
    found = get(api, f"log/checkpoints?on={day - timedelta(days=1)}&limit=1").json()
    assert (found["items"][0]["size"], found["items"][0]["note"], found["next"]) == (7, "note 7", "7")
    assert [row["size"] for row in get(api, "log/checkpoints?after=7").json()["items"]] == [5, 3]
    assert get(api, f"log/checkpoints?on={day - timedelta(days=21)}").json()["items"][0]["size"] == 3
    gone = get(api, f"log/checkpoints?on={day - timedelta(days=41)}")
    assert (gone.status_code, gone.json()["code"]) == (404, "no-checkpoint-yet")


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


def test_the_documentation_shows_how_each_operation_is_asked(api: Client, world: World) -> None:
    page = unescape(get(api, "docs/").content.decode())
    where = "http://testserver/api/v1"
    assert f"curl '{where}/charter'" in page
    assert f"""curl -X POST '{where}/check' -H 'Content-Type: application/json' -d '{{"q": "kettle""" in page
    own = f"'{where}/businesses/{{business}}/leaving' -H 'Authorization: Bearer or_…'"
    assert f"curl -X DELETE {own}</pre>" in page
    assert f"curl -X POST {own} -H 'Idempotency-Key: …'</pre>" in page


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/log", "application/problem+json"), ("/about", "text/html")])
def test_a_host_that_cannot_be_is_refused_as_everything_else_is_there(path: str, kind: str) -> None:
    answer = Client().get(path, headers={"host": '8^A"jX'})
    assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (400, kind)
