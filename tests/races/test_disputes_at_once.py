"""Everybody acts in a case in the same moment, each with a connection of their own: one story comes of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from reputation.core.errors import DomainError
from reputation.disputes import carrying, course, deciding, errors, exchange, filing, interims, queries, writers
from reputation.disputes.models import Case, CaseStep, Decision, Interim, Said
from reputation.disputes.rules import Ground, Outcome, WriterActKind
from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.reviews import actions as review_actions
from reputation.reviews import queries as reviews
from tests import cases_made
from tests.at_once import at_once
from tests.cases_made import moderator
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_review

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
NOON = LATER.replace(hour=12)
HEARD = LATER + 30 * DAY


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def only_refusals(found: list[object]) -> list[DomainError]:
    """What was refused; nothing else went wrong."""
    wrong = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(one, DomainError) for one in wrong), wrong
    return [one for one in wrong if isinstance(one, DomainError)]


def noticed() -> UUID:
    case = make_case(make_review())
    cases_made.admit(case, now=LATER)
    return case


def drafted(review: UUID | None = None) -> UUID:
    case = make_case(review or make_review())
    cases_made.hear(case, now=HEARD)
    cases_made.draft(case, Outcome.REMOVED, now=HEARD)
    return case


def review_of(case: UUID) -> UUID:
    found = queries.case(case).review
    assert found is not None
    return found.public_id


def test_of_a_hundred_challenges_of_one_review_one_is_opened() -> None:
    review = make_review()
    found: list[object] = []
    for _ in range(10):  # as many as there are connections
        found += at_once(*[partial(cases_made.file_case, review, now=LATER)] * 10)
    assert [type(one) for one in only_refusals(found)] == [errors.AlreadyOpen] * 99
    assert Case.objects.count() == 1
    assert len(reviews.one(review).marks) == 1


def test_challenges_of_many_reviews_of_a_business_do_not_wait_for_ever() -> None:
    business = make_business()
    each = [make_review(business) for _ in range(8)]
    found = at_once(*[partial(cases_made.file_case, review, now=LATER) for review in each])
    refused = only_refusals(found)
    assert [type(refusal) for refusal in refused] == [errors.TooManyOpen] * 3
    assert Case.objects.count() == 5


def test_both_sides_end_it_in_the_same_second() -> None:
    case = noticed()
    filing.offer(case=case, text="We pay it back.", now=LATER)
    found = at_once(partial(filing.withdraw, case=case, now=LATER), partial(exchange.settle, case=case, now=LATER))
    assert len(only_refusals(found)) == 1
    assert CaseStep.objects.exclude(step="noticed").count() == 1
    assert queries.case(case).state in ("withdrawn", "settled")


def test_an_answer_comes_while_the_time_for_it_ends() -> None:
    case = noticed()
    row = Case.objects.get(public_id=case)
    last = LATER + (row.answer_until - LATER.date()) * 1
    writers.note(case=case, kind=WriterActKind.ANSWER, text="I was there.", now=last)
    after = NOON + (row.answer_until - LATER.date()) + DAY
    found = at_once(*[partial(course.move_on, now=after), partial(writers.release, now=after)] * 2)
    assert only_refusals(found) == []
    assert [said.kind for said in queries.case(case).words] == ["answer"]
    assert Said.objects.count() == 1


def test_a_decision_while_an_answer_arrives_leaves_one_story() -> None:
    case = drafted()
    found = at_once(
        partial(deciding.approve, case=case, user=moderator(2, now=LATER), now=HEARD),
        partial(exchange.answer, case=case, text="I was away.", now=HEARD),
    )
    refused = only_refusals(found)
    page = queries.case(case)
    assert page.has_answer, "an answer always arrives"
    assert page.state == "answered"
    assert len(page.statements) == 1 - len(refused)
    carrying.carry_out_due(now=HEARD)
    assert reviews.one(review_of(case)).state == ("published" if refused else "restricted")


def test_two_approve_the_same_draft() -> None:
    case = drafted()
    found = at_once(*[partial(deciding.approve, case=case, user=moderator(n, now=LATER), now=HEARD) for n in (2, 3, 4)])
    assert len(only_refusals(found)) == 2
    assert Decision.objects.count() == 1


def test_approved_and_given_back_at_once() -> None:
    case = drafted()
    found = at_once(
        partial(deciding.approve, case=case, user=moderator(2, now=LATER), now=HEARD),
        partial(deciding.give_back, case=case, user=moderator(3, now=LATER), words="Say why.", now=HEARD),
    )
    assert len(only_refusals(found)) == 1
    assert (queries.case(case).state == "decided") == (Decision.objects.count() == 1)


@pytest.mark.parametrize("act", [review_actions.withdraw, review_actions.erase])
def test_a_review_goes_while_it_is_decided_about_and_carried_out(act: Callable[..., None]) -> None:
    case = drafted()
    review = review_of(case)
    found = at_once(
        partial(deciding.approve, case=case, user=moderator(2, now=LATER), now=HEARD),
        partial(act, review_id=review, now=HEARD),
        partial(carrying.carry_out_due, now=HEARD),
        partial(course.move_on, now=HEARD),
    )
    only_refusals(found)
    carrying.carry_out_due(now=HEARD)
    course.move_on(now=HEARD)
    state, shown = queries.case(case).state, reviews.one(review).state
    if act is review_actions.withdraw:
        assert (state, shown) in {("closed", "withdrawn"), ("decided", "withdrawn")}
    else:
        assert (state, shown) == ("decided", "restricted")


def test_an_interim_measure_is_taken_once_and_confirmed_once() -> None:
    case = make_case(make_review(), ground=Ground.THREAT_OR_EXTORTION)
    takes = [
        partial(interims.take, case=case, user=moderator(n, now=LATER), reasoning="why", facts=("a",), now=LATER)
        for n in (1, 2, 3)
    ]
    assert len(only_refusals(at_once(*takes))) == 2
    taken = Interim.objects.get()
    others = [n for n in (1, 2, 3) if moderator(n, now=LATER) != taken.taken_by_id]
    confirms = [partial(interims.confirm, case=case, user=moderator(n, now=LATER), now=LATER) for n in others]
    found = at_once(*confirms, *[partial(carrying.carry_out_due, now=LATER)] * 2)
    assert len(only_refusals(found)) == 1
    assert reviews.one(review_of(case)).state == "restricted"


def test_two_workers_carry_out_a_decision_once() -> None:
    case = drafted()
    deciding.approve(case=case, user=moderator(2, now=LATER), now=HEARD)
    found = at_once(*[partial(carrying.carry_out, case=case, now=HEARD)] * 3)
    assert only_refusals(found) == []
    assert reviews.one(review_of(case)).state == "restricted"
    while log.sequence():
        pass
    kinds = [row.kind for row in entries.entries(after=0, limit=1000)]
    assert kinds.count("review-restricted") == 1
