"""The files of the private check: `python -m bench.checks --records 100 10000 100000`; 1000000 takes some ten minutes.

Records are made up, with the rating of one real answer each, and written as the publisher does: first as a whole, then
once more with one of them changed, which shares the rest with what was there. Printed of each size: the bytes that a
reader fetches, seconds, the most memory the process ever had; of the filter its bits a key and how often it is wrong.
Then, by the real server, how many ranges it gives a second beside a bare view of the same files, and what the database
takes: the keys of all domains, and reading them in order.
"""

import argparse
import os
import random
import resource
import shutil
import socket
import statistics
import tempfile
import time
from array import array
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

DAY = date(2026, 11, 26)
OTHERS = 200_000
SERVED = 10_000
TARGET = 0.9
TURNS, TURN_S = 7, 1.0


def peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def answer(dice: random.Random) -> dict[str, object]:
    """An answer of a business that was reviewed, with figures of its own."""
    from reputation.ratings import rules
    from reputation.ratings.fold import Business, Status

    state = Business(status=Status.PARTICIPANT, log_size=dice.randrange(10**7))
    cells = [0] * 26
    cells[dice.randrange(10)] = dice.randrange(40)
    cells[dice.randrange(10)] = dice.randrange(10)
    state.cells = {12 * 2026 + 10 - ago: cells for ago in range(0, 9, 3)}
    return rules.answer(UUID(int=dice.getrandbits(128), version=4), state, 12 * 2026 + 10)


