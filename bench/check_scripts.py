"""What a browser loads to check privately, packed as it is sent. `python -m bench.check_scripts`.

The scripts: that of the box, which every page with one loads, and those that it loads once somebody types. The tables
of suffixes and look-alike characters come once and stay in the browser's cache.
"""

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "reputation" / "web" / "static" / "web"
FIRST, TABLES = "check.js", "check-tables.txt"
MOST_BYTES = 30_000
IMPORTED = re.compile(r'(?:from|import\()\s*"\./([\w-]+\.js)"')


def imported(first: str) -> list[str]:
    """A script and all that it loads, in the order in which they are found."""
    found = [first]
    for name in found:
        text = (STATIC / name).read_text(encoding="utf-8")
        found += [one for one in dict.fromkeys(IMPORTED.findall(text)) if one not in found]
    return found


def packed(name: str) -> int:
    """Bytes of a file as gzip."""
    return len(gzip.compress((STATIC / name).read_bytes(), 9, mtime=0))


def main() -> None:
    sizes = {name: packed(name) for name in imported(FIRST)}
    for name, size in sizes.items():
        print(f"  {name:16s} {size:7,} bytes")
    total = sum(sizes.values())
    verdict = "within" if total <= MOST_BYTES else "BEYOND"
    print(
        f"  all scripts      {total:7,} bytes ({verdict} {MOST_BYTES:,}); {total / MOST_BYTES:.2f} of what they may be"
    )
    print(f"  {TABLES:16s} {packed(TABLES):7,} bytes")


if __name__ == "__main__":
    main()
