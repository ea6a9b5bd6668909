"""Writing the public log: letting entries wait, starting it, numbering entries."""

import base64
import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain, repeat
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from reputation.core import ids, months
from reputation.log import about, entries, errors, models, queries, side_files
from reputation.log.about import Said
from reputation.rulebook import editions
from reputation.rulebook.editions import EDITIONS
from reputation.tlog import tiles
from reputation.tlog.edges import Edge
from reputation.tlog.trees import EMPTY_ROOT, leaf_hash

logger = logging.getLogger(__name__)

BATCH = 20_000
EDITION_PERSONS = 2
"""The first edition is released by two persons, with the code they reviewed; each later one by two operators."""
ANNOUNCED = timedelta(days=editions.ANNOUNCED.value)

Due = tuple[str, Mapping[str, object]]
Words = Mapping[str, side_files.Document]
"""The public words that come with an entry, by the kind of side file they are kept in."""
NO_WORDS: Words = {}

# A column of each at a time: one statement for any number of entries, numbered in the order in which they are given.
WAIT = """
INSERT INTO log_waiting
    (kind, raw, business, review, month, stars, outcome, receipt_class, key_id, no_receipt_given)
SELECT kind, raw, business, review, month, stars, outcome, receipt_class, key_id, no_receipt_given
FROM unnest(%s::varchar[], %s::bytea[], %s::uuid[], %s::uuid[], %s::int[], %s::smallint[], %s::varchar[], %s::varchar[],
            %s::bytea[], %s::boolean[]) WITH ORDINALITY
     AS given (kind, raw, business, review, month, stars, outcome, receipt_class, key_id, no_receipt_given, place)
ORDER BY place
RETURNING id
"""
WORDS = "INSERT INTO log_side_file (kind, subject, entry, document, is_published) VALUES (%s, %s, %s, %s, false)"
ADD_WORDS = f"{WORDS} ON CONFLICT DO NOTHING"
PUT_WORDS = f"""{WORDS} ON CONFLICT (kind, subject)
DO UPDATE SET entry = excluded.entry, document = excluded.document, is_published = false
"""
# Names change on pages, and so does what a case says; pages may replace no other words. The functions see to that.
BY_PAGES = {
    side_files.NAMES: "SELECT log_put_names(%s, %s, %s)",
    side_files.CASES: "SELECT log_put_cases(%s, %s, %s)",
}
NUMBER = """
WITH taken AS (
    DELETE FROM log_waiting WHERE id = ANY(ARRAY(SELECT id FROM log_waiting WHERE id >= %s ORDER BY id LIMIT %s))
    RETURNING *
), placed AS (
    INSERT INTO log_entry
        (position, leaf_hash, kind, raw, business, review, month, stars, outcome, receipt_class, key_id,
         no_receipt_given)
    SELECT %s + row_number() OVER (ORDER BY id) - 1, sha256('\\x00'::bytea || raw), kind, raw, business, review,
           month, stars, outcome, receipt_class, key_id, no_receipt_given
    FROM taken
    RETURNING position, leaf_hash
)
SELECT count(*), string_agg(leaf_hash, ''::bytea ORDER BY position) FROM placed
"""
FILL = "INSERT INTO log_tile (level, index, hashes) SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])"
MOVE = "UPDATE log_head SET size = %s, root = %s, edge = %s"


def _values(kind: str, body: Mapping[str, object]) -> list[Any]:
    raw = entries.encode(kind, body)
    row = entries.columns(kind, body)
    return [
        kind,
        raw,
        row.business,
        row.review,
        row.month,
        row.stars,
        row.outcome,
        row.receipt_class,
        row.key_id,
        row.no_receipt_given,
    ]


def append(*, kind: str, body: Mapping[str, object], words: Words | None = None) -> None:
    """Let an entry wait for its position, with its words; all goes in with the caller's transaction, or not at all.

    The side files that the entry touches hold `words` from now on, or nothing where none are given.

    Raises:
        EntryError: the schema does not allow it.
    """
    append_all([(kind, body)], [words or NO_WORDS])


