"""Two publishers at once publish each review once; acts at the same moment do not undo each other."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.reviews import actions, errors, publication, queries
from reputation.reviews.models import WaitingReview
from tests.at_once import at_once
from tests.reviews_made import LATER, make_business, make_review, submit

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_publishers_publish_each_review_once() -> None:
    business = make_business()
    for number in range(120):
        submit(business, text=f"Number {number}")
    found = at_once(*[lambda: publication.publish_due(now=LATER)] * 3)
    assert sorted(found, key=str) == [0, 0, 120]
    assert not WaitingReview.objects.exists()
    log.start(now=LATER)
    while log.sequence():
        pass
    rows = [row.review for row in entries.entries(after=0, limit=1000) if row.kind == "review"]
    assert len(rows) == len(set(rows)) == 120


def test_what_comes_while_a_batch_goes_out_is_not_lost() -> None:
    business = make_business()
    for number in range(40):
        submit(business, text=f"Number {number}")
    late = LATER + timedelta(days=1)
    found = at_once(
        lambda: publication.publish_due(now=LATER), *[lambda: [submit(business, now=late) for _ in range(20)]] * 2
    )
    assert found[0] == 40
    assert WaitingReview.objects.count() == 40


def test_a_batch_that_breaks_off_publishes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    business = make_business()
    for number in range(5):
        submit(business, text=f"Number {number}")
    real, waiting = log.append_all, entries.waiting()

    def breaks(due: Iterable[log.Due], words: Iterable[log.Words]) -> None:
        real(due, words)
        raise ConnectionError

    monkeypatch.setattr(log, "append_all", breaks)
    with pytest.raises(ConnectionError):
        publication.publish_due(now=LATER)
    monkeypatch.undo()
    assert WaitingReview.objects.count() == 5
    assert entries.waiting() == waiting
    assert not queries.public(business=business).items
    assert publication.publish_due(now=LATER) == 5


def test_figures_change_once_also_in_the_same_moment() -> None:
    review = make_review(stars=2)
    found = at_once(
        lambda: actions.change(review_id=review, stars=4, now=LATER),
        lambda: actions.change(review_id=review, stars=5, now=LATER),
    )
    assert sum(isinstance(one, errors.FiguresChangedBefore) for one in found) == 1
    assert sum(one is None for one in found) == 1


def test_a_review_is_taken_back_once() -> None:
    review = make_review()
    found = at_once(*[lambda: actions.withdraw(review_id=review, now=LATER)] * 3)
    assert sum(isinstance(one, errors.WrongState) for one in found) == 2
