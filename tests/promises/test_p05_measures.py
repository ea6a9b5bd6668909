"""P5: no measure about a business without notice, reasons, appeal, end and two persons."""

from uuid import UUID

import pytest

from reputation.accounts.rules import Duty
from reputation.desk import actions
from reputation.desk.rules import Kind
from reputation.disputes import conduct
from tests.conftest import AsRole
from tests.desk_made import REASONS, decide, somebody, two
from tests.measures_made import WARNING, appeal, make_warning
from tests.members_made import NOW, join_bare
from tests.promises.statements import CONFIRMED, refused, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]

COLUMNS = (
    "public_id, kind, business_id, case_id, proposal, ground, severity, rule, rule_text, facts, reasoning, summary, "
    "policy_version, persons, told_on, from_on, until, appeal_until, ended_on, why_ended, appealed_on, appeal, "
    "decide_until, appeal_decided_on, appeal_outcome, appeal_reasons"
)


def again(measure: UUID, changes: dict[str, str]) -> None:
    """Write a measure once more by hand, with something else in it."""
    given = {"public_id": "gen_random_uuid()", "proposal": "NULL"} | changes
    values = ", ".join(given.get(name, name) for name in COLUMNS.split(", "))
    sql(f"INSERT INTO disputes_measure ({COLUMNS}) SELECT {values} FROM disputes_measure WHERE public_id = %s", measure)


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({"persons": "1"}, "measure_two_persons"),
        ({"facts": "'{}'"}, "measure_reasoned"),
        ({"reasoning": "'Because.'"}, "measure_reasoned"),
        ({"summary": "''"}, "measure_reasoned"),
        ({"rule_text": "''"}, "measure_reasoned"),
        ({"told_on": "from_on + 1"}, "measure_days_in_order"),
        ({"until": "from_on"}, "measure_days_in_order"),
        ({"appeal_until": "from_on"}, "measure_days_in_order"),
        ({"until": "until + 1"}, "longer than it may"),
        ({"severity": "'serious'", "until": "(from_on + interval '36 months')::date + 1"}, "longer than it may"),
        ({"severity": "''"}, "measure_by_kind"),
        ({"kind": "'legal-threat'"}, "measure_by_kind"),
        ({"kind": "'right-suspended'", "severity": "''", "until": "from_on + 181"}, "longer than it may"),
        ({"kind": "'right-suspended'", "severity": "''", "until": "from_on + 31"}, "30, 90 or 180 days"),
        ({"ended_on": "from_on", "why_ended": "'cured'"}, "without an appeal and an end"),
        ({"ground": "'off-topic'"}, "measure_ground_known"),
        ({"proposal": "proposal"}, "unique|proposal"),
    ],
)
def test_no_measure_without_all_of_it(changes: dict[str, str], by: str) -> None:
    _, measure = make_warning()
    with refused(by):
        again(measure, changes)


def test_a_whole_one_is_taken() -> None:
    owner, measure = make_warning()
    again(measure, {})
    again(measure, {"kind": "'right-suspended'", "severity": "''", "until": "from_on + 180"})
    assert len(conduct.measures(owner.business)) == 3


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("until = until + 30", "never changes"),
        ("summary = 'Something else.'", "never changes"),
        ("persons = 3", "never changes"),
        ("appeal = 'We never said anything.'", "never changes"),
        ("appealed_on = NULL, appeal = '', decide_until = NULL", "never changes|appeal_whole"),
        ("ended_on = from_on, why_ended = 'reversed'", "measure_ended"),
        ("why_ended = 'cured'", "measure_ended"),
        ("ended_on = from_on - 1, why_ended = 'cured'", "measure_ended"),
    ],
)
def test_what_was_decided_and_said_stays(change: str, by: str) -> None:
    owner, measure = make_warning()
    appeal(owner, measure)
    with refused(by):
        sql(f"UPDATE disputes_measure SET {change} WHERE public_id = %s", measure)
    with refused("is refused"):
        sql("DELETE FROM disputes_measure")


def test_what_ended_and_was_answered_stays() -> None:
    owner, measure = make_warning()
    appeal(owner, measure)
    decide(Kind.REVERSE_MEASURE, measure, two(Duty.PANEL))
    for change in (
        "ended_on = ended_on + 1",
        "why_ended = 'cured'",
        "appeal_reasons = 'Because we say so, all of us.'",
    ):
        with refused("never changes"):
            sql(f"UPDATE disputes_measure SET {change} WHERE public_id = %s", measure)


def test_the_roles_of_the_service_take_and_end_none_but_as_two_persons_decided(as_role: AsRole) -> None:
    owner, measure = make_warning()
    appeal(owner, measure)
    with refused("as two persons decided it"), as_role("web"):
        again(measure, {})
    with refused("by two persons"), as_role("web"):
        sql("UPDATE disputes_measure SET ended_on = from_on, why_ended = 'cured' WHERE public_id = %s", measure)
    answered = "appeal_decided_on = appealed_on, appeal_outcome = '{}', appeal_reasons = 'One of us thought so.'"
    with refused("decided by two persons"), as_role("web"):
        sql(f"UPDATE disputes_measure SET {answered.format('upheld')} WHERE public_id = %s", measure)
    with refused("permission denied"), as_role("worker"):
        sql("UPDATE disputes_measure SET ended_on = from_on WHERE public_id = %s", measure)


@pytest.mark.parametrize("change", ["", "summary = 'Another summary.', ", "severity = 'serious', "])
def test_what_is_taken_is_what_was_confirmed(as_role: AsRole, change: str) -> None:
    _, other = make_warning()
    made = actions.propose(
        user=somebody(Duty.MODERATOR),
        kind=Kind.WARN,
        subject=join_bare(),
        reasons=REASONS,
        particulars=WARNING,
        now=NOW,
    )
    assert sql(CONFIRMED, "confirmed", somebody(Duty.MODERATOR), NOW, made) == 1
    about = {
        "proposal": f"'{made}'",
        "business_id": f"(SELECT subject FROM desk_proposal WHERE public_id = '{made}')",
    }
    if not change:
        with as_role("web"):
            again(other, about)
        return
    name, _, value = change.rstrip(", ").partition(" = ")
    with refused("as two persons decided it"), as_role("web"):
        again(other, about | {name: value})


def test_what_is_proposed_never_changes_and_nobody_with_a_part_is_let_into_the_appeal() -> None:
    both = (somebody(Duty.MODERATOR, Duty.PANEL), somebody(Duty.MODERATOR, Duty.PANEL))
    owner, measure = make_warning(by=both)
    appeal(owner, measure)
    made = actions.propose(
        user=somebody(Duty.PANEL), kind=Kind.REVERSE_MEASURE, subject=measure, reasons=REASONS, now=NOW
    )
    for person in both:
        with refused("nobody with a part"):
            sql(CONFIRMED, "confirmed", person, NOW, made)
    for change in ("summary = 'Other.'", "facts = '{other}'", "rule = 'voucher'", "severity = 'minor'"):
        with refused("never changes|proposal_particulars"):
            sql(f"UPDATE desk_proposal SET {change} WHERE public_id = %s", made)
