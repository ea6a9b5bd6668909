"""Publishing the private check, ended at any step: readers always see a whole epoch, and the next run publishes."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import transaction

from reputation.checks import formats, publisher
from reputation.core import clock
from reputation.log import actions as log_actions
from reputation.log import manifests
from reputation.log import publisher as log_publisher
from reputation.log import queries as log
from tests import checks_made, pages_made
from tests.checks_made import domains_of, make_business

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("checks-interrupted")]
STEPS = ("mkdir", "fsync", "rename", "link", "unlink", "rmdir")


class Ended(BaseException):
    """Nothing runs after it but what closes files, as after a kill: no step of the publisher cleans up on its way."""


class Counted:
    """Counts what lasts on the disk; after so many of it, all is over."""

    def __init__(self, last: int | None = None) -> None:
        self.done: list[str] = []
        self._last = last

    def through(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            if self._last is not None and len(self.done) >= self._last:
                raise Ended
            found = real(*args, **options)
            self.done.append(name)
            return found

        return step


@contextmanager
def counted(last: int | None = None) -> Iterator[Counted]:
    found = Counted(last)
    with pytest.MonkeyPatch.context() as patch:
        for name in STEPS:
            patch.setattr(os, name, found.through(name, getattr(os, name)))
        yield found


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    pages_made.start()
    make_business("kettle.example")
    return manifests.folder()


def assert_whole(*wanted: list[str]) -> None:
    """Every file that the shown manifest leads to is there, and says one of the things it may."""
    files = checks_made.shown()
    hashes = formats.hashes_of(files.read("ranges"), files.manifest)
    for place in range(1 << files.manifest.bits):
        formats.open_range(files.read(formats.prefix(place, 8)), place, hashes, files.manifest)
    assert domains_of(files.whole()) in wanted


def go_on() -> None:
    log_actions.sequence()
    log_publisher.publish(now=clock.now())


def changed() -> None:
    """What the second publication has to say, and what it is about: a name that was proved since."""
    make_business("moss.example")
    pages_made.settle()


def steps_of(job: Callable[[], object]) -> int:
    """How many steps a job takes; nothing of it stays in the database."""
    with counted() as found, transaction.atomic():
        job()
        transaction.set_rollback(True)
    return len(found.done)


def test_a_publication_that_was_ended_anywhere_is_done_again(folder: Path) -> None:
    checks_made.publish()
    changed()
    whole = steps_of(lambda: publisher.publish(now=clock.now()))
    assert whole > 10
    for last in sorted({*range(6), *range(6, whole - 12, max(1, whole // 6)), *range(max(6, whole - 12), whole)}):
        with transaction.atomic():
            with counted(last), pytest.raises(Ended), transaction.atomic():
                publisher.publish(now=clock.now())
            assert_whole(["kettle.example"])
            go_on()
            assert_whole(["kettle.example"])
            assert publisher.publish(now=clock.now()) is not None, last
            assert_whole(["kettle.example"])
            assert not list(folder.glob("*.new")), last
            transaction.set_rollback(True)
    made = publisher.publish(now=clock.now())
    assert made is not None
    go_on()
    assert_whole(["kettle.example", "moss.example"])


def test_an_epoch_whose_entry_was_lost_is_made_again_under_another_number(folder: Path) -> None:
    """Ended between the files and the commit of the entry: as after a database that came back from a backup."""
    checks_made.publish()
    changed()
    with transaction.atomic():
        made = publisher.publish(now=clock.now())
        transaction.set_rollback(True)
    assert made is not None
    assert checks_made.epochs() == [1, 2]
    assert log.waiting() == 0

    again = publisher.publish(now=clock.now())
    go_on()

    assert again is not None
    assert (again.epoch, again.ranges) == (3, made.ranges)
    assert checks_made.epochs() == [1, 3]
    assert_whole(["kettle.example", "moss.example"])


def test_a_manifest_that_could_not_be_shown_is_shown_by_the_next_start(folder: Path) -> None:
    checks_made.publish()
    changed()
    publisher.publish(now=clock.now())
    log_actions.sequence()
    folder.joinpath("manifest.new").mkdir()
    with pytest.raises(OSError, match=r"manifest\.new"):
        log_publisher.publish(now=clock.now())
    assert_whole(["kettle.example"])
    folder.joinpath("manifest.new").rmdir()

    log_publisher.repair(now=clock.now())

    assert_whole(["kettle.example", "moss.example"])


def test_removing_a_former_epoch_that_was_ended_is_done_again(folder: Path) -> None:
    for days in (0, 1, 2):
        checks_made.publish(days=days)
    make_business("moss.example")
    pages_made.settle()
    before = checks_made.epochs()
    with counted(3), pytest.raises(Ended), transaction.atomic():
        publisher.publish(now=clock.now())
    assert_whole(["kettle.example"])
    checks_made.publish(days=3)

    assert set(before) - set(checks_made.epochs())
    assert not list(folder.glob("*.new"))
    assert_whole(["kettle.example", "moss.example"])
