import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from reputation.core import months
from reputation.log.codes import BANDS
from reputation.receipts import rules
from reputation.receipts.rules import Acceptance, IssuerKey, ReceiptError

DATA = Path(__file__).parents[1] / "data"
VECTORS: list[dict[str, str]] = [
    vector
    for name in ("rfc9578_tokens.json", "rfc9578_tokens_rust.json")
    for vector in json.loads((DATA / name).read_bytes())
]
SEED = b"\x11" * 32
PUBLIC = Ed25519PrivateKey.from_private_bytes(SEED).public_key().public_bytes_raw()


def key_and_token(vector: dict[str, str]) -> tuple[bytes, bytes]:
    return bytes.fromhex(vector["pkS"]), bytes.fromhex(vector["token"])


@pytest.mark.parametrize("vector", VECTORS)
def test_the_tokens_of_the_rfc_and_of_another_implementation_verify(vector: dict[str, str]) -> None:
    public, token = key_and_token(vector)
    key = IssuerKey.parse(public)
    assert key.key_id == hashlib.sha256(public).digest() == token[66:98]
    key.verify(token)
    assert token[2:34] == bytes.fromhex(vector["nonce"])
    assert token[34:66] == hashlib.sha256(bytes.fromhex(vector["token_challenge"])).digest()


@pytest.mark.parametrize("place", [0, 1, 2, 33, 34, 65, 66, 97, 98, 353])
def test_a_changed_byte_makes_no_token(place: int) -> None:
    public, token = key_and_token(VECTORS[0])
    raw = bytearray(token)
    raw[place] ^= 1
    with pytest.raises(ReceiptError):
        IssuerKey.parse(public).verify(bytes(raw))


def test_a_token_has_its_length_and_its_key() -> None:
    public, token = key_and_token(VECTORS[0])
    for other in (token[:-1], token + b"\x00", b""):
        with pytest.raises(ReceiptError, match="no token"):
            IssuerKey.parse(public).verify(other)
    stranger, _ = key_and_token(VECTORS[-1])
    with pytest.raises(ReceiptError, match="another key"):
        IssuerKey.parse(stranger).verify(token)


def test_a_key_is_written_in_one_way() -> None:
    public, _ = key_and_token(VECTORS[0])
    modulus = public[-261:-5]
    assert rules.encode_key(int.from_bytes(modulus)) == public
    plain = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100")
    for other in (
        public + b"\x00",
        public[:-1],
        public[:-3] + b"\x01\x00\x03",
        public.replace(b"\x02\x01\x30", b"\x02\x01\x20"),
        public.replace(bytes.fromhex("0609608648016503040202"), bytes.fromhex("0609608648016503040201")),
        public.replace(modulus, b"\x7f" + modulus[1:]),
        public.replace(modulus, modulus[:-1] + bytes([modulus[-1] ^ 1])),
        plain + modulus + b"\x02\x03\x01\x00\x01",
        b"",
    ):
        with pytest.raises(ReceiptError):
            IssuerKey.parse(other)


def test_a_nullifier_is_of_what_is_signed_alone() -> None:
    _, token = key_and_token(VECTORS[0])
    assert rules.nullifier(token) == hashlib.sha256(b"rcpt-null-v1" + token[:98]).digest()
    assert rules.nullifier(token) == rules.nullifier(token[:98] + bytes(256))
    assert rules.nullifier(token) != rules.nullifier(token[:97] + b"\x00" + token[98:])


@pytest.mark.parametrize(
    ("epoch", "ended", "redeemed", "published"),
    [
        ("2026Q4", "2026-12-31", "2027-06", "2027-08"),
        ("2026Q4", "2027-01-30", "2027-06", "2027-08"),
        ("2026Q4", "2027-02-15", "2027-09", "2027-11"),
        ("2026Q4", "2026-11-01", "2027-06", "2027-08"),
        ("2026Q4", None, "2028-03", "2028-05"),
        ("2026Q4", "2030-01-01", "2028-03", "2028-05"),
    ],
)
def test_receipts_are_good_for_two_epochs_after_issuing_ended(
    epoch: str, ended: str | None, redeemed: str, published: str
) -> None:
    day = None if ended is None else date.fromisoformat(ended)
    assert months.show(rules.redeemed_until(rules.parse_epoch(epoch), day)) == redeemed
    assert months.show(rules.published_until(rules.parse_epoch(epoch), day)) == published


