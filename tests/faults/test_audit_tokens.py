"""Receipt keys, tokens and totals, each made wrong once under the log's own key."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reputation.audit.findings import Kind
from reputation.core import months
from tests.published_log import audited
from tests.rich_log import FIRST, THIS, Attester, Key, RichService, day, issuers, make_rich_service, quarter

Act = Callable[[RichService], object]
SPARE = 5
"""The key that the honest log does not use."""


def found(service: RichService) -> list[str]:
    """What keys and tokens are blamed for once it is published again."""
    service.publish()
    findings = audited(service)
    assert findings.faults, "nothing was found"
    assert {fault.kind for fault in findings.faults} == {Kind.TOKENS}, findings.summary()
    assert findings.status == 16
    return [fault.text for fault in findings.faults]


def key_at(service: RichService, number: int) -> tuple[Key, int]:
    """A key of the honest log, and where it was named."""
    place = service.position("receipt-key", number)
    body = service.body(place)
    about = {name: body[name] for name in ("business", "class", "epoch", "key_id")}
    return Key(next(one for one in issuers() if one.key_id == body["key_id"]), about), place


def rich() -> RichService:
    return make_rich_service(ordinary=40)


def change_token(service: RichService, spot: int) -> int:
    """Flip a bit of one token of the first batch; answers the entry's place."""
    place = service.position("receipts-spent")
    tokens = service.body(place)["tokens"]
    raw = bytearray(base64.b64decode(tokens[2]))
    raw[spot] ^= 1
    service.change(place, tokens=sorted([*tokens[:2], base64.b64encode(raw).decode(), *tokens[3:]]))
    return place


@pytest.mark.parametrize(
    ("spot", "words"),
    [
        (1, "this is no token of type 0x0002"),
        (40, "the token's signature is not valid"),
        (70, "the token names another key"),
        (200, "the token's signature is not valid"),
    ],
)
def test_a_token_that_the_key_did_not_sign_is_named_and_does_not_carry_a_review(spot: int, words: str) -> None:
    service = rich()
    place = change_token(service, spot)
    texts = found(service)
    key = key_at(service, 0)[0].issuer.key_id
    assert any(
        text.startswith(f"entry {place} (receipts-spent): key {key}: token ") and words in text for text in texts
    )
    assert any("review 6 of 5 tokens spent so far" in text for text in texts)


def test_a_review_without_a_token_is_found() -> None:
    service = rich()
    place = service.position("receipts-spent")
    service.change(place, tokens=service.body(place)["tokens"][1:])
    assert found(service) == [
        f"entry {place + 6} (review): key {key_at(service, 0)[0].issuer.key_id}: review 6 of 5 tokens spent so far"
    ]


def test_tokens_come_before_the_reviews_of_their_batch() -> None:
    service = rich()
    place = service.position("receipts-spent")
    service.entries[place : place + 2] = service.entries[place + 1], service.entries[place]
    assert any(f"entry {place} (review): key " in text and "review 1 of 0 tokens" in text for text in found(service))


def test_a_token_is_spent_once_in_the_whole_log() -> None:
    service = rich()
    place = service.position("receipts-spent")
    token = base64.b64decode(service.body(place)["tokens"][0])
    key, _ = key_at(service, 0)
    service.append("receipts-spent", **key.about, tokens=[base64.b64encode(token).decode()])
    last = len(service.entries) - 1
    assert f"entry {last} (receipts-spent): a token is spent again, the first time in entry {place}" in found(service)


def test_another_signature_makes_no_other_token() -> None:
    service = rich()
    key, _ = key_at(service, 0)
    service.append("receipts-spent", **key.about, tokens=[base64.b64encode(key.issuer.token(0)).decode()])
    assert any("a token is spent again" in text for text in found(service))


def test_tokens_are_sorted_over_the_whole_batch() -> None:
    service = rich()
    key, _ = key_at(service, 2)
    tokens = sorted(base64.b64encode(key.issuer.token(1000 + n)).decode() for n in range(2))
    for token in reversed(tokens):
        service.append("receipts-spent", **key.about, tokens=[token])
    assert any("its tokens are not sorted behind those of the entry before" in text for text in found(service))


def test_a_key_is_what_its_id_says_and_in_the_one_form() -> None:
    service = rich()
    _, place = key_at(service, 0)
    service.change(place, key=base64.b64encode(issuers()[SPARE].public).decode())
    assert any(f"entry {place} (receipt-key)" in t and "its id is not the SHA-256" in t for t in found(service))
    service = rich()
    service.change(place, key=base64.b64encode(issuers()[0].public[:-3] + b"\x01\x00\x03").decode())
    assert any("no RSASSA-PSS key of 2048 bits" in text for text in found(service))


