"""Replaying the published log into a database that is older: which room answers for which kind of entry."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction

from reputation.audit.source import Missing, Unreadable, open_source
from reputation.businesses import replay as businesses
from reputation.core.db import broken_constraint
from reputation.disputes import replay as disputes
from reputation.log import errors
from reputation.log import replay as log
from reputation.log.replay import Event, Progress, Read
from reputation.log.side_files import Place
from reputation.lookalikes import replay as lookalikes
from reputation.receipts import replay as receipts
from reputation.receipts import replay_spent
from reputation.reviews import replay as reviews

Handler = Callable[[Sequence[Event]], None]
ROOMS: Sequence[Mapping[str, Handler]] = (
    businesses.HANDLERS,
    replay_spent.HANDLERS,
    receipts.HANDLERS,
    reviews.HANDLERS,
    disputes.HANDLERS,
    lookalikes.HANDLERS,
)
HANDLERS: Mapping[str, Handler] = {kind: handler for room in ROOMS for kind, handler in room.items()}

_NO_TABLE = "no table holds anything about it: the log alone does"
_NOT_YET = "no part of this release writes it or keeps anything about it"
# Kinds after which there is nothing to bring back, and why.
NOTHING: Mapping[str, str] = {
    "operator": "the next start compares the particulars and says again who runs this",
    "edition": "the log itself says which editions it names",
    "ratings-file": _NO_TABLE,
    "report-file": _NO_TABLE,
    "alert-resumed": _NOT_YET,
    "panel-roster": _NOT_YET,
    "order": _NOT_YET,
    "checks-manifest": "the files that it names are made again, under the next number, from what is restored",
}
SHOWN = 5


@dataclass(frozen=True)
class Replayed:
    """The log went from `before` to `size` entries; of `lost` words nothing is left."""

    before: int
    size: int
    lost: list[Place]


@contextmanager
def published_at(where: str | None, folder: Path) -> Iterator[Read]:
    """Reads what is published: in our own folder, or in a copy at a folder or an address.

    Raises:
        NothingPublished: our own folder holds no log.
        CopyUnreadable: the copy cannot be read.
    """
    try:
        source = open_source(str(folder) if where is None else where)
    except Unreadable as error:
        if where is not None:
            raise errors.CopyUnreadable(str(error)) from error
        raise errors.NothingPublished(
            f"{folder} holds no published log, so nothing tells how far the log was. Give a copy with --from: the "
            "folder or address of a mirror, an export, what a CDN still has. If nobody has one, --as-it-is goes on "
            "with the log of the backup. Whoever saw more of it then holds proof of two histories: say so in public."
        ) from error

    def read(path: str, most: int) -> bytes | None:
        try:
            return source.read(f"/log/{path}", most)
        except Missing:
            return None
        except Unreadable as error:
            raise errors.CopyUnreadable(str(error)) from error

    try:
        yield read
    finally:
        source.close()


def replay(read: Read, *, now: datetime, words_lost: bool = False, progress: Progress = lambda _: None) -> Replayed:
    """Bring the database up to the published log, in one transaction. Nothing to do when it is there already.

    `words_lost`: go on where words are missing that the log says are published. Texts and replies are gone then, and
    the log will say so; names and reasons are replaced by a note.

    Raises:
        LogStopped: it cannot be brought up, and nothing was changed; the message says why.
    """
    try:
        with transaction.atomic():
            taken = log.take_in(read, now=now, progress=progress)
            for kind, events in taken.runs():
                if kind in HANDLERS:
                    _apply(kind, events)
            if taken.lost and not words_lost:
                raise _words_missing(taken.lost)
            reviews.say_lost([place.subject for place in taken.lost if place.kind == "texts"], now=now)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise errors.ReplayImpossible(f"The database refuses: {broken_constraint(error) or error}.") from error
    return Replayed(taken.before, taken.size, taken.lost)


def _apply(kind: str, events: Sequence[Event]) -> None:
    try:
        HANDLERS[kind](events)
    except (IntegrityError, ObjectDoesNotExist, KeyError) as error:
        where = f"{events[0].position} to {events[-1].position}" if len(events) > 1 else f"{events[0].position}"
        why = broken_constraint(error) if isinstance(error, IntegrityError) else None
        raise errors.ReplayImpossible(
            f"Entry {where} ({kind}) cannot follow what the database holds ({why or type(error).__name__}). Nothing "
            "was changed. Was the backup made by this service?"
        ) from error


def _words_missing(lost: Sequence[Place]) -> errors.WordsMissing:
    shown = ", ".join(place.path for place in lost[:SHOWN])
    return errors.WordsMissing(
        f"{len(lost)} side files are not there in the version that the log speaks of: {shown}"
        f"{' and others' if len(lost) > SHOWN else ''}. Nothing was changed. Give a copy that has them with --from. If "
        "nobody has, --words-lost goes on without: those texts and replies are gone, and a note stands for the rest."
    )
