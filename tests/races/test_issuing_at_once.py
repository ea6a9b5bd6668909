"""Many at the same code, key or first batch in the same moment: one wins, and nobody gets two answers."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Barrier, Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test import Client

from reputation.core.errors import DomainError
from reputation.issuing import actions, claims, course, errors, keys, queries
from reputation.issuing.models import Batch, Claim, IssuingKey, Voucher
from reputation.issuing.rules import KeyState
from reputation.receipts import blind_rsa, codes
from reputation.receipts.blind_rsa import FaultError
from reputation.receipts.tokens import REQUEST_MEDIA_TYPE
from reputation.rulebook import receipts as numbers
from tests.at_once import at_once
from tests.issuing_made import make_codes, make_request, make_shop, register
from tests.reviews_made import make_business

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(act: Callable[[], object]) -> object:
    """What an act answered, or the kind of its refusal."""
    try:
        return act()
    except DomainError as error:
        return type(error)


def test_of_a_thousand_claims_of_a_code_one_wins() -> None:
    """20 connections with 50 requests each, every one of them blinded anew."""
    shop = make_shop()
    code = shop.codes[0]
    asked = [[make_request(shop).request for _ in range(50)] for _ in range(20)]

    def many(requests: list[bytes]) -> list[object]:
        return [outcome(partial(claims.claim, code, request)) for request in requests]

    found = at_once(*(partial(many, requests) for requests in asked))
    flat = Counter(one if one is errors.VoucherClaimed else "answer" for part in found for one in part)  # type: ignore[attr-defined]
    assert flat == {errors.VoucherClaimed: 999, "answer": 1}
    assert Claim.objects.get().is_contested
    (count,) = queries.counts()
    assert (count.registered, count.claimed, count.contested) == (3, 1, 1)


def test_the_same_request_at_once_gets_the_same_bytes() -> None:
    shop = make_shop()
    asked = make_request(shop)

    def often() -> set[object]:
        return {outcome(lambda: claims.claim(shop.codes[0], asked.request)) for _ in range(10)}

    answers: set[object] = set().union(*at_once(*[often] * 10))  # type: ignore[arg-type]
    assert len(answers) == 1
    (answer,) = answers
    assert isinstance(answer, bytes)
    shop.key.verify(asked.finish(answer))
    assert not Claim.objects.get().is_contested


def test_whoever_dies_between_commit_and_signature_gets_the_answer_again(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = make_shop()
    asked = make_request(shop)

    def dies(*_: object) -> bytes:
        raise FaultError("the machine went out")

    monkeypatch.setattr(blind_rsa, "blind_sign", dies)
    (found,) = at_once(partial(claims.claim, shop.codes[0], asked.request))
    assert isinstance(found, FaultError)
    monkeypatch.undo()
    assert Claim.objects.count() == 1, "it was committed before anything was signed"
    with pytest.raises(errors.VoucherClaimed):
        claims.claim(shop.codes[0], make_request(shop).request)
    shop.key.verify(asked.finish(claims.claim(shop.codes[0], asked.request)))


def test_nothing_is_signed_inside_a_transaction_that_could_be_taken_back() -> None:
    shop = make_shop()
    asked = make_request(shop)
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        claims.claim(shop.codes[0], asked.request)
    assert not Claim.objects.exists()


def test_a_key_ends_after_the_claims_that_are_under_way_and_before_all_others() -> None:
    shop = make_shop()
    held, ended = Event(), Event()

    def claiming() -> None:
        """A claim as the issuer makes it, that takes its time before it is committed."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO issuing_claim SELECT hash, sha256('x'), false FROM issuing_voucher LIMIT 1")
            held.set()
            assert not ended.wait(0.5), "the key ended before the claim that was under way"
        connection.close()

    def ending() -> None:
        assert held.wait(10)
        actions.end(key_id=shop.key_id or b"")
        ended.set()

    assert at_once(claiming, ending) == [None, None]
    assert ended.is_set()
    assert Claim.objects.count() == 1
    assert IssuingKey.objects.get().state == KeyState.ENDED


def test_while_a_key_ends_each_claim_is_answered_or_refused_and_none_comes_after() -> None:
    shop = make_shop(60)
    asked = make_request(shop)
    after: list[int] = []

    def claiming(given: list[str]) -> list[object]:
        return [outcome(partial(claims.claim, code, asked.request)) for code in given]

    def ending() -> None:
        actions.end(key_id=shop.key_id or b"")
        after.append(Claim.objects.count())

    found = at_once(partial(claiming, shop.codes[:20]), partial(claiming, shop.codes[20:40]), ending)
    answers = [one for part in found[:2] for one in part]  # type: ignore[attr-defined]
    assert all(isinstance(one, bytes) or one is errors.KeyEnded for one in answers)
    assert Claim.objects.count() == after[0] == sum(isinstance(one, bytes) for one in answers)


