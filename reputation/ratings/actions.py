"""The follower: reads the log in order and keeps reviews, months and answers; and the daily file of all answers."""

import logging
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from reputation.core import months as calendar
from reputation.log import actions as log_actions
from reputation.log import queries as log
from reputation.ratings import files, formula, store
from reputation.ratings import recompute as rebuild
from reputation.ratings.fold import READ, Fold, FoldError
from reputation.ratings.models import Cursor

logger = logging.getLogger(__name__)

BATCH = 5_000
REFRESH_BATCH = 2_000


def _lock() -> Cursor:
    return Cursor.objects.select_for_update().get(id=1)


def follow(*, month: int, limit: int = BATCH) -> int:
    """Read at most `limit` entries after the cursor; answers how many were read, 0 at the end of the log.

    Reviews, months, answers and cursor move in one transaction. Afterwards every answer is of `month`, or of a later
    one if a follower had been there: months never go back.
    """
    refresh(month=month)
    while True:
        seen = Cursor.objects.get(id=1).position
        entries = log.entries(after=seen, limit=limit)
        if not entries:
            return 0
        with transaction.atomic():
            cursor = _lock()
            if cursor.position == seen:
                _take(cursor, entries, max(month, cursor.month))
                return len(entries)


def _take(cursor: Cursor, entries: list[log.Row], month: int) -> None:
    read = [entry for entry in entries if entry.kind in READ]
    batch = store.load(read, month)
    for entry in read:
        try:
            batch.feed(entry.position, entry)
        except FoldError as error:
            cursor.refused += 1
            facts = {"position": entry.position, "kind": entry.kind, "code": str(error).replace(" ", "-")}
            logger.error("ratings-entry-refused", extra=facts)
    batch.save(month)
    cursor.position = entries[-1].position + 1
    cursor.save(update_fields=["position", "refused"])


def refresh(*, month: int) -> int:
    """Bring every answer to `month` when it has turned; answers how many were. In steps, so that nobody waits long."""
    done = 0
    while month > Cursor.objects.get_or_create(id=1)[0].month:
        with transaction.atomic():
            cursor = _lock()
            found = store.rows(
                "SELECT business FROM ratings_answer WHERE month < %s ORDER BY month, business LIMIT %s",
                [month, REFRESH_BATCH],
            )
            if not found:
                cursor.month = max(month, cursor.month)
                cursor.save(update_fields=["month"])
                return done
            keys: list[UUID] = [row[0] for row in found]
            store.put_answers(store.businesses(keys, month - formula.WINDOW + 1), month)
            done += len(keys)
    return done


@transaction.atomic
def recompute(*, from_bytes: bool = False, progress: rebuild.Progress = lambda _: None) -> list[rebuild.Difference]:
    """Rebuild months and answers from the log up to the cursor and tell what differs from what is stored.

    Nothing should. From bytes, every entry is decoded and compared with its columns, and every stored review as well.
    The follower waits meanwhile. `progress` is told how many entries or businesses were done since it was told last.
    """
    Cursor.objects.get_or_create(id=1)
    cursor = _lock()
    if from_bytes:
        fold, differences = rebuild.folded_from_bytes(cursor.position, progress)
        differences += rebuild.compare_reviews(fold)
        return differences + rebuild.compare_all(cursor.position, progress, fold)
    if cursor.refused:
        fold = rebuild.folded_entry_by_entry(cursor.position, progress)
        return rebuild.compare_all(cursor.position, progress, fold)
    return rebuild.compare_all(cursor.position, progress)


@transaction.atomic
def repair(*, businesses: Collection[UUID]) -> None:
    """Rebuild what is stored about some businesses from their entries. The log is right; these tables follow it."""
    cursor = _lock()
    for business in businesses:
        for table in ("review", "month", "annulled_key", "suspension", "answer"):
            store.run(f"DELETE FROM ratings_{table} WHERE business = %s", [business])  # noqa: S608 - five fixed names
        batch = store.Batch(Fold())
        for entry in log.of_business(business, upto=cursor.position):
            with suppress(FoldError):
                batch.feed(entry.position, entry)
        batch.save(cursor.month)


def publish_file(*, now: datetime) -> files.Published | None:
    """Publish the file of all answers and let its hash wait for the log. None when there is nothing to publish yet.

    File first: what the log names must be there. A file that a crash left unlogged is written again, byte by byte.
    """
    try:
        published = files.write(Path(settings.PUBLIC_ROOT) / "log" / "ratings")
    except files.NotAtOnePoint:
        return None
    except FileExistsError:
        logger.warning("ratings-file-waits")
        return None
    with transaction.atomic():
        log_actions.append(
            kind="ratings-file",
            body={
                "sha256": published.sha256,
                "log_size": published.log_size,
                "month": calendar.show(published.month),
                "date": now.date().isoformat(),
            },
        )
    logger.info("ratings-file-published", extra={"size": published.log_size, "count": published.answers})
    return published
