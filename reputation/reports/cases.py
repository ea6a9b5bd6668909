"""The transparency report: written from the log to files, and read from there by pages and API.

A half-year that is over gets a file that stays, and an entry with its hash. The one that runs gets a file that is
written anew each hour. No page ever computes one: however many cases there are, whoever reads costs nothing.
"""

import hashlib
import json
import logging
import os
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reputation.core import folders
from reputation.log import actions as log_actions
from reputation.log import case_entries, queries
from reputation.reports.case_figures import Fold, Period, document, render

logger = logging.getLogger(__name__)

LIVE = "live"
HALF_WRITTEN = ".half"
SETTLED = timedelta(days=1)
"""By then every entry of a day has its position."""


def folder() -> Path:
    """Where the reports lie, beside the log they follow from."""
    return Path(settings.PUBLIC_ROOT) / "log" / "reports"


def read(period: Period | None) -> bytes | None:
    """The report about a half-year that is over, or with None the live one; None when there is none."""
    try:
        return (folder() / (LIVE if period is None else str(period))).read_bytes()
    except OSError:
        return None


def finished() -> list[Period]:
    """The half-years whose reports stay, newest first."""
    try:
        return sorted((Period.parse(path.name) for path in folder().glob("[0-9]*H[12]")), reverse=True)
    except OSError:
        return []


def compute(period: Period, *, upto: int) -> bytes:
    """The report about a half-year from the first `upto` entries of the log."""
    fold, entries = Fold(period), case_entries.about_cases(upto=upto)
    for entry in entries:
        fold.feed(entry)
    about = {entry.business for entry in entries if entry.kind == "challenge" and entry.business is not None}
    return render(document(period, upto, fold.tally(case_entries.published_by(about, upto=upto))))


def publish(*, now: datetime) -> list[Period]:
    """Write the live report, and those of half-years that are over; answers the latter.

    File first: what the log names must be there. One that a crash left without its entry gets it now.
    """
    where, today = folder(), now.date()
    folders.make(where)
    with folders.held(where):
        size = case_entries.last_about_cases()
        _write(where / LIVE, compute(Period.of(today), upto=size))
        if not case_entries.are_placed():
            return []  # a report that stays leaves nothing out: the next hour will do
        return [period for period in _over(today) if _publish(where / str(period), period, size, now)]


def _over(today: date) -> list[Period]:
    """The half-years that are over since the log began, the oldest first."""
    found: list[Period] = []
    for first in queries.entries(after=0, limit=1):
        period = Period.of(today - SETTLED).before
        while period.last_day >= date.fromisoformat(first.body["date"]):
            found.insert(0, period)
            period = period.before
    return found


def _publish(path: Path, period: Period, size: int, now: datetime) -> bool:
    """Write a report that stays; False when it was there."""
    said = case_entries.report_files().get(str(period))
    if said is not None:
        if not path.exists():
            _write(path, compute(period, upto=said["log_size"]))
        return False
    if not path.exists():
        _write(path, compute(period, upto=size))
    raw = path.read_bytes()
    with transaction.atomic():
        log_actions.append(
            kind="report-file",
            body={
                "sha256": hashlib.sha256(raw).hexdigest(),
                "log_size": json.loads(raw)["log_size"],
                "period": str(period),
                "date": now.date().isoformat(),
            },
        )
    logger.info("report-published", extra={"size": len(raw)})
    return True


def _write(path: Path, raw: bytes) -> None:
    """Write a file whole or not at all; its name is on the disk then."""
    half = path.with_name(HALF_WRITTEN)
    with half.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    folders.sync(path.parent)
