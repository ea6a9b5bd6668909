"""How fast codes are registered and claimed, and how long claims are held up at night. `python -m bench.issuing`.

Registered: codes a second through `register`, in batches of the greatest size, beside a bare COPY of the same rows into
a table with the same columns and no index, and a COPY into one with the same indexes: the least that any way of keeping
each code once could do. Claimed: codes a second through `claim`, one after another and by some at
once, beside the bare exponentiation of GMP in two halves. At night: seconds that a table of claims is shut while its
order is forgotten. The database is as durable as in service: every commit is on the disk before anything goes on.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from hashlib import sha256
from threading import Thread
from typing import Any
from uuid import uuid4

from bench import throwaway

TARGET_RATE = 50_000
AT_ONCE = 4
BLINDED = bytes(4) + b"\x01" * 252


def seconds(task: Callable[[], object]) -> float:
    """Seconds that a task takes."""
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def copy(table: str, hashes: Sequence[bytes], batch: int) -> None:
    """COPY rows of codes into a table."""
    from django.db import connection

    statement = f"COPY {table} (hash, batch_id) FROM STDIN (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        stream.set_types(["bytea", "int8"])
        for one in hashes:
            stream.write_row((one, batch))


def registered(batches: int) -> bool:
    """Whether codes are registered fast enough, batch by batch in turns with the bare COPYs."""
    from django.db import connection

    from reputation.issuing.models import Batch
    from reputation.issuing.rules import MOST_CODES
    from tests.issuing_made import make_codes, register
    from tests.reviews_made import make_business

    business = make_business()
    register(business, make_codes(1))
    first = Batch.objects.get().pk
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (hash bytea, batch_id bigint)")
        cursor.execute("CREATE TABLE indexed (hash bytea PRIMARY KEY, batch_id bigint NOT NULL)")
        cursor.execute("CREATE INDEX ON indexed (batch_id)")
    ours: list[float] = []
    bare: list[float] = []
    indexed: list[float] = []
    for number in range(batches):
        hashes = [sha256(b"%d %d" % (number, code)).digest() for code in range(MOST_CODES)]
        ours.append(seconds(lambda given=hashes: register_hashes(business, given)))  # type: ignore[misc]
        bare.append(seconds(lambda given=hashes: copy("bare", given, first)))  # type: ignore[misc]
        indexed.append(seconds(lambda given=hashes: copy("indexed", sorted(given), first)))  # type: ignore[misc]
    rate = batches * MOST_CODES / sum(ours)
    print(f"  registered             {rate:8.0f} codes a second ({batches} batches of {MOST_CODES})")
    for name, times in (("bare COPY", bare), ("COPY, each code once", indexed)):
        print(f"  {name:22} {batches * MOST_CODES / sum(times):8.0f} a second, ratio {sum(times) / sum(ours):.2f}")
    print(f"  target                 {TARGET_RATE:8} a second: {'met' if rate >= TARGET_RATE else 'MISSED'}")
    return rate >= TARGET_RATE


def register_hashes(business: Any, hashes: Sequence[bytes]) -> None:
    """Register codes of which only the hashes are known, as an attester does."""
    from reputation.issuing import actions
    from reputation.receipts.rules import ReceiptClass
    from tests.issuing_made import AUTUMN

    actions.register(
        batch=uuid4(),
        attester=uuid4(),
        business=business,
        receipt_class=ReceiptClass.SELLER,
        hashes=hashes,
        now=AUTUMN,
    )


def claimed(count: int) -> None:
    """Codes claimed a second, one after another and by some at once."""
    import gmpy2
    from django.db import connection

    from reputation.issuing import claims, course, keys
    from tests.issuing_made import make_shop

    keys.make_asked()
    course.log_made()
    shop = make_shop(2 * count)
    key = keys.signing_key(shop.key.key_id)
    request = b"\x00\x02" + shop.key.key_id[-1:] + BLINDED
    number = gmpy2.mpz(int.from_bytes(BLINDED))

    def halves() -> None:
        gmpy2.powmod_sec(number % key.p, key.d_p, key.p)
        gmpy2.powmod_sec(number % key.q, key.d_q, key.q)

    def claim(codes: Sequence[str]) -> None:
        for code in codes:
            claims.claim(code, request)
        connection.close()

    bare = statistics.median(seconds(halves) for _ in range(count))
    alone = seconds(lambda: claim(shop.codes[:count])) / count
    parts = [shop.codes[count + place :: AT_ONCE] for place in range(AT_ONCE)]
    threads = [Thread(target=claim, args=(part,)) for part in parts]

    def together() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    several = seconds(together) / count
    print(f"  bare exponentiation    {1 / bare:8.0f} a second")
    print(f"  claimed                {1 / alone:8.0f} a second, ratio {bare / alone:.2f}")
    print(f"  claimed, {AT_ONCE} at once     {1 / several:8.0f} a second, ratio {bare / several:.2f}")


def forgotten() -> None:
    """Seconds that claims are held up while their order is forgotten, and that counting takes."""
    from django.db import connection

    from reputation.issuing import actions, queries
    from reputation.issuing.models import Claim

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO issuing_claim SELECT hash, sha256('x'), false FROM issuing_voucher ON CONFLICT DO NOTHING"
        )
    count = Claim.objects.count()
    print(f"  order forgotten        {seconds(actions.forget_order):8.2f} s for {count} claims")
    print(f"  counted                {seconds(queries.counts):8.2f} s")


def main() -> int:
    """1 when the target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batches", type=int, default=20)
    parser.add_argument("--claims", type=int, default=500)
    chosen = parser.parse_args()
    with throwaway.database(is_durable=True):
        is_fast = registered(chosen.batches)
        claimed(chosen.claims)
        forgotten()
    return 0 if is_fast else 1


if __name__ == "__main__":
    sys.exit(main())
