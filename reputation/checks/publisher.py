"""Publishing the private check: files first, then the entry that names them, then the manifest that leads to them.

1. The keys of new domains are made.
2. The files of the next epoch are written into a folder that gets its name when all of it is on the disk.
3. An entry names the SHA-256 of the manifest's text.
4. Once a published checkpoint covers the entry, the process that holds the log's key signs the text and shows it in
   place of the former manifest (reputation/log/manifests.py). So whoever sees a manifest finds it in the log.
5. What was shown before stays for a day, then goes with the next publication.

Whatever was interrupted is done again: a folder without its entry is of no use, and the next epoch has another number.
"""

import logging
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.db import transaction

from reputation.checks import answers, epochs, formats, tables
from reputation.checks.epochs import Epoch, Progress, Wish
from reputation.checks.formats import Manifest
from reputation.core import folders
from reputation.log import actions as log_actions
from reputation.log import manifests, signatures
from reputation.log.manifests import Named
from reputation.rulebook import checks as numbers

logger = logging.getLogger(__name__)


def publish(*, now: datetime, progress: Progress = lambda _: None) -> Manifest | None:
    """Write the files of the next epoch and let their manifest wait for the log.

    None when nothing changed since this morning, or when the last one still waits. `progress` is told how many records
    were written since it was told last.
    """
    where, today = manifests.folder(), now.date()
    folders.make(where)
    with folders.held(where):
        named = manifests.newest()
        if named is not None and not named.is_published:
            return None
        last = named.epoch if named is not None else 0
        number = 1 + max([last, *_numbers(where)])
        _sweep(where, last, today)
        answers.follow()
        wish = Wish(
            origin=settings.LOG_ORIGIN,
            epoch=number,
            on=today,
            participants=answers.count().participants,
            tables=tables.pinned(),
        )
        place, before = where / str(wish.epoch), _last(where, named)
        manifest = epochs.write(place, wish, answers.subjects(today=today), before, progress)
        if manifest is None:
            return None
        with transaction.atomic():
            log_actions.append(
                kind=manifests.KIND,
                body={"sha256": manifest.sha256, "epoch": manifest.epoch, "date": today.isoformat()},
            )
    logger.info("checks-published", extra={"count": manifest.records, "size": manifest.length << manifest.bits})
    return manifest


def shown() -> Manifest | None:
    """The manifest that readers see; None when there is none that the log's key signed."""
    try:
        raw = (manifests.folder() / manifests.MANIFEST).read_bytes()
        return formats.open_manifest(raw, signatures.log_keys())
    except (FileNotFoundError, formats.FormatError):
        return None


def _numbers(where: Path) -> Iterator[int]:
    """The epochs whose folders are there, also such as the log never named."""
    return (int(path.name) for path in where.iterdir() if formats.is_epoch(path.name))


def _last(where: Path, named: Named | None) -> Epoch | None:
    """The epoch that the log names last, if it is still there as it was named."""
    found = None if named is None else epochs.read(where / str(named.epoch))
    return found if found is not None and named is not None and found.manifest.sha256 == named.sha256 else None


def _sweep(where: Path, last: int, today: date) -> None:
    """Remove what was interrupted, what the log never named, and epochs that were followed long enough ago.

    `last`: the epoch that the log named last.
    """
    for half in where.glob(f"*{epochs.HALF}"):
        shutil.rmtree(half) if half.is_dir() else half.unlink()
    there = sorted(_numbers(where))
    old = [number for number, after in pairwise(there) if after <= last and _is_over(where / str(after), today)]
    for number in [*old, *(number for number in there if number > last)]:
        gone = where / f"{number}{epochs.HALF}"
        (where / str(number)).rename(gone)
        shutil.rmtree(gone)


def _is_over(after: Path, today: date) -> bool:
    """Whether the epoch before this one has stayed as long as it had to. One that cannot be read hides nobody's."""
    found = epochs.read(after)
    return found is None or today > found.manifest.on + timedelta(days=numbers.KEPT.value)
