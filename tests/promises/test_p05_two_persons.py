"""P5: no public state by one person alone, no exclusion without notice, reasons, appeal and end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.businesses import actions as businesses
from reputation.businesses import queries as profiles
from reputation.core import clock, months
from reputation.desk import actions, queries, terminations
from reputation.desk.models import Proposal
from reputation.desk.rules import NEXT, STAGES, Kind, Particulars, duties_for
from reputation.log import actions as log
from reputation.receipts import attesters
from reputation.receipts.rules import ReceiptClass
from tests.attesters_made import make_applied, make_key, make_provider
from tests.conftest import AsRole
from tests.desk_made import (
    GROUND,
    REASONS,
    appeal,
    decide,
    exclusion,
    make_appealed,
    make_application,
    make_exclusion,
    public_id,
    refuse,
    somebody,
    two,
)
from tests.members_made import NOW, join_bare

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started(db: None) -> None:
    log.start(now=NOW - timedelta(days=60))


def sql(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def refused(by: str) -> Iterator[None]:
    with pytest.raises(Error, match=by), transaction.atomic():
        yield


@pytest.fixture
def proposed() -> tuple[UUID, int, int]:
    """A proposal to admit, who made it, and who could confirm it."""
    first, second = two(Duty.MODERATOR)
    _, application = make_application()
    made = actions.propose(user=first, kind=Kind.ADMIT, subject=application, reasons=REASONS, now=NOW)
    return made, first, second


CONFIRMED = "UPDATE desk_proposal SET state = %s, decided_by_id = %s, decided_at = %s WHERE public_id = %s"


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
    "proposed_by_id, proposed_at, until, state, decided_by_id, decided_at, words"
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
        businesses.come_back(business=owner.business, now=clock.now())


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


@pytest.mark.parametrize("role", ["web", "worker"])
def test_neither_pages_nor_the_worker_admit_an_attester_alone(as_role: AsRole, role: str) -> None:
    applied, refused_one, ended = make_applied(), make_applied(), make_provider()
    attesters.refuse(attester=refused_one.id, reasons=REASONS, now=NOW)
    attesters.leave(attester=ended.id, now=NOW)
    own = attesters.of_business(join_bare(), NOW)
    admitted = "UPDATE receipts_attester SET state = 'admitted', admitted_on = applied_on, ended_on = NULL"
    for attester, by in ((applied, "two persons"), (refused_one, "cannot become"), (ended, "cannot become")):
        with refused(by), as_role(role):
            sql(f"{admitted} WHERE public_id = %s", attester.id)
    with refused("two persons"), as_role(role):
        sql("UPDATE receipts_attester SET state = 'refused' WHERE public_id = %s", applied.id)
    for kind in ("payment-provider", "marketplace"):
        with refused("begins by applying"), as_role(role):
            sql(
                "INSERT INTO receipts_attester (public_id, kind, receipt_class, name, website, language, state, "
                "applied_on, admitted_on) VALUES (gen_random_uuid(), %s, 'independent', 'x', '', 'en', 'admitted', "
                "current_date, current_date)",
                kind,
            )
        with refused("never changes"), as_role(role):
            sql(
                "UPDATE receipts_attester SET kind = %s, business_id = NULL, receipt_class = 'independent' "
                "WHERE public_id = %s",
                kind,
                own,
            )
    for attester in (applied.id, ended.id, own):
        with refused("stays|permission denied"), as_role(role):
            sql("DELETE FROM receipts_attester WHERE public_id = %s", attester)


def test_a_refusal_admits_nobody_and_an_admission_is_for_one(as_role: AsRole) -> None:
    first, second = make_applied(), make_applied()
    actions.propose(
        user=somebody(Duty.OPERATOR), kind=Kind.ADMIT_ATTESTER, subject=first.id, reasons=REASONS, now=clock.now()
    )
    for attester in (first, second):
        with refused("two persons"), as_role("web"):
            attesters.admit(attester=attester.id, now=NOW)
    operators = two(Duty.OPERATOR)
    with as_role("web"):
        decide(Kind.ADMIT_ATTESTER, second.id, operators, now=clock.now())
    with refused("two persons"), as_role("web"):
        attesters.admit(attester=first.id, now=NOW)


@pytest.mark.parametrize("role", ["web", "worker"])
def test_neither_pages_nor_the_worker_annul_a_key_alone(as_role: AsRole, role: str) -> None:
    business, operators = join_bare(), two(Duty.OPERATOR)
    key, other = make_key(business), make_key(business, ReceiptClass.SELLER)
    decide(Kind.ANNUL_KEY, business, operators, particulars=Particulars(sha256=other.hex(), ground="leaked"))
    changes = "state = 'annulled', annulment = %s, annulled_on = current_date"
    annulled = f"UPDATE receipts_key SET {changes} WHERE key_id = %s"
    with refused("two persons decided"), as_role(role):
        sql(annulled, "leaked", key)
    with refused("stays so"), as_role(role):
        sql("UPDATE receipts_key SET state = 'issuing', annulment = NULL, annulled_on = NULL WHERE key_id = %s", other)
    made = actions.propose(
        user=operators[0],
        kind=Kind.ANNUL_KEY,
        subject=business,
        reasons=REASONS,
        particulars=Particulars(sha256=key.hex(), ground="leaked"),
        now=clock.now(),
    )
    with refused("two persons decided"), as_role(role):
        sql(annulled, "leaked", key)
    Proposal.objects.filter(public_id=made).update(state="confirmed", decided_by=operators[1], decided_at=clock.now())
    with refused("two persons decided"), as_role(role):
        sql(annulled, "false-attestation", key)
    with as_role(role):
        assert sql(annulled, "leaked", key) == 1


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
