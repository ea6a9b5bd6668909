import base64
import hashlib
import secrets
from typing import Any

import pytest

from reputation.receipts import blind_rsa, rules, tokens
from reputation.receipts.blind_rsa import SigningKey
from reputation.receipts.rules import IssuerKey, ReceiptError
from reputation.receipts.tokens import Asked, Challenge, TokenRequest
from tests.issuers_made import ISSUANCES, KEYS, PRIVATE, load, private_key

TOKEN = bytes.fromhex(ISSUANCES[0]["token"])
BASE64 = base64.urlsafe_b64encode(TOKEN).decode()
OTHER_TYPE = base64.urlsafe_b64encode(b"\x00\x01" + TOKEN[2:]).decode()


def of(vector: dict[str, Any], *names: str) -> list[bytes]:
    return [bytes.fromhex(vector[name]) for name in names]


def split(raw: bytes) -> Challenge:
    """A challenge's fields, read here by hand."""
    issuer, rest = raw[4:][: int.from_bytes(raw[2:4])], raw[4 + int.from_bytes(raw[2:4]) :]
    context, rest = rest[1:][: rest[0]], rest[1 + rest[0] :]
    assert int.from_bytes(rest[:2]) == len(rest[2:])
    return Challenge(issuer.decode(), rest[2:].decode(), context)


@pytest.mark.parametrize("vector", load("rfc9577_tokens.json"))
def test_challenges_and_what_is_signed_are_written_as_in_the_rfc(vector: dict[str, Any]) -> None:
    issuer, origins, context, nonce, key_id = of(
        vector, "issuer_name", "origin_info", "redemption_context", "nonce", "token_key_id"
    )
    challenge = Challenge(issuer.decode(), origins.decode(), context).encode()
    wanted = bytes.fromhex(vector["token_authenticator_input"])
    assert tokens.authenticator_input(nonce, challenge, key_id) == wanted
    assert len(wanted) == rules.SIGNED_BYTES


@pytest.mark.parametrize("vector", ISSUANCES)
def test_tokens_of_rfc_9578_and_of_another_implementation_are_made_byte_for_byte(vector: dict[str, Any]) -> None:
    public, challenge, nonce, salt, request, response, token = of(
        vector, "pkS", "token_challenge", "nonce", "salt", "token_request", "token_response", "token"
    )
    assert split(challenge).encode() == challenge
    key = IssuerKey.parse(public)
    signed = tokens.authenticator_input(nonce, challenge, key.key_id)
    asked = Asked(key, signed, blind_rsa._blind(signed, key.key, salt, int(vector["blind"], 16)))
    assert asked.request == request
    assert blind_rsa.blind_sign(TokenRequest.parse(request).blinded, SigningKey.of(signer(vector))) == response
    assert asked.finish(response) == token


def signer(vector: dict[str, Any]) -> Any:
    return private_key(bytes.fromhex(vector["skS"]))


def test_our_client_gets_a_token_from_our_issuer() -> None:
    challenge = Challenge("receipts.example", "receipts.example").encode()
    asked = tokens.ask(KEYS[0], challenge)
    request = TokenRequest.parse(asked.request)
    assert request.is_for(KEYS[0].key_id)
    token = asked.finish(blind_rsa.blind_sign(request.blinded, SigningKey.of(PRIVATE[0])))
    KEYS[0].verify(token)
    assert len(token) == rules.TOKEN_BYTES
    assert token[34:66] == hashlib.sha256(challenge).digest()
    other = tokens.ask(KEYS[0], challenge)
    assert other.signed[2:34] != asked.signed[2:34]
    assert other.request[3:] != asked.request[3:]
    assert str(asked.blinded.inverse) not in repr(asked)


def test_a_client_makes_no_token_of_another_response() -> None:
    asked = tokens.ask(KEYS[0], Challenge("receipts.example").encode())
    for response in (b"", bytes(255), bytes(256), bytes(257), asked.request[3:]):
        with pytest.raises(ReceiptError):
            asked.finish(response)
    stranger = blind_rsa.blind_sign(b"\x00" + asked.request[4:], SigningKey.of(PRIVATE[1]))
    with pytest.raises(ReceiptError, match="no signature"):
        asked.finish(stranger)


def test_a_request_has_one_form() -> None:
    raw = bytes.fromhex(ISSUANCES[0]["token_request"])
    assert len(raw) == tokens.REQUEST_BYTES == 259
    request = TokenRequest.parse(raw)
    assert request.encode() == raw
    assert len(request.blinded) == 256
    key_id = IssuerKey.parse(bytes.fromhex(ISSUANCES[0]["pkS"])).key_id
    assert request.is_for(key_id)
    assert not request.is_for(key_id[:-1] + bytes([key_id[-1] ^ 1]))
    for other in (b"", raw[:-1], raw + b"\x00"):
        with pytest.raises(ReceiptError, match="has 259 bytes"):
            TokenRequest.parse(other)
    for kind in (b"\x00\x01", b"\x00\x03", b"\x02\x00"):
        with pytest.raises(ReceiptError, match="type 0x0002"):
            TokenRequest.parse(kind + raw[2:])


