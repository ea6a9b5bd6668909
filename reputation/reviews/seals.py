"""What only the pages can open: held texts, slips, handles, masked words, keys of proofs. From WRITERS_KEY, one each.

What is sealed opens under its own purpose and for what it is bound to alone: a row swapped with another does not open.
AES-256-GCM; sources: NIST SP 800-38D, RFC 5869.
"""

import os
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FORM = b"\x01"
_NONCE_BYTES = 12


class Purpose(StrEnum):
    """What a key is for: no two purposes share one."""

    CODENAME = "codename"
    HELD = "held"
    SLIP = "slip"
    MAILBOX = "mailbox"
    PROOFS = "proofs"
    ROOM = "room"
    MASKED = "masked"


class SealError(ValueError):
    """What does not open: another key, another purpose, bound to something else, or changed bytes."""


@lru_cache(maxsize=16)
def _derived(secret: bytes, purpose: Purpose) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"reputation.reviews {purpose}".encode()).derive(secret)


def keys(purpose: Purpose) -> list[bytes]:
    """The keys for a purpose, 32 bytes each: the present one, then that of WRITERS_KEY_BEFORE, where there is one.

    Raises:
        SealError: this process holds no WRITERS_KEY.
    """
    if settings.WRITERS_KEY is None:
        raise SealError("WRITERS_KEY is not set")
    before = [] if settings.WRITERS_KEY_BEFORE is None else [settings.WRITERS_KEY_BEFORE]
    return [_derived(secret, purpose) for secret in (settings.WRITERS_KEY, *before)]


def seal(purpose: Purpose, bound: bytes, content: bytes) -> bytes:
    """The content, encrypted for a purpose. `bound`: what it belongs to, such as the id of its row.

    Raises:
        SealError: this process holds no key.
    """
    return encrypt(keys(purpose)[0], bound, content)


def unseal(purpose: Purpose, bound: bytes, sealed: bytes) -> bytes:
    """What was sealed for this purpose and for what it is bound to.

    Raises:
        SealError: it does not open.
    """
    return decrypt(keys(purpose), bound, sealed)


def encrypt(key: bytes, bound: bytes, content: bytes) -> bytes:
    """The content, encrypted under a key of 32 bytes, and bound to what it belongs to."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORM + nonce + AESGCM(key).encrypt(nonce, content, _FORM + bound)


def decrypt(keys: Iterable[bytes], bound: bytes, sealed: bytes) -> bytes:
    """What was encrypted under one of these keys, and for what it is bound to.

    Raises:
        SealError: it does not open.
    """
    nonce, rest = sealed[len(_FORM) :][:_NONCE_BYTES], sealed[len(_FORM) + _NONCE_BYTES :]
    if not sealed.startswith(_FORM) or len(nonce) != _NONCE_BYTES:
        raise SealError("this is nothing sealed")
    for key in keys:
        try:
            return AESGCM(key).decrypt(nonce, rest, _FORM + bound)
        except InvalidTag:
            continue
    raise SealError("it was sealed with another key, for something else, or was changed")
