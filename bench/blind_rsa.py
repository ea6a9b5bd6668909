"""How many receipts one process can sign blindly, and whether its pace tells anything. `python -m bench.blind_rsa`.

Rate: signatures a second beside the bare exponentiation for secrets of GMP, in two halves, of the same key: the least
that any signature needs. Both take turns, and the better half of the turns counts, so that both meet the same machine.

Leak: the same request again and again, or another one each time, in random order; Welch's t of the two lists of times,
at several cuts of the slowest ones. Source: Reparaz, Balasch, Verbauwhede, "Dude, is my code constant time?" (2017),
which takes |t| > 4.5 for a leak. Beside it the same signing with a leak planted, one public operation (2 %) more for
the fixed request: if that one is not found, the test says nothing of ours. The fixed request has its full length, as
all but very few have: of a short number the first multiplication is shorter, which tells what whoever sent it knows.

The browser's half: size of voucher.js, and its times in Node.js where there is one.
"""

import argparse
import gzip
import math
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import gmpy2

from reputation.receipts import blind_rsa, keys_at_rest
from reputation.receipts.blind_rsa import SigningKey

TARGET = 0.7
LEAK = 4.5
TURN = 20
CUTS = (1.0, 0.99, 0.95, 0.9, 0.75, 0.5, 0.25)
SCRIPT = Path(__file__).parents[1] / "reputation/web/static/web/voucher.js"
BROWSER = """
import { blind, finalized, showCode, readCode } from "./voucher.mjs";
const modulus = BigInt(process.argv[2]);
const times = [];
for (let turn = 0; turn < 60; turn += 1) {
  const message = crypto.getRandomValues(new Uint8Array(98));
  const salt = crypto.getRandomValues(new Uint8Array(48));
  const factor = BigInt("0x" + Buffer.from(crypto.getRandomValues(new Uint8Array(255))).toString("hex"));
  const start = performance.now();
  await blind(message, salt, factor, modulus);
  times.push(performance.now() - start);
}
console.log([times[0], times.sort((a, b) => a - b)[30]].map((time) => time.toFixed(2)).join(" "));
"""


def seconds(task: Callable[[], object], times: int) -> float:
    """Seconds that a task takes, of so many one after another."""
    started = time.perf_counter()
    for _ in range(times):
        task()
    return (time.perf_counter() - started) / times


def rates(key: SigningKey, turns: int) -> tuple[float, float]:
    """Signatures a second, and bare exponentiations of the same key."""
    number = 2 + int(key.modulus) // 3
    blinded, bare = number.to_bytes(256), gmpy2.mpz(number)

    def halves() -> None:
        gmpy2.powmod_sec(bare % key.p, key.d_p, key.p)
        gmpy2.powmod_sec(bare % key.q, key.d_q, key.q)

    signing, exponentiating = [], []
    for _ in range(turns):
        signing.append(seconds(lambda: blind_rsa.blind_sign(blinded, key), TURN))
        exponentiating.append(seconds(halves, TURN))
    better = [statistics.mean(sorted(one)[: turns // 2]) for one in (signing, exponentiating)]
    return 1 / better[0], 1 / better[1]


def welch(one: Sequence[float], other: Sequence[float]) -> float:
    """Welch's t of two samples; infinite when one of them has next to nothing in the same cut."""
    if min(len(one), len(other)) < 2:
        return math.inf
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    return (statistics.mean(one) - statistics.mean(other)) / math.sqrt(spread)


def leak(task: Callable[[bytes], object], fixed: bytes, modulus: int, samples: int) -> float:
    """The greatest |t| over all cuts, of one input against many."""
    dice = random.Random(1)
    times: list[tuple[int, bool]] = []
    # Each request is new in memory, the fixed one too, and made before the clock runs.
    kinds = [dice.random() < 0.5 for _ in range(samples)]
    inputs = [(int.from_bytes(fixed) if kind else dice.randrange(2, modulus)).to_bytes(256) for kind in kinds]
    for given, is_fixed in zip(inputs, kinds, strict=True):
        started = time.perf_counter_ns()
        task(given)
        times.append((time.perf_counter_ns() - started, is_fixed))
    times.sort()
    found = []
    for cut in CUTS:
        kept = times[: int(cut * samples)]
        found.append(abs(welch([t for t, is_fixed in kept if is_fixed], [t for t, is_fixed in kept if not is_fixed])))
    return max(found)


def browser(modulus: int) -> str:
    """First and median time of a blinding in Node.js, in milliseconds."""
    if shutil.which("node") is None:
        return "no Node.js here"
    with tempfile.TemporaryDirectory() as name:
        shutil.copy(SCRIPT, Path(name) / "voucher.mjs")
        (Path(name) / "run.mjs").write_text(BROWSER)
        done = subprocess.run(["node", "run.mjs", str(modulus)], cwd=name, check=True, capture_output=True, text=True)
    first, median = done.stdout.split()
    return f"blinding in Node.js: first {first} ms, median {median} ms"


def main() -> int:
    """1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=40, help=f"of {TURN} signatures each")
    parser.add_argument("--samples", type=int, default=10_000, help="timed signatures of the leak test")
    options = parser.parse_args()
    key = SigningKey.of(keys_at_rest.generate())
    modulus = int(key.modulus)

    signing, bare = rates(key, options.turns)
    is_fast = signing / bare >= TARGET
    print(f"  signing blindly        {signing:8.0f} a second")
    print(f"  bare exponentiation    {bare:8.0f} a second")
    print(f"  ratio                  {signing / bare:8.2f} ({'within' if is_fast else 'BELOW'} {TARGET})")

    fixed = (modulus // 3).to_bytes(256)

    def planted(raw: bytes) -> None:
        blind_rsa.blind_sign(raw, key)
        if raw == fixed:
            gmpy2.powmod(modulus // 3, key.exponent, key.modulus)

    ours = leak(lambda raw: blind_rsa.blind_sign(raw, key), fixed, modulus, options.samples)
    control = leak(planted, fixed, modulus, options.samples)
    print(f"  fixed against random   |t| = {ours:6.1f} ({'no leak found' if ours <= LEAK else 'LEAK'}, limit {LEAK})")
    print(f"  with a leak planted    |t| = {control:6.1f} ({'found' if control > LEAK else 'NOT FOUND'})")

    raw = SCRIPT.read_bytes()
    print(f"  voucher.js             {len(raw)} bytes, {len(gzip.compress(raw))} compressed; {browser(modulus)}")
    return 0 if is_fast and ours <= LEAK < control else 1


if __name__ == "__main__":
    sys.exit(main())
