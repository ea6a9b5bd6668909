"""Operators look into tables: every column that is shown, and no secret, no text and no person."""

import pytest
from django.db import connection
from django.utils.html import escape

from reputation.accounts import queries as users
from reputation.accounts.rules import Duty
from reputation.core.privacy import CLASSES
from reputation.desk import inspection
from reputation.desk.rules import Kind, Particulars
from tests.conftest import AsRole
from tests.desk_made import exclusion, make_application, make_exclusion, somebody
from tests.desk_pages_made import NOW, At, propose
from tests.members_made import join_bare

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("log")]


def test_tables_are_shown_as_they_are_and_nothing_of_them_changes() -> None:
    make_exclusion(now=NOW)
    make_application(now=NOW)
    operator = At(Duty.OPERATOR)
    listed = operator.get("/inspect")
    before = everything()
    for table in inspection.TABLES:
        assert f"/inspect/{table}" in listed.html
        assert operator.get(f"/inspect/{table}").status == 200
        for method in ("post", "put", "patch", "delete"):
            assert getattr(operator.client, method)(f"/members/desk/inspect/{table}").status_code == 405
    assert everything() == before
    for other in ("accounts_user", "log_waiting", "django_migrations", "pg_roles", "nothing"):
        assert operator.get(f"/inspect/{other}").status == 404
    for duty in (Duty.MODERATOR, Duty.PANEL):
        assert At(duty).get("/inspect/log_entry").status == 403


def everything() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in inspection.TABLES:
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


def test_the_role_of_the_pages_may_read_every_column_that_is_shown(as_role: AsRole) -> None:
    with as_role("web"):
        for table, columns in inspection.TABLES.items():
            assert inspection.look(table).columns == columns


def test_no_secret_no_text_and_no_person_is_among_the_columns() -> None:
    texts = {"text", "reasons", "appeal", "appeal_reasons", "words", "said", "quote", "raw", "note", "subject_line"}
    persons = {"user_id", "email", "to", "contact_email", "accepted_by", "office", "proposed_by_id", "decided_by_id"}
    for table, columns in inspection.TABLES.items():
        secret = {name for name, kind in CLASSES.get(table, {}).items() if kind == "secret"}
        assert not set(columns) & (secret | texts), table
        if not table.startswith("disputes_"):  # there it is a role, never a person
            assert not set(columns) & persons, table
        assert not any("hash" in name or "salt" in name or "password" in name for name in columns), table


def test_whose_duty_was_proposed_is_not_among_the_rows() -> None:
    person = users.by_id(somebody())
    assert person is not None
    propose(Kind.GIVE_DUTY, person.public_id, Duty.OPERATOR, particulars=Particulars(duty=Duty.PANEL))
    business = join_bare(now=NOW)
    propose(Kind.TERMINATE, business, Duty.OPERATOR, particulars=exclusion(now=NOW))
    rows = inspection.look("desk_proposal").rows
    assert [row[3] for row in rows] == [business, None]
    assert str(person.public_id) not in At(Duty.OPERATOR).get("/inspect/desk_proposal").html


def test_a_long_table_goes_on_below() -> None:
    for _ in range(inspection.PAGE + 1):
        join_bare()
    operator = At(Duty.OPERATOR)
    first = operator.get("/inspect/businesses_business")
    found = inspection.look("businesses_business")
    assert len(found.rows) == inspection.PAGE
    assert f"/below/{found.below}" in first.html
    rest = inspection.look("businesses_business", below=found.below)
    assert (len(rest.rows), rest.below) == (1, None)
    assert escape(str(rest.rows[0][1])) in operator.get(f"/inspect/businesses_business/below/{found.below}").html
