"""From a text that was sent to a line that everybody sees: taken in, held for weeks, published in shuffled batches."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from reputation.businesses import queries as businesses
from reputation.core import ids, months
from reputation.log import actions as log
from reputation.receipts import redemption, spent
from reputation.receipts.errors import TokenSpent
from reputation.receipts.redemption import Redeemable
from reputation.receipts.spent import Receipted
from reputation.reviews import beside, errors, releases, rules
from reputation.reviews.bodies import body_of, canonical_of, checked, commitment_of
from reputation.reviews.models import Review, WaitingReview
from reputation.reviews.rules import Outcome, ReceiptClass

logger = logging.getLogger(__name__)

# Any number that no other part of the service locks.
PUBLISHING = 0x7265_7669_6577
# By way of a model, sending a review would take a quarter longer.
WAIT = """
INSERT INTO reviews_waiting (id, business_id, publish_week, stars, outcome, receipt_class, no_receipt_given, language,
                             text, key_id, salt)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the writer keeps: with the salt, and only with it, the commitment in the log can be shown to be theirs."""

    review: UUID
    business: UUID
    salt: bytes
    commitment: str
    published_by: date


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


@_without_waiting_long()
def submit(
    *,
    stars: int,
    outcome: Outcome,
    language: str,
    text: str,
    now: datetime,
    token: bytes | None = None,
    business: UUID | None = None,
    no_receipt_given: bool | None = None,
    source: ids.Source = ids.SECURE,
) -> Accepted:
    """Take a review in and hold it for one to four whole weeks.

    A token says whom the review is about; without one the caller does, and the review has no receipt. The same review
    with the same token again gets the same answer for a week at least, and nothing is taken in twice.

    Raises:
        BadReview: a field does not fit.
        TokenNotValid, KeyAnnulled, TokenExpired: the token is no receipt, or none any more.
        TokenSpent: it went with another review, or with this one too long ago to tell.
        NotReviewable: the business left, and there is no receipt or its tombstone ended.
        NoSuchBusiness: there is none.
        ReviewsBusy: the same again in a moment will do.
    """
    kept = checked(stars=stars, language=language, text=text)
    row = WaitingReview(stars=stars, outcome=outcome, no_receipt_given=no_receipt_given, language=language, text=kept)
    if business is not None and token is None:
        row.business_id, row.receipt_class = business, ReceiptClass.NONE
        return _take_in(row, source, now)
    if token is None or business is not None:
        raise ValueError("either a token says whom the review is about, or the caller does")
    receipt = redemption.read(token, now=now)
    row.business_id, row.receipt_class = receipt.business, ReceiptClass(receipt.receipt_class)
    row.key_id = receipt.key_id
    return _take_in(row, receipt.sources(canonical_of(row))[0], now, receipt)


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

    The database takes such a row from the owner of its tables alone, never from the role of the pages.

    Raises:
        BadReview, NotReviewable, NoSuchBusiness: as for `submit`.
    """
    row = WaitingReview(
        business_id=business,
        receipt_class=receipt_class,
        stars=stars,
        outcome=outcome,
        no_receipt_given=no_receipt_given,
        language=language,
        text=checked(stars=stars, language=language, text=text),
    )
    return _take_in(row, source, now)


def _take_in(row: WaitingReview, source: ids.Source, now: datetime, receipt: Redeemable | None = None) -> Accepted:
    has_receipt = row.receipt_class != ReceiptClass.NONE
    if has_receipt != (row.no_receipt_given is None):
        raise errors.BadReview(field="no_receipt_given")
    if not rules.may_be_reviewed(businesses.left_on(row.business_id), now.date(), has_receipt=has_receipt):
        raise errors.NotReviewable
    row.salt, row.id = source.salt(), source.uuid()
    row.publish_week = rules.publish_week(now.date(), source.salt())
    with transaction.atomic():
        if receipt is None or redemption.redeem(receipt, publish_week=row.publish_week):
            _let_wait(row)
            published_by = rules.last_day_of_week(row.publish_week)
        else:
            published_by = _promised_before(row, receipt)
    return Accepted(
        review=row.id,
        business=row.business_id,
        salt=bytes(row.salt),
        commitment=commitment_of("review", row.salt, row),
        published_by=published_by,
    )


