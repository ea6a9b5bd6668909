"""What the database itself refuses of a case, whoever asks: each guard is broken once by a statement."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from reputation.accounts import actions as accounts
from reputation.accounts.rules import Duty
from reputation.disputes import carrying, deciding, enacting, exchange, filing, interims
from reputation.disputes.models import Case, Decision, Draft
from reputation.disputes.rules import Ground, Outcome, Part, Role
from reputation.log import actions as log
from tests import cases_made
from tests.cases_made import moderator
from tests.reviews_made import LATER, MONDAY, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


@contextmanager
def refused(by: str) -> Iterator[None]:
    with pytest.raises(Error, match=by), transaction.atomic():
        yield


def sql(statement: str, *values: str | int | date | UUID) -> None:
    """Run it, and what was put off to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def key(case: UUID) -> int:
    return Case.objects.get(public_id=case).pk


@pytest.fixture
def noticed() -> UUID:
    case = make_case(make_review())
    cases_made.admit(case, now=LATER)
    return case


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("side = 'public'", "never changes"),
        ("alert = 'surge'", "never changes"),
        ("is_urgent = true", "never changes"),
        ("admit_until = admit_until + 1", "never changes"),
        ("filed_on = filed_on - 1", "never changes"),
        ("answer_until = answer_until - 1", "only be later"),
        ("decide_until = decide_until - 1", "only be later"),
        ("paused_days = paused_days - 1", "(only be later|paused_days)"),
        ("state = 'ready'", "may still answer"),
        ("state = 'decided'", "cannot become"),
        ("state = 'final'", "cannot become"),
        ("state = 'appealed'", "appealed by one of its sides"),
        ("state = 'withdrawn'", "case_ended_by_state"),
        ("ended_on = filed_on", "case_ended_by_state"),
        ("state = 'nowhere'", "cannot become"),
        ("paused_on = filed_on - 1", "case_pauses_while_open"),
        ("review_id = NULL", "never changes"),
    ],
)
def test_a_case_goes_no_other_way_and_loses_no_day(noticed: UUID, change: str, by: str) -> None:
    with refused(by):
        sql(f"UPDATE disputes_case SET {change} WHERE public_id = %s", noticed)
    sql("UPDATE disputes_case SET answer_until = answer_until + 1 WHERE public_id = %s", noticed)


def test_what_was_given_is_not_taken_away(noticed: UUID) -> None:
    exchange.extend(case=noticed, now=LATER)
    exchange.answer(case=noticed, text="I was there.", now=LATER)
    for change in ("is_extended = false", "has_answer = false", "reply_until = NULL", "reply_until = reply_until - 1"):
        with refused("only be later"):
            sql(f"UPDATE disputes_case SET {change} WHERE public_id = %s", noticed)


@pytest.mark.parametrize("state", ["noticed", "ready", "drafted", "decided", "closed"])
def test_a_case_begins_as_filed(noticed: UUID, state: str) -> None:
    names = (
        "business_id, review_id, side, is_urgent, filed_on, admit_until, answer_until, decide_until, is_extended, "
        "has_answer, paused_days"
    )
    insert = "INSERT INTO disputes_case (public_id, state, {0}) SELECT gen_random_uuid(), '{1}', {0} FROM disputes_case"
    with refused("begins as filed"):
        sql(insert.format(names, state))
    with refused("case_one_open_per_review"):
        sql(insert.format(names, "filed"))


def test_nobody_goes_straight_to_a_panel_before_a_decision_is_overdue(noticed: UUID) -> None:
    appeal = (
        "INSERT INTO disputes_appeal (case_id, party, appealed_on, aim_on, decide_until) "
        "VALUES (%s, 'writer', '2026-02-10', '2026-03-01', '2026-03-10')"
    )
    move = "UPDATE disputes_case SET state = 'appealed' WHERE public_id = %s"
    with refused("before a decision is overdue"):
        sql(appeal, key(noticed))
        sql(move, noticed)
    late = (
        "INSERT INTO disputes_case_step (case_id, step, deadline, happened_on) "
        "VALUES (%s, 'overdue', 'decision', '2026-05-01')"
    )
    sql(late, key(noticed))
    with refused("step_overdue_once"):
        sql(late, key(noticed))
    sql(appeal, key(noticed))
    sql(move, noticed)
    with refused("a panel ends an appeal"):
        sql("UPDATE disputes_case SET state = 'noticed' WHERE public_id = %s", noticed)


