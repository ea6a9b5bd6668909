"""The issuer over HTTP: its directory, what a code is for, and a token for a code; every refusal and what it costs."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from reputation.api import issuer_views
from reputation.issuing import actions, claims, queries
from reputation.issuing.models import Claim
from reputation.receipts import codes, rules
from reputation.receipts import directory as directories
from reputation.receipts.challenge import challenge
from reputation.receipts.rules import ReceiptClass
from reputation.receipts.tokens import Asked, ask
from tests import privacy_pass
from tests.issuing_made import Shop, make_codes, make_shop, register

pytestmark = pytest.mark.django_db

WHOLE = "/.well-known/private-token-issuer-directory"
LOOK = "/issuer/look"
TOKEN = "/issuer/token-request"
KIND = "application/private-token-request"
# Fixed, as all that names a test: two workers have to collect the same.
CANARY = "7K2MQ4XW9T3HBN5R8YDC"
NOBODY = "3b1f7c52-94d0-4c1e-8a6b-0d2f5e7a9c41"


def voucher(code: str) -> dict[str, str]:
    return {"Authorization": f"Voucher {code}"}


def asked_of(shop: Shop) -> Asked:
    return ask(shop.key, challenge(settings.ISSUER_NAME).encode())


def post(client: Client, code: str, request: bytes, kind: str = KIND) -> Any:
    """Ask for a token. The type is a header of its own: the client of the tests leaves it out with an empty body."""
    return client.post(TOKEN, request, content_type=kind, headers=voucher(code) | {"Content-Type": kind})


def problem(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    said = json.loads(answer.content)
    assert said["status"] == answer.status_code
    return answer.status_code, said["code"]


def test_a_code_becomes_a_token(client: Client) -> None:
    shop = make_shop()
    looked = client.post(LOOK, headers=voucher(shop.codes[0]))
    assert (looked.status_code, looked["Cache-Control"]) == (200, "no-store")
    assert looked.json() == {
        "business": str(shop.business),
        "class": "seller",
        "epoch": "2026Q4",
        "key_id": (shop.key_id or b"").hex(),
        "directory": f"/issuer/{shop.business}/seller{WHOLE}",
    }
    found = directories.parse(client.get(looked.json()["directory"]).content)
    assert found.request_uri == TOKEN
    assert [listed.key.key_id for listed in found.keys] == [shop.key_id]
    mine = asked_of(shop)
    answer = post(client, shop.codes[0], mine.request)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer["Content-Type"] == "application/private-token-response"
    token = mine.finish(answer.content)
    shop.key.verify(token)
    assert client.post(LOOK, headers=voucher(shop.codes[0])).status_code == 200, "whether it was used is not said"


def test_a_client_that_is_not_ours_gets_a_token(client: Client) -> None:
    shop = make_shop(receipt_class=ReceiptClass.INDEPENDENT)

    def through(method: str, where: str, headers: Any, body: bytes) -> tuple[int, Any, bytes]:
        kind = headers.get("Content-Type", "application/octet-stream")
        rest = {name: value for name, value in headers.items() if name != "Content-Type"}
        answer = client.generic(method, where.removeprefix("https://reference.example"), body, kind, headers=rest)
        return answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content

    where = f"https://reference.example/issuer/{shop.business}/independent{WHOLE}"
    said = challenge(settings.ISSUER_NAME).encode()
    token, key = privacy_pass.token_from(through, where, said, f"Voucher {shop.codes[0]}")
    assert key.id == shop.key_id
    shop.key.verify(token)


def test_the_same_request_again_gets_the_same_answer_and_another_none(client: Client) -> None:
    shop = make_shop()
    mine = asked_of(shop)
    first = post(client, shop.codes[0], mine.request)
    assert post(client, shop.codes[0], mine.request).content == first.content
    assert problem(post(client, shop.codes[0], asked_of(shop).request)) == (409, "voucher-claimed")
    assert post(client, shop.codes[0], mine.request).content == first.content
    assert [(count.claimed, count.contested) for count in queries.counts()] == [(1, 1)]


def test_requests_of_every_length_are_refused_and_cost_no_code(client: Client) -> None:
    shop = make_shop(1)
    good = asked_of(shop).request
    for length in (*range(259), *range(260, 601)):
        refused = post(client, shop.codes[0], (good * 3)[:length])
        assert problem(refused) == (422, "token-request-not-valid"), length
    assert not Claim.objects.exists()
    assert post(client, shop.codes[0], good).status_code == 200


def test_a_request_that_does_not_fit_the_key_costs_no_code(client: Client) -> None:
    shop = make_shop(1)
    good = asked_of(shop).request
    modulus = shop.key.key.public_numbers().n
    bodies = [
        good[:1] + b"\x01" + good[2:],
        good[:2] + bytes([good[2] ^ 1]) + good[3:],
        good[:3] + bytes(256),
        good[:3] + modulus.to_bytes(256),
        good[:3] + b"\xff" * 256,
    ]
    for body in bodies:
        assert problem(post(client, shop.codes[0], body)) == (422, "token-request-not-valid")
    assert not Claim.objects.exists()


def test_refusals_come_in_the_order_of_what_they_cost(client: Client) -> None:
    shop = make_shop(1)
    good = asked_of(shop).request
    assert problem(client.post(TOKEN, b"{}", content_type="application/json")) == (415, "token-request-type")
    assert problem(client.post(TOKEN, b"x", content_type=KIND)) == (401, "voucher-missing")
    assert problem(post(client, CANARY, b"")) == (422, "token-request-not-valid")
    assert problem(post(client, CANARY, good)) == (403, "unknown-voucher")
    assert problem(client.post(LOOK, headers=voucher(CANARY))) == (403, "unknown-voucher")
    waiting = make_codes(1)
    register(shop.business, waiting, receipt_class=ReceiptClass.INDEPENDENT)
    for answer in (post(client, waiting[0], good), client.post(LOOK, headers=voucher(waiting[0]))):
        assert problem(answer) == (503, "key-not-ready")
        assert answer["Retry-After"] == str(issuer_views.KEY_WAIT_S)
    assert shop.key_id is not None
    actions.end(key_id=shop.key_id)
    for answer in (post(client, shop.codes[0], good), client.post(LOOK, headers=voucher(shop.codes[0]))):
        assert problem(answer) == (410, "key-ended")
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Voucher",
        "Voucher ",
        f"Bearer {CANARY}",
        f"Voucher{CANARY}",
        f"Voucher {CANARY[:-1]}",
        f"Voucher {CANARY}0",
        f"Voucher {codes.show(CANARY)}",
        f"Voucher {CANARY.lower()}",
        f"Voucher {CANARY[:-1]}U",
        f"Voucher {CANARY}, Voucher {CANARY}",
        f'Voucher code="{CANARY}"',
        f"Voucher {CANARY[:-1]}\u00e9",
        "x" * 5_000,
    ],
)
def test_a_header_that_is_no_code_is_401_and_not_repeated(client: Client, header: str) -> None:
    mine = {"Authorization": header}
    for answer in (client.post(LOOK, headers=mine), client.post(TOKEN, b"x", content_type=KIND, headers=mine)):
        assert problem(answer) == (401, "voucher-missing")
        assert answer["WWW-Authenticate"] == "Voucher"
        assert CANARY not in answer.content.decode()


@pytest.mark.parametrize("header", ["voucher {}", "VOUCHER {}", "Voucher    {}"])
def test_a_scheme_is_read_in_any_case(client: Client, header: str) -> None:
    shop = make_shop(1)
    assert client.post(LOOK, headers={"Authorization": header.format(shop.codes[0])}).status_code == 200


@pytest.mark.parametrize("kind", ["APPLICATION/Private-Token-Request", f"{KIND}; charset=utf-8", f" {KIND} "])
def test_the_type_of_a_request_is_read_in_any_case(client: Client, kind: str) -> None:
    shop = make_shop(1)
    assert post(client, shop.codes[0], asked_of(shop).request, kind).status_code == 200


@pytest.mark.parametrize("kind", ["", "application/private-token-response", "text/plain", f"{KIND}s", "multipart/x"])
def test_another_type_is_415(client: Client, kind: str) -> None:
    assert problem(post(client, CANARY, bytes(259), kind)) == (415, "token-request-type")


@pytest.mark.parametrize("where", [WHOLE, f"/issuer/{NOBODY}/seller{WHOLE}", LOOK, TOKEN])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_by_name(client: Client, where: str, method: str) -> None:
    answer = client.generic(method, where, headers=voucher(CANARY))
    is_read = where.endswith(WHOLE)
    wanted = ("GET", "HEAD") if is_read else ("POST",)
    if method not in wanted:
        assert answer.status_code == 405
        assert method == "HEAD" or problem(answer) == (405, "method-not-allowed")
        assert answer["Allow"] == ", ".join(wanted)
    else:
        assert answer.status_code != 405


def test_a_directory_can_be_kept_for_a_minute_and_asked_for_by_its_tag(client: Client) -> None:
    shop = make_shop(1)
    other = make_shop(1, receipt_class=ReceiptClass.INDEPENDENT)
    whole = client.get(WHOLE)
    assert whole["Content-Type"] == "application/private-token-issuer-directory"
    assert whole["Cache-Control"] == "public, max-age=60"
    keys = {listed.key.key_id for listed in directories.parse(whole.content).keys}
    assert keys == {shop.key_id, other.key_id}
    mine = client.get(f"/issuer/{shop.business}/seller{WHOLE}")
    assert [listed.key.key_id for listed in directories.parse(mine.content).keys] == [shop.key_id]
    assert directories.parse(client.get(f"/issuer/{shop.business}/independent{WHOLE}").content).keys == ()
    assert mine["ETag"] != whole["ETag"]
    for tag in (whole["ETag"], f"W/{whole['ETag']}", f'"x", {whole["ETag"]}', "*"):
        known = client.get(WHOLE, headers={"If-None-Match": tag})
        assert (known.status_code, known.content, known["ETag"]) == (304, b"", whole["ETag"])
    assert client.get(WHOLE, headers={"If-None-Match": '"x"'}).content == whole.content
    head = client.head(WHOLE)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])
    make_shop(1)
    assert client.get(WHOLE, headers={"If-None-Match": whole["ETag"]}).status_code == 200, "another key"


def test_too_many_keys_for_one_directory_are_said_to_be(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    shops = [make_shop(1), make_shop(1)]
    monkeypatch.setattr(issuer_views, "MOST_LISTED", 2)
    assert client.get(WHOLE).status_code == 200
    monkeypatch.setattr(issuer_views, "MOST_LISTED", 1)
    assert problem(client.get(WHOLE)) == (404, "directory-too-long")
    assert client.get(f"/issuer/{shops[0].business}/seller{WHOLE}").status_code == 200


@pytest.mark.parametrize(
    "where", ["/issuer/", "/issuer/x", f"/issuer/{NOBODY}/none{WHOLE}", "/issuer/look/", "/healthz/"]
)
def test_there_is_nothing_beside_these(client: Client, where: str) -> None:
    assert client.post(where, headers=voucher(CANARY)).status_code == 404


def test_a_database_that_is_away_is_503_and_a_fault_of_ours_500(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(error: Exception) -> None:
        def look(_code: str) -> claims.Looked:
            raise error

        monkeypatch.setattr(claims, "look", look)

    fails(OperationalError(CANARY))
    answer = client.post(LOOK, headers=voucher(CANARY))
    assert problem(answer) == (503, "issuer-away")
    assert answer["Retry-After"]
    fails(RuntimeError(CANARY))
    assert problem(client.post(LOOK, headers=voucher(CANARY))) == (500, "internal-error")
    said = [record.message for record in caplog.records if record.name.startswith("reputation")]
    assert said == ["issuer-without-database", "issuer-failed"]


def test_an_epoch_is_shown_as_people_write_it(client: Client) -> None:
    shop = make_shop(1)
    found = claims.look(shop.codes[0])
    assert client.post(LOOK, headers=voucher(shop.codes[0])).json()["epoch"] == rules.show_epoch(found.epoch)
