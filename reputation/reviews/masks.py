"""Words that name somebody: masked at once when it is asked for, and a moderator decides whether they stay so.

Whoever asks needs no account and says nothing about themselves. The words alone are masked; figures and the rest stay.
The words are kept with the request until it is decided, in no log and no job.
"""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from procrastinate.contrib.django import app

from reputation.accounts import keys as secrets
from reputation.core import ids
from reputation.core.db import broken_constraint
from reputation.core.rows import alone
from reputation.reviews import actions, errors, rules, wordings
from reputation.reviews.models import MaskedWords, MaskRequest, Review
from reputation.reviews.rules import Masked, MaskedAs, MaskState, State
from reputation.rulebook import reviews as numbers

PENDING = (MaskState.ASKED, MaskState.MASKED)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to mask words, as a moderator sees it. `text`: of the review as it is shown now.

    `is_again`: these words were decided about before, or others too often in vain: a moderator looks first. `places`:
    where in the text the other wording stands for them, as `one` finds.
    """

    public_id: UUID
    review: UUID
    business: UUID
    language: str
    text: str
    words: str
    wording: str
    is_masked: bool
    is_again: bool
    is_late: bool
    asked_on: date
    decide_by: datetime
    places: tuple[Masked, ...] = ()


@dataclass(frozen=True, slots=True)
class MaskCounts:
    """What became of requests to mask words, as far as they are kept. `late`: of them, undecided within the hours."""

    pending: int
    stays: int
    lifted: int
    late: int


def ask(*, review: UUID, words: str, kind_of_words: MaskedAs, now: datetime, source: ids.Source = ids.SECURE) -> Asked:
    """Have words of a review masked that name somebody. Within seconds they are, unless they were decided about before.

    Raises:
        BadSpan: they are not in the text, are masked already, or are too much of it.
        MaskPending: other words of this review wait for their decision.
        NoSuchReview, WrongState
    """
    found = Review.objects.filter(public_id=review).only("id", "business", "language", "text", "state").first()
    if found is None:
        raise errors.NoSuchReview
    if found.state != State.PUBLISHED or found.text is None:
        raise errors.WrongState(state=found.state)
    words, wording = words.strip(), wordings.wording_of(found.language, kind_of_words)
    masked = [Masked(*row) for row in MaskedWords.objects.filter(review=found).values_list("start", "length")]
    if words in wording or not rules.may_be_marked(words, found.text, masked):
        raise errors.BadSpan
    row = MaskRequest(
        public_id=source.uuid(),
        review=review,
        words=words,
        words_hash=_hash(review, words),
        wording=wording,
        asked_on=now.date(),
        decide_by=now + timedelta(hours=numbers.MASK_DECIDED.value),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _defer(row.public_id)
    except IntegrityError as error:
        if broken_constraint(error) == "mask_one_pending":
            raise errors.MaskPending from error
        raise
    return _asked(row, found)


def _hash(review: UUID, words: str) -> bytes:
    """Words of a review, to know them when they come again. Nobody who has no key can try words out on it."""
    return secrets.blinded("masked words", f"{review} {rules.folded(words)}")


def _defer(request: UUID) -> None:
    app.configure_task("reviews.mask_words").defer(request=str(request))


def waiting(now: datetime) -> list[Asked]:
    """What waits for a decision, by the moment until which; those of reviews that are not shown now wait on."""
    shown = {
        review.public_id: review
        for review in Review.objects.filter(
            public_id__in=MaskRequest.objects.filter(state__in=PENDING).values("review"), state=State.PUBLISHED
        ).only("id", "public_id", "business", "language", "text", "state")
    }
    rows = MaskRequest.objects.filter(state__in=PENDING, review__in=shown.keys(), asked_on__lte=now.date())
    return [_asked(row, shown[row.review]) for row in rows.order_by("decide_by", "public_id")]


def one(mask: UUID) -> Asked:
    """A request that waits for its decision.

    Raises:
        NoSuchMaskRequest, MaskDecided
    """
    row = MaskRequest.objects.filter(public_id=mask).first()
    if row is None:
        raise errors.NoSuchMaskRequest
    if row.state not in PENDING:
        raise errors.MaskDecided
    review = Review.objects.only("id", "public_id", "business", "language", "text").get(public_id=row.review)
    places = MaskedWords.objects.filter(request=mask).order_by("start").values_list("start", "length")
    return replace(_asked(row, review), places=tuple(Masked(*place) for place in places))


def _asked(row: MaskRequest, review: Review) -> Asked:
    return Asked(
        public_id=row.public_id,
        review=row.review,
        business=review.business_id,
        language=review.language,
        text=review.text or "",
        words=row.words or "",
        wording=row.wording,
        is_masked=row.state == MaskState.MASKED,
        is_again=_decided_before(row),
        is_late=row.is_late,
        asked_on=row.asked_on,
        decide_by=row.decide_by,
    )


def _decided_before(row: MaskRequest) -> bool:
    """Whether a moderator looks first: these words were decided about, or others of the review were marked in vain."""
    before = MaskRequest.objects.filter(review=row.review, decided_on__isnull=False).exclude(public_id=row.public_id)
    if before.filter(words_hash=bytes(row.words_hash)).exists():
        return True
    return before.filter(state=MaskState.LIFTED).count() >= numbers.MASKS_LIFTED.value


@transaction.atomic
def decide(*, mask: UUID, user: int, stays: bool, now: datetime) -> None:
    """Let the words stay masked, or show them again; the worker does it within seconds. Who may is asked by the caller.

    Raises:
        NoSuchMaskRequest, MaskDecided
    """
    row = MaskRequest.objects.select_for_update().filter(public_id=mask).first()
    if row is None:
        raise errors.NoSuchMaskRequest
    if row.state not in PENDING:
        raise errors.MaskDecided
    row.state = MaskState.STAYS if stays else MaskState.LIFTED
    row.decided_by_id, row.decided_on, row.is_late = user, now.date(), row.is_late or now >= row.decide_by
    row.save(update_fields=["state", "decided_by", "decided_on", "is_late"])
    _defer(mask)


@transaction.atomic
def found(*, review: UUID, words: str, wording: str, user: int, now: datetime, source: ids.Source = ids.SECURE) -> None:
    """Have words masked that a moderator found in a text which is out or will come out: asked and decided at once."""
    row = MaskRequest.objects.create(
        public_id=source.uuid(),
        review=review,
        words=words,
        words_hash=_hash(review, words),
        wording=wording,
        state=MaskState.STAYS,
        asked_on=now.date(),
        decide_by=now,
        decided_by_id=user,
        decided_on=now.date(),
    )
    _defer(row.public_id)


@transaction.atomic
def carry_out(*, request: UUID, now: datetime) -> None:
    """Do what a request, or the decision about it, wants of the text; again it does nothing."""
    review = MaskRequest.objects.filter(public_id=request).values_list("review", flat=True).first()
    if review is None:
        return
    # Of a review that waits or is not shown now it is done when that ends.
    with suppress(errors.NoSuchReview, errors.WrongState):
        actions.hold(review_id=review)
        row = MaskRequest.objects.select_for_update().filter(public_id=request).first()
        if row is not None and row.words is not None:
            _carry_out(row, now)


def _carry_out(row: MaskRequest, now: datetime) -> None:
    match MaskState(row.state):
        case MaskState.ASKED if not _decided_before(row):
            if not _mask(row, now):
                row.delete()  # its writer was quicker: the words are not there any more
                return
            row.state = MaskState.MASKED
            row.save(update_fields=["state"])
        case MaskState.STAYS:
            _mask(row, now)
            MaskedWords.objects.filter(request=row.public_id).update(request=None)
            _forget_words(row)
        case MaskState.LIFTED:
            actions.unmask(review_id=row.review, request=row.public_id, words=row.words or "", now=now)
            _forget_words(row)


def _forget_words(row: MaskRequest) -> None:
    row.words = None
    row.save(update_fields=["words"])


def _mask(row: MaskRequest, now: datetime) -> bool:
    return _mask_words(row.review, row.words or "", row.wording, now, request=row.public_id)


def _mask_words(review: UUID, words: str, wording: str, now: datetime, request: UUID | None = None) -> bool:
    """Mask words wherever they stand; whether they did. A text never grows beyond what a text may have."""
    text = Review.objects.values_list("text", flat=True).get(public_id=review) or ""
    if len(text) + text.count(words) * (len(wording) - len(words)) > numbers.TEXT_LIMIT.value:
        wording = wordings.NEUTRAL
    try:
        actions.mask(review_id=review, words=words, wording=wording, request=request, now=now)
    except errors.BadSpan:
        return False
    return True


def mask_again(review: UUID, *, now: datetime) -> None:
    """Mask words in a text that its writer changed, whether their decision is awaited or was that they stay masked.

    Of the latter the words are gone, so that they are known by their hash alone.
    """
    for row in MaskRequest.objects.filter(review=review, state=MaskState.MASKED):
        _mask(row, now)
    stay = MaskRequest.objects.filter(review=review, state=MaskState.STAYS, words__isnull=True)
    wording = {bytes(row.words_hash): row.wording for row in stay}
    text = Review.objects.values_list("text", flat=True).get(public_id=review) if wording else None
    found = {words: wording.get(_hash(review, words)) for words in set(rules.passages(text or ""))}
    for words in sorted(words for words, shown in found.items() if shown is not None):
        _mask_words(review, words, found[words] or "", now)


def at_publication(reviews: Collection[UUID], *, now: datetime) -> None:
    """Mask what a moderator found in reviews that come out now, in the transaction of their batch."""
    for row in _due().filter(review__in=reviews):
        _carry_out(row, now)


def carry_out_due(*, now: datetime) -> int:
    """Do what the queue lost, and what waited for a review to be shown again; answers how many there were."""
    shown = Review.objects.filter(public_id=OuterRef("review"), state=State.PUBLISHED)
    due = list(_due().filter(Exists(shown)).order_by("decide_by").values_list("public_id", flat=True))
    for request in due:
        with alone("reviews.make_up"):
            carry_out(request=request, now=now)
    return len(due)


def _due() -> QuerySet[MaskRequest]:
    """Requests of which something is still to be done to a text."""
    before = MaskRequest.objects.filter(
        review=OuterRef("review"), words_hash=OuterRef("words_hash"), decided_on__isnull=False
    )
    is_new = Q(state=MaskState.ASKED) & ~Exists(before)
    return MaskRequest.objects.filter(is_new | Q(decided_on__isnull=False, words__isnull=False))


def note_late(*, now: datetime) -> int:
    """Note what nobody decided within the hours: it is counted in public, and the words stay masked."""
    return MaskRequest.objects.filter(state__in=PENDING, is_late=False, decide_by__lte=now).update(is_late=True)


def counts() -> MaskCounts:
    """What became of requests, for everybody to read."""
    rows = MaskRequest.objects.values("state").annotate(found=Count("id"), late=Count("id", filter=Q(is_late=True)))
    by_state = {row["state"]: (row["found"], row["late"]) for row in rows}
    number = {state: by_state.get(state, (0, 0))[0] for state in MaskState}
    return MaskCounts(
        pending=number[MaskState.ASKED] + number[MaskState.MASKED],
        stays=number[MaskState.STAYS],
        lifted=number[MaskState.LIFTED],
        late=sum(late for _, late in by_state.values()),
    )
