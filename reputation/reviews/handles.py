"""Handles: what is given for a codename that was shown. Sealed, they say nothing, and are good for a short time."""

import base64
import binascii
from datetime import UTC, datetime

from reputation.reviews import seals
from reputation.reviews.seals import Purpose
from reputation.rulebook import reviews as numbers

_UNTIL_BYTES = 8


class HandleOverError(ValueError):
    """No handle, or none for this, or its time is over."""


def give(purpose: Purpose, verifier: bytes, now: datetime) -> str:
    """A handle for what a codename opens, which is known by its verifier."""
    until = int(now.timestamp()) + 60 * numbers.MAILBOX_OPEN.value
    sealed = seals.seal(purpose, str(purpose).encode(), until.to_bytes(_UNTIL_BYTES) + verifier)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def verifier_of(purpose: Purpose, handle: str, now: datetime) -> bytes:
    """The verifier in a handle.

    Raises:
        HandleOverError
    """
    try:
        sealed = base64.b64decode(handle.encode("ascii") + b"=" * (-len(handle) % 4), altchars=b"-_", validate=True)
        raw = seals.unseal(purpose, str(purpose).encode(), sealed)
    except (binascii.Error, UnicodeEncodeError, seals.SealError) as error:
        raise HandleOverError from error
    if now >= datetime.fromtimestamp(int.from_bytes(raw[:_UNTIL_BYTES]), UTC):
        raise HandleOverError
    return raw[_UNTIL_BYTES:]
