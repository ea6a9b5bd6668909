"""P5: no public state by one person alone."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.core import clock
from reputation.desk import actions
from reputation.desk.models import Proposal
from reputation.desk.rules import NEXT, STAGES, Kind, Particulars, duties_for
from tests.conftest import AsRole
from tests.desk_made import REASONS, decide, make_appealed, make_application, public_id, refuse, somebody, two
from tests.members_made import NOW
from tests.promises.statements import CONFIRMED, refused, sql

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("started")]


@pytest.fixture
def proposed() -> tuple[UUID, int, int]:
    """A proposal to admit, who made it, and who could confirm it."""
    first, second = two(Duty.MODERATOR)
    _, application = make_application()
    made = actions.propose(user=first, kind=Kind.ADMIT, subject=application, reasons=REASONS, now=NOW)
    return made, first, second


def test_nothing_is_confirmed_by_nobody_by_one_or_too_late(proposed: tuple[UUID, int, int]) -> None:
    made, first, second = proposed
    with refused("proposal_two_persons"):
        sql("UPDATE desk_proposal SET state = 'confirmed', decided_at = proposed_at WHERE public_id = %s", made)
    for state in ("confirmed", "declined"):
        with refused("proposal_two_persons"):
            sql(CONFIRMED.replace("SET", "SET words = reasons,"), state, first, NOW, made)
    with refused("proposal_two_persons"):
        sql(CONFIRMED, "withdrawn", second, NOW, made)
    with refused("proposal_confirmed_in_time"):
        sql(CONFIRMED, "confirmed", second, NOW + timedelta(days=14), made)
    with refused("proposal_declined_with_words"):
        sql(CONFIRMED, "declined", second, NOW, made)
    assert sql(CONFIRMED, "confirmed", second, NOW, made) == 1


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("reasons = ''", "never changes|proposal_explained"),
        ("reasons = 'Something else that is long enough.'", "never changes"),
        ("proposed_by_id = proposed_by_id + 1", "never changes"),
        ("subject = gen_random_uuid()", "never changes"),
        ("kind = 'refuse-application'", "never changes|proposal_particulars"),
        ("until = until + interval '1 day'", "never changes"),
        ("state = 'lapsed'", "proposal_two_persons"),
    ],
)
def test_what_was_proposed_never_changes(proposed: tuple[UUID, int, int], change: str, by: str) -> None:
    with refused(by):
        sql(f"UPDATE desk_proposal SET {change} WHERE public_id = %s", proposed[0])


def test_what_ended_never_changes_and_nothing_is_removed(proposed: tuple[UUID, int, int]) -> None:
    made, _, second = proposed
    with refused("stays its time"):
        sql("DELETE FROM desk_proposal WHERE public_id = %s", made)
    actions.confirm(user=second, proposal=made, now=NOW)
    for statement in ("SET words = 'x'", "SET state = 'open', decided_by_id = NULL, decided_at = NULL"):
        with refused("never changes"):
            sql(f"UPDATE desk_proposal {statement} WHERE public_id = %s", made)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("desk_proposal", "desk_termination"):
        with refused("is refused"):
            sql(f"TRUNCATE {table} CASCADE")


COLUMNS = (
    "public_id, kind, subject, is_natural_person, edition, sha256, ground, exclude_until, duty, reasons, "
    "proposed_by_id, proposed_at, until, state, decided_by_id, decided_at, words, severity, rule, facts, summary"
)


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        (
            {"state": "'confirmed'", "decided_by_id": "proposed_by_id + 1", "decided_at": "proposed_at"},
            "begins as open",
        ),
        ({"reasons": "'short'"}, "proposal_explained"),
        ({"until": "proposed_at"}, "proposal_until"),
        ({"subject": "NULL"}, "proposal_particulars"),
        ({"is_natural_person": "true"}, "proposal_particulars"),
        ({"kind": "'refuse-application'"}, "proposal_particulars"),
        ({"kind": "'terminate'"}, "proposal_particulars"),
        ({"kind": "'terminate'", "ground": "'opinion'", "exclude_until": "'2027-01-01'"}, "proposal_ground_known"),
        ({"kind": "'close-business'"}, "proposal_(kind_known|particulars)"),
        ({}, "proposal_one_open"),
    ],
)
def test_no_proposal_that_lacks_a_part(proposed: tuple[UUID, int, int], changes: dict[str, str], by: str) -> None:
    given = {"public_id": "gen_random_uuid()"} | changes
    values = ", ".join(given.get(name, name) for name in COLUMNS.split(", "))
    with refused(by):
        sql(
            f"INSERT INTO desk_proposal ({COLUMNS}) SELECT {values} FROM desk_proposal WHERE public_id = %s",
            proposed[0],
        )


def test_nobody_with_a_part_in_a_refusal_is_let_into_the_appeal() -> None:
    _, application, (first, second) = make_appealed()
    other = somebody(Duty.MODERATOR)
    made = actions.propose(user=other, kind=Kind.ADMIT, subject=application, reasons=REASONS, now=NOW)
    for person in (first, second):
        with refused("nobody with a part"):
            sql(CONFIRMED, "confirmed", person, NOW, made)
    Proposal.objects.filter(public_id=made).update(state="lapsed", decided_at=NOW)
    values = COLUMNS.replace("public_id", "gen_random_uuid()", 1).replace("proposed_by_id", str(first))
    values = values.replace(" state, decided_by_id, decided_at", " 'open', NULL, NULL")
    with refused("nobody with a part"):
        sql(f"INSERT INTO desk_proposal ({COLUMNS}) SELECT {values} FROM desk_proposal WHERE public_id = %s", made)


DECIDED = {
    "refused": "reasons = 'One of us thought so, alone.', decided_on = filed_on, appeal_until = filed_on + 184",
    "upheld": "appeal_reasons = 'One of us thought so, alone.', appeal_decided_on = filed_on",
}


def test_the_pages_decide_no_application_without_two_persons(as_role: AsRole) -> None:
    _, application = make_application()
    _, appealed, _ = make_appealed()
    for state, row in (("refused", application), ("upheld", appealed)):
        with refused("decided by two persons"), as_role("web"):
            sql(f"UPDATE admissions_application SET state = %s, {DECIDED[state]} WHERE public_id = %s", state, row)
    moderators, panel = two(Duty.MODERATOR), two(Duty.PANEL)
    with as_role("web"):
        refuse(application, moderators)
        refuse(appealed, panel)


def test_the_pages_change_no_decision_but_by_its_end(as_role: AsRole, proposed: tuple[UUID, int, int]) -> None:
    for statement in (
        "UPDATE desk_proposal SET reasons = 'Something else that is long enough.'",
        "DELETE FROM desk_proposal",
        "UPDATE desk_termination SET until = until + 30",
        "DELETE FROM desk_termination",
        "DELETE FROM log_operator_change",
        "UPDATE log_head SET operator = ''",
    ):
        with refused("permission denied"), as_role("web"):
            sql(statement)


def test_the_worker_decides_nothing(as_role: AsRole, proposed: tuple[UUID, int, int]) -> None:
    for statement in (
        "UPDATE desk_proposal SET decided_by_id = proposed_by_id + 1",
        "UPDATE desk_termination SET appeal_outcome = 'upheld'",
        "INSERT INTO desk_proposal (public_id) VALUES (gen_random_uuid())",
        "INSERT INTO log_operator_change (sha256, confirmed_on) VALUES (repeat('0', 64), now())",
    ):
        with refused("permission denied"), as_role("worker"):
            sql(statement)


def test_the_pages_confirm_no_operator_without_two_persons(as_role: AsRole) -> None:
    with refused("confirmed by two persons"), as_role("web"):
        sql("INSERT INTO log_operator_change (sha256, confirmed_on) VALUES (repeat('0', 64), now())")


def test_nothing_is_confirmed_by_somebody_without_the_duty(as_role: AsRole, proposed: tuple[UUID, int, int]) -> None:
    made, first, second = proposed
    for person in (somebody(), somebody(Duty.PANEL), somebody(Duty.OPERATOR)):
        with refused("duty of both"), as_role("web"):
            sql(CONFIRMED, "confirmed", person, NOW, made)
    accounts.end_duty(user_id=first, duty=Duty.MODERATOR, now=clock.now())
    with refused("duty of both"), as_role("web"):
        sql(CONFIRMED, "confirmed", second, NOW, made)
    accounts.give_duty(user_id=first, duty=Duty.MODERATOR, now=clock.now())
    with as_role("web"):
        assert sql(CONFIRMED, "confirmed", second, NOW, made) == 1


GIVE = "INSERT INTO accounts_given_duty (user_id, duty, given_on) VALUES (%s, %s, %s)"


def test_the_pages_give_no_duty_without_two_persons(as_role: AsRole) -> None:
    person, operators, today = somebody(), two(Duty.OPERATOR), clock.now().date()
    carries = Particulars(duty=Duty.PANEL)
    with refused("as two persons decided it"), as_role("web"):
        sql(GIVE, person, "panel", today)
    with as_role("web"):
        decide(Kind.GIVE_DUTY, public_id(person), operators, particulars=carries, now=clock.now())
        decide(Kind.END_DUTY, public_id(person), operators, particulars=carries, now=clock.now())
    for duty, day in (("panel", today), ("panel", today - timedelta(days=1)), ("operator", today)):
        with refused("as two persons decided it"), as_role("web"):
            sql(GIVE, person, duty, day)
    with refused("as two persons decided it"), as_role("web"):
        sql("UPDATE accounts_given_duty SET ended_on = NULL WHERE user_id = %s", person)
    with as_role("web"):
        decide(Kind.GIVE_DUTY, public_id(person), operators, particulars=carries, now=clock.now())


def test_the_database_asks_for_the_same_duties_as_the_rules() -> None:
    _, appealed, _ = make_appealed()
    with connection.cursor() as cursor:
        for kind in Kind:
            for subject in (None, appealed):
                cursor.execute("SELECT desk_duties_for(%s, %s)", [kind, subject])
                assert set(cursor.fetchone()[0]) == duties_for(kind, is_appeal=subject is not None)


def test_the_database_holds_the_same_steps_as_the_rules() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'desk_termination_guard'")
        text: str = cursor.fetchone()[0]
    block = text[text.index("(OLD.stage, NEW.stage) NOT IN") :]
    found = set(re.findall(r"\('(\w+)', '(\w+)'\)", block[: block.index("THEN")]))
    assert found == {(str(old), str(new)) for old, allowed in STAGES.items() for new in allowed}
    assert {str(state) for state, following in NEXT.items() if following} == {"open"}
