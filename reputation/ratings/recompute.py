"""Rebuilds all months and answers from the log and compares them with what is stored.

From typed columns: the database gathers the reviews of each month as letters, one a review; what happened to reviews
and businesses goes through the fold. From bytes: every entry is decoded and goes through the fold, and the columns
beside its bytes are compared too.
"""

import heapq
import itertools
import multiprocessing
import os
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from reputation.log import queries as log
from reputation.log.entries import EntryError, decode
from reputation.ratings import formula, rules, store
from reputation.ratings.counts import CLASSES, SIZE, Cells, Counts, Outcome, ReceiptClass, places
from reputation.ratings.fold import READ, STEPS, Business, Fold, FoldError

AT_ONCE = 5_000
IN_PARALLEL_FROM = 2_000
MOVES = tuple(sorted(kind for kind in READ if kind.startswith("review-")))
OTHERS = tuple(sorted(READ - set(MOVES) - {"review"}))
BESIDE = tuple(name for name in log.COLUMNS if name not in ("position", "raw", "leaf_hash"))

Progress = Callable[[int], object]
Range = tuple[UUID, UUID]
"""Businesses from the first id to the last, both included."""

ALL: Range = (UUID(int=0), UUID(int=2**128 - 1))


class Difference(NamedTuple):
    """Something stored that is not what the log says. `at`: a month, a review, or a position of the log."""

    business: UUID | None
    what: str
    at: str


# A little more memory and no compiling: these few statements read whole tables once.
SETTINGS = ("SET LOCAL work_mem = '128MB'", "SET LOCAL jit = off")

# What happened to businesses and to reviews; of the latter, the review itself too.
COLUMNS = ", ".join(f"e.{name}" for name in log.COLUMNS)
EVENTS = f"""
WITH touched AS (
    SELECT DISTINCT business, review FROM log_entry
    WHERE position < %(upto)s AND kind = ANY(%(moves)s) AND business BETWEEN %(low)s AND %(high)s
    UNION
    SELECT r.business, r.review FROM log_entry r JOIN log_entry k
        ON k.kind = 'receipt-key-annulled' AND k.business = r.business AND k.key_id = r.key_id
    WHERE r.position < %(upto)s AND k.position < %(upto)s AND r.kind = 'review'
      AND r.business BETWEEN %(low)s AND %(high)s
)
SELECT {COLUMNS} FROM log_entry e
WHERE e.position < %(upto)s AND e.kind = ANY(%(others)s) AND e.business BETWEEN %(low)s AND %(high)s
UNION ALL
SELECT {COLUMNS} FROM log_entry e JOIN touched t ON t.business = e.business AND t.review = e.review
WHERE e.position < %(upto)s AND (e.kind = 'review' OR e.kind = ANY(%(moves)s))
ORDER BY 1
"""  # noqa: S608 - fixed parts only

# All reviews as they were published, by month, a letter each: class, stars, outcome, whether no receipt was given.
LETTERS = """
SELECT business, string_agg(month || ':' || letters, ' '), max(last) FROM (
    SELECT business, month, max(position) AS last, string_agg(
        chr(48 + 30 * (CASE receipt_class WHEN 'independent' THEN 0 WHEN 'seller' THEN 1 ELSE 2 END) + 6 * (stars - 1)
            + 2 * (CASE outcome WHEN 'as-agreed' THEN 0 WHEN 'problem-solved' THEN 0 WHEN 'problem-unsolved' THEN 1
                   ELSE 2 END)
            + coalesce(no_receipt_given, false)::int), '') AS letters
    FROM log_entry
    WHERE position < %(upto)s AND kind = 'review' AND business BETWEEN %(low)s AND %(high)s
    GROUP BY business, month
) AS months
GROUP BY business ORDER BY business
"""
# Months as bytes, of which Python reads all at once.
MONTHS = """
SELECT business, string_agg(int4send(month) || array_send(counts) || array_send(weights), '') FROM ratings_month
WHERE business BETWEEN %(low)s AND %(high)s GROUP BY business ORDER BY business
"""
ANSWERS = """
SELECT business, month, body FROM ratings_answer WHERE business BETWEEN %(low)s AND %(high)s ORDER BY business
"""


def _places(kind: ReceiptClass, stars: int, outcome: Outcome, given: int) -> Cells:
    is_none = kind is ReceiptClass.NONE
    return places(receipt_class=kind, stars=stars, outcome=outcome, no_receipt_given=bool(given and is_none))


_ENDINGS = (Outcome.AS_AGREED, Outcome.PROBLEM_UNSOLVED, Outcome.NEVER_DELIVERED)
PLACES = {
    chr(48 + number): _places(*parts)
    for number, parts in enumerate(itertools.product(CLASSES, range(1, 6), _ENDINGS, range(2)))
}

# A month, counts and weights as PostgreSQL sends them: of arrays five numbers, then each element after its size.
RECORD = struct.Struct(f">i5i{'ii' * SIZE}5i{'iq' * 16}")
COUNTS_AT = slice(7, 6 + 2 * SIZE, 2)
WEIGHTS_AT = slice(6 + 2 * SIZE + 6, None, 2)

Stored = dict[int, tuple[Cells, Cells]]
"""Counts and weights by month."""


def _months(stored: bytes) -> Stored:
    return {record[0]: (record[COUNTS_AT], record[WEIGHTS_AT]) for record in RECORD.iter_unpack(stored)}


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
    """The fold of every entry's columns: slower than gathering, for logs with entries that cannot be."""
    fold = Fold()
    for row in _entries(upto, progress):
        with suppress(FoldError):
            fold.feed(row.position, row)
    return fold


