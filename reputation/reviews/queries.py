"""What everybody may read about reviews."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from reputation.ratings import queries as ratings
from reputation.reviews import errors, listing, rules
from reputation.reviews.listing import ALL, Filters
from reputation.reviews.models import Mark, MaskedWords, Reply, Review, Tombstone, WaitingReview, figures_of
from reputation.reviews.rules import Figures, Masked, Span, State

T = TypeVar("T", MaskedWords, Mark)
PAGE = 20
LONGEST_PAGE = 100
# All but the salt, which no page may read.
COLUMNS = (
    "id",
    "public_id",
    "business",
    "month",
    "stars",
    "outcome",
    "receipt_class",
    "no_receipt_given",
    "language",
    "text",
    "state",
)


@dataclass(frozen=True, slots=True)
class PublicMark:
    """A dated mark: "challenged" (it stays visible and counted) or "restored"."""

    kind: str
    marked_on: date
    case: UUID


@dataclass(frozen=True, slots=True)
class PublicTombstone:
    """Why a removed review is not there, and what its removal did to the figures. `is_interim`: for the time being."""

    ground: str
    rule_version: str
    removed_on: date
    before: Figures
    after: Figures
    case: UUID
    is_interim: bool = False


@dataclass(frozen=True, slots=True)
class PublicReply:
    """What the business says to it."""

    text: str
    month: int


@dataclass(frozen=True, slots=True)
class PublicReview:
    """A review as anybody sees it. `spans` is empty unless its state is published; `tombstone` only if restricted.

    `receipt_annulled`: the key of its receipt was annulled, so it does not count, whatever its state.
    """

    public_id: UUID
    business: UUID
    month: int
    stars: int
    outcome: str
    receipt_class: str
    receipt_annulled: bool
    no_receipt_given: bool | None
    language: str
    state: str
    spans: tuple[Span, ...]
    masked_on: date | None
    marks: tuple[PublicMark, ...]
    reply: PublicReply | None
    tombstone: PublicTombstone | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some reviews and where the next ones begin; `next` is None on the last page."""

    items: list[PublicReview]
    next: str | None


def public(*, business: UUID, after: str | None = None, limit: int = PAGE, filters: Filters = ALL) -> Page:
    """A business's reviews, newest month first; within a month in an order that says nothing.

    Raises:
        BadCursor: `after` is not the `next` of another page with the same filters.
    """
    limit = max(1, min(limit, LONGEST_PAGE))
    rows = Review.objects.filter(filters.condition, business__public_id=business)
    rows = rows.only(*COLUMNS).order_by("-month", "public_id")
    if after is not None:
        month, last = listing.place(filters, after)
        rows = rows.filter(month__lte=month).filter(Q(month__lt=month) | Q(public_id__gt=last))
    found = list(rows[: limit + 1])
    shown = found[:limit]
    more = listing.cursor(filters, shown[-1].month, shown[-1].public_id) if len(found) > limit else None
    return Page(items=_present(business, shown), next=more)


def one(public_id: UUID) -> PublicReview:
    """A single review.

    Raises:
        NoSuchReview: there is none.
    """
    found = list(Review.objects.filter(public_id=public_id).only(*COLUMNS))
    if not found:
        raise errors.NoSuchReview
    return _present(found[0].business_id, found)[0]


def without_text() -> QuerySet[Review]:
    """The reviews whose text was erased, or taken back with them.

    A text that was hidden when the database was lost did not come back with it. Nobody took it back: it is not gone.
    """
    return Review.objects.filter(text=None).exclude(state=State.RESTRICTED, language=rules.UNKNOWN_LANGUAGE)


def has_text(public_id: UUID) -> bool:
    """Whether there is a text of a review, shown or not, or was one that nobody took back."""
    return not without_text().filter(public_id=public_id).exists()


def counts_withdrawn(business: UUID) -> dict[int, int]:
    """How many reviews of a business were withdrawn by their writers, by stars: paying for withdrawal shows."""
    rows = (
        Review.objects.filter(business__public_id=business, state=State.WITHDRAWN)
        .values("stars")
        .annotate(found=Count("id"))
    )
    return dict.fromkeys(range(1, 6), 0) | {row["stars"]: row["found"] for row in rows}


def counts_by_state(business: UUID) -> dict[str, int]:
    """How many reviews of a business were ever published, by what became of them."""
    rows = Review.objects.filter(business__public_id=business).values("state").annotate(found=Count("id"))
    return {str(state): 0 for state in State} | {row["state"]: row["found"] for row in rows}


def _present(business: UUID, rows: list[Review]) -> list[PublicReview]:
    annulled = ratings.annulled(business, [row.public_id for row in rows])
    ids = [row.id for row in rows]
    masked = _grouped(MaskedWords.objects.filter(review__in=ids).order_by("review", "start"))
    marks = _grouped(Mark.objects.filter(review__in=ids, ended_on__isnull=True).order_by("review", "marked_on", "id"))
    stones = {stone.review_id: stone for stone in Tombstone.objects.filter(review__in=ids, lifted_on__isnull=True)}
    replies = {
        reply.review_id: PublicReply(text=reply.text, month=reply.month)
        for reply in Reply.objects.filter(review__in=ids).only("id", "review", "text", "month")
    }
    return [
        _public(
            row,
            masked.get(row.id, []),
            marks.get(row.id, []),
            replies.get(row.id),
            stones.get(row.id),
            receipt_annulled=row.public_id in annulled,
        )
        for row in rows
    ]


def _grouped(rows: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for row in rows:
        found[row.review_id].append(row)
    return found


def _public(
    row: Review,
    masked: list[MaskedWords],
    marks: list[Mark],
    reply: PublicReply | None,
    stone: Tombstone | None,
    *,
    receipt_annulled: bool,
) -> PublicReview:
    is_shown = row.state == State.PUBLISHED and row.text is not None
    return PublicReview(
        public_id=row.public_id,
        business=row.business_id,
        month=row.month,
        stars=row.stars,
        outcome=row.outcome,
        receipt_class=row.receipt_class,
        receipt_annulled=receipt_annulled,
        no_receipt_given=row.no_receipt_given,
        language=row.language,
        state=row.state,
        spans=rules.spans(row.text or "", [Masked(one.start, one.length) for one in masked]) if is_shown else (),
        masked_on=max((one.masked_on for one in masked), default=None) if is_shown else None,
        marks=tuple(PublicMark(kind=mark.kind, marked_on=mark.marked_on, case=mark.case) for mark in marks),
        reply=reply if is_shown or row.state == State.ERASED else None,
        tombstone=_stone(stone) if stone is not None and row.state == State.RESTRICTED else None,
    )


def _stone(stone: Tombstone) -> PublicTombstone:
    return PublicTombstone(
        ground=stone.ground,
        rule_version=stone.rule_version,
        removed_on=stone.removed_on,
        before=figures_of("before", stone),
        after=figures_of("after", stone),
        case=stone.case,
        is_interim=stone.is_interim,
    )


def held_back(*, now: datetime) -> int:
    """How many reviews wait still although their week came yesterday or before. The pages cannot ask this."""
    yesterday = now.date() - timedelta(days=1)
    return WaitingReview.objects.filter(publish_week__lte=rules.week_of(yesterday)).count()
