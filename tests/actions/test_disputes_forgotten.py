"""What time ends by itself, and what is forgotten: interim measures at their last moment, who had part, appeals."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from reputation.core import months
from reputation.desk import case_queue
from reputation.desk.case_queue import Next
from reputation.disputes import (
    carrying,
    course,
    deadlines,
    errors,
    interims,
    listing,
    measures,
    own_cases,
    persons,
    queries,
    reminders,
    rooms,
)
from reputation.disputes.measure_rules import FORGOTTEN
from reputation.disputes.models import Case, Decider, Decision, Interim, Measure, Reminder, Taking
from reputation.disputes.rules import Ground, Outcome
from reputation.log import actions as log
from reputation.reviews import queries as reviews
from tests import cases_made, measures_made
from tests.cases_made import moderator
from tests.conftest import AsRole
from tests.members_made import NOW
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAST = LATER + timedelta(hours=48)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def hidden() -> UUID:
    """A case with an interim measure that nobody confirmed."""
    case = make_case(make_review(), ground=Ground.THREAT_OR_EXTORTION)
    interims.take(case=case, user=moderator(now=LATER), reasoning="why", facts=("a fact",), now=LATER)
    return case


def ended_on(case: UUID, now: datetime) -> date | None:
    found = queries.case(case).at(now).interim
    assert found is not None
    return found.ended_on


def test_an_interim_measure_is_over_at_its_last_moment_for_whoever_reads() -> None:
    case, user = hidden(), moderator(2, now=LATER)
    review = Case.objects.get(public_id=case).review_id
    assert review is not None
    for now, is_over in ((LAST - timedelta(seconds=1), False), (LAST, True)):
        assert (ended_on(case, now) is not None) is is_over
        assert (rooms.room(case, now=now).hidden is None) is is_over
        [own] = own_cases.of_review(review, now)
        assert (own.hidden is None) is is_over
        assert ("shown-again" in [one.line for one in own.history]) is is_over
        lines = [line.next for line in case_queue.lines(user, now)]
        assert (Next.CONFIRM not in lines) is is_over
    assert Interim.objects.get().ended_on is None, "no worker has come"
    assert ended_on(case, LAST) == LAST.date()


def test_the_worker_is_told_that_moment_and_hides_nothing_after_it() -> None:
    case = hidden()
    job = ProcrastinateJob.objects.get(task_name="disputes.lapse")
    assert job.scheduled_at == LAST
    carrying.carry_out(case=case, now=LAST)
    review = Case.objects.get(public_id=case).review_id
    assert review is not None
    assert reviews.one(review).state == "published"


def test_a_confirmed_one_stands_until_the_end_of_its_last_day() -> None:
    case = hidden()
    interims.confirm(case=case, user=moderator(2, now=LATER), now=LATER + HOUR)
    until = Interim.objects.get().until
    end = datetime.combine(until, datetime.max.time(), LATER.tzinfo)
    assert ended_on(case, LAST) is None
    assert ended_on(case, end) is None
    assert ended_on(case, end + HOUR) == until
    given: dict[str, Any] = {"lapses_at": LAST, "confirmed_on": LATER.date(), "until": until, "now": end + HOUR}
    assert deadlines.interim_ended(ended_on=LATER.date(), **given) == LATER.date(), "what was ended stays so"


def test_who_had_part_is_forgotten_two_years_after_the_end(as_role: AsRole) -> None:
    case = hidden()
    interims.confirm(case=case, user=moderator(2, now=LATER), now=LATER + HOUR)
    make_decision(case, Outcome.REJECTED)
    until = Case.objects.get(public_id=case).appeal_until
    assert until is not None
    running = make_case(make_review())
    cases_made.admit(running, now=LATER)
    closed = datetime.combine(until + DAY, datetime.min.time(), LATER.tzinfo) + timedelta(hours=13)
    course.move(case=case, now=closed)
    last_day = datetime.combine(months.later(closed.date(), 24), closed.time(), closed.tzinfo)
    with as_role("worker"):
        assert persons.forget_old(now=last_day) == 0
        assert Taking.objects.filter(case__public_id=case).exists()
        assert persons.forget_old(now=last_day + DAY) == 1
    assert not Taking.objects.filter(case__public_id=case).exists()
    assert not Decider.objects.exists()
    assert Taking.objects.filter(case__public_id=running).exists(), "a case that runs needs them"
    row = Interim.objects.get()
    assert (row.taken_by_id, row.confirmed_by_id, row.confirmed_on) == (None, None, LATER.date())
    assert Decision.objects.get().persons == 2, "how many they were stays"
    assert queries.case(case).statements[-1].decided_by == ("moderator", "second-moderator")
    assert persons.forget_old(now=last_day + DAY) == 0


def test_what_an_appeal_against_a_measure_said_is_forgotten_a_year_after_it_was_decided(as_role: AsRole) -> None:
    owner, measure = measures_made.make_warning()
    measures_made.appeal(owner, measure)
    said = Measure.objects.get().appeal
    far = NOW + timedelta(days=2_000)
    with as_role("worker"):
        assert measures.forget_appeals(now=far) == 0, "nobody decided it yet"
    measures_made.reverse(measure)
    decided = Measure.objects.get().appeal_decided_on
    assert decided is not None
    last_day = datetime.combine(months.later(decided, 12), LATER.time(), LATER.tzinfo)
    with as_role("worker"):
        assert measures.forget_appeals(now=last_day) == 0
        assert Measure.objects.get().appeal == said
        assert measures.forget_appeals(now=last_day + DAY) == 1
        assert measures.forget_appeals(now=last_day + DAY) == 0
    row = Measure.objects.get()
    assert (row.appeal, row.appealed_on is not None, row.appeal_decided_on) == (FORGOTTEN, True, decided)


def test_only_the_newest_cases_are_listed_and_the_rest_by_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    business = make_business()
    filed = [make_case(make_review(business), now=LATER + number * HOUR * 24) for number in range(5)]
    newest = list(reversed(filed))
    first = queries.summary(business)
    assert (first.total, first.cases.items, first.cases.after) == (5, newest[:2], newest[1])
    second = listing.listed(business, after=first.cases.after)
    third = listing.listed(business, after=second.after)
    assert (second.items, third.items, third.after) == (newest[2:4], newest[4:], None)
    assert list(listing.all_listed(business)) == newest
    with pytest.raises(errors.NoSuchCase):
        listing.listed(make_business(), after=filed[0])


def test_reminders_look_at_days_that_are_near_and_at_no_others(django_assert_max_num_queries: object) -> None:
    for _ in range(3):
        make_decision(make_case(make_review()), Outcome.REJECTED)
    until = Case.objects.all()[0].appeal_until
    assert until is not None
    far = datetime.combine(until - timedelta(days=6), LATER.time(), LATER.tzinfo)
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        assert reminders.remind(now=far) == 0
    assert reminders.remind(now=far + DAY) == 3
    assert Reminder.objects.count() == 3
