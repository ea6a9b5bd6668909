"""A database that falls back to an older state: what writers took back since does not come out again."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.log import actions as log
from reputation.reviews import actions, acts, masks, publication, queries, releases
from reputation.reviews.acts import Changes
from reputation.reviews.models import Act, MaskRequest, Review, WaitingReview, Writer
from reputation.reviews.rules import MaskedAs
from tests.lost_database import assert_audit_passes, bring_back, lost, settle
from tests.members_made import make_user
from tests.reviews_made import LATER, MONDAY, make_business, make_review, submit
from tests.writers_made import make_writer

pytestmark = pytest.mark.django_db
NAME = "Nobody Example"
NEXT = LATER + timedelta(days=1)


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    log.start(now=MONDAY - timedelta(days=60))
    return tmp_path


def shown(review: object) -> str:
    return "".join(span.text for span in queries.one(review).spans)  # type: ignore[arg-type]


def test_what_was_taken_back_before_it_came_out_never_does(folder: Path) -> None:
    gone, kept = make_writer(now=LATER), make_writer(now=LATER)
    make_review()
    acts.withdraw(review=gone.review, now=LATER)
    settle()
    with lost():
        releases.release(now=NEXT)
        settle()
    assert WaitingReview.objects.count() == 2
    bring_back()
    assert [row.id for row in WaitingReview.objects.all()] == [kept.review]
    assert [row.review for row in Writer.objects.all()] == [kept.review]
    assert not Act.objects.exists()
    settle()
    assert publication.publish_due(now=LATER + timedelta(weeks=5)) == 1
    settle()
    assert_audit_passes(folder)


def test_wishes_that_came_out_since_are_not_done_again_over_newer_ones(folder: Path) -> None:
    changed, withdrawn, waited = make_review(), make_review(), submit(make_business(), now=LATER)
    acts.change(review=changed, wanted=Changes(text="The first change."), insists=False, now=LATER)
    acts.withdraw(review=withdrawn, now=LATER)
    acts.change(review=waited.review, wanted=Changes(text="Changed while it waits."), insists=False, now=LATER)
    settle()
    with lost():
        releases.release(now=NEXT)
        acts.change(review=changed, wanted=Changes(text="The second change."), insists=False, now=NEXT)
        releases.release(now=NEXT + timedelta(days=1))
        publication.publish_due(now=LATER + timedelta(weeks=5))
        settle()
    assert Act.objects.count() == 3
    bring_back()
    assert not Act.objects.exists()
    assert releases.release(now=LATER + timedelta(weeks=6)) == 0
    assert (shown(changed), shown(waited.review)) == ("The second change.", "Changed while it waits.")
    assert queries.one(withdrawn).state == "withdrawn"
    settle()
    assert_audit_passes(folder)


def test_words_that_were_masked_since_stay_masked(folder: Path) -> None:
    review, erased = make_review(text=f"A pan from {NAME}."), make_review(text=f"A pot from {NAME}.")
    mask, other = (
        masks.ask(review=one, words=NAME, kind_of_words=MaskedAs.PERSON, now=LATER).public_id
        for one in (review, erased)
    )
    settle()
    with lost():
        for one in (mask, other):
            masks.carry_out(request=one, now=LATER)
        actions.erase(review_id=erased, now=LATER)
        settle()
    assert NAME in shown(review)
    bring_back()
    assert shown(review) == "A pan from [a person]."
    assert Review.objects.get(public_id=erased).text is None
    assert not MaskRequest.objects.filter(review=erased).exists()
    masks.carry_out_due(now=LATER)
    assert shown(review) == "A pan from [a person]."
    settle()
    assert_audit_passes(folder)


def test_words_that_came_back_since_are_shown(folder: Path) -> None:
    review = make_review(text=f"A pan from {NAME}.")
    mask = masks.ask(review=review, words=NAME, kind_of_words=MaskedAs.PERSON, now=LATER).public_id
    masks.carry_out(request=mask, now=LATER)
    user = make_user()
    settle()
    with lost():
        masks.decide(mask=mask, user=user, stays=False, now=LATER)
        masks.carry_out(request=mask, now=LATER)
        settle()
    bring_back()
    assert shown(review) == f"A pan from {NAME}."
    settle()
    assert_audit_passes(folder)
