"""Small database helpers shared by the domains."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

import psycopg
from django.db import IntegrityError, connection, models


def choices(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Django choices of an enum; the check of `one_of` is what constrains."""
    return [(member.value, member.value) for member in kind]


def one_of(name: str, column: str, kind: type[StrEnum] | Iterable[str]) -> models.CheckConstraint:
    """A check that a column holds one of the values of an enum."""
    return models.CheckConstraint(name=name, condition=models.Q(**{f"{column}__in": [str(m) for m in kind]}))


def broken_constraint(error: IntegrityError) -> str | None:
    """The name of the constraint that refused, or None when the server names none."""
    cause = error.__cause__
    diag = getattr(cause, "diag", None)
    name = getattr(diag, "constraint_name", None)
    return name if isinstance(name, str) else None


def hold(what: str) -> None:
    """Let nobody else hold the same thing until this transaction ends: for bounds that no constraint can count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])


def try_to_hold(what: str) -> bool:
    """Hold something as `hold` does, unless somebody else does: then answer at once that they do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [what])
        row = cursor.fetchone()
    return bool(row and row[0])


def prepared(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement that each connection plans once: for what every visitor asks, planning is half the time.

    Raises:
        django.db.Error
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=True).fetchall()
