"""Which tables are in which database: those of the issuer can be in one of their own."""

from typing import Any

from django.conf import settings
from django.db.models import Model

ISSUING = "issuing"


class Router:
    """Sends the room `issuing` to its database, and everything else to the one it has always been in."""

    def db_for_read(self, model: type[Model], **_: Any) -> str:
        """Where to read a model's rows."""
        is_theirs = model._meta.app_label == ISSUING  # noqa: SLF001 - Django's documented name
        return settings.ISSUING_DATABASE if is_theirs else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """Whether a room's tables are made in a database."""
        return db == (settings.ISSUING_DATABASE if app_label == ISSUING else "default")
