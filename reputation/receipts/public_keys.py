"""Public keys of attesters as people paste them. Pure.

Source: RFC 8032 (Ed25519), RFC 8410 (its public keys in PEM).
"""

import base64

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

LONGEST = 1_000
_PEM = "-----BEGIN PUBLIC KEY-----"


class PublicKeyError(ValueError):
    """A text that is no public key of Ed25519."""


def parse(text: str) -> bytes:
    """The 32 bytes of a public key of Ed25519: base64 of them, or PEM as openssl writes it.

    Raises:
        PublicKeyError: the text is none of the two, or holds another kind of key.
    """
    given = text.strip()
    try:
        if len(given) > LONGEST:
            raise ValueError
        key = load_pem_public_key(given.encode("ascii")) if given.startswith(_PEM) else _of_base64(given)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise PublicKeyError("this is no public key of Ed25519") from error
    if not isinstance(key, Ed25519PublicKey):
        raise PublicKeyError("this is a public key of another kind")
    return key.public_bytes_raw()


def show(key: bytes) -> str:
    """A key as it is shown: base64."""
    return base64.b64encode(key).decode()


def _of_base64(text: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text.encode("ascii"), validate=True))
