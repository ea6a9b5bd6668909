"""The one challenge that all tokens are made for. Pure.

It names the issuer and nothing else: a challenge with a context of its own would mark who got it.
"""

from hashlib import sha256

from reputation.receipts.tokens import Challenge


def challenge(issuer: str) -> Challenge:
    """The challenge of this issuer (the setting ISSUER_NAME), which is the origin as well."""
    return Challenge(issuer, issuer)


def digest(issuer: str) -> bytes:
    """What every token that counts here holds of it: 32 bytes. Source: RFC 9577 section 2.2."""
    return sha256(challenge(issuer).encode()).digest()
