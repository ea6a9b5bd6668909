"""Attesters by API: who is let in, what comes out, and what is refused."""

import base64
import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from reputation.api.attester_views import LARGEST_BATCH
from reputation.businesses import leavings as businesses
from reputation.core import clock
from reputation.issuing.models import Voucher
from reputation.issuing.rules import MOST_CODES
from reputation.receipts import attesters, codes, queries, totals
from reputation.receipts.models import Attester, Total
from reputation.receipts.rules import AttesterKind, AttesterState, ReceiptClass
from tests.api_made import Shop, account_key, business_key, code
from tests.api_signed import ABSENT, HOST, SIGNED, WISH, Line, Signer, send
from tests.attesters_made import Counted, end_key, make_applied, make_key, make_provider, new_seed, public
from tests.conftest import AsRole
from tests.members_made import join_bare, make_member_business

pytestmark = pytest.mark.django_db
CALLS = [(name, method) for name, line in SIGNED.items() for method in line.signed]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def now_made() -> Signer:
    return Signer.of(make_provider(now=clock.now()))


def body_for(line: Line, method: str) -> Any:
    return line.body if method == "POST" else None


@pytest.mark.parametrize(("name", "method"), CALLS)
def test_only_the_attester_is_let_in(name: str, method: str) -> None:
    line, attester = SIGNED[name], now_made()
    path, body = line.path.format(attester=attester.attester), body_for(line, method)
    raw = b"" if body is None else json.dumps(body).encode()
    owner = make_member_business()
    for headers in (
        {},
        {"Authorization": f"Bearer {account_key(owner.user)}"},
        {"Authorization": f"Bearer {business_key(owner)}"},
    ):
        answer = send(method, f"/api/v1/{path}", raw, headers)
        assert (*code(answer), answer.json()["facts"]) == (403, "not-signed", {"reason": "missing"})
        assert "WWW-Authenticate" not in answer.headers
    for other in (Signer.new(), now_made()) if name != "api-attesters" else ():
        answer = other.call(method, path, body)
        assert (*code(answer), answer.json()["facts"]) == (403, "not-signed", {"reason": "key"})
    answer = attester.call(method, path, body)
    assert answer.status_code != 403
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize(("name", "method"), CALLS)
def test_a_signature_is_for_one_call_of_these_minutes(name: str, method: str) -> None:
    line, attester = SIGNED[name], now_made()
    path, body = f"/api/v1/{line.path.format(attester=attester.attester)}", body_for(line, method)
    raw = b"" if body is None else json.dumps(body).encode()
    late = clock.now() - timedelta(minutes=6)
    given = attester.headers(method, path, raw)
    for headers, reason in (
        (attester.headers(method, path, raw, now=late), "clock"),
        (attester.headers("PUT", path, raw), "signature"),
        (attester.headers(method, f"{path}/x", raw), "signature"),
        (given | {"Host": "localhost"}, "signature"),
    ):
        assert send(method, path, raw, headers).json()["facts"] == {"reason": reason}
    if raw:
        assert send(method, path, raw + b" ", given).json()["facts"] == {"reason": "digest"}


@pytest.mark.parametrize("name", SIGNED)
def test_no_other_method_is_answered(name: str) -> None:
    line = SIGNED[name]
    for method in METHODS:
        if method not in line.methods:
            answer = Client().generic(method, f"/api/v1/{line.path.format(attester=ABSENT)}")
            assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed"), method


@pytest.mark.parametrize(("name", "method"), [call for call in CALLS if call[0] != "api-attesters"])
def test_an_id_of_nobody_and_none_are_not_found(name: str, method: str) -> None:
    line, signer = SIGNED[name], Signer.new()
    assert code(signer.call(method, line.path.format(attester=ABSENT), body_for(line, method))) == (
        404,
        "no-such-attester",
    )
    assert code(signer.call(method, line.path.format(attester="x"), body_for(line, method)))[0] == 404


@pytest.mark.parametrize("name", [name for name, line in SIGNED.items() if line.body])
def test_bodies_are_read_strictly(name: str) -> None:
    line, attester = SIGNED[name], now_made()
    path = line.path.format(attester=attester.attester)
    assert line.body is not None
    assert code(attester.call("POST", path, line.body | {"more": 1})) == (422, "invalid-field")
    for field in line.body:
        less = {key: value for key, value in line.body.items() if key != field}
        assert code(attester.call("POST", path, less)) == (422, "invalid-field")
        for wrong in (1, "", ["x"], {"x": 1}, "\x00" * 64):
            assert code(attester.call("POST", path, line.body | {field: wrong})) == (422, "invalid-field"), field
    address = f"/api/v1/{path}"
    for raw in (b"{", b"[]", b'{"a": 1, "a": 2}', b"\xff"):
        assert code(send("POST", address, raw, attester.headers("POST", address, raw))) == (400, "malformed-body")
    assert code(attester.call("POST", f"{path}?x=1", line.body)) == (422, "invalid-field")
    plain = Client().post(address, "{}", content_type="text/plain")
    assert (plain.status_code, plain.json()["code"]) == (415, "unsupported-media-type")


