import hashlib
import json
from dataclasses import fields, replace
from typing import Any

import gmpy2
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384
from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.receipts import blind_rsa
from reputation.receipts.blind_rsa import BlindError, FaultError, SigningKey
from tests.issuers_made import DATA, ISSUANCES, KEYS, PRIVATE, SIGNATURES, private_key, salt_of, signature_key

PUBLIC = KEYS[0].key
SIGNING = SigningKey.of(PRIVATE[0])
PSS = padding.PSS(padding.MGF1(SHA384()), 48)
MODULUS = PUBLIC.public_numbers().n
# PSSZERO, another variant of the RFC, has no salt: only its blinding and signing are ours too.
SALTED = [vector for vector in SIGNATURES if int(vector["sLen"], 16) == blind_rsa.SALT_BYTES]


def of(vector: dict[str, Any], *names: str) -> list[bytes]:
    return [bytes.fromhex(vector[name].removeprefix("0x")) for name in names]


def named(vector: dict[str, Any]) -> str:
    return str(vector["name"])


@pytest.mark.parametrize("vector", SIGNATURES, ids=named)
def test_the_rfc_s_messages_are_blinded_and_signed_byte_for_byte(vector: dict[str, Any]) -> None:
    private = signature_key(vector)
    message, salt, blinded, signed = of(vector, "input_msg", "salt", "blinded_msg", "blind_sig")
    inverse = int(vector["inv"], 16)
    factor = int(gmpy2.invert(inverse, private.public_key().public_numbers().n))
    found = blind_rsa._blind(message, private.public_key(), salt, factor)
    assert (found.message, found.inverse) == (blinded, inverse)
    assert blind_rsa.blind_sign(blinded, SigningKey.of(private)) == signed


@pytest.mark.parametrize("vector", SALTED, ids=named)
def test_the_rfc_s_signatures_are_taken_out_byte_for_byte(vector: dict[str, Any]) -> None:
    message, signed, signature = of(vector, "input_msg", "blind_sig", "sig")
    public = signature_key(vector).public_key()
    assert blind_rsa.finalize(message, signed, int(vector["inv"], 16), public) == signature


@pytest.mark.parametrize("vector", [one for one in SIGNATURES if "encoded_msg" in one], ids=named)
def test_the_rfc_s_encodings_byte_for_byte(vector: dict[str, Any]) -> None:
    message, salt, encoded = of(vector, "input_msg", "salt", "encoded_msg")
    assert blind_rsa.encode(message, salt, 4095) == encoded


