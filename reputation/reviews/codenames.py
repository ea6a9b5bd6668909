"""Codenames: seven words drawn from a list of 7,776, and one that shows a slip. Pure.

A browser makes them by the same rule; tests/data/codenames.json holds examples for both.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files

from reputation.core import ids

DRAWN = 7
WORDS = DRAWN + 1
LONGEST = 400
"""Characters of what somebody types; a codename has 80 at most."""
_PURPOSE = "open-reference codename v1\n"
_LETTERS = re.compile("[a-z]+")


class CodenameError(ValueError):
    """A text that is no codename. `rule`: "length", "word" or "check"."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule


@cache
def words() -> tuple[str, ...]:
    """The list, in its order. Source: data/SOURCE.txt."""
    raw = (files("reputation.reviews") / "data" / "eff_large.txt").read_text(encoding="ascii")
    return tuple(raw.split())


@cache
def _spellings() -> dict[str, str]:
    """Every word as it may be typed, also those with a hyphen that are written as one."""
    return {word.replace("-", ""): word for word in words()} | {word: word for word in words()}


@cache
def _halves() -> dict[tuple[str, str], str]:
    """The words with a hyphen by their halves; no first half is a word of the list itself."""
    return {(first, last): word for word in words() for first, dash, last in [word.partition("-")] if dash}


def check_word(drawn: tuple[str, ...]) -> str:
    """The eighth word, which the seven drawn ones lead to."""
    digest = sha256((_PURPOSE + " ".join(drawn)).encode()).digest()
    return words()[int.from_bytes(digest[:4]) % len(words())]


def make(source: ids.Source = ids.SECURE) -> str:
    """A new codename: 32 random bytes as a number; each word takes a digit of it, to the base of the list's length."""
    number, drawn = int.from_bytes(source.salt()), []
    for _ in range(DRAWN):
        number, place = divmod(number, len(words()))
        drawn.append(words()[place])
    return " ".join([*drawn, check_word(tuple(drawn))])


def on_list(word: str) -> bool:
    """Whether a word is on the list, however its hyphen is typed."""
    return word in _spellings()


def fits(found: Sequence[str]) -> bool:
    """Whether the eighth word belongs to the seven before it."""
    *drawn, last = (_spellings().get(word, word) for word in found)
    return last == check_word(tuple(drawn))


def typed(text: str) -> list[str]:
    """The words of a text: whatever is no letter stands between them."""
    shown = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(c) != "Cf")
    found: list[str] = []
    for part in _LETTERS.findall(shown):
        whole = _halves().get((found[-1], part)) if found else None
        if whole is None:
            found.append(part)
        else:
            found[-1] = whole
    return found


def parse(text: str) -> tuple[str, ...]:
    """The eight words of a codename, however they are typed.

    Raises:
        CodenameError: it has not eight words, one is not on the list, or the eighth does not belong to the others.
    """
    found = typed(text) if len(text) <= LONGEST else []
    if len(found) != WORDS:
        raise CodenameError("length")
    if not all(map(on_list, found)):
        raise CodenameError("word")
    if not fits(found):
        raise CodenameError("check")
    return tuple(_spellings()[word] for word in found)