def test_whoever_asks_gets_an_id_that_anybody_can_read(as_role: AsRole) -> None:
    signer = Signer.new()
    with as_role("web"):
        answer = signer.call("POST", "attesters", WISH)
        again = signer.call("POST", "attesters", WISH)
    assert (answer.status_code, again.status_code) == (201, 201)
    told = answer.json()
    assert again.json() == told
    assert told | {"attester": "", "applied_on": ""} == {
        "attester": "",
        "kind": "marketplace",
        "class": "independent",
        "business": None,
        "name": "Market plc",
        "website": "market.example",
        "key": base64.b64encode(public(signer.seed)).decode(),
        "state": "applied",
        "applied_on": "",
        "admitted_on": None,
        "ended_on": None,
    }
    read = Shop().get(f"attesters/{told['attester']}")
    assert read.json() == told
    assert read["Cache-Control"] == "public, max-age=60"
    assert WISH["contact"] not in read.content.decode()
    other = Signer.new().call("POST", "attesters", WISH)
    assert code(other) == (409, "attester-known")
    assert code(signer.call("POST", "attesters", WISH | {"website": "other.example"})) == (409, "attester-known")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"website": "10.0.0.1"}, "bad-domain"),
        ({"contact": "no mail"}, "bad-email"),
        ({"name": "\u200b"}, "bad-name"),
        ({"kind": "business"}, "invalid-field"),
        ({"language": "fr"}, "invalid-field"),
    ],
)
def test_a_wish_that_cannot_be_is_refused(change: dict[str, str], refusal: str) -> None:
    assert code(Signer.new().call("POST", "attesters", WISH | change))[1] == refusal
    assert not Attester.objects.exists()


def test_a_business_is_named_by_its_own_name() -> None:
    business = join_bare()
    attester = attesters.of_business(business, clock.now())
    told = Shop().get(f"attesters/{attester}").json()
    assert (told["business"], told["key"], told["kind"]) == (str(business), None, "business")
    assert told["name"].startswith("Bare ")
    assert Shop().get(f"attesters/{uuid4()}").status_code == 404


def hashes(many: int) -> list[str]:
    return [codes.registered(codes.make()).hex() for _ in range(many)]


def batch(business: UUID, listed: list[str], public_id: str = "") -> dict[str, object]:
    return {"business": str(business), "batch": public_id or str(uuid4()), "hashes": listed}


def test_codes_are_registered_once(as_role: AsRole) -> None:
    attester, business = now_made(), join_bare()
    sent = batch(business, hashes(3))
    with as_role("web"):
        first, again = (attester.own("POST", "/batches", sent) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    told = first.json()
    assert again.json() == told
    assert (told["batch"], told["business"], told["class"]) == (sent["batch"], str(business), "independent")
    assert told["key_id"] is None
    assert Voucher.objects.count() == 3
    other = attester.own("POST", "/batches", batch(business, hashes(1), str(sent["batch"])))
    assert code(other) == (409, "batch-reused")
    assert code(attester.own("POST", "/batches", batch(business, sent["hashes"]))) == (409, "voucher-known")  # type: ignore[arg-type]
    assert Voucher.objects.count() == 3


def test_as_many_codes_as_a_batch_may_have_fit_into_a_body() -> None:
    attester, business = now_made(), join_bare()
    listed = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(MOST_CODES + 1)]
    assert attester.own("POST", "/batches", batch(business, listed[1:])).status_code == 201
    answer = attester.own("POST", "/batches", batch(business, listed))
    assert (*code(answer), answer.json()["errors"][0]["code"]) == (422, "invalid-field", "too-many")
    assert code(attester.own("POST", "/batches", batch(business, listed * 2))) == (413, "body-too-large")
    assert len(json.dumps(batch(business, listed[1:]))) < LARGEST_BATCH


def test_of_many_wrong_codes_a_hundred_are_named() -> None:
    attester = now_made()
    answer = attester.own("POST", "/batches", batch(join_bare(), ["x" * 64] * 500))
    assert (answer.status_code, len(answer.json()["errors"])) == (422, 100)


def test_a_code_of_another_length_is_told_the_one_it_has_to_have() -> None:
    answer = now_made().own("POST", "/batches", batch(join_bare(), ["ab"]))
    (fault,) = answer.json()["errors"]
    assert (fault["field"], fault["detail"]) == ("hashes.0", "This is 64 characters long.")


def test_other_bodies_are_as_small_as_before() -> None:
    attester = now_made()
    assert code(attester.own("POST", "/key", {"key": "A" * 20_000})) == (413, "body-too-large")


def test_who_is_not_admitted_registers_nothing() -> None:
    applied, ended, business = Signer.of(make_applied(now=clock.now())), now_made(), join_bare()
    ended.own("DELETE")
    for attester in (applied, ended):
        answer = attester.own("POST", "/batches", batch(business, hashes(1)))
        assert code(answer) == (409, "wrong-attester-state")
    assert not Voucher.objects.exists()


