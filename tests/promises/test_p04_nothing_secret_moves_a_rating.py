"""P4: the ratings role reads entries of the log and its own tables, and nothing else."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection

from config import roles
from tests.conftest import AsRole

pytestmark = pytest.mark.django_db

LOG = {"log_entry", "log_head", "log_checkpoint"}


def own() -> set[str]:
    return {model._meta.db_table for model in apps.get_app_config("ratings").get_models(include_auto_created=True)}


def all_tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT relname FROM ({roles.TABLES}) t")
        return {name for (name,) in cursor.fetchall()}


def test_the_ratings_role_has_rights_on_entries_and_its_own_tables_only(as_role: AsRole) -> None:
    rights = {(table, privilege) for role, table, privilege in roles.actual(connection.connection) if role == "ratings"}
    assert {table for table, _ in rights} <= LOG | own()
    assert {privilege for table, privilege in rights if table in LOG} <= {"SELECT"}
    assert {table for table, _ in rights} & own(), "the follower needs its tables"


def test_the_ratings_role_is_refused_every_other_table(as_role: AsRole) -> None:
    others = all_tables() - LOG - own()
    assert {"reviews_review", "businesses_business", "log_waiting", "procrastinate_jobs"} <= others
    for table in sorted(others):
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            connection.connection.transaction(),
            as_role("ratings"),
        ):
            connection.connection.execute(f'SELECT FROM "{table}" LIMIT 1')
    with as_role("ratings"):
        connection.connection.execute("SELECT FROM log_entry LIMIT 1")


def test_no_other_serving_role_writes_a_rating(as_role: AsRole) -> None:
    writers = {
        role
        for role, table, privilege in roles.actual(connection.connection)
        if table in own() and not privilege.startswith("SELECT")
    }
    assert writers == {"ratings"}


def test_nothing_in_the_database_carries_a_row_of_another_room_into_the_ratings(as_role: AsRole) -> None:
    """A view, a rule or a trigger on the entries could, with its owner's rights."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
        )
        assert {name for (name,) in cursor.fetchall()} <= LOG | own()
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace "
            "AND has_function_privilege('reputation_ratings', oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []
