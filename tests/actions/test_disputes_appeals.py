"""Appeals: by either side, once, in time; a panel that nobody chose; its decision takes effect."""

from datetime import timedelta
from uuid import uuid4

import pytest

from reputation.accounts.rules import Duty
from reputation.disputes import appeals, course, errors, rooms, sittings
from reputation.disputes.challenger_rules import Do
from reputation.disputes.models import Appeal, CaseStep, Said
from reputation.disputes.rules import Outcome, Party, State
from reputation.log import actions as log
from reputation.reviews import queries as reviews
from tests.panels_made import (
    APPEALED,
    DECIDED,
    FILED,
    SEATED,
    appeal,
    commitment,
    decide,
    logged,
    make_admitted,
    make_appealed,
    make_decided,
    make_panelists,
    make_seated,
    opine,
    somebody,
    tie,
)

pytestmark = pytest.mark.django_db
LAST = DECIDED + timedelta(days=184)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=FILED - timedelta(days=90))


def test_an_appeal_is_logged_with_the_last_day_and_the_review_bears_its_mark_again() -> None:
    one = make_decided(Outcome.REJECTED)
    assert reviews.one(one.review).marks == ()
    until = appeals.open_appeal(
        case=one.case, party=Party.CHALLENGER, text="No.", nonce_commitment=commitment(Party.CHALLENGER), now=APPEALED
    )
    assert one.row.state == State.APPEALED
    assert until == APPEALED.date() + timedelta(days=30)
    assert [mark.kind for mark in reviews.one(one.review).marks] == ["challenged"]
    [body] = logged("appeal")
    assert body == {
        "case": str(one.case),
        "business": str(one.row.business_id),
        "review": str(one.review),
        "party": "challenger",
        "until": until.isoformat(),
        "date": APPEALED.date().isoformat(),
        "nonce_commitment": commitment(Party.CHALLENGER).hex(),
    }
    row = Appeal.objects.get(case__public_id=one.case)
    assert (row.party, row.aim_on) == ("challenger", APPEALED.date() + timedelta(days=21))
    assert Said.objects.get(case__public_id=one.case, kind="appeal").text == "No."


def test_both_sides_appeal_once_each_and_until_the_panel_is_seated() -> None:
    one = make_appealed()
    with pytest.raises(errors.AppealedBefore):
        appeal(one)
    appeal(one, Party.CHALLENGER, now=APPEALED + timedelta(days=1))
    assert len(logged("appeal")) == 2
    other = make_seated()
    with pytest.raises(errors.WrongState):
        appeal(other, Party.CHALLENGER, now=SEATED)


def test_a_challenger_is_in_time_on_the_last_day_and_a_writer_with_the_release_after_it() -> None:
    one = make_decided(Outcome.REJECTED)
    with pytest.raises(errors.WrongState):
        appeal(one, Party.CHALLENGER, now=LAST + timedelta(days=1))
    appeal(one, Party.CHALLENGER, now=LAST)
    other = make_decided()
    appeal(other, now=LAST + timedelta(days=1))
    assert Appeal.objects.get(case__public_id=other.case).appealed_on == LAST.date()
    closed = make_decided()
    course.move_on(now=LAST + timedelta(days=3))
    assert closed.row.state == State.CLOSED
    with pytest.raises(errors.WrongState):
        appeal(closed, now=LAST + timedelta(days=3))


def test_refuses_what_is_no_appeal() -> None:
    one = make_decided()
    for text in (" ", "x" * 2001):
        with pytest.raises(errors.BadText):
            appeals.open_appeal(case=one.case, party=Party.WRITER, text=text, now=APPEALED)
    with pytest.raises(errors.BadAppeal) as refused:
        appeals.open_appeal(case=one.case, party=Party.WRITER, text="No.", nonce_commitment=b"x", now=APPEALED)
    assert refused.value.facts == {"field": "nonce_commitment"}
    with pytest.raises(errors.NoSuchCase):
        appeals.open_appeal(case=uuid4(), party=Party.WRITER, text="No.", now=APPEALED)
    beside = make_decided(Outcome.INADMISSIBLE)
    with pytest.raises(errors.NothingToAppeal):
        appeal(beside)
    appeal(beside, Party.CHALLENGER)
    appeal(one)