def subjects(count: int, changed: int | None = None) -> Iterator[Any]:
    """Proved domains in the order of their keys; the one at the place `changed` bears another name."""
    from reputation.checks.records import Subject

    dice = random.Random(count)
    answers = [answer(dice) for _ in range(500)]
    for place in range(count):
        # Evenly spread and in order, as hashes are.
        key = ((place << 256) // count + dice.getrandbits(200)).to_bytes(32)
        name = f"{dice.choice(WORDS)} {dice.choice(WORDS)} {place:x} Ltd".title()
        domain = name.lower().replace(" ", "-").removesuffix("-ltd") + ".example"
        yield Subject(
            domain=domain,
            domain_key=sha256(domain.encode()).digest(),
            skeleton_key=key,
            business=UUID(int=dice.getrandbits(128), version=4),
            name=f"{name} (new)" if place == changed else name,
            slug=domain.partition(".")[0],
            country=dice.choice(("DE", "GB", "FR", "NL")),
            joined_on=DAY,
            left_on=None,
            answer=dice.choice(answers),
            is_warned=False,
            rules=("skeleton", "edit", "token", "subdomain"),
        )


WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbour", "iris", "juniper", "kestrel")


def size_of(folder: Path, name: str) -> int:
    file = folder / name
    return file.stat().st_size if file.exists() else 0


def files(count: int, root: Path) -> Path:
    """Write an epoch and the one after it; answers the folder of the former."""
    from reputation.checks import epochs, tables
    from reputation.checks.epochs import Wish

    wish = Wish("bench.example/log", 1, DAY, count, tables.pinned())
    began = time.perf_counter()
    manifest = epochs.write(root / "1", wish, subjects(count), None)
    took = time.perf_counter() - began
    assert manifest is not None
    before = epochs.read(root / "1")
    began = time.perf_counter()
    same = epochs.write(root / "2", replace(wish, epoch=2), subjects(count), before)
    unchanged = time.perf_counter() - began
    assert same is None, "nothing changed"
    began = time.perf_counter()
    epochs.write(root / "2", replace(wish, epoch=2), subjects(count, count // 2), before)
    again = time.perf_counter() - began
    new = sum(not path.samefile(root / "1" / path.name) for path in (root / "2").iterdir())
    print(f"\n{count:,} records, {1 << manifest.bits:,} ranges, hidden among {manifest.sites:,} sites")
    print(f"  range {manifest.length:,} bytes, list of ranges {size_of(root / '1', 'ranges'):,}", end="")
    for name in ("snapshot", "filter", "answers"):
        if size := size_of(root / "1", name):
            print(f", {name} {size:,} ({size / count:.1f} a record)", end="")
    print(f"\n  written in {took:.1f} s; nothing new {unchanged:.1f} s; one changed {again:.1f} s, {new} new files")
    print(f"  at most {peak_mb():,} MB of memory so far")
    shutil.rmtree(root / "2")
    return root / "1"


def filters(count: int) -> None:
    """A filter of so many keys: its size, its errors, its time."""
    from reputation.checks import fuse

    dice = random.Random(count)
    keys = array("Q", (dice.getrandbits(64) for _ in range(count)))
    began = time.perf_counter()
    built = fuse.build(keys)
    took = time.perf_counter() - began
    wrong = sum(dice.getrandbits(64) in built for _ in range(OTHERS))
    bits = 8 * len(built.encode()) / count
    print(f"  filter of {count:,} keys: {bits:.2f} bits a key, built in {took:.1f} s, ", end="")
    print(f"{wrong} of {OTHERS:,} others taken for one (1 in {OTHERS // max(1, wrong):,}; 65,536 expected)")


def serving(folder: Path) -> None:
    """Ranges a second, by the service's view and by a bare one; both take turns, so that they meet the same machine."""
    from bench.api import load, request, serve

    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    names = [path.name for path in folder.iterdir() if len(path.name) == 2]
    kinds = {
        "bare file": [request(port, "GET", f"/bare-file/check/v1/1/{name}") for name in names],
        "range": [request(port, "GET", f"/check/v1/1/{name}") for name in names],
    }
    server = serve(port)
    try:
        rates: dict[str, list[float]] = {kind: [] for kind in kinds}
        for wanted in kinds.values():
            load(port, wanted, 0.5)
        for _ in range(TURNS):
            for kind, wanted in kinds.items():
                rates[kind].append(load(port, wanted, TURN_S))
    finally:
        server.terminate()
        server.wait(10)
    bare, ours = (statistics.median(found) for found in rates.values())
    ratio = statistics.median(one / other for one, other in zip(rates["range"], rates["bare file"], strict=True))
    verdict = "met" if ratio >= TARGET else "MISSED"
    print(f"\n{ours:,.0f} ranges a second, {bare:,.0f} bare files: {ratio:.2f}   target {TARGET}: {verdict}")


def database(count: int) -> None:
    """Proved domains of so many businesses: making their keys, and reading all in the order of the files."""
    from django.db import connection

    from bench.api import fill
    from reputation.checks import answers

    made = fill(count, UUID(int=0))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO businesses_domain (business_id, domain, method, proved_on) "
            "SELECT id, 'shop-' || id || '.example', 'dns', %s FROM businesses_business WHERE public_id = ANY(%s)",
            [DAY, made],
        )
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    answers.follow()
    keys = time.perf_counter() - began
    began = time.perf_counter()
    read = sum(1 for _ in answers.subjects(today=DAY))
    took = time.perf_counter() - began
    print(f"  database, {read:,} domains: keys made in {keys:.1f} s, read in order in {took:.1f} s", end="")
    print(f"; at most {peak_mb():,} MB of memory so far")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, nargs="+", default=[100, 1_000, 10_000, 30_000])
    parser.add_argument("--filters", type=int, nargs="*", default=[1_000, 100_000])
    parser.add_argument("--businesses", type=int, default=10_000)
    given = parser.parse_args()
    from config import embedded

    cluster, home = embedded.temporary(), Path(tempfile.mkdtemp(prefix="bench-checks-"))
    os.environ |= {
        "BENCH_SOCKET": str(cluster.socket),
        "DJANGO_SETTINGS_MODULE": "bench.serving_settings",
        "REPUTATION_HOME": str(home),
    }
    try:
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        for count in given.filters:
            filters(count)
        root = Path(settings.PUBLIC_ROOT) / "check" / "v1"
        for count in given.records:
            shutil.rmtree(root, ignore_errors=True)
            files(count, root)
        shutil.rmtree(root)
        serving(files(SERVED, root))
        call_command("migrate", verbosity=0)
        database(given.businesses)
    finally:
        cluster.stop()
        for folder in (home, cluster.folder):
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
