"""In which database the issuer's tables are: the one of everything else, or one of their own."""

from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper


def alias() -> str:
    """The name of that database in the settings."""
    name: str = settings.ISSUING_DATABASE
    return name


def atomic() -> AbstractContextManager[Any]:
    """A transaction there, which is none of the other database: what is written in both can fail in one."""
    return transaction.atomic(using=alias())


def cursor() -> CursorWrapper:
    """A cursor there."""
    return connections[alias()].cursor()


def hold(business: UUID, receipt_class: str) -> None:
    """Let nobody else register codes of this business and class, or end its keys, until this transaction ends.

    Pages may not change a key, so they cannot lock its row.
    """
    with cursor() as found:
        found.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"issuing {business} {receipt_class}"])
