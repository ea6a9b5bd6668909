"""Rebuilds all months and answers from the log and compares them with what is stored.

From typed columns: reviews that nothing ever happened to are counted by the database, the others and all that
happens to businesses go through the fold. From bytes: every entry's bytes are decoded and go through the fold, and the
columns beside them are compared too.
"""

import itertools
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from reputation.log import queries as log
from reputation.log.entries import EntryError, decode
from reputation.ratings import formula, rules, store
from reputation.ratings.counts import SIZE, Cells, counts_of
from reputation.ratings.fold import READ, STEPS, Business, Fold, FoldError

AT_ONCE = 2_000
IN_PARALLEL_FROM = 4 * AT_ONCE
MOVES = tuple(sorted(kind for kind in READ if kind.startswith("review-")))
OTHERS = tuple(sorted(READ - set(MOVES) - {"review"}))

BESIDE = tuple(name for name in log.COLUMNS if name not in ("position", "raw", "leaf_hash"))

Progress = Callable[[int], None]


class Difference(NamedTuple):
    """Something stored that is not what the log says. `at`: a month, a review, or a position of the log."""

    business: UUID | None
    what: str
    at: str


class Stored(NamedTuple):
    """What is stored about a business: its answer's month, log size and bytes, and its months' counts."""

    business: UUID
    month: int
    log_size: int
    body: bytes
    cells: dict[int, Cells]


# Reviews that something happened to: an entry about them, or about their key.
TOUCHED = """
SELECT DISTINCT business, review FROM log_entry WHERE position < %(upto)s AND kind = ANY(%(moves)s)
UNION
SELECT r.business, r.review FROM log_entry r JOIN log_entry k
    ON k.kind = 'receipt-key-annulled' AND k.business = r.business AND k.key_id = r.key_id
WHERE r.position < %(upto)s AND k.position < %(upto)s AND r.kind = 'review'
"""
COLUMNS = ", ".join(f"e.{name}" for name in log.COLUMNS)
EVENTS = f"""
WITH touched AS ({TOUCHED})
SELECT {COLUMNS} FROM log_entry e WHERE e.position < %(upto)s AND e.kind = ANY(%(others)s)
UNION ALL
SELECT {COLUMNS} FROM log_entry e JOIN touched t ON t.business = e.business AND t.review = e.review
WHERE e.position < %(upto)s AND (e.kind = 'review' OR e.kind = ANY(%(moves)s))
ORDER BY 1
"""  # noqa: S608 - fixed parts only


def _cells() -> str:
    """The 26 counts of a group of reviews, as an array."""
    classes, results = ("independent", "seller", "none"), ((0, "well"), (1, "unsolved"), (2, "lost"))
    parts = [f"c = {c} AND stars = {star}" for c in range(len(classes)) for star in range(1, 6)]
    parts += [f"c = {c} AND o = {o}" for c in range(len(classes)) for o, _ in results]
    parts += ["no_receipt_given", "no_receipt_given AND o = 2"]
    return "ARRAY[" + ", ".join(f"count(*) FILTER (WHERE {part})" for part in parts) + "]::int[]"


CODES = """
CASE receipt_class WHEN 'independent' THEN 0 WHEN 'seller' THEN 1 ELSE 2 END AS c,
CASE outcome WHEN 'as-agreed' THEN 0 WHEN 'problem-solved' THEN 0 WHEN 'problem-unsolved' THEN 1 ELSE 2 END AS o
"""
UNTOUCHED = f"""
WITH touched AS MATERIALIZED ({TOUCHED})
SELECT business, month, {_cells()}, max(position)
FROM (
    SELECT business, month, stars, no_receipt_given, position, {CODES}
    FROM log_entry e
    WHERE position < %(upto)s AND kind = 'review'
      AND NOT EXISTS (SELECT FROM touched t WHERE t.business = e.business AND t.review = e.review)
) AS coded
GROUP BY business, month ORDER BY business
"""  # noqa: S608 - fixed parts only
COUNTED_REVIEWS = f"""
SELECT business, month FROM (
    SELECT business, month, {_cells()} AS counts FROM (
        SELECT business, month, stars, no_receipt_given, {CODES} FROM ratings_review
        WHERE NOT (is_withdrawn OR is_restricted OR is_annulled)
    ) AS coded GROUP BY business, month
) AS counted
FULL JOIN (SELECT * FROM ratings_month WHERE counts <> %(zeros)s::int[]) AS stored USING (business, month)
WHERE counted.counts IS DISTINCT FROM stored.counts
"""  # noqa: S608 - fixed parts only
STORED = """
SELECT a.business, a.month, a.log_size, a.body, m.month, m.counts
FROM ratings_answer a LEFT JOIN ratings_month m USING (business) ORDER BY a.business
"""


