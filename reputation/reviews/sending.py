"""A text is sent: looked over, then accepted and let wait, or held until a moderator has looked at it.

Who sends the same again gets the same answer: the codename leads to what was answered, and nothing else does.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db import OperationalError, transaction
from psycopg.errors import LockNotAvailable

from reputation.businesses import queries as businesses
from reputation.core import ids
from reputation.receipts import redemption
from reputation.receipts.errors import TokenSpent
from reputation.receipts.redemption import Redeemable
from reputation.reviews import acceptances, errors, held_texts, rules, waiting, writers
from reputation.reviews.acceptances import Slip
from reputation.reviews.bodies import checked, commitment_of
from reputation.reviews.held_texts import Content
from reputation.reviews.models import WaitingReview
from reputation.reviews.rules import HeldKind, Outcome, ReceiptClass
from reputation.screening.findings import Findings, Known, Verdict

# To look a text over takes up to a second of a processor; whoever sends floods of them shall not stop the other pages.
LOOKS_AT_ONCE = 2
LOOK_PATIENCE_S = 4.0
_looking = threading.BoundedSemaphore(LOOKS_AT_ONCE)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a writer says. `no_receipt_given`: whether the business gave none; None for those with a receipt."""

    stars: int
    outcome: Outcome
    language: str
    text: str
    no_receipt_given: bool | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the writer keeps: with the salt, and only with it, the commitment in the log can be shown to be theirs.

    `acceptance`: the signed promise that the review is in the log by a day. An invented review has none.
    """

    review: UUID
    business: UUID
    salt: bytes
    commitment: str
    published_by: date
    acceptance: str
    receipt_class: ReceiptClass
    key_id: bytes | None

    @classmethod
    def by(cls, slip: Slip, review: UUID) -> Self:
        """What the writer of a review keeps, by the slip."""
        promise = slip.promise
        return cls(
            review=review,
            business=UUID(promise.business),
            salt=slip.salt,
            commitment=promise.commitment,
            published_by=promise.publish_by,
            acceptance=slip.acceptance,
            receipt_class=ReceiptClass(promise.receipt_class),
            key_id=None if promise.key_id is None else bytes.fromhex(promise.key_id),
        )


@dataclass(frozen=True, slots=True)
class HeldNow:
    """A moderator looks first, by this day; until then the receipt is kept for this text."""

    review: UUID
    business: UUID
    decide_by: date


@contextmanager
def _without_waiting_long() -> Iterator[None]:
    """Refuse when what is spent or waits is being copied, and no lock is to be had within `lock_timeout`.

    Raises:
        ReviewsBusy
    """
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise errors.ReviewsBusy from error
        raise


def look_over(*, business: UUID, language: str, text: str) -> Findings:
    """What the screening says of a text about this business, whose own names and domains it leaves alone.

    Raises:
        NoSuchBusiness: there is none.
        ReviewsBusy: as many texts are being looked over in this process as may be, for longer than a page waits.
    """
    return _found(businesses.called(business), language, text)


def _found(called: businesses.Called, language: str, text: str) -> Findings:
    # To make its patterns takes as long as all else that a process of the service imports, and most look at no text.
    from reputation.screening import engine

    if not _looking.acquire(timeout=LOOK_PATIENCE_S):
        raise errors.ReviewsBusy
    try:
        return engine.find(text, language, Known(names=called.names, domains=called.domains))
    finally:
        _looking.release()


@_without_waiting_long()
def send(
    *,
    draft: Draft,
    codename: str,
    now: datetime,
    insists: bool = False,
    token: bytes | None = None,
    business: UUID | None = None,
    source: ids.Source = ids.SECURE,
) -> Accepted | HeldNow:
    """Take a review in: it waits for one to four whole weeks, or a moderator looks first.

    A token says whom the review is about; without one the caller does, and the review has no receipt. The same again
    with the same codename gets the same answer, and nothing is taken in twice. `insists`: the writer has seen what the
    screening marks, and leaves it as it is.

    Raises:
        BadReview: a field does not fit.
        BadCodename: the fact `rule` says why.
        CodenameUsed: it leads to another review.
        PassagesFound: the screening marks passages, and the writer was not asked yet.
        TokenNotValid, KeyAnnulled, TokenExpired: the token is no receipt, or none any more.
        TokenSpent: it went with another review.
        NotReviewable: the business left, and there is no receipt or its tombstone ended.
        NoSuchBusiness: there is none.
        ReviewsNotTaken: the log does not name the key that signs acceptances.
        ReviewsBusy: the same again in a moment will do.
    """
    acceptances.signing_key()
    words = writers.read(codename)
    row, called, receipt = _about(draft, token, business, now)
    found = _found(called, row.language, row.text)
    if found.items and not insists:
        raise errors.PassagesFound(found)
    if found.verdict is Verdict.MODERATOR:
        row.id = source.uuid()
        return _hold(row, words, receipt, found, now)
    return _accept(row, words, receipt, now, source)


def _about(
    draft: Draft, token: bytes | None, business: UUID | None, now: datetime
) -> tuple[WaitingReview, businesses.Called, Redeemable | None]:
    """What was sent as a row, its business, and its receipt. Two statements with a receipt, one without."""
    if (token is None) == (business is None):
        raise ValueError("either a token says whom the review is about, or the caller does")
    row = _row(draft)
    receipt = None
    if business is not None:
        row.business_id, row.receipt_class = business, ReceiptClass.NONE
    if token is not None:
        receipt = redemption.read(token, now=now)
        row.business_id, row.receipt_class = receipt.business, ReceiptClass(receipt.receipt_class)
        row.key_id = receipt.key_id
    called = businesses.called(row.business_id)
    _require_reviewable(row, called.left_on, now)
    return row, called, receipt


def _row(draft: Draft) -> WaitingReview:
    return WaitingReview(
        stars=draft.stars,
        outcome=draft.outcome,
        no_receipt_given=draft.no_receipt_given,
        language=draft.language,
        text=checked(stars=draft.stars, language=draft.language, text=draft.text),
    )


def _require_reviewable(row: WaitingReview, left_on: date | None, now: datetime) -> None:
    has_receipt = row.receipt_class != ReceiptClass.NONE
    if has_receipt != (row.no_receipt_given is None):
        raise errors.BadReview(field="no_receipt_given")
    if not rules.may_be_reviewed(left_on, now.date(), has_receipt=has_receipt):
        raise errors.NotReviewable


def _accept(
    row: WaitingReview, words: tuple[str, ...], receipt: Redeemable | None, now: datetime, source: ids.Source
) -> Accepted | HeldNow:
    waiting.draw(row, now, source)
    slip = acceptances.sign(row, published_by=rules.last_day_of_week(row.publish_week), sent=waiting.sent_as(row))
    with transaction.atomic():
        is_new = writers.note(words, row.id, slip) and (
            receipt is None or redemption.redeem(receipt, publish_week=row.publish_week)
        )
        if is_new:
            waiting.put(row)
            if rules.is_audited(source.salt()):
                held_texts.audit(row)
        transaction.set_rollback(not is_new)
    return Accepted.by(slip, row.id) if is_new else _answered_before(row, words)


def _hold(
    row: WaitingReview, words: tuple[str, ...], receipt: Redeemable | None, found: Findings, now: datetime
) -> Accepted | HeldNow:
    until = rules.decide_by(now.date())
    content = Content(
        text=row.text,
        stars=row.stars,
        outcome=Outcome(row.outcome),
        receipt_class=ReceiptClass(row.receipt_class),
        no_receipt_given=row.no_receipt_given,
        token=None if receipt is None else receipt.token,
        sent=waiting.sent_as(row),
    )
    with transaction.atomic():
        is_new = writers.note(words, row.id, None) and (receipt is None or redemption.reserve(receipt, until=until))
        if is_new:
            held_texts.hold(
                HeldKind.REVIEW, row.id, row.business_id, row.language, content, held_texts.cause(found), now
            )
        transaction.set_rollback(not is_new)
    return HeldNow(row.id, row.business_id, until) if is_new else _answered_before(row, words)


def _answered_before(row: WaitingReview, words: tuple[str, ...]) -> Accepted | HeldNow:
    """What was answered when the same was sent before.

    Raises:
        CodenameUsed: the codename leads to something else.
        TokenSpent: the codename leads nowhere, so it is the receipt that is used.
        ReviewsBusy: what was in the way is gone by now.
    """
    known = writers.known(words)
    if known is None:
        raise errors.ReviewsBusy if row.key_id is None else TokenSpent
    if known.slip is not None:
        if known.slip.sent != waiting.sent_as(row):
            raise errors.CodenameUsed
        return Accepted.by(known.slip, known.review)
    held = held_texts.one(known.review)
    if held is None or held.content is None or held_texts.opened(held).sent != waiting.sent_as(row):
        raise errors.CodenameUsed
    return HeldNow(known.review, held.business_id, held.decide_by)


def submit_invented(
    *,
    business: UUID,
    receipt_class: ReceiptClass,
    stars: int,
    outcome: Outcome,
    language: str,
    text: str,
    now: datetime,
    no_receipt_given: bool | None = None,
    source: ids.Source = ids.SECURE,
) -> Accepted:
    """Take in an invented review, whose class no token proves: the demonstration's, and the audit says so of it.

    It has no codename and no acceptance. The database takes a class without a key from the owner of its tables alone,
    never from the role of the pages.

    Raises:
        BadReview, NotReviewable, NoSuchBusiness: as for `send`.
    """
    row = _row(Draft(stars, outcome, language, text, no_receipt_given))
    row.business_id, row.receipt_class = business, receipt_class
    _require_reviewable(row, businesses.left_on(business), now)
    waiting.draw(row, now, source)
    waiting.put(row)
    return Accepted(
        review=row.id,
        business=business,
        salt=bytes(row.salt),
        commitment=commitment_of("review", bytes(row.salt), row),
        published_by=rules.last_day_of_week(row.publish_week),
        acceptance="",
        receipt_class=receipt_class,
        key_id=None,
    )