def test_a_decision_is_appealed_in_time_and_closed_after_it() -> None:
    case = make_case(make_review())
    make_decision(case, Outcome.REJECTED)
    decision = Decision.objects.get()
    appeal = (
        "INSERT INTO disputes_appeal (case_id, decision_id, party, appealed_on, aim_on, decide_until) "
        "VALUES (%s, %s, 'writer', %s, '2030-01-01', '2030-01-02')"
    )
    with refused("appealed in time"):
        sql(appeal, key(case), decision.pk, decision.appeal_until + DAY)
    with refused("may still appeal"):
        sql("UPDATE disputes_case SET state = 'closed', ended_on = appeal_until WHERE public_id = %s", case)
    sql(appeal, key(case), decision.pk, decision.appeal_until)
    with refused("appeal_once_each"):
        sql(appeal, key(case), decision.pk, decision.appeal_until)
    with refused("an appeal never changes"):
        sql("UPDATE disputes_appeal SET party = 'challenger'")


def test_a_decision_names_as_many_persons_as_decided() -> None:
    case = make_case(make_review())
    cases_made.hear(case, now=LATER + 30 * DAY)
    cases_made.draft(case, Outcome.REJECTED, now=LATER + 30 * DAY)
    deciding.approve(case=case, user=moderator(2, now=LATER), now=LATER + 30 * DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns "
            "WHERE table_name = 'disputes_decision' "
            "AND column_name NOT IN ('id', 'public_id', 'replaces_id', 'replaced_outcome', 'outcome', 'until')"
        )
        names = cursor.fetchone()[0]
    copy = (
        f"INSERT INTO disputes_decision ({names}, public_id, replaces_id, replaced_outcome, outcome, until) "
        f"SELECT {names}, gen_random_uuid(), id, 'rejected', 'removed', decided_on + 9 FROM disputes_decision"
    )
    with refused("as many persons as decided"):
        sql(copy)


def test_nothing_is_removed_before_its_writer_was_told() -> None:
    case = make_case(make_review())
    cases_made.draft(case, Outcome.INADMISSIBLE, now=LATER)
    cases_made.approve(case, now=LATER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns "
            "WHERE table_name = 'disputes_decision' AND column_name NOT IN ('id', 'public_id', 'outcome', 'until')"
        )
        names = cursor.fetchone()[0]
    with refused("before its writer was told"):
        sql(
            f"INSERT INTO disputes_decision ({names}, public_id, outcome, until) "
            f"SELECT {names}, gen_random_uuid(), 'removed', decided_on + 9 FROM disputes_decision"
        )


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("text = 'another'", "never changes"),
        ("party = 'challenger'", "(never changes|said_by_whom)"),
        ("said_on = said_on + 1", "never changes"),
        ("is_held = true", "never changes"),
    ],
)
def test_what_was_said_stays_said(noticed: UUID, change: str, by: str) -> None:
    exchange.answer(case=noticed, text="I was there.", now=LATER)
    with refused(by):
        sql(f"UPDATE disputes_said SET {change}")
    with refused("never edited"):
        sql("DELETE FROM disputes_said")


def test_a_claim_loses_its_words_only_where_they_go(noticed: UUID) -> None:
    for change in ("said = 'another'", "quote = 'another'", "law = 'another'", "is_held = true"):
        with refused("never changes"):
            sql(f"UPDATE disputes_claim SET {change}")
    sql("UPDATE disputes_claim SET quote = NULL")


def test_steps_and_parts_only_grow_while_the_case_runs(noticed: UUID) -> None:
    for statement in ("UPDATE {} SET case_id = case_id", "DELETE FROM {}"):
        with refused("never edited"):
            sql(statement.format("disputes_case_step"))
    with refused("never edited"):
        sql("UPDATE disputes_taking SET case_id = case_id")
    with refused("kept while it runs"):
        sql("DELETE FROM disputes_taking")


def test_who_decided_stays_while_the_case_runs_and_was_a_moderator() -> None:
    case = make_case(make_review())
    make_decision(case, Outcome.REJECTED)
    with refused("kept while it runs"):
        sql("DELETE FROM disputes_decider")
    with refused("never edited"):
        sql("UPDATE disputes_decider SET role = role")


