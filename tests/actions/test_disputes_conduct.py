"""A business challenges as much as it may; who keeps doing so for nothing is warned first, then may not for a while."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reputation.accounts.rules import Duty
from reputation.core import months
from reputation.desk import errors as desk_errors
from reputation.desk import queues
from reputation.desk.queues import What
from reputation.desk.rules import Kind
from reputation.disputes import appeals, conduct, errors, filing, queries, rooms
from reputation.disputes.measure_rules import End, MeasureKind
from reputation.disputes.models import Case, Decision
from reputation.disputes.rules import Ground, Outcome, Party, Side
from reputation.log import actions as log
from reputation.log.entries import decode
from reputation.log.models import Waiting
from tests import cases_made, panels_made
from tests.desk_made import propose, somebody
from tests.measures_made import (
    STATEMENT,
    UNFOUNDED,
    appeal,
    file,
    make_reviews,
    make_unfounded,
    note_threat,
    reverse,
    suspend,
    unfounded,
    warn_for_unfounded,
)
from tests.members_made import make_member_business
from tests.promises.statements import refused, sql
from tests.reviews_made import LATER, MONDAY, make_business, make_review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def logged(kind: str) -> list[dict[str, Any]]:
    rows = Waiting.objects.filter(kind=kind).order_by("id").values_list("raw", flat=True)
    return [dict(decode(bytes(raw)).body) for raw in rows]


def test_five_may_be_open_and_the_next_one_waits_until_one_is_decided() -> None:
    business = make_business()
    first, *others, last = make_reviews(business, 6)
    case = file(first)
    for review in others:
        file(review)
    assert conduct.open_now(business) == 5
    with pytest.raises(errors.TooManyOpen) as refusal:
        file(last)
    assert refusal.value.facts == {"limit": 5}
    unfounded(case, why="")
    file(last)


def test_one_in_twenty_of_its_reviews_may_be_open() -> None:
    business = make_business()
    reviews = make_reviews(business, 120)
    for review in reviews[:6]:
        file(review)
    with pytest.raises(errors.TooManyOpen) as refusal:
        file(reviews[6])
    assert refusal.value.facts == {"limit": 6}


def test_what_is_taken_back_is_not_open_and_others_do_not_count() -> None:
    business = make_business()
    reviews = make_reviews(business, 8)
    cases = [file(review) for review in reviews[:5]]
    file(reviews[5], side=Side.PUBLIC)
    with pytest.raises(errors.TooManyOpen):
        file(reviews[6])
    filing.withdraw(case=cases[0], now=LATER)
    file(reviews[6])


@pytest.mark.parametrize("ground", [one for one in Ground if one is not Ground.NO_GENUINE_EXPERIENCE])
def test_urgent_grounds_stay_open_whatever_is(ground: Ground) -> None:
    business = make_business()
    *reviews, last = make_reviews(business, 6)
    for review in reviews:
        file(review)
    is_urgent = ground in (
        Ground.NAMES_A_PERSON,
        Ground.THREAT_OR_EXTORTION,
        Ground.UNLAWFUL_CONTENT,
        Ground.CONFIDENTIAL_DATA,
    )
    if is_urgent:
        file(last, ground=ground)
        assert conduct.open_now(business) == 6
    else:
        with pytest.raises(errors.TooManyOpen):
            file(last, ground=ground)


def test_a_decision_says_that_a_challenge_was_manifestly_unfounded_and_why() -> None:
    business = make_business()
    (case,) = make_unfounded(business, 1)
    (body,) = logged("decision")
    assert body["unfounded"] is True
    assert Decision.objects.get(case__public_id=case).unfounded == UNFOUNDED
    unfounded(file(make_review(business)), why="")
    assert "unfounded" not in logged("decision")[1]


@pytest.mark.parametrize(("side", "outcome"), [(Side.PUBLIC, Outcome.INADMISSIBLE), (Side.BUSINESS, Outcome.REMOVED)])
def test_nobody_else_is_called_so_and_no_challenge_that_led_to_something(side: Side, outcome: Outcome) -> None:
    case = file(make_review(), side=side)
    said = replace(cases_made.REASONS, unfounded=UNFOUNDED)
    with pytest.raises(errors.Unreasoned) as refusal:
        cases_made.decide(case, outcome, reasons=said, now=LATER + cases_made.HEARD)
    assert refusal.value.facts == {"field": "unfounded"}


def test_the_database_calls_nobody_else_so_either() -> None:
    business = make_business()
    unfounded(file(make_review(business), side=Side.PUBLIC), why="")
    again = (
        "INSERT INTO disputes_decision SELECT (jsonb_populate_record(d, jsonb_build_object('id', d.id + 1000, "
        "'unfounded', %s::text, 'outcome', %s::text, 'salt', NULL, 'public_id', gen_random_uuid()))).* "
        "FROM disputes_decision d"
    )
    with refused("only a challenge of a review by its business"):
        sql(again, UNFOUNDED, "inadmissible")
    with refused("only_where_nothing_follows|only a challenge"):
        sql(again, UNFOUNDED, "restored")


def test_three_unfounded_ones_let_the_desk_propose_a_warning_and_nothing_happens_by_itself() -> None:
    business = make_business()
    make_unfounded(business, 2)
    assert conduct.offer(business, LATER.date()) is None
    unfounded(file(make_review(business)))
    found = conduct.offer(business, LATER.date())
    assert found is not None
    assert (found.days, found.unfounded, found.decided) == (None, 3, 3)
    assert conduct.measures(business) == []
    line = next(one for one in queues.queue(somebody(Duty.MODERATOR), LATER) if one.id == business)
    assert (line.what, line.due) == (What.UNFOUNDED, LATER.date() + 90 * DAY)
    assert queues.queue(somebody(Duty.PANEL), LATER) == []
    made = warn_for_unfounded(business)
    assert conduct.measure(made).ground == "unfounded-challenges"
    assert conduct.offer(business, LATER.date()) is None


def test_under_thirty_in_a_hundred_nothing_is_offered() -> None:
    business = make_business()
    make_unfounded(business, 3, others=5)
    assert conduct.offer(business, LATER.date()) is not None
    case = file(make_review(business))
    for review in make_reviews(business, 2):
        unfounded(file(review), why="")
    unfounded(case, why="")
    assert conduct.offer(business, LATER.date()) is None


def test_the_right_is_suspended_after_a_warning_for_thirty_ninety_and_a_hundred_and_eighty_days() -> None:
    business = make_business()
    now = LATER
    make_unfounded(business, 3, now=now)
    user = somebody(Duty.MODERATOR)
    with pytest.raises(errors.NotDue):
        propose(user, Kind.SUSPEND_RIGHT, business, particulars=STATEMENT, now=now)
    warn_for_unfounded(business, now=now)
    for days in (30, 90, 180, 180):
        with pytest.raises(errors.NotDue):
            propose(user, Kind.SUSPEND_RIGHT, business, particulars=STATEMENT, now=now)
        now += DAY
        make_unfounded(business, 3, now=now)
        made = suspend(business, now=now)
        assert conduct.measure(made).until == now.date() + days * DAY
        now += days * DAY
    assert [body["persons"] for body in logged("right-suspended")] == [2, 2, 2, 2]


def suspended() -> tuple[UUID, UUID, Any]:
    """A business whose right is suspended, the measure, and when."""
    business, now = make_member_business(now=LATER - 40 * DAY), LATER + DAY
    make_unfounded(business.business, 3)
    warn_for_unfounded(business.business)
    make_unfounded(business.business, 3, now=now)
    return business.business, suspend(business.business, now=now), (business, now)


def test_a_suspended_right_ends_on_its_day_and_leaves_urgent_grounds_and_alerts_open() -> None:
    business, made, (_, now) = suspended()
    until = conduct.measure(made).until
    review, other, third = make_reviews(business, 3)
    with pytest.raises(errors.RightSuspended) as refusal:
        file(review, now=now + 30 * DAY)
    assert refusal.value.facts == {"until": until.isoformat()}
    file(review, ground=Ground.THREAT_OR_EXTORTION, now=now)
    file(other, side=Side.PUBLIC, now=now)
    file(third, now=now + 31 * DAY)


def test_a_reversal_gives_the_right_back_at_once_and_it_weighs_no_more() -> None:
    business, made, (owner, now) = suspended()
    appeal(owner, made, now=now)
    reverse(made, now=now)
    file(make_review(business), now=now)
    found = conduct.measure(made)
    assert (found.kind, found.why_ended) == (MeasureKind.RIGHT_SUSPENDED, End.REVERSED)
    (body,) = logged("right-restored")
    assert (body["decision"], body["persons"]) == (str(made), 2)
    offered = conduct.offer(business, now.date())
    assert offered is not None
    assert offered.days == 30


def test_a_threat_is_noted_on_the_case_once_for_a_year() -> None:
    owner = make_member_business(now=LATER - 40 * DAY)
    case = file(make_review(owner.business))
    made = note_threat(case)
    found = conduct.measure(made)
    assert (found.kind, found.case, found.ground) == (MeasureKind.LEGAL_THREAT, case, "pressure-on-reviewers")
    assert found.until == months.later(LATER.date(), 12)
    (body,) = logged("case-conduct")
    assert (body["conduct"], body["case"], body["decision"]) == ("legal-threat", str(case), str(made))
    with pytest.raises(errors.ThreatNoted):
        note_threat(case)
    assert conduct.threats(case, found.until + DAY) == []
    appeal(owner, made, now=LATER)
    reverse(made, now=LATER)
    assert conduct.threats(case, LATER.date()) == []
    (ended,) = logged("case-conduct-ended")
    assert (ended["case"], ended["decision"]) == (str(case), str(made))
    note_threat(case)


def test_whoever_belongs_to_the_business_notes_no_threat() -> None:
    owner = make_member_business(now=LATER - 40 * DAY)
    case = file(make_review(owner.business))
    assert owner.user is not None
    with pytest.raises(desk_errors.NotForYou):
        propose(owner.user, Kind.NOTE_THREAT, case, particulars=STATEMENT, now=LATER)


def test_the_statistics_of_challenges_add_up() -> None:
    business, made, (owner, now) = suspended()
    case = file(make_review(business, stars=1), ground=Ground.THREAT_OR_EXTORTION, now=now)
    note_threat(case, now=now)
    found = queries.summary(business)
    assert found.total == sum(found.by_side.values()) == sum(found.by_ground.values()) == 7
    assert found.by_ground["off-topic"] == 6
    assert (found.own_decided, found.own_upheld, found.own_unfounded) == (6, 0, 6)
    cases_made.decide(case, Outcome.REMOVED, now=now + cases_made.HEARD)
    found = queries.summary(business)
    assert (found.own_decided, found.own_upheld, found.own_unfounded) == (7, 1, 6)
    assert conduct.counts(business, now.date()) == conduct.Counts(suspended_rights=1, threats=1)
    later = months.later(now.date(), 24)
    assert conduct.counts(business, later) == conduct.Counts(suspended_rights=1, threats=1)
    assert conduct.counts(business, later + DAY) == conduct.Counts(suspended_rights=0, threats=0)
    appeal(owner, made, now=now)
    reverse(made, now=now)
    assert conduct.counts(business, now.date()).suspended_rights == 0


def test_an_appeal_in_vain_undoes_no_unfounded_challenge() -> None:
    business = make_business()
    case = make_unfounded(business)[0]
    row = Case.objects.get(public_id=case)
    assert row.review_id is not None
    one = panels_made.Decided(case, row.review_id, (0, 0))
    panels_made.make_panelists(4)
    now = LATER + 5 * DAY
    panels_made.appeal(one, Party.CHALLENGER, now=LATER)
    appeals.seat_due(now=now)
    for user in one.users:
        panels_made.opine(one, user, now=now)
    panels_made.decide(one, Outcome.REJECTED, now=now)
    assert conduct.offer(business, now.date()) is not None
    assert queries.summary(business).own_unfounded == 3


def test_a_list_of_cases_takes_as_many_statements_however_long_it_is() -> None:
    business = make_business()
    for review in make_reviews(business, 4):
        file(review)
    counts = []
    for limit in (1, 4):
        with CaptureQueriesContext(connection) as taken, pytest.MonkeyPatch.context() as patch:
            patch.setattr(rooms, "PAGE", limit)
            assert len(rooms.of_business(business, which=rooms.Which.ALL, now=LATER)) == limit
        counts.append(len(taken))
    assert counts[0] == counts[1]