def test_a_key_is_named_once_and_for_one_business() -> None:
    service = rich()
    key, place = key_at(service, 0)
    other = service.body(service.position("business-joined", 3))["business"]
    body = service.body(place) | {"business": other}
    service.append("receipt-key", **body)
    last = len(service.entries) - 1
    assert found(service) == [
        f"entry {last} (receipt-key): key {key.issuer.key_id}: it was logged before, in entry {place}"
    ]


def test_one_key_of_a_business_class_and_epoch_lives_at_a_time() -> None:
    service = rich()
    shop = service.body(service.position("business-joined", 0))["business"]
    service.key_of(shop, "seller", FIRST, SPARE)
    last = len(service.entries) - 1
    lives = key_at(service, 1)[0].issuer.key_id
    alike = f"{lives} of {shop}, seller and {quarter(FIRST)} lives still"
    assert found(service) == [f"entry {last} (receipt-key): key {issuers()[SPARE].key_id}: {alike}"]


def test_another_epoch_class_or_an_ended_key_makes_room() -> None:
    service = rich()
    shop = service.body(service.position("business-joined", 0))["business"]
    service.key_of(shop, "independent", FIRST, SPARE)
    service.publish()
    assert audited(service).is_clean


def test_nothing_names_a_key_before_the_log_does() -> None:
    service = rich()
    spare = Key(issuers()[SPARE], key_at(service, 0)[0].about | {"key_id": issuers()[SPARE].key_id})
    steps: list[Act] = [
        lambda one: one.spend(spare, 1),
        lambda one: one.review(spare.about["business"], THIS, spare),
        lambda one: one.append("receipt-key-ended", **spare.about, reason="lost", date=day(THIS)),
        lambda one: one.append("receipt-key-annulled", **spare.about, reason="leaked", persons=2, date=day(THIS)),
    ]
    for step in steps:
        step(service)
    texts = found(service)
    assert len(texts) == len(steps)
    assert all(f"key {spare.issuer.key_id}: the log names no such key of business" in text for text in texts)


def test_a_key_ends_once_and_signs_for_its_own_class_and_epoch() -> None:
    service = rich()
    key, _ = key_at(service, 0)
    service.append("receipt-key-ended", **key.about, reason="lost", date=day(THIS))
    assert any("it has ended before" in text for text in found(service))
    service = rich()
    other = key.about | {"epoch": quarter(FIRST + 3)}
    service.append("receipt-key-ended", **other, reason="lost", date=day(THIS))
    assert any("it names another class or epoch than the key has" in text for text in found(service))
    service = rich()
    service.spend(key, 1)
    service.review(key.about["business"], FIRST + 7, key, **{"class": "seller"})
    assert any("it is of class independent, the review says seller" in text for text in found(service))


def test_an_annulled_key_spends_no_more_and_its_waiting_reviews_come_out_without_tokens() -> None:
    service = rich()
    key, _ = key_at(service, 3)
    service.review(key.about["business"], THIS, key)
    service.publish()
    assert audited(service).is_clean
    service.spend(key, 1)
    assert any("(receipts-spent)" in text and "it was annulled before" in text for text in found(service))


def test_receipts_die() -> None:
    service = RichService()
    old = THIS - 20
    service.entries = rich().entries[:3]
    service.change(1, effective=months.show(old), announced=day(old))
    shop = service.body(2)["business"]
    own = service.admit("seller", old, 1)
    key = service.key_of(shop, "seller", old, 0)
    service.append("receipt-key-ended", **key.about, reason="epoch-over", date=day(old + 3))
    service.totals(key, "issuing-ended", own)
    service.spend(key, 2)
    service.review(shop, old + 8, key)
    service.publish()
    assert audited(service).is_clean
    service.review(shop, THIS, key)
    assert any("its receipts were dead by " in text for text in found(service))


def total(service: RichService, *, key: int = 2, claimed: str = "20-99", **change: Any) -> None:
    """Totals of a key by the payment provider, changed after it signed."""
    provider = service.body(service.position("attester-admitted"))
    attester = Attester(provider["attester"], "independent", b"\x01" * 32)
    service.totals(key_at(service, key)[0], "issuing-ended", attester, claimed=claimed)
    if change:
        place = len(service.entries) - 1
        body = service.body(place)
        service.change(place, totals=[body["totals"][0] | change])


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda one: total(one, claimed="0"), "4 tokens were spent, and 0 claimed at most"),
        (lambda one: total(one, contested="1-4"), "did not sign its total of key"),
        (lambda one: total(one, attester="2f2e3d4c-1111-4222-8333-444455556666"), "was not admitted before"),
        (lambda one: total(one, key=0), "totals of the moment issuing-ended are not due"),
        (lambda one: total(one, key=4), "is of class independent"),
    ],
)
def test_totals_are_signed_due_and_no_less_than_what_was_spent(act: Act, words: str) -> None:
    service = rich()
    total(service, claimed="1-4")
    service.publish()
    assert audited(service).is_clean
    service = rich()
    act(service)
    assert any(words in text for text in found(service))


