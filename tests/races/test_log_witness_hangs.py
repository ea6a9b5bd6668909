"""A witness that hangs or drips holds up a publication for its deadline and no longer, and nobody beside it."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from config import demonstration
from reputation.log import actions, cosignatures, loops, publisher, queries, witnesses
from reputation.log.cosignatures import Quorum
from reputation.tlog.notes import Cosigner, Signer
from tests.log_folder import LATER, NOW, assert_published, wait
from tests.log_process import PATIENCE_S, until_published
from tests.races.test_log_loop import running
from tests.races.test_log_races import at_once
from tests.witness_server import LocalWitness, policy, served

pytestmark = pytest.mark.django_db(transaction=True)
LOG = Signer(demonstration.ORIGIN, demonstration.SEED).verifier()


@pytest.fixture
def pair(
    settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[LocalWitness, LocalWitness]]:
    """A witness that answers and one that hangs, both asked."""
    settings.PUBLIC_ROOT = tmp_path
    monkeypatch.setattr(witnesses, "_resting", {})
    monkeypatch.setattr(witnesses, "DEADLINE_S", 0.5)
    with ExitStack() as servers:
        quick, slow = (
            servers.enter_context(
                served(LocalWitness(Cosigner(f"witness.example/{name}", seed * 32), [LOG], tmp_path / name))
            )
            for name, seed in (("quick", b"\x71"), ("slow", b"\x72"))
        )
        slow.hangs = True
        settings.LOG_WITNESSES = policy(quick, slow, quorum=slow.witness.name)
        yield quick, slow


def test_what_hangs_is_published_without_it_and_put_under_it_later(
    pair: tuple[LocalWitness, LocalWitness], tmp_path: Path
) -> None:
    quick, slow = pair
    actions.start(now=NOW)
    began = time.monotonic()
    published = publisher.publish(now=NOW)
    took = time.monotonic() - began
    assert published is not None
    assert 0.5 <= took < PATIENCE_S
    assert quick.cosigner.name in published.note
    assert slow.cosigner.name not in published.note
    assert cosignatures.witnessing().quorum is Quorum.MISSING
    slow.let_go.set()
    slow.hangs = False
    witnesses._resting.clear()
    assert publisher.publish(now=LATER) is None
    assert cosignatures.witnessing().quorum is Quorum.MET
    assert_published(tmp_path / "log")


def test_one_that_hangs_is_left_alone_for_the_next_publications(pair: tuple[LocalWitness, LocalWitness]) -> None:
    quick, slow = pair
    actions.start(now=NOW)
    publisher.publish(now=NOW)
    for seed in range(3):
        wait(1, seed)
        actions.sequence()
        assert publisher.publish(now=NOW) is not None
    assert (len(quick.heard), slow.asked) == (4, 1)


def test_a_conflict_is_solved_while_another_hangs(pair: tuple[LocalWitness, LocalWitness]) -> None:
    quick, _ = pair
    actions.start(now=NOW)
    wait(5)
    actions.sequence()
    quick.hold(3, queries.tree().root_at(3))
    published = publisher.publish(now=NOW)
    assert published is not None
    assert quick.cosigner.name in published.note
    assert [request.old for request in quick.heard] == [0, 3]


def test_one_that_drips_does_not_get_more_time(pair: tuple[LocalWitness, LocalWitness]) -> None:
    _, slow = pair
    slow.hangs, slow.drips = False, True
    actions.start(now=NOW)
    began = time.monotonic()
    publisher.publish(now=NOW)
    assert time.monotonic() - began < PATIENCE_S
    assert witnesses._resting.keys() == {slow.witness}
    threads = [thread for thread in threading.enumerate() if thread.name == "witness"]
    for thread in threads:
        thread.join(PATIENCE_S)
        assert not thread.is_alive(), "nobody waits for it any more"


def test_a_second_publisher_waits_and_finds_it_done(pair: tuple[LocalWitness, LocalWitness], tmp_path: Path) -> None:
    quick, slow = pair
    actions.start(now=NOW)
    done: list[queries.Checkpoint | None] = []

    def publish() -> None:
        done.append(publisher.publish(now=NOW))

    at_once(publish, publish)
    assert sorted(one is None for one in done) == [False, True]
    assert (len(quick.heard), slow.asked) == (1, 1)
    assert_published(tmp_path / "log")


def test_the_loop_stops_while_a_witness_hangs(pair: tuple[LocalWitness, LocalWitness]) -> None:
    _, slow = pair
    loop = loops.Loop()
    with running(loop):
        assert slow.is_hanging.wait(PATIENCE_S)
        began = time.monotonic()
    assert time.monotonic() - began < PATIENCE_S
    until_published(2)
    connection.close()
