"""What a writer keeps: a signed promise that the review comes out by a day, and the salt that shows it to be theirs."""

import base64
import json
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from django.conf import settings

from reputation.log import about
from reputation.receipts import rules as receipts
from reputation.receipts.rules import Acceptance
from reputation.reviews import errors, seals
from reputation.reviews.bodies import commitment_of
from reputation.reviews.models import WaitingReview
from reputation.reviews.seals import Purpose
from reputation.tlog.notes import split

# What the log names it names for good, so that it is asked until it does.
_named: set[bytes | None] = set()


@dataclass(frozen=True, slots=True)
class Slip:
    """A signed acceptance and the salt of its commitment. `sent`: a hash of what was sent, to know it again.

    When a moderator put other words into the text, the acceptance is over the text as it comes out, `sent` is not.
    """

    acceptance: str
    salt: bytes
    sent: bytes

    @property
    def promise(self) -> Acceptance:
        """What is promised."""
        return receipts.parse_acceptance(split(self.acceptance.encode())[0])

    @property
    def document(self) -> bytes:
        """What the writer keeps, as a file in JSON."""
        kept = {"acceptance": self.acceptance, "salt": base64.b64encode(self.salt).decode()}
        return json.dumps(kept, indent=2).encode() + b"\n"

    def sealed(self, review: UUID) -> bytes:
        """The slip as it is stored beside the codename."""
        return seals.seal(Purpose.SLIP, review.bytes, self.salt + self.sent + self.acceptance.encode())

    @classmethod
    def opened(cls, review: UUID, sealed: bytes) -> Self:
        """The slip of a review, out of what `sealed` made of it.

        Raises:
            SealError: it does not open.
        """
        raw = seals.unseal(Purpose.SLIP, review.bytes, sealed)
        return cls(acceptance=raw[64:].decode(), salt=raw[:32], sent=raw[32:64])


def sign(row: WaitingReview, *, published_by: date, sent: bytes) -> Slip:
    """The promise that a review, as it waits, is in the log by a day.

    Raises:
        ReviewsNotTaken: nobody could check it.
    """
    key = signing_key()
    promise = Acceptance(
        origin=settings.LOG_ORIGIN,
        business=str(row.business_id),
        receipt_class=str(row.receipt_class),
        key_id=None if row.key_id is None else bytes(row.key_id).hex(),
        commitment=commitment_of("review", bytes(row.salt), row),
        publish_by=published_by,
    )
    return Slip(acceptance=promise.sign(key), salt=bytes(row.salt), sent=sent)


def signing_key() -> bytes:
    """The key that signs, if the log names it: what nobody can check would be worth nothing.

    Raises:
        ReviewsNotTaken: it does not, or this process holds not both keys of writers.
    """
    key, public = settings.ACCEPTANCE_KEY, settings.ACCEPTANCE_PUBLIC_KEY
    if public not in _named:
        _named.update(about.acceptance_keys())
    if key is None or settings.WRITERS_KEY is None or public not in _named:
        raise errors.ReviewsNotTaken
    return key


def are_signed() -> bool:
    """Whether reviews can be taken in: what is promised of them can be signed and checked."""
    try:
        signing_key()
    except errors.ReviewsNotTaken:
        return False
    return True
