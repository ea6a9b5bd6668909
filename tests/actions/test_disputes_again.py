"""The same side does not raise the same ground against the same words again: an appeal is the second look."""

from datetime import timedelta
from uuid import UUID

import pytest

from reputation.disputes import errors, exchange, filing
from reputation.disputes.rules import Ground, Outcome, Side
from reputation.log import actions as log
from reputation.reviews import actions as reviews
from tests import cases_made
from tests.cases_made import file_case
from tests.reviews_made import LATER, MONDAY, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db
SOON = LATER + timedelta(days=40)
TEXT = "A copper pan, as agreed, and an iron one."


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


@pytest.fixture
def review() -> UUID:
    return make_review(text=TEXT)


def test_what_was_rejected_is_appealed_and_not_raised_again(review: UUID) -> None:
    case = make_case(review)
    make_decision(case, Outcome.REJECTED)
    with pytest.raises(errors.ChallengedBefore) as refused:
        file_case(review, now=SOON)
    assert refused.value.facts == {"case": str(case)}
    with pytest.raises(errors.ChallengedBefore):
        file_case(review, quote="an iron one", now=SOON)
    file_case(review, ground=Ground.OFF_TOPIC, now=SOON)


def test_what_the_other_side_of_the_counter_raised_is_nothing_to_the_business(review: UUID) -> None:
    make_decision(file_case(review, side=Side.PUBLIC, now=LATER), Outcome.REJECTED)
    with pytest.raises(errors.ChallengedBefore):
        file_case(review, side=Side.PUBLIC, now=SOON)
    file_case(review, now=SOON)


def test_what_is_inadmissible_or_restored_was_answered_too(review: UUID) -> None:
    make_decision(make_case(review), Outcome.INADMISSIBLE)
    with pytest.raises(errors.ChallengedBefore):
        file_case(review, now=SOON)
    other = make_review(text=TEXT)
    case = make_case(other)
    make_decision(case, Outcome.REMOVED)
    cases_made.restore(case, now=SOON)
    with pytest.raises(errors.ChallengedBefore):
        file_case(other, now=SOON)


def test_what_a_business_took_back_or_settled_it_does_not_raise_again_but_others_may() -> None:
    for end, side, may in (
        (Outcome.REJECTED, Side.BUSINESS, False),
        ("withdrawn", Side.BUSINESS, False),
        ("settled", Side.BUSINESS, False),
        ("withdrawn", Side.PUBLIC, True),
    ):
        review = make_review(text=TEXT)
        case = file_case(review, side=side, now=LATER)
        if end == "withdrawn":
            filing.withdraw(case=case, now=LATER)
        elif end == "settled":
            cases_made.admit(case, now=LATER)
            filing.offer(case=case, text="We pay the money back.", now=LATER)
            exchange.settle(case=case, now=LATER)
        else:
            make_decision(case, Outcome.REJECTED)
        if may:
            file_case(review, side=side, now=SOON)
            continue
        with pytest.raises(errors.ChallengedBefore):
            file_case(review, side=side, now=SOON)


def test_words_that_the_writer_changed_since_are_new(review: UUID) -> None:
    make_decision(make_case(review), Outcome.REJECTED)
    reviews.change(review_id=review, text="A steel pan, and an iron one.", now=SOON)
    file_case(review, quote="steel pan", now=SOON)


def test_words_beside_those_that_were_masked_may_be_raised(review: UUID) -> None:
    make_decision(make_case(review), Outcome.MASKED, wording="(a thing)")
    file_case(review, quote="an iron one", now=SOON)
