"""Rebuilds all months and answers from the log and compares them with what is stored.

From typed columns: reviews that nothing ever happened to are counted by the database, the others and all that
happens to businesses go through the fold. From bytes: every entry's bytes are decoded and go through the fold, and the
columns beside them are compared too.
"""

import itertools
import multiprocessing
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from reputation.log import queries as log
from reputation.log.entries import EntryError, decode
from reputation.ratings import formula, rules, store
from reputation.ratings.counts import CLASSES, SIZE, Cells, Counts, Outcome, ReceiptClass, places
from reputation.ratings.fold import READ, STEPS, Business, Fold, FoldError

AT_ONCE = 2_000
IN_PARALLEL_FROM = 4 * AT_ONCE
MOVES = tuple(sorted(kind for kind in READ if kind.startswith("review-")))
OTHERS = tuple(sorted(READ - set(MOVES) - {"review"}))

BESIDE = tuple(name for name in log.COLUMNS if name not in ("position", "raw", "leaf_hash"))

Progress = Callable[[int], object]


class Difference(NamedTuple):
    """Something stored that is not what the log says. `at`: a month, a review, or a position of the log."""

    business: UUID | None
    what: str
    at: str


class Stored(NamedTuple):
    """What is stored about a business: its answer's month and bytes, and its months' counts and weights as bytes."""

    business: UUID
    month: int
    body: bytes
    months: dict[int, bytes]


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


# A letter a review: class, stars, outcome, and whether its writer said that no receipt was given.
LETTER = """
chr(48 + 30 * (CASE receipt_class WHEN 'independent' THEN 0 WHEN 'seller' THEN 1 ELSE 2 END) + 6 * (stars - 1)
    + 2 * (CASE outcome WHEN 'as-agreed' THEN 0 WHEN 'problem-solved' THEN 0 WHEN 'problem-unsolved' THEN 1 ELSE 2 END)
    + (coalesce(no_receipt_given, false))::int)
"""
UNTOUCHED = f"""
WITH touched AS MATERIALIZED ({TOUCHED})
SELECT business, month, string_agg({LETTER}, ''), max(position)
FROM log_entry e
WHERE position < %(upto)s AND kind = 'review'
  AND NOT EXISTS (SELECT FROM touched t WHERE t.business = e.business AND t.review = e.review)
GROUP BY business, month ORDER BY business
"""  # noqa: S608 - fixed parts only
# Months as bytes: they are compared, not read.
MONTHS = "SELECT business, month, array_send(counts) || array_send(weights) FROM ratings_month ORDER BY business"
ANSWERS = "SELECT business, month, body FROM ratings_answer ORDER BY business"


def _places(kind: ReceiptClass, stars: int, outcome: Outcome, given: int) -> Cells:
    is_none = kind is ReceiptClass.NONE
    return places(receipt_class=kind, stars=stars, outcome=outcome, no_receipt_given=bool(given and is_none))


# What a letter counts as, in the order of LETTER.
PLACES = {
    chr(48 + number): _places(*parts)
    for number, parts in enumerate(
        itertools.product(
            CLASSES, range(1, 6), (Outcome.AS_AGREED, Outcome.PROBLEM_UNSOLVED, Outcome.NEVER_DELIVERED), range(2)
        )
    )
}


def _add(cells: list[int], letters: str) -> None:
    for letter in letters:
        for place in PLACES[letter]:
            cells[place] += 1


# Arrays as PostgreSQL sends them: five numbers about the array, then each element after its size.
IMAGE = struct.Struct(f">5i{'ii' * SIZE}5i{'iq' * 16}")
COUNTS_AT = slice(6, 5 + 2 * SIZE, 2)
WEIGHTS_AT = slice(5 + 2 * SIZE + 6, None, 2)


def _is_stored_as(cells: list[int], image: bytes) -> bool:
    """Whether a month's stored counts and weights are these."""
    if len(image) != IMAGE.size:
        return False
    numbers = IMAGE.unpack(image)
    weights = formula.weigh(Counts(tuple(cells)))
    return numbers[COUNTS_AT] == tuple(cells) and numbers[WEIGHTS_AT] == weights.independent + weights.rest


EMPTY = [0] * SIZE
NO_MORE: tuple[UUID | None, Iterator[tuple[Any, ...]]] = (None, iter(()))


def _stream(statement: str, values: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
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
    values = {"upto": upto, "moves": list(MOVES), "others": list(OTHERS)}
    for found in _stream(EVENTS, values):
        row = log.Row(*found)
        with suppress(FoldError):
            fold.feed(row.position, row)
    _add_untouched(fold, upto)
    return fold


def _add_untouched(fold: Fold, upto: int) -> None:
    """Add the reviews that nothing happened to, as the database gathers them."""
    for business, month, letters, last in _stream(UNTOUCHED, {"upto": upto, "moves": list(MOVES)}):
        state = fold.businesses.get(business)
        if state is None:
            continue
        state.log_size = max(state.log_size, last + 1)
        _add(state.cells.setdefault(month, [0] * SIZE), letters)


def _stored() -> Iterator[Stored]:
    months = itertools.groupby(_stream(MONTHS, {}), key=itemgetter(0))
    business, rows = next(months, NO_MORE)
    for key, month, body in _stream(ANSWERS, {}):
        while business is not None and business < key:
            business, rows = next(months, NO_MORE)  # months without an answer are seen from the other side
        mine = {row[1]: bytes(row[2]) for row in rows} if business == key else {}
        yield Stored(key, month, bytes(body), mine)


def compare(pair: tuple[Stored, Business | None]) -> list[Difference]:
    """What is stored about one business against what the log says. A month that counts nothing may be kept or not."""
    stored, state = pair
    if state is None:
        return [Difference(stored.business, "answer", str(stored.month))]
    found = [
        Difference(stored.business, "month", str(month))
        for month, image in sorted(stored.months.items())
        if not _is_stored_as(state.cells.get(month, EMPTY), image)
    ]
    found += [
        Difference(stored.business, "month", str(month))
        for month, cells in sorted(state.cells.items())
        if month not in stored.months and any(cells)
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
            state.reviews = {}  # not needed to compare, and long to hand over
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
