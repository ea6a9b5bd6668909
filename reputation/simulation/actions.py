"""Building the demonstration: everything is removed first, then played from the first month to the last."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from reputation.businesses import invented
from reputation.businesses.invented import Invented
from reputation.checks import publisher as checks
from reputation.core import months
from reputation.log import actions as log
from reputation.log import publisher
from reputation.log import queries as entries
from reputation.lookalikes import actions as lookalikes
from reputation.ratings import actions as ratings
from reputation.reports import cases as reports
from reputation.simulation import errors
from reputation.simulation.cast import CAST, STRANGERS, Member
from reputation.simulation.plays import Play, instant
from reputation.simulation.told import TOLD

SEED = 20_260_101
LENGTH = 24
# Every table of these rooms, and those of businesses that hold what joined, in the order in which rows can go.
ROOMS = ("log", "ratings", "reviews", "disputes", "receipts", "issuing")
JOINED = ("event", "domain", "registrynumber", "tradingname", "business")


@dataclass(frozen=True, slots=True)
class Built:
    """What was made."""

    businesses: int
    entries: int
    root: str


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
    return sorted(name for name in names if name.startswith(tuple(f"{room}_" for room in ROOMS)))


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
    played = _tables()
    joined = [f"businesses_{name}" for name in JOINED]
    with connection.cursor() as cursor:
        for table in (*played, *joined):
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute("TRUNCATE {} RESTART IDENTITY".format(", ".join(f'"{table}"' for table in played)))
        # Not TRUNCATE: what was imported from a registry points at these tables and stays.
        cursor.execute("DELETE FROM businesses_searchname WHERE business_id IS NOT NULL")
        for table in joined:
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608 - names of our own tables
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (*played, *joined):
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def build(
    *,
    month: int,
    now: datetime,
    seed: int = SEED,
    members: Sequence[Member] = CAST,
    length: int = LENGTH,
    on_start: Callable[[int], object] = lambda _: None,
    on_week: Callable[[date], object] = lambda _: None,
) -> Built:
    """Rebuild the demonstration so that it ends with a month.

    Each month is published in its time, so that the log can tell what was true on a day. `now` is when the last
    checkpoint is published, nothing else.

    Fewer `members` and a shorter `length`, in months, are for trying out. `on_start` is told how many weeks there are,
    `on_week` each one that is over.

    Raises:
        NotADemonstration: the settings or the log are those of a real service.
    """
    _require_demonstration()
    play = Play(members=members, told=TOLD, last=month, length=length, seed=seed)
    with transaction.atomic():
        _remove_all()
        log.start(now=instant(play.first_day), source=play.source)
    for folder in ("log", "check"):
        shutil.rmtree(Path(settings.PUBLIC_ROOT) / folder, ignore_errors=True)
    on_start(play.weeks)
    current = 0
    for day in play.run():
        if current != day.month:
            current = day.month
            log.sequence()
            publisher.publish(now=instant(day))
        on_week(day)
    strangers = [Invented(one.lei, one.name, one.country, one.place) for one in STRANGERS]
    invented.list_entities(strangers, today=months.first_day(month))
    while ratings.follow(month=month):
        pass
    # The file's date must not depend on the day somebody builds this.
    ratings.publish_file(now=instant(months.first_day(month)))
    while log.sequence():
        pass
    publisher.publish(now=now)
    reports.publish(now=instant(months.first_day(month)))
    while log.sequence():
        pass
    while ratings.follow(month=month):
        pass
    publisher.publish(now=now)
    checks.publish(now=instant(months.first_day(month)))
    while log.sequence():
        pass
    publisher.publish(now=now)
    head = entries.head()
    return Built(businesses=len(members), entries=head.size, root=head.root.hex())


def publish_todays_checks(*, now: datetime) -> None:
    """Publish the files of the private check as of today: clients refuse a list that is some days old.

    Apart from what is built, which does not depend on the day. The lists say by which rules names are watched over.
    """
    lookalikes.follow()
    checks.publish(now=now)
    while log.sequence():
        pass
    publisher.publish(now=now)
