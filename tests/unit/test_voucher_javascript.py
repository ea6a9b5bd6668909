"""The page's script makes the tokens that Python makes, byte for byte, and refuses what Python refuses."""

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import gmpy2
import pytest

from reputation.receipts import blind_rsa, codes, rules, tokens
from reputation.receipts.blind_rsa import SigningKey
from reputation.receipts.codes import CodeError
from reputation.receipts.rules import IssuerKey, ReceiptError
from reputation.receipts.tokens import Challenge, TokenRequest
from tests.issuers_made import ISSUANCES, KEYS, PRIVATE, SIGNATURES, load, salt_of

SCRIPT = Path(__file__).parents[2] / "reputation/web/static/web/voucher.js"
DRIVER = Path(__file__).with_name("voucher_vectors.mjs")
SALTED = [vector for vector in SIGNATURES if int(vector["sLen"], 16) == blind_rsa.SALT_BYTES]
ENCODED = [rules.encode_key(key.key.public_numbers().n) for key in KEYS]
CHALLENGE = Challenge("receipts.example", "receipts.example").encode()

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("voucher")
    shutil.copy(SCRIPT, made / "voucher.mjs")
    shutil.copy(DRIVER, made / "voucher_vectors.mjs")
    return made


def told(folder: Path, ask: str, questions: list[dict[str, Any]]) -> list[dict[str, str]]:
    given = "\n".join(json.dumps({"ask": ask} | question) for question in questions)
    done = subprocess.run(
        ["node", "voucher_vectors.mjs"], cwd=folder, input=given, check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def hexed(vector: dict[str, Any], *names: str) -> dict[str, str]:
    return {name: vector[name].removeprefix("0x") for name in names}


def text(raw: str) -> str:
    return bytes.fromhex(raw).decode()


def test_the_encodings_of_rfc_9474(folder: Path) -> None:
    wanted = [vector for vector in SIGNATURES if "encoded_msg" in vector]
    questions = [{"message": one["input_msg"], "salt": one["salt"], "bits": 4095} for one in wanted]
    assert told(folder, "encode", questions) == [{"encoded": one["encoded_msg"]} for one in wanted]


def test_the_blinded_messages_of_rfc_9474(folder: Path) -> None:
    questions = [
        {
            "message": one["input_msg"],
            "salt": one["salt"],
            "factor": f"{int(gmpy2.invert(int(one['inv'], 16), int(one['n'], 16))):x}",
            "modulus": one["n"].removeprefix("0x"),
        }
        for one in SIGNATURES
    ]
    found = told(folder, "blind", questions)
    assert [one["blinded"] for one in found] == [one["blinded_msg"] for one in SIGNATURES]
    assert [int(one["inverse"], 16) for one in found] == [int(one["inv"], 16) for one in SIGNATURES]


def test_the_signatures_of_rfc_9474(folder: Path) -> None:
    questions = [
        {"message": one["input_msg"], "answer": one["blind_sig"], "inverse": one["inv"][2:], "modulus": one["n"][2:]}
        for one in SALTED
    ]
    assert told(folder, "finalize", questions) == [{"signature": one["sig"]} for one in SALTED]


def test_the_tokens_of_rfc_9578_and_of_another_implementation(folder: Path) -> None:
    questions = [
        hexed(one, "nonce", "salt")
        | {"key": one["pkS"], "challenge": one["token_challenge"]}
        | {"factor": one["blind"], "response": one["token_response"]}
        for one in ISSUANCES
    ]
    wanted = [{"request": one["token_request"], "token": one["token"]} for one in ISSUANCES]
    assert told(folder, "token", questions) == wanted


def test_the_challenges_of_rfc_9577(folder: Path) -> None:
    made = [
        Challenge(text(one["issuer_name"]), text(one["origin_info"]), bytes.fromhex(one["redemption_context"]))
        for one in load("rfc9577_tokens.json")
    ]
    made += [Challenge("a" * 65_535, "b" * 65_535, bytes(32)), Challenge("a b", "c,d")]
    questions = [{"issuer": one.issuer, "origins": one.origins, "context": one.context.hex()} for one in made]
    assert told(folder, "challenge", questions) == [{"challenge": one.encode().hex()} for one in made]


@pytest.mark.parametrize(
    "odd",
    [
        Challenge(""),
        Challenge("ü"),
        Challenge("a", "b\n"),
        Challenge("a" * 65_536),
        Challenge("a", "b" * 65_536),
        Challenge("a", context=bytes(31)),
    ],
    ids=range(6),
)
def test_a_challenge_is_refused_by_both(folder: Path, odd: Challenge) -> None:
    question = {"issuer": odd.issuer, "origins": odd.origins, "context": odd.context.hex()}
    assert told(folder, "challenge", [question]) == [{"refused": "challenge"}]
    with pytest.raises(ReceiptError):
        odd.encode()


def test_our_issuer_and_the_script_make_tokens(folder: Path) -> None:
    questions = [{"key": encoded.hex(), "challenge": CHALLENGE.hex()} for encoded in ENCODED * 4]
    asked = told(folder, "ask", questions)
    requests = [TokenRequest.parse(bytes.fromhex(one["request"])) for one in asked]
    answers = [
        blind_rsa.blind_sign(one.blinded, SigningKey.of(key)).hex()
        for one, key in zip(requests, PRIVATE * 4, strict=True)
    ]
    found = told(
        folder,
        "finish",
        [
            question | one | {"response": answer}
            for question, one, answer in zip(questions, asked, answers, strict=True)
        ],
    )
    for key, request, one in zip(KEYS * 4, requests, found, strict=True):
        assert request.is_for(key.key_id)
        token = bytes.fromhex(one["token"])
        key.verify(token)
        assert token[2:98] == token[2:34] + tokens.authenticator_input(b"", CHALLENGE, key.key_id)[2:]
        assert one["header"] == tokens.authorization(token)
        assert tokens.parse_authorization(one["header"]) == token
    assert len({one["token"][4:68] for one in found}) == len({one["inverse"] for one in asked}) == len(found)
    salts = {
        salt_of(request.blinded, int(one["inverse"], 16), key)
        for key, request, one in zip(KEYS * 4, requests, asked, strict=True)
    }
    assert len(salts) == len(found)


def test_the_script_takes_no_other_answer(folder: Path) -> None:
    question = {"key": ENCODED[0].hex(), "challenge": CHALLENGE.hex()}
    (asked,) = told(folder, "ask", [question])
    blinded = TokenRequest.parse(bytes.fromhex(asked["request"])).blinded
    answer = blind_rsa.blind_sign(blinded, SigningKey.of(PRIVATE[0]))
    changed = answer[:-1] + bytes([answer[-1] ^ 1])
    stranger = blind_rsa.blind_sign(b"\x00" + blinded[1:], SigningKey.of(PRIVATE[1]))
    given = [answer, b"", answer[:-1], answer + b"\x00", changed, stranger, bytes(256), b"\xff" * 256]
    found = told(folder, "finish", [question | asked | {"response": one.hex()} for one in given])
    assert "token" in found[0]
    assert [one.get("refused") for one in found[1:]] == ["response"] * 3 + ["signature"] * 4


def test_the_script_reads_the_keys_that_python_reads(folder: Path) -> None:
    raw = ENCODED[0]
    plain = bytes.fromhex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100")
    odd = [
        b"",
        raw[:-1],
        raw + b"\x00",
        raw[:100] + raw[101:],
        raw[:-5] + b"\x01" + raw[-5:],
        raw[:81] + b"\x7f" + raw[82:],
        raw[:-6] + bytes([raw[-6] ^ 1]) + raw[-5:],
        raw[:-3] + b"\x01\x00\x03",
        b"\x31" + raw[1:],
        plain + raw[81:-5] + b"\x02\x03\x01\x00\x01",
    ]
    found = told(folder, "key", [{"key": one.hex()} for one in ENCODED + odd])
    assert found[: len(KEYS)] == [{"id": key.key_id.hex()} for key in KEYS]
    assert found[len(KEYS) :] == [{"refused": "key"}] * len(odd)
    for one in odd:
        with pytest.raises(ReceiptError):
            IssuerKey.parse(one)


def test_what_shares_a_prime_with_the_modulus_is_refused(folder: Path) -> None:
    key = SigningKey.of(PRIVATE[0])
    question = {"message": "00", "salt": "00" * 48, "factor": f"{int(key.p):x}", "modulus": f"{int(key.modulus):x}"}
    assert told(folder, "blind", [question]) == [{"refused": "key"}]
    modulus = 3 * (2**2046 + 1)
    questions = [
        question | {"salt": f"{salt:02x}" * 48, "factor": "1", "modulus": f"{modulus:x}"} for salt in range(20)
    ]
    encodings = [blind_rsa.encode(b"\x00", bytes([salt]) * 48, 2047) for salt in range(20)]
    found = told(folder, "blind", questions)
    shared = [gmpy2.gcd(int.from_bytes(encoded), modulus) > 1 for encoded in encodings]
    assert [one == {"refused": "key"} for one in found] == shared
    assert set(shared) == {True, False}


def read(text: str) -> dict[str, str]:
    try:
        return {"code": codes.parse(text)}
    except CodeError as error:
        return {"refused": error.code}


def test_both_read_and_show_500_codes_alike(folder: Path) -> None:
    made = [codes.make() for _ in range(400)]
    # Attesters' codes may end in any of the 37 check characters.
    made += ["".join(random.choices(codes.ALPHABET, k=20)) for _ in range(100)]
    shown = told(folder, "show", [{"code": code} for code in made])
    assert shown == [{"text": codes.show(code), "header": codes.authorization(code)} for code in made]
    assert told(folder, "read", [{"text": one["text"].lower()} for one in shown]) == [{"code": code} for code in made]


def test_both_fold_and_refuse_alike(folder: Path) -> None:
    code = "0123456789ABCDEFGHJK"
    check = codes.check_of(code)
    every = [chr(point) for point in (*range(0x180), *range(0x2000, 0x2070), 0x2212, 0x212A, 0x3000, 0xFEFF, 0x1F600)]
    texts = [code[:5] + sign + code[5:] + check for sign in every]
    texts += [code[:5] + sign + code[6:] + check for sign in every]
    texts += [code + sign for sign in every]
    texts += [codes.show(code)[:length] for length in range(26)]
    texts += [codes.show(code) + more for more in ("0", "?", " ", "\n", "😀")]
    texts += [code[:19] + "😀" + check, "o1I" + code[3:] + check, "OlL" + code[3:] + check, "\ud800" + code]
    for _ in range(500):
        typed = list(codes.show(codes.make()))
        typed[random.randrange(len(typed))] = random.choice("oOiIlLuU*~$=0aZ -–é")
        texts.append("".join(typed))
    found = told(folder, "read", [{"text": text} for text in texts])
    assert found == [read(text) for text in texts]
    assert {one.get("refused") for one in found} == {None, "code-sign", "code-short", "code-long", "code-check"}
