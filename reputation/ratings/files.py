"""The daily file of all answers: a header, then every answer's bytes by business id, all at one point of the log."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.db import connection, transaction

from reputation.core import folders
from reputation.core import months as calendar
from reputation.ratings.rules import EDITION

AT_ONCE = 2_000
HALF = ".half"
"""The name of a file while it is written. There is only one, so what a crash left behind is written over."""
# One statement is one look at the tables, so that all answers are of the same point of the log.
ALL = """
SELECT c.position, c.month, (SELECT count(*) FROM ratings_answer),
       (SELECT count(*) FROM ratings_answer o WHERE o.month <> c.month), a.body
FROM ratings_cursor c LEFT JOIN ratings_answer a ON true
ORDER BY a.business
"""


class Published(NamedTuple):
    """A file of all answers, computed from the log's first `log_size` entries in `month`."""

    path: Path
    sha256: str
    log_size: int
    month: int
    answers: int


class NotAtOnePoint(Exception):
    """The answers are being moved to a new month, or there is nothing yet; try again later."""


def _lines() -> Iterator[tuple[int, int, int, bytes]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(ALL)
        while found := cursor.fetchmany(AT_ONCE):
            for position, month, count, others, body in found:
                if others or not position:
                    raise NotAtOnePoint
                if body is not None:
                    yield position, month, count, bytes(body)


def write(folder: Path) -> Published:
    """Write the file of the present answers under its log size, whole or not at all; its name is on the disk then.

    Raises:
        NotAtOnePoint: there is no answer yet, or they are of different months.
        FileExistsError: the file of this log size is there with other content.
    """
    folders.make(folder)
    half = folder / HALF
    with folders.held(folder):
        try:
            made = _fill(half, folder)
            if made.path.exists() and hashlib.sha256(made.path.read_bytes()).hexdigest() != made.sha256:
                raise FileExistsError(made.path.name)
            half.replace(made.path)
        finally:
            half.unlink(missing_ok=True)
        # The folders above may have been made by a run that died before it synced them.
        for place in (folder, *folder.parents[:2]):
            folders.sync(place)
    return made


def _fill(half: Path, folder: Path) -> Published:
    digest = hashlib.sha256()
    log_size = month = count = 0
    with half.open("wb") as file, transaction.atomic():
        for log_size, month, count, body in _lines():
            if not file.tell():
                header = {"edition": EDITION, "month": calendar.show(month), "log_size": log_size, "count": count}
                first = json.dumps(header, sort_keys=True, separators=(",", ":")).encode() + b"\n"
                digest.update(first)
                file.write(first)
            digest.update(body + b"\n")
            file.write(body + b"\n")
        if not count:
            raise NotAtOnePoint
        file.flush()
        os.fsync(file.fileno())
    return Published(folder / str(log_size), digest.hexdigest(), log_size, month, count)
