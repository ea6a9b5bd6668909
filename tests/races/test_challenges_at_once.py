"""A hundred challenges in the same moment: as many are filed as may be open, and each of the others is told why not."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from reputation.accounts.rules import Duty
from reputation.desk import actions
from reputation.desk.errors import ProposalOver
from reputation.desk.rules import Kind
from reputation.disputes import conduct, errors
from reputation.disputes.models import Case, Measure
from reputation.disputes.rules import Ground
from reputation.log import actions as log
from reputation.log.models import Waiting
from reputation.members.rules import Actor
from tests.at_once import at_once
from tests.desk_made import REASONS, somebody, two
from tests.measures_made import STATEMENT, appeal, file, make_reviews, make_unfounded, make_warning, warn_for_unfounded
from tests.reviews_made import LATER, MONDAY, make_business

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def all_of(reviews: list[UUID], ground: Ground = Ground.OFF_TOPIC) -> list[object]:
    """What became of each challenge, one after the other."""
    found: list[object] = []
    for review in reviews:
        try:
            found.append(file(review, ground=ground))
        except errors.TooManyOpen as error:
            found.append(error)
    return found


def test_a_hundred_at_once_hold_the_limit() -> None:
    business = make_business()
    reviews = make_reviews(business, 120)
    shares = [reviews[place:100:AT_ONCE] for place in range(AT_ONCE)]
    answers = at_once(*[partial(all_of, share) for share in shares])
    assert all(isinstance(one, list) for one in answers), answers
    found = [one for answer in answers if isinstance(answer, list) for one in answer]
    assert len(found) == 100
    assert sum(isinstance(one, UUID) for one in found) == 6 == conduct.open_limit(business)
    assert {one.facts["limit"] for one in found if isinstance(one, errors.TooManyOpen)} == {6}
    assert Case.objects.count() == Waiting.objects.filter(kind="challenge").count() == 6


def test_urgent_ones_at_once_are_all_filed() -> None:
    business = make_business()
    reviews = make_reviews(business, 12)
    shares = [reviews[place::4] for place in range(4)]
    at_once(*[partial(all_of, share, Ground.THREAT_OR_EXTORTION) for share in shares])
    assert Case.objects.count() == 12


def confirm(proposal: UUID, user: int) -> None:
    actions.confirm(user=user, proposal=proposal, now=LATER)


def test_two_who_confirm_a_step_at_once_take_it_once() -> None:
    business = make_business()
    make_unfounded(business, 3)
    warn_for_unfounded(business)
    later = LATER + timedelta(days=1)
    make_unfounded(business, 3, now=later)
    first, second = two(Duty.MODERATOR)
    made = actions.propose(
        user=somebody(Duty.MODERATOR),
        kind=Kind.SUSPEND_RIGHT,
        subject=business,
        reasons=REASONS,
        particulars=STATEMENT,
        now=later,
    )
    found = at_once(*[partial(actions.confirm, user=user, proposal=made, now=later) for user in (first, second)])
    assert [type(one) for one in found].count(ProposalOver) == 1
    assert Measure.objects.filter(kind="right-suspended").count() == 1


def appealed(owner: Actor, measure: UUID) -> None:
    appeal(owner, measure)


def test_two_appeals_at_once_are_one_and_so_are_two_answers() -> None:
    owner, measure = make_warning()
    found = at_once(*[partial(appealed, owner, measure)] * 2)
    assert [type(one) for one in found].count(errors.WrongMeasureState) == 1
    made = [
        actions.propose(user=somebody(Duty.PANEL), kind=kind, subject=measure, reasons=REASONS, now=LATER)
        for kind in (Kind.UPHOLD_MEASURE, Kind.REVERSE_MEASURE)
    ]
    at_once(*[partial(confirm, proposal, somebody(Duty.PANEL)) for proposal in made])
    assert conduct.measure(measure).appeal_outcome is not None
    assert Waiting.objects.filter(kind="warning-ended").count() <= 1
