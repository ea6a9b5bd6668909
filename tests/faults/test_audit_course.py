"""Promises that can be read off the log, each broken once under the log's own key: the audit names the entry."""

from collections.abc import Callable
from typing import Any

import pytest

from reputation.audit.findings import Kind
from reputation.core.months import show
from reputation.rulebook.editions import EDITIONS, Edition
from tests.published_log import HASH, audited
from tests.rich_log import FIRST, THIS, Case, RichService, day, make_rich_service

STRANGER = "2f2e3d4c-1111-4222-8333-444455556666"
Act = Callable[[RichService], object]


def test_an_honest_log_with_one_of_everything_passes() -> None:
    found = audited(make_rich_service())
    assert found.is_clean, found.summary()
    assert found.checked["ratings"] == "4 recomputed, 4 compared with the file"


def said(last: Act) -> list[str]:
    """What the course of the log is blamed for when it goes on so."""
    found = audited(make_rich_service(last, ordinary=40))
    assert found.faults, "nothing was found"
    assert {fault.kind for fault in found.faults} == {Kind.COURSE}, found.summary()
    assert found.status == 15
    return [fault.text for fault in found.faults]


def case(service: RichService, number: int = 0) -> Case:
    """A case about an ordinary review, which nothing has happened to."""
    body = service.body(service.position("review", -20 - number))
    return Case(service, body["business"], body["review"], THIS)


def decided(outcome: str, **change: Any) -> tuple[Callable[[Case], object], ...]:
    return (lambda one: one.challenge(), lambda one: one.decide(outcome, **change))


def on_case(*steps: Callable[[Case], object]) -> Act:
    def last(service: RichService) -> None:
        one = case(service)
        for step in steps:
            step(one)

    return last


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


def test_stars_change_once() -> None:
    def change(stars: int, outcome: str) -> Callable[[Case], None]:
        return lambda one: one.mark("review-changed", stars=stars, outcome=outcome, commitment=HASH)

    words = "stars or outcome were changed more than 1 time"
    assert any(words in text for text in said(on_case(change(5, "problem-solved"), change(1, "charged-wrongly"))))
    found = audited(make_rich_service(on_case(change(5, "problem-solved"), change(5, "problem-solved")), ordinary=40))
    assert found.is_clean, found.summary()


def business(kind: str, **change: Any) -> Act:
    """A measure against the second business."""

    def last(service: RichService) -> None:
        shop = service.body(service.position("business-joined", 1))["business"]
        body: dict[str, Any] = {"business": shop, "date": day(THIS)}
        if kind in ("warning", "termination"):
            body |= {"case": STRANGER, "ground": "charter-breach", "persons": 2, "until": day(THIS + 6)}
        if kind == "alert-suspended":
            body |= {"alert": "surge", "decision": STRANGER, "until": show(THIS + 3), "persons": 2}
        service.append(kind, **body | change)

    return last


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (business("warning", persons=1), "a warning is decided by 2 persons"),
        (business("warning", until=day(THIS)), "the measure ends before it begins"),
        (business("warning", until=day(THIS + 37)), "the measure lasts longer than 36 months"),
        (business("warning-ended", case=STRANGER, persons=1), "no warning of this case stands"),
        (business("termination", persons=1), "a termination is decided by 2 persons"),
        (business("termination", until=day(THIS + 37)), "the measure lasts longer than 36 months"),
        (business("alert-suspended", until=show(THIS)), "the suspension ends before it begins"),
        (business("alert-suspended", until=show(THIS + 7)), "an alert is suspended for longer than 6 months"),
        (business("alert-resumed", alert="worse", decision=STRANGER), "the alert was not suspended"),
        (business("right-suspended", until=day(THIS), decision=STRANGER, persons=1), "the suspension ends before"),
        (
            business("right-suspended", until="2099-01-01", decision=STRANGER, persons=1),
            "a right is suspended for longer than 180 days",
        ),
        (business("business-left", date="2001-01-01"), "the business left before it joined"),
        (business("domain-proved", domain="new.example", method="dns", date="2199-01-01"), "has not come yet"),
        (business("domain-lost", domain="shop.example"), "the domain was not proved"),
        (business("business-returned", charter="1"), "the business has not left"),
        (business("business-left", business=STRANGER), "the business has not joined"),
        (
            business(
                "business-joined", numbers=[{"scheme": "lei", "value": "12"}], country="GB", charter="1", names=HASH
            ),
            "the business has joined before",
        ),
    ],
)
def test_a_business_is_treated_as_promised(last: Act, words: str) -> None:
    texts = said(last)
    assert any(words in text for text in texts)
    assert len(texts) == 1


