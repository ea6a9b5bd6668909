"""How fast a check finds a name. `python -m bench.names --names 1000 100000 1000000`.

Names are made by recombining the words of the real registry sample, so that common words are as common as they are.
Each look-up is a name of the table with its legal form left out, or with one slip, or one that nobody has. Beside it,
in the same run: one indexed SELECT by primary key, through the same connection. Also: how often the name that was meant
comes among the first five, and the time to load the names.
"""

import argparse
import csv
import gzip
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from pathlib import Path

from bench import throwaway

LIMIT_P99_MS = 20
LOOK_UPS = 600
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def real_names() -> list[str]:
    raw = (files("reputation.businesses") / "data" / "registry.csv.gz").read_bytes()
    return [row[1] for row in list(csv.reader(gzip.decompress(raw).decode().splitlines()))[1:]]


def made_names(count: int, dice: random.Random) -> Iterator[str]:
    """The real names first, then others with words of three real names."""
    real = real_names()
    yield from real[:count]
    words = [name.split() for name in real]
    for _ in range(count - len(real)):
        one, two, three = dice.choices(words, k=3)
        yield " ".join([one[0], *two[1:-1][:2], three[-1] if dice.random() < 0.8 else two[0]])


def lei_of(number: int) -> str:
    """A valid LEI of nobody."""
    body = "9999"
    for _ in range(14):
        number, place = divmod(number, 36)
        body += ALPHABET[place]
    digits = "".join(str(int(sign, 36)) for sign in body + "00")
    return f"{body}{98 - int(digits) % 97:02d}"


def slip(dice: random.Random, name: str) -> str:
    places = [i for i in range(1, len(name) - 1) if name[i - 1 : i + 2].isalpha()]
    if not places:
        return name
    i = dice.choice(places)
    return dice.choice([name[:i] + name[i + 1 :], name[:i] + name[i] + name[i:], name[:i] + "x" + name[i + 1 :]])


def spread(seconds: list[float]) -> tuple[float, float]:
    """Median and 99th percentile, in ms."""
    ordered = sorted(seconds)
    return 1000 * statistics.median(ordered), 1000 * ordered[int(0.99 * len(ordered))]


def measure(count: int) -> None:
    from django.db import connection

    from reputation.businesses import names as folding
    from reputation.businesses import registry_import
    from reputation.lookup import names

    dice = random.Random(count)
    given = list(made_names(count, dice))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["lei", "legal_name", "country", "entity_category"])
            writer.writerows([lei_of(number), name, "GB", "GENERAL"] for number, name in enumerate(given))
        started = time.perf_counter()
        registry_import.import_file(path, today=date(2026, 11, 1))
        loaded = time.perf_counter() - started
    print(f"\n{count:,} names, loaded in {loaded:.1f} s ({count / loaded:,.0f} a second)")
    bare: list[float] = []
    with connection.cursor() as cursor:
        for _ in range(LOOK_UPS):
            started = time.perf_counter()
            cursor.execute("SELECT * FROM businesses_registryentity WHERE lei = %s", [lei_of(dice.randrange(count))])
            cursor.fetchall()
            bare.append(time.perf_counter() - started)
    bare_ms = spread(bare)
    print(f"  one SELECT by key             median {bare_ms[0]:6.2f} ms   p99 {bare_ms[1]:6.2f} ms")
    for way in ("as typed without legal form", "with one slip", "of nobody"):
        times, found = [], 0
        for _ in range(LOOK_UPS):
            name = dice.choice(given)
            typed = " ".join(folding.tokens(name))
            if way == "with one slip":
                typed = slip(dice, name)
            elif way == "of nobody":
                typed = "".join(dice.choices("bcdfgaeiou", k=9)) + " " + "".join(dice.choices("klmnpaeiou", k=8))
            started = time.perf_counter()
            answer = names.search(typed, 5)
            times.append(time.perf_counter() - started)
            found += folding.fold(name) in [row.folded for row in answer]
        median, p99 = spread(times)
        share = "" if way == "of nobody" else f"   meant name in the first five: {100 * found / LOOK_UPS:.1f} %"
        verdict = "within" if p99 <= LIMIT_P99_MS else "BEYOND"
        print(
            f"  {way:28s}  median {median:6.2f} ms   p99 {p99:6.2f} ms ({verdict} {LIMIT_P99_MS} ms)"
            f"   {median / bare_ms[0]:5.1f} x one SELECT{share}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, nargs="+", default=[1_000, 100_000])
    sizes = parser.parse_args().names
    with throwaway.database():
        for size in sizes:
            measure(size)


if __name__ == "__main__":
    main()
