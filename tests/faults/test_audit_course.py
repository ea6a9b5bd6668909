"""Promises that can be read off the log, each broken once under the log's own key: the audit names the entry."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from reputation.audit.findings import Kind
from reputation.core.months import show
from reputation.rulebook.editions import EDITIONS, Edition
from tests.faults.courses import STRANGER, Act, case, on_case, said
from tests.published_log import HASH, audited
from tests.rich_log import FIRST, THIS, Case, RichService, day, make_rich_service


def test_an_honest_log_with_one_of_everything_passes() -> None:
    found = audited(make_rich_service())
    assert found.is_clean, found.summary()
    assert found.checked["ratings"] == "4 recomputed, 4 compared with the file"


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
        if kind == "warning":
            body |= {"severity": "serious"}
        if kind == "warning-ended":
            body |= {"case": STRANGER, "why": "cured", "persons": 2}
        if kind == "alert-suspended":
            contested = Case(service, body["business"], "", THIS)
            contested.about = {"business": body["business"], "alert": "surge"}
            contested.challenge(ground="innocent-cause")
            decision = contested.decide("suspended", ground="innocent-cause")
            body |= {"alert": "surge", "decision": decision, "until": show(THIS + 3), "persons": 2}
        service.append(kind, **body | change)

    return last


def about_address(act: Callable[[Case], object]) -> Act:
    """A case about an address that looks like one of the second business; `act` goes on with it."""

    def last(service: RichService) -> None:
        shop = service.body(service.position("business-joined", 1))["business"]
        one = Case(service, shop, "", THIS)
        one.about = {"business": shop, "domain": "sh0p.example"}
        act(one)

    return last


def contested(one: Case) -> Case:
    one.challenge(ground="no-imitation", side="public")
    return one


def heard(one: Case) -> Case:
    contested(one)
    one.step("answered", 5, until=day(THIS, 11))
    one.step("ready", 6)
    return one


def exempt(one: Case, domain: str = "sh0p.example", **change: Any) -> None:
    decision = one.decide("exempt", ground="no-imitation", **change)
    body = {"business": one.about["business"], "domain": domain, "decision": decision, "date": day(THIS, 8)}
    one.service.append("exemption", **body)


def twice(one: Case) -> None:
    heard(one).decide("rejected", ground="no-imitation")
    exempt(one)


def by_itself(one: Case) -> None:
    body = {"business": one.about["business"], "domain": "sh0p.example", "decision": STRANGER, "date": day(THIS, 8)}
    one.service.append("exemption", **body)


def test_an_address_is_exempt_as_promised() -> None:
    found = audited(make_rich_service(about_address(lambda one: exempt(heard(one))), ordinary=40))
    assert found.is_clean, found.summary()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (by_itself, "no decision before it exempts this address"),
        (lambda one: exempt(heard(one), "else.example"), "no decision before it exempts this address"),
        (
            lambda one: exempt(heard(one), decided_by=[{"role": "moderator", "persons": 1}]),
            "a decision takes 2 persons at least",
        ),
        (lambda one: exempt(contested(one)), "the business that is imitated could still answer"),
        (lambda one: one.challenge(ground="no-imitation"), "domain: it is contested from the other side"),
        (
            lambda one: heard(one).decide("suspended", ground="no-imitation"),
            "suspended cannot follow a challenge",
        ),
        (
            twice,
            "a case that is decided takes no such step",
        ),
    ],
)
def test_an_address_is_exempt_by_two_who_heard_the_business(act: Callable[[Case], object], words: str) -> None:
    assert any(words in text for text in said(about_address(act)))


def in_days(days: int) -> str:
    """A day so long after the measures above."""
    return (date.fromisoformat(day(THIS)) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (business("warning", persons=1), "a warning is decided by 2 persons"),
        (business("warning", until=day(THIS)), "the measure ends before it begins"),
        (business("warning", until=day(THIS + 37)), "the measure lasts longer than 36 months"),
        (business("warning", severity="minor"), "a minor warning lasts longer than 3 months"),
        (business("warning-ended"), "no warning of this case stands"),
        (business("termination", persons=1), "a termination is decided by 2 persons"),
        (business("termination", until=day(THIS + 37)), "the measure lasts longer than 36 months"),
        (business("alert-suspended", until=show(THIS)), "the suspension ends before it begins"),
        (business("alert-suspended", until=show(THIS + 7)), "an alert is suspended for longer than 6 months"),
        (business("alert-resumed", alert="worse", decision=STRANGER), "the alert was not suspended"),
        (business("right-suspended", until=day(THIS), decision=STRANGER, persons=2), "the suspension ends before"),
        (business("right-suspended", until=in_days(30), decision=STRANGER, persons=1), "decided by 2 persons"),
        (
            business("right-suspended", until=in_days(90), decision=STRANGER, persons=2),
            "a right is suspended for 30 days",
        ),
        (business("right-restored", decision=STRANGER, persons=2), "no right-suspended of this case stands"),
        (
            business("right-suspended", until="2099-01-01", decision=STRANGER, persons=2),
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


def test_nobody_is_warned_for_unfounded_challenges_without_them() -> None:
    def last(service: RichService) -> None:
        third = service.body(service.position("business-joined", 2))["business"]
        ground = {"ground": "unfounded-challenges", "severity": "minor", "until": day(THIS + 3)}
        business("warning", business=third, **ground)(service)

    [text] = said(last)
    assert "0 challenges in 90 days before it were manifestly unfounded" in text


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