def test_epochs_are_quarters() -> None:
    for month in range(months.parse("2026-01"), months.parse("2028-01")):
        text = f"{month // 12}Q{month % 12 // 3 + 1}"
        assert rules.epoch_of(month) == rules.parse_epoch(text)
        assert month <= rules.last_month(rules.epoch_of(month)) < month + 3
    for odd in ("", "2026Q5", "2026Q0", "1999Q1", "2026-Q1", "2026q1"):
        with pytest.raises(ReceiptError):
            rules.parse_epoch(odd)


def test_the_upper_end_of_every_band() -> None:
    assert [rules.most_of(band) for band in BANDS[:4]] == [0, 4, 19, 99]
    ends = [rules.most_of(band) for band in BANDS]
    assert ends == sorted(set(ends))


BODY = {"business": "b", "class": "seller", "epoch": "2026Q4", "key_id": "k", "moment": "key-dead", "totals": []}
TOTAL = {"attester": "a", "registered": "5-19", "claimed": "1-4", "contested": "0"}


def test_an_attester_signs_everything_about_its_total() -> None:
    message = rules.totals_message(BODY, TOTAL)
    assert message.startswith(b"reputation/receipt-totals/v1\n{")
    signature = Ed25519PrivateKey.from_private_bytes(SEED).sign(message)
    rules.verify_total(message, signature, PUBLIC)
    others = [rules.totals_message(BODY | {name: "x"}, TOTAL) for name in BODY if name != "totals"]
    others += [rules.totals_message(BODY, TOTAL | {name: "x"}) for name in TOTAL]
    for other in others:
        with pytest.raises(ReceiptError):
            rules.verify_total(other, signature, PUBLIC)
    with pytest.raises(ReceiptError):
        rules.verify_total(message, signature, bytes(32))
    assert rules.totals_message(BODY, TOTAL | {"signature": "s"}) == message


ACCEPTANCE = Acceptance(
    origin="demo.open-reference.example/log",
    business="1f2e3d4c-1111-4222-8333-444455556666",
    receipt_class="seller",
    key_id="cd" * 32,
    commitment="ab" * 32,
    publish_by=date(2026, 12, 31),
)


def test_an_acceptance_is_a_signed_note() -> None:
    raw = ACCEPTANCE.sign(SEED).encode()
    assert raw.startswith(b"reputation/acceptance/v1\ndemo.open-reference.example/log\n{")
    assert rules.open_acceptance(raw, [bytes(32), PUBLIC]) == ACCEPTANCE
    without = replace(ACCEPTANCE, key_id=None, receipt_class="none")
    assert rules.open_acceptance(without.sign(SEED).encode(), [PUBLIC]) == without
    assert "key_id" not in without.text
    for keys in ([], [bytes(32)]):
        with pytest.raises(ReceiptError, match="not signed"):
            rules.open_acceptance(raw, keys)
    with pytest.raises(ReceiptError, match="too long"):
        rules.open_acceptance(raw + b"x" * rules.LONGEST_ACCEPTANCE, [PUBLIC])


@pytest.mark.parametrize(
    "change",
    [
        ("reputation/acceptance/v1", "reputation/acceptance/v2"),
        ("demo.open", "demo open"),
        ('"business"', '"bus"'),
        ("seller", "shop"),
        ("2026-12-31", "2026-12-32"),
        ('{"business"', '{ "business"'),
        ("}\n", ',"x":1}\n'),
        ("}\n", "}\n\n"),
        ("{", "["),
        ("ab" * 32, "AB" * 32),
    ],
)
def test_an_acceptance_is_written_in_one_way(change: tuple[str, str]) -> None:
    assert rules.parse_acceptance(ACCEPTANCE.text) == ACCEPTANCE
    with pytest.raises(ReceiptError):
        rules.parse_acceptance(ACCEPTANCE.text.replace(*change, 1))


def test_an_acceptance_is_met_by_its_own_review() -> None:
    body: dict[str, Any] = {
        "business": ACCEPTANCE.business,
        "class": "seller",
        "key_id": "cd" * 32,
        "commitment": "ab" * 32,
        "stars": 1,
    }
    assert ACCEPTANCE.meets(body)
    for name in ("business", "class", "key_id", "commitment"):
        assert not ACCEPTANCE.meets(body | {name: "other"})
    assert not ACCEPTANCE.meets({name: value for name, value in body.items() if name != "key_id"})
