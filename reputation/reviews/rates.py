"""How often texts were looked at late, and the screening was wrong, as far as moderators found out.

It is told for whole days and until yesterday: nobody can watch the clock of a text by it.
"""

from dataclasses import dataclass
from datetime import datetime
from math import ceil, floor, sqrt

from django.db.models import Count, Q, QuerySet, Sum

from reputation.core import months
from reputation.ratings.words import Range
from reputation.reviews.models import Look
from reputation.reviews.rules import HeldKind
from reputation.rulebook import reviews as numbers

FEWEST = 5
"""Languages with fewer texts than that are told together: one text is nobody's business."""
Z = 1.959964
"""A range holds 95 times out of 100."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    many: int
    of: int

    @property
    def range(self) -> Range | None:
        """What that says of a hundred. None where there were none.

        Source: Wilson, Probable inference, the law of succession, and statistical inference (1927)
        """
        if not self.of:
            return None
        share, spread = self.many / self.of, Z * Z / self.of
        middle = (share + spread / 2) / (1 + spread)
        half = Z * sqrt(share * (1 - share) / self.of + spread / 4 / self.of) / (1 + spread)
        low, high = max(floor(100 * (middle - half) + 1e-9), 0), min(ceil(100 * (middle + half) - 1e-9), 100)
        return Range(mean=round(100 * share), low=low, high=high)


@dataclass(frozen=True, slots=True)
class Looks:
    """What became of texts at which somebody had to look before they came out, over all languages.

    `overdue`: nobody looked in time. `reversed`: refusals that a second person let pass, of those who asked for one.
    """

    decided: int
    refused: int
    overdue: int
    reversed: Share


@dataclass(frozen=True, slots=True)
class Rates:
    """What was found in texts of a language; "" stands for several together.

    `wrong`: marked passages that named nobody. `missed`: texts that seemed clean and were not.
    """

    language: str
    looked_at: int
    wrong: Share
    missed: Share


def looks(now: datetime) -> Looks:
    """What became of the texts of the last months."""
    held, first, second = ~Q(kind=HeldKind.AUDIT), Q(is_second=False), Q(is_second=True)
    found = _lately(now).aggregate(
        decided=Count("id", filter=held & first & Q(passed__isnull=False)),
        refused=Count("id", filter=held & first & Q(passed=False)),
        overdue=Count("id", filter=held & Q(passed__isnull=True)),
        second=Count("id", filter=second & Q(passed__isnull=False)),
        reversed=Count("id", filter=second & Q(passed=True)),
    )
    return Looks(found["decided"], found["refused"], found["overdue"], Share(found["reversed"], found["second"]))


def by_language(now: datetime) -> list[Rates]:
    """What was found in the last months, the language with most texts first, those with few together at the end."""
    is_audit = Q(kind=HeldKind.AUDIT)
    rows = (
        _lately(now)
        .filter(is_second=False, passed__isnull=False)
        .values("language")
        .annotate(
            looked_at=Count("id"),
            marked=Sum("marked"),
            found_wrong=Sum("wrong"),
            audited=Count("id", filter=is_audit),
            found_missed=Count("id", filter=is_audit & Q(missed__gt=0)),
        )
        .order_by("-looked_at", "language")
    )
    found = [
        Rates(
            row["language"],
            row["looked_at"],
            Share(row["found_wrong"], row["marked"]),
            Share(row["found_missed"], row["audited"]),
        )
        for row in rows
    ]
    few = [one for one in found if one.looked_at < FEWEST]
    return [one for one in found if one.looked_at >= FEWEST] + ([together(few)] if few else [])


def together(rates: list[Rates]) -> Rates:
    """Several languages as one."""
    return Rates(
        language="",
        looked_at=sum(one.looked_at for one in rates),
        wrong=Share(sum(one.wrong.many for one in rates), sum(one.wrong.of for one in rates)),
        missed=Share(sum(one.missed.many for one in rates), sum(one.missed.of for one in rates)),
    )


def _lately(now: datetime) -> QuerySet[Look]:
    since = months.later(now.date(), -numbers.RATES_OVER.value)
    return Look.objects.filter(decided_on__gte=since, decided_on__lt=now.date())
