"""What a shop does about receipts by API: vouchers, figures, the key that signs totals, and totals."""

import base64
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from reputation.core import clock
from reputation.issuing import vouchers
from reputation.issuing.models import Batch, Voucher
from reputation.issuing.rules import MOST_CODES
from reputation.members import queries
from reputation.members.models import Call
from reputation.members.rules import Act, Actor, DeedKind
from reputation.receipts import codes, keys, rules
from reputation.receipts.models import Attester, Total
from tests import attesters_made, receipt_figures_made
from tests.api_lines import ATTESTER_KEY, SIGNED
from tests.api_made import Shop, account_key, business_key, code
from tests.conftest import AsRole
from tests.members_made import NOW, make_member_business

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Actor:
    return make_member_business()


@pytest.fixture
def till(owner: Actor) -> Shop:
    """A system of the shop that may answer and nothing else."""
    return Shop(business_key(owner, [Act.ANSWER]))


def path(owner: Actor, rest: str) -> str:
    return f"businesses/{owner.business}/{rest}"


def test_a_till_gets_codes_with_their_links(owner: Actor, till: Shop) -> None:
    answer = till.post(path(owner, "vouchers"), {"count": 3})
    assert answer.status_code == 201
    made = answer.json()
    assert len(made["vouchers"]) == 3
    for one in made["vouchers"]:
        assert one["link"] == vouchers.link(codes.parse(one["code"]))
    hashes = {codes.registered(codes.parse(one["code"])) for one in made["vouchers"]}
    assert {bytes(row.hash) for row in Voucher.objects.all()} == hashes
    (deed,) = [deed for deed in queries.deeds(owner.business) if deed.kind is DeedKind.VOUCHERS_MADE]
    assert (deed.detail, deed.key) == ("3", "shop system")


def test_a_repeated_call_gets_the_same_codes_and_the_database_cannot_tell_them(owner: Actor, till: Shop) -> None:
    first = till.post(path(owner, "vouchers"), {"count": 5}, once="order 117")
    again = till.post(path(owner, "vouchers"), {"count": 5}, once="order 117")
    assert (again["Idempotency-Replayed"], again.content) == ("true", first.content)
    assert Batch.objects.count() == 1
    assert till.post(path(owner, "vouchers"), {"count": 5}, once="order 118").content != first.content
    shown = [one["code"] for one in first.json()["vouchers"]]
    for row in Call.objects.all():
        for one in shown:
            assert one.encode() not in bytes(row.answer)
            assert codes.parse(one).encode() not in bytes(row.answer)
    assert code(till.post(path(owner, "vouchers"), {"count": 6}, once="order 117")) == (422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("count", "fault"),
    [
        (0, "not-a-number"),
        (-1, "not-a-number"),
        (MOST_CODES + 1, "not-a-number"),
        (10**9, "not-a-number"),
        ("3", "wrong-type"),
        (1.5, "wrong-type"),
        (True, "wrong-type"),
        (None, "wrong-type"),
        ([3], "wrong-type"),
    ],
)
def test_what_is_no_count_is_refused(owner: Actor, till: Shop, count: Any, fault: str) -> None:
    answer = till.post(path(owner, "vouchers"), {"count": count})
    assert code(answer) == (422, "invalid-field")
    assert answer.json()["errors"][0] | {"detail": ""} == {"field": "count", "code": fault, "detail": ""}
    for body in ({}, {"count": 1, "batch": "x"}):
        assert code(till.post(path(owner, "vouchers"), body)) == (422, "invalid-field")
    assert not Batch.objects.exists()


def test_as_many_as_one_call_may_make(owner: Actor, till: Shop) -> None:
    answer = till.post(path(owner, "vouchers"), {"count": MOST_CODES})
    assert len({one["code"] for one in answer.json()["vouchers"]}) == MOST_CODES == Voucher.objects.count()