def test_an_encoding_made_elsewhere_with_another_hash_and_length(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = json.loads((DATA / "emsa_pss_sha1.json").read_bytes())
    message, salt, expected = of(vector, "msg", "salt", "expected")
    monkeypatch.setattr(blind_rsa, "_HASH", hashlib.sha1)
    assert blind_rsa.encode(message, salt, 1023) == expected


@pytest.mark.parametrize("vector", ISSUANCES)
def test_the_responses_of_rfc_9578_and_of_another_implementation(vector: dict[str, Any]) -> None:
    key = SigningKey.of(private_key(bytes.fromhex(vector["skS"])))
    request, response = of(vector, "token_request", "token_response")
    assert blind_rsa.blind_sign(request[3:], key) == response


@given(message=st.binary(max_size=300), which=st.integers(0, len(KEYS) - 1))
@settings(max_examples=30)
def test_what_our_client_asks_our_issuer_signs_and_others_verify(message: bytes, which: int) -> None:
    public = KEYS[which].key
    asked = blind_rsa.blind(message, public)
    answer = blind_rsa.blind_sign(asked.message, SigningKey.of(PRIVATE[which]))
    signature = blind_rsa.finalize(message, answer, asked.inverse, public)
    public.verify(signature, message, PSS, SHA384())
    with pytest.raises(InvalidSignature):
        public.verify(signature, message + b"\x00", PSS, SHA384())
    assert answer != signature


def test_an_issuer_sees_another_message_each_time() -> None:
    asked = [blind_rsa.blind(b"the same", PUBLIC) for _ in range(3)]
    assert len({one.message for one in asked}) == len({one.inverse for one in asked}) == 3
    assert len({salt_of(one.message, one.inverse, KEYS[0]) for one in asked}) == 3
    fixed = blind_rsa._blind(b"the same", PUBLIC, b"salt" * 12, 3)
    assert salt_of(fixed.message, fixed.inverse, KEYS[0]) == b"salt" * 12


@pytest.mark.parametrize("number", [1, 2, MODULUS - 2, MODULUS - 1])
def test_every_number_below_the_modulus_is_signed(number: int) -> None:
    signed = int.from_bytes(blind_rsa.blind_sign(number.to_bytes(256), SIGNING))
    assert pow(signed, 65_537, MODULUS) == number


@pytest.mark.parametrize("number", [0, MODULUS, MODULUS + 1, 2**2048 - 1])
def test_no_other_number_is_signed(number: int) -> None:
    with pytest.raises(BlindError, match="less than the modulus"):
        blind_rsa.blind_sign(number.to_bytes(256), SIGNING)


@pytest.mark.parametrize("raw", [b"", b"\x01", b"\x01" * 255, b"\x00" * 256 + b"\x02", b"\x00" + b"\x01" * 256])
def test_what_is_signed_has_the_length_of_the_modulus(raw: bytes) -> None:
    with pytest.raises(BlindError, match="has 256 bytes"):
        blind_rsa.blind_sign(raw, SIGNING)


@pytest.mark.parametrize("part", ["d_p", "d_q", "q_inverse", "p", "q"])
def test_a_fault_in_one_half_lets_nothing_out(part: str) -> None:
    blinded = blind_rsa.blind(b"message", PUBLIC).message
    assert len(blind_rsa.blind_sign(blinded, SIGNING)) == 256
    broken = replace(SIGNING, **{part: getattr(SIGNING, part) ^ 2})
    with pytest.raises(FaultError) as caught:
        blind_rsa.blind_sign(blinded, broken)
    assert caught.value.args == ("a blind signature came out wrong and was thrown away",)
    assert caught.value.__cause__ is None


def test_a_fault_of_the_machine_in_one_exponentiation_lets_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = gmpy2.powmod_sec
    blinded = blind_rsa.blind(b"message", PUBLIC).message

    def broken(base: Any, exponent: Any, modulus: Any) -> Any:
        found = whole(base, exponent, modulus)
        return found ^ 1 if modulus == SIGNING.p else found

    monkeypatch.setattr(gmpy2, "powmod_sec", broken)
    # What would have left gives the key away: a common divisor with the modulus.
    let_out = blind_rsa._sign(gmpy2.mpz(int.from_bytes(blinded)), SIGNING)
    wrong = gmpy2.powmod(let_out, 65_537, MODULUS) - int.from_bytes(blinded)
    assert gmpy2.gcd(wrong, MODULUS) == SIGNING.q
    with pytest.raises(FaultError):
        blind_rsa.blind_sign(blinded, SIGNING)


def test_the_private_exponents_meet_another_number_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, seen = gmpy2.powmod_sec, []

    def watched(base: Any, exponent: Any, modulus: Any) -> Any:
        if exponent in (SIGNING.d_p, SIGNING.d_q):
            seen.append(int(base))
        return whole(base, exponent, modulus)

    monkeypatch.setattr(gmpy2, "powmod_sec", watched)
    blinded = blind_rsa.blind(b"message", PUBLIC).message
    assert len({blind_rsa.blind_sign(blinded, SIGNING) for _ in range(5)}) == 1
    plain = {int.from_bytes(blinded) % prime for prime in (SIGNING.p, SIGNING.q)}
    assert len(set(seen)) == len(seen) == 10
    assert not plain & set(seen)


def test_a_client_takes_no_other_answer() -> None:
    asked = blind_rsa.blind(b"message", PUBLIC)
    answer = blind_rsa.blind_sign(asked.message, SIGNING)
    assert len(blind_rsa.finalize(b"message", answer, asked.inverse, PUBLIC)) == 256
    for other in (answer[:-1], answer + b"\x00", b"\x00" + answer, b""):
        with pytest.raises(BlindError, match="has 256 bytes"):
            blind_rsa.finalize(b"message", other, asked.inverse, PUBLIC)
    for other in (bytes(256), b"\xff" * 256, answer[:-1] + bytes([answer[-1] ^ 1]), asked.message):
        with pytest.raises(BlindError, match="no signature"):
            blind_rsa.finalize(b"message", other, asked.inverse, PUBLIC)
    with pytest.raises(BlindError, match="no signature"):
        blind_rsa.finalize(b"another", answer, asked.inverse, PUBLIC)
    with pytest.raises(BlindError, match="no signature"):
        blind_rsa.finalize(b"message", answer, asked.inverse + 1, PUBLIC)


def test_an_encoding_needs_room() -> None:
    least = 8 * (48 + 48 + 2)
    assert len(blind_rsa.encode(b"m", bytes(48), least)) == 98
    with pytest.raises(BlindError, match="too small"):
        blind_rsa.encode(b"m", bytes(48), least - 8)
    # A first bit that is not there stays empty, whatever the mask says.
    assert all(blind_rsa.encode(bytes([one]), bytes(48), 2041)[0] <= 1 for one in range(30))


def test_what_shares_a_prime_with_the_modulus_is_refused() -> None:
    with pytest.raises(BlindError, match="two large primes"):
        blind_rsa._blind(b"m", PUBLIC, bytes(48), int(SIGNING.p))
    modulus = 3 * (2**2046 + 1)
    encodings = {salt: blind_rsa.encode(b"m", bytes([salt]) * 48, 2047) for salt in range(40)}
    shared = next(salt for salt, encoded in encodings.items() if int.from_bytes(encoded) % 3 == 0)
    with pytest.raises(BlindError, match="two large primes"):
        blind_rsa._blind(b"m", RSAPublicNumbers(65_537, modulus).public_key(), bytes([shared]) * 48, 1)


def test_a_key_and_what_a_client_keeps_show_nothing_of_themselves() -> None:
    asked = blind_rsa.blind(b"message", PUBLIC)
    for secret in (SIGNING, asked):
        shown = f"{secret!r} {secret}"
        assert not any(str(int(getattr(SIGNING, field.name))) in shown for field in fields(SigningKey)[2:])
        assert str(asked.inverse) not in shown