def _folded_events(values: dict[str, Any]) -> Fold:
    """The fold of what happened, less the reviews it happened to as they were published: those come as letters."""
    fold = Fold()
    for found in _stream(EVENTS, values):
        row = log.Row(*found)
        with suppress(FoldError):
            key = fold.feed(row.position, row)
            if row.kind == "review" and key is not None and row.review is not None:
                fold.businesses[key].add(fold.businesses[key].reviews[row.review], -1)
    return fold


EMPTY = (0,) * SIZE
NO_WEIGHTS = (0,) * 16


def _compare(key: UUID, state: Business, months: Stored, answer: tuple[Any, ...] | None) -> list[Difference]:
    """What is stored about one business against what the log says. A month that counts nothing may be kept or not."""
    right: Stored = {}
    for month, row in state.cells.items():
        if any(row):
            cells = tuple(row)
            weights = formula.weigh(Counts(cells))
            right[month] = cells, weights.independent + weights.rest
    found = []
    if right != months:
        found = [
            Difference(key, "month", str(month))
            for month in sorted(right.keys() | months.keys())
            if right.get(month, (EMPTY, NO_WEIGHTS)) != months.get(month, (EMPTY, NO_WEIGHTS))
        ]
    if answer is None:
        found.append(Difference(key, "answer", "missing"))
    elif rules.render(rules.answer(key, state, answer[1])) != bytes(answer[2]):
        found.append(Difference(key, "answer", str(answer[1])))
    return found


def _by_business(*sources: Iterator[tuple[Any, ...]]) -> Iterator[tuple[UUID, list[list[tuple[Any, ...]]]]]:
    """For each business the rows of each source; sources come sorted by their first column."""
    numbered = [zip(itertools.repeat(place), rows) for place, rows in enumerate(sources)]
    merged = heapq.merge(*numbered, key=lambda pair: pair[1][0])
    for key, pairs in itertools.groupby(merged, key=lambda pair: pair[1][0]):
        found: list[list[tuple[Any, ...]]] = [[] for _ in sources]
        for place, row in pairs:
            found[place].append(row)
        yield key, found


def _compare_range(upto: int, within: Range, fold: Fold | None) -> list[Difference]:
    """Compare the businesses of a range: with a complete fold, or else with what the typed columns come to."""
    values = {"upto": upto, "low": within[0], "high": within[1], "moves": list(MOVES), "others": list(OTHERS)}
    for statement in SETTINGS:
        store.run(statement)
    known = fold or _folded_events(values)
    states: Iterator[tuple[Any, ...]] = iter(sorted(known.businesses.items()))
    letters = iter(()) if fold else _stream(LETTERS, values)
    found: list[Difference] = []
    for key, (mine, published, months, answers) in _by_business(
        states, letters, _stream(MONTHS, values), _stream(ANSWERS, values)
    ):
        if not mine:
            found += [Difference(key, "answer", "never joined")] if months or answers else []
            continue
        state: Business = mine[0][1]
        for _, letters_by_month, last in published:
            state.log_size = max(state.log_size, last + 1)
            _add_letters(state, letters_by_month)
        stored = _months(months[0][1]) if months else {}
        found += _compare(key, state, stored, answers[0] if answers else None)
        state.cells, state.reviews = {}, {}
    return found


def _add_letters(state: Business, letters_by_month: str) -> None:
    for part in letters_by_month.split(" "):
        month, _, letters = part.partition(":")
        cells = state.cells.setdefault(int(month), [0] * SIZE)
        for letter in letters:
            for place in PLACES[letter]:
                cells[place] += 1


def _ranges(many: int, parts: int) -> list[Range]:
    """All ids in parts of about as many businesses each."""
    cuts = [
        store.rows("SELECT business FROM ratings_answer ORDER BY business OFFSET %s LIMIT 1", [many * part // parts])
        for part in range(1, parts)
    ]
    firsts = [ALL[0], *sorted({row[0] for found in cuts for row in found})]
    lasts = [UUID(int=first.int - 1) for first in firsts[1:]] + [ALL[1]]
    return list(zip(firsts, lasts, strict=True))


_inherited: list[object] = []


def _own_connection() -> None:
    """In a child: leave the parent's connection alone, open and unused, and take a new one."""
    _inherited.append(connections[DEFAULT_DB_ALIAS])
    connections[DEFAULT_DB_ALIAS] = connections[DEFAULT_DB_ALIAS].copy()


def _compare_in_child(upto: int, within: Range) -> list[Difference]:
    with transaction.atomic():
        return _compare_range(upto, within, None)


def compare_all(upto: int, progress: Progress, fold: Fold | None = None) -> list[Difference]:
    """Every stored answer and month against a complete fold, or against the typed columns.

    The latter on all processors when there are many businesses; the children see what is committed.
    """
    many = store.rows("SELECT count(*) FROM ratings_answer")[0][0]
    cores = os.cpu_count() or 1
    if fold is not None or many < IN_PARALLEL_FROM or cores == 1:
        found = _compare_range(upto, ALL, fold)
        progress(many)
        return found
    ranges = _ranges(many, 2 * cores)
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(cores, mp_context=fork, initializer=_own_connection) as pool:
        found = []
        for done in as_completed([pool.submit(_compare_in_child, upto, within) for within in ranges]):
            found += done.result()
            progress(many // len(ranges))
    return sorted(found, key=str)


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
