"""Several at once on one log: nothing is numbered twice, nothing is lost, and two publishers do no harm."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from reputation.log import actions, models, publisher, queries
from reputation.tlog.edges import Edge
from reputation.tlog.trees import leaf_hash
from tests import log_entries

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], None]) -> None:
    """Run the jobs in threads with connections of their own, all released together."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], None]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(run, job) for job in jobs]:
            done.result()


def write(seed: int) -> None:
    for body in log_entries.reviews(60, seed=seed):
        with transaction.atomic():
            actions.append(kind="review", body=body)


def test_two_sequencers_number_every_entry_once(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)

    def number() -> None:
        for _ in range(40):
            actions.sequence(limit=7)

    def publish() -> None:
        for _ in range(8):
            publisher.publish(now=NOW)

    at_once(lambda: write(1), lambda: write(2), number, number, publish, publish)
    while actions.sequence():
        pass
    publisher.publish(now=NOW)

    rows = list(models.Entry.objects.order_by("position").values_list("position", "raw"))
    assert [position for position, _ in rows] == list(range(122))
    assert len({bytes(raw) for _, raw in rows}) == 122
    edge = Edge()
    edge.append([leaf_hash(bytes(raw)) for _, raw in rows])
    assert queries.head().root == edge.root()
    latest = queries.latest_checkpoint()
    assert latest is not None
    assert (latest.size, latest.root) == (122, edge.root())


def test_entry_of_a_later_commit_is_not_skipped(settings: LazySettings, tmp_path: Path) -> None:
    """A transaction that took its row number early and commits late: its entry comes later, and comes."""
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    early, late = log_entries.reviews(2)
    inside, numbered = Barrier(2), Barrier(2)

    def slow() -> None:
        with transaction.atomic():
            actions.append(kind="review", body=early)
            inside.wait()
            numbered.wait()

    def quick() -> None:
        inside.wait()
        with transaction.atomic():
            actions.append(kind="review", body=late)
        assert actions.sequence() == 1
        numbered.wait()

    at_once(slow, quick)
    assert actions.sequence() == 1
    assert [str(row.review) for row in queries.entries(after=2, limit=9)] == [late["review"], early["review"]]


def test_another_publisher_that_goes_on_in_between_is_no_old_backup(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a folder of its own it is not held up; that its checkpoint is newer than our look at the tree is no alarm."""
    settings.PUBLIC_ROOT = tmp_path / "ours"
    actions.start(now=NOW)
    publisher.publish(now=NOW)
    write(1)
    look = queries.tree

    def tree() -> queries.Tree:
        """A look at the tree, and the other publisher's work just after it."""
        monkeypatch.setattr(queries, "tree", look)
        seen = look()
        settings.PUBLIC_ROOT = tmp_path / "other"
        actions.sequence()
        publisher.publish(now=NOW)
        settings.PUBLIC_ROOT = tmp_path / "ours"
        return seen

    monkeypatch.setattr(queries, "tree", tree)
    assert publisher.publish(now=NOW) is None, "nothing was new when it looked"
    published = publisher.publish(now=NOW)
    assert published is not None
    assert published.size == 62
    assert published.note == (tmp_path / "other" / "log" / "checkpoint").read_text(encoding="utf-8")


def test_two_starts_make_one_log(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    at_once(*[lambda: actions.start(now=NOW)] * 3)
    assert [row.kind for row in queries.entries(after=0, limit=9)] == ["operator", "edition"]
    assert queries.waiting() == 0
