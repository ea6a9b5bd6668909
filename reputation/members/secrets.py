"""Secrets that are shown once: codes of invitations and keys of the API. Only their hash is kept."""

import hashlib
import secrets

BYTES = 32
BEGIN = "or_"
SHOWN = 4
"""How many characters of a key after its beginning are kept, so that its owner can tell it from others."""


def code() -> str:
    """A new code for a link."""
    return secrets.token_urlsafe(BYTES)


def key() -> str:
    """A new key of the API. Its beginning makes it known when it turns up where it should not be."""
    return BEGIN + secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> bytes:
    """What is kept of it. 256 random bits need no slow hash and no salt."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()
