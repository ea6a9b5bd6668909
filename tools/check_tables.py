"""Writes the tables that the script of the private check reads, from what the service reads itself.

`python -m tools.check_tables` after an update of the public suffix list or of a table under reputation/*/data; it tells what
became different. With `--check` it writes nothing, and fails if something would.
"""

import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from publicsuffixlist import PublicSuffixList

from reputation.businesses import hosts
from reputation.lookalikes import free_hosts, skeletons

TABLES = Path(__file__).parents[1] / "reputation/web/static/web/check-tables.js"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    return (base36(number // 36) if number >= 36 else "") + DIGITS[number % 36]


def suffixes() -> str:
    """The suffixes of two labels and more, as a tree from the right: `uk[co,…)`; after "(" a rule itself."""
    tree: dict[str, dict] = {}
    for rule in PublicSuffixList()._publicsuffix:
        if "." not in rule or not rule.isascii():
            continue
        node = tree
        for label in reversed(rule.split(".")):
            node = node.setdefault(label, {})
        node[""] = {}
        if rule.startswith("!"):
            pass
    return written(tree)


def written(tree: dict) -> str:
    return ",".join(
        f"{label}{'(' if '' in kids else '['}{written(kids)})" if kids.keys() - {""} else label
        for label, kids in sorted(tree.items())
        if label
    )


def characters() -> str:
    runs = hosts.character_runs()
    out, at = [], 0x80
    for first, last, kind in runs:
        if first > at:
            out.append(f"N{base36(first - at)}")
        out.append(f"{kind[0].upper()}{base36(last - first + 1)}")
        at = last + 1
    return "".join([*out, f"N{base36(0x110000 - at)}"])


def looks() -> str:
    valid = [chr(p) for f, l, k in hosts.character_runs() if k == "valid" for p in range(f, l + 1)]
    signs = {s for c in valid for s in unicodedata.normalize("NFD", c)} | set("abcdefghijklmnopqrstuvwxyz0123456789")
    found = {}
    for sign in sorted(signs):
        if skeletons.look(sign) != sign and not skeletons.OVERLOOKED.match(sign):
            found.setdefault(skeletons.look(sign), []).append(ord(sign))
    rows = []
    for look, points in sorted(found.items()):
        steps = [base36(b - a) for a, b in zip([0, *points], points)]
        rows.append(" ".join([look, *steps]))
    return ";".join(rows)


def module() -> str:
    escaped = lambda t: "".join(
        c
        if c.isascii()
        else "".join(
            f"\\u{int.from_bytes(u, 'big'):04x}"
            for u in [c.encode("utf-16-be")[i : i + 2] for i in range(0, len(c.encode("utf-16-be")), 2)]
        )
        for c in t
    )
    parts = {
        "SUFFIXES": suffixes() + ",",
        "CHARACTERS": characters(),
        "LOOKS": looks(),
        "FREE_HOSTS": " ".join(sorted(free_hosts.names())),
    }
    return "// Written by tools/check_tables.py.\n" + "".join(
        f'export const {k} =\n  "{escaped(v)}";\n' for k, v in parts.items()
    )


if __name__ == "__main__":
    TABLES.write_text(module(), encoding="ascii")