def _let_wait(row: WaitingReview) -> None:
    where: list[Any] = [row.id, row.business_id, row.publish_week]
    figures = [row.stars, str(row.outcome), str(row.receipt_class), row.no_receipt_given]
    words = [row.language, row.text, row.key_id, row.salt]
    with connection.cursor() as cursor:
        cursor.execute(WAIT, where + figures + words)


def _promised_before(row: WaitingReview, receipt: Redeemable) -> date:
    """By when the same review with the same token was promised before; the row gets the salt and id of then.

    Raises:
        TokenSpent: there is none, or its pepper is gone.
    """
    for source in receipt.sources(canonical_of(row)):
        row.salt, row.id = source.salt(), source.uuid()
        promised = _promised(row.id)
        if promised is not None:
            return promised
    raise TokenSpent


def _promised(review: UUID) -> date | None:
    """By when a review that was sent before is published; of one that is out, the end of the month in which it came.

    Its id can be known only to whoever sends the same words with the same token again.
    """
    with connection.cursor() as cursor:
        # What goes out in between is found below: nothing ever comes back from there.
        cursor.execute("SELECT reviews_publish_week(%s)", [review])
        (week,) = cursor.fetchone()
    if week is not None:
        return rules.last_day_of_week(week)
    month = Review.objects.filter(public_id=review).values_list("month", flat=True).first()
    return None if month is None else months.first_day(month + 1) - timedelta(days=1)


def publish_due(*, now: datetime, source: ids.Source = ids.SECURE) -> int:
    """Publish the reviews whose week has come, shuffled, in one transaction; answers how many.

    Whether it runs once a week or twice at once, each review comes out once: what a run published no longer waits. The
    tokens of the batch come before its reviews, in an order of their own. Reviews that name a key without a token for
    each are held back, whichever the shuffle puts last: nothing tells which of them are false. What a writer changed
    since follows the first entry at once; what was taken back does not come out.
    """
    week = rules.week_of(now.date())
    spent.renew_pepper(week)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])
        # Reviews first: a token may be named without its review, which comes later, and never the other way round.
        rows = list(WaitingReview.objects.filter(publish_week__lte=week).select_for_update().order_by("id"))
        gone = releases.before_publication(rows, now=now)
        rows = [row for row in rows if row.id not in gone]
        shuffled = [row for _, row in sorted(((source.salt(), row) for row in rows), key=lambda pair: pair[0])]
        may = spent.publish(week, {row.id: _receipted(row) for row in shuffled if row.key_id is not None})
        drawn = [row for row in shuffled if row.key_id is None or row.id in may]
        month = months.of(now)
        reviews = [_published(row, month) for row in drawn]
        Review.objects.bulk_create(reviews, batch_size=500)
        given = (("review", _first_entry(review, row)) for review, row in zip(reviews, drawn, strict=True))
        log.append_all(given, (beside.fresh(review) for review in reviews))
        WaitingReview.objects.filter(id__in=[row.id for row in drawn]).delete()
        releases.at_publication(reviews, now=now)
    if len(drawn) < len(rows):
        logger.error("reviews-held-back", extra={"count": len(rows) - len(drawn)})
    _forget_order()  # even if nothing came out: whoever sent in the meantime is among all others from now on
    return len(drawn)


def _receipted(row: WaitingReview) -> Receipted:
    return Receipted(row.business_id, str(row.receipt_class), bytes(row.key_id or b""))


def _forget_order() -> None:
    """Copy what still waits into a fresh file in random order: pages and transaction ids would tell who came first."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT reviews_forget_order()")
    spent.forget_order()


def _published(row: WaitingReview, month: int) -> Review:
    return Review(
        public_id=row.id,
        business_id=row.business_id,
        month=month,
        stars=row.stars,
        outcome=row.outcome,
        receipt_class=row.receipt_class,
        no_receipt_given=row.no_receipt_given,
        language=row.language,
        text=row.text,
        salt=row.salt,
    )


def _first_entry(review: Review, row: WaitingReview) -> dict[str, object]:
    body = body_of(review, review.month) | {
        "stars": review.stars,
        "outcome": str(review.outcome),
        "class": str(review.receipt_class),
        "commitment": commitment_of("review", bytes(row.salt), row),
    }
    if row.key_id is not None:
        body["key_id"] = bytes(row.key_id).hex()
    return body if review.no_receipt_given is None else body | {"no_receipt_given": review.no_receipt_given}
