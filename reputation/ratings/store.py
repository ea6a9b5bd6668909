"""Moves what the fold knows of some businesses between the tables and memory, a few statements for many rows."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from reputation.ratings import formula, rules
from reputation.ratings.counts import counts_of
from reputation.ratings.fold import Business, Entry, Fold, Review, Status

REVIEWS = """
SELECT r.business, r.review, r.month, r.receipt_class, r.key_id, r.stars, r.outcome, r.no_receipt_given,
       r.is_withdrawn, r.is_restricted, r.is_annulled
FROM ratings_review r
"""
TOUCHED = "JOIN unnest(%s::uuid[], %s::uuid[]) AS wanted(business, review) USING (business, review)"
UNDER_KEYS = "JOIN unnest(%s::uuid[], %s::bytea[]) AS wanted(business, key_id) USING (business, key_id)"

PUT_REVIEWS = """
INSERT INTO ratings_review (business, review, month, receipt_class, key_id, stars, outcome, no_receipt_given,
                            is_withdrawn, is_restricted, is_annulled)
SELECT business, review, month, receipt_class, decode(key_id, 'hex'), stars, outcome, no_receipt_given,
       is_withdrawn, is_restricted, is_annulled
FROM json_to_recordset(%s) AS r(business uuid, review uuid, month int, receipt_class text, key_id text, stars int,
    outcome text, no_receipt_given bool, is_withdrawn bool, is_restricted bool, is_annulled bool)
ON CONFLICT (business, review) DO UPDATE SET stars = EXCLUDED.stars, outcome = EXCLUDED.outcome,
    is_withdrawn = EXCLUDED.is_withdrawn, is_restricted = EXCLUDED.is_restricted, is_annulled = EXCLUDED.is_annulled
"""
PUT_MONTHS = """
INSERT INTO ratings_month (business, month, counts, weights)
SELECT * FROM json_to_recordset(%s) AS r(business uuid, month int, counts int[], weights bigint[])
ON CONFLICT (business, month) DO UPDATE SET counts = EXCLUDED.counts, weights = EXCLUDED.weights
"""
PUT_ANSWERS = """
INSERT INTO ratings_answer (business, month, log_size, status, published, order_key, body)
SELECT business, month, log_size, status, published, order_key, convert_to(body, 'UTF8')
FROM json_to_recordset(%s) AS r(business uuid, month int, log_size bigint, status text, published bool,
    order_key int, body text)
ON CONFLICT (business) DO UPDATE SET month = EXCLUDED.month, log_size = EXCLUDED.log_size, status = EXCLUDED.status,
    published = EXCLUDED.published, order_key = EXCLUDED.order_key, body = EXCLUDED.body
"""
PUT_KEYS = """
INSERT INTO ratings_annulled_key (business, key_id)
SELECT business, decode(key_id, 'hex') FROM json_to_recordset(%s) AS r(business uuid, key_id text)
ON CONFLICT DO NOTHING
"""
PUT_SUSPENSIONS = """
INSERT INTO ratings_suspension (business, alert, until)
SELECT * FROM json_to_recordset(%s) AS r(business uuid, alert text, until int)
"""

ReviewKey = tuple[UUID, UUID]


def rows(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def run(statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> None:
    """A statement without an answer."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _put(statement: str, records: list[dict[str, object]]) -> None:
    if records:
        run(statement, [json.dumps(records, separators=(",", ":"))])


def month_record(business: UUID, month: int, cells: Iterable[int]) -> dict[str, object]:
    """A row of the months' table: counts, and the weights they come to."""
    counts = list(cells)
    weights = formula.weigh(counts_of(counts))
    return {
        "business": str(business),
        "month": month,
        "counts": counts,
        "weights": [*weights.independent, *weights.rest],
    }


def answer_record(business: UUID, state: Business, month: int) -> dict[str, object]:
    """A row of the answers' table."""
    document = rules.answer(business, state, month)
    return {
        "business": str(business),
        "month": month,
        "log_size": state.log_size,
        "status": state.status.value,
        "published": document["published"],
        "order_key": document["order"],
        "body": rules.render(document).decode(),
    }


