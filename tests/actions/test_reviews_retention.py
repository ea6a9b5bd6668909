"""What of reviews and writers is kept for how long, as the clock goes on."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from reputation.core import months
from reputation.disputes import course
from reputation.disputes import queries as cases
from reputation.disputes.rules import Outcome
from reputation.log import actions as log
from reputation.reviews import actions, errors, forgetting, jobs, masks, publication, queries
from reputation.reviews.models import Act, Look, MaskRequest, Review, Writer
from reputation.reviews.rules import MaskedAs
from tests.members_made import make_user
from tests.reviews_made import LATER, MONDAY, make_case, make_decision, make_review
from tests.writers_made import give_codename, make_writer

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def after(count: int, days: int = 0, since: datetime = LATER) -> datetime:
    """The same hour so many months and days later."""
    day = months.later(since.date(), count) + timedelta(days=days)
    return since.replace(year=day.year, month=day.month, day=day.day)


def test_a_text_is_erased_after_three_years_with_all_that_leads_to_it() -> None:
    writer = make_writer()
    publication.publish_due(now=LATER)
    Act.objects.create(review=writer.review, kind="change", text="Never let out.")
    start = LATER.replace(day=1)
    assert actions.erase_old(now=after(36, -1, start)) == 0
    assert forgetting.writers(now=after(36, -1, start)) == 0
    assert writer.inside(LATER).own is not None
    assert actions.erase_old(now=after(36, 0, start)) == 1
    row = Review.objects.get()
    assert (row.text, row.salt, row.stars, row.state) == (None, None, 4, "erased")
    assert not Act.objects.exists()
    assert forgetting.writers(now=after(36, 0, start)) == 1
    with pytest.raises(errors.NoSuchCodename):
        writer.open(LATER)


def test_a_removed_text_and_its_codename_are_kept_for_a_year() -> None:
    review = make_review()
    give_codename(review)
    make_decision(make_case(review), Outcome.REMOVED)
    removed = LATER + timedelta(days=30)
    for now, erased, forgotten in ((after(12, -1, removed), 0, 0), (after(12, 0, removed), 1, 1)):
        assert (actions.erase_old(now=now), forgetting.writers(now=now)) == (erased, forgotten)
    assert queries.one(review).state == "restricted"


def test_a_codename_stays_with_a_text_and_with_a_case_that_runs() -> None:
    shown, withdrawn, challenged, removed = (make_review() for _ in range(4))
    for review in (shown, withdrawn, challenged, removed):
        give_codename(review)
    case = make_case(challenged)
    make_decision(make_case(removed), Outcome.REMOVED)
    for review in (withdrawn, challenged, removed):
        actions.withdraw(review_id=review, now=LATER)
    assert forgetting.writers(now=LATER + DAY) == 1
    assert left() == {shown, challenged, removed}
    course.move_on(now=LATER + DAY)
    assert cases.case(case).state == "closed"
    assert forgetting.writers(now=LATER + DAY) == 1
    assert left() == {shown, removed}
    assert forgetting.writers(now=after(12, 31)) == 1
    assert left() == {shown}


def left() -> set[UUID]:
    return set(Writer.objects.values_list("review", flat=True))


def test_a_codename_of_what_waits_or_is_held_is_left_alone() -> None:
    waiting, nowhere = make_writer(), uuid4()
    give_codename(nowhere)
    assert forgetting.writers(now=after(48)) == 0
    assert left() == {waiting.review, nowhere}


def test_looks_are_counted_for_two_years() -> None:
    for held in (uuid4(), uuid4()):
        Look.objects.create(
            held=held,
            kind="audit",
            cause="audit",
            language="en",
            passed=True,
            decided_by_id=make_user(),
            decided_on=LATER,
        )
    Look.objects.filter(held=held).update(decided_on=LATER + DAY)
    assert forgetting.looks(now=after(24, -1)) == 0
    assert forgetting.looks(now=after(24)) == 1
    assert Look.objects.get().held == held


def test_words_that_were_decided_about_can_be_masked_at_once_again_after_a_year() -> None:
    review = make_review(text="Sold by Nobody Example, and it broke after a week.")
    mask = masks.ask(review=review, words="Nobody Example", kind_of_words=MaskedAs.PERSON, now=LATER).public_id
    masks.carry_out(request=mask, now=LATER)
    assert forgetting.mask_requests(now=after(48)) == 0, "nobody decided yet"
    masks.decide(mask=mask, user=make_user(), stays=False, now=LATER)
    masks.carry_out(request=mask, now=LATER)
    assert forgetting.mask_requests(now=after(12, -1)) == 0
    assert forgetting.mask_requests(now=after(12)) == 1
    assert not MaskRequest.objects.exists()
    assert not masks.ask(review=review, words="Nobody Example", kind_of_words=MaskedAs.PERSON, now=LATER).is_again


def test_the_worker_keeps_house(monkeypatch: pytest.MonkeyPatch) -> None:
    review = make_review()
    give_codename(review)
    monkeypatch.setattr("reputation.core.clock.now", lambda: after(40))
    jobs.erase_old(0)
    jobs.keep_house(0)
    jobs.release(0)
    jobs.make_up(0)
    assert Review.objects.get().text is None
    assert not Writer.objects.exists()
