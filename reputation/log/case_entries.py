"""Reading what the public log says about cases, for the report about all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, Max

from reputation.log import codes, models
from reputation.log import entries as schema
from reputation.log.entries import Entry
from reputation.log.queries import Row, rows_of

AT_ONCE = 1_000
TELL_STARS = ("review", "review-changed")
CORRECTIONS = ("decision", "appeal-decision", "interim")

T = TypeVar("T")


def about_cases(*, upto: int) -> list[Entry]:
    """The entries among the first `upto` that the report about cases counts, in their order.

    Of the reviews that were challenged, also what tells their stars.
    """
    found = models.Entry.objects.filter(position__lt=upto)
    rows = list(rows_of(found.filter(kind__in=codes.ABOUT_CASES)))
    challenged = {row.review: row.business for row in rows if row.kind == "challenge" and row.review is not None}
    for some in _some(challenged, AT_ONCE):
        about = found.filter(business__in={challenged[one] for one in some}, review__in=some, kind__in=TELL_STARS)
        rows += rows_of(about)
    return [schema.decode(row.raw) for row in sorted(rows, key=attrgetter("position"))]


def last_about_cases() -> int:
    """How many entries it takes to have all that are published and that the report about cases counts."""
    published = models.Checkpoint.objects.aggregate(most=Max("size"))["most"] or 0
    found = models.Entry.objects.filter(kind__in=codes.ABOUT_CASES, position__lt=published)
    last: int | None = found.order_by("-position").values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def are_placed() -> bool:
    """Whether every entry about cases has its position and is published."""
    if models.Waiting.objects.filter(kind__in=codes.ABOUT_CASES).exists():
        return False
    return not models.Entry.objects.filter(kind__in=codes.ABOUT_CASES, position__gte=last_about_cases()).exists()


def published_by(businesses: Iterable[UUID], *, upto: int) -> dict[UUID, int]:
    """How many reviews of some businesses there are among the first `upto` entries."""
    found = models.Entry.objects.filter(kind="review", position__lt=upto)
    return {
        business: many
        for some in _some(businesses, AT_ONCE)
        for business, many in found.filter(business__in=some).values_list("business").annotate(Count("position"))
    }


def report_files() -> dict[str, Mapping[str, Any]]:
    """What entries say about published reports, by their half-year; also those that still wait for their position."""
    placed = models.Entry.objects.filter(kind="report-file", business=None).values_list("raw", flat=True)
    waiting = models.Waiting.objects.filter(kind="report-file").values_list("raw", flat=True)
    bodies = [schema.decode(bytes(raw)).body for raw in (*placed, *waiting)]
    return {body["period"]: body for body in bodies}


def corrections(business: UUID, *, limit: int) -> list[Row]:
    """What was decided about reviews of a business, and taken for the time being, the newest first."""
    found = models.Entry.objects.filter(business=business, review__isnull=False, kind__in=CORRECTIONS)
    return list(rows_of(found.order_by("-position")[:limit]))


def naming_report(period: str) -> int | None:
    """The position of the entry that names the report about a half-year, None while it waits."""
    for row in rows_of(models.Entry.objects.filter(kind="report-file", business=None)):
        if row.body["period"] == period:
            return row.position
    return None


def _some(all_of_them: Iterable[T], many: int) -> Iterator[Sequence[T]]:
    whole = list(all_of_them)
    for start in range(0, len(whole), many):
        yield whole[start : start + many]