def _stream(statement: str, values: dict[str, object]) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, values)
        while found := cursor.fetchmany(AT_ONCE):
            yield from found


def _entries(upto: int, progress: Progress) -> Iterator[log.Row]:
    for start in range(0, upto, AT_ONCE):
        rows = log.entries(after=start, limit=min(AT_ONCE, upto - start))
        yield from rows
        progress(len(rows))


def folded_from_bytes(upto: int, progress: Progress) -> tuple[Fold, list[Difference]]:
    """The fold of every entry's bytes, and where the columns beside them differ."""
    fold, differences = Fold(), []
    for row in _entries(upto, progress):
        try:
            entry = decode(row.raw)
        except EntryError:
            differences.append(Difference(row.business, "entry", str(row.position)))
            continue
        if any(getattr(entry, name) != getattr(row, name) for name in BESIDE):
            differences.append(Difference(entry.business, "entry", str(row.position)))
        with suppress(FoldError):
            fold.feed(row.position, entry)
    return fold, differences


def folded_entry_by_entry(upto: int, progress: Progress) -> Fold:
    """The fold of every entry's columns: slower than the database's counting, for logs with impossible entries."""
    fold = Fold()
    for row in _entries(upto, progress):
        with suppress(FoldError):
            fold.feed(row.position, row)
    return fold


def folded_from_columns(upto: int) -> Fold:
    """The fold of the log from typed columns, with counts in place of the reviews that nothing happened to."""
    fold = Fold()
    values: dict[str, object] = {"upto": upto, "moves": list(MOVES), "others": list(OTHERS)}
    for found in _stream(EVENTS, values):
        row = log.Row(*found)
        with suppress(FoldError):
            fold.feed(row.position, row)
    _add_untouched(fold, upto)
    return fold


def _add_untouched(fold: Fold, upto: int) -> None:
    """Add the reviews that nothing happened to, as the database counts them."""
    values: dict[str, object] = {"upto": upto, "moves": list(MOVES)}
    for business, month, counts, last in _stream(UNTOUCHED, values):
        state = fold.businesses.get(business)
        if state is None:
            continue
        state.log_size = max(state.log_size, last + 1)
        cells = state.cells.get(month)
        state.cells[month] = counts if cells is None else [a + b for a, b in zip(cells, counts, strict=True)]


def _stored() -> Iterator[Stored]:
    for key, rows in itertools.groupby(_stream(STORED, {}), key=lambda row: row[0]):
        found = list(rows)
        _, month, log_size, body = found[0][:4]
        yield Stored(key, month, log_size, bytes(body), {row[4]: tuple(row[5]) for row in found if row[4] is not None})


def compare(pair: tuple[Stored, Business | None]) -> list[Difference]:
    """What is stored about one business against what the log says."""
    stored, state = pair
    if state is None:
        return [Difference(stored.business, "answer", str(stored.month))]
    right = {month: tuple(cells) for month, cells in state.cells.items() if any(cells)}
    kept = {month: cells for month, cells in stored.cells.items() if any(cells)}
    found = [
        Difference(stored.business, "month", str(month))
        for month in sorted(right.keys() | kept.keys())
        if right.get(month) != kept.get(month)
    ]
    if rules.render(rules.answer(stored.business, state, stored.month)) != stored.body:
        found.append(Difference(stored.business, "answer", str(stored.month)))
    return found


