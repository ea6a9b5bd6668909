"""Cases are filed, decided by two persons with reasons, and a later decision replaces an earlier one."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from reputation.core import months
from reputation.disputes import course, deciding, effects, errors, queries
from reputation.disputes.rules import Ground, Outcome
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.ratings.alerts import Alert
from reputation.reviews import actions as review_actions
from reputation.reviews import errors as review_errors
from reputation.reviews import publication
from reputation.reviews import queries as reviews
from reputation.reviews.rules import Outcome as Told
from reputation.reviews.rules import ReceiptClass
from tests import cases_made
from tests.cases_made import REASONS
from tests.reviews_made import (
    LATER,
    MONDAY,
    make_business,
    make_case,
    make_decision,
    make_review,
    submit,
)

pytestmark = pytest.mark.django_db
DECIDED = LATER + timedelta(days=30)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def sequenced() -> list[entries.Row]:
    while log.sequence():
        pass
    return entries.entries(after=0, limit=10_000)


def make_rated(bad: int = 1) -> tuple[UUID, UUID]:
    """A business with a figure, and a bad review of it."""
    business = make_business()
    for week in (0, 5, 10):
        for number in range(4):
            submit(business, stars=5, text=f"Good {week} {number}", now=MONDAY + timedelta(weeks=week))
    review = make_review(business, stars=1, outcome=Told.NEVER_DELIVERED)
    for week in (10, 15):
        publication.publish_due(now=MONDAY + timedelta(weeks=week))
    sequenced()
    return business, review


def test_a_challenged_review_stays_visible_with_a_dated_mark() -> None:
    business = make_business()
    review = make_review(business)
    case = make_case(review)
    found = reviews.one(review)
    assert found.state == "published"
    assert found.spans
    assert [(mark.kind, mark.marked_on, mark.case) for mark in found.marks] == [("challenged", LATER.date(), case)]
    page = queries.case(case)
    assert (page.state, page.outcome, page.quote, page.statements) == ("filed", "open", "copper pan", ())
    assert page.answer_until == page.admit_until + timedelta(days=14)
    assert queries.summary(business).by_outcome["open"] == 1
    assert sequenced()[-1].kind == "challenge"


def test_refuses_challenges_that_cannot_be() -> None:
    review = make_review()
    for quote, said, field in (("nowhere", "x", "quote"), ("", "x", "quote"), ("copper", " ", "said")):
        with pytest.raises(errors.BadClaim) as refused:
            make_case(review, quote=quote, said=said)
        assert refused.value.facts == {"field": field}
    with pytest.raises(errors.Inadmissible):
        make_case(review, ground=Ground.NO_GENUINE_EXPERIENCE)
    with pytest.raises(review_errors.NoSuchReview):
        make_case(uuid4())
    make_case(review)
    with pytest.raises(errors.AlreadyOpen):
        make_case(review, ground=Ground.OFF_TOPIC)
    assert len(reviews.one(review).marks) == 1


def test_a_removal_says_why_and_what_it_does_to_the_figures() -> None:
    business, review = make_rated()
    case = make_case(review, now=LATER + timedelta(weeks=10))
    decision = make_decision(case, Outcome.REMOVED, now=LATER + timedelta(weeks=10))
    found = reviews.one(review)
    assert (found.state, found.spans, found.marks) == ("restricted", (), ())
    stone = found.tombstone
    assert stone is not None
    assert (stone.ground, stone.rule_version, stone.case) == ("conflict-of-interest", "1", case)
    assert stone.before.published
    assert stone.after.published
    assert stone.before.well is not None
    assert stone.after.well is not None
    assert stone.after.well > stone.before.well
    [statement] = queries.case(case).statements
    assert statement.public_id == decision
    assert (statement.before, statement.after) == (stone.before, stone.after)
    assert statement.appeal_until == statement.decided_on + timedelta(days=184)
    assert statement.decided_by == ("moderator", "second-moderator")
    assert statement.rule_text
    kinds = [row.kind for row in sequenced()][-2:]
    assert kinds == ["decision", "review-restricted"]
    logged = sequenced()[-2].body
    assert logged["after"]["well"] == stone.after.well
    assert logged["decided_by"] == [{"role": "moderator", "persons": 1}, {"role": "second-moderator", "persons": 1}]
    after = effects.figures(business, stone.after.month)
    assert (after.well, after.stars) == (stone.after.well, stone.after.stars)


def test_a_later_decision_brings_it_back_with_the_figures_it_had() -> None:
    business, review = make_rated()
    now = LATER + timedelta(weeks=10)
    case = make_case(review, now=now)
    first = make_decision(case, Outcome.REMOVED, now=now)
    before = reviews.one(review).tombstone
    sequenced()
    second = cases_made.restore(case, now=now + timedelta(days=30))
    found = reviews.one(review)
    assert (found.state, found.tombstone) == ("published", None)
    assert [mark.kind for mark in found.marks] == ["restored"]
    statements = queries.case(case).statements
    assert [(s.public_id, s.replaces, s.replaced_by) for s in statements] == [
        (first, None, second),
        (second, first, None),
    ]
    assert before is not None
    assert (statements[1].after.well, statements[1].after.stars) == (before.before.well, before.before.stars)
    assert queries.summary(business).by_outcome["restored"] == 1
    with pytest.raises(errors.WrongState):
        cases_made.restore(case, now=now + timedelta(days=90))


def test_a_withdrawn_review_is_restored_to_nothing() -> None:
    """State, not deltas: what its writer took back stays away, whatever is decided."""
    review = make_review()
    case = make_case(review)
    make_decision(case, Outcome.REMOVED)
    review_actions.withdraw(review_id=review, now=DECIDED)
    course.move(case=case, now=DECIDED)
    assert queries.case(case).state == "decided", "the writer may still have the record put right"
    assert reviews.one(review).state == "withdrawn"


def test_a_rejected_challenge_leaves_the_review_alone() -> None:
    review = make_review()
    case = make_case(review)
    make_decision(case, Outcome.REJECTED)
    found = reviews.one(review)
    assert (found.state, found.marks) == ("published", ())
    with pytest.raises(errors.WrongState):
        make_decision(case, Outcome.REJECTED)
    with pytest.raises(errors.WrongState):
        cases_made.restore(case, now=DECIDED)
    make_case(review, ground=Ground.OFF_TOPIC, now=DECIDED)


def test_masked_words_are_not_kept_by_the_case_either() -> None:
    review = make_review(text="Nobody Example dropped the pan.")
    case = make_case(review, ground=Ground.NAMES_A_PERSON, quote="Nobody Example", said="Nobody Example works here.")
    page = queries.case(case)
    assert (page.quote, page.said) == (None, None)
    with pytest.raises(errors.Unreasoned):
        make_decision(
            case, Outcome.MASKED, wording="somebody", reasons=replace(REASONS, summary="Nobody Example was named.")
        )
    make_decision(case, Outcome.MASKED, wording="somebody")
    page = queries.case(case)
    assert (page.quote, page.said) == ("somebody", "somebody works here.")
    assert "Nobody" not in repr(page)
    assert [span.text for span in reviews.one(review).spans if span.is_masked] == ["somebody"]


def test_silence_is_no_removal() -> None:
    review = make_review(receipt_class=ReceiptClass.NONE)
    case = make_case(review, ground=Ground.NO_GENUINE_EXPERIENCE)
    cases_made.hear(case, now=LATER + timedelta(days=27))
    with pytest.raises(errors.TooEarly):
        cases_made.draft(case, Outcome.REMOVED, now=LATER + timedelta(days=27))
    cases_made.draft(case, Outcome.REMOVED, now=LATER + timedelta(days=28))


def test_refuses_decisions_without_reasons_or_by_one_person() -> None:
    review = make_review()
    case = make_case(review)
    cases_made.hear(case, now=DECIDED)
    for change, field in (
        ({"facts": ()}, "facts"),
        ({"quote": "words of nobody"}, "quote"),
        ({"summary": "…"}, "summary"),
    ):
        with pytest.raises(errors.Unreasoned) as refused:
            cases_made.draft(case, Outcome.REMOVED, reasons=replace(REASONS, **change), now=DECIDED)
        assert refused.value.facts == {"field": field}
    cases_made.draft(case, Outcome.REMOVED, now=DECIDED)
    with pytest.raises(errors.OnePerson):
        cases_made.approve(case, user=1, now=DECIDED)
    with pytest.raises(errors.OnePerson):
        deciding.give_back(case=case, user=cases_made.moderator(1, now=DECIDED), words="No.", now=DECIDED)
    with pytest.raises(errors.NoSuchCase):
        deciding.approve(case=uuid4(), user=1, now=DECIDED)
    assert reviews.one(review).state == "published"
    cases_made.approve(case, now=DECIDED)
    assert reviews.one(review).state == "restricted"


def test_only_an_alert_that_stands_is_suspended() -> None:
    business = make_business()
    for number in range(6):
        submit(business, stars=1, outcome=Told.NEVER_DELIVERED, text=f"Lost {number}")
    publication.publish_due(now=LATER)
    sequenced()
    month = months.of(LATER)

    def suspend(alert: Alert, until: int) -> None:
        with transaction.atomic():
            cases_made.suspend(business, alert, until, now=LATER)

    for alert, until in ((Alert.NO_RECEIPT_GIVEN, month + 1), (Alert.SURGE, month), (Alert.SURGE, month + 7)):
        with pytest.raises(errors.NoSuchAlert):
            suspend(alert, until)
    suspend(Alert.SURGE, month + 3)
    [found] = queries.suspensions(business)
    assert (found.alert, found.until) == ("surge", month + 3)
    sequenced()
    assert "surge" not in effects.standing_alerts(business, month)
    with pytest.raises(errors.NoSuchAlert):
        suspend(Alert.SURGE, month + 3)


def test_a_business_nobody_knows_has_no_cases() -> None:
    found = queries.summary(uuid4())
    assert found.total == 0
    assert set(found.by_outcome) == set(queries.OUTCOMES)
    with pytest.raises(errors.NoSuchCase):
        queries.case(uuid4())
    assert queries.suspensions(uuid4()) == []
