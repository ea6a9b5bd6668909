"""From a review that waits to a line that everybody sees: published in shuffled batches once its week has come."""

import logging
from datetime import date, datetime

from django.db import connection, transaction

from reputation.core import ids, months
from reputation.log import actions as log
from reputation.receipts import spent
from reputation.receipts.spent import Receipted
from reputation.reviews import beside, releases, rules
from reputation.reviews.bodies import body_of, commitment_of
from reputation.reviews.models import Review, WaitingReview

logger = logging.getLogger(__name__)

# Any number that no other part of the service locks.
PUBLISHING = 0x7265_7669_6577
FORGETTING = ("reviews_forget_order", "reviews_forget_order_of_writers", "reviews_forget_order_of_held")


def publish_due(*, now: datetime, until: date | None = None, source: ids.Source = ids.SECURE) -> int:
    """Publish the reviews whose week has come, shuffled, in one transaction; answers how many.

    Whether it runs once a week or twice at once, each review comes out once: what a run published no longer waits. The
    tokens of the batch come before its reviews, in an order of their own. Reviews that name a key without a token for
    each are held back, whichever the shuffle puts last: nothing tells which of them are false. What a writer changed
    since follows the first entry at once; what was taken back does not come out. `until`: also those whose week begins
    later than now, but not after this day.
    """
    week = rules.week_of(until or now.date())
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
    """Copy what waits and who wrote into fresh files in random order: pages and transactions would tell the order."""
    for function in FORGETTING:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}()")
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