def _compare_many(pairs: list[tuple[Stored, Business | None]]) -> list[Difference]:
    return [difference for pair in pairs for difference in compare(pair)]


def _pairs(fold: Fold, progress: Progress) -> Iterator[list[tuple[Stored, Business | None]]]:
    batch: list[tuple[Stored, Business | None]] = []
    for stored in _stored():
        state = fold.businesses.pop(stored.business, None)
        if state is not None:
            state.reviews = {}
        batch.append((stored, state))
        if len(batch) == AT_ONCE:
            yield batch
            progress(len(batch))
            batch = []
    yield batch
    progress(len(batch))


def compare_all(fold: Fold, progress: Progress) -> list[Difference]:
    """Every stored answer and month against a fold, which is used up; on all processors when there are many."""
    many, cores = len(fold.businesses) >= IN_PARALLEL_FROM, os.cpu_count() or 1
    batches = _pairs(fold, progress)
    if many and cores > 1:
        with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("fork")) as pool:
            results: Iterable[list[Difference]] = list(_in_turn(pool, batches, 2 * cores))
    else:
        results = map(_compare_many, batches)
    found = [difference for result in results for difference in result]
    return found + [Difference(business, "answer", "missing") for business in sorted(fold.businesses)]


def _in_turn(
    pool: ProcessPoolExecutor, batches: Iterator[list[tuple[Stored, Business | None]]], ahead: int
) -> Iterator[list[Difference]]:
    waiting = [pool.submit(_compare_many, batch) for batch in itertools.islice(batches, ahead)]
    while waiting:
        yield waiting.pop(0).result()
        waiting += [pool.submit(_compare_many, batch) for batch in itertools.islice(batches, 1)]


def compare_weights() -> list[Difference]:
    """The stored weights of months: each different table of counts once."""
    found = []
    for counts, weights, business, month in _stream(
        "SELECT counts, weights, min(business::text), min(month) FROM ratings_month GROUP BY counts, weights", {}
    ):
        right = formula.weigh(counts_of(counts))
        if [*right.independent, *right.rest] != weights:
            found.append(Difference(UUID(business), "weights", str(month)))
    return found


def compare_review_counts() -> list[Difference]:
    """The months' counts against the reviews they count."""
    return [
        Difference(business, "reviews", str(month))
        for business, month in _stream(COUNTED_REVIEWS, {"zeros": [0] * SIZE})
    ]


def compare_reviews(fold: Fold) -> list[Difference]:
    """Every stored review row, annulled key and suspension against a complete fold."""
    found = []
    seen: set[tuple[UUID, UUID]] = set()
    for row in _stream(store.REVIEWS, {}):
        key, stored = store.review_of(row)
        seen.add(key)
        state = fold.businesses.get(key[0])
        if state is None or state.reviews.get(key[1]) != stored:
            found.append(Difference(key[0], "review", str(key[1])))
    for business, state in fold.businesses.items():
        found += [
            Difference(business, "review", str(review)) for review in state.reviews if (business, review) not in seen
        ]
    keys = {(b, k) for b, state in fold.businesses.items() for k in state.annulled_keys}
    kept = {(b, bytes(k)) for b, k in store.rows("SELECT business, key_id FROM ratings_annulled_key")}
    found += [Difference(business, "key", key.hex()) for business, key in sorted(keys ^ kept)]
    until = {(b, a, u) for b, state in fold.businesses.items() for a, u in state.suspended_until.items()}
    rows = set(store.rows("SELECT business, alert, until FROM ratings_suspension"))
    return found + [Difference(business, "suspension", alert) for business, alert, _ in sorted(until ^ rows)]


assert set(STEPS) == {*MOVES, *OTHERS, "review"}  # noqa: S101 - a new kind must be put in one of the three
