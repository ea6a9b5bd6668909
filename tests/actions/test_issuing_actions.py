"""Batches of codes, what a code is for, and its claim."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction

from reputation.issuing import actions, claims, course, database, errors, keys, queries
from reputation.issuing.models import Batch, Claim, IssuingKey, Mark, Voucher
from reputation.issuing.rules import MOST_CODES, KeyState
from reputation.log.codes import BANDS
from reputation.receipts import codes, rules
from reputation.receipts.keys_at_rest import SealError
from reputation.receipts.rules import ReceiptClass, parse_epoch
from reputation.rulebook import receipts as numbers
from tests.issuing_made import AUTUMN, make_codes, make_request, make_shop, make_token, register
from tests.reviews_made import make_business

pytestmark = pytest.mark.django_db
Q4 = parse_epoch("2026Q4")


def test_a_first_batch_asks_for_a_key_and_later_ones_share_it() -> None:
    business = make_business()
    first = register(business, make_codes(2))
    assert first == actions.Registered(key_id=None, epoch=Q4, good_until=date(2027, 1, 30), is_new=True)
    assert keys.make_asked() == 1
    assert keys.make_asked() == 0
    second = register(business, make_codes(1))
    row = IssuingKey.objects.get()
    assert second.key_id == row.key_id
    assert [batch.codes for batch in Batch.objects.order_by("id")] == [2, 1]
    assert register(business, make_codes(1), receipt_class=ReceiptClass.INDEPENDENT).key_id is None
    assert register(make_business(), make_codes(1)).key_id is None
    assert IssuingKey.objects.count() == 3


def test_the_same_batch_again_changes_nothing_in_whatever_order() -> None:
    business, attester, batch, given = make_business(), uuid4(), uuid4(), make_codes(3)
    first = register(business, given, attester=attester, batch=batch)
    again = register(business, given[::-1], attester=attester, batch=batch, now=AUTUMN + timedelta(days=200))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.good_until == first.good_until
    assert Voucher.objects.count() == 3


def test_the_id_of_a_batch_is_used_once() -> None:
    business, attester, batch, given = make_business(), uuid4(), uuid4(), make_codes(3)
    register(business, given, attester=attester, batch=batch)
    for shop, by, these in (
        (business, attester, given[:2]),
        (business, uuid4(), given),
        (make_business(), attester, given),
    ):
        with pytest.raises(errors.BatchReused):
            register(shop, these, attester=by, batch=batch)
    with pytest.raises(errors.BatchReused):
        register(business, given, attester=attester, batch=batch, receipt_class=ReceiptClass.INDEPENDENT)
    assert Batch.objects.count() == 1


def test_a_code_is_registered_once_and_a_batch_with_a_known_one_leaves_nothing() -> None:
    business, given = make_business(), make_codes(2)
    register(business, given)
    new = make_codes(1)
    with pytest.raises(errors.VoucherKnown):
        register(make_business(), new + given[:1])
    with pytest.raises(errors.VoucherKnown):
        register(business, new * 2)
    assert Voucher.objects.count() == 2
    assert Batch.objects.count() == IssuingKey.objects.count() == 1
    register(business, new)


def test_a_batch_has_its_size() -> None:
    business = make_business()
    with pytest.raises(errors.TooManyCodes):
        register(business, ["0"] * (MOST_CODES + 1))
    with pytest.raises(IntegrityError, match="issuing_batch_size"), transaction.atomic():
        register(business, [])


def test_an_attester_fills_a_key_for_itself_and_for_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "CODES_MOST", replace(numbers.CODES_MOST, value=5))
    business, attester, batch, given = make_business(), uuid4(), uuid4(), make_codes(4)
    register(business, given, attester=attester, batch=batch)
    with pytest.raises(errors.KeyFull) as refused:
        register(business, make_codes(2), attester=attester)
    assert refused.value.facts == {"most": 5, "registered": 4}
    assert Voucher.objects.count() == 4
    register(business, make_codes(1), attester=attester)
    assert not register(business, given, attester=attester, batch=batch).is_new
    register(business, make_codes(5))
    register(make_business(), make_codes(5), attester=attester)
    register(business, make_codes(5), attester=attester, receipt_class=ReceiptClass.INDEPENDENT)
    register(business, make_codes(5), attester=attester, now=AUTUMN + timedelta(days=90))


def test_what_an_attester_may_register_is_told_in_a_band() -> None:
    assert numbers.CODES_MOST.value <= rules.most_of(BANDS[-1])


def test_rows_of_a_batch_tell_nothing_of_the_order_of_its_codes() -> None:
    given = make_codes(40)
    register(make_business(), given)
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM issuing_voucher ORDER BY ctid")
        rows = [bytes(one) for (one,) in cursor.fetchall()]
    assert rows == sorted(rows)
    assert rows != [codes.registered(code) for code in given]


def test_a_proof_is_used_once_and_leaves_no_code_the_second_time() -> None:
    business, marks = make_business(), [b"a" * 32, b"b" * 32]

    def earn(used: list[bytes]) -> None:
        with database.atomic():
            actions.mark(marks=used, epoch=Q4)
            register(business, make_codes(1))

    earn(marks)
    with pytest.raises(errors.ProofUsed):
        earn([b"c" * 32, b"b" * 32])
    assert Voucher.objects.count() == 1
    assert Mark.objects.count() == 2


def test_marks_go_when_no_proof_of_their_quarter_can_come_any_more() -> None:
    actions.mark(marks=[b"a" * 32], epoch=Q4)
    actions.mark(marks=[b"b" * 32], epoch=Q4 + 1)
    assert actions.forget_marks(now=AUTUMN.replace(year=2027, month=6)) == 0
    assert actions.forget_marks(now=AUTUMN.replace(year=2027, month=7)) == 1
    assert Mark.objects.get().epoch == Q4 + 1


def test_looking_says_what_a_code_is_for_and_never_whether_it_was_claimed() -> None:
    shop = make_shop()
    before = claims.look(shop.codes[0])
    assert before == claims.Looked(shop.business, ReceiptClass.SELLER, Q4, shop.key.key_id)
    make_token(shop, shop.codes[0])
    assert claims.look(shop.codes[0]) == before
    with pytest.raises(errors.UnknownVoucher):
        claims.look(codes.make())


def test_a_code_buys_one_token_that_the_public_key_verifies() -> None:
    shop = make_shop()
    token = make_token(shop, shop.codes[0])
    shop.key.verify(token)
    claim = Claim.objects.get()
    assert bytes(claim.voucher_id) == codes.registered(shop.codes[0])
    assert not claim.is_contested


def test_the_same_request_again_gets_the_same_answer_and_another_one_contests_the_claim() -> None:
    shop = make_shop()
    code, asked = shop.codes[0], make_request(shop)
    answer = claims.claim(code, asked.request)
    assert claims.claim(code, asked.request) == answer
    assert not Claim.objects.get().is_contested
    with pytest.raises(errors.VoucherClaimed):
        claims.claim(code, make_request(shop).request)
    assert Claim.objects.get().is_contested
    assert claims.claim(code, asked.request) == answer
    assert Claim.objects.get().is_contested
    (count,) = queries.counts()
    assert count == queries.Count(shop.key.key_id, shop.attester, registered=3, claimed=1, contested=1)


@pytest.mark.parametrize("spoil", ["short", "long", "type", "key", "zero", "modulus", "above"])
def test_a_request_that_is_not_valid_costs_no_code(spoil: str) -> None:
    shop = make_shop()
    code, asked = shop.codes[0], make_request(shop)
    head, number = asked.request[:3], shop.key.key.public_numbers().n
    wrong = {
        "short": asked.request[:-1],
        "long": asked.request + b"\0",
        "type": b"\x00\x01" + asked.request[2:],
        "key": head[:2] + bytes([head[2] ^ 1]) + asked.request[3:],
        "zero": head + bytes(256),
        "modulus": head + number.to_bytes(256),
        "above": head + b"\xff" * 256,
    }
    with pytest.raises(errors.TokenRequestNotValid):
        claims.claim(code, wrong[spoil])
    assert not Claim.objects.exists()
    assert claims.claim(code, asked.request)


def test_nothing_is_claimed_before_the_log_names_the_key() -> None:
    shop = make_shop()
    asked = make_request(shop)
    other = make_shop(is_ready=False)
    for _ in range(2):
        with pytest.raises(errors.KeyNotReady):
            claims.look(other.codes[0])
        with pytest.raises(errors.KeyNotReady):
            claims.claim(other.codes[0], asked.request)
        keys.make_asked()
    course.log_made()
    assert claims.look(other.codes[0]).business == other.business


def test_a_key_that_ended_signs_nothing_and_is_forgotten() -> None:
    shop = make_shop()
    asked = make_request(shop)
    claims.claim(shop.codes[0], asked.request)
    assert shop.key.key_id in keys.RING.ids()
    actions.end(key_id=shop.key.key_id)
    for code in shop.codes[:2]:
        with pytest.raises(errors.KeyEnded):
            claims.claim(code, asked.request)
    with pytest.raises(errors.KeyEnded):
        claims.look(shop.codes[1])
    keys.make_asked()
    assert shop.key.key_id not in keys.RING.ids()
    assert IssuingKey.objects.get().sealed is None
    with pytest.raises(errors.KeyEnded):
        keys.signing_key(shop.key.key_id)


def test_the_ring_keeps_the_keys_used_last() -> None:
    shops = [make_shop(1) for _ in range(3)]
    found = [keys.signing_key(shop.key.key_id) for shop in shops]
    ring = keys.Ring(2)
    ring.put(b"a", found[0])
    ring.put(b"b", found[1])
    assert ring.get(b"a") is found[0]
    ring.put(b"c", found[2])
    assert ring.ids() == [b"a", b"c"]
    assert ring.get(b"b") is None
    ring.drop([b"a", b"x"])
    assert ring.ids() == [b"c"]


def test_a_key_opens_with_the_sealing_key_before_and_with_no_other(settings: LazySettings) -> None:
    shop = make_shop()
    first = settings.SEALING_KEY
    settings.SEALING_KEY = b"2" * 32
    asked = make_request(shop)
    with pytest.raises(SealError):
        claims.claim(shop.codes[0], asked.request)
    assert not Claim.objects.exists()
    settings.SEALING_KEY_BEFORE = first
    asked.finish(claims.claim(shop.codes[0], asked.request))
    other = make_shop()
    assert make_token(other, other.codes[0])
    settings.SEALING_KEY = None
    register(make_business(), make_codes(1))
    with pytest.raises(SealError, match="SEALING_KEY"):
        keys.make_asked()
    assert IssuingKey.objects.filter(state=KeyState.ASKED).count() == 1
