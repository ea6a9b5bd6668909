"""What an issuing key becomes, and how many codes a batch has. Pure."""

from enum import StrEnum

MOST_CODES = 10_000
"""Codes of one batch."""


class KeyState(StrEnum):
    """What became of an issuing key: asked for by a batch, made by the issuer, issuing once the log names it."""

    ASKED = "asked"
    MADE = "made"
    ISSUING = "issuing"
    ENDED = "ended"
