"""P11: nothing negative has an effect for ever."""

from datetime import UTC, datetime, timedelta

import pytest

from reputation.core import months
from reputation.disputes import effects
from reputation.disputes.rules import Outcome as DecisionOutcome
from reputation.log import actions as log
from reputation.ratings.counts import counts_of
from reputation.ratings.rules import rate
from reputation.reviews import actions as reviews
from reputation.reviews import publication
from reputation.reviews.models import Review, Tombstone
from reputation.reviews.rules import Outcome
from reputation.rulebook import cases, rating
from reputation.rulebook import reviews as reviews_numbers
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review, submit

NO_STARS, NO_OUTCOMES = (0,) * 5, (0,) * 3
# Stars of each class, outcomes of each class, then those who were given no receipt.
GOOD = counts_of(((0, 0, 0, 0, 9) + NO_STARS * 2) + ((9, 0, 0) + NO_OUTCOMES * 2) + (0, 0))
TERRIBLE = counts_of(((40, 0, 0, 0, 0) * 2 + NO_STARS) + ((0, 0, 40) * 2 + NO_OUTCOMES) + (0, 0))


def test_the_worst_month_is_gone_after_24() -> None:
    month = months.parse("2026-11")
    clean = {month: GOOD, month - 1: GOOD}
    stained = clean | {month - rating.WINDOW.value: TERRIBLE}
    fresh = clean | {month - rating.WINDOW.value + 1: TERRIBLE}
    assert rate(stained, month) == rate(clean, month)
    assert rate(fresh, month).figure != rate(clean, month).figure


def test_a_bad_month_weighs_less_every_month() -> None:
    month = months.parse("2026-11")
    found = []
    for age in range(23):
        figure = rate({month: GOOD, month - 1: GOOD, month - age - 1: TERRIBLE}, month).figure
        assert figure is not None
        found.append(figure["lost"].mean)
    assert found[3:] == sorted(found[3:], reverse=True)
    assert found[-1] < found[3]


def test_no_suspension_of_an_alert_is_for_ever() -> None:
    assert 0 < cases.ALERT_SUSPENSION.value <= 12


@pytest.mark.django_db
def test_an_alert_ends_by_itself() -> None:
    log.start(now=MONDAY - timedelta(days=60))
    business = make_business()
    for number in range(8):
        submit(business, stars=1, outcome=Outcome.NEVER_DELIVERED, text=f"Lost {number}")
    for week in range(1, 6):
        publication.publish_due(now=MONDAY + timedelta(weeks=week))
    while log.sequence():
        pass
    month = months.of(LATER)
    standing = effects.standing_alerts
    assert "surge" in standing(business, month)
    assert "surge" not in standing(business, month + 4)
    assert not standing(business, month + 24)


@pytest.mark.django_db
def test_a_text_goes_after_three_years_and_its_figures_stay() -> None:
    log.start(now=MONDAY - timedelta(days=60))
    business = make_business()
    old, young = make_review(business), make_review(business, now=LATER)
    stood = months.first_day(months.of(LATER) + reviews_numbers.TEXT_KEPT.value)
    day = datetime(stood.year, stood.month, 1, tzinfo=UTC)
    assert reviews.erase_old(now=day - timedelta(days=1)) == 0
    assert reviews.erase_old(now=day) == 1
    assert reviews.erase_old(now=day) == 0
    gone = Review.objects.get(public_id=old)
    assert (gone.text, gone.salt, gone.stars, gone.state) == (None, None, 4, "erased")
    assert Review.objects.get(public_id=young).text


@pytest.mark.django_db
def test_a_removed_text_is_kept_a_year_and_no_longer() -> None:
    log.start(now=MONDAY - timedelta(days=60))
    review = make_review()
    make_decision(make_case(review), DecisionOutcome.REMOVED)
    removed_on = Tombstone.objects.get().removed_on
    year = datetime(removed_on.year + 1, removed_on.month, removed_on.day, tzinfo=UTC)
    assert reviews.erase_old(now=year - timedelta(days=1)) == 0
    assert Review.objects.get(public_id=review).text
    assert reviews.erase_old(now=year) == 1
    gone = Review.objects.get(public_id=review)
    assert (gone.text, gone.state) == (None, "restricted")
