"""P5: no sanction without notice, reasons, a right of appeal; the database itself refuses one, whoever asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import Error, connection, transaction

from reputation.disputes.rules import NEXT as CASE_NEXT
from reputation.disputes.rules import Outcome
from reputation.disputes.rules import State as CaseState
from reputation.log import actions as log
from reputation.reviews import queries as reviews
from reputation.reviews.rules import NEXT, State
from tests import cases_made
from tests.reviews_made import LATER, MONDAY, make_business, make_case, make_decision, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def started() -> None:
    log.start(now=MONDAY - timedelta(days=60))


def sql(statement: str, *values: str | UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def deferred(statement: str, *values: str | UUID) -> None:
    """Run it and what was put off to the end of the transaction."""
    sql(statement, *values)
    sql("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def refused(by: str) -> Iterator[None]:
    with pytest.raises(Error, match=by), transaction.atomic():
        yield


RESTRICT = "UPDATE reviews_review SET state = 'restricted', decision = %s WHERE public_id = %s"


def test_no_restriction_without_a_decision() -> None:
    review = make_review()
    with refused("restricted by a decision or an interim"):
        sql(RESTRICT, UUID(int=1), review)
    with refused("restricted by a decision or an interim"):
        sql("UPDATE reviews_review SET state = 'restricted' WHERE public_id = %s", review)


def test_no_restriction_by_a_decision_that_says_something_else() -> None:
    business = make_business()
    review, other = make_review(business), make_review(business)
    rejected = make_decision(make_case(review), Outcome.REJECTED)
    removed = make_decision(make_case(other), Outcome.REMOVED)
    for decision in (rejected, removed):
        with refused("restricted by a decision or an interim"):
            sql(RESTRICT, decision, review)


def test_no_restriction_by_a_decision_that_was_replaced() -> None:
    review = make_review()
    case = make_case(review)
    removed = make_decision(case, Outcome.REMOVED)
    cases_made.restore(case, now=LATER + timedelta(days=40))
    with refused("restricted by a decision or an interim"):
        sql(RESTRICT, removed, review)


def test_no_way_back_without_a_decision() -> None:
    review = make_review()
    make_decision(make_case(review), Outcome.REMOVED)
    with refused("restored by a decision"):
        sql("UPDATE reviews_review SET state = 'published', decision = NULL WHERE public_id = %s", review)
    assert reviews.one(review).state == "restricted"


COPY = """
INSERT INTO disputes_decision ({columns}) SELECT {values} FROM disputes_decision WHERE public_id = %s
"""


def columns() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'disputes_decision' "
            "AND column_name <> 'id' ORDER BY ordinal_position"
        )
        return [name for (name,) in cursor.fetchall()]


def copy_decision(decision: UUID, **changes: str) -> None:
    """Insert a row like this decision, some columns as these SQL expressions say."""
    names = columns()
    given = {"public_id": "gen_random_uuid()", **changes}
    values = ", ".join(given.get(name, name) for name in names)
    deferred(COPY.format(columns=", ".join(names), values=values), decision)


@pytest.fixture
def removed() -> tuple[UUID, str]:
    """A removal, and what a decision that replaces it says in its columns."""
    decision = make_decision(make_case(make_review()), Outcome.REMOVED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM disputes_decision WHERE public_id = %s", [decision])
        return decision, str(cursor.fetchone()[0])


def replacing(key: str) -> dict[str, str]:
    salt = {"salt": "NULL"}  # read back from the log: of any other the deciders are known
    return salt | {"replaces_id": key, "replaced_outcome": "'removed'", "outcome": "'restored'", "until": "NULL"}


@pytest.mark.parametrize(
    ("changes", "by"),
    [
        ({"decided_by": "approved_by"}, "decision_two_persons"),
        ({"persons": "1"}, "decision_two_persons"),
        ({"until": "decided_on + 1"}, "decision_sanction_ends"),
        ({"approved_by": "'nobody'"}, "decision_approved_by_known"),
        ({"is_automated": "true"}, "decision_not_by_machine"),
        ({"facts": "'{}'"}, "decision_cites_facts"),
        ({"facts": "NULL"}, "facts"),
        ({"quote": "''"}, "decision_quote_length"),
        ({"summary": "''"}, "decision_summary_length"),
        ({"reasoning": "''"}, "decision_reasoning_length"),
        ({"business_said": "''"}, "decision_business_said_length"),
        ({"reviewer_said": "''"}, "decision_reviewer_said_length"),
        ({"rule_version": "'9'"}, "about the review, alert or domain and the ground"),
        ({"ground": "'off-topic'"}, "about the review, alert or domain and the ground"),
        ({"ground": "NULL"}, "ground"),
        ({"appeal_until": "decided_on"}, "decision_days_in_order"),
        ({"appeal_until": "NULL"}, "appeal_until"),
        ({"effective_on": "decided_on - 1"}, "decision_days_in_order"),
        ({"outcome": "'hidden'"}, "decision_(outcome_known|follows)"),
        ({"replaced_outcome": "'rejected'"}, "(decision_follows|of its own case)"),
        ({"replaces_id": "NULL", "replaced_outcome": "NULL"}, "decision_follows"),
    ],
)
def test_no_decision_that_lacks_a_part(removed: tuple[UUID, str], changes: dict[str, str], by: str) -> None:
    decision, key = removed
    with refused(by):
        copy_decision(decision, **{**replacing(key), **changes})
    copy_decision(decision, **replacing(key))


def test_a_decision_is_replaced_once_and_there_is_one_first(removed: tuple[UUID, str]) -> None:
    decision, key = removed
    with refused("decision_one_first_per_case"):
        copy_decision(decision)
    copy_decision(decision, **replacing(key))
    with refused("replaces_id"):
        copy_decision(decision, **replacing(key))


@pytest.mark.parametrize("table", ["disputes_decision", "disputes_alert_suspension"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET summary = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_was_decided_is_never_edited(removed: tuple[UUID, str], table: str, statement: str) -> None:
    with refused("never edited"):
        deferred("SET CONSTRAINTS ALL IMMEDIATE")
        sql(statement.format(table))


@pytest.mark.parametrize("table", ["disputes_case", "disputes_claim", "reviews_review", "reviews_tombstone"])
def test_nothing_of_a_case_is_removed(removed: tuple[UUID, str], table: str) -> None:
    with refused("is refused"):
        sql(f"DELETE FROM {table}")


def test_a_case_is_not_decided_without_a_decision() -> None:
    case = make_case(make_review())
    with refused("cannot become"):
        sql("UPDATE disputes_case SET state = 'decided', appeal_until = '2026-12-01' WHERE public_id = %s", case)
    with refused("has a draft"):
        deferred("UPDATE disputes_case SET state = 'drafted' WHERE public_id = %s", case)
    with refused("decided by a decision"):
        sql("UPDATE disputes_case SET state = 'drafted' WHERE public_id = %s", case)
        sql("UPDATE disputes_case SET state = 'decided', appeal_until = '2026-12-01' WHERE public_id = %s", case)
    with refused("never changes"):
        sql("UPDATE disputes_case SET filed_on = filed_on - 90 WHERE public_id = %s", case)
    with refused("never changes"):
        sql("UPDATE disputes_claim SET ground = 'off-topic'")


def table_of(function: str) -> set[tuple[str, str]]:
    """The steps that a guard in the database allows, read from its text."""
    import re

    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = %s", [function])
        text: str = cursor.fetchone()[0]
    block = text[text.index("(OLD.state, NEW.state) NOT IN") :]
    return set(re.findall(r"\('(\w+)', '(\w+)'\)", block[: block.index("THEN")]))


def test_the_database_holds_the_same_steps_as_the_rules() -> None:
    def pairs(table: dict[Any, frozenset[Any]]) -> set[tuple[str, str]]:
        return {(str(old), str(new)) for old, allowed in table.items() for new in allowed}

    assert table_of("reviews_review_guard") == pairs(NEXT)
    assert table_of("disputes_case_guard") == pairs(CASE_NEXT)
    assert set(NEXT) == set(State)
    assert set(CASE_NEXT) == set(CaseState)


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ("state = 'hidden'", "cannot become|review_state_known"),
        ("stars = 6, are_figures_changed = true", "review_stars_1_to_5"),
        ("outcome = 'fine', are_figures_changed = true", "review_outcome_known"),
        ("stars = 1", "stars and outcome change once"),
        ("month = month + 1", "never changes"),
        ("receipt_class = 'independent'", "never changes"),
        ("text = NULL", "review_(salt_with_text|text_by_state)"),
        ("text = NULL, salt = NULL", "review_text_by_state"),
        ("text = ''", "review_text_length"),
        ("text = repeat('x', 4001)", "review_text_length"),
        ("salt = 'short'", "review_salt_length"),
        ("state = 'withdrawn'", "review_text_by_state"),
        ("state = 'erased'", "review_text_by_state"),
        ("decision = gen_random_uuid()", "review_restricted_by_decision"),
        ("business_id = gen_random_uuid()", "never changes"),
    ],
)
def test_no_review_in_a_state_that_cannot_be(change: str, by: str) -> None:
    review = make_review()
    with refused(by):
        deferred(f"UPDATE reviews_review SET {change} WHERE public_id = %s", review)
    assert sql("UPDATE reviews_review SET are_figures_changed = false WHERE public_id = %s", review) == 1


def test_pages_can_neither_restrict_nor_see_what_waits(as_role: Any) -> None:
    """The role of the pages reads decisions and reviews, but no salt, and changes neither."""
    review = make_review()
    make_decision(make_case(review), Outcome.REJECTED)
    for statement in (
        "SELECT text FROM reviews_waiting",
        "SELECT salt FROM reviews_review",
        "SELECT salt FROM disputes_decision",
        "UPDATE reviews_review SET state = 'restricted'",
        "DELETE FROM reviews_review",
        "UPDATE disputes_case SET decide_until = filed_on, filed_on = filed_on",
        "UPDATE disputes_decision SET summary = 'another'",
        "DELETE FROM disputes_due",
    ):
        with refused("permission denied"), as_role("web"):
            sql(statement)
    with as_role("web"):
        assert reviews.one(review).state == "published"
        assert reviews.public(business=reviews.one(review).business).items


def test_ratings_cannot_see_reviews_or_cases(as_role: Any) -> None:
    for table in ("reviews_review", "reviews_waiting", "disputes_case", "disputes_decision"):
        with refused("permission denied"), as_role("ratings"):
            sql(f"SELECT 1 FROM {table}")
