"""Blind RSA signatures, RSABSSA-SHA384-PSS-Deterministic: the only place where a private exponent is used. Pure.

Source: RFC 9474 sections 4.2 (blind), 4.3 (sign blindly), 4.4 (finalise); RFC 8017 section 9.1.1 (EMSA-PSS). Receipts
use it as RFC 9578 section 6 does, with 2048 bits; other sizes work too, which lets the RFC's own examples be tried.

How long the private operation takes must tell nothing about the key. It is done on a number that nobody else knows
(the request times a fresh random number), by GMP's exponentiation for secrets, in two halves, and nothing leaves before
the public key says that it is right: of one wrong half and its result anybody could work out the key.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha384
from typing import Self

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384

SALT_BYTES = 48
_HASH = sha384
_PADDING = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=SALT_BYTES)


class BlindError(ValueError):
    """A blinded message, or a blind signature, that is not one."""


class FaultError(RuntimeError):
    """The private operation came out wrong: a broken key or machine. Nothing of the result was let out."""


@dataclass(frozen=True, slots=True, repr=False)
class Blinded:
    """What a client sends, and what it keeps for the answer. `message`: as many bytes as the modulus has."""

    message: bytes
    inverse: int


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A private key with its two halves, as whole numbers of GMP. Signs blindly, and does nothing else."""

    modulus: gmpy2.mpz
    exponent: gmpy2.mpz
    p: gmpy2.mpz
    q: gmpy2.mpz
    d_p: gmpy2.mpz
    d_q: gmpy2.mpz
    q_inverse: gmpy2.mpz

    @classmethod
    def of(cls, private: RSAPrivateKey) -> Self:
        """The numbers of a key, which `cryptography` has seen to fit together."""
        found = private.private_numbers()
        known = found.public_numbers
        return cls(*map(gmpy2.mpz, (known.n, known.e, found.p, found.q, found.dmp1, found.dmq1, found.iqmp)))


def blind(message: bytes, public: RSAPublicKey) -> Blinded:
    """Encode a message of any length with a fresh salt, and hide it behind a fresh random number.

    Source: RFC 9474 section 4.2.

    Raises:
        BlindError: the key's modulus is too small, or shows itself to be no product of two large primes.
    """
    return _blind(message, public, secrets.token_bytes(SALT_BYTES), _below(public.public_numbers().n))


def is_blinded(blinded: bytes, key: SigningKey) -> bool:
    """Whether these bytes can be signed with a key: they are as many as its modulus has, more than 0 and below it."""
    return len(blinded) == _bytes_of(key.modulus) and 0 < int.from_bytes(blinded) < key.modulus


def blind_sign(blinded: bytes, key: SigningKey) -> bytes:
    """Sign what a client blinded; as many bytes as it sent. Source: RFC 9474 section 4.3.

    The RFC leaves 0 open, which no random number can hide and no client can come to; it is refused.

    Raises:
        BlindError: it has not the length of the modulus, or is 0, the modulus or more.
        FaultError: what came out is no signature.
    """
    if len(blinded) != _bytes_of(key.modulus):
        raise BlindError(f"a blinded message has {_bytes_of(key.modulus)} bytes")
    if not is_blinded(blinded, key):
        raise BlindError("a blinded message is more than 0 and less than the modulus")
    message = gmpy2.mpz(int.from_bytes(blinded))
    signature = _sign(message, key)
    if gmpy2.powmod(signature, key.exponent, key.modulus) != message:
        raise FaultError("a blind signature came out wrong and was thrown away")
    return int(signature).to_bytes(len(blinded))


def finalize(message: bytes, answer: bytes, inverse: int, public: RSAPublicKey) -> bytes:
    """The signature of the message, taken out of a blind signature and verified. Source: RFC 9474 section 4.4.

    Raises:
        BlindError: the answer has not the length of the modulus, or is not the signature that was asked for.
    """
    modulus = public.public_numbers().n
    if len(answer) != _bytes_of(modulus):
        raise BlindError(f"a blind signature has {_bytes_of(modulus)} bytes")
    signature = (int.from_bytes(answer) * inverse % modulus).to_bytes(len(answer))
    try:
        public.verify(signature, message, _PADDING, SHA384())
    except InvalidSignature as error:
        raise BlindError("the issuer's answer is no signature of what was asked for") from error
    return signature


def encode(message: bytes, salt: bytes, bits: int) -> bytes:
    """What is signed in place of a message: a number of `bits` bits at most, as bytes. Source: RFC 8017 section 9.1.1.

    Raises:
        BlindError: there is no room for the hash and the salt.
    """
    size, length = _HASH().digest_size, (bits + 7) // 8
    if length < size + len(salt) + 2:
        raise BlindError("the modulus is too small")
    hashed = _HASH(bytes(8) + _HASH(message).digest() + salt).digest()
    block = (b"\x01" + salt).rjust(length - size - 1, b"\x00")
    masked = int.from_bytes(block) ^ int.from_bytes(_mask(hashed, len(block)))
    kept = bits - 8 * (size + 1)
    return (masked & ((1 << kept) - 1)).to_bytes(len(block)) + hashed + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1. Source: RFC 8017 appendix B.2.1."""
    rounds = range(-(-length // _HASH().digest_size))
    return b"".join(_HASH(seed + number.to_bytes(4)).digest() for number in rounds)[:length]


def _blind(message: bytes, public: RSAPublicKey, salt: bytes, factor: int) -> Blinded:
    """Blind with this salt and this number from 1 to the modulus, the modulus not included."""
    numbers = public.public_numbers()
    encoded = int.from_bytes(encode(message, salt, numbers.n.bit_length() - 1))
    # What shares a prime with the modulus stays to be seen when it is blinded: a false key could mark people by that.
    if gmpy2.gcd(encoded * factor, numbers.n) != 1:
        raise BlindError("the key's modulus is no product of two large primes")
    hidden = encoded * gmpy2.powmod_sec(factor, numbers.e, numbers.n) % numbers.n
    return Blinded(int(hidden).to_bytes(_bytes_of(numbers.n)), int(gmpy2.invert(factor, numbers.n)))


def _sign(message: gmpy2.mpz, key: SigningKey) -> gmpy2.mpz:
    """The private operation on a number from 1 to the modulus, nothing verified yet.

    Only the exponentiations take the same steps for all numbers. The rest works on hidden ones.
    """
    factor = gmpy2.mpz(_below(int(key.modulus)))
    inverse = gmpy2.invert(factor, key.modulus)
    hidden = message * gmpy2.powmod_sec(factor, key.exponent, key.modulus) % key.modulus
    by_p = gmpy2.powmod_sec(hidden % key.p, key.d_p, key.p)
    by_q = gmpy2.powmod_sec(hidden % key.q, key.d_q, key.q)
    signed = by_q + (by_p - by_q) * key.q_inverse % key.p * key.q
    return signed * inverse % key.modulus


def _below(modulus: int) -> int:
    """A random number from 1 to the modulus, the modulus not included."""
    return 1 + secrets.randbelow(modulus - 1)


def _bytes_of(modulus: int) -> int:
    return (modulus.bit_length() + 7) // 8
