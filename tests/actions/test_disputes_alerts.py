"""A contested alert from end to end: looked at by two, appealed, suspended by three, and standing again in time."""

from datetime import timedelta
from uuid import UUID

import pytest

from reputation.accounts.rules import Duty
from reputation.core import months
from reputation.disputes import appeals, course, deciding, deliberation, effects, errors, filing, queries
from reputation.disputes.models import AlertSuspension
from reputation.disputes.rules import Outcome, Party, State
from reputation.log import actions as log
from reputation.ratings.alerts import Alert
from tests.appending_made import surging
from tests.panels_made import REASONS, Decided, decide, draft, logged, make_panelists, opine, somebody
from tests.reviews_made import LATER, MONDAY

pytestmark = pytest.mark.django_db
MONTH = months.of(LATER)
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def make_contested(outcome: Outcome, until_month: int | None = None) -> tuple[UUID, Decided]:
    """A business whose surge two moderators looked at."""
    business = surging()
    case = filing.contest_alert(business=business, alert=Alert.SURGE, said="A strike held parcels up.", now=LATER)
    by = somebody(Duty.MODERATOR), somebody(Duty.MODERATOR)
    deciding.draft(case=case, user=by[0], outcome=outcome, reasons=REASONS, until_month=until_month, now=LATER)
    deciding.approve(case=case, user=by[1], now=LATER)
    return business, Decided(case, business, by)


def test_two_suspend_an_alert_and_the_log_says_so() -> None:
    business, one = make_contested(Outcome.SUSPENDED, MONTH + 3)
    assert one.row.state == State.DECIDED
    [entry] = logged("alert-suspended")
    assert (entry["decision"], entry["persons"]) == (str(one.decisions[0].public_id), 2)
    assert "surge" not in effects.standing_alerts(business, MONTH)
    with pytest.raises(errors.NothingToAppeal):
        appeals.open_appeal(case=one.case, party=Party.CHALLENGER, text="Longer.", now=LATER)


def test_what_two_rejected_three_may_suspend() -> None:
    make_panelists(4)
    business, one = make_contested(Outcome.REJECTED)
    with pytest.raises(errors.NothingToAppeal):
        appeals.open_appeal(case=one.case, party=Party.WRITER, text="No.", now=LATER)
    appeals.open_appeal(case=one.case, party=Party.CHALLENGER, text="Here is the notice.", now=LATER)
    appeals.seat_due(now=LATER)
    assert one.panel.seated_on == LATER.date(), "nobody else can appeal"
    for user in one.users:
        with pytest.raises(errors.BadOpinion):
            opine(one, user, Outcome.REMOVED, now=LATER)
        opine(one, user, Outcome.SUSPENDED, now=LATER)
    for until in (None, MONTH, MONTH + 7):
        with pytest.raises(errors.NoSuchAlert):
            suspend(one, until)
    suspend(one, MONTH + 2)
    for user in one.users[1:]:
        found = deliberation.vote(case=one.case, user=user, agrees=True, now=LATER)
    assert found is not None
    assert one.row.state == State.FINAL
    [entry] = logged("alert-suspended")
    assert (entry["decision"], entry["persons"], entry["until"]) == (str(found), 3, months.show(MONTH + 2))
    assert "surge" not in effects.standing_alerts(business, MONTH)
    [shown] = queries.suspensions(business)
    assert shown.decided_by == ("panel", "panel")
    assert [body["outcome"] for body in logged("appeal-decision")] == ["suspended"]


def suspend(one: Decided, until_month: int | None) -> None:
    drafter = one.users[one.panel.drafter - 1]
    deliberation.draft(
        case=one.case, user=drafter, outcome=Outcome.SUSPENDED, reasons=REASONS, until_month=until_month, now=LATER
    )


def test_a_draft_whose_month_has_come_lapses_with_the_vote() -> None:
    make_panelists(4)
    _, one = make_contested(Outcome.REJECTED)
    appeals.open_appeal(case=one.case, party=Party.CHALLENGER, text="Here is the notice.", now=LATER)
    appeals.seat_due(now=LATER)
    for user in one.users:
        opine(one, user, Outcome.SUSPENDED, now=LATER)
    suspend(one, MONTH + 1)
    later = LATER + 4 * WEEK
    for user in one.users[1:]:
        assert deliberation.vote(case=one.case, user=user, agrees=True, now=later) is None
    assert not AlertSuspension.objects.exists()
    draft(one, Outcome.REJECTED, now=later)
    for user in one.users[1:]:
        deliberation.vote(case=one.case, user=user, agrees=True, now=later)
    assert one.row.state == State.FINAL


def test_where_two_were_too_slow_three_decide_at_once() -> None:
    make_panelists(4)
    business = surging()
    case = filing.contest_alert(business=business, alert=Alert.SURGE, said="A strike held parcels up.", now=LATER)
    one = Decided(case, business, (0, 0))
    late = LATER + timedelta(days=61)
    course.move_on(now=late)
    appeals.open_appeal(case=case, party=Party.CHALLENGER, text="Nobody looked.", now=late)
    appeals.seat_due(now=late)
    for user in one.users:
        opine(one, user, Outcome.REJECTED, now=late)
    decide(one, Outcome.REJECTED, now=late)
    assert (one.row.state, one.decisions[0].replaces_id) == (State.FINAL, None)
