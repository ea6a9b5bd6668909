"""Two `run_log` started by mistake, as real processes: each entry gets one position, and there is one history."""

import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from reputation.log import actions, models, queries
from tests import log_entries, naive_tree
from tests.log_folder import assert_published, raws, shown_size
from tests.log_process import PATIENCE_S, Running, command, until_published

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 40


def write() -> list[str]:
    """Entries in small transactions, as the service writes them; the ids of their reviews."""
    written, pause = [], threading.Event()
    for seed in range(ROUNDS):
        with transaction.atomic():
            for body in log_entries.reviews(7 + seed % 5, seed=seed):
                actions.append(kind="review", body=body)
                written.append(body["review"])
        pause.wait(0.02)
    return written


def until_shown(folder: Path, size: int) -> None:
    until, pause = time.monotonic() + PATIENCE_S, threading.Event()
    while shown_size(folder) != size:
        assert time.monotonic() < until, f"{folder.parent.name} shows {shown_size(folder)} entries, not {size}"
        pause.wait(0.02)


@pytest.mark.parametrize("names", [("one", "one"), ("one", "other")], ids=["one folder", "a folder each"])
def test_two_are_harmless(settings: LazySettings, tmp_path: Path, names: tuple[str, str]) -> None:
    for name in names:
        (tmp_path / name).mkdir(exist_ok=True)
    with ExitStack() as both:
        running = [Running(both.enter_context(command(tmp_path / name)), tmp_path / name) for name in names]
        for one in running:
            one.until_said("event=log-started")
        written = write()
        size = 2 + len(written)
        until_published(size)
        for name in names:
            until_shown(tmp_path / name / "log", size)
        assert [one.end() for one in running] == [0, 0]
    said = "".join(line for one in running for line in one.lines)
    assert "log-interrupted" not in said
    assert "log-stopped" not in said
    assert sorted(str(row.review) for row in queries.entries(after=2, limit=10_000)) == sorted(written)
    assert [row.position for row in queries.entries(after=0, limit=10_000)] == list(range(size))
    leaves = [naive_tree.leaf(raw) for raw in raws()]
    for row in models.Checkpoint.objects.all():
        assert bytes(row.root) == naive_tree.root(leaves[: row.size])
    for name in names:
        assert_published(tmp_path / name / "log")
