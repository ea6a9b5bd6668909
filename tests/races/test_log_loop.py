"""`run_log`: an entry wakes it, a failure does not end it, a stopped log does, SIGTERM ends it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from reputation.log import actions, errors, loops, publisher, queries
from reputation.tlog.notes import Signer
from tests import log_entries
from tests.log_process import PATIENCE_S, command, until_published

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    return tmp_path / "log"


@contextmanager
def running(loop: loops.Loop) -> Iterator[None]:
    """The loop in a thread, with a connection of its own."""
    thread = threading.Thread(target=loop.run)
    thread.start()
    try:
        yield
    finally:
        loop.stopping.set()
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {loops.CHANNEL}")
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def add(seed: int) -> None:
    with transaction.atomic():
        for body in log_entries.reviews(1, seed=seed):
            actions.append(kind="review", body=body)


def test_an_entry_wakes_the_loop(folder: Path) -> None:
    with running(loops.Loop(tick_s=3600.0)):
        until_published(2)
        for size in (3, 4):
            add(size)
            assert until_published(size).size == size


def test_without_a_call_it_looks_every_tick(folder: Path) -> None:
    with running(loops.Loop(tick_s=0.05)):
        until_published(2)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            add(1)
        until_published(3)


def test_what_comes_together_goes_together(folder: Path) -> None:
    with running(loops.Loop(tick_s=3600.0, gather_s=2.0)):
        until_published(2)
        add(9)
        until_published(3)  # what comes from now on is numbered only after it was waited for
        for seed in range(5):
            add(seed)
        assert until_published(4).size == 8


def test_a_failure_does_not_end_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "FIRST_WAIT_S", 0.01)
    publish = publisher.publish
    failures: list[datetime] = []

    def fail_twice(*, now: datetime) -> queries.Checkpoint | None:
        if len(failures) < 2:
            failures.append(now)
            raise OSError(28, "No space left on device")
        return publish(now=now)

    monkeypatch.setattr(publisher, "publish", fail_twice)
    with running(loops.Loop()):
        until_published(2)
    assert len(failures) == 2


def test_a_stopped_log_ends_it(folder: Path) -> None:
    actions.start(now=NOW)
    folder.mkdir()
    (folder / "checkpoint").write_text(Signer("other.example", b"\x01" * 32).sign("x\n"), encoding="utf-8")
    with pytest.raises(errors.PublishedDiffers):
        loops.Loop().run()


def test_waits_grow_up_to_an_end() -> None:
    waits = [loops.wait_after(failures) for failures in range(1, 12)]
    assert waits[:3] == [0.5, 1.0, 2.0]
    assert waits[-1] == max(waits) == loops.LONGEST_WAIT_S


def test_sigterm_ends_it_cleanly(folder: Path) -> None:
    with command(folder.parent) as process:
        until_published(2)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 0, said
    assert "event=log-started" in said
    assert "event=log-ended" in said


def test_a_restart_would_not_help_says_the_exit_status(folder: Path) -> None:
    actions.start(now=NOW)
    with command(folder.parent, LOG_ORIGIN="other.example/log", LOG_KEY="A" * 43 + "=") as process:
        _, said = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 78
    assert "event=log-stopped code=log-origin-changed" in said
