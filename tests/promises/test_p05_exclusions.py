"""P5: no exclusion without notice, reasons, appeal and end."""

from datetime import timedelta
from uuid import UUID

import pytest

from reputation.accounts.rules import Duty
from reputation.businesses import leavings
from reputation.businesses import queries as profiles
from reputation.core import clock, months
from reputation.desk import actions, queries, terminations
from reputation.desk.rules import Kind, Particulars
from tests.conftest import AsRole
from tests.desk_made import GROUND, REASONS, appeal, decide, exclusion, make_exclusion, somebody, two
from tests.members_made import NOW, join_bare
from tests.promises.statements import CONFIRMED, refused, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


def test_nobody_with_a_part_in_an_exclusion_is_let_into_the_appeal() -> None:
    both = (somebody(Duty.OPERATOR, Duty.PANEL), somebody(Duty.OPERATOR, Duty.PANEL))
    owner, exclusion = make_exclusion(by=both)
    appeal(owner, exclusion)
    made = actions.propose(user=somebody(Duty.PANEL), kind=Kind.REVERSE, subject=exclusion, reasons=REASONS, now=NOW)
    for person in both:
        with refused("nobody with a part"):
            sql(CONFIRMED, "confirmed", person, NOW, made)


EXCLUSION = (
    "public_id, proposal_id, business_id, ground, reasons, announced_on, effective_on, until, stage, appeal_until, "
    "appeal, appeal_outcome, appeal_reasons"
)


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({"ground": "'charter-breach'"}, "as two persons decided it"),
        ({"until": "until + 30"}, "as two persons decided it"),
        ({"reasons": "'Because we say so, all of us.'"}, "as two persons decided it"),
        ({"stage": "'effective'"}, "as two persons decided it"),
        ({"effective_on": "announced_on"}, "has notice"),
        ({"appeal_until": "effective_on"}, "has notice"),
        ({}, "proposal_id|one_announced"),
    ],
)
def test_no_exclusion_but_as_two_persons_decided_it(changes: dict[str, str], by: str) -> None:
    _, exclusion = make_exclusion()
    given = {"public_id": "gen_random_uuid()"} | changes
    values = ", ".join(given.get(name, name) for name in EXCLUSION.split(", "))
    with refused(by):
        sql(
            f"INSERT INTO desk_termination ({EXCLUSION}) SELECT {values} FROM desk_termination WHERE public_id = %s",
            exclusion,
        )


DECIDED_ALONE = "appeal_decided_on = appealed_on, appeal_outcome = '{}', appeal_reasons = 'One of us thought so.'"


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("until = until + 30", "never changes"),
        ("reasons = 'Because we say so, all of us.'", "never changes"),
        ("effective_on = announced_on", "never changes"),
        ("stage = 'reversed'", "termination_reversed_by_appeal"),
        ("appealed_on = NULL, appeal = '', decide_until = NULL", "never changes|appeal_whole"),
        ("appeal = 'We never said anything.'", "never changes"),
        (DECIDED_ALONE.format("upheld"), "decided by two persons"),
        (f"stage = 'reversed', {DECIDED_ALONE.format('reversed')}", "decided by two persons"),
    ],
)
def test_an_exclusion_and_its_appeal_stay_as_they_were_decided(change: str, by: str) -> None:
    owner, exclusion = make_exclusion()
    appeal(owner, exclusion)
    with refused(by):
        sql(f"UPDATE desk_termination SET {change} WHERE public_id = %s", exclusion)
    with refused("is refused"):
        sql("DELETE FROM desk_termination")


def test_the_roles_of_the_service_exclude_nobody_without_such_a_decision(as_role: AsRole) -> None:
    business = join_bare()
    left = "UPDATE businesses_business SET state = 'left', left_on = '2026-12-01', excluded_until = '2027-12-01'"
    for role in ("web", "worker"):
        with refused("as two persons decided it"), as_role(role):
            sql(f"{left} WHERE public_id = %s", business)
    owner, exclusion = make_exclusion()
    until = queries.exclusion(exclusion).until
    announced = left.replace("2027-12-01", until.isoformat())
    with refused("as two persons decided it"), as_role("worker"):
        sql(f"{announced} WHERE public_id = %s", owner.business)
    with as_role("worker"):
        assert terminations.take_effect_due(now=NOW + timedelta(days=30)) == 1


