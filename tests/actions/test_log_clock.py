"""A clock that goes back: nothing is dated or published by it, and the log goes on once it is right again."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from reputation.log import actions, errors, models, publisher, queries
from reputation.rulebook.editions import EDITIONS
from tests.log_folder import NOW, contents, grow, wait

pytestmark = pytest.mark.django_db
README = Path(__file__).resolve().parent.parent.parent / "reputation" / "log" / "README.md"
TOO_FAR = NOW - queries.CLOCK_TOLERANCE - timedelta(milliseconds=1)


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path
    actions.start(now=NOW)
    grow(5)
    return tmp_path / "log"


def test_nothing_is_published_before_what_is_published(folder: Path) -> None:
    wait(1, seed=1)
    actions.sequence()
    before = contents(folder)
    for attempt in (publisher.publish, publisher.repair):
        with pytest.raises(errors.ClockBehind, match="log-clock-behind: the clock lies 5 s before"):
            attempt(now=TOO_FAR)
    assert contents(folder) == before
    publisher.repair(now=NOW)
    assert queries.head().size == 8
    assert models.Checkpoint.objects.filter(size=8, published_at=NOW).exists()


def test_a_clock_is_set_back_a_little_now_and_then(folder: Path) -> None:
    wait(1, seed=1)
    actions.sequence()
    published = publisher.publish(now=NOW - queries.CLOCK_TOLERANCE)
    assert published is not None
    assert published.size == 8


def test_no_edition_is_announced_in_the_past(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EDITIONS, 2, replace(EDITIONS[1], number=2))
    for attempt in (actions.start, partial(actions.announce_edition, edition=2, persons=2)):
        with pytest.raises(errors.ClockBehind):
            attempt(now=datetime(1970, 1, 1, tzinfo=UTC))
    assert queries.waiting() == 0
    with transaction.atomic():
        actions.announce_edition(edition=2, persons=2, now=NOW)
    assert actions.sequence() == 1
    assert queries.entry(7).body["announced"] == "2026-11-23"


def test_a_clock_that_was_ahead_is_made_good_as_the_readme_says(folder: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    wait(1, seed=1)
    actions.sequence()
    publisher.publish(now=ahead)
    now = datetime.now(UTC)
    with pytest.raises(errors.ClockBehind):
        publisher.publish(now=now)
    written = re.search(r"```sql\n(.+?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert written is not None
    with connection.cursor() as cursor:
        cursor.execute(written[1])
    assert publisher.publish(now=max(now, NOW)) is None
    models.Checkpoint.objects.get(size=8, published_at__lt=ahead)
    with pytest.raises(Exception, match="only grows"), connection.cursor() as cursor:
        cursor.execute("UPDATE log_checkpoint SET published_at = now()")
