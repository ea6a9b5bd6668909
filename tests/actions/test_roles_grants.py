"""What each role may touch is exactly what the rooms declare."""

import psycopg
import pytest
from django.db import connection

from config import roles
from config.database import SERVING
from tests.conftest import AsRole

pytestmark = pytest.mark.django_db
NO_WORDS = {"integer", "bytea", "date"}
"""Types of arguments of which no part of a statement can be made."""


def test_every_role_has_exactly_the_declared_rights(as_role: AsRole) -> None:
    assert roles.actual(connection.connection) == roles.declared()


@pytest.mark.parametrize(
    "gift", ["SELECT ON django_migrations", "SELECT (name) ON django_migrations", "TRUNCATE ON procrastinate_jobs"]
)
def test_a_right_nobody_declared_is_seen_and_taken_back(as_role: AsRole, gift: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT {gift} TO reputation_lookup")
    assert roles.actual(connection.connection) - roles.declared() != set()
    roles.apply_grants(connection.connection)
    assert roles.actual(connection.connection) == roles.declared()


@pytest.mark.parametrize("role", SERVING)
def test_no_role_creates_a_table_or_runs_as_somebody_else(as_role: AsRole, role: str) -> None:
    for statement in ("CREATE TABLE planted (id int)", "CREATE TEMPORARY TABLE planted (id int)"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.connection.transaction(), as_role(role):
            connection.connection.execute(statement)


def test_what_runs_with_the_rights_of_its_owner_is_declared_and_cannot_be_misled(as_role: AsRole) -> None:
    """A function without a fixed search_path runs whatever its caller planted under the name of what it calls."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname || '()', proargtypes::regtype[]::text[], lanname, array_to_string(proconfig, ' ') "
            "FROM pg_proc JOIN pg_language l ON l.oid = prolang "
            "WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        found = cursor.fetchall()
    assert {name for name, _, _, _ in found} <= {
        name for _, name, privilege in roles.declared() if privilege == "EXECUTE"
    }
    for name, arguments, language, config in found:
        assert set(arguments) <= NO_WORDS or language == "sql", f"{name} could make a statement of what it is given"
        assert "search_path=pg_catalog" in (config or ""), name


@pytest.mark.parametrize("role", SERVING)
def test_only_the_declared_role_may_call_it(as_role: AsRole, role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION planted() RETURNS int LANGUAGE sql SECURITY DEFINER "
            "SET search_path = pg_catalog AS 'SELECT 1'"
        )
    assert (role, "planted()", "EXECUTE") in roles.actual(connection.connection)
    roles.apply_grants(connection.connection)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.connection.transaction(), as_role(role):
        connection.connection.execute("SELECT planted()")
