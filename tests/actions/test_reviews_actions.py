"""Reviews wait, come out, change, go and come back; every step stands in the log."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from reputation.businesses import leavings
from reputation.businesses.errors import NoSuchBusiness
from reputation.core import months
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.log.entries import commitment
from reputation.reviews import actions, errors, publication, queries, rules, sending
from reputation.reviews.models import Review, WaitingReview
from reputation.reviews.rules import Outcome, ReceiptClass
from tests.reviews_made import LATER, MONDAY, make_business, make_review, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def logged(kind: str) -> list[entries.Row]:
    while log.sequence():
        pass
    return [row for row in entries.entries(after=0, limit=10_000) if row.kind == kind]


def test_a_review_waits_and_comes_out_once() -> None:
    business = make_business()
    accepted = submit(business, text="Two pans.")
    assert MONDAY.date() + timedelta(days=13) <= accepted.published_by <= MONDAY.date() + timedelta(days=34)
    assert not queries.public(business=business).items
    assert publication.publish_due(now=MONDAY) == 0
    assert publication.publish_due(now=LATER) == 1
    assert publication.publish_due(now=LATER) == 0
    [review] = queries.public(business=business).items
    assert review.public_id == accepted.review
    assert months.show(review.month) == "2026-02"
    assert [span.text for span in review.spans] == ["Two pans."]
    [row] = logged("review")
    assert row.body["commitment"] == accepted.commitment
    data = rules.canonical(stars=4, outcome="as-agreed", language="en", text="Two pans.")
    assert accepted.commitment == commitment("review", accepted.salt, data)


def test_all_of_a_week_come_out_in_an_order_that_says_nothing() -> None:
    business = make_business()
    sent = [submit(business, text=f"Number {number}").review for number in range(40)]
    assert publication.publish_due(now=LATER) == 40
    out = [row.review for row in logged("review")]
    assert sorted(map(str, filter(None, out))) == sorted(map(str, sent))
    assert out != sent
    assert out != sorted(out, key=str)


def test_a_waiting_row_knows_no_time_and_no_serial() -> None:
    allowed = {"DateField", "UUIDField", "ForeignKey", "CharField", "TextField", "BinaryField", "BooleanField"}
    kinds = {field.name: field.get_internal_type() for field in WaitingReview._meta.get_fields()}
    assert set(kinds.values()) <= allowed | {"PositiveSmallIntegerField"}
    assert [name for name, kind in kinds.items() if kind == "DateField"] == ["publish_week"]
    assert kinds["id"] == "UUIDField"
    assert not {field.get_internal_type() for field in Review._meta.get_fields()} & {"DateField", "DateTimeField"}


def test_those_who_go_on_waiting_lose_their_order() -> None:
    """After a batch, transaction ids and places of the rest say nothing about who came first."""
    business = make_business()
    for number in range(60):
        submit(business, text=f"Number {number}")
    publication.publish_due(now=MONDAY + timedelta(weeks=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text), count(*) FROM reviews_waiting")
        ids, left = cursor.fetchone()
        cursor.execute("SELECT text FROM reviews_waiting ORDER BY ctid")
        order = [int(text.split()[1]) for (text,) in cursor.fetchall()]
    assert left > 10
    assert ids == 1
    assert order != sorted(order)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"stars": 0}, "stars"),
        ({"stars": 6}, "stars"),
        ({"language": "EN"}, "language"),
        ({"language": "en-GB"}, "language"),
        ({"text": "  "}, "text"),
        ({"text": "x" * 4001}, "text"),
        ({"no_receipt_given": True}, "no_receipt_given"),
        ({"receipt_class": ReceiptClass.NONE}, "no_receipt_given"),
    ],
)
def test_refuses_what_does_not_fit(change: dict[str, object], field: str) -> None:
    fits: dict[str, object] = {
        "business": make_business(),
        "stars": 3,
        "outcome": Outcome.AS_AGREED,
        "receipt_class": ReceiptClass.SELLER,
        "language": "en",
        "text": "Fine.",
        "now": MONDAY,
    }
    with pytest.raises(errors.BadReview) as refused:
        sending.submit_invented(**{**fits, **change})  # type: ignore[arg-type]
    assert refused.value.facts == {"field": field}
    assert not WaitingReview.objects.exists()
    sending.submit_invented(**fits)  # type: ignore[arg-type]
    assert WaitingReview.objects.count() == 1


def test_a_business_that_left_takes_reviews_with_a_receipt_for_a_year() -> None:
    business = make_business()
    submit(business, receipt_class=ReceiptClass.NONE, now=MONDAY)
    leavings.leave(business=business, now=MONDAY)
    submit(business, now=MONDAY + timedelta(days=300))
    with pytest.raises(errors.NotReviewable):
        submit(business, receipt_class=ReceiptClass.NONE, now=MONDAY)
    with pytest.raises(errors.NotReviewable):
        submit(business, now=MONDAY + timedelta(days=366))
    with pytest.raises(NoSuchBusiness):
        submit(uuid4())


def test_stars_and_outcome_change_once_and_words_as_often_as_wanted() -> None:
    review = make_review(stars=2, outcome=Outcome.PROBLEM_UNSOLVED)
    actions.change(review_id=review, text="Now it works.", now=LATER)
    actions.change(review_id=review, stars=4, outcome=Outcome.PROBLEM_SOLVED, now=LATER)
    actions.change(review_id=review, text="Now it still works.", now=LATER)
    actions.change(review_id=review, stars=4, now=LATER)
    with pytest.raises(errors.FiguresChangedBefore):
        actions.change(review_id=review, stars=5, now=LATER)
    found = queries.one(review)
    assert (found.stars, found.outcome, found.spans[0].text) == (4, "problem-solved", "Now it still works.")
    rows = logged("review-changed")
    assert [(row.stars, row.outcome) for row in rows] == [
        (2, "problem-unsolved"),
        (4, "problem-solved"),
        (4, "problem-solved"),
    ]
    assert len({row.body["commitment"] for row in rows}) == 3


def test_withdrawing_takes_everything_but_the_figures() -> None:
    review = make_review(stars=2)
    actions.withdraw(review_id=review, now=LATER)
    found = queries.one(review)
    assert (found.state, found.spans, found.stars) == ("withdrawn", (), 2)
    assert queries.counts_withdrawn(found.business) == {1: 0, 2: 1, 3: 0, 4: 0, 5: 0}
    row = Review.objects.get(public_id=review)
    assert row.text is None
    assert row.salt is None
    assert len(logged("review-withdrawn")) == 1
    for act in (actions.withdraw, actions.erase):
        with pytest.raises(errors.WrongState):
            act(review_id=review, now=LATER)


def test_erasing_takes_the_words_and_leaves_the_figures() -> None:
    review = make_review(stars=2)
    actions.erase(review_id=review, now=LATER)
    assert queries.one(review).state == "erased"
    row = Review.objects.get(public_id=review)
    assert (row.text, row.salt, row.stars) == (None, None, 2)
    assert len(logged("review-erased")) == 1
    with pytest.raises(errors.WrongState):
        actions.change(review_id=review, text="Again.", now=LATER)
    with pytest.raises(errors.WrongState):
        actions.erase(review_id=review, now=LATER)


def test_masked_words_are_nowhere_any_more() -> None:
    review = make_review(text="Nobody Example came. Later Nobody Example came again, said the other one.")
    actions.mask(review_id=review, words="the other one", wording="a colleague", now=LATER)
    actions.mask(review_id=review, words="Nobody Example", wording="the fitter", now=LATER)
    found = queries.one(review)
    assert (
        "".join(span.text for span in found.spans) == "the fitter came. Later the fitter came again, said a colleague."
    )
    assert [span.text for span in found.spans if span.is_masked] == ["the fitter", "the fitter", "a colleague"]
    assert found.masked_on == LATER.date()
    assert len(logged("review-masked")) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reviews_review r WHERE r::text LIKE '%%Nobody%%'")
        assert cursor.fetchone() == (0,)
    for words, wording in (("the fitter", "x"), ("nowhere", "x"), ("came", "she came"), ("", "x")):
        with pytest.raises(errors.BadSpan):
            actions.mask(review_id=review, words=words, wording=wording, now=LATER)
    assert queries.one(review) == found


def test_a_business_replies_once_and_may_say_it_better() -> None:
    business = make_business()
    review = make_review(business)
    actions.reply(review_id=review, business=business, text="Sorry.", now=LATER)
    actions.reply(review_id=review, business=business, text="We are sorry.", now=LATER)
    reply = queries.one(review).reply
    assert reply is not None
    assert reply.text == "We are sorry."
    assert len(logged("reply")) == 2
    with pytest.raises(errors.NoSuchReview):
        actions.reply(review_id=review, business=make_business(), text="Me too.", now=LATER)
    with pytest.raises(errors.BadReply):
        actions.reply(review_id=review, business=business, text="x" * 2001, now=LATER)


def test_nothing_is_said_about_a_review_that_is_not() -> None:
    nobody: UUID = uuid4()
    for act in (actions.withdraw, actions.erase):
        with pytest.raises(errors.NoSuchReview):
            act(review_id=nobody, now=LATER)
    with pytest.raises(errors.NoSuchReview):
        queries.one(nobody)


def test_pages_are_whole_and_newest_first(django_assert_num_queries: object) -> None:
    business = make_business()
    for week in (0, 6, 12):
        for number in range(9):
            submit(business, text=f"{week}-{number}", now=MONDAY + timedelta(weeks=week))
    publication.publish_due(now=MONDAY + timedelta(weeks=5))
    publication.publish_due(now=MONDAY + timedelta(weeks=11))
    publication.publish_due(now=MONDAY + timedelta(weeks=17))
    seen: list[queries.PublicReview] = []
    after: str | None = None
    while True:
        with django_assert_num_queries(6):  # type: ignore[operator]
            page = queries.public(business=business, after=after, limit=4)
        seen += page.items
        after = page.next
        if after is None:
            break
    assert len(seen) == len({review.public_id for review in seen}) == 27
    assert [r.month for r in seen] == sorted((r.month for r in seen), reverse=True)
    assert queries.public(business=business, limit=27).next is None
    assert date(2026, 2, 1) <= months.first_day(seen[-1].month)


@pytest.mark.parametrize("cursor", ["", "x", "é", "AAAA", "A" * 27 + "!", "_" * 27, "A" * 400, "'; DROP TABLE x;--"])
def test_refuses_cursors_that_no_page_gave(cursor: str) -> None:
    with pytest.raises(errors.BadCursor):
        queries.public(business=uuid4(), after=cursor)
