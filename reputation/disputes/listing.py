"""Cases about reviews of a business, a page at a time: there may be any number of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from reputation.disputes import errors
from reputation.disputes.models import Case

PAGE = 100
"""As many cases are listed at once."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Some cases about reviews of a business, the newest first. `after`: the last one, where there are more."""

    items: list[UUID]
    after: UUID | None


def listed(business: UUID, *, after: UUID | None = None) -> Listed:
    """Cases about reviews of a business, at most a page. `after`: the last one of the page before.

    Raises:
        NoSuchCase: `after` is none about a review of this business.
    """
    rows = Case.objects.filter(business__public_id=business, review__isnull=False).order_by("-filed_on", "public_id")
    if after is not None:
        last = rows.filter(public_id=after).first()
        if last is None:
            raise errors.NoSuchCase
        rows = rows.filter(Q(filed_on__lt=last.filed_on) | Q(filed_on=last.filed_on, public_id__gt=after))
    found = list(rows.values_list("public_id", flat=True)[: PAGE + 1])
    return Listed(found[:PAGE], found[PAGE - 1] if len(found) > PAGE else None)


def all_listed(business: UUID) -> Iterator[UUID]:
    """All cases about reviews of a business, the newest first, a page at a time."""
    page = listed(business)
    while True:
        yield from page.items
        if page.after is None:
            return
        page = listed(business, after=page.after)