def test_an_annulled_key_may_have_spent_more_than_was_claimed() -> None:
    service = rich()
    own = service.body(service.position("attester-admitted", 1))["attester"]
    service.totals(key_at(service, 3)[0], "key-dead", Attester(own, "seller", b"\x02" * 32), claimed="0")
    service.publish()
    assert audited(service).is_clean


def keyless(service: RichService) -> None:
    """The payment provider is admitted without a key."""
    service.change(service.position("attester-admitted"), key=None)


def test_totals_of_an_attester_without_a_key_stay_unsigned() -> None:
    service = RichService()
    service.entries = rich().entries[:3]
    own = service.admit("seller", FIRST, 1)
    service.change(service.position("attester-admitted"), key=None)
    key = service.key_of(service.body(2)["business"], "seller", FIRST, 0)
    service.append("receipt-key-ended", **key.about, reason="epoch-over", date=day(FIRST + 3))
    service.totals(key, "issuing-ended", own, signed=False)
    service.publish()
    findings = audited(service)
    assert findings.is_clean
    assert findings.checked["totals"] == "0 signed by their attester, 1 unsigned"


def test_a_signature_of_an_attester_without_a_key_is_found() -> None:
    service = rich()
    keyless(service)
    provider = service.body(service.position("attester-admitted"))["attester"]
    key = key_at(service, 0)[0].issuer.key_id
    assert any(f"attester {provider} has no key and signed its total of {key}" in text for text in found(service))


def test_whoever_had_ended_vouches_under_no_later_key() -> None:
    service = rich()
    own = service.body(service.position("attester-ended"))["attester"]
    shop = service.body(service.position("business-joined", 3))["business"]
    for late, is_fault in ((FIRST + 3, False), (FIRST + 6, True)):
        key = service.key_of(shop, "seller", late, SPARE)
        service.append("receipt-key-ended", **key.about, reason="epoch-over", date=day(THIS))
        service.totals(key, "issuing-ended", Attester(own, "seller", b"\x02" * 32))
        service.publish()
        if is_fault:
            assert any(f"attester {own} had ended before the epoch of key" in text for text in found(service))
        else:
            assert audited(service).is_clean
            service.entries = service.entries[:-3]


def test_a_key_that_was_changed_signs_from_then_on() -> None:
    service = rich()
    provider = service.body(service.position("attester-admitted"))
    key = key_at(service, 2)[0]
    service.append("attester-ended", attester=provider["attester"], date=day(THIS))
    again = Attester(provider["attester"], "independent", b"\x07" * 32)
    public = Ed25519PrivateKey.from_private_bytes(again.seed).public_key().public_bytes_raw()
    service.append("attester-admitted", **provider | {"key": base64.b64encode(public).decode(), "date": day(THIS)})
    service.totals(key, "issuing-ended", again)
    service.publish()
    assert audited(service).is_clean
    service.entries.pop()
    service.totals(key, "issuing-ended", Attester(provider["attester"], "independent", b"\x01" * 32))
    assert any("did not sign its total of key" in text for text in found(service))


def test_an_attester_ends_only_while_it_is_admitted() -> None:
    service = rich()
    own = service.body(service.position("attester-ended"))["attester"]
    service.append("attester-ended", attester=own, date=day(THIS))
    service.publish()
    findings = audited(service)
    assert findings.status == Kind.COURSE.status
    assert f"attester {own} is not admitted" in findings.faults[0].text


def test_unsigned_totals_are_reported_and_no_fault() -> None:
    assert audited(rich()).checked["totals"] == "2 signed by their attester, 1 unsigned"


def test_a_receipt_that_names_no_key_is_found_outside_the_demonstration() -> None:
    service = rich()
    place = service.position("review")
    service.change(place, key_id=None)
    assert any(
        f"entry {place} (review): said to have a receipt, and names no key; 1 in all" in t for t in found(service)
    )


def ended(*, totals: bool) -> RichService:
    """A key that ended two months ago, with or without totals since."""

    def last(service: RichService) -> None:
        shop = service.body(service.position("business-joined"))["business"]
        provider = service.admit("independent", THIS - 2, 9)
        key = service.key_of(shop, "independent", THIS, SPARE)
        service.batch(shop, THIS, key, 3)
        service.append("receipt-key-ended", **key.about, reason="replaced", date=day(THIS - 2))
        if totals:
            service.totals(key, "issuing-ended", provider)
        service.append("panel-roster", roster_sha256="ab" * 32, persons=12, date=day(THIS))

    return make_rich_service(last, ordinary=40)


def test_silence_about_what_was_claimed_is_no_way_around_the_bound() -> None:
    assert any("no totals were logged within 30 days" in text for text in found(ended(totals=False)))
    report = audited(ended(totals=True))
    assert report.is_clean, report.summary()
