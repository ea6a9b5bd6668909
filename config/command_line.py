"""Starts the embedded database around a command that needs it while no service runs."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from config import processes
from config.refusals import StartRefused

NEED_DATABASE = frozenset(
    {"migrate", "showmigrations", "demo", "import_lei", "recompute", "report", "backup", "dbshell", "shell"}
)


@contextmanager
def database_for(arguments: Sequence[str]) -> Iterator[None]:
    """The database of the command about to run. Nothing to do for commands without need, or when it runs already.

    Raises:
        StartRefused: as config.embedded and config.server say.
    """
    if len(arguments) < 2 or arguments[1] not in NEED_DATABASE or {"-h", "--help"} & set(arguments):
        yield
        return
    from django.conf import settings

    from config import database, server

    if not settings.EMBEDDED or settings.ROLE != database.OWNER or processes.is_locked(settings.HOME):
        yield
        return
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with processes.only_one(settings.HOME), server.running(settings.HOME, url=""):
        target = server.targets(url="", issuing=settings.ISSUING_DATABASE_URL, home=settings.HOME)["default"]
        server.prepare(target, home=settings.HOME, given={})
        database.refresh(url="", home=settings.HOME)
        yield


def run(arguments: Sequence[str]) -> None:
    """Run a command; a refusal is one clear line, not a traceback."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    processes.look_for_garbage_less()
    try:
        with database_for(arguments):
            execute_from_command_line(list(arguments))
    except (StartRefused, ImproperlyConfigured) as refusal:
        sys.exit(f"{refusal}")
