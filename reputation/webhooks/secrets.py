"""The secrets that sign: made here, shown once, kept encrypted under a key that comes from SECRET_KEY."""

import base64
import secrets
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from reputation.webhooks.rules import SECRET_BYTES

BEGIN = "whsec_"


class SecretLost(Exception):
    """It was encrypted under another SECRET_KEY: only a new one helps."""


@lru_cache(maxsize=2)
def _box(secret_key: str) -> Fernet:
    derived = HKDF(SHA256(), length=32, salt=None, info=b"open-reference webhook secrets 1").derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def new() -> bytes:
    """A new secret."""
    return secrets.token_bytes(SECRET_BYTES)


def shown(secret: bytes) -> str:
    """A secret as the receiver's library takes it."""
    return BEGIN + base64.b64encode(secret).decode()


def closed(secret: bytes) -> bytes:
    """A secret as it is kept."""
    return _box(settings.SECRET_KEY).encrypt(secret)


def opened(kept: bytes) -> bytes:
    """A secret that was kept.

    Raises:
        SecretLost
    """
    try:
        return _box(settings.SECRET_KEY).decrypt(kept)
    except InvalidToken as error:
        raise SecretLost from error