def append_all(due: Iterable[Due], words: Iterable[Words] = ()) -> list[int]:
    """Let entries wait for their positions, in this order; all go in with the caller's transaction, or none.

    `words`: what comes with each, in the same order. Answers the numbers of the waiting rows.

    Raises:
        EntryError: the schema does not allow one of them.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an entry belongs to the transaction of what it records")
    values: list[list[Any]] = []
    first: list[list[Any]] = []
    again: list[list[Any]] = []
    for (kind, body), said in zip(due, chain(words, repeat(NO_WORDS)), strict=False):
        values.append(_values(kind, body))
        (first if kind in side_files.FIRST else again).extend(_beside(kind, body, values[-1][1], said))
    if not values:
        return []
    with connection.cursor() as cursor:
        if first:
            cursor.executemany(ADD_WORDS, first)
        for row in (row for row in again if row[0] in BY_PAGES):
            cursor.execute(BY_PAGES[row[0]], row[1:])
        if others := [row for row in again if row[0] not in BY_PAGES]:
            cursor.executemany(PUT_WORDS, others)
        cursor.execute(WAIT, [list(column) for column in zip(*values, strict=True)])
        return [row for (row,) in cursor.fetchall()]


def _beside(kind: str, body: Mapping[str, object], raw: bytes, words: Words) -> Iterator[list[Any]]:
    """The rows of the side files that an entry touches; the first entry about something leaves none without words."""
    for place in side_files.touched(kind, body):
        document = words.get(place.kind)
        line = None if document is None else side_files.canonical(document)
        if line is not None or kind not in side_files.FIRST:
            yield [place.kind, place.subject, leaf_hash(raw), line]


def _locked_head() -> models.Head:
    head = models.Head.objects.select_for_update().first()
    if head is None:
        raise errors.NotStarted
    return head


def _number(head: models.Head, *, first: int, limit: int) -> int:
    """Give the next positions to waiting rows, from the row `first` on. The head row must be locked."""
    with connection.cursor() as cursor:
        cursor.execute(NUMBER, [first, limit, head.size])
        count, hashes = cursor.fetchone()
        if not count:
            return 0
        edge = Edge.of(head.size, [bytes(tile) for tile in head.edge])
        full = edge.append(tiles.decode(bytes(hashes), count))
        if full:
            levels, indices = [tile.level for tile, _ in full], [tile.index for tile, _ in full]
            cursor.execute(FILL, [levels, indices, [raw for _, raw in full]])
        cursor.execute(MOVE, [edge.size, edge.root(), edge.tiles()])
    return int(count)


@transaction.atomic
def sequence(*, limit: int = BATCH) -> int:
    """Number at most `limit` waiting entries; answers how many there were.

    Entries, new full tiles, edge, size and root change in one transaction or not at all. Whoever comes second waits
    for the head row and goes on from there.

    Raises:
        NotStarted: the log was not started.
    """
    return _number(_locked_head(), first=0, limit=limit)


@transaction.atomic
def start(*, now: datetime, source: ids.Source = ids.SECURE) -> None:
    """Start the log, or go on with it: the first entries say who runs it and by which formula.

    Who runs it is said again when that changed and two persons confirmed it; a later edition is for them to announce.

    Raises:
        OriginChanged: it was started under another origin.
        ClockBehind: what is published is later than `now`, so nothing can be announced on that day.
    """
    new = models.Head(origin=settings.LOG_ORIGIN, root=EMPTY_ROOT)
    models.Head.objects.bulk_create([new], ignore_conflicts=True)
    head = _locked_head()
    if head.origin != settings.LOG_ORIGIN:
        raise errors.OriginChanged(
            f"LOG_ORIGIN is {settings.LOG_ORIGIN}, but this log was started as {head.origin}. "
            "An origin is for good: set it back, or start a new log in an empty database."
        )
    queries.require_clock(now)
    due = [*_operator_due(head, now, source), *_edition_due(now)]
    head.save(update_fields=["operator", "operator_salt", "acceptance_key"])
    rows = append_all(due)
    if rows and head.size == 0:
        _number(head, first=rows[0], limit=len(rows))


def _operator_due(head: models.Head, now: datetime, source: ids.Source) -> Iterator[Due]:
    """The entry that says who runs the service, unless the last one still says so, or nobody confirmed the change.

    The first one needs nobody: without it there is no log. Nor does the one after a restore, when the salt was lost,
    nor the first one with a key of acceptances.
    """
    operator = about.operator()
    if operator.state is Said.LOGGED:
        return
    if operator.state is Said.CHANGED:
        logger.warning("operator-change-unconfirmed")
        return
    models.OperatorChange.objects.all().delete()
    head.operator_salt = source.salt()
    head.operator = entries.commitment("operator", head.operator_salt, operator.particulars)
    body = {
        "commitment": head.operator,
        "funder": settings.OPERATOR["funder_code"],
        "policy": settings.OPERATOR["policy_version"],
        "date": now.date().isoformat(),
    }
    head.acceptance_key = settings.ACCEPTANCE_PUBLIC_KEY or b""
    if head.acceptance_key:
        body["acceptance_key"] = base64.b64encode(head.acceptance_key).decode()
    yield "operator", body


def confirm_operator(*, sha256: str, now: datetime) -> None:
    """Let the next start say in the log who runs the service now, by particulars that two persons confirmed.

    `sha256`: of the particulars as the settings have them.

    Raises:
        NothingToAnnounce: the settings say something else, or the log says so already.
    """
    operator = about.operator()
    if operator.state is not Said.CHANGED or operator.sha256 != sha256:
        raise errors.NothingToAnnounce
    models.OperatorChange.objects.create(sha256=sha256, confirmed_on=now.date())


def _edition_due(now: datetime) -> Iterator[Due]:
    """The first edition of the formula, where the log names none: it takes effect in the month of its announcement."""
    if about.announced_edition() == 0:
        first = min(EDITIONS)
        yield "edition", _edition(first, months.of(now), EDITION_PERSONS, now)


def announce_edition(*, edition: int, persons: int, now: datetime) -> None:
    """Announce an edition of the formula that this release knows, at least 30 days before its first month.

    Raises:
        NothingToAnnounce: it is not the one after the last that the log names.
        ClockBehind: what is published is later than `now`.
    """
    queries.require_clock(now)
    if edition != about.next_edition():
        raise errors.NothingToAnnounce
    append(kind="edition", body=_edition(edition, effective_month(now), persons, now))


def effective_month(now: datetime) -> int:
    """The first month of an edition that is announced now."""
    return months.of(now + ANNOUNCED) + 1


def _edition(edition: int, effective: int, persons: int, now: datetime) -> dict[str, object]:
    return {
        "edition": edition,
        "spec_sha256": EDITIONS[edition].spec_sha256,
        "effective": months.show(effective),
        "announced": now.date().isoformat(),
        "persons": persons,
    }
