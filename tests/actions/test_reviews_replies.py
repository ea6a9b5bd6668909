"""A business answers: on its way at once, put beside its review by the worker, in place of an earlier answer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from reputation.disputes.rules import Outcome
from reputation.log import actions as log
from reputation.log.models import Waiting
from reputation.reviews import actions, errors, jobs, queries, replies
from reputation.reviews.models import PendingReply, Reply
from tests.conftest import AsRole
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def test_a_reply_goes_its_way_and_a_better_one_takes_its_place() -> None:
    business = make_business()
    review = make_review(business)
    for text in ("Sorry.", "  We are sorry.\r\n"):
        assert replies.reply(business=business, review=review, text=text, insists=False, now=LATER) is None
    assert PendingReply.objects.get().text == "We are sorry."
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT task_name, args::text FROM procrastinate_jobs")
        assert cursor.fetchall() == [("reviews.put_reply", f'{{"review": "{review}"}}')], "ids alone, no word"
    jobs.put_reply(str(review))
    reply = queries.one(review).reply
    assert reply is not None
    assert reply.text == "We are sorry."
    assert not PendingReply.objects.exists()
    assert not replies.put(review=review, now=LATER), "the second job finds nothing to do"
    assert Waiting.objects.filter(kind="reply").count() == 1
    replies.reply(business=business, review=review, text="We sent another one.", insists=False, now=LATER)
    assert replies.put_due(now=LATER) == 1
    assert Reply.objects.get().text == "We sent another one."


def test_nobody_answers_for_another_business_or_to_what_is_not_shown() -> None:
    business = make_business()
    review, removed, withdrawn, erased = (make_review(business) for _ in range(4))
    make_decision(make_case(removed), Outcome.REMOVED)
    actions.withdraw(review_id=withdrawn, now=LATER)
    actions.erase(review_id=erased, now=LATER)
    for one, other in ((review, make_business()), (uuid4(), business)):
        with pytest.raises(errors.NoSuchReview):
            replies.reply(business=other, review=one, text="Sorry.", insists=False, now=LATER)
    for one in (removed, withdrawn):
        with pytest.raises(errors.WrongState):
            replies.reply(business=business, review=one, text="Sorry.", insists=False, now=LATER)
    for text in ("", "   ", "x" * 2001, "a\u202eb"):
        with pytest.raises(errors.BadReply):
            replies.reply(business=business, review=review, text=text, insists=False, now=LATER)
    assert not PendingReply.objects.exists()
    replies.reply(business=business, review=erased, text="x" * 2000, insists=False, now=LATER)
    assert replies.put(review=erased, now=LATER)


def test_a_reply_to_what_was_taken_out_meanwhile_is_dropped() -> None:
    business = make_business()
    review = make_review(business)
    replies.reply(business=business, review=review, text="Sorry.", insists=False, now=LATER)
    actions.withdraw(review_id=review, now=LATER)
    assert not replies.put(review=review, now=LATER)
    assert not PendingReply.objects.exists()
    assert not Reply.objects.exists()


def test_the_pages_let_a_reply_wait_and_the_worker_puts_it(as_role: AsRole) -> None:
    business = make_business()
    review = make_review(business)
    with as_role("web"):
        for text in ("Sorry.", "We are sorry."):
            replies.reply(business=business, review=review, text=text, insists=False, now=LATER)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            actions.reply(review_id=review, business=business, text="Now.", now=LATER)
    with as_role("worker"):
        assert replies.put(review=review, now=LATER)
    assert Reply.objects.get().text == "We are sorry."
