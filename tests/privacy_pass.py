"""A client of Privacy Pass that is not ours: written after the RFCs, with nothing of this project.

Source: RFC 9577 section 2 (challenge, token), RFC 9578 sections 4 (directory) and 6 (type 0x0002), RFC 9474 section 4
(blind RSA), RFC 8017 section 9.1.1 (EMSA-PSS). Slow and in the open: it is for tests.
"""

import base64
import hashlib
import json
import os
import secrets
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import gcd
from urllib.parse import urljoin

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA384

# What asks a server: method, address, headers, body; answers status, headers with small names, body.
Ask = Callable[[str, str, Mapping[str, str], bytes], tuple[int, Mapping[str, str], bytes]]
BLIND_RSA = 0x0002


@dataclass
class Key:
    """A token-key of a directory: its bytes, modulus and exponent."""

    raw: bytes
    modulus: int
    exponent: int

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.raw).digest()


def read_der(raw: bytes) -> tuple[int, bytes, bytes]:
    """The first element of some DER: its tag, its content, what follows."""
    tag, length, at = raw[0], raw[1], 2
    if length & 0x80:
        at += length & 0x7F
        length = int.from_bytes(raw[2:at], "big")
    return tag, raw[at : at + length], raw[at + length :]


def key_of(raw: bytes) -> Key:
    """A public key out of its SubjectPublicKeyInfo."""
    tag, whole, rest = read_der(raw)
    assert (tag, rest) == (0x30, b"")
    _, algorithm, rest = read_der(whole)
    assert bytes.fromhex("06092a864886f70d01010a") in algorithm, "id-RSASSA-PSS"
    tag, bits, rest = read_der(rest)
    assert (tag, rest, bits[0]) == (0x03, b"", 0)
    _, numbers, _ = read_der(bits[1:])
    _, modulus, rest = read_der(numbers)
    _, exponent, _ = read_der(rest)
    return Key(raw, int.from_bytes(modulus, "big"), int.from_bytes(exponent, "big"))


def mgf1(seed: bytes, length: int) -> bytes:
    made = b""
    while len(made) < length:
        made += hashlib.sha384(seed + struct.pack(">I", len(made) // 48)).digest()
    return made[:length]


def pss_encode(message: bytes, bits: int) -> int:
    """EMSA-PSS with SHA-384 and a salt of 48 bytes."""
    salt, size = os.urandom(48), (bits + 7) // 8
    digest = hashlib.sha384(b"\0" * 8 + hashlib.sha384(message).digest() + salt).digest()
    block = b"\0" * (size - 48 - 48 - 2) + b"\x01" + salt
    masked = bytearray(a ^ b for a, b in zip(block, mgf1(digest, len(block)), strict=True))
    masked[0] &= 0xFF >> (8 * size - bits)
    return int.from_bytes(bytes(masked) + digest + b"\xbc", "big")


def directory(ask: Ask, address: str) -> tuple[str, list[Key]]:
    """Where requests go, and the keys of the type we speak, the preferred one first."""
    status, headers, body = ask("GET", address, {}, b"")
    assert status == 200
    assert headers["content-type"] == "application/private-token-issuer-directory"
    said = json.loads(body)
    keys = [key_of(base64.urlsafe_b64decode(key["token-key"])) for key in said["token-keys"] if key["token-type"] == 2]
    return urljoin(address, said["issuer-request-uri"]), keys


def token_from(ask: Ask, directory_address: str, challenge: bytes, authorization: str) -> tuple[bytes, Key]:
    """A token for a challenge, from the issuer whose directory is there, and the key that signed it."""
    address, keys = directory(ask, directory_address)
    key = keys[0]
    signed = struct.pack(">H", BLIND_RSA) + secrets.token_bytes(32) + hashlib.sha256(challenge).digest() + key.id
    encoded = pss_encode(signed, key.modulus.bit_length() - 1)
    assert gcd(encoded, key.modulus) == 1
    factor = secrets.randbelow(key.modulus - 2) + 2
    blinded = encoded * pow(factor, key.exponent, key.modulus) % key.modulus
    request = struct.pack(">HB", BLIND_RSA, key.id[-1]) + blinded.to_bytes(256, "big")
    headers = {"Content-Type": "application/private-token-request", "Authorization": authorization}
    status, got, body = ask("POST", address, headers, request)
    assert (status, got["content-type"], len(body)) == (200, "application/private-token-response", 256), body
    signature = (int.from_bytes(body, "big") * pow(factor, -1, key.modulus) % key.modulus).to_bytes(256, "big")
    public = RSAPublicNumbers(key.exponent, key.modulus).public_key()
    public.verify(signature, signed, padding.PSS(padding.MGF1(SHA384()), 48), SHA384())
    return signed + signature, key