def test_a_challenger_who_got_what_they_asked_for_joins_and_appeals_nothing() -> None:
    one = make_decided()
    assert Do.APPEAL not in rooms.room(one.case, now=APPEALED).may
    with pytest.raises(errors.NothingToAppeal):
        appeal(one, Party.CHALLENGER)
    appeal(one)
    assert Do.APPEAL in rooms.room(one.case, now=APPEALED).may
    appeal(one, Party.CHALLENGER)
    assert Do.APPEAL not in rooms.room(one.case, now=APPEALED).may


def test_where_no_decision_came_in_time_a_side_goes_straight_to_a_panel() -> None:
    make_panelists()
    one = make_admitted()
    later = FILED + timedelta(days=61)
    course.move_on(now=later - timedelta(days=1))
    with pytest.raises(errors.WrongState):
        appeal(one, Party.CHALLENGER, now=later - timedelta(days=1))
    course.move_on(now=later)
    appeal(one, Party.CHALLENGER, now=later)
    assert one.row.state == State.APPEALED
    appeals.seat_due(now=later + timedelta(days=5))
    for user in one.users:
        opine(one, user, Outcome.REMOVED, now=later + timedelta(days=5))
    decide(one, Outcome.REMOVED, now=later + timedelta(days=6))
    assert one.row.state == State.FINAL
    [decision] = one.decisions
    assert (decision.is_final, decision.replaces_id, decision.outcome) == (True, None, "removed")
    assert reviews.one(one.review).state == "restricted"


def test_few_persons_are_assigned_and_the_case_says_why() -> None:
    one = make_appealed()
    panelists = make_panelists(8)
    assert appeals.seat_due(now=APPEALED + timedelta(days=2)) == 1
    assert sittings.pages(one.case) == []
    assert appeals.seat_due(now=SEATED) == 0
    [page] = sittings.pages(one.case)
    assert (page.way, page.why, page.seated_on) == ("assigned", "few", SEATED.date())
    assert (page.roster_sha256, page.drawn_at) == ("", None)
    assert len(set(one.users) & set(panelists)) == 3
    assert sittings.lots_of(one.case) == []
    assert logged("panel-roster") == []


def test_a_panel_is_put_together_at_once_when_nobody_else_can_appeal() -> None:
    make_panelists()
    one = make_appealed()
    appeals.seat_due(now=APPEALED)
    assert not sittings.pages(one.case)
    appeal(one, Party.CHALLENGER)
    appeals.seat_due(now=APPEALED)
    assert one.panel.seated_on == APPEALED.date()


def test_those_with_a_part_or_a_tie_are_left_out_and_whoever_was_asked_longest_ago_comes_first() -> None:
    by = (somebody(Duty.MODERATOR, Duty.PANEL), somebody(Duty.MODERATOR, Duty.PANEL))
    tied, *free = make_panelists(5)
    one = make_decided(by=by)
    tie(one, tied)
    appeal(one)
    appeals.seat_due(now=SEATED)
    assert set(one.users) <= set(free)
    other = make_decided(by=by)
    appeal(other)
    appeals.seat_due(now=SEATED + timedelta(days=1))
    assert set(other.users[:2]) == {tied} | set(free) - set(one.users)


def test_an_appeal_that_takes_too_long_is_counted_in_public_once() -> None:
    one = make_appealed()
    course.move_on(now=APPEALED + timedelta(days=30))
    assert not CaseStep.objects.filter(deadline="appeal-decision").exists()
    for _ in range(2):
        course.move_on(now=APPEALED + timedelta(days=31))
    [step] = [body for body in logged("case-step") if body["step"] == "overdue"]
    assert (step["case"], step["deadline"]) == (str(one.case), "appeal-decision")
