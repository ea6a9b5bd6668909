"""Which tables are in which database: those of the issuer can be in one of their own."""

from typing import Any

from django.conf import settings
from django.db.models import Model

ISSUING = "issuing"


def database_of(room: str) -> str:
    """The alias of the database that a room's tables are in."""
    alias: str = settings.ISSUING_DATABASE if room == ISSUING else "default"
    return alias


class Router:
    """Sends the room `issuing` to its database, and everything else to the one it has always been in."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        """Where to read a model's rows."""
        return database_of(model._meta.app_label)  # noqa: SLF001 - Django's documented name

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """Whether a room's tables are made in a database."""
        return db == database_of(app_label)