def test_claims_while_the_order_is_forgotten_come_again_and_lose_nothing() -> None:
    shop = make_shop()
    asked, code = make_request(shop), shop.codes[0]
    held, tried = Event(), Event()

    def forgetting() -> None:
        """The copying of the night, that takes longer than the issuer waits."""
        with transaction.atomic():
            actions.forget_order()
            held.set()
            assert tried.wait(30)

    def post() -> list[Any]:
        client = Client()
        return [
            client.post(
                "/issuer/token-request",
                asked.request,
                content_type=REQUEST_MEDIA_TYPE,
                headers={"Authorization": codes.authorization(code)},
            ),
            client.post("/r/claim", {"code": codes.show(shop.codes[1])}),
        ]

    def claiming() -> list[Any]:
        assert held.wait(10)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")  # that of the role, in small
            return post()
        finally:
            tried.set()

    none, answers = at_once(forgetting, claiming)
    assert none is None
    assert isinstance(answers, list)
    assert [answer.status_code for answer in answers] == [503, 503]
    assert all(int(answer["Retry-After"]) > 0 for answer in answers)
    assert json.loads(answers[0].content)["code"] == "issuer-away"
    assert b"cannot answer right now" in answers[1].content
    assert not Claim.objects.exists()
    assert [answer.status_code for answer in post()] == [200, 200]
    assert not Claim.objects.filter(is_contested=True).exists()


def test_first_batches_at_once_ask_for_one_key() -> None:
    business = make_business()
    found = at_once(*[lambda: register(business, make_codes(50))] * 6)
    assert all(isinstance(one, actions.Registered) for one in found)
    assert IssuingKey.objects.count() == 1
    assert Voucher.objects.count() == 300


def test_batches_at_once_do_not_fill_a_key_beyond_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "CODES_MOST", replace(numbers.CODES_MOST, value=100))
    business, attester = make_business(), uuid4()
    found = at_once(*[lambda: outcome(lambda: register(business, make_codes(40), attester=attester))] * 6)
    assert found.count(errors.KeyFull) == 4
    assert Voucher.objects.count() == 80


def test_the_same_batch_at_once_is_one() -> None:
    business, attester, batch, given = make_business(), uuid4(), uuid4(), make_codes(50)
    found = at_once(*[lambda: register(business, given, attester=attester, batch=batch)] * 4)
    assert sorted(one.is_new for one in found if isinstance(one, actions.Registered)) == [False] * 3 + [True]
    assert Batch.objects.count() == 1


def test_batches_of_two_shops_with_the_same_codes_do_not_wait_for_each_other_for_ever() -> None:
    given = make_codes(400)
    found = at_once(
        lambda: register(make_business(), given),
        lambda: register(make_business(), given[::-1]),
    )
    assert sorted(type(one).__name__ for one in found) == ["Registered", "VoucherKnown"]


def test_an_id_of_a_batch_given_twice_at_once_is_of_one() -> None:
    batch = uuid4()
    found = at_once(*[lambda: register(make_business(), make_codes(20), batch=batch)] * 3)
    assert sorted(type(one).__name__ for one in found) == ["BatchReused", "BatchReused", "Registered"]


def test_processes_that_make_keys_at_once_make_each_once() -> None:
    for _ in range(3):
        register(make_business(), make_codes(1))
    found = at_once(*[keys.make_asked] * 3)
    assert sum(one for one in found if isinstance(one, int)) == 3
    assert IssuingKey.objects.filter(state=KeyState.MADE).count() == 3
    assert at_once(*[course.log_made] * 2)
    assert IssuingKey.objects.filter(state=KeyState.ISSUING).count() == 3


def test_the_order_is_forgotten_while_others_claim() -> None:
    shop = make_shop(60)
    asked = make_request(shop)
    barrier = Barrier(2)

    def claiming() -> None:
        barrier.wait()
        for code in shop.codes:
            claims.claim(code, asked.request)
        connection.close()

    thread = Thread(target=claiming)
    thread.start()
    barrier.wait()
    for _ in range(3):
        actions.forget_order()
    thread.join()
    assert Claim.objects.count() == 60
