"""All benchmarks at sizes that a small machine can do in some minutes. `make bench`; each also runs alone, larger."""

import subprocess
import sys

RUNS = (
    ("bench.sequencer", "--entries", "100000", "--singles", "100"),
    ("bench.recompute", "--reviews", "200000"),
    ("bench.names", "--names", "1000", "100000"),
    ("bench.api",),
    ("bench.checks",),
    ("bench.audit", "--entries", "100000"),
    ("bench.integrity",),
    ("bench.backtest",),
    ("bench.blind_rsa",),
    ("bench.send",),
    ("bench.publish", "--reviews", "2000", "--acts", "200"),
    ("bench.issuing",),
    ("bench.voucher_page", "--turns", "3"),
    ("bench.screening",),
    ("bench.start",),
)


def main() -> int:
    """Run them one after another; the worst exit status is ours."""
    worst = 0
    for module, *words in RUNS:
        print(f"\n=== {module} {' '.join(words)}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", module, *words], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
