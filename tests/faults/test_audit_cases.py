"""What a case about a review promises, broken once under the log's own key: the audit names the entry."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.courses import STRANGER, Act, case, on_case, said
from tests.published_log import HASH, audited
from tests.rich_log import THIS, Case, RichService, day, make_rich_service


def decided(outcome: str, **change: Any) -> tuple[Callable[[Case], object], ...]:
    return (lambda one: one.challenge(), lambda one: one.decide(outcome, **change))


ONE = [{"role": "moderator", "persons": 1}]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([lambda c: c.decide("removed")], "nothing in this case"),
        ([lambda c: c.challenge(), lambda c: c.challenge()], "the case was opened before"),
        ([lambda c: c.challenge(), lambda c: c.appeal()], "nothing in this case"),
        ([*decided("removed"), lambda c: c.decide("restored", "appeal-decision")], "nothing in this case"),
        ([*decided("restored")], "restored cannot follow a challenge"),
        ([*decided("removed"), lambda c: c.decide("masked")], "masked cannot follow removed"),
        ([*decided("removed", decided_by=ONE)], "a removal is decided by 2 persons at least"),
        (
            [
                *decided("rejected"),
                lambda c: c.appeal(),
                lambda c: c.decide("rejected", "appeal-decision", decided_by=ONE),
            ],
            "a rejected appeal is decided by 2 persons at least",
        ),
        ([lambda c: c.mark("review-restricted", decision=STRANGER)], "no decision before it says removed"),
        (
            [lambda c: c.challenge(), lambda c: c.mark("review-restricted", decision=c.decide("rejected"))],
            "no decision before it says removed",
        ),
        ([lambda c: c.mark("review-restricted", interim=STRANGER)], "no interim measure before it"),
        ([lambda c: c.mark("review-restored", decision=STRANGER)], "the review was not taken out"),
        ([lambda c: c.mark("review-masked", commitment=HASH, decision=STRANGER)], "no decision before it says masked"),
        (
            [lambda c: c.challenge(), lambda c: c.interim(until=day(THIS, 9))],
            "an interim measure beyond 48 hours is decided by 2 persons",
        ),
        ([lambda c: c.challenge(), lambda c: c.interim(until=day(THIS, 6))], "the measure ends before it begins"),
        ([lambda c: c.interim()], "there is no such case about this review"),
        (
            [
                lambda c: c.challenge(),
                *[lambda c, n=n: c.interim(date=day(THIS, n), until=day(THIS, n + 2)) for n in (6, 8, 10)],
            ],
            "an interim measure beyond 48 hours is decided by 2 persons",
        ),
        (
            [lambda c: c.challenge(), lambda c: c.interim(persons=2, until="2099-01-01")],
            "an interim measure lasts longer than 90 days in all",
        ),
        (
            [
                *decided("rejected", decision=STRANGER),
                lambda c: c.appeal(),
                lambda c: c.decide("rejected", "appeal-decision", decision=STRANGER),
            ],
            "a decision of this id was made before",
        ),
        ([*decided("removed", date="2199-01-01")], "its day 2199-01-01 has not come yet"),
        ([*decided("removed", before=Case.FIGURES | {"log_size": 999_999})], "rest on entries that come after it"),
        ([*decided("removed", after=Case.FIGURES | {"month": "2199-01"})], "its figures are of a month to come"),
        (
            [lambda c: c.mark("review-withdrawn"), lambda c: c.mark("review-withdrawn")],
            "the review was withdrawn before",
        ),
        ([lambda c: c.mark("review-withdrawn"), lambda c: c.challenge()], "the review was withdrawn"),
        ([lambda c: c.mark("review-erased"), lambda c: c.mark("review-erased")], "there is no text any more"),
        (
            [lambda c: c.mark("review-erased"), lambda c: c.mark("review-masked", commitment=HASH)],
            "the text was erased",
        ),
        (
            [lambda c: c.mark("review-withdrawn"), lambda c: c.mark("reply", commitment=HASH)],
            "the review was withdrawn",
        ),
    ],
)
def test_a_case_out_of_order_is_found(steps: list[Callable[[Case], object]], words: str) -> None:
    assert any(words in text for text in said(on_case(*steps)))


def test_a_removal_is_carried_out_once_and_in_the_case_s_own_order() -> None:
    def twice(one: Case) -> None:
        decision = one.decide("removed")
        one.mark("review-restricted", decision=decision)
        one.mark("review-restricted", decision=decision)

    assert any("no decision before it says removed" in text for text in said(on_case(lambda c: c.challenge(), twice)))

    def back(one: Case) -> None:
        one.month = THIS - 1
        one.decide("rejected")

    assert any("an earlier day than what it answers" in text for text in said(on_case(lambda c: c.challenge(), back)))


def test_after_an_interim_measure_the_review_comes_back_by_any_decision_that_leaves_it() -> None:
    def last(service: RichService) -> None:
        one = case(service)
        one.challenge()
        one.interim(persons=2, until=day(THIS, 20))
        one.mark("review-restricted", interim=one.case)
        one.mark("review-restored", decision=one.decide("rejected"))

    found = audited(make_rich_service(last, ordinary=40))
    assert found.is_clean, found.summary()


def later(*steps: Callable[[Case], object], on: int = 12) -> Act:
    """These steps of one case, and then the log goes on to a day."""

    def last(service: RichService) -> None:
        on_case(*steps)(service)
        service.append("panel-roster", roster_sha256=HASH, persons=12, date=day(THIS, on))

    return last


def take_out(one: Case) -> None:
    one.interim()
    one.mark("review-restricted", interim=one.case)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([*decided("removed")], "(decision): nothing has carried it out within 72 hours"),
        ([*decided("masked")], "(decision): nothing has carried it out within 72 hours"),
        (
            [
                lambda c: c.challenge(),
                lambda c: c.mark("review-restricted", decision=c.decide("removed")),
                lambda c: c.appeal(),
                lambda c: c.decide("restored", "appeal-decision"),
            ],
            "(appeal-decision): nothing has carried it out",
        ),
        (
            [*decided("removed"), lambda c: c.appeal(), lambda c: c.decide("rejected", "appeal-decision")],
            "(decision): nothing has carried it out",
        ),
        ([lambda c: c.challenge(), take_out], "(interim): it is over, and the review is still not shown"),
        ([lambda c: c.challenge(), take_out, lambda c: c.decide("rejected")], "nothing has carried it out"),
    ],
)
def test_what_should_have_followed_and_did_not_is_found(steps: list[Callable[[Case], object]], words: str) -> None:
    assert any(words in text for text in said(later(*steps, on=20)))


def restore(one: Case) -> None:
    one.mark("review-restored", interim=one.case)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (later(*decided("removed"), on=11), "72 hours are not over"),
        (later(*decided("removed"), lambda c: c.mark("review-withdrawn")), "its writer took it back"),
        (later(*decided("masked"), lambda c: c.mark("review-erased")), "there are no words to mask"),
        (later(*decided("rejected")), "nothing is to be done"),
        (later(lambda c: c.challenge(), take_out, restore), "it lapsed"),
        (
            later(
                lambda c: c.challenge(),
                take_out,
                lambda c: c.interim(persons=2, until=day(THIS, 25)),
            ),
            "it was prolonged by two",
        ),
        (
            later(
                lambda c: c.challenge(), take_out, lambda c: c.mark("review-restricted", decision=c.decide("removed"))
            ),
            "the decision took its place",
        ),
    ],
)
def test_what_was_done_in_time_or_cannot_be_done_is_none(last: Act, why: str) -> None:
    found = audited(make_rich_service(last, ordinary=40))
    assert found.is_clean, f"{why}: {found.summary()}"


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([take_out, restore, lambda c: c.mark("review-restricted", interim=c.case)], "ended before"),
        ([take_out, lambda c: c.mark("review-restored", interim=STRANGER)], "no interim measure of this case keeps"),
        (
            [lambda c: c.mark("review-restricted", decision=c.decide("removed")), restore],
            "no interim measure of this case keeps",
        ),
    ],
)
def test_an_interim_measure_ends_once_and_ends_nothing_else(steps: list[Callable[[Case], object]], words: str) -> None:
    assert any(words in text for text in said(on_case(lambda c: c.challenge(), *steps)))
