"""What a business answers: looked over like a review, put beside it by the worker, edited by sending it again."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from procrastinate.contrib.django import app

from reputation.core.rows import alone
from reputation.reviews import actions, errors, looking, rules
from reputation.reviews.held_texts import Content
from reputation.reviews.models import Held, PendingReply, Review
from reputation.reviews.rules import HeldKind, State
from reputation.rulebook import reviews as numbers

# Taken, so that a better answer at the same moment waits for its own turn.
TAKE = "DELETE FROM reviews_pending_reply WHERE review = %s RETURNING business_id, text"


def reply(*, business: UUID, review: UUID, text: str, insists: bool, now: datetime) -> date | None:
    """Let a business answer a review, or put a better answer in place of its former one.

    Answers None when the reply is on its way; the day by which a moderator looks at it first otherwise.

    Raises:
        BadReply: the text does not fit.
        PassagesFound: it holds what should not be public, and the business does not insist.
        NoSuchReview: also when the review is about another business.
        WrongState: it is not shown.
    """
    try:
        kept = rules.clean(text, numbers.REPLY_LIMIT.value)
    except ValueError as error:
        raise errors.BadReply from error
    found = Review.objects.filter(public_id=review).only("business", "state", "language").first()
    if found is None or found.business_id != business:
        raise errors.NoSuchReview
    if found.state not in (State.PUBLISHED, State.ERASED):
        raise errors.WrongState(state=found.state)
    doubts = looking.over(business=business, language=found.language, text=kept, insists=insists)
    if doubts is not None:
        with transaction.atomic():
            return looking.hold(
                HeldKind.REPLY,
                review=review,
                business=business,
                language=found.language,
                content=Content(text=kept),
                found=doubts,
                now=now,
            )
    send(business=business, review=review, text=kept)
    return None


@transaction.atomic
def send(*, business: UUID, review: UUID, text: str) -> None:
    """Let a reply that may come out go its way; one that a moderator was to look at before is none any more."""
    Held.objects.filter(review=review, kind=HeldKind.REPLY).delete()
    row = PendingReply(review=review, business_id=business, text=text)
    PendingReply.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["review"], update_fields=["business", "text"]
    )
    app.configure_task("reviews.put_reply").defer(review=str(review))


@transaction.atomic
def put(*, review: UUID, now: datetime) -> bool:
    """Put a reply beside its review; whether there was one. What was taken out meanwhile takes no reply any more."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [review])
        taken = cursor.fetchone()
    if taken is None:
        return False
    business, text = taken
    try:
        actions.reply(review_id=review, business=business, text=text, now=now)
    except errors.WrongState:
        return False
    return True


def put_due(*, now: datetime) -> int:
    """Put what the queue lost; answers how many there were."""
    due = list(PendingReply.objects.values_list("review", flat=True))
    for review in due:
        with alone("reviews.make_up"):
            put(review=review, now=now)
    return len(due)
