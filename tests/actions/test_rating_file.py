"""The daily file: all answers at one point of the log, its hash in the log, whole or not at all."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from reputation.log import queries as log
from reputation.ratings import actions, queries
from reputation.ratings.models import Answer
from tests.conftest import AsRole
from tests.rating_tables import MONTH
from tests.ratings_log import NOW, OTHER, SHOP, catch_up, make_entry, make_history, make_reviews, start_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    return tmp_path / "log" / "ratings"


@pytest.fixture
def followed(folder: Path) -> None:
    start_log()
    make_entry("business-joined", OTHER)
    make_entry("business-joined")
    make_reviews(500, 3)
    catch_up()


def last_entry() -> dict[str, Any]:
    from reputation.log import actions as log_actions

    log_actions.sequence()
    return dict(log.entry(log.head().size - 1).body)


def test_rating_file_holds_every_answer(followed: None, folder: Path) -> None:
    published = actions.publish_file(now=NOW)
    assert published is not None
    size = log.head().size
    assert published.path == folder / str(size)
    lines = published.path.read_bytes().splitlines()
    assert json.loads(lines[0]) == {"edition": 1, "month": "2026-11", "log_size": size, "count": 2}
    assert lines[1:] == [queries.answer(SHOP), queries.answer(OTHER)]
    assert hashlib.sha256(published.path.read_bytes()).hexdigest() == published.sha256
    assert last_entry() == {"sha256": published.sha256, "log_size": size, "month": "2026-11", "date": "2026-11-20"}
    assert [path.name for path in folder.iterdir()] == [str(size)]


def test_rating_file_is_the_workers_to_publish(followed: None, folder: Path, as_role: AsRole) -> None:
    with as_role("worker"):
        assert actions.publish_file(now=NOW) is not None


def test_rating_file_waits_while_the_month_turns(followed: None, folder: Path) -> None:
    Answer.objects.filter(business=SHOP).update(month=MONTH - 1)
    size = log.head().size
    assert actions.publish_file(now=NOW) is None
    assert list(folder.iterdir()) == []
    assert log.waiting() == 0
    assert log.head().size == size


def test_rating_file_waits_for_the_first_answer(folder: Path) -> None:
    assert actions.publish_file(now=NOW) is None
    start_log()
    catch_up()
    assert actions.publish_file(now=NOW) is None
    assert list(folder.iterdir()) == []


def test_rating_file_is_written_again_byte_by_byte(followed: None, folder: Path) -> None:
    first, second = actions.publish_file(now=NOW), actions.publish_file(now=NOW)
    assert first == second


def test_rating_file_never_changes(followed: None, folder: Path) -> None:
    published = actions.publish_file(now=NOW)
    assert published is not None
    before = published.path.read_bytes()
    catch_up(MONTH + 1)  # the month turned before another entry came
    waiting = log.waiting()
    assert queries.followed().position == published.log_size
    assert actions.publish_file(now=NOW) is None
    assert log.waiting() == waiting
    assert published.path.read_bytes() == before
    make_reviews(600, 1)
    make_history()
    catch_up(MONTH + 1)
    again = actions.publish_file(now=NOW)
    assert again is not None
    assert again.path != published.path
