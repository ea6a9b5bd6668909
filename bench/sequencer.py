"""How fast entries are taken in, numbered, signed and published, and what room they take.

`python -m bench.sequencer --entries 200000 --singles 300`. Taken in: entries a second in transactions of 1, 256 and
4,096, beside bare INSERTs of the same rows in the same run. In batches: entries a second through `sequence` beside
the least any way of storing them could do, a bare COPY of the same rows into a table with the same columns and no
index, and a bare loop that only hashes them in memory; then files a second through `publish`. One by one: how long
after its commit an entry is in a signed and published checkpoint, with the loop of `run_log` at its defaults and a
writer that pauses at random. Room: bytes an entry takes in the database and in the published folder. The database is
as durable as in service: every commit and every file is on the disk before anything goes on.
"""

import argparse
import hashlib
import random
import statistics
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import throwaway

TARGET_RATE = 20_000
TARGET_P99_MS = 500
WARM_UP = 5
BATCHES = (1, 256, 4096)
COLUMNS = "kind, raw, business, review, month, stars, outcome, receipt_class, key_id, no_receipt_given"
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def rows(count: int) -> list[tuple[Any, ...]]:
    """Waiting rows of different reviews of a thousand businesses."""
    from reputation.core.ids import Seeded
    from reputation.log import entries
    from tests.log_entries import reviews, uuid

    shops = [uuid(n) for n in range(1000)]
    made: list[tuple[Any, ...]] = []
    for place, body in enumerate(reviews(count, seed=Seeded(7).uuid().int % 1000)):
        wanted = body | {"business": shops[place % 1000]}
        entry = entries.columns("review", wanted)
        raw = entries.encode("review", wanted)
        made.append(
            (
                entry.kind,
                raw,
                entry.business,
                entry.review,
                entry.month,
                entry.stars,
                entry.outcome,
                entry.receipt_class,
                entry.key_id,
                entry.no_receipt_given,
            )
        )
    return made


def copy(table: str, made: list[tuple[Any, ...]]) -> float:
    """Seconds to COPY the rows into a table."""
    from django.db import connection

    start = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as stream:
        for row in made:
            stream.write_row(row)
    return time.perf_counter() - start


def appends(count: int) -> None:
    """Entries a second through `append`, in transactions of each size, and the same rows by bare INSERTs."""
    from django.db import connection, transaction

    from reputation.log import actions
    from tests.log_entries import reviews

    bodies = list(reviews(count, seed=5))
    made = rows(count)
    statement = f"INSERT INTO bare ({COLUMNS}) VALUES ({', '.join(['%s'] * 10)})"
    for size in BATCHES:
        # A transaction of one waits for the disk each time: fewer of them say enough.
        some = min(count, 1000 if size == 1 else count)
        start = time.perf_counter()
        for first in range(0, some, size):
            with transaction.atomic(), connection.cursor() as cursor:
                for row in made[first : first + size]:
                    cursor.execute(statement, row)
        bare = time.perf_counter() - start
        start = time.perf_counter()
        for first in range(0, some, size):
            with transaction.atomic():
                actions.append_all(("review", body) for body in bodies[first : first + size])
        took = time.perf_counter() - start
        print(f"append, {size:4} at once {some / took:10.0f} entries/s   {bare / took:.2f} of bare INSERTs one by one")
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE bare")
        cursor.execute("DELETE FROM log_waiting")


def room() -> None:
    """Bytes an entry takes, in the database with its indexes and in the published folder."""
    from django.conf import settings
    from django.db import connection

    from reputation.log import queries

    size = queries.head().size
    with connection.cursor() as cursor:
        cursor.execute("SELECT avg(length(raw)), pg_total_relation_size('log_entry') FROM log_entry")
        raw, entries = map(float, cursor.fetchone())
        cursor.execute("SELECT pg_total_relation_size('log_tile')")
        tiles = float(cursor.fetchone()[0])
    folder = Path(settings.PUBLIC_ROOT) / "log"
    files = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"an entry as served {raw:10.0f} bytes")
    for where, whole in (("in the database", entries + tiles), ("in the folder", files)):
        print(f"{where:18} {whole / size:10.0f} bytes   {whole / size / raw:.2f} of the entry")


