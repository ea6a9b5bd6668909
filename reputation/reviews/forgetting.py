"""What goes with the words of a review: whatever else holds some of them, and what leads its writer back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from reputation.core import months
from reputation.reviews.models import Act, Held, Look, Mark, MaskedWords, MaskRequest, Review, Tombstone, Writer
from reputation.reviews.rules import ActKind, HeldKind, MarkKind
from reputation.rulebook import reviews as numbers


def words_of(reviews: Collection[UUID]) -> None:
    """Remove what else holds words of these reviews, whose text is gone: changes, held texts, words to be masked."""
    MaskedWords.objects.filter(review__public_id__in=reviews).delete()
    Act.objects.filter(review__in=reviews, kind=ActKind.CHANGE).delete()
    Held.objects.filter(review__in=reviews, kind__in=[HeldKind.EDIT, HeldKind.AUDIT]).delete()
    requests = MaskRequest.objects.filter(review__in=reviews)
    requests.filter(decided_on__isnull=True).delete()
    requests.filter(words__isnull=False).update(words=None)


def writers_of(reviews: Collection[UUID], *, now: datetime) -> int:
    """Let codenames lead nowhere any more whose reviews are done with; answers how many."""
    return _forget(Writer.objects.filter(review__in=reviews), now)


def writers(*, now: datetime) -> int:
    """The same for all reviews: cases ended meanwhile, or the time for an appeal is over."""
    return _forget(Writer.objects.all(), now)


def _forget(found: QuerySet[Writer], now: datetime) -> int:
    """A writer comes back as long as there is a text, a case runs, or a decision may still be appealed."""
    review = Review.objects.filter(public_id=OuterRef("review"))
    of_it = Q(review__public_id=OuterRef("review"))
    case = Mark.objects.filter(of_it, kind=MarkKind.CHALLENGED, ended_on__isnull=True)
    since = months.later(now.date(), -numbers.RESTRICTED_TEXT_KEPT.value)
    removal = Tombstone.objects.filter(of_it, lifted_on__isnull=True, removed_on__gt=since)
    done = found.filter(Exists(review.filter(text__isnull=True)), ~Exists(case), ~Exists(removal))
    return done.delete()[0]


def looks(*, now: datetime) -> int:
    """Forget which moderator decided what about held texts, after its time; answers how many."""
    until = months.later(now.date(), -numbers.LOOK_KEPT.value)
    return Look.objects.filter(decided_on__lte=until).delete()[0]


def mask_requests(*, now: datetime) -> int:
    """Forget requests to mask words that were decided long ago; answers how many."""
    until = months.later(now.date(), -numbers.MASK_KEPT.value)
    return MaskRequest.objects.filter(decided_on__lte=until).delete()[0]
