"""`run_log` killed at any moment while entries come in: every start goes on as if nothing had happened."""

import random
import threading
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from reputation.log import actions, models, queries
from tests import log_entries
from tests.log_folder import assert_published
from tests.log_process import PATIENCE_S, command, until_published

KILLS = 6


@pytest.mark.django_db(transaction=True)
def test_killed_again_and_again(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    dice, stopping = random.Random(8), threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not stopping.is_set():
            with transaction.atomic():
                for body in log_entries.reviews(dice.randrange(1, 40), seed=written):
                    actions.append(kind="review", body=body)
                    written += 1
            stopping.wait(0.01)
        connection.close()

    writer = threading.Thread(target=write)
    size = 2
    writer.start()
    try:
        for _ in range(KILLS):
            with command(tmp_path) as process:
                size = until_published(size).size + 1
                stopping.wait(dice.uniform(0.0, 0.3))
                process.kill()
                process.wait()
            assert_published(tmp_path / "log")
    finally:
        stopping.set()
        writer.join(PATIENCE_S)

    with command(tmp_path):
        latest = until_published(2 + written)
    head = queries.head()
    assert (latest.size, latest.root) == (head.size, head.root)
    assert head.size == 2 + written
    assert_published(tmp_path / "log")
    reviews = models.Entry.objects.filter(kind="review")
    assert reviews.count() == written
    assert queries.waiting() == 0
