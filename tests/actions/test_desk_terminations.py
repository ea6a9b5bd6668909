"""A business is excluded with notice, reasons, an end and an appeal that others decide; a reversal undoes it."""

from datetime import timedelta
from typing import Any

import pytest

from reputation.accounts.rules import Duty
from reputation.admissions.errors import Unexplained
from reputation.businesses import leavings
from reputation.businesses import queries as profiles
from reputation.businesses.errors import Excluded
from reputation.businesses.rules import State as Business
from reputation.core import clock, months
from reputation.desk import actions, errors, queries, terminations
from reputation.desk.rules import Kind, Particulars, Stage
from reputation.disputes.measure_rules import Verdict
from reputation.log.entries import decode
from reputation.log.models import Waiting
from reputation.lookup import queries as lookup
from reputation.members.errors import NotAllowed
from reputation.members.rules import Role
from reputation.notices.models import Mail
from tests.conftest import AsRole
from tests.desk_made import (
    GROUND,
    REASONS,
    WHY_NOT,
    appeal,
    decide,
    exclusion,
    make_exclusion,
    somebody,
    two,
)
from tests.members_made import NOW, join_bare, make_colleague, make_member_business

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]
DAY = NOW + timedelta(days=30)


def excluded() -> list[dict[str, Any]]:
    rows = Waiting.objects.filter(kind="termination").order_by("id").values_list("raw", flat=True)
    return [dict(decode(bytes(raw)).body) for raw in rows]


def test_an_exclusion_is_announced_thirty_days_before_and_nothing_ends_meanwhile() -> None:
    owner, made = make_exclusion()
    found = queries.exclusion(made)
    assert (found.stage, found.effective_on, found.reasons) == (Stage.ANNOUNCED, DAY.date(), REASONS)
    assert profiles.profile(owner.business).state is Business.PARTICIPANT
    assert terminations.take_effect_due(now=DAY - timedelta(days=1)) == 0
    assert excluded() == []
    mail = Mail.objects.filter(kind="termination-announced").first()
    assert mail is not None
    assert REASONS in " ".join(mail.text.split())
    assert f"/members/b/{owner.business}/termination" in mail.text


def test_on_its_day_the_business_is_excluded_and_the_log_says_by_how_many() -> None:
    owner, made = make_exclusion()
    until = exclusion().until
    assert until is not None
    assert terminations.take_effect_due(now=DAY) == 1
    assert terminations.take_effect_due(now=DAY) == 0
    profile = profiles.profile(owner.business)
    assert (profile.state, profile.excluded_until) == (Business.LEFT, until)
    (body,) = excluded()
    assert body == {
        "case": str(made),
        "business": str(owner.business),
        "ground": GROUND,
        "persons": 2,
        "until": until.isoformat(),
        "date": DAY.date().isoformat(),
    }
    assert Mail.objects.filter(kind="terminated").exists()
    with pytest.raises(Excluded):
        leavings.come_back(business=owner.business, now=DAY + timedelta(days=1))


def test_the_note_of_an_exclusion_stays_until_its_last_day_where_that_is_later() -> None:
    owner = make_member_business()
    until = NOW.date() + timedelta(days=1000)
    decide(Kind.TERMINATE, owner.business, two(Duty.OPERATOR), particulars=Particulars(ground=GROUND, until=until))
    terminations.take_effect_due(now=DAY)
    eve = DAY + timedelta(days=500)
    name = profiles.profile(owner.business).legal_name
    assert profiles.gone(eve.date()) == []
    assert [match.public_id for match in lookup.check(name, today=eve.date()).matches] == [owner.business]
    assert profiles.gone(until - timedelta(days=1)) == []
    assert profiles.gone(until) == [owner.business]
    assert lookup.check(name, today=until).matches == ()


def test_who_is_excluded_names_no_successor() -> None:
    owner, _ = make_exclusion()
    terminations.take_effect_due(now=DAY)
    other = join_bare()
    with pytest.raises(Excluded):
        leavings.name_successor(business=owner.business, successor=other, now=DAY)
    leavings.name_successor(business=owner.business, successor=other, now=NOW + timedelta(days=400))


def test_a_business_that_left_by_itself_is_excluded_when_it_comes_back() -> None:
    owner, made = make_exclusion()
    leavings.leave(business=owner.business, now=NOW)
    assert terminations.take_effect_due(now=DAY) == 0
    leavings.come_back(business=owner.business, now=DAY)
    assert terminations.take_effect_due(now=DAY + timedelta(days=1)) == 1
    assert queries.exclusion(made).stage is Stage.EFFECTIVE


def test_an_exclusion_whose_last_day_came_first_lapses() -> None:
    owner, made = make_exclusion()
    leavings.leave(business=owner.business, now=NOW)
    assert terminations.take_effect_due(now=NOW + timedelta(days=400)) == 0
    assert queries.exclusion(made).stage is Stage.LAPSED
    leavings.come_back(business=owner.business, now=NOW + timedelta(days=401))


LAST = months.later(DAY.date(), 36)


