"""The daily file written by several at once, as by jobs started by hand: all write the same, one after the other."""

import hashlib
from pathlib import Path

import pytest
from django.conf import LazySettings

from reputation.log import queries as log
from reputation.ratings import actions, files
from tests.races.test_log_races import at_once
from tests.ratings_log import NOW, catch_up, make_entry, make_reviews, start_log

pytestmark = pytest.mark.django_db(transaction=True)


def test_rating_file_by_several_writers_at_once(settings: LazySettings, tmp_path: Path) -> None:
    settings.PUBLIC_ROOT = tmp_path
    start_log()
    make_entry("business-joined")
    make_reviews(1, 5)
    catch_up()
    written: list[files.Published | None] = []
    at_once(*[lambda: written.append(actions.publish_file(now=NOW))] * 4)
    first = written[0]
    assert first is not None
    assert written == [first] * 4
    assert hashlib.sha256(first.path.read_bytes()).hexdigest() == first.sha256
    assert [path.name for path in first.path.parent.iterdir()] == [str(log.head().size)]
    assert log.waiting() == 4