def test_nothing_is_registered_for_who_is_not_there_or_has_left() -> None:
    attester, left = now_made(), join_bare()
    businesses.leave(business=left, now=clock.now())
    assert code(attester.own("POST", "/batches", batch(uuid4(), hashes(1)))) == (404, "no-such-business")
    assert code(attester.own("POST", "/batches", batch(left, hashes(1)))) == (409, "wrong-business-state")


def test_a_business_with_a_key_vouches_for_itself_alone() -> None:
    business, other, seed = join_bare(), join_bare(), new_seed()
    found = attesters.set_business_key(business=business, public_key=public(seed), now=clock.now())
    signer = Signer(seed, found)
    assert signer.own("POST", "/batches", batch(business, hashes(1))).json()["class"] == "seller"
    assert code(signer.own("POST", "/batches", batch(other, hashes(1)))) == (403, "for-itself-only")


def test_the_operators_own_attesters_have_no_key_and_no_way_in() -> None:
    own = attesters.own(AttesterKind.MODERATOR, ReceiptClass.INDEPENDENT, clock.now())
    answer = Signer.new().by(own).own("POST", "/batches", batch(join_bare(), hashes(1)))
    assert (*code(answer), answer.json()["facts"]) == (403, "not-signed", {"reason": "key"})


def test_totals_are_read_signed_and_read_again() -> None:
    attester, business = now_made(), join_bare()
    assert attester.attester is not None
    key = make_key(business, now=clock.now())
    end_key(key, now=clock.now() - timedelta(days=2))
    totals.make_due([Counted(key, attester.attester, 30, 8)], now=clock.now())
    (due,) = attester.own("GET", "/totals").json()["items"]
    assert (due["key_id"], due["registered"], due["claimed"]) == (key.hex(), "20-99", "5-19")
    message = base64.b64decode(due["message"])
    assert json.loads(message.partition(b"\n")[2])["attester"] == str(attester.attester)
    signature = Ed25519PrivateKey.from_private_bytes(attester.seed).sign(message)
    sent = {"key_id": due["key_id"], "moment": due["moment"], "signature": base64.b64encode(signature).decode()}
    assert code(attester.own("POST", "/totals", sent | {"signature": "A" * 86 + "=="})) == (422, "total-not-signed")
    assert code(attester.own("POST", "/totals", sent | {"moment": "key-dead"})) == (404, "no-such-total")
    answer = attester.own("POST", "/totals", sent)
    assert answer.json() == due | {"is_signed": True}
    assert bytes(Total.objects.get().signature or b"") == signature
    assert now_made().own("GET", "/totals").json() == {"items": []}
    assert totals.log_due(now=clock.now()) == 1
    assert attester.own("GET", "/totals").json() == {"items": []}


def test_another_key_signs_from_then_on() -> None:
    attester, seed = now_made(), new_seed()
    assert attester.attester is not None
    key = base64.b64encode(public(seed)).decode()
    assert attester.own("POST", "/key", {"key": key}).json() == {"attester": str(attester.attester), "key": key}
    assert code(attester.own("GET", "/totals")) == (403, "not-signed")
    assert Signer(seed, attester.attester).own("GET", "/totals").status_code == 200
    taken = base64.b64encode(public(now_made().seed)).decode()
    assert code(Signer(seed, attester.attester).own("POST", "/key", {"key": taken})) == (409, "attester-known")
    for wrong in ("A" * 44, "A" * 42 + "B=", "=" * 44):
        assert code(Signer(seed, attester.attester).own("POST", "/key", {"key": wrong})) == (422, "invalid-field")


def test_an_attester_ends_and_an_application_is_taken_back() -> None:
    attester, applied = now_made(), Signer.of(make_applied(now=clock.now()))
    for signer, state in ((attester, AttesterState.ENDED), (applied, AttesterState.LAPSED)):
        assert signer.attester is not None
        assert [signer.own("DELETE").status_code for _ in range(2)] == [204, 204]
        assert queries.attester(signer.attester).state is state


def test_a_key_of_receipts_tells_what_it_is_for() -> None:
    business = join_bare()
    key = make_key(business, ReceiptClass.SELLER, now=clock.now())
    answer = Shop().get(f"receipt-keys/{key.hex()}")
    told = answer.json()
    assert (told["key_id"], told["business"], told["class"]) == (key.hex(), str(business), "seller")
    assert (told["state"], told["claimed"], told["entry"]) == ("issuing", "0", None)
    assert hashlib.sha256(base64.urlsafe_b64decode(told["key"] + "==")).digest() == key
    assert told["issues_until"] < told["redeemed_until"]
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert code(Shop().get(f"receipt-keys/{'0' * 64}")) == (404, "no-such-receipt-key")
    for none in ("x", "A" * 64, "0" * 63):
        assert code(Shop().get(f"receipt-keys/{none}")) == (404, "no-such-operation")


def test_the_usual_port_is_not_part_of_the_authority() -> None:
    attester = now_made()
    address = f"/api/v1/attesters/{attester.attester}/totals"
    given = attester.headers("GET", address, b"")
    assert send("GET", address, b"", given | {"Host": f"{HOST.upper()}:80"}).status_code == 200
    assert send("GET", address, b"", given | {"Host": f"{HOST}:8080"}).status_code == 403