def test_figures_are_bands_and_say_nothing_of_a_code(owner: Actor) -> None:
    shop = Shop(account_key(owner.user))
    empty = shop.get(path(owner, "receipts")).json()
    assert empty == {
        "attester": None,
        "key": None,
        "keys": [],
        "coverage": [],
        "no_receipt_given": None,
        "reviews": None,
    }
    vouchers_made = vouchers.make(actor=owner, batch=uuid4(), count=7, now=NOW)
    (line,) = shop.get(path(owner, "receipts")).json()["keys"]
    assert (line["state"], line["key_id"], line["registered"], line["redeemed_until"]) == ("made", None, "5-19", None)
    key = receipt_figures_made.make_key_ready(owner)
    handed = receipt_figures_made.Handed(vouchers_made, key)
    receipt_figures_made.claim(handed, vouchers_made.codes[0])
    receipt_figures_made.come_without(owner, now=NOW)
    found = shop.get(path(owner, "receipts")).json()
    (line,) = found["keys"]
    assert (line["state"], line["key_id"], line["epoch"]) == ("issuing", key.key_id.hex(), "2026Q1")
    assert (line["good_until"], line["redeemed_until"]) == ("2026-04-30", "2026-09")
    assert (line["claimed"], line["contested"]) == ("0", None), "renewed at night, and told when issuing ended"
    assert found["coverage"] == [{"epoch": "2026Q1", "via": "mail", "had_voucher": False, "band": "1-4"}]
    keys.annul(key_id=key.key_id, reason="leaked", persons=2, now=NOW)
    (line,) = shop.get(path(owner, "receipts")).json()["keys"]
    assert (line["state"], line["redeemed_until"]) == ("annulled", None), "its receipts are good for nothing"


def test_totals_are_signed_with_the_key_of_the_shop(owner: Actor) -> None:
    shop = Shop(account_key(owner.user))
    private = Ed25519PrivateKey.generate()
    pem = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    answer = shop.put(path(owner, "attester-key"), {"key": pem})
    raw = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    assert answer.json() == {"attester": str(Attester.objects.get().public_id), "key": raw}
    assert shop.put(path(owner, "attester-key"), {"key": raw}).json() == answer.json(), "to repeat it is no harm"
    assert shop.get(path(owner, "totals")).json() == {"items": []}
    handed = receipt_figures_made.hand_out(owner, 30, now=NOW)
    after = receipt_figures_made.end_quarter(handed, now=NOW)
    Total.objects.update(sign_until=clock.now().date())
    (total,) = shop.get(path(owner, "totals")).json()["items"]
    assert (total["registered"], total["claimed"], total["is_signed"]) == ("20-99", "0", False)
    wish = {"key_id": total["key_id"], "moment": total["moment"]}
    signed = base64.b64encode(private.sign(base64.b64decode(total["message"]))).decode()
    assert code(shop.post(path(owner, "totals"), {**SIGNED, **wish})) == (422, "total-not-signed")
    assert code(shop.post(path(owner, "totals"), {**SIGNED, "signature": signed})) == (404, "no-such-total")
    answer = shop.post(path(owner, "totals"), {**wish, "signature": signed})
    assert (answer.status_code, answer.json()["is_signed"]) == (200, True)
    rules.verify_total(
        base64.b64decode(total["message"]), bytes(Total.objects.get().signature or b""), base64.b64decode(raw)
    )
    assert after
    kinds = [deed.kind for deed in queries.deeds(owner.business)]
    assert {DeedKind.TOTAL_SIGNED, DeedKind.ATTESTER_KEY_CHANGED} <= set(kinds)


@pytest.mark.parametrize("given", ["", "x", "AAAA", f"{'A' * 43}=A", "é", "x" * 1_001, f"{ATTESTER_KEY}{ATTESTER_KEY}"])
def test_what_is_no_public_key_is_refused(owner: Actor, given: str) -> None:
    answer = Shop(account_key(owner.user)).put(path(owner, "attester-key"), {"key": given})
    assert code(answer) in ((422, "bad-public-key"), (422, "invalid-field"))
    assert not Attester.objects.exists()


def test_a_key_of_somebody_else_is_refused(owner: Actor) -> None:
    other = make_member_business()
    seed = receipt_figures_made.give_key(other, now=NOW)
    given = base64.b64encode(attesters_made.public(seed)).decode()
    answer = Shop(account_key(owner.user)).put(path(owner, "attester-key"), {"key": given})
    assert code(answer) == (409, "attester-known")


def test_pages_may_do_all_of_it(as_role: AsRole, owner: Actor) -> None:
    shop = Shop(account_key(owner.user))
    with as_role("web"):
        assert shop.post(path(owner, "vouchers"), {"count": 1}).status_code == 201
        assert shop.put(path(owner, "attester-key"), {"key": ATTESTER_KEY}).status_code == 200
        assert shop.get(path(owner, "receipts")).status_code == 200
        assert shop.get(path(owner, "totals")).status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM issuing_voucher")
        assert cursor.fetchone() == (1,)
