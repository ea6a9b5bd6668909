"""A release beside a batch, a mask, a decision and a writer who changes their mind, all in the same moment."""

from datetime import timedelta
from functools import partial

import pytest
from django.db.utils import OperationalError

from reputation.disputes.rules import Outcome
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.reviews import actions, acts, errors, masks, publication, queries, releases, replies
from reputation.reviews.acts import Changes
from reputation.reviews.models import Act, MaskedWords, MaskRequest, PendingReply, Reply, Review, WaitingReview
from reputation.reviews.rules import MaskedAs
from tests.at_once import at_once
from tests.members_made import make_user
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review, submit

pytestmark = pytest.mark.django_db(transaction=True)
NOON = LATER.replace(hour=12)
SINCE = NOON + timedelta(minutes=1)
NAME = "Nobody Example"


def logged() -> list[str]:
    log.start(now=MONDAY)
    while log.sequence():
        pass
    return [row.kind for row in entries.entries(after=0, limit=10_000)]


def test_two_releases_do_each_thing_once() -> None:
    reviews = [make_review(text=f"Number {number}") for number in range(12)]
    for number, review in enumerate(reviews):
        if number % 2:
            acts.withdraw(review=review, now=LATER)
        else:
            acts.change(review=review, wanted=Changes(stars=1), insists=False, now=LATER)
    found = at_once(*[lambda: releases.release(now=NOON)] * 3)
    assert sum(one for one in found if isinstance(one, int)) == 12, found
    kinds = logged()
    assert (kinds.count("review-withdrawn"), kinds.count("review-changed")) == (6, 6)
    assert not Act.objects.exists()


def test_a_release_and_a_batch_let_a_review_out_or_go_and_never_both() -> None:
    business = make_business()
    sent = [submit(business, text=f"Number {number}") for number in range(20)]
    before = LATER - timedelta(days=1)
    for number, one in enumerate(sent):
        if number % 2:
            acts.withdraw(review=one.review, now=before)
        else:
            acts.change(review=one.review, wanted=Changes(stars=1), insists=False, now=before)
    found = at_once(
        lambda: publication.publish_due(now=NOON),
        lambda: releases.release(now=NOON),
        lambda: publication.publish_due(now=NOON),
        lambda: releases.release(now=NOON),
    )
    assert not [one for one in found if isinstance(one, Exception)], found
    releases.release(now=NOON)
    assert not WaitingReview.objects.exists()
    assert not Act.objects.exists()
    assert set(Review.objects.values_list("stars", "state")) == {(1, "published")}
    assert Review.objects.count() == 10
    kinds = logged()
    assert [kinds.count(kind) for kind in ("review", "review-changed", "review-unpublished", "review-withdrawn")] == [
        10,
        10,
        10,
        0,
    ]


def test_a_release_a_mask_a_decision_and_an_erasure_at_once_leave_one_story() -> None:
    """Whoever comes first, what is left fits together, and nobody waits for the other for ever."""
    for _ in range(6):
        review = make_review(text=f"{NAME} sold a copper pan, and it was dented.")
        case, user = make_case(review), make_user()
        mask = masks.ask(review=review, words=NAME, kind_of_words=MaskedAs.PERSON, now=LATER).public_id
        acts.change(review=review, wanted=Changes(text=f"{NAME} sold it."), insists=True, now=LATER)
        found = at_once(
            lambda: releases.release(now=NOON),
            partial(masks.carry_out, request=mask, now=NOON),
            partial(make_decision, case, Outcome.REMOVED),
            partial(masks.decide, mask=mask, user=user, stays=True, now=NOON),
            partial(actions.erase, review_id=review, now=NOON),
        )
        fine = (int, str, type(None), errors.WrongState, errors.NoSuchMaskRequest, errors.MaskDecided)
        assert not [one for one in found if isinstance(one, OperationalError)], "nobody was in a deadlock"
        assert not [one for one in found if isinstance(one, Exception) and not isinstance(one, fine)], found
        row = Review.objects.get(public_id=review)
        assert (row.state, row.text) == ("restricted", None)
        assert not MaskedWords.objects.filter(review=row).exists()
        assert not MaskRequest.objects.filter(review=review, words__isnull=False).exists()
        assert not Act.objects.filter(review=review).exists()


def test_two_who_ask_at_once_get_one_request() -> None:
    review = make_review(text=f"{NAME} sold a copper pan, and it was dented.")
    found = at_once(
        *[
            partial(masks.ask, review=review, words=words, kind_of_words=MaskedAs.OTHER, now=LATER)
            for words in (NAME, "a copper pan", "was dented")
        ]
    )
    assert sum(isinstance(one, errors.MaskPending) for one in found) == 2
    assert MaskRequest.objects.count() == 1


def test_two_moderators_at_once_decide_once() -> None:
    review, users = make_review(text=f"{NAME} sold a copper pan."), [make_user(), make_user()]
    mask = masks.ask(review=review, words=NAME, kind_of_words=MaskedAs.PERSON, now=LATER).public_id
    masks.carry_out(request=mask, now=LATER)
    found = at_once(
        lambda: masks.decide(mask=mask, user=users[0], stays=True, now=LATER),
        lambda: masks.decide(mask=mask, user=users[1], stays=False, now=LATER),
    )
    assert sum(isinstance(one, errors.MaskDecided) for one in found) == 1
    at_once(*[lambda: masks.carry_out(request=mask, now=LATER)] * 3)
    shown = "".join(span.text for span in queries.one(review).spans)
    row = MaskRequest.objects.get()
    assert (NAME in shown) == (row.state == "lifted")
    assert logged().count("review-masked") == (2 if row.state == "lifted" else 1)


def test_two_replies_at_once_leave_one_and_it_is_put_once() -> None:
    business = make_business()
    review = make_review(business)
    found = at_once(
        *[
            partial(replies.reply, business=business, review=review, text=text, insists=False, now=LATER)
            for text in ("First.", "Second.", "Third.")
        ]
    )
    assert found == [None, None, None]
    assert PendingReply.objects.count() == 1
    found = at_once(*[lambda: replies.put(review=review, now=LATER)] * 3)
    assert sorted(map(str, found)) == ["False", "False", "True"]
    assert Reply.objects.count() == 1
    assert logged().count("reply") == 1


def test_a_writer_who_changes_their_mind_during_a_release_is_heard() -> None:
    """Either the former wish is done and the new one waits, or the new one takes its place."""
    for number in range(6):
        review = make_review(stars=2, text=f"Number {number}")
        acts.change(review=review, wanted=Changes(stars=4), insists=False, now=LATER)
        found = at_once(
            lambda: releases.release(now=NOON),
            partial(acts.change, review=review, wanted=Changes(text="New words."), insists=False, now=SINCE),
        )
        assert not [one for one in found if isinstance(one, Exception)], found
        releases.release(now=NOON + timedelta(days=1))
        shown = queries.one(review)
        assert (shown.stars, "".join(span.text for span in shown.spans)) == (4, "New words.")