@pytest.mark.parametrize("duty", [None, Duty.PANEL, Duty.OPERATOR])
def test_nobody_without_the_duty_decides_in_the_first_instance(duty: Duty | None) -> None:
    """Also where they had it when they drafted: on the day of the decision it has to be theirs."""
    case = make_case(make_review())
    cases_made.hear(case, now=LATER + 30 * DAY)
    cases_made.draft(case, Outcome.REJECTED, now=LATER + 30 * DAY)
    drafter, second = moderator(1, now=LATER), moderator(2, now=LATER)
    accounts.end_duty(user_id=drafter, duty=Duty.MODERATOR, now=LATER + 30 * DAY)
    if duty is not None:
        accounts.give_duty(user_id=drafter, duty=duty, now=LATER + 30 * DAY)
    row = Case.objects.get(public_id=case)
    by = ((drafter, Role.MODERATOR), (second, Role.SECOND_MODERATOR))
    wanted = deciding.wanted_of(Draft.objects.get(case=row))
    with refused("whose duty it is"):
        enacting.enact(row, wanted, by, LATER + 30 * DAY)
    accounts.give_duty(user_id=drafter, duty=Duty.MODERATOR, now=LATER + 30 * DAY)
    deciding.approve(case=case, user=second, now=LATER + 30 * DAY)


def test_nobody_takes_the_same_part_twice(noticed: UUID) -> None:
    insert = "INSERT INTO disputes_taking (case_id, user_id, part, taken_on) VALUES (%s, %s, %s, '2026-02-02')"
    with refused("taking_once"):
        sql(insert, key(noticed), moderator(now=LATER), Part.ADMITTED)
    with refused("taking_part_known"):
        sql(insert, key(noticed), moderator(now=LATER), "watched")


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("reasoning = 'another'", "confirmed once"),
        ("lapses_at = lapses_at + interval '1 day'", "confirmed once"),
        ("until = until + 1", "confirmed once"),
        ("until = until - 1, confirmed_on = until", "confirmed once"),
        ("confirmed_by_id = taken_by_id, confirmed_on = until", "interim_two_persons"),
        ("confirmed_on = until, until = until + 90", "interim_confirmed_by_somebody"),
        ("taken_by_id = NULL", "kept while it runs"),
    ],
)
def test_an_interim_measure_is_confirmed_by_another_and_ends_once(change: str, by: str) -> None:
    case = make_case(make_review(), ground=Ground.THREAT_OR_EXTORTION)
    interims.take(case=case, user=moderator(now=LATER), reasoning="why", facts=("a fact",), now=LATER)
    with refused(by):
        sql(f"UPDATE disputes_interim SET {change}")
    interims.end(case=case, user=moderator(now=LATER), now=LATER)
    with refused("confirmed once"):
        sql("UPDATE disputes_interim SET ended_on = NULL")


def test_a_review_is_out_by_a_measure_that_stands_alone() -> None:
    review = make_review()
    case = make_case(review, ground=Ground.THREAT_OR_EXTORTION)
    measure = interims.take(case=case, user=moderator(now=LATER), reasoning="why", facts=("a fact",), now=LATER)
    carrying.carry_out(case=case, now=LATER)
    back = "UPDATE reviews_review SET state = 'published', decision = NULL WHERE public_id = %s"
    with refused("when an interim measure ends"):
        sql(back, review)
    interims.end(case=case, user=moderator(now=LATER), now=LATER)
    carrying.carry_out(case=case, now=LATER)
    with refused("a decision or an interim measure"):
        sql("UPDATE reviews_review SET state = 'restricted', decision = %s WHERE public_id = %s", measure, review)


@pytest.mark.parametrize("state", ["withdrawn", "settled"])
def test_the_sides_end_no_case_in_which_something_was_taken(state: str) -> None:
    case = make_case(make_review())
    make_decision(case, Outcome.REMOVED)
    exchange.answer(case=case, text="I was there.", now=LATER + 40 * DAY)
    with refused("in which something was taken"):
        sql("UPDATE disputes_case SET state = %s, ended_on = '2027-01-01' WHERE public_id = %s", state, case)


def test_no_measure_in_a_case_that_is_over() -> None:
    case = make_case(make_review(), ground=Ground.THREAT_OR_EXTORTION)
    filing.withdraw(case=case, now=LATER)
    with refused("belongs to an open case"):
        sql(
            "INSERT INTO disputes_interim (public_id, case_id, review_id, ground, reasoning, facts, taken_at, "
            "lapses_at, until) SELECT gen_random_uuid(), id, review_id, 'threat-or-extortion', 'why', '{x}', now(), "
            "now() + interval '1 day', filed_on + 2 FROM disputes_case"
        )


def test_one_act_of_a_kind_waits(noticed: UUID) -> None:
    insert = (
        "INSERT INTO disputes_writer_act (id, case_id, kind, text, is_held, release_on) "
        "VALUES (gen_random_uuid(), %s, %s, '', false, '2026-02-10')"
    )
    sql(insert, key(noticed), "agree")
    with refused("writer_act_one_of_a_kind"):
        sql(insert, key(noticed), "agree")
    with refused("writer_act_kind_known"):
        sql(insert, key(noticed), "shout")
