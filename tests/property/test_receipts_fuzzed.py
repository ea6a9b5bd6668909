"""What strangers send about receipts: read in one way or refused by name, and nothing else ever happens."""

import json
from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.receipts import blind_rsa, codes, directory, keys_at_rest, tickets, tokens
from reputation.receipts.blind_rsa import BlindError, SigningKey
from reputation.receipts.codes import CodeError
from reputation.receipts.directory import Directory, ListedKey
from reputation.receipts.keys_at_rest import SealError
from reputation.receipts.rules import IssuerKey, ReceiptClass, ReceiptError, encode_key
from reputation.receipts.tickets import Ticket
from reputation.receipts.tokens import TokenRequest
from tests.issuers_made import ISSUANCES, KEYS, PRIVATE
from tests.property.mutations import mutated

FUZZ = settings(max_examples=300)
SLOW = settings(max_examples=50)

TOKEN = bytes.fromhex(ISSUANCES[0]["token"])
SIGNING = SigningKey.of(PRIVATE[0])
ENCODED = encode_key(int(SIGNING.modulus))
SEALED = keys_at_rest.seal(PRIVATE[0], bytes(32))
LISTED = Directory("/token-request", (ListedKey(KEYS[0]), ListedKey(KEYS[1], 5))).encode()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["issuer-request-uri", "token-keys", "token-type", "token-key", "not-before"]), inner
        )
    ),
    max_leaves=20,
)


def near(raw: bytes) -> st.SearchStrategy[bytes]:
    return mutated(st.just(raw))


@given(raw=near(ENCODED) | st.binary(max_size=400))
@FUZZ
def test_keys(raw: bytes) -> None:
    try:
        found = IssuerKey.parse(raw)
    except ReceiptError:
        return
    assert encode_key(found.key.public_numbers().n) == raw


@given(raw=near(bytes.fromhex(ISSUANCES[0]["token_request"])) | st.binary(max_size=300))
@FUZZ
def test_requests(raw: bytes) -> None:
    try:
        found = TokenRequest.parse(raw)
    except ReceiptError:
        return
    assert found.encode() == raw


@given(raw=st.binary(min_size=256, max_size=256) | st.binary(max_size=300))
@SLOW
def test_blinded_messages(raw: bytes) -> None:
    try:
        signed = blind_rsa.blind_sign(raw, SIGNING)
    except BlindError:
        return
    assert pow(int.from_bytes(signed), 65_537, int(SIGNING.modulus)) == int.from_bytes(raw)


@given(raw=st.binary(min_size=256, max_size=256) | st.binary(max_size=300), inverse=st.integers(0, 2**2048))
@SLOW
def test_blind_signatures(raw: bytes, inverse: int) -> None:
    try:
        blind_rsa.finalize(b"message", raw, inverse, KEYS[0].key)
    except BlindError:
        return
    raise AssertionError("a signature nobody made")


HEADER_PARTS = st.sampled_from(
    ["PrivateToken ", "privatetoken", "token", "=", '"', ",", " ", "\t", "\\", "x=1", tokens.to_base64(TOKEN), "é"]
)


@given(header=st.lists(HEADER_PARTS, max_size=10).map("".join) | st.text(max_size=60))
@FUZZ
def test_headers_that_show_tokens(header: str) -> None:
    try:
        assert tokens.parse_authorization(header) == TOKEN
    except ReceiptError:
        return


@given(raw=near(tokens.authorization(TOKEN).encode()))
@FUZZ
def test_changed_headers(raw: bytes) -> None:
    try:
        token = tokens.parse_authorization(raw.decode("latin-1"))
    except ReceiptError:
        return
    assert tokens.parse_authorization(tokens.authorization(token)) == token


@given(text=st.text(max_size=40) | st.text("ABab01-_=+/ \n", max_size=12))
@FUZZ
def test_base64(text: str) -> None:
    try:
        raw = tokens.from_base64(text)
    except ReceiptError:
        return
    assert tokens.to_base64(raw) == text


@given(raw=near(LISTED) | JSON.map(lambda said: json.dumps(said).encode()) | st.binary(max_size=60))
@FUZZ
def test_directories(raw: bytes) -> None:
    try:
        found = directory.parse(raw)
    except ReceiptError:
        return
    assert directory.parse(found.encode()).encode() == found.encode()


@given(text=st.text(max_size=30) | st.text(f"{codes.CHECKS}oil- ", min_size=20, max_size=23))
@FUZZ
def test_codes(text: str) -> None:
    try:
        code = codes.parse(text)
    except CodeError:
        return
    assert codes.parse(codes.show(code)) == code


@given(header=st.text(max_size=30) | st.text("Voucher 01AO", max_size=30).map("Voucher {}".format))
@FUZZ
def test_headers_that_claim(header: str) -> None:
    try:
        code = codes.parse_authorization(header)
    except CodeError:
        return
    assert codes.parse(codes.show(code)) == code


@given(raw=near(SEALED) | st.binary(max_size=60), key=st.just(bytes(32)) | st.binary(max_size=40))
@FUZZ
def test_sealed_keys(raw: bytes, key: bytes) -> None:
    try:
        found = keys_at_rest.unseal(raw, KEYS[0].key_id, key)
    except SealError:
        return
    assert (raw, key) == (SEALED, bytes(32))
    assert keys_at_rest.key_id(found) == KEYS[0].key_id


TICKET = Ticket(
    "https://reference.example", UUID(int=1), "Kettle & Moss", ReceiptClass.SELLER, 8107, date(2027, 6, 30), TOKEN
)


@given(raw=near(TICKET.encode().encode()) | st.text(max_size=600).map(lambda text: text.encode("utf-8", "replace")))
@FUZZ
def test_tickets(raw: bytes) -> None:
    try:
        found = tickets.parse(raw.decode("utf-8", "replace"))
    except ReceiptError:
        return
    assert tickets.parse(found.encode()) == replace(found, name=" ".join(found.name.split()))


@given(name=st.text(max_size=400))
@FUZZ
def test_the_name_on_a_ticket(name: str) -> None:
    found = tickets.parse(replace(TICKET, name=name).encode())
    assert replace(found, name="") == replace(TICKET, name="")
    assert len(replace(TICKET, name=name).encode().splitlines()) == 8
