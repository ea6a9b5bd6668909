"""The least share of lines and branches that the tests must run, overall and where a fault would cost most."""

import io
import sys
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "*": 85.0,
    "reputation/tlog/*": 95.0,
    "reputation/rulebook/*": 95.0,
    "reputation/*/rules.py": 95.0,
    "reputation/log/*": 90.0,
    "reputation/ratings/*": 90.0,
    "reputation/core/*": 90.0,
}


def main() -> int:
    """Compare the last run with the floors; 1 when one is not reached."""
    status = 0
    coverage = Coverage(data_file=str(ROOT / ".coverage"), config_file=str(ROOT / "pyproject.toml"))
    coverage.load()
    for pattern, floor in FLOORS.items():
        include = None if pattern == "*" else [str(ROOT / pattern), str(ROOT / pattern.replace("/*", "/**/*"))]
        share = coverage.report(file=io.StringIO(), include=include, show_missing=False)
        if share < floor:
            print(f"coverage of {pattern} is {share:.1f} %, the floor is {floor:.0f} %", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