EXCLUDE = (
    f"INSERT INTO desk_termination ({EXCLUSION}) SELECT gen_random_uuid(), id, subject, ground, reasons, {{}}, "
    "exclude_until, 'announced', {}, '', '', '' FROM desk_proposal WHERE public_id = %s"
)


@pytest.fixture
def confirmed() -> UUID:
    """A confirmed proposal to exclude a business, of which the exclusion itself is not written."""
    made = actions.propose(
        user=somebody(Duty.OPERATOR),
        kind=Kind.TERMINATE,
        subject=join_bare(),
        reasons=REASONS,
        particulars=exclusion(now=clock.now()),
        now=clock.now(),
    )
    assert sql(CONFIRMED, "confirmed", somebody(Duty.OPERATOR), clock.now(), made) == 1
    return made


@pytest.mark.parametrize(
    ("announced", "effective", "appeal_until", "until", "by"),
    [
        (0, 1, 184, 400, "has notice"),
        (0, 29, 184, 400, "has notice"),
        (0, 30, 183, 400, "has notice"),
        (0, 30, 184, 400, ""),
        (-31, -1, 184, 400, "announced today"),
    ],
)
def test_the_pages_announce_no_exclusion_without_notice_and_time_to_appeal(
    as_role: AsRole, confirmed: UUID, announced: int, effective: int, appeal_until: int, until: int, by: str
) -> None:
    today = clock.now().date()
    days = [today + timedelta(days=count) for count in (announced, effective, appeal_until)]
    statement = EXCLUDE.format("%s, %s", "%s")
    with as_role("web"):
        if not by:
            assert sql(statement, *days, confirmed) == 1
            return
        with refused(by):
            sql(statement, *days, confirmed)


def test_no_exclusion_lasts_longer_than_36_months() -> None:
    today = clock.now().date()
    late = Particulars(ground=GROUND, until=months.later(today + timedelta(days=30), 36) + timedelta(days=1))
    made = actions.propose(
        user=somebody(Duty.OPERATOR),
        kind=Kind.TERMINATE,
        subject=join_bare(),
        reasons=REASONS,
        particulars=late,
        now=clock.now() + timedelta(days=60),
    )
    assert sql(CONFIRMED, "confirmed", somebody(Duty.OPERATOR), clock.now() + timedelta(days=60), made) == 1
    days = [today + timedelta(days=count) for count in (0, 30, 184)]
    with refused("has notice"):
        sql(EXCLUDE.format("%s, %s", "%s"), *days, made)


def test_no_exclusion_begins_or_lapses_before_its_day(as_role: AsRole) -> None:
    _, made = make_exclusion(now=clock.now())
    for role in ("web", "worker"):
        for stage in ("effective", "lapsed"):
            with refused("on its day"), as_role(role):
                sql("UPDATE desk_termination SET stage = %s WHERE public_id = %s", stage, made)


def test_no_exclusion_ends_before_its_day_but_by_an_appeal(as_role: AsRole) -> None:
    begun = clock.now() - timedelta(days=30)
    owner, made = make_exclusion(now=begun)
    terminations.take_effect_due(now=clock.now())
    free = "UPDATE businesses_business SET excluded_until = NULL WHERE public_id = %s"
    for role in ("web", "worker"):
        with refused("on its day or by an appeal"), as_role(role):
            sql(free, owner.business)
    appeal(owner, made, now=clock.now())
    panel = two(Duty.PANEL)
    with as_role("web"):
        decide(Kind.REVERSE, made, panel, now=clock.now())
    assert profiles.profile(owner.business).excluded_until is None


def test_an_exclusion_ends_on_its_day(as_role: AsRole) -> None:
    begun = clock.now() - timedelta(days=500)
    owner, _ = make_exclusion(now=begun)
    terminations.take_effect_due(now=begun + timedelta(days=30))
    with as_role("web"):
        leavings.come_back(business=owner.business, now=clock.now())
