"""In which database the issuer's tables are: the one of everything else, or one of their own."""

from contextlib import AbstractContextManager
from typing import Any

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
