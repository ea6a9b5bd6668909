"""The whole database server killed, again and again, while entries come and go out: what was acknowledged stays."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import Error, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from config import embedded, places
from config.database import SUPERUSER
from reputation.log import actions, models, queries
from tests import log_entries
from tests.log_folder import assert_published
from tests.log_process import PATIENCE_S, command

KILLS = 2


@pytest.fixture
def cluster(folder: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[embedded.Cluster]:
    """A server that syncs as in production, with the log's tables and nothing else; our connection leads to it."""
    who = places.account()
    places.hand_over(folder, who, 0o755)
    made = embedded.Cluster(folder, who)
    made.make(None)
    made.start()
    before = dict(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(HOST=str(made.socket), PORT="", USER=SUPERUSER, PASSWORD="", NAME="postgres")
        call_command("migrate", "log", verbosity=0)
        try:
            yield made
        finally:
            connection.close()
            connection.settings_dict.update(before)
            made.stop()


def kill(cluster: embedded.Cluster) -> None:
    """Every process of the server at once, as when the machine resets."""
    server = cluster.server
    assert server is not None
    with psycopg.connect(host=str(cluster.socket), user=SUPERUSER, dbname="postgres") as admin:
        backends = [pid for (pid,) in admin.execute("SELECT pid FROM pg_stat_activity")]
    for pid in (server.pid, *backends):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.wait()


def test_what_the_database_acknowledged_survives_its_kill(
    settings: LazySettings, tmp_path: Path, cluster: embedded.Cluster
) -> None:
    settings.PUBLIC_ROOT = tmp_path
    acknowledged: list[str] = []
    stopping = threading.Event()

    def write() -> None:
        """Writers as in the service: they hear that it failed, and only count on what was committed."""
        seed = 0
        while not stopping.wait(0.005):
            seed += 1
            bodies = list(log_entries.reviews(5, seed=seed))
            try:
                with transaction.atomic():
                    for body in bodies:
                        actions.append(kind="review", body=body)
            except Error:
                connection.close()
            else:
                acknowledged.extend(body["review"] for body in bodies)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with command(tmp_path) as process:
            for _ in range(KILLS):
                more_is_published()
                kill(cluster)
                connection.close()
                cluster.start()
            more_is_published()
            stopping.set()
            writer.join(PATIENCE_S)
            more_is_published(all_of_it=True)
            assert process.poll() is None, "nobody started it again"
    finally:
        stopping.set()
        writer.join(PATIENCE_S)
    found = [str(review) for review in models.Entry.objects.filter(kind="review").values_list("review", flat=True)]
    assert len(found) == len(set(found))
    assert set(acknowledged) <= set(found)
    positions = models.Entry.objects.order_by("position").values_list("position", flat=True)
    assert list(positions) == list(range(2 + len(found)))
    assert_published(tmp_path / "log")


def more_is_published(*, all_of_it: bool = False) -> None:
    """Until another checkpoint is there, or one that covers everything."""
    before, until, pause = queries.latest_checkpoint(), time.monotonic() + PATIENCE_S, threading.Event()
    while time.monotonic() < until:
        latest = queries.latest_checkpoint()
        if latest is not None:
            if all_of_it and not queries.waiting() and latest.size == queries.head().size:
                return
            if not all_of_it and latest != before:
                return
        pause.wait(0.01)
    pytest.fail("nothing more is published")