def test_a_business_leaves_once() -> None:
    def last(service: RichService) -> None:
        business("business-left")(service)
        business("business-left")(service)

    assert said(last) == [text for text in said(last) if "the business has left before" in text]


def review(**change: Any) -> Act:
    """An entry about a review, written anew at the end of the log."""

    def last(service: RichService) -> None:
        service.append("review", **service.body(service.position("review", 30)) | change)

    return last


def test_a_review_is_published_once_by_a_business_that_has_joined_and_never_backdated() -> None:
    assert any("the review was published before" in text for text in said(review(month=show(THIS))))
    strange = said(review(business=STRANGER, review=STRANGER, month=show(THIS)))
    assert any("the business has not joined" in text for text in strange)
    assert any(f"its month is {show(FIRST)}, after a review of" in text for text in said(review(month=show(FIRST))))
    assert any("has not come yet" in text for text in said(review(review=STRANGER, month=show(THIS + 2))))


def test_nothing_is_done_to_a_review_that_is_not_there() -> None:
    def last(service: RichService) -> None:
        one = case(service)
        one.about["review"] = STRANGER
        one.mark("review-masked", commitment=HASH)

    assert any("the business has no such review" in text for text in said(last))


def edition(**change: Any) -> Act:
    def last(service: RichService) -> None:
        body: dict[str, Any] = {"edition": 2, "spec_sha256": HASH, "announced": day(THIS, 1), "persons": 2}
        service.append("edition", **body | {"effective": show(THIS + 2)} | change)

    return last


@pytest.fixture
def second_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EDITIONS, 2, Edition(2, "edition-2.md", HASH))


@pytest.mark.usefixtures("second_edition")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"edition": 1}, "edition 1 comes where edition 2 is due"),
        ({"edition": 3}, "edition 3 comes where edition 2 is due"),
        ({"persons": 1}, "an edition is released by 2 persons at least"),
        (
            {"announced": day(THIS, 20), "effective": show(THIS + 1)},
            "announced less than 30 days before it takes effect",
        ),
        ({"effective": show(FIRST), "announced": day(FIRST)}, "it takes effect no later than the edition before it"),
        ({"announced": day(FIRST - 1)}, "and the one before it of"),
        ({"spec_sha256": "cd" * 32}, "is another one than that known here"),
    ],
)
def test_editions_come_in_order_in_time_and_by_two_persons(change: dict[str, Any], words: str) -> None:
    assert audited(make_rich_service(edition(), ordinary=40)).is_clean
    assert any(words in text for text in said(edition(**change)))


def test_the_operator_s_entries_are_in_the_order_of_their_days() -> None:
    def last(service: RichService) -> None:
        service.append("operator", commitment=HASH, funder="nobody", policy="1", date=day(FIRST - 1))

    assert any("(operator): it is of" in text for text in said(last))


def test_a_ratings_file_rests_on_what_is_there_and_on_an_edition_in_force() -> None:
    def early(service: RichService) -> None:
        size = len(service.entries)
        service.append("ratings-file", sha256=HASH, log_size=size, month=show(FIRST - 1), date=day(THIS))

    def ahead(service: RichService) -> None:
        size = len(service.entries)
        service.append("ratings-file", sha256=HASH, log_size=size + 1, month=show(THIS), date=day(THIS))

    assert any(f"no edition of the formula is in force in {show(FIRST - 1)}" in text for text in said(early))
    assert any("cannot rest on entries after it" in text for text in said(ahead))


def test_a_review_before_any_edition_is_found() -> None:
    service = make_rich_service(ordinary=40)
    place = service.position("edition")
    service.entries.append(service.entries.pop(place))
    service.publish()
    texts = [fault.text for fault in audited(service).faults]
    assert any("a review comes before any edition of the formula" in text for text in texts)


def test_an_entry_out_of_the_schema_or_form_is_named() -> None:
    service = make_rich_service(ordinary=40)
    honest = service.entries[30]
    for raw, words in (
        (honest.replace(b'"v":1', b'"v":2'), "unknown version"),
        (honest[:-1] + b" }", "not in canonical form"),
        (honest.replace(b'"stars":', b'"stars":1'), "stars is not a whole number 1 to 5"),
    ):
        service.entries[30] = raw
        service.publish()
        found = audited(service)
        assert any(
            fault.kind is Kind.ENTRY and fault.text.startswith("entry 30: ") and words in fault.text
            for fault in found.faults
        ), found.summary()
        assert found.status == 14
    service.entries[0], service.entries[30] = service.entries[1], honest
    service.publish()
    assert "entry 0: the first entry must say who runs the service" in [fault.text for fault in audited(service).faults]
