"""What each role may touch is exactly what the rooms declare."""

import psycopg
import pytest
from django.db import connection

from config import roles
from config.database import SERVING
from tests.conftest import AsRole

pytestmark = pytest.mark.django_db


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


def test_nothing_runs_with_the_rights_of_its_owner(as_role: AsRole) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
        assert cursor.fetchall() == []
