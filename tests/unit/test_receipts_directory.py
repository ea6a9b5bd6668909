import json
from typing import Any

import pytest

from reputation.receipts import directory, rules, tokens
from reputation.receipts.directory import Directory, ListedKey
from reputation.receipts.rules import ReceiptError
from tests.issuers_made import ISSUANCES, KEYS

WRITTEN = [tokens.to_base64(rules.encode_key(key.key.public_numbers().n)) for key in KEYS]
LISTED: dict[str, Any] = {"token-type": 2, "token-key": WRITTEN[0]}
SAID: dict[str, Any] = {"issuer-request-uri": "https://issuer.example.net/request", "token-keys": [LISTED]}


def test_a_directory_is_written_as_the_rfc_says() -> None:
    made = Directory("/token-request", (ListedKey(KEYS[0]), ListedKey(KEYS[1], 1_795_426_200)))
    assert json.loads(made.encode()) == {
        "issuer-request-uri": "/token-request",
        "token-keys": [
            {"token-type": 2, "token-key": WRITTEN[0]},
            {"token-type": 2, "token-key": WRITTEN[1], "not-before": 1_795_426_200},
        ],
    }


def test_a_directory_is_read_as_it_was_written() -> None:
    raw = Directory("https://a.example/r?x=1", (ListedKey(KEYS[2], 0), ListedKey(KEYS[1]))).encode()
    found = directory.parse(raw)
    assert found.encode() == raw
    assert [(one.key.key_id, one.not_before) for one in found.keys] == [(KEYS[2].key_id, 0), (KEYS[1].key_id, None)]
    assert directory.parse(Directory("/r", ()).encode()) == Directory("/r", ())


def test_a_foreign_key_is_read() -> None:
    key = tokens.to_base64(bytes.fromhex(ISSUANCES[0]["pkS"]))
    found = directory.parse(json.dumps(SAID | {"token-keys": [{"token-type": 2, "token-key": key}]}).encode())
    assert found.keys[0].key.key_id.hex() == ISSUANCES[0]["token"][132:196]


def test_what_we_do_not_know_is_passed_over() -> None:
    said = SAID | {"more": [1], "token-keys": [{"token-type": 1, "token-key": "?"}, LISTED | {"more": None}]}
    found = directory.parse(json.dumps(said).encode())
    assert [one.key.key_id for one in found.keys] == [KEYS[0].key_id]


def without(name: str, said: dict[str, Any]) -> dict[str, Any]:
    return {one: value for one, value in said.items() if one != name}


def listing(*keys: object) -> dict[str, Any]:
    return SAID | {"token-keys": list(keys)}


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ([SAID], "no JSON object"),
        (None, "no JSON object"),
        (without("issuer-request-uri", SAID), "no address"),
        (SAID | {"issuer-request-uri": 1}, "no address"),
        (SAID | {"issuer-request-uri": ""}, "no address"),
        (SAID | {"issuer-request-uri": "/a b"}, "no address"),
        (SAID | {"issuer-request-uri": "/ä"}, "no address"),
        (SAID | {"issuer-request-uri": "/a\n"}, "no address"),
        (SAID | {"issuer-request-uri": "/" + "a" * 2000}, "no address"),
        (without("token-keys", SAID), "no list"),
        (SAID | {"token-keys": LISTED}, "no list"),
        (listing(LISTED, WRITTEN[0]), "no list"),
        (listing(without("token-type", LISTED)), "no token-type"),
        (listing(LISTED | {"token-type": "2"}), "no token-type"),
        (listing(LISTED | {"token-type": 2.0}), "no token-type"),
        (listing(LISTED | {"token-type": True}), "no token-type"),
        (listing(LISTED | {"token-type": -1}), "no token-type"),
        (listing(LISTED | {"token-type": 65_536}), "no token-type"),
        (listing(without("token-key", LISTED)), "no token-key"),
        (listing(LISTED | {"token-key": 2}), "no token-key"),
        (listing(LISTED | {"token-key": "a*"}), "base64url"),
        (listing(LISTED | {"token-key": WRITTEN[0].rstrip("=") + "AAAA"}), "RSASSA-PSS"),
        (listing(LISTED | {"token-key": tokens.to_base64(b"key")}), "RSASSA-PSS"),
        (listing(LISTED | {"not-before": None}), "no time"),
        (listing(LISTED | {"not-before": "0"}), "no time"),
        (listing(LISTED | {"not-before": 1.5}), "no time"),
        (listing(LISTED | {"not-before": True}), "no time"),
        (listing(LISTED | {"not-before": -1}), "no time"),
        (listing(LISTED | {"not-before": 2**53}), "no time"),
    ],
    ids=range(29),
)
def test_what_is_wrong_with_a_directory_is_said(said: object, says: str) -> None:
    with pytest.raises(ReceiptError, match=says):
        directory.parse(json.dumps(said, ensure_ascii=False).encode())


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[" * 50_000, "no JSON"),
        (b'{"a":' + b"9" * 5000 + b"}", "no JSON"),
        (b'{"token-keys":[],"token-keys":[],"issuer-request-uri":"/"}', "twice"),
        (b'{"token-keys":[{"token-type":1,"token-type":1}],"issuer-request-uri":"/"}', "twice"),
        (b'{"issuer-request-uri":"/","token-keys":[]}' + b" " * 100_000, "at most"),
    ],
    ids=range(8),
)
def test_what_is_no_directory_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(ReceiptError, match=says):
        directory.parse(raw)
