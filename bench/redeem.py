"""How many receipts a process can redeem a second: `python -m bench.redeem --reviews 1000`.

Redeeming is all that sending a receipted review does: the key is looked up, the signature verified, the token spent and
the review let wait, in one transaction. Beside it, in turns and through the same connection, a bare transaction of two
INSERTs of the same rows into the same tables without triggers. The database syncs to the disk, as the real one does.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bench import throwaway
from config.database import PREPARE_AT

T = TypeVar("T")
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TARGET = 0.5
TURN = 50
TEXT = "The pans came on the day that was agreed, well packed, and one had a scratch that they made good at once. " * 3


def bare(rows: list[tuple[list[Any], list[Any]]]) -> None:
    """The two INSERTs of each review, and nothing else."""
    from django.db import connection, transaction

    for spent, waiting in rows:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bare_spent VALUES (%s, %s, %s, %s, %s)", spent)
            cursor.execute(f"INSERT INTO bare_waiting VALUES ({', '.join(['%s'] * len(waiting))})", waiting)


def redeem(tokens: list[bytes]) -> None:
    """Send a review with each token."""
    from reputation.reviews import publication
    from reputation.reviews.rules import Outcome

    for token in tokens:
        publication.submit(
            token=token, stars=4, outcome=Outcome.AS_AGREED, language="en", text=TEXT, now=NOW + timedelta(days=2)
        )


def rows_sent() -> list[tuple[list[Any], list[Any]]]:
    """The rows that redeeming left, to be inserted once more."""
    from django.db import connection

    found = []
    for table in ("receipts_spent", "reviews_waiting"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            found.append([list(row) for row in cursor.fetchall()])
    return list(zip(*found, strict=True))


def timed(task: Callable[[T], object], given: T) -> float:
    """Seconds that a task takes."""
    start = time.perf_counter()
    task(given)
    return time.perf_counter() - start


def measure(count: int) -> bool:
    """Redeem so many receipts, in turns with the bare transactions; whether the target is met."""
    from django.db import connection

    from reputation.log import actions as log
    from tests.issuing_made import make_shop
    from tests.receipts_made import tokens_of

    log.start(now=NOW - timedelta(days=60))
    shop = make_shop(count + TURN, now=NOW)
    start = time.perf_counter()
    tokens = tokens_of(shop)
    took = time.perf_counter() - start
    print(f"claim, blinding and finishing included {len(tokens) / took:8.0f} receipts/s")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_spent (LIKE receipts_spent INCLUDING INDEXES INCLUDING CONSTRAINTS)")
        cursor.execute("CREATE TABLE bare_waiting (LIKE reviews_waiting INCLUDING INDEXES INCLUDING CONSTRAINTS)")
    redeem(tokens[:TURN])
    ours, least = [], []
    before = rows_sent()
    for first in range(TURN, count + TURN, TURN):
        part = tokens[first : first + TURN]
        ours.append(timed(redeem, part))
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE bare_spent, bare_waiting")
        least.append(timed(bare, before))
    mine, floor = TURN / statistics.median(ours), TURN / statistics.median(least)
    print(f"bare transaction of two INSERTs        {floor:8.0f} /s")
    print(f"redeem                                 {mine:8.0f} receipts/s   {mine / floor:.2f} of the bare one")
    is_met = mine / floor >= TARGET
    print(f"target >= {TARGET}: {'met' if is_met else 'MISSED'}")
    return is_met


def main() -> int:
    """Measure on a cluster of our own."""
    arguments = argparse.ArgumentParser(description="How many receipts a process can redeem a second.")
    arguments.add_argument("--reviews", type=int, default=1000)
    chosen = arguments.parse_args()
    with throwaway.database(is_durable=True, prepare_threshold=PREPARE_AT):
        is_met = measure(chosen.reviews)
    return 0 if is_met else 1


if __name__ == "__main__":
    raise SystemExit(main())
