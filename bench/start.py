"""How long `manage.py serve` takes to be ready: first in an empty folder, then again. `python -m bench.start`."""

import argparse
import signal
import statistics
import tempfile
from pathlib import Path

from tests.faults.service import Service

FIRST_TARGET_S = 90.0
LATER_TARGET_S = 5.0
PATIENCE_S = 600.0


def measure(home: Path, *, demonstration: bool) -> tuple[float, float]:
    """Seconds until ready and seconds to stop."""
    service = Service(home, DEMONSTRATION="yes" if demonstration else "no", WEB_WORKERS="2")
    try:
        service.wait_for("started in", PATIENCE_S)
    finally:
        service.end(signal.SIGTERM)
    ready = float(next(line for line in service.lines if "started in" in line).split()[2])
    stopped = float(service.lines[-1].split()[3])
    return ready, stopped


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--later", type=int, default=3, help="later starts to measure")
    arguments.add_argument("--no-demonstration", action="store_true", help="leave out the demonstration data")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="reputation-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        first, _ = measure(folder / "home", demonstration=not chosen.no_demonstration)
        later = [measure(folder / "home", demonstration=not chosen.no_demonstration) for _ in range(chosen.later)]
    print(f"first start  {first:6.1f} s   (target {FIRST_TARGET_S:.0f} s, ratio {first / FIRST_TARGET_S:.2f})")
    middle = statistics.median(ready for ready, _ in later)
    print(f"later starts {middle:6.1f} s   (target {LATER_TARGET_S:.0f} s, ratio {middle / LATER_TARGET_S:.2f})")
    print(f"stopping     {statistics.median(stop for _, stop in later):6.1f} s")


if __name__ == "__main__":
    main()
