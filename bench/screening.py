"""What the screening of a text costs beside its model alone. `python -m bench.screening`.

Time: seconds of processor that `find` takes for 1,000 characters, beside a bare run of the model over the same pieces,
in turns. Memory: how much a process grows when it reads its first text.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from reputation.screening import engine, names
from reputation.screening.evaluate import invented
from reputation.screening.findings import Known

PER = 1000
LIMIT_P95_MS = 100.0
LEAST_RATIO = 0.5
PAGE = 1024**2


def resident() -> int:
    """Bytes of memory that this process holds."""
    with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 - no file, and Linux only
        return 1024 * next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def seconds(task: Callable[[], object]) -> float:
    started = time.process_time()
    task()
    return time.process_time() - started


def texts() -> list[str]:
    strung = " ".join(text.text for text in invented.reviews("en"))
    return [strung[start : start + PER] for start in range(0, len(strung) - PER, PER)]


def bare(model: names.Model, text: str) -> Callable[[], object]:
    """The model over a text, and nothing else: no pieces made, nothing weighed, no window overlapping."""
    pieces = model._tokenizer.encode(text, add_special_tokens=False).ids  # noqa: SLF001
    runs = [np.array([pieces[start : start + names.WINDOW]]) for start in range(0, len(pieces), names.WINDOW)]
    options = model._run_options()  # noqa: SLF001
    return lambda: [model._shares(ids, options) for ids in runs]  # noqa: SLF001


def main() -> int:
    """1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=60, help="texts of 1,000 characters")
    turns = parser.parse_args().turns
    some = (texts() * turns)[:turns]

    before = resident()
    engine.find(some[0], "en", Known())
    grown = resident() - before
    model = names.Model(names.FOLDER)
    found, alone = [], []
    for text in some:
        run = bare(model, text)
        found.append(seconds(lambda text=text: engine.find(text, "en", Known())))  # type: ignore[misc]
        alone.append(seconds(run))
    p95 = 1000 * sorted(found)[int(0.95 * len(found))]
    ratio = statistics.median(alone) / statistics.median(found)
    print(f"  find, 1,000 characters  median {1000 * statistics.median(found):6.1f} ms   p95 {p95:6.1f} ms", end="")
    print(f" ({'within' if p95 <= LIMIT_P95_MS else 'BEYOND'} {LIMIT_P95_MS:.0f} ms)")
    print(f"  the model alone         median {1000 * statistics.median(alone):6.1f} ms")
    print(f"  ratio                   {ratio:13.2f} ({'within' if ratio >= LEAST_RATIO else 'BELOW'} {LEAST_RATIO})")
    print(f"  memory of one process   {grown / PAGE:10.0f} MB for the first text")
    return 0 if p95 <= LIMIT_P95_MS and ratio >= LEAST_RATIO else 1


if __name__ == "__main__":
    raise SystemExit(main())