class Batch:
    """What the tables hold about some businesses, in a fold that knows the reviews which a batch of entries touches."""

    def __init__(self, fold: Fold) -> None:
        self.fold = fold
        self.months = {key: {m: tuple(c) for m, c in b.cells.items()} for key, b in fold.businesses.items()}
        self.suspended = {key: dict(b.suspended_until) for key, b in fold.businesses.items()}
        self.annulled = {key: set(b.annulled_keys) for key, b in fold.businesses.items()}
        self.touched_businesses: set[UUID] = set()
        self.touched_reviews: set[ReviewKey] = set()

    def feed(self, position: int, entry: Entry) -> None:
        """Take one entry in and note what it touches.

        Raises:
            FoldError: it has no effect.
        """
        key = self.fold.feed(position, entry)
        if key is None:
            return
        self.touched_businesses.add(key)
        if entry.review is not None:
            self.touched_reviews.add((key, entry.review))
        elif entry.kind == "receipt-key-annulled":
            reviews = self.fold.businesses[key].reviews
            self.touched_reviews.update((key, review) for review, row in reviews.items() if row.key_id == entry.key_id)

    def save(self, month: int) -> None:
        """Write what changed, and the answers of the businesses that were touched."""
        found = {key: self.fold.businesses[key] for key in self.touched_businesses}
        _put(PUT_REVIEWS, [self._review(key) for key in sorted(self.touched_reviews)])
        _put(
            PUT_MONTHS,
            [
                month_record(key, m, cells)
                for key, state in found.items()
                for m, cells in state.cells.items()
                if self.months.get(key, {}).get(m) != tuple(cells)
            ],
        )
        _put(
            PUT_KEYS,
            [
                {"business": str(key), "key_id": key_id.hex()}
                for key, state in found.items()
                for key_id in state.annulled_keys - self.annulled.get(key, set())
            ],
        )
        moved = [key for key, state in found.items() if state.suspended_until != self.suspended.get(key, {})]
        if moved:
            run("DELETE FROM ratings_suspension WHERE business = ANY(%s)", [moved])
            _put(
                PUT_SUSPENSIONS,
                [
                    {"business": str(key), "alert": alert, "until": until}
                    for key in moved
                    for alert, until in found[key].suspended_until.items()
                ],
            )
        put_answers(found, month)

    def _review(self, key: ReviewKey) -> dict[str, object]:
        business, review = key
        row = self.fold.businesses[business].reviews[review]
        return {
            "business": str(business),
            "review": str(review),
            "month": row.month,
            "receipt_class": row.receipt_class,
            "key_id": None if row.key_id is None else row.key_id.hex(),
            "stars": row.stars,
            "outcome": row.outcome,
            "no_receipt_given": row.no_receipt_given,
            "is_withdrawn": row.is_withdrawn,
            "is_restricted": row.is_restricted,
            "is_annulled": row.is_annulled,
        }


def put_answers(businesses: Mapping[UUID, Business], month: int) -> None:
    """Render and write the answers of some businesses."""
    _put(PUT_ANSWERS, [answer_record(key, state, month) for key, state in businesses.items()])


def load(entries: Sequence[Entry], month: int) -> Batch:
    """What the tables hold about the businesses of these entries, with every review and month that they can touch."""
    keys: set[UUID] = set()
    reviews: set[ReviewKey] = set()
    annulled: set[tuple[UUID, bytes]] = set()
    for entry in entries:
        if entry.business is None:
            continue
        keys.add(entry.business)
        if entry.review is not None:
            reviews.add((entry.business, entry.review))
        elif entry.kind == "receipt-key-annulled" and entry.key_id is not None:
            annulled.add((entry.business, entry.key_id))
    found: dict[ReviewKey, Review] = {}
    if reviews:
        found |= _reviews(TOUCHED, [[b for b, _ in reviews], [r for _, r in reviews]])
    if annulled:
        found |= _reviews(UNDER_KEYS, [[b for b, _ in annulled], [k for _, k in annulled]])
    named = [entry.month for entry in entries if entry.month is not None]
    oldest = min([month - formula.WINDOW + 1, *named, *(row.month for row in found.values())])
    fold = Fold()
    fold.businesses = businesses(keys, oldest)
    for (business, review), row in found.items():
        if business in fold.businesses:
            fold.businesses[business].reviews[review] = row
    return Batch(fold)


def review_of(row: tuple[Any, ...]) -> tuple[ReviewKey, Review]:
    """A review from a row of `REVIEWS`."""
    return (row[0], row[1]), Review(row[2], row[3], None if row[4] is None else bytes(row[4]), *row[5:])


def _reviews(join: str, values: list[object]) -> dict[ReviewKey, Review]:
    return dict(review_of(row) for row in rows(REVIEWS + join, values))


def businesses(keys: Collection[UUID], oldest: int) -> dict[UUID, Business]:
    """The stored states of businesses, without reviews, and with the months from `oldest` on."""
    wanted = [list(keys)]
    found = {
        row[0]: Business(status=Status(row[1]), log_size=row[2])
        for row in rows("SELECT business, status, log_size FROM ratings_answer WHERE business = ANY(%s)", wanted)
    }
    months = "SELECT business, month, counts FROM ratings_month WHERE business = ANY(%s) AND month >= %s"
    for business, month, counts in rows(months, [*wanted, oldest]):
        found[business].cells[month] = counts
    for business, key_id in rows("SELECT business, key_id FROM ratings_annulled_key WHERE business = ANY(%s)", wanted):
        found[business].annulled_keys.add(bytes(key_id))
    for business, alert, until in rows(
        "SELECT business, alert, until FROM ratings_suspension WHERE business = ANY(%s)", wanted
    ):
        found[business].suspended_until[alert] = until
    return found