@pytest.mark.parametrize(
    "challenge",
    [
        Challenge(""),
        Challenge("bücher.example"),
        Challenge("a.example", "b\n"),
        Challenge("a" * 65_536),
        Challenge("a", "a" * 65_536),
        Challenge("a", context=bytes(31)),
        Challenge("a", context=bytes(33)),
    ],
    ids=range(7),
)
def test_a_challenge_has_its_lengths(challenge: Challenge) -> None:
    with pytest.raises(ReceiptError):
        challenge.encode()


def test_the_longest_challenge() -> None:
    raw = Challenge("a" * 65_535, "b" * 65_535, bytes(32)).encode()
    assert split(raw) == Challenge("a" * 65_535, "b" * 65_535, bytes(32))


@pytest.mark.parametrize("vector", load("rfc9577_headers.json")[:1] + load("rfc9577_headers_complicated.json"))
def test_the_challenge_of_a_header_is_written_as_others_write_it(vector: dict[str, Any]) -> None:
    key = IssuerKey.parse(bytes.fromhex(vector["token-key-0"]))
    challenge = split(bytes.fromhex(vector["token-challenge-0"]))
    ours = tokens.www_authenticate(challenge, key, vector["max-age-0"])
    theirs = vector["WWW-Authenticate"].replace('"', "")
    assert ours.startswith("PrivateToken challenge=")
    for part in ours.removeprefix("PrivateToken ").split(", "):
        assert part.replace('"', "") in theirs
    assert tokens.www_authenticate(challenge, key) == ours.rpartition(", max-age=")[0]


def test_the_parameters_of_a_header_are_read_as_others_mean_them() -> None:
    one, two = load("rfc9577_headers.json")
    found = tokens._parameters(one["WWW-Authenticate"].removeprefix("PrivateToken "))
    assert {name: value for name, value in found.items() if not name.startswith("token")} == {
        "challenge": tokens.to_base64(bytes.fromhex(one["token-challenge-0"])),
        "unknownchallengeattribute": "ignore-me",
        "max-age": "10",
    }
    assert tokens.from_base64(found["token-key"]).hex() == one["token-key-0"]
    # Two challenges in one header are not the parameters of one.
    with pytest.raises(ReceiptError):
        tokens._parameters(two["WWW-Authenticate"].removeprefix("PrivateToken "))


@pytest.mark.parametrize(
    "header",
    [
        f'PrivateToken token="{BASE64}"',
        f"PrivateToken token={BASE64}",
        f'privatetoken   TOKEN = "{BASE64}"',
        f'PrivateToken token="{BASE64}", other="a, token=\\"b\\""',
        f'PrivateToken other=1 ,\ttoken="{BASE64}"',
        f'PrivateToken token="\\{BASE64}"',
    ],
)
def test_a_shown_token_is_read(header: str) -> None:
    assert tokens.parse_authorization(header) == TOKEN


def test_a_token_is_shown_as_the_rfc_says() -> None:
    assert tokens.authorization(TOKEN) == f'PrivateToken token="{BASE64}"'


@pytest.mark.parametrize(
    "header",
    [
        "",
        "PrivateToken",
        "PrivateToken ",
        BASE64,
        f"PrivateToken {BASE64}",
        f'PrivateTokentoken="{BASE64}"',
        f'Bearer token="{BASE64}"',
        f' PrivateToken token="{BASE64}"',
        f'PrivateToken  token="{BASE64}" x',
        f'PrivateToken token="{BASE64}"\n',
        f'PrivateToken token="{BASE64}',
        f"PrivateToken token='{BASE64}'",
        f'PrivateToken token="{BASE64}", token="{BASE64}"',
        f'PrivateToken token="{BASE64}", Token=1',
        f'PrivateToken token="{BASE64}" other=1',
        f'PrivateToken other="{BASE64}"',
        'PrivateToken token=""',
        'PrivateToken token="ä"',
        'PrivateToken token="日"',
        f'PrivateToken token="{BASE64[:-4]}"',
        f'PrivateToken token="{BASE64[:-1]}"',
        f'PrivateToken token="{BASE64}AAAA"',
        f'PrivateToken token="{BASE64} "',
        f'PrivateToken token="{BASE64}="',
        f'PrivateToken token="{OTHER_TYPE}"',
        f'PrivateToken token="{BASE64}", other="{"a" * 2000}"',
    ],
    ids=range(26),
)
def test_no_other_header_shows_a_token(header: str) -> None:
    with pytest.raises(ReceiptError):
        tokens.parse_authorization(header)


def test_base64_has_one_form() -> None:
    for length in range(40):
        raw = b"\xfb\xff" + secrets.token_bytes(length)
        assert tokens.from_base64(tokens.to_base64(raw)) == raw
    assert tokens.to_base64(b"\xfb\xff") == "-_8="
    for text in ("-_8", "-_9=", "+/8=", "-_8=\n", " -_8=", "-_8==", "-", "-_8=-_8="):
        with pytest.raises(ReceiptError):
            tokens.from_base64(text)
