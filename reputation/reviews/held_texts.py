"""Texts at which a moderator looks: put away sealed, and opened. What becomes of them is in held.py."""

import base64
import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from django.db import connection

from reputation.reviews import errors, rules, seals
from reputation.reviews.models import Held, WaitingReview
from reputation.reviews.rules import HeldCause, HeldKind, Outcome, ReceiptClass
from reputation.reviews.seals import Purpose, SealError
from reputation.screening.findings import Findings, Trouble

logger = logging.getLogger(__name__)

_CAUSES = {Trouble.LANGUAGE: HeldCause.LANGUAGE, Trouble.FAILED: HeldCause.SCREENING_FAILED}


@dataclass(frozen=True, slots=True)
class Content:
    """What is sealed of a held text. Of an edit the figures that are to change; of a reply the text alone.

    `token`: the receipt that is kept for a review; `sent`: a hash of what was sent, to know it when it comes again.
    """

    text: str
    stars: int | None = None
    outcome: Outcome | None = None
    receipt_class: ReceiptClass | None = None
    no_receipt_given: bool | None = None
    token: bytes | None = None
    sent: bytes | None = None

    def sealed(self, held: UUID) -> bytes:
        """The content as it is stored, bound to its row."""
        said = {
            "text": self.text,
            "stars": self.stars,
            "outcome": self.outcome,
            "receipt_class": self.receipt_class,
            "no_receipt_given": self.no_receipt_given,
            "token": None if self.token is None else base64.b64encode(self.token).decode(),
            "sent": None if self.sent is None else self.sent.hex(),
        }
        return seals.seal(Purpose.HELD, held.bytes, json.dumps(said).encode())

    @classmethod
    def opened(cls, held: UUID, sealed: bytes) -> Self:
        """What `sealed` made of it.

        Raises:
            SealError: it does not open.
        """
        said = json.loads(seals.unseal(Purpose.HELD, held.bytes, sealed))
        return cls(
            text=said["text"],
            stars=said["stars"],
            outcome=None if said["outcome"] is None else Outcome(said["outcome"]),
            receipt_class=None if said["receipt_class"] is None else ReceiptClass(said["receipt_class"]),
            no_receipt_given=said["no_receipt_given"],
            token=None if said["token"] is None else base64.b64decode(said["token"]),
            sent=None if said["sent"] is None else bytes.fromhex(said["sent"]),
        )

    def review(self, held: Held, text: str) -> WaitingReview:
        """The review that was held, with the text with which it comes out; its receipt is not looked at.

        Raises:
            SealError: this is no review.
        """
        if self.stars is None or self.outcome is None or self.receipt_class is None:
            raise SealError("this is no held review")
        return WaitingReview(
            id=held.id,
            business_id=held.business_id,
            stars=self.stars,
            outcome=self.outcome,
            receipt_class=self.receipt_class,
            no_receipt_given=self.no_receipt_given,
            language=held.language,
            text=text,
        )


def cause(found: Findings) -> HeldCause:
    """Why somebody has to look at a text with these findings."""
    return HeldCause.INSISTED if found.trouble is None else _CAUSES[found.trouble]


def hold(
    kind: HeldKind, about: UUID, business: UUID, language: str, content: Content, why: HeldCause, now: datetime
) -> Held:
    """Put a text away until a moderator has looked, in the caller's transaction. `about`: the review.

    A held review bears the id that it will have; an edit or reply takes the place of an earlier one that is held.
    """
    is_review = kind is HeldKind.REVIEW
    held = about if is_review else uuid4()
    if not is_review:
        _make_room(kind, about)
    return Held.objects.create(
        id=held,
        kind=kind,
        cause=why,
        business_id=business,
        review=None if is_review else about,
        language=language,
        content=content.sealed(held),
        week=rules.week_of(now.date()),
        decide_by=rules.decide_by(now.date()),
    )


def _make_room(kind: HeldKind, about: UUID) -> None:
    """Remove what is held of a kind; of two who come at once the second waits, and takes the place of the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"held {kind} of {about}"])
    Held.objects.filter(review=about, kind=kind).delete()


def audit(row: WaitingReview) -> None:
    """Have a text that seemed clean looked at once more, to learn what the screening misses. It goes its way.

    Somebody looks by the end of the week in which it comes out: its dates tell nothing of when it was sent.
    """
    held = uuid4()
    Held.objects.create(
        id=held,
        kind=HeldKind.AUDIT,
        cause=HeldCause.AUDIT,
        business_id=row.business_id,
        review=row.id,
        language=row.language,
        content=Content(text=row.text).sealed(held),
        week=row.publish_week,
        decide_by=rules.last_day_of_week(row.publish_week),
    )


def one(held: UUID) -> Held | None:
    """A held text by its id, if there is one."""
    return Held.objects.filter(id=held).first()


def opened(held: Held) -> Content:
    """What a held text says.

    Raises:
        HeldTextShut: it does not open.
    """
    try:
        return Content.opened(held.id, bytes(held.content or b""))
    except SealError as error:
        logger.exception("held-text-shut", extra={"kind": held.kind})
        raise errors.HeldTextShut from error
