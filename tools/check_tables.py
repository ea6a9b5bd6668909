"""Writes the tables of the check page's script from what the service reads addresses by, and says what changed.

`python -m tools.check_tables`, after an update of publicsuffixlist or of a table under reputation/*/data. `--check`
writes nothing, and fails if something would be written. `--confusables FILE` takes in a newer confusables.txt of UTS
#39 first. What changed gives some addresses other keys: clients find them from the next publication on.
"""

import argparse
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from reputation.lookalikes import skeletons, tables

ROOT = Path(__file__).parents[1]
WRITTEN = ROOT / "reputation/web/static/web/check-tables.txt"
CONFUSABLES = ROOT / "reputation/lookalikes/data/confusables.tsv"
SHOWN = 20
"""How many of what became different are named."""


def take_in(published: Path) -> None:
    """Keep of a confusables.txt the characters that a label can be taken apart into, and what each looks like."""
    rows = {}
    letters = tables.letters()
    for line in published.read_text(encoding="utf-8-sig").splitlines():
        one, given, rest = line.partition(" ;\t")
        if given and chr(int(one, 16)) in letters:
            rows[int(one, 16)] = " ".join(point.lower() for point in rest.partition(" ;\t")[0].split())
    CONFUSABLES.write_text("".join(f"{one:04x}\t{others}\n" for one, others in sorted(rows.items())), encoding="ascii")
    skeletons.prototypes.cache_clear()
    skeletons.look.cache_clear()


def rules(line: str) -> Iterator[str]:
    """The suffixes of a line, each as the list of suffixes writes it."""
    path: list[str] = []
    name = ""
    for label, mark in re.findall(r"([^,[()]*)([,[()])", f"{line},"):
        name = label or name
        if label and mark != "[":
            yield ".".join((label, *reversed(path)))
        if mark in "[(":
            path.append(name)
        elif mark == ")":
            path.pop()


def kinds(line: str) -> Iterator[str]:
    """Every character that is not refused, with its kind."""
    point = tables.BEYOND_ASCII
    for kind, length in re.findall(r"([NVM])([0-9a-z]+)", line):
        after = point + int(length, 36)
        if kind != "N":
            yield from (f"U+{one:04X} {kind}" for one in range(point, after))
        point = after


def looks(line: str) -> Iterator[str]:
    """Every character that looks like another, with its look."""
    for row in filter(None, line.split(";")):
        look, *steps = row.split(" ")
        point = 0
        for step in steps:
            point += int(step, 36)
            yield f"U+{point:04X} like {look}"


READERS: dict[str, Callable[[str], Iterable[str]]] = {
    "suffixes": rules,
    "characters": kinds,
    "looks": looks,
    "free hosts": str.split,
}


def report(before: str, after: str) -> Iterator[str]:
    """What is new and what is gone, table by table, and how large the file is."""
    old = dict(zip(READERS, before.splitlines(), strict=False))
    for (name, read), line in zip(READERS.items(), after.splitlines(), strict=True):
        had, has = set(read(old.get(name, ""))), set(read(line))
        yield f"{name}: {len(has):,}; {_named('new', has - had)}, {_named('gone', had - has)}"
    deflated = len(zlib.compress(after.encode("ascii"), 9))
    yield f"{len(after):,} bytes, {deflated:,} deflated"


def _named(what: str, some: set[str]) -> str:
    names = sorted(some)[:SHOWN] + ["…"] * (len(some) > SHOWN)
    return f"{len(some):,} {what}{': ' * bool(names)}{'; '.join(names)}"


def main() -> int:
    """Say what changed, and write it or fail."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if something would be written")
    parser.add_argument("--confusables", type=Path, help="a confusables.txt to take in first")
    options = parser.parse_args()
    if options.confusables and not options.check:
        take_in(options.confusables)
    before = WRITTEN.read_text(encoding="ascii") if WRITTEN.exists() else ""
    after = tables.text()
    sys.stdout.write("".join(f"{line}\n" for line in report(before, after)))
    if options.check and before != after:
        sys.stdout.write("The tables are not up to date: run python -m tools.check_tables.\n")
        return 1
    if not options.check:
        WRITTEN.write_text(after, encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main())
