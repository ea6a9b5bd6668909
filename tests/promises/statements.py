"""Statements by hand, past all actions, and what the database says to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import Error, connection, transaction

CONFIRMED = "UPDATE desk_proposal SET state = %s, decided_by_id = %s, decided_at = %s WHERE public_id = %s"


def sql(statement: str, *values: Any) -> int:
    """Run a statement. Answers how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def refused(by: str) -> Iterator[None]:
    """See that the database refuses what is tried in it, in such words."""
    with pytest.raises(Error, match=by), transaction.atomic():
        yield
