"""How fast and with how little memory a log is audited. `python -m bench.audit --entries 100000`.

Writes an honest log into a folder (a hundred reviews a business over 24 months, one in fifty touched later, a ratings
file), reads and hashes the same bytes in a bare loop - leaf hashes and tree, nothing else -, then audits the folder
with everything the audit checks but tokens, of which there are none. Speed is the bare loop's time over the audit's;
memory is the most that any process held, by the system's own count, for logs of several sizes.
"""

import argparse
import hashlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from reputation.core import months
from reputation.core.ids import Seeded
from reputation.log.codes import CLASSES, OUTCOMES
from reputation.log.entries import encode
from reputation.ratings import rules
from reputation.ratings.counts import SIZE, places
from reputation.rulebook.editions import EDITIONS
from reputation.tlog.checkpoints import Checkpoint, sign
from reputation.tlog.edges import Edge
from reputation.tlog.notes import Signer
from reputation.tlog.tiles import Tile, decode_bundle, encode_bundle, width_at
from reputation.tlog.trees import leaf_hash

SIGNER = Signer("demo.open-reference.example/log", b"\x07" * 32)
HASH = "ab" * 32
MONTH = months.parse("2026-10")
A_BUSINESS = 100
TOUCHED = 50
TARGET = 0.5
LARGEST = 10_000_000

RUN = """
import resource, sys, time
from pathlib import Path
from reputation.audit.run import Options, audit
if __name__ == "__main__":
    start = time.perf_counter()
    findings = audit(Options(sys.argv[1], (sys.argv[2],), quiet=True))
    took = time.perf_counter() - start
    # Not ru_maxrss, which counts what the process that started this one held.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    own = int(status["VmHWM"].split()[0])
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(took, own // 1024, child // 1024, len(findings.faults), findings.faults[:3])
"""


