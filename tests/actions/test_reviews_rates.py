"""What everybody may read of how often looking at texts was late or wrong."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from reputation.ratings.words import Range
from reputation.reviews import rates
from reputation.reviews.models import Look
from reputation.reviews.rates import Looks, Rates, Share
from reputation.reviews.rules import HeldCause, HeldKind
from tests.desk_made import somebody
from tests.members_made import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def look(
    *,
    held: UUID | None = None,
    language: str = "en",
    passed: bool | None = True,
    days_ago: int = 1,
    audit: bool = False,
    is_second: bool = False,
    **counts: int,
) -> UUID:
    kind, cause = (HeldKind.AUDIT, HeldCause.AUDIT) if audit else (HeldKind.REVIEW, HeldCause.INSISTED)
    made = Look.objects.create(
        held=held or uuid4(),
        kind=kind,
        cause=cause,
        language=language,
        is_second=is_second,
        passed=passed,
        decided_by_id=None if passed is None else somebody(),
        decided_on=(NOW - days_ago * DAY).date(),
        **counts,
    )
    return made.held


def test_nothing_was_looked_at() -> None:
    assert rates.by_language(NOW) == []
    assert rates.looks(NOW) == Looks(0, 0, 0, Share(0, 0))
    assert rates.together([]) == Rates("", 0, Share(0, 0), Share(0, 0))
    assert Share(0, 0).range is None


def test_errors_are_told_by_language_and_few_texts_together() -> None:
    for _ in range(5):
        look(marked=3, wrong=1)
    look(audit=True, missed=2)
    look(audit=True)
    look(language="de", marked=2, wrong=2)
    look(language="fr", audit=True, missed=1)
    assert rates.by_language(NOW) == [
        Rates("en", 7, Share(5, 15), Share(1, 2)),
        Rates("", 2, Share(2, 2), Share(1, 1)),
    ]


def test_second_looks_overdue_texts_and_refusals_are_counted_apart() -> None:
    first, second = look(passed=False, marked=1), look(passed=False)
    look(passed=True)
    look(passed=None)
    look(held=first, passed=True, is_second=True, marked=9, wrong=9)
    look(held=second, passed=False, is_second=True)
    look(audit=True)
    look(passed=None, audit=True)
    assert rates.looks(NOW) == Looks(decided=3, refused=2, overdue=1, reversed=Share(1, 2))
    assert rates.by_language(NOW) == [Rates("", 4, Share(0, 1), Share(0, 1))]


def test_what_was_decided_today_is_told_tomorrow_and_what_is_old_no_more() -> None:
    look(days_ago=0)
    assert rates.looks(NOW).decided == 0
    assert rates.by_language(NOW) == []
    assert rates.looks(NOW + DAY).decided == 1
    assert rates.looks(NOW + 365 * DAY).decided == 1
    assert rates.looks(NOW + 366 * DAY).decided == 0


@pytest.mark.parametrize(
    ("share", "likely"),
    [
        (Share(0, 20), Range(0, 0, 17)),
        (Share(20, 20), Range(100, 83, 100)),
        (Share(5, 15), Range(33, 15, 59)),
        (Share(50, 100), Range(50, 40, 60)),
        (Share(1, 1000), Range(0, 0, 1)),
    ],
)
def test_a_share_is_shown_with_its_doubt(share: Share, likely: Range) -> None:
    assert share.range == likely
