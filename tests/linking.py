"""A thief who has everything, and tries to tell which purchase a review came from.

`Loot` is what was stolen at a moment: rows with their places and transactions, the bytes of the files they lie in, and
the write-ahead log of a day. Each gives orders, of claims or of reviews, and `linked` says how far two orders agree.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import connection, transaction

from reputation.receipts.rules import IssuerKey
from reputation.receipts.tokens import TokenRequest

Order = Sequence[bytes]
PAGE = 8192
SHORT_HEAD, LONG_HEAD = 24, 40
"""Bytes before the records of a page of the write-ahead log, and of the first page of a file."""
TWO_HASHES = re.compile(rb"(?=C(.{32})C.{32})", re.DOTALL)
"""How rows of claims and of spent tokens hold theirs: each behind its length, and overlapping whatever is before it."""
BEGINS = 12
"""Bytes by which a thing is recognised at first sight."""


@dataclass(frozen=True, slots=True)
class Link:
    """How far two orders agree: pairs at the same place, and the rank correlation, in standard deviations of chance."""

    pairs: int
    hits: int
    z: float


@dataclass(slots=True)
class Loot:
    """Orders of claims, by the hash of their code, and of reviews, by their id or nullifier."""

    claims: dict[str, list[bytes]] = field(default_factory=dict)
    reviews: dict[str, list[bytes]] = field(default_factory=dict)


def rows(table: str, column: str, by: str) -> list[bytes]:
    """A column of a table as bytes, in an order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} ORDER BY {by}")
        return [value.bytes if hasattr(value, "bytes") else bytes(value) for (value,) in cursor.fetchall()]


def files(*tables: str) -> bytes:
    """The files of tables, their partitions and indexes, as they lie on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute(
            """
            WITH tables AS (
                SELECT unnest(%s::regclass[])::oid AS oid
            ), parts AS (
                SELECT oid FROM tables
                UNION SELECT inhrelid FROM pg_inherits WHERE inhparent IN (SELECT oid FROM tables)
            ), files AS (
                SELECT oid FROM parts UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (SELECT oid FROM parts)
            )
            SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM files JOIN pg_class USING (oid)
            WHERE relkind IN ('r', 'i')
            """,
            [list(tables)],
        )
        return b"".join(bytes(raw) for (raw,) in cursor.fetchall())


def now_at() -> str:
    """Where the write-ahead log ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return str(cursor.fetchone()[0])


def wal(start: str, end: str) -> bytes:
    """What was written ahead between two places, without the heads of pages."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        cursor.execute("SELECT pg_logical_emit_message(true, 'thief', '')")  # flushes what others left in memory
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT pg_read_binary_file('pg_wal/' || name) FROM (
                SELECT DISTINCT pg_walfile_name(%s::pg_lsn + place) AS name
                FROM generate_series(0, (%s::pg_lsn - %s::pg_lsn) + 16777216, 16777216::numeric) AS place
                WHERE %s::pg_lsn + place <= pg_current_wal_lsn()
                UNION SELECT pg_walfile_name(%s::pg_lsn)
            ) names ORDER BY name
            """,
            [start, end, start, start, end],
        )
        found = [bytes(raw) for (raw,) in cursor.fetchall()]
    records = bytearray()
    for raw in found:
        for at in range(0, len(raw), PAGE):
            records += raw[at + (SHORT_HEAD if at else LONG_HEAD) : at + PAGE]
    first, last = (int(half, 16) for half in (start.split("/")[1], end.split("/")[1]))
    size = len(found[0])
    skipped = _without_heads(first % size)
    kept = _without_heads(first % size + (last - first) % 2**32)
    return bytes(records[skipped:kept])


def _without_heads(place: int) -> int:
    pages = place // PAGE
    return place - (pages + 1) * SHORT_HEAD - (LONG_HEAD - SHORT_HEAD) * (1 + place // 2**24)


def found_in(raw: bytes, things: Iterable[bytes], *, last: bool = False) -> list[bytes]:
    """Those of some things that some bytes hold, in the order in which they hold them first, or last."""
    begins = {thing[:BEGINS]: thing for thing in things}
    places: dict[bytes, int] = {}
    for place in range(len(raw) - BEGINS):
        if (begin := raw[place : place + BEGINS]) in begins:
            thing = begins[begin]
            if raw.startswith(thing, place) and (last or thing not in places):
                places[thing] = place
    return sorted(places, key=places.__getitem__)


def written_in(ahead: bytes, things: Iterable[bytes], *, last: bool = False) -> list[bytes]:
    """The same of hashes in the write-ahead log, which is long: only rows that begin with two hashes are looked at."""
    wanted = set(things)
    places: dict[bytes, int] = {}
    for row in TWO_HASHES.finditer(ahead):
        if row[1] in wanted and (last or row[1] not in places):
            places[row[1]] = row.start()
    return sorted(places, key=places.__getitem__)


def linked(claims: Order, reviews: Order, truth: Mapping[bytes, bytes], groups: Mapping[bytes, int]) -> Link:
    """Pair claims and reviews of each group by their places. `truth`: the claim of each review."""
    mine: dict[int, list[bytes]] = defaultdict(list)
    for claim in claims:
        if claim in groups:
            mine[groups[claim]].append(claim)
    theirs: dict[int, list[bytes]] = defaultdict(list)
    for review in reviews:
        if review in truth:
            theirs[groups[truth[review]]].append(truth[review])
    links = [_paired(mine[group], theirs[group]) for group in theirs]
    links = [link for link in links if link.pairs > 2]
    z = sum(link.z for link in links) / math.sqrt(len(links)) if links else 0.0
    return Link(sum(link.pairs for link in links), sum(link.hits for link in links), z)


def _paired(claims: Order, reviews: Order) -> Link:
    place = {claim: at for at, claim in enumerate(claims)}
    both = [(place[claim], at) for at, claim in enumerate(reviews) if claim in place]
    if len(both) < 3:
        return Link(len(both), 0, 0.0)
    return Link(len(both), sum(one == other for one, other in both), _correlation(both) * math.sqrt(len(both) - 1))


def _correlation(both: Sequence[tuple[int, int]]) -> float:
    """Spearman's, of ranks without ties."""
    first = {value: rank for rank, value in enumerate(sorted(one for one, _ in both))}
    second = {value: rank for rank, value in enumerate(sorted(other for _, other in both))}
    count = len(both)
    apart = sum((first[one] - second[other]) ** 2 for one, other in both)
    return 1 - 6 * apart / (count * (count * count - 1))


def unblinded(token: bytes, key: IssuerKey) -> bytes:
    """The claim's hash of the request that this token would have been asked for with, had nobody blinded it."""
    numbers = key.key.public_numbers()
    message = pow(int.from_bytes(token[98:]), numbers.e, numbers.n).to_bytes(256)
    return sha256(TokenRequest(key.key_id[-1], message).encode()).digest()
