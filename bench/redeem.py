"""How many reviews with a receipt a process takes in a second: `python -m bench.redeem --reviews 1000`.

Sending one is: the key is looked up, the signature verified, the text looked over, a promise signed; then the codename
is noted, the token spent and the review let wait, in one transaction. Beside it, in turns and through the same
connection, a bare transaction of three INSERTs of the same rows into the same tables without triggers, and the
screening alone. The database syncs to the disk, as the real one does.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from bench import throwaway
from config.database import PREPARE_AT

T = TypeVar("T")
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
TARGET = 0.5
TURN = 50
TABLES = ("reviews_writer", "receipts_spent", "reviews_waiting")
TEXT = "The pans came on the day that was agreed, well packed, and one had a scratch that they made good at once. " * 3


def bare(rows: list[tuple[list[Any], ...]]) -> None:
    """The three INSERTs of each review, and nothing else."""
    from django.db import connection, transaction

    for row in rows:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, values in zip(TABLES, row, strict=True):
                cursor.execute(f"INSERT INTO bare_{table} VALUES ({', '.join(['%s'] * len(values))})", values)


def send(tokens: list[bytes]) -> None:
    """Send a review with each token, under a codename of its own."""
    from reputation.reviews import codenames, sending
    from reputation.reviews.rules import Outcome

    draft = sending.Draft(4, Outcome.AS_AGREED, "en", TEXT)
    for token in tokens:
        sending.send(draft=draft, codename=codenames.make(), token=token, now=NOW + timedelta(days=2))


def screen(tokens: list[bytes]) -> None:
    """Look the text over as often."""
    from reputation.screening import engine
    from reputation.screening.findings import Known

    for _ in tokens:
        engine.find(TEXT, "en", Known(names=("Invented Shop 1 Ltd",)))


@contextmanager
def without_screening() -> Iterator[None]:
    """For the figure of what sending costs beside it."""
    from reputation.screening import engine
    from reputation.screening.findings import Findings

    find = engine.find
    engine.find = lambda *_: Findings(language="en")
    try:
        yield
    finally:
        engine.find = find


def rows_sent(count: int) -> list[tuple[list[Any], ...]]:
    """The rows that sending left, to be inserted once more."""
    from django.db import connection

    found = []
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} LIMIT {count}")
            found.append([list(row) for row in cursor.fetchall()])
    return list(zip(*found, strict=True))


def timed(task: Callable[[T], object], given: T) -> float:
    """Seconds that a task takes."""
    start = time.perf_counter()
    task(given)
    return time.perf_counter() - start


def measure(count: int) -> bool:
    """Send so many reviews, in turns with the bare transactions and the screening; whether the target is met."""
    from django.db import connection

    from reputation.log import actions as log
    from tests.issuing_made import make_shop
    from tests.receipts_made import tokens_of

    log.start(now=NOW - timedelta(days=60))
    shop = make_shop(count + 2 * TURN, now=NOW)
    start = time.perf_counter()
    tokens = tokens_of(shop)
    took = time.perf_counter() - start
    print(f"claim, blinding and finishing included {len(tokens) / took:8.0f} receipts/s")
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES INCLUDING CONSTRAINTS)")
    send(tokens[:TURN])
    ours, beside, screening, least = [], [], [], []
    before = rows_sent(TURN)
    for first in range(TURN, count + TURN, 2 * TURN):
        ours.append(timed(send, tokens[first : first + TURN]))
        screening.append(timed(screen, tokens[first : first + TURN]))
        with without_screening():
            beside.append(timed(send, tokens[first + TURN : first + 2 * TURN]))
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(f'bare_{table}' for table in TABLES)}")
        least.append(timed(bare, before))
    sent, looked, rest, floor = (statistics.median(times) / TURN for times in (ours, screening, beside, least))
    print(f"bare transaction of three INSERTs      {1 / floor:8.0f} /s")
    print(f"send, but for the screening            {1 / rest:8.0f} reviews/s   {floor / rest:.2f} of the bare one")
    print(f"screening of {len(TEXT)} characters           {1000 * looked:8.1f} ms")
    print(f"send                                   {1 / sent:8.0f} reviews/s   {(floor + looked) / sent:.2f} of both")
    is_met = (floor + looked) / sent >= TARGET
    print(f"target >= {TARGET}: {'met' if is_met else 'MISSED'}")
    return is_met


def main() -> int:
    """Measure on a cluster of our own."""
    arguments = argparse.ArgumentParser(description="How many reviews with a receipt a process takes in a second.")
    arguments.add_argument("--reviews", type=int, default=1000)
    chosen = arguments.parse_args()
    with throwaway.database(is_durable=True, prepare_threshold=PREPARE_AT):
        is_met = measure(chosen.reviews)
    return 0 if is_met else 1


if __name__ == "__main__":
    raise SystemExit(main())
