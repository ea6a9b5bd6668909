"""Issuing keys for tests, and the examples of the RFCs as keys and bytes."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPrivateNumbers, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from reputation.receipts import blind_rsa, rules
from reputation.receipts.rules import IssuerKey
from tests.rich_log import issuers

DATA = Path(__file__).parent / "data"


def load(name: str) -> list[dict[str, Any]]:
    """The examples of a file."""
    found: list[dict[str, Any]] = json.loads((DATA / name).read_bytes())
    return found


SIGNATURES = load("rfc9474_signatures.json")
ISSUANCES = load("rfc9578_tokens.json") + load("rfc9578_tokens_rust.json")


def private_key(pem: bytes) -> RSAPrivateKey:
    """A private key out of PEM."""
    found = load_pem_private_key(pem, None)
    assert isinstance(found, RSAPrivateKey)
    return found


def public_key(private: RSAPrivateKey) -> IssuerKey:
    """The key as clients know it."""
    return IssuerKey.parse(rules.encode_key(private.public_key().public_numbers().n))


def signature_key(vector: dict[str, Any]) -> RSAPrivateKey:
    """The private key, of 4096 bits, of an example of RFC 9474."""
    n, e, d, p, q = (int(vector[name], 16) for name in "nedpq")
    halves = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return RSAPrivateNumbers(p, q, d, *halves, RSAPublicNumbers(e, n)).private_key()


def salt_of(blinded: bytes, inverse: int, key: IssuerKey) -> bytes:
    """The salt that a client chose, which only the client can find."""
    modulus = key.key.public_numbers().n
    encoded = (int.from_bytes(blinded) * pow(inverse, 65_537, modulus) % modulus).to_bytes(256)
    block, hashed = encoded[:-49], encoded[-49:-1]
    return bytes(a ^ b for a, b in zip(block, blind_rsa._mask(hashed, len(block)), strict=True))[-48:]


PRIVATE = [one.private for one in issuers()]
KEYS = [public_key(private) for private in PRIVATE]
