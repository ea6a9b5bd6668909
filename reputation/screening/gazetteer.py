"""Which words are given names, surnames or places, by lists. Pure but for the list, which is read once.

Lists know no context: that a word is on one is evidence, and what follows from it is said in evidence.py.
"""

import re
import sys
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MANY = 3
"""A name on so many lists is common wherever one goes."""
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_BETWEEN_PARTS = re.compile(r"[-'’.]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the lists say of a word: on how many it is a given name or a surname, and what else it is."""

    given: int = 0
    surname: int = 0
    is_place: bool = False
    also_word_in: frozenset[str] = frozenset()
    """Languages in whose dictionary it stands in small letters: "will", "rose"."""
    origin: str = ""


UNKNOWN = Entry()


class Gazetteer:
    """The lists; `without`: names to forget, so that an evaluation can ask how others fare."""

    def __init__(self, entries: dict[str, Entry], without: Collection[str] = ()) -> None:
        forgotten = {part for name in without for part in parts(name)}
        self._entries = {name: entry for name, entry in entries.items() if name not in forgotten}

    def look(self, word: str) -> Entry:
        """What the lists say of a word; of a hyphenated one what they say of its best known part."""
        found = [self._entries.get(part, UNKNOWN) for part in parts(word)]
        return max(found, key=lambda entry: (entry.given + entry.surname, entry.is_place), default=UNKNOWN)


def parts(word: str) -> list[str]:
    """The parts of a word as they stand in the lists."""
    return [fold(part) for part in _BETWEEN_PARTS.split(word) if len(part) > 1]


def fold(name: str) -> str:
    """Small letters without marks."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def entries() -> dict[str, Entry]:
    """The shipped list. Source: data/SOURCE.txt."""
    found: dict[str, Entry] = {}
    lines = (files("reputation.screening") / "data" / "names.tsv").read_text(encoding="utf-8").splitlines()
    same: dict[tuple[str, ...], Entry] = {}
    for line in lines:
        name, *columns = line.split("\t")
        key = tuple(columns)
        if key not in same:
            given, surname, place, words, origin = columns
            same[key] = Entry(int(given), int(surname), place == "1", frozenset(words.split()), sys.intern(origin))
        found[name] = same[key]
    return found


@cache
def shipped() -> Gazetteer:
    """The shipped lists, whole. Made once: that takes as long as to look over many texts."""
    return Gazetteer(entries())
