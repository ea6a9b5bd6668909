import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from reputation.receipts import blind_rsa, keys_at_rest, rules
from reputation.receipts.blind_rsa import SigningKey
from reputation.receipts.keys_at_rest import SealError
from reputation.receipts.rules import IssuerKey
from tests.issuers_made import KEYS, PRIVATE

ONE, OTHER = b"\x01" * 32, b"\x02" * 32
ID = KEYS[0].key_id
SEALED = keys_at_rest.seal(PRIVATE[0], ONE)


def test_a_new_key_is_of_the_kind_that_receipts_need_and_no_two_are_alike() -> None:
    made = [keys_at_rest.generate() for _ in range(2)]
    moduli = {private.public_key().public_numbers().n for private in made}
    assert len(moduli) == 2
    for private in made:
        public = private.public_key()
        assert (public.public_numbers().e, public.key_size) == (65_537, 2048)
        key = IssuerKey.parse(rules.encode_key(public.public_numbers().n))
        assert keys_at_rest.key_id(private) == key.key_id
        asked = blind_rsa.blind(b"m", public)
        answer = blind_rsa.blind_sign(asked.message, SigningKey.of(private))
        assert blind_rsa.finalize(b"m", answer, asked.inverse, public)


def test_a_sealed_key_opens_as_what_it_was() -> None:
    assert keys_at_rest.unseal(SEALED, ID, ONE).private_numbers() == PRIVATE[0].private_numbers()


def test_a_sealed_key_is_another_each_time_and_shows_nothing() -> None:
    again = keys_at_rest.seal(PRIVATE[0], ONE)
    assert again[9:21] != SEALED[9:21]
    assert again[:9] == SEALED[:9]
    assert again[21:] != SEALED[21:]
    numbers = PRIVATE[0].private_numbers()
    secret = [number.to_bytes(128) for number in (numbers.p, numbers.q, numbers.dmp1, numbers.dmq1)]
    assert not any(part in SEALED for part in secret)


def test_another_sealing_key_is_named_as_the_fault() -> None:
    with pytest.raises(SealError, match="another sealing key: set the one"):
        keys_at_rest.unseal(SEALED, ID, OTHER)


@pytest.mark.parametrize("place", [0, 1, 8, 9, 20, 21, len(SEALED) // 2, len(SEALED) - 16, len(SEALED) - 1])
def test_a_changed_byte_does_not_open(place: int) -> None:
    raw = bytearray(SEALED)
    raw[place] ^= 1
    with pytest.raises(SealError):
        keys_at_rest.unseal(bytes(raw), ID, ONE)


@pytest.mark.parametrize("raw", [b"", SEALED[:20], b"\x02" + SEALED[1:]], ids=range(3))
def test_what_was_never_sealed_is_named_as_that(raw: bytes) -> None:
    with pytest.raises(SealError, match="no sealed key"):
        keys_at_rest.unseal(raw, ID, ONE)


@pytest.mark.parametrize("length", [0, 1, 8, 9, 20, 21, 36, 37, len(SEALED) - 1])
def test_a_cut_one_does_not_open(length: int) -> None:
    with pytest.raises(SealError):
        keys_at_rest.unseal(SEALED[:length], ID, ONE)


def test_swapped_rows_do_not_open() -> None:
    sealed = [keys_at_rest.seal(private, ONE) for private in PRIVATE[:2]]
    for at, (one, key) in enumerate(zip(sealed, KEYS, strict=False)):
        assert keys_at_rest.key_id(keys_at_rest.unseal(one, key.key_id, ONE)) == key.key_id
        with pytest.raises(SealError, match="another key id"):
            keys_at_rest.unseal(one, KEYS[1 - at].key_id, ONE)


@pytest.mark.parametrize("kind", ["another RSA key", "another kind of key"])
def test_what_was_sealed_under_a_foreign_id_is_refused(kind: str) -> None:
    private = PRIVATE[1] if kind == "another RSA key" else ed25519.Ed25519PrivateKey.from_private_bytes(ONE)
    raw = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    head, nonce = SEALED[:9], bytes(12)
    forged = head + nonce + AESGCM(ONE).encrypt(nonce, raw, keys_at_rest._PURPOSE + head + ID)
    with pytest.raises(SealError, match="another key"):
        keys_at_rest.unseal(forged, ID, ONE)


def test_a_key_is_sealed_anew_under_another_sealing_key() -> None:
    moved = keys_at_rest.reseal(SEALED, ID, ONE, OTHER)
    assert keys_at_rest.unseal(moved, ID, OTHER).private_numbers() == PRIVATE[0].private_numbers()
    with pytest.raises(SealError, match="another sealing key"):
        keys_at_rest.unseal(moved, ID, ONE)
    with pytest.raises(SealError, match="another sealing key"):
        keys_at_rest.reseal(moved, ID, ONE, OTHER)


@pytest.mark.parametrize("length", [0, 16, 24, 31, 33])
def test_a_sealing_key_has_32_bytes(length: int) -> None:
    with pytest.raises(SealError, match="has 32 bytes"):
        keys_at_rest.seal(PRIVATE[0], bytes(length))
    with pytest.raises(SealError, match="has 32 bytes"):
        keys_at_rest.unseal(SEALED, ID, bytes(length))
    with pytest.raises(SealError, match="has 32 bytes"):
        keys_at_rest.reseal(SEALED, ID, ONE, bytes(length))
