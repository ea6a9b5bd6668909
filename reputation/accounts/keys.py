"""Keys for one purpose each, made of SECRET_KEY: no two purposes share one."""

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def derived(purpose: str, secret: str | None = None) -> bytes:
    """32 bytes for one purpose; of SECRET_KEY, or of another secret. Source: RFC 5869."""
    material = (settings.SECRET_KEY if secret is None else secret).encode()
    return HKDF(SHA256(), 32, salt=None, info=f"reputation.accounts {purpose}".encode()).derive(material)


def blinded(purpose: str, text: str) -> bytes:
    """A text as nobody without SECRET_KEY can guess it from what is stored."""
    return hmac.new(derived(purpose), text.encode(), sha256).digest()
