"""What is tried with a fault: the state it begins with, the real code that runs, and what must hold afterwards."""

import contextlib
import hashlib
import json
import logging
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

from django.db import Error

from reputation.core import clock
from reputation.log import actions, models, publisher, queries
from reputation.log.files import NEW
from reputation.log.loops import Loop
from reputation.ratings import actions as ratings
from reputation.ratings.files import HALF
from reputation.tlog import checkpoints, notes
from tests import naive_tree, ratings_log
from tests.log_folder import assert_published, contents, raws, shown_size, wait


class Home:
    """Where it takes place: the folder that is published and what is kept beside it."""

    def __init__(self, folder: Path) -> None:
        self.public = folder / "public"
        self.log = self.public / "log"
        self.left = folder / "left"
        self.disk = folder / "disk"
        self.prepared = folder / "prepared"
        self.script = ""

    @property
    def acknowledged(self) -> Path:
        """What the writers of the present script's entries were promised."""
        return self.prepared / f"{self.script}-acknowledged"


@dataclass
class Witnessed:
    """What somebody who saw everything remembers: each note that was signed, and each that was published."""

    signed: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


class Script(NamedTuple):
    """`whole` holds at any moment for a published folder, `complete` once the run is over."""

    prepare: Callable[[Home], None]
    run: Callable[[], None]
    whole: Callable[[Path], None]
    complete: Callable[[Home, Witnessed], None]


# The log: one start and one turn of `run_log`


class Impatient(Event):
    """Waits for nothing, and not for long."""

    waits = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.waits += 1
        assert self.waits < 5, f"it would wait {timeout} s more and does not go on by itself"
        return self.is_set()


class OneTurn(Loop):
    """`run_log` until there is nothing to do."""

    def _await_entries(self) -> None:
        self.stopping.set()


def run_log() -> None:
    """What `run_log` does, without its pauses, until there is nothing to do."""
    OneTurn(stopping=Impatient()).run()


def publish() -> None:
    """Start, number and publish."""
    actions.start(now=clock.now())
    actions.sequence()
    publisher.publish(now=clock.now())


def acknowledge(home: Home) -> None:
    """Keep what was promised to writers: every entry, numbered or waiting."""
    waiting = [bytes(raw) for raw in models.Waiting.objects.order_by("id").values_list("raw", flat=True)]
    home.acknowledged.write_bytes(pickle.dumps((raws(), waiting)))


def prepare_first(home: Home) -> None:
    """The log was never started."""
    acknowledge(home)


def prepare_growth(home: Home) -> None:
    """Two checkpoints are published, and so many entries wait that bundles and tiles fill and partial ones go."""
    for count in (98, 160):
        wait(count, seed=count)
        publish()
    wait(300, seed=300)
    acknowledge(home)


def prepare_repair(home: Home) -> None:
    """A run ended between checkpoint and row, one before left half-written files, and some files were lost since."""
    prepare_growth(home)
    record = publisher._record

    def die(folder: Any, keys: Any, checkpoint: Any, now: Any) -> Any:
        if checkpoint.size == queries.head().size:
            raise KeyboardInterrupt
        return record(folder, keys, checkpoint, now)

    publisher._record = die
    with contextlib.suppress(KeyboardInterrupt):
        publish()
    publisher._record = record
    for lost in ("tile/0/000", "tile/entries/001", "tile/1/000.p/2"):
        (home.log / lost).unlink()
    shutil.rmtree(home.log / "tile" / "0" / "002.p")
    for half in ("tile/0/000", "checkpoint"):
        (home.log / f"{half}{NEW}").write_bytes(b"half")
    acknowledge(home)


def whole_log(public: Path) -> None:
    """What readers find, at any moment: no checkpoint, or one that everything it covers is there for."""
    if (public / "log" / "checkpoint").exists():
        assert_published(public / "log")


def complete_log(home: Home, witnessed: Witnessed) -> None:
    """All that was acknowledged is published, once and in order, and what was ever signed or shown belongs to it."""
    numbered, waiting = pickle.loads(home.acknowledged.read_bytes())  # noqa: S301 - our own
    entries, sizes = raws(), list(models.Checkpoint.objects.values_list("size", flat=True))
    assert entries[: len(numbered)] == numbered
    assert entries[len(numbered) or 2 :] == waiting
    assert queries.waiting() == 0
    assert shown_size(home.log) == queries.head().size == len(entries) == sizes[-1]
    assert_published(home.log)
    if len(sizes) > 1:
        assert_published(home.log, size=sizes[-2])
    assert not [name for name in contents(home.log) if name.endswith(NEW)]
    assert_one_history(entries, witnessed)


def assert_one_history(entries: list[bytes], witnessed: Witnessed) -> None:
    """Nothing was signed twice in different ways, nothing shown goes back or lacks its row."""
    leaves = [naive_tree.leaf(raw) for raw in entries]
    signed: dict[int, str] = {}
    for note in witnessed.signed:
        checkpoint = checkpoints.parse(notes.split(note.encode())[0])
        if checkpoint.size not in signed:
            assert checkpoint.root == naive_tree.root(leaves[: checkpoint.size]), "signed, and it came otherwise"
        assert signed.setdefault(checkpoint.size, note) == note, "signed twice, in different ways"
    sizes = [int(note.split("\n")[1]) for note in witnessed.shown]
    assert sizes == sorted(sizes), "the published checkpoint went back"
    assert set(witnessed.shown) <= set(models.Checkpoint.objects.values_list("note", flat=True)), "a row is missing"


# The daily file of all ratings


def prepare_ratings(home: Home) -> None:
    """There are answers to publish."""
    ratings_log.start_log()
    ratings_log.make_entry("business-joined")
    ratings_log.make_reviews(500, 3)
    ratings_log.catch_up()


def write_ratings() -> None:
    """The daily job, and that of the next day if it fails."""
    try:
        ratings.publish_file(now=ratings_log.NOW)
    except (Error, OSError):
        logging.getLogger("reputation.ratings").warning("job-failed")
        ratings.publish_file(now=ratings_log.NOW)


def named() -> list[dict[str, Any]]:
    """The files that entries name, numbered or waiting."""
    found = [*models.Entry.objects.filter(kind="ratings-file"), *models.Waiting.objects.filter(kind="ratings-file")]
    return [json.loads(bytes(row.raw)) for row in found]


def whole_ratings(public: Path) -> None:
    """At any moment every file that an entry names is there."""
    for body in named():
        raw = (public / "log" / "ratings" / str(body["log_size"])).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == body["sha256"]


def complete_ratings(home: Home, _: Witnessed) -> None:
    """The file is there, an entry names it, and nothing half-written is left."""
    assert {str(body["log_size"]) for body in named()} == {path.name for path in (home.log / "ratings").iterdir()}
    assert not (home.log / "ratings" / HALF).exists()
    assert named()
    whole_ratings(home.public)


SCRIPTS = {
    "first": Script(prepare_first, run_log, whole_log, complete_log),
    "growth": Script(prepare_growth, run_log, whole_log, complete_log),
    # This folder has lost files to begin with.
    "repair": Script(prepare_repair, run_log, lambda _: None, complete_log),
    "ratings": Script(prepare_ratings, write_ratings, whole_ratings, complete_ratings),
}
