"""How fast a check finds whom an address imitates. `python -m bench.lookalikes --participants 1000 100000 1000000`.

Names are made by recombining the words of the real registry sample. Each look-up is a whole check of an address: one
that imitates a name in some way, and one that imitates nobody's. Beside it: one indexed SELECT by primary key.
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from bench import throwaway
from bench.names import LOOK_UPS, made_names, spread

LIMIT_P99_MS = 10
NOBODYS = "bcdfghklmnprstvaeiou"


def labels(count: int, dice: random.Random) -> Iterator[str]:
    """So many names of domains, none twice."""
    from reputation.businesses import names

    known: set[str] = set()
    while len(known) < count:
        for name in made_names(2 * count, dice):
            words = [word for word in names.tokens(name) if word.isascii()]
            label = dice.choice(("", "-")).join(words[: dice.randrange(1, 4)])
            if 3 <= len(label) <= 40 and label not in known:
                known.add(label)
                yield label
            if len(known) == count:
                return


def copy(cursor: Any, table: str, columns: str, rows: Iterator[Sequence[Any]]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


def fill(names: list[str]) -> None:
    """A participant for each name, with its proved domain and its place in the index."""
    from django.db import connection

    from reputation.lookalikes import keys, rules

    found = [keys.of(f"{name}.example") for name in names]
    with connection.cursor() as wrapped:
        cursor = wrapped.cursor
        copy(
            cursor,
            "businesses_business",
            "id, public_id, legal_name, country, place, legal_form, state, joined_on, charter_version",
            ((i, UUID(int=i), f"{n} Ltd", "GB", "", "", "participant", "2026-01-05", "1") for i, n in enumerate(names)),
        )
        copy(
            cursor,
            "businesses_domain",
            "business_id, domain, method, proved_on",
            ((i, one.registrable, "dns", "2026-01-05") for i, one in enumerate(found)),
        )
        copy(
            cursor,
            "lookalikes_name",
            "id, business_id, domain, registrable, label, skeleton",
            ((i, UUID(int=i), k.registrable, k.registrable, k.label, k.skeleton) for i, k in enumerate(found)),
        )
        copy(
            cursor,
            "lookalikes_deletion",
            "mark, name_id",
            ((mark, i) for i, one in enumerate(found) for mark in rules.marks(one.skeleton)),
        )
        cursor.execute("ANALYZE")


def measure(count: int) -> None:
    from django.db import connection

    from reputation.core import clock
    from reputation.lookalikes.evaluate.mutations import CHANGES
    from reputation.lookup import queries

    dice = random.Random(count)
    names = list(labels(count, dice))
    started = time.perf_counter()
    fill(names)
    print(f"\n{count:,} participants, put in within {time.perf_counter() - started:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), pg_total_relation_size('lookalikes_deletion') + pg_total_relation_size('lookalikes_name')"
            " FROM lookalikes_deletion"
        )
        marks, size = cursor.fetchone()
    print(f"  {marks / count:.0f} marks a name, {size / count:.0f} bytes a name")
    bare = []
    with connection.cursor() as cursor:
        for _ in range(LOOK_UPS):
            started = time.perf_counter()
            cursor.execute("SELECT * FROM lookalikes_name WHERE id = %s", [dice.randrange(count)])
            cursor.fetchall()
            bare.append(time.perf_counter() - started)
    today = clock.now().date()
    queries.check("warm.example", today=today)
    print(f"  one SELECT by key             median {spread(bare)[0]:6.2f} ms   p99 {spread(bare)[1]:6.2f} ms")
    for way in ("that imitates", "of nobody", "of 63 letters"):
        times, found = [], 0
        for _ in range(LOOK_UPS):
            name = dice.choice(names)
            text = dice.choice(list(CHANGES.values()))(name, dice) or f"{name}.top"
            if way != "that imitates":
                text = "".join(dice.choices(NOBODYS, k=63 if way == "of 63 letters" else 9)) + ".top"
            started = time.perf_counter()
            found += bool(queries.check(text, today=today).imitations)
            times.append(time.perf_counter() - started)
        median, p99 = spread(times)
        verdict = "within" if p99 <= LIMIT_P99_MS else "BEYOND"
        print(
            f"  an address {way:18s} median {median:6.2f} ms   p99 {p99:6.2f} ms ({verdict} {LIMIT_P99_MS} ms)"
            f"   warned {found / LOOK_UPS:.0%}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--participants", type=int, nargs="+", default=[1_000, 100_000])
    for size in parser.parse_args().participants:
        with throwaway.database():
            measure(size)


if __name__ == "__main__":
    main()