@pytest.mark.parametrize(
    ("ground", "until", "fits"),
    [
        (GROUND, LAST, True),
        (GROUND, LAST + timedelta(days=1), False),
        (GROUND, DAY.date() + timedelta(days=1), True),
        (GROUND, DAY.date(), False),
        ("off-topic", LAST, False),
    ],
)
def test_an_exclusion_has_a_ground_of_the_list_and_ends(ground: str, until: Any, *, fits: bool) -> None:
    business, by = join_bare(), two(Duty.OPERATOR)
    given = Particulars(ground=ground, until=until)
    if fits:
        decide(Kind.TERMINATE, business, by, particulars=given)
        assert terminations.take_effect_due(now=DAY) == 1
    else:
        with pytest.raises(errors.BadExclusion):
            decide(Kind.TERMINATE, business, by, particulars=given)


def test_one_exclusion_is_ahead_at_a_time() -> None:
    owner, _ = make_exclusion()
    with pytest.raises(errors.NotProposable):
        decide(Kind.TERMINATE, owner.business, two(Duty.OPERATOR), particulars=exclusion())


def test_a_member_of_the_panel_with_a_tie_or_a_part_decides_nothing() -> None:
    both = [somebody(Duty.OPERATOR, Duty.PANEL) for _ in range(2)]
    owner, made = make_exclusion(by=(both[0], both[1]))
    appeal(owner, made)
    for user in both:
        with pytest.raises(errors.NotForYou) as found:
            actions.propose(user=user, kind=Kind.REVERSE, subject=made, reasons=REASONS, now=NOW)
        assert found.value.facts["reason"] == "part"
    tied = somebody(Duty.PANEL)
    other = make_member_business(user=tied)
    _, theirs = make_exclusion(business=other.business)
    appeal(other, theirs)
    with pytest.raises(errors.NotForYou) as found:
        actions.propose(user=tied, kind=Kind.REVERSE, subject=theirs, reasons=REASONS, now=NOW)
    assert found.value.facts["reason"] == "tie"
    proposal = actions.propose(user=somebody(Duty.PANEL), kind=Kind.REVERSE, subject=made, reasons=REASONS, now=NOW)
    for user in both:
        with pytest.raises(errors.NotForYou):
            actions.confirm(user=user, proposal=proposal, now=NOW)


def test_a_reversal_before_the_day_cancels_the_exclusion() -> None:
    owner, made = make_exclusion()
    appeal(owner, made)
    decide(Kind.REVERSE, made, two(Duty.PANEL))
    assert queries.exclusion(made).stage is Stage.REVERSED
    assert terminations.take_effect_due(now=DAY) == 0
    assert profiles.profile(owner.business).state is Business.PARTICIPANT
    assert excluded() == []
    mail = Mail.objects.filter(kind="termination-appeal-decided").first()
    assert mail is not None


def test_a_reversal_after_the_day_lets_the_business_come_back() -> None:
    owner, made = make_exclusion()
    terminations.take_effect_due(now=DAY)
    appeal(owner, made, now=DAY)
    decide(Kind.REVERSE, made, two(Duty.PANEL), now=DAY)
    assert profiles.profile(owner.business).excluded_until is None
    leavings.come_back(business=owner.business, now=DAY + timedelta(days=1))


def test_an_exclusion_that_is_upheld_stays_and_is_not_appealed_again() -> None:
    owner, made = make_exclusion()
    appeal(owner, made)
    with pytest.raises(errors.WrongTerminationState):
        appeal(owner, made)
    decide(Kind.UPHOLD, made, two(Duty.PANEL))
    found = queries.exclusion(made)
    assert (found.stage, found.appeal_outcome) == (Stage.ANNOUNCED, Verdict.UPHELD)
    with pytest.raises(errors.WrongTerminationState):
        appeal(owner, made)
    with pytest.raises(errors.NotProposable):
        decide(Kind.REVERSE, made, two(Duty.PANEL))
    assert terminations.take_effect_due(now=DAY) == 1


def test_an_owner_appeals_in_time_with_reasons_and_nobody_else() -> None:
    owner, made = make_exclusion()
    with pytest.raises(NotAllowed):
        appeal(make_colleague(owner, Role.AGENT), made)
    with pytest.raises(errors.NoSuchTermination):
        appeal(make_member_business(), made)
    with pytest.raises(Unexplained):
        terminations.appeal(actor=owner, termination=made, said="No!", now=NOW)
    with pytest.raises(errors.WrongTerminationState):
        appeal(owner, made, now=NOW + timedelta(days=185))
    appeal(owner, made, now=NOW + timedelta(days=184))
    found = queries.exclusion(made)
    assert (found.appeal, found.decide_until) == (WHY_NOT, (NOW + timedelta(days=214)).date())
    assert [row.public_id for row in queries.appealed_exclusions()] == [made]


def test_pages_and_worker_may_do_their_parts(as_role: AsRole) -> None:
    operators, panel = two(Duty.OPERATOR), two(Duty.PANEL)
    owner, other = make_member_business(), make_member_business()
    with as_role("web"):
        today = clock.now()  # the database lets the pages announce on no other day
        decide(Kind.TERMINATE, owner.business, operators, particulars=exclusion(now=today), now=today)
        made = queries.exclusions(owner.business)[0].public_id
        appeal(owner, made, now=today)
        decide(Kind.REVERSE, made, panel, now=today)
    decide(Kind.TERMINATE, other.business, operators, particulars=exclusion())
    with as_role("worker"):
        assert terminations.take_effect_due(now=DAY) == 1
    theirs = queries.exclusions(other.business)[0].public_id
    with as_role("web"):
        appeal(other, theirs, now=DAY)
        decide(Kind.REVERSE, theirs, panel, now=DAY)
        leavings.come_back(business=other.business, now=DAY + timedelta(days=1))
