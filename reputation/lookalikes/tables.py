"""The tables of addresses as one small text, for programs that have no Python: four lines of ASCII. Pure.

1. Suffixes of two labels and more, as a tree from the right: `uk[co,gov(blogs))` says co.uk, gov.uk, blogs.gov.uk; what
   stands before "[" is no suffix itself. Those of one label need no row: what has no rule ends with one label.
2. Characters beyond ASCII, in runs from U+0080: N (refused), V (valid) or M (mapped), and how many, in base 36.
3. Looks, and the characters that have each: distances from one character to the next, in base 36. Every character of
   a look beyond ASCII is written "~" and its number in base 36.
4. Free hosts.
"""

import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from string import ascii_lowercase, digits
from typing import TypeAlias

from reputation.businesses import hosts
from reputation.lookalikes import keys, skeletons

Tree: TypeAlias = "dict[str, Tree]"
BEYOND_ASCII, END = 0x80, 0x110000


def text() -> str:
    """The file."""
    return "".join(f"{line}\n" for line in (suffixes(), characters(), looks(), " ".join(sorted(keys.free_hosts()))))


def digests() -> dict[str, str]:
    """What makers of keys must have in common: SHA-256 of the first line, and of the second and third."""
    alike = f"{characters()}\n{looks()}"
    return {
        "suffixes": sha256(suffixes().encode("ascii")).hexdigest(),
        "skeletons": sha256(alike.encode("ascii")).hexdigest(),
    }


def suffix_rules() -> Iterator[str]:
    """Every rule of the public suffix list, in ASCII: a suffix, `*.` and one, or `!` and what is none."""
    published = (files("publicsuffixlist") / "public_suffix_list.dat").read_text(encoding="utf-8")
    for line in published.splitlines():
        if line.strip() and not line.startswith("//"):
            yield line.split()[0].lower().encode("idna").decode("ascii")


def suffixes() -> str:
    """The first line."""
    tree: Tree = {}
    for rule in suffix_rules():
        labels = rule.split(".")
        if len(labels) > 1:
            node = tree
            for label in reversed(labels):
                node = node.setdefault(label, {})
            node[""] = {}
    return _branches(tree)


def _branches(tree: Tree) -> str:
    return ",".join(f"{label}{_below(kids)}" for label, kids in sorted(tree.items()) if label)


def _below(kids: Tree) -> str:
    below = _branches(kids)
    return f"{'(' if '' in kids else '['}{below})" if below else ""


def characters() -> str:
    """The second line."""
    runs = []
    at = BEYOND_ASCII
    for first, last, kind in hosts.character_runs():
        if first > at:
            runs.append(f"N{_base36(first - at)}")
        runs.append(f"{kind[0].upper()}{_base36(last + 1 - first)}")
        at = last + 1
    return "".join((*runs, f"N{_base36(END - at)}"))


def looks() -> str:
    """The third line."""
    alike: dict[str, list[int]] = {}
    for char in sorted(letters()):
        if skeletons.look(char) != char and not skeletons.OVERLOOKED.match(char):
            alike.setdefault(skeletons.look(char), [0]).append(ord(char))
    return ";".join(
        " ".join((_plain(look), *(_base36(after - before) for before, after in pairwise(points))))
        for look, points in sorted(alike.items())
    )


def letters() -> set[str]:
    """Everything that a label can be taken apart into."""
    valid = (
        chr(point)
        for first, last, kind in hosts.character_runs()
        if kind == "valid"
        for point in range(first, last + 1)
    )
    return {*ascii_lowercase, *digits, *(part for char in valid for part in unicodedata.normalize("NFD", char))}


def _plain(look: str) -> str:
    return look if look.isascii() else "".join(f"~{_base36(ord(char))}" for char in look)


def _base36(number: int) -> str:
    rest, last = divmod(number, 36)
    return (_base36(rest) if rest else "") + (digits + ascii_lowercase)[last]
