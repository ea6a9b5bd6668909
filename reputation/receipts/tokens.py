"""How tokens are asked for and shown: challenges, requests, headers. Pure.

Source: RFC 9577 (challenge, token, headers), RFC 9578 section 6 (request, response), for token type 0x0002.
"""

import base64
import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from reputation.receipts import blind_rsa
from reputation.receipts.blind_rsa import Blinded, BlindError
from reputation.receipts.rules import MODULUS_BYTES, TOKEN_BYTES, TOKEN_TYPE, IssuerKey, ReceiptError, encode_key

REQUEST_BYTES = len(TOKEN_TYPE) + 1 + MODULUS_BYTES  # 259
NONCE_BYTES = 32
CONTEXT_BYTES = 32
LONGEST_HEADER = 2_000
REQUEST_MEDIA_TYPE = "application/private-token-request"
RESPONSE_MEDIA_TYPE = "application/private-token-response"
_NAME = re.compile(r"[\x20-\x7e]{0,65535}", re.ASCII)
_SCHEME = re.compile(r"(?i:privatetoken) +", re.ASCII)
# RFC 9110 sections 5.6.2, 5.6.4 and 11.2.
_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[\t \x21\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t \x21-\x7e\x80-\xff])*"'
_PARAMETER = re.compile(rf"({_WORD})[ \t]*=[ \t]*({_WORD}|{_QUOTED})[ \t]*(?:,[ \t]*|\Z)")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a token is made for. `origins`: names parted by commas, empty for any; `context`: 32 bytes, or none."""

    issuer: str
    origins: str = ""
    context: bytes = b""

    def encode(self) -> bytes:
        """The TokenChallenge. Source: RFC 9577 section 2.1.

        Raises:
            ReceiptError: a name is not ASCII or is too long, the issuer has none, or the context has another length.
        """
        if not self.issuer or not all(map(_NAME.fullmatch, (self.issuer, self.origins))):
            raise ReceiptError("a challenge names its issuer, in ASCII of 65535 characters at most, as its origins")
        if len(self.context) not in (0, CONTEXT_BYTES):
            raise ReceiptError(f"the context of a challenge has {CONTEXT_BYTES} bytes, or none")
        issuer, origins = self.issuer.encode(), self.origins.encode()
        context = len(self.context).to_bytes(1) + self.context
        return TOKEN_TYPE + len(issuer).to_bytes(2) + issuer + context + len(origins).to_bytes(2) + origins


def authenticator_input(nonce: bytes, challenge: bytes, key_id: bytes) -> bytes:
    """The 98 bytes that a token's signature is of. Source: RFC 9577 section 2.2.

    `challenge` is a TokenChallenge as it was encoded, of which they hold the SHA-256; nonce and key id have 32 bytes.
    """
    return TOKEN_TYPE + nonce + sha256(challenge).digest() + key_id


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """What a client sends: the last byte of the key id, and a blinded message of 256 bytes."""

    key_byte: int
    blinded: bytes

    @classmethod
    def parse(cls, raw: bytes) -> Self:
        """The request that these 259 bytes are. Source: RFC 9578 section 6.1.

        Raises:
            ReceiptError: they are none, or one for another type of token.
        """
        if len(raw) != REQUEST_BYTES:
            raise ReceiptError(f"a token request has {REQUEST_BYTES} bytes")
        if raw[:2] != TOKEN_TYPE:
            raise ReceiptError("only tokens of type 0x0002 are issued here")
        return cls(raw[2], raw[3:])

    def encode(self) -> bytes:
        """The request as it is sent."""
        return TOKEN_TYPE + self.key_byte.to_bytes(1) + self.blinded

    def is_for(self, key_id: bytes) -> bool:
        """Whether it names this key, as far as one byte can name it."""
        return self.key_byte == key_id[-1]


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """What a client keeps between its request and the answer."""

    key: IssuerKey
    signed: bytes
    blinded: Blinded

    @property
    def request(self) -> bytes:
        """The 259 bytes to send."""
        return TokenRequest(self.key.key_id[-1], self.blinded.message).encode()

    def finish(self, response: bytes) -> bytes:
        """The token of 354 bytes. Source: RFC 9578 section 6.3.

        Raises:
            ReceiptError: the response, 256 bytes, does not make one.
        """
        try:
            return self.signed + blind_rsa.finalize(self.signed, response, self.blinded.inverse, self.key.key)
        except BlindError as error:
            raise ReceiptError(str(error)) from error


def ask(key: IssuerKey, challenge: bytes) -> Asked:
    """Begin to ask for a token, for an encoded challenge. Source: RFC 9578 section 6.1.

    Raises:
        ReceiptError: the key's modulus shows itself to be no product of two large primes.
    """
    signed = authenticator_input(secrets.token_bytes(NONCE_BYTES), challenge, key.key_id)
    try:
        return Asked(key, signed, blind_rsa.blind(signed, key.key))
    except BlindError as error:
        raise ReceiptError(str(error)) from error


def www_authenticate(challenge: Challenge, key: IssuerKey | None = None, max_age_s: int | None = None) -> str:
    """The value of the header WWW-Authenticate that asks for a token. Source: RFC 9577 section 2.1.

    Without a key the client has to know elsewhere which key it wants a token of.
    """
    says = f'PrivateToken challenge="{to_base64(challenge.encode())}"'
    if key is not None:
        says += f', token-key="{to_base64(encode_key(key.key.public_numbers().n))}"'
    return says if max_age_s is None else f'{says}, max-age="{max_age_s}"'


def authorization(token: bytes) -> str:
    """The value of the header Authorization that shows a token. Source: RFC 9577 section 2.2."""
    return f'PrivateToken token="{to_base64(token)}"'


def parse_authorization(header: str) -> bytes:
    """The token of 354 bytes that such a header shows; nothing is verified but its length and type.

    Parameters with other names are passed over, as RFC 9577 section 2.2 has it.

    Raises:
        ReceiptError: the header is another, not well formed, or shows no token of type 0x0002.
    """
    if len(header) > LONGEST_HEADER:
        raise ReceiptError("the header Authorization is too long")
    scheme = _SCHEME.match(header)
    if scheme is None:
        raise ReceiptError('the header must be: Authorization: PrivateToken token="…"')
    shown = _parameters(header[scheme.end() :]).get("token")
    if shown is None:
        raise ReceiptError("the header Authorization has no parameter token")
    token = from_base64(shown)
    if len(token) != TOKEN_BYTES or token[:2] != TOKEN_TYPE:
        raise ReceiptError("this is no token of type 0x0002")
    return token


def to_base64(raw: bytes) -> str:
    """The base64 of RFC 4648 section 5, for addresses and headers, with padding."""
    return base64.urlsafe_b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """Bytes from that base64, written in the one way.

    Raises:
        ReceiptError: it is anything else.
    """
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except ValueError as error:
        raise ReceiptError("this is not base64url") from error
    if to_base64(raw) != text:
        raise ReceiptError("this is not the base64url of its bytes, with padding")
    return raw


def _parameters(text: str) -> dict[str, str]:
    """The parameters of a header by their names in small letters. Source: RFC 9110 section 11.2."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = _PARAMETER.match(text, at)
        if match is None:
            raise ReceiptError("the header's parameters are not well formed")
        name, value = match[1].lower(), match[2]
        if name in found:
            raise ReceiptError(f"the header gives {name} twice")
        found[name] = _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value
        at = match.end()
    return found
