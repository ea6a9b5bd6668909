"""Issuing keys: made, sealed for the database, and opened to sign. Pure.

A sealed key is readable with the sealing key alone, which the environment gives, and under its own key id alone: a row
that was swapped with another does not open. AES-256-GCM; source: NIST SP 800-38D.
"""

import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

from reputation.receipts.rules import EXPONENT, MODULUS_BYTES, encode_key

SEALING_KEY_BYTES = 32
# What a sealed key begins with: the form, a mark that says which sealing key it was, and the nonce.
_FORM = b"\x01"
_MARK_BYTES = 8
_NONCE_BYTES = 12
_HEAD_BYTES = len(_FORM) + _MARK_BYTES
_PURPOSE = b"reputation/issuing-key/v1\n"


class SealError(ValueError):
    """A sealed key that does not open: another sealing key, another key id, or changed bytes."""


def generate() -> RSAPrivateKey:
    """A new issuing key of 2048 bits with the exponent 65537. Source: RFC 9578 section 6.5."""
    return rsa.generate_private_key(EXPONENT, 8 * MODULUS_BYTES)


def key_id(private: RSAPrivateKey) -> bytes:
    """The SHA-256 of the public key as RFC 9578 writes it: 32 bytes."""
    return sha256(encode_key(private.public_key().public_numbers().n)).digest()


def seal(private: RSAPrivateKey, sealing_key: bytes) -> bytes:
    """The key, encrypted under the sealing key (32 bytes) and bound to its key id.

    Raises:
        SealError: the sealing key has not 32 bytes.
    """
    raw = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    head, nonce = _FORM + _mark(sealing_key), os.urandom(_NONCE_BYTES)
    return head + nonce + AESGCM(sealing_key).encrypt(nonce, raw, _PURPOSE + head + key_id(private))


def unseal(sealed: bytes, named: bytes, sealing_key: bytes) -> RSAPrivateKey:
    """The key with this key id, out of what `seal` made of it.

    Raises:
        SealError: it was sealed with another sealing key, is not the key of this id, or was changed.
    """
    head, nonce = sealed[:_HEAD_BYTES], sealed[_HEAD_BYTES:][:_NONCE_BYTES]
    if len(nonce) != _NONCE_BYTES or head[: len(_FORM)] != _FORM:
        raise SealError("this is no sealed key")
    if head[len(_FORM) :] != _mark(sealing_key):
        raise SealError("the key was sealed with another sealing key: set the one it was sealed with")
    try:
        raw = AESGCM(sealing_key).decrypt(nonce, sealed[_HEAD_BYTES + _NONCE_BYTES :], _PURPOSE + head + named)
    except InvalidTag as error:
        raise SealError("the sealed key was changed, or belongs to another key id") from error
    private = load_der_private_key(raw, password=None)
    if not isinstance(private, RSAPrivateKey) or key_id(private) != named:
        raise SealError("what was sealed is another key")
    return private


def reseal(sealed: bytes, named: bytes, before: bytes, after: bytes) -> bytes:
    """The same key, sealed with another sealing key.

    Raises:
        SealError: it does not open with the one before, or the one after has not 32 bytes.
    """
    return seal(unseal(sealed, named, before), after)


def _mark(sealing_key: bytes) -> bytes:
    """Which sealing key it was, without a hint of what it is."""
    if len(sealing_key) != SEALING_KEY_BYTES:
        raise SealError(f"a sealing key has {SEALING_KEY_BYTES} bytes")
    return sha256(_PURPOSE + sealing_key).digest()[:_MARK_BYTES]
