"""Building the demonstration: everything is removed first, then played from the first month to the last."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from reputation.log import actions as log
from reputation.log import queries as entries
from reputation.ratings import actions as ratings
from reputation.simulation import errors
from reputation.simulation.cast import CAST
from reputation.simulation.plays import Play, instant
from reputation.simulation.told import TOLD

SEED = 20_260_101
LENGTH = 24
# Every table of these rooms, except what was imported from a registry.
ROOMS = ("log", "ratings", "reviews", "disputes", "businesses")
IMPORTED = ("businesses_registryentity", "businesses_searchname", "businesses_searchtoken", "businesses_searchdeletion")


@dataclass(frozen=True, slots=True)
class Built:
    """What was made."""

    businesses: int
    entries: int
    root: str


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    rooms = tuple(f"{room}_" for room in ROOMS)
    return [name for name in names if name.startswith(rooms) and name not in IMPORTED]


def _require_demonstration() -> None:
    """Nothing here ever touches a log that is not the demonstration's.

    Raises:
        NotADemonstration
    """
    if not settings.IS_DEMO:
        raise errors.NotADemonstration
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT origin FROM log_head")
        if any(origin != settings.LOG_ORIGIN for (origin,) in cursor.fetchall()):
            raise errors.NotADemonstration


def _remove_all() -> None:
    """Empty the tables. Their guards are lifted inside this transaction only; afterwards they stand as before."""
    tables = _tables()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM businesses_searchname WHERE business_id IS NOT NULL")
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        listed = ", ".join(f'"{table}"' for table in tables if not table.startswith("businesses_"))
        cursor.execute(f"TRUNCATE {listed} RESTART IDENTITY")
        # Not TRUNCATE: it would take along what was imported from a registry and points at these tables.
        for table in sorted(
            (name for name in tables if name.startswith("businesses_")), key="businesses_business".__eq__
        ):
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables
        for table in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def build(
    *,
    month: int,
    now: datetime,
    seed: int = SEED,
    members: int | None = None,
    length: int = LENGTH,
    on_start: Callable[[int], None] = lambda _: None,
    on_week: Callable[[date], None] = lambda _: None,
) -> Built:
    """Rebuild the demonstration so that it ends with a month. `now` is when checkpoints are published, nothing else.

    `members` takes only the first so many businesses, `length` is in months: for trying out. `on_start` is told how
    many weeks there are, `on_week` each one that is over.

    Raises:
        NotADemonstration: the settings or the log are those of a real service.
    """
    _require_demonstration()
    play = Play(members=CAST[:members], told=TOLD, last=month, length=length, seed=seed)
    with transaction.atomic():
        _remove_all()
        log.start(now=instant(play.first_day), source=play.source)
    shutil.rmtree(Path(settings.PUBLIC_ROOT) / "log", ignore_errors=True)
    on_start(play.weeks)
    current = 0
    for day in play.run():
        if current != day.month:
            current = day.month
            log.sequence()
            log.publish(now=now)
        on_week(day)
    while ratings.follow(month=month):
        pass
    log.publish(now=now)
    head = entries.head()
    return Built(businesses=len(CAST[:members]), entries=head.size, root=head.root.hex())
