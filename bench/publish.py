"""What it takes to bring reviews out: `python -m bench.publish --reviews 10000 --acts 1000`.

A batch: half of its reviews have receipts, of some keys, half have none, and all come out in one transaction, which is
timed with the copying in random order that follows. Beside it the rows that the batch left once more, in one
transaction: as INSERTs and as a COPY, into tables with the same indexes and constraints, without triggers. Then a
release of what writers want of some of these reviews: new words, withdrawn, erased, each in a transaction of its own.
The database syncs to the disk, as the real one does.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

from bench import throwaway
from config.database import PREPARE_AT

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
OUT = NOW + timedelta(weeks=6)
SHOPS = 20
TEXT = "The pans came on the day that was agreed, well packed, and one had a scratch that they made good at once. " * 3
FILLED = ("reviews_review", "log_waiting", "log_side_file")


def seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """The statements that are sent within, by their first word; one of many rows sent at once counts once."""
    from django.db import connection

    found: Counter[str] = Counter()

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found[sql.split(maxsplit=1)[0].upper()] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        yield found


def sent(count: int) -> list[str]:
    """Codenames of so many reviews that wait, half of them with receipts of some shops. Nothing is looked over."""
    from django.db import connection

    from reputation.reviews import codenames, sending
    from reputation.reviews.rules import Outcome
    from reputation.screening import engine
    from reputation.screening.findings import Findings
    from tests.issuing_made import make_shop
    from tests.receipts_made import tokens_of

    engine.find = lambda *_: Findings(language="en")
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    shops = [make_shop(count // 2 // SHOPS, now=NOW) for _ in range(SHOPS)]
    tokens: list[bytes | None] = [token for shop in shops for token in tokens_of(shop)]
    tokens += [None] * (count - len(tokens))
    made = [codenames.make() for _ in tokens]
    for codename, token, shop, stars in zip(made, tokens, cycle(shops), cycle((5, 4, 1)), strict=False):
        said = sending.Draft(stars, Outcome.AS_AGREED, "en", TEXT, None if token else False)
        business = None if token else shop.business
        sending.send(draft=said, codename=codename, token=token, business=business, now=NOW + timedelta(days=2))
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")
    return made


def bare() -> tuple[float, float]:
    """Seconds that bare INSERTs, and that a COPY, take of the rows that the batch left."""
    from django.db import connection, transaction

    rows: dict[str, list[tuple[Any, ...]]] = {}
    with connection.cursor() as cursor:
        for table in FILLED:
            cursor.execute(f"SELECT * FROM {table}")
            rows[table] = cursor.fetchall()

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, found in rows.items():
                cursor.executemany(f"INSERT INTO bare_{table} VALUES ({', '.join(['%s'] * len(found[0]))})", found)

    def copy() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, found in rows.items():
                with cursor.copy(f"COPY bare_{table} FROM STDIN") as into:
                    for row in found:
                        into.write_row(row)

    def made(task: Callable[[], object]) -> float:
        with connection.cursor() as cursor:
            for table in FILLED:
                cursor.execute(f"DROP TABLE IF EXISTS bare_{table}")
                cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES INCLUDING CONSTRAINTS)")
        return seconds(task)

    return made(insert), made(copy)


def want(made: Iterable[str]) -> None:
    """Want something of each review: every second one other words, the others withdrawn or erased."""
    from reputation.reviews import mailbox

    for number, codename in enumerate(made):
        handle = mailbox.open(codename=codename, now=OUT)
        if number % 2:
            mailbox.change(handle=handle, text=f"{TEXT} The scratch is gone.", insists=True, now=OUT)
        elif number % 4:
            mailbox.withdraw(handle=handle, now=OUT)
        else:
            mailbox.erase(handle=handle, now=OUT)


def measure(reviews: int, acts: int) -> None:
    """Print what a batch and a release take."""
    from reputation.log import actions as log
    from reputation.reviews import publication, releases

    log.start(now=NOW - timedelta(days=60))
    made = sent(reviews)
    log.sequence()
    with counted() as statements:
        batch = seconds(lambda: publication.publish_due(now=OUT))
    inserted, copied = bare()
    print(f"  a batch                {batch:8.1f} s for {reviews} reviews, {reviews / batch:.0f} reviews a second")
    print(f"  statements             {statements.total():8} ({_said(statements)})")
    for name, took in (("bare INSERTs of its rows", inserted), ("bare COPY of its rows", copied)):
        print(f"  {name:24} {took:6.1f} s, ratio {took / batch:.2f}")
    want(made[:: max(1, len(made) // acts)][:acts])
    with counted() as statements:
        release = seconds(lambda: print(f"  acts released          {releases.release(now=OUT + timedelta(days=1)):8}"))
    print(f"  a release              {release:8.1f} s, {acts / release:.0f} acts a second")
    print(f"  statements             {statements.total() / acts:8.1f} an act")


def _said(statements: Counter[str]) -> str:
    return ", ".join(f"{count} {word}" for word, count in statements.most_common(5))


def main() -> int:
    """Measure on a cluster of our own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reviews", type=int, default=10_000)
    parser.add_argument("--acts", type=int, default=1_000)
    chosen = parser.parse_args()
    with throwaway.database(is_durable=True, prepare_threshold=PREPARE_AT):
        measure(chosen.reviews, chosen.acts)
    return 0


if __name__ == "__main__":
    sys.exit(main())
