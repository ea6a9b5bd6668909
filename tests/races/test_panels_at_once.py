"""Two at the same moment: an appeal is one, a vote decides once, and a seat that is left is taken once."""

from datetime import timedelta
from functools import partial

import pytest

from reputation.disputes import appeals, deliberation, errors, sittings
from reputation.disputes.models import Appeal, Decision, Panel, Seat
from reputation.disputes.rules import Outcome, Party, State
from reputation.log import actions as log
from tests.at_once import at_once
from tests.panels_made import (
    APPEALED,
    FILED,
    SEATED,
    appeal,
    draft,
    make_appealed,
    make_decided,
    make_opined,
    make_panelists,
    make_seated,
    opine,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=FILED - timedelta(days=90))


def kinds_of(found: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in found)


def test_two_seats_that_vote_at_once_decide_once() -> None:
    one = make_opined()
    draft(one, Outcome.RESTORED)
    votes = [partial(deliberation.vote, case=one.case, user=user, agrees=True, now=SEATED) for user in one.users[1:]]
    assert kinds_of(at_once(*votes)) == ["NoneType", "UUID"]
    assert one.row.state == State.FINAL
    assert Decision.objects.filter(case=one.row, is_final=True).count() == 1


def test_the_same_vote_twice_at_once_is_one_vote() -> None:
    one = make_opined()
    draft(one, Outcome.RESTORED)
    vote = partial(deliberation.vote, case=one.case, user=one.users[1], agrees=True, now=SEATED)
    assert kinds_of(at_once(vote, vote)) == ["NoneType", "WrittenBefore"]
    assert one.row.state == State.APPEALED


def test_a_seat_that_is_left_while_another_writes_is_taken_by_one_who_reads_nothing() -> None:
    one = make_seated()
    first, second, third = one.users
    for user in (second, third):
        opine(one, user)
    found = at_once(
        partial(appeals.decline, case=one.case, user=second, now=SEATED),
        partial(opine, one, first),
    )
    assert found == [None, None]
    assert len(one.sitting) == 3
    [new] = set(one.users) - {first, third}
    assert sittings.table(case=one.case, user=new).opinions == ()
    assert len(sittings.table(case=one.case, user=first).opinions) == 1
    with pytest.raises(errors.OpinionsMissing):
        draft(one, Outcome.RESTORED)


def test_whoever_leaves_while_the_last_vote_comes_has_decided_or_has_not() -> None:
    one = make_opined(many=5)
    draft(one, Outcome.RESTORED)
    _, second, third = one.users
    deliberation.vote(case=one.case, user=second, agrees=True, now=SEATED)
    found = at_once(
        partial(deliberation.vote, case=one.case, user=third, agrees=True, now=SEATED),
        partial(appeals.decline, case=one.case, user=second, now=SEATED),
    )
    is_final = one.row.state == State.FINAL
    if is_final:
        assert kinds_of(found) == ["NotOnPanel", "UUID"]
    else:
        assert kinds_of(found) == ["NoneType", "NotYourTurn"]
        assert second not in one.users
    assert Decision.objects.filter(case=one.row, is_final=True).count() == is_final


def test_both_sides_who_appeal_at_once_are_both_heard() -> None:
    one = make_decided(Outcome.REJECTED)
    assert at_once(*[partial(appeal, one, party) for party in Party]) == [None, None]
    assert Appeal.objects.filter(case=one.row).count() == 2
    assert one.row.state == State.APPEALED


def test_one_side_that_appeals_twice_at_once_appeals_once() -> None:
    one = make_decided()
    found = at_once(*[partial(appeal, one, Party.WRITER)] * 2)
    assert kinds_of(found) == ["AppealedBefore", "NoneType"]
    assert Appeal.objects.filter(case=one.row).count() == 1


def test_two_workers_put_one_panel_together() -> None:
    make_panelists(8)
    one = make_appealed()
    assert at_once(*[partial(appeals.seat_due, now=SEATED)] * 2) == [0, 0]
    assert Panel.objects.filter(case=one.row).count() == 1
    assert Seat.objects.filter(panel=one.panel).count() == 3


def test_a_side_that_appeals_while_the_panel_is_seated_is_heard_or_told() -> None:
    make_panelists(8)
    one = make_appealed()
    found = at_once(
        partial(appeals.seat_due, now=SEATED),
        partial(appeal, one, Party.CHALLENGER, now=APPEALED + timedelta(days=4)),
    )
    is_heard = Appeal.objects.filter(case=one.row).count() == 2
    assert kinds_of(found) == (["NoneType", "int"] if is_heard else ["WrongState", "int"])
