"""What a case about a review promises, broken once under the log's own key: the audit names the entry."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.faults.courses import STRANGER, Act, case, on_case, said
from tests.published_log import HASH, audited
from tests.rich_log import THIS, Case, RichService, day, make_rich_service


def decided(outcome: str, **change: Any) -> tuple[Callable[[Case], object], ...]:
    return (lambda one: one.open(), lambda one: one.decide(outcome, **change))


ONE = [{"role": "moderator", "persons": 1}]


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([lambda c: c.decide("removed")], "there is no such case about this review"),
        ([lambda c: c.open(), lambda c: c.open()], "the case was opened before"),
        ([lambda c: c.open(), lambda c: c.appeal()], "nothing to appeal, and nothing is late"),
        (
            [*decided("removed"), lambda c: c.decide("restored", "appeal-decision")],
            "that is decided takes no such step",
        ),
        ([*decided("restored")], "restored cannot follow a challenge"),
        ([*decided("removed"), lambda c: c.decide("masked")], "masked cannot follow removed"),
        ([*decided("removed", decided_by=ONE)], "a decision takes 2 persons at least"),
        (
            [
                *decided("rejected"),
                lambda c: c.appeal(),
                lambda c: c.decide("rejected", "appeal-decision", decided_by=ONE),
            ],
            "an appeal is decided by a panel of 3 persons, and by nobody else",
        ),
        ([lambda c: c.mark("review-restricted", decision=STRANGER)], "no decision before it says removed"),
        (
            [lambda c: c.open(), lambda c: c.mark("review-restricted", decision=c.decide("rejected"))],
            "no decision before it says removed",
        ),
        ([lambda c: c.mark("review-restricted", interim=STRANGER)], "no interim measure before it"),
        ([lambda c: c.mark("review-restored", decision=STRANGER)], "the review was not taken out"),
        ([lambda c: c.mark("review-masked", commitment=HASH, decision=STRANGER)], "no decision before it says masked"),
        (
            [lambda c: c.open(), lambda c: c.interim(until=day(THIS, 9))],
            "an interim measure beyond 48 hours is decided by 2 persons",
        ),
        ([lambda c: c.open(), lambda c: c.interim(until=day(THIS, 6))], "the measure ends before it begins"),
        ([lambda c: c.interim()], "there is no such case about this review"),
        (
            [
                lambda c: c.open(),
                *[lambda c, n=n: c.interim(date=day(THIS, n), until=day(THIS, n + 2)) for n in (6, 8, 10)],
            ],
            "an interim measure beyond 48 hours is decided by 2 persons",
        ),
        (
            [lambda c: c.open(), lambda c: c.interim(persons=2, until="2099-01-01")],
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
        ([lambda c: c.mark("review-withdrawn"), lambda c: c.open()], "the review was withdrawn"),
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


def steps(*said: tuple[str, int, dict[str, Any]]) -> list[Callable[[Case], object]]:
    """A challenge, and these steps after it."""
    return [lambda c: c.challenge(), *[lambda c, s=s: c.step(s[0], s[1], **s[2]) for s in said]]


NOTICED = ("noticed", 3, {"until": day(THIS, 17)})
ANSWERED = ("answered", 5, {"until": day(THIS, 10)})


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        (steps(("noticed", 3, {"until": day(THIS, 16)})), "has less than 14 days to answer"),
        (steps(NOTICED, NOTICED), "that is noticed takes no such step"),
        (steps(("ready", 3, {})), "that is filed takes no such step"),
        (steps(NOTICED, ("ready", 17, {})), "the writer could still answer"),
        (steps(NOTICED, ("answered", 5, {"until": day(THIS, 9)})), "has less than 5 days to reply"),
        (steps(NOTICED, ANSWERED, ("answered", 6, {"until": day(THIS, 11)})), "the other side answered before"),
        (steps(NOTICED, ("words-gone", 6, {})), "the text of the review is still there"),
        (steps(("replied", 3, {})), "that is filed takes no such step"),
        (steps(("extended", 3, {"until": day(THIS, 28)})), "that is filed takes no such step"),
        (steps(NOTICED, ("extended", 4, {"until": day(THIS, 17)})), "more time ends later"),
        (
            steps(NOTICED, *[("extended", 4, {"until": day(THIS, n)}) for n in (20, 24)]),
            "was given more time before",
        ),
        (steps(("paused", 3, {}), ("paused", 3, {})), "the case is paused already"),
        (steps(("resumed", 3, {"until": day(THIS + 3)})), "the case is not paused"),
        (steps(("paused", 3, {}), ("resumed", 4, {"until": day(THIS + 4)})), "gives no more than its days"),
        (steps(("overdue", 4, {"deadline": "decision"})), "no decision is late"),
        (steps(*[("overdue", 9, {"deadline": "admissibility"})] * 2), "the delay was counted before"),
        (steps(("reopened", 9, {"until": day(THIS, 20)})), "nothing was taken from the writer"),
        (steps(("closed", 9, {})), "the review is there, and nothing was decided"),
        (steps(("withdrawn", 9, {}), NOTICED), "that is withdrawn takes no such step"),
        ([*decided("rejected"), lambda c: c.step("closed", 20)], "both sides could still appeal"),
        ([*decided("rejected"), lambda c: c.step("settled", 20)], "that is decided takes no such step"),
        ([lambda c: c.challenge(), lambda c: c.decide("removed")], "that is filed takes no such step"),
        ([lambda c: c.open(), lambda c: c.decide("inadmissible")], "that is ready takes no such step"),
        (
            [lambda c: c.open(), lambda c: c.step("paused", 7), lambda c: c.decide("rejected")],
            "nothing is decided while a case is paused",
        ),
        ([*decided("removed", until=day(THIS + 13))], "removed lasts longer than 12 months"),
        ([*decided("removed", until=day(THIS, 8))], "it ends before it begins"),
        (
            [
                *steps(NOTICED, ("ready", 18, {})),
                lambda c: c.decide("removed", ground="no-genuine-experience", date=day(THIS, 19)),
            ],
            "silence is weighed after 28 days only",
        ),
        ([*decided("rejected"), *[lambda c: c.appeal()] * 2], "this side appealed before"),
        (
            [*decided("rejected"), lambda c: c.appeal(date=day(THIS + 8), until=day(THIS + 9))],
            "has not come yet",
        ),
        ([*decided("rejected"), lambda c: c.appeal(until=day(THIS, 9))], "the panel has no day to decide"),
    ],
)
def test_a_case_that_loses_a_right_or_a_day_is_found(taken: list[Callable[[Case], object]], words: str) -> None:
    ground = {"ground": "no-genuine-experience"} if words.startswith("silence") else {}
    if ground:
        taken = [lambda c: c.challenge(**ground), *taken[1:]]
    assert any(words in text for text in said(on_case(*taken))), said(on_case(*taken))


def test_a_removal_is_carried_out_once_and_in_the_case_s_own_order() -> None:
    def twice(one: Case) -> None:
        decision = one.decide("removed")
        one.mark("review-restricted", decision=decision)
        one.mark("review-restricted", decision=decision)

    assert any("no decision before it says removed" in text for text in said(on_case(lambda c: c.open(), twice)))

    def back(one: Case) -> None:
        one.month = THIS - 1
        one.decide("rejected")

    assert any("an earlier day than what it answers" in text for text in said(on_case(lambda c: c.open(), back)))


def test_after_an_interim_measure_the_review_comes_back_by_any_decision_that_leaves_it() -> None:
    def last(service: RichService) -> None:
        one = case(service)
        one.open()
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
                lambda c: c.open(),
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
        ([lambda c: c.open(), take_out], "(interim): it is over, and the review is still not shown"),
        ([lambda c: c.open(), take_out, lambda c: c.decide("rejected")], "nothing has carried it out"),
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
        (later(lambda c: c.open(), take_out, restore), "it lapsed"),
        (
            later(
                lambda c: c.open(),
                take_out,
                lambda c: c.interim(persons=2, until=day(THIS, 25)),
            ),
            "it was prolonged by two",
        ),
        (
            later(lambda c: c.open(), take_out, lambda c: c.mark("review-restricted", decision=c.decide("removed"))),
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
    assert any(words in text for text in said(on_case(lambda c: c.open(), *steps)))
