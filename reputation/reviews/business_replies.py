"""Replies as a business sends them: who may, what is written down of it, and where they stand until they are out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from reputation.members import deeds, queries
from reputation.members.rules import Act, Actor, DeedKind
from reputation.reviews import replies
from reputation.reviews.models import Held, PendingReply
from reputation.reviews.rules import HeldKind, HeldState, Refusal


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A reply that is not out: on its way, of which nothing more is said, or with the moderators."""

    state: HeldState | None = None
    decide_by: date | None = None
    reason: Refusal | None = None


@transaction.atomic
def reply(*, actor: Actor, review: UUID, text: str, insists: bool, now: datetime) -> date | None:
    """Let a business answer a review; None when the reply is on its way, else the day by which a moderator looks.

    Raises:
        NotAllowed
        BadReply, PassagesFound, NoSuchReview, WrongState: as `replies.reply` says.
    """
    queries.require(actor, Act.ANSWER)
    decide_by = replies.reply(business=actor.business, review=review, text=text, insists=insists, now=now)
    deeds.note(actor, DeedKind.REPLIED, now=now, detail=str(review))
    return decide_by


def unsettled(reviews: Collection[UUID]) -> dict[UUID, Unsettled]:
    """The replies to these reviews that are not out: on their way, or with the moderators."""
    held = {
        row.review: Unsettled(HeldState(row.state), row.decide_by, None if row.reason is None else Refusal(row.reason))
        for row in Held.objects.filter(review__in=reviews, kind=HeldKind.REPLY).defer("content")
    }
    on_their_way = PendingReply.objects.filter(review__in=reviews).values_list("review", flat=True)
    return {review: found for review, found in held.items() if review is not None} | {
        review: Unsettled() for review in on_their_way
    }