def hash_all(made: list[tuple[Any, ...]]) -> float:
    """Seconds to hash leaves and nodes of one tree in memory."""
    start = time.perf_counter()
    level = [hashlib.sha256(b"\x00" + row[1]).digest() for row in made]
    while len(level) > 1:
        level = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
    return time.perf_counter() - start


def batches(count: int) -> None:

    from reputation.log import actions, publisher

    made = rows(count)
    bare, hashing = copy("bare", made), hash_all(made)
    copy("log_waiting", made)
    start, done = time.perf_counter(), 0
    while found := actions.sequence():
        done += found
    took = time.perf_counter() - start
    start = time.perf_counter()
    publisher.publish(now=NOW)
    published = time.perf_counter() - start
    print(f"bare COPY          {count / bare:10.0f} entries/s")
    print(f"bare hash loop     {count / hashing:10.0f} entries/s")
    print(
        f"sequence           {done / took:10.0f} entries/s   {bare / took:.2f} of COPY, {hashing / took:.2f} of hashing"
    )
    print(f"publish            {count / published:10.0f} entries/s")
    print(f"both               {count / (took + published):10.0f} entries/s")
    print(f"target >= {TARGET_RATE} in batches: {'met' if done / took >= TARGET_RATE else 'MISSED'}")


def latency(count: int) -> None:
    """Writers one after another, with pauses; when each is in a published checkpoint is read off the folder."""
    from django.conf import settings
    from django.db import transaction

    from reputation.log import actions, queries
    from reputation.log.loops import Loop
    from tests.log_entries import reviews

    checkpoint = Path(settings.PUBLIC_ROOT) / "log" / "checkpoint"
    dice, waits, loop = random.Random(3), [], Loop()
    thread = threading.Thread(target=loop.run)
    thread.start()
    try:
        size = queries.head().size
        for body in reviews(count + WARM_UP, seed=11):
            with transaction.atomic():
                actions.append(kind="review", body=body)
            start = time.perf_counter()
            size += 1
            while int(checkpoint.read_text(encoding="utf-8").split("\n")[1]) < size:
                time.sleep(0.002)
            waits.append(time.perf_counter() - start)
            time.sleep(dice.uniform(0.0, 0.15))
    finally:
        loop.stopping.set()
        thread.join()
    waits = waits[WARM_UP:]
    cuts = [cut * 1000 for cut in statistics.quantiles(waits, n=100)]
    print(
        f"insert to signed checkpoint: median {cuts[49]:.0f} ms, p90 {cuts[89]:.0f} ms, p99 {cuts[98]:.0f} ms, "
        f"worst {max(waits) * 1000:.0f} ms ({len(waits)} entries)"
    )
    print(f"target p99 <= {TARGET_P99_MS} ms: {'met' if cuts[98] <= TARGET_P99_MS else 'MISSED'}")


def main() -> None:
    arguments = argparse.ArgumentParser(description="How fast entries are numbered, signed and published.")
    arguments.add_argument("--entries", type=int, default=200_000)
    arguments.add_argument("--appends", type=int, default=20_000)
    arguments.add_argument("--singles", type=int, default=300)
    chosen = arguments.parse_args()
    with throwaway.database(is_durable=True), tempfile.TemporaryDirectory(prefix="bench-") as folder:
        from django.conf import settings
        from django.db import connection

        from reputation.log import actions, publisher

        settings.PUBLIC_ROOT = Path(folder)
        actions.start(now=NOW)
        publisher.publish(now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("CREATE UNLOGGED TABLE bare (LIKE log_waiting)")
            cursor.execute("ALTER TABLE bare DROP COLUMN id, SET LOGGED")
        appends(chosen.appends)
        batches(chosen.entries)
        room()
        latency(chosen.singles)


if __name__ == "__main__":
    main()