class Writer:
    """Writes entries into a folder as a log is published, bundle by bundle."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.edge = Edge()
        self._waiting: list[bytes] = []

    @property
    def size(self) -> int:
        return self.edge.size + len(self._waiting)

    def append(self, raw: bytes) -> None:
        self._waiting.append(raw)
        if len(self._waiting) == 256:
            self._bundle()

    def _bundle(self) -> None:
        index, width = self.edge.size // 256, len(self._waiting)
        self.put(Tile(None, index, width).path, encode_bundle(self._waiting))
        for tile, raw in self.edge.append([leaf_hash(raw) for raw in self._waiting]):
            self.put(tile.path, raw)
        self._waiting = []

    def put(self, path: str, raw: bytes) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)

    def finish(self) -> None:
        if self._waiting:
            self._bundle()
        for level, raw in enumerate(self.edge.tiles()):
            index, width = width_at(level, self.edge.size)
            if width:
                self.put(Tile(level, index, width).path, raw)
        self.put("checkpoint", sign(Checkpoint(SIGNER.name, self.edge.size, self.edge.root()), SIGNER).encode())


def write(folder: Path, entries: int, businesses: int) -> None:
    """An honest log of about so many entries."""
    writer, source, dice = Writer(folder), Seeded(1), random.Random(1)
    writer.append(encode("operator", {"commitment": HASH, "funder": "nobody", "policy": "1", "date": "2024-01-01"}))
    edition = {"edition": 1, "spec_sha256": EDITIONS[1].spec_sha256, "effective": "2024-01", "announced": "2024-01-01"}
    writer.append(encode("edition", edition | {"persons": 2}))
    shops = [str(source.uuid()) for _ in range(businesses)]
    for number, shop in enumerate(shops):
        numbers = [{"scheme": "lei", "value": f"529900{number:014d}"}]
        joined = {"business": shop, "numbers": numbers, "country": "GB", "charter": "1", "date": "2024-01-01"}
        writer.append(encode("business-joined", joined | {"names": HASH}))
    states = {shop: rules.Business() for shop in shops}
    touched: list[dict[str, object]] = []
    for number in range(entries - 2 - businesses - entries // TOUCHED):
        shop, month = shops[number % businesses], MONTH - 23 + 24 * number // entries
        kind, stars, outcome = dice.choice(CLASSES), dice.choice((5, 5, 4, 3, 1)), dice.choice(OUTCOMES)
        about: dict[str, object] = {"business": shop, "review": str(source.uuid()), "month": months.show(month)}
        figures: dict[str, object] = {"stars": stars, "outcome": outcome, "commitment": HASH}
        writer.append(encode("review", {**about, **figures, "class": kind}))
        cells = states[shop].cells.setdefault(month, [0] * SIZE)
        for place in places(receipt_class=kind, stars=stars, outcome=outcome, no_receipt_given=False):
            cells[place] += 1
        states[shop].log_size = writer.size
        if number % TOUCHED == 0:
            touched.append(about | {"month": months.show(MONTH)})
    _ratings_file(writer, states)
    for about in touched:
        writer.append(encode("review-withdrawn", about))
    writer.finish()


def _ratings_file(writer: Writer, states: dict[str, rules.Business]) -> None:
    for state in states.values():
        state.log_size = state.log_size or 1
    head = {"edition": 1, "month": months.show(MONTH), "log_size": writer.size, "count": len(states)}
    lines = (rules.answer(UUID(shop), states[shop], MONTH) for shop in sorted(states))
    raw = b"".join(rules.render(line) + b"\n" for line in [head, *lines])
    writer.put(f"ratings/{writer.size}", raw)
    said = {"sha256": hashlib.sha256(raw).hexdigest(), "log_size": writer.size, "month": months.show(MONTH)}
    writer.append(encode("ratings-file", said | {"date": "2026-10-31"}))


def bare(folder: Path, size: int) -> float:
    """Read and hash every entry, and build the tree."""
    start = time.perf_counter()
    edge = Edge()
    for raw, width in _bundles(folder, size):
        edge.append([leaf_hash(entry) for entry in decode_bundle(raw, width)])
    took = time.perf_counter() - start
    assert f"\n{size}\n" in (folder / "checkpoint").read_text()
    assert edge.size == size
    return took


def _bundles(folder: Path, size: int) -> Iterator[tuple[bytes, int]]:
    full, width = width_at(None, size)
    for index in range(full):
        yield (folder / Tile(None, index).path).read_bytes(), 256
    if width:
        yield (folder / Tile(None, full, width).path).read_bytes(), width


def measure(entries: int, *, one_business: bool = False) -> tuple[float, float, int, int]:
    """Seconds of the bare loop and of the audit; the most MiB of its first process and of any other."""
    folder = Path(tempfile.mkdtemp(prefix="bench-audit-"))
    try:
        write(folder, entries, 1 if one_business else max(1, entries // A_BUSINESS))
        size = int((folder / "checkpoint").read_text().split("\n")[1])
        hashed = min(bare(folder, size) for _ in range(3))
        took = []
        for _ in range(3):
            words = [sys.executable, "-c", RUN, str(folder), SIGNER.verifier().vkey]
            done = subprocess.run(words, capture_output=True, text=True, check=True)
            seconds, own, child, faults = done.stdout.split(maxsplit=4)[:4]
            assert faults == "0", done.stdout
            took.append(float(seconds))
        return hashed, min(took), int(own), int(child)
    finally:
        shutil.rmtree(folder)


def main() -> None:
    arguments = argparse.ArgumentParser(description="How fast and with how little memory a log is audited.")
    arguments.add_argument("--entries", type=int, default=100_000)
    arguments.add_argument("--memory", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    arguments.add_argument("--largest", action="store_true", help="memory with 10^7 entries too")
    chosen = arguments.parse_args()
    hashed, took, own, child = measure(chosen.entries)
    ratio = hashed / took
    met = "met" if ratio >= TARGET else "MISSED"
    print(f"{chosen.entries:9d} entries: bare {hashed:6.2f} s, audit {took:6.2f} s, ratio {ratio:.2f}")
    print(f"target of at least {TARGET}: {met}")
    for entries in [*chosen.memory, *([LARGEST] if chosen.largest else [])]:
        _, took, own, child = measure(entries)
        print(f"{entries:9d} entries: {took:7.2f} s, at most {own} MiB and {child} MiB in each other process")
    _, took, own, child = measure(chosen.entries, one_business=True)
    print(
        f"{chosen.entries:9d} of one business: {took:7.2f} s, at most {own} MiB and {child} MiB in each other process"
    )


if __name__ == "__main__":
    main()
