"""What writers want to become of their reviews: done once a day, all at the same hour, in an order that says nothing.

Of a review that still waits it is done when that comes out, or the review never does.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from reputation.core import ids, months
from reputation.core.rows import alone
from reputation.log import actions as log
from reputation.reviews import actions, errors, forgetting, masks, rules
from reputation.reviews.bodies import commitment_of
from reputation.reviews.models import Act, Held, MaskRequest, Review, WaitingReview, Writer
from reputation.reviews.rules import ActKind, Outcome

# Taken, so that nobody changes what is being done; who does so at the same moment waits, and acts anew.
TAKE = "DELETE FROM reviews_act WHERE review = ANY(%s) AND {which} RETURNING review, kind, stars, outcome, text"
DUE = TAKE.format(which="(release_on IS NULL OR release_on <= %s)")
ENDS = TAKE.format(which="kind <> 'change'")
ENDS_DUE = TAKE.format(which="kind <> 'change' AND release_on <= %s")
CHANGES = TAKE.format(which="kind = 'change'")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a writer wants to become of a review."""

    review: UUID
    kind: ActKind
    stars: int | None
    outcome: Outcome | None
    text: str | None


def release(*, now: datetime, until: date | None = None, source: ids.Source = ids.SECURE) -> int:
    """Let out what was wanted before the last release hour, shuffled, each in its own transaction; answers how many.

    Run as often as one likes: what was let out waits no longer, and what was missed is made up for. `until`: also what
    is due later than now, but not after this day.
    """
    day = until or rules.last_release(now)
    waits = WaitingReview.objects.filter(id=OuterRef("review"))
    due = Act.objects.filter(Q(release_on__lte=day) | Q(release_on__isnull=True) & ~Exists(waits))
    found = list(due.order_by("review").values_list("review", flat=True))
    done = 0
    for _, review in sorted((source.salt(), review) for review in found):
        with alone("reviews.release"), transaction.atomic():
            done += _release(review, day, now)
    return done


def _release(review: UUID, day: date, now: datetime) -> int:
    """Do what is due of one review by a day, with the review locked first, as everybody does."""
    row = WaitingReview.objects.select_for_update().filter(id=review).first()
    if row is not None:
        taken = _take(ENDS_DUE, [review], day)
        for wish in taken:
            _unpublish(row, wish.kind, now)
        return len(taken)
    try:
        actions.hold(review_id=review)
    except errors.NoSuchReview:
        # It never came out, and nobody's act is about it any more.
        Act.objects.filter(review=review).delete()
        return 0
    taken = _take(DUE, [review], day)
    for wish in taken:
        _do(wish, now)
    return len(taken)


def _take(statement: str, reviews: Collection[UUID], *values: date) -> list[Wish]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(reviews), *values])
        return [
            Wish(review, ActKind(kind), stars, None if outcome is None else Outcome(outcome), text)
            for review, kind, stars, outcome, text in cursor.fetchall()
        ]


def _do(wish: Wish, now: datetime) -> None:
    """Do what a writer wants of a published review; what cannot be done any more is over.

    A decision may have come first, or another change of stars: then the words alone change.
    """
    try:
        match wish.kind:
            case ActKind.WITHDRAW:
                actions.withdraw(review_id=wish.review, now=now)
            case ActKind.ERASE:
                actions.erase(review_id=wish.review, now=now)
            case ActKind.CHANGE:
                _change(wish, now)
    except errors.WrongState:
        return
    forgetting.writers_of([wish.review], now=now)


def _change(wish: Wish, now: datetime) -> None:
    figures_too = {"stars": wish.stars, "outcome": wish.outcome}
    try:
        actions.change(review_id=wish.review, text=wish.text, now=now, **figures_too)  # type: ignore[arg-type]
    except errors.FiguresChangedBefore:
        actions.change(review_id=wish.review, text=wish.text, now=now)
    if wish.text is not None:
        masks.mask_again(wish.review, now=now)


def _unpublish(row: WaitingReview, kind: ActKind, now: datetime) -> None:
    """Let a review go that never came out. Its token stays spent, and is named with its week as any other."""
    body = {
        "commitment": commitment_of("review", bytes(row.salt), row),
        "month": months.show(months.of(now)),
        "reason": "withdrawn" if kind is ActKind.WITHDRAW else "erased",
    }
    log.append(kind="review-unpublished", body=body)
    WaitingReview.objects.filter(id=row.id).delete()
    forget_unpublished([row.id])


def forget_unpublished(reviews: Collection[UUID]) -> None:
    """Forget whatever is known of reviews that will never come out."""
    Held.objects.filter(review__in=reviews).delete()
    MaskRequest.objects.filter(review__in=reviews).delete()
    Act.objects.filter(review__in=reviews).delete()
    Writer.objects.filter(review__in=reviews).delete()


def before_publication(rows: Iterable[WaitingReview], *, now: datetime) -> set[UUID]:
    """Take out of a batch, in its transaction, what its writers took back since; answers which reviews.

    It would come out for some hours otherwise.
    """
    by_id = {row.id: row for row in rows}
    taken = _take(ENDS, by_id)
    for wish in taken:
        _unpublish(by_id[wish.review], wish.kind, now)
    return {wish.review for wish in taken}


def at_publication(reviews: Iterable[Review], *, now: datetime) -> None:
    """Put newer words and masks in place right behind the first entries, in the transaction of the batch."""
    out = [review.public_id for review in reviews]
    for wish in _take(CHANGES, out):
        _do(wish, now)
    masks.at_publication(out, now=now)
