"""Codenames: seven words drawn from a list of 7,776, and one that shows a slip. Pure.

A browser makes them by the same rule; tests/data/codenames.json holds examples for both.
"""

import re
import unicodedata
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
    """A new codename: 32 random bytes as a number, of which each word takes a digit to the base of the list's length."""
    number, drawn = int.from_bytes(source.salt()), []
    for _ in range(DRAWN):
        number, place = divmod(number, len(words()))
        drawn.append(words()[place])
    return " ".join([*drawn, check_word(tuple(drawn))])


def parse(text: str) -> tuple[str, ...]:
    """The eight words of a codename, however they are typed: whatever is no letter stands between words.

    Raises:
        CodenameError: it has not eight words, one is not on the list, or the eighth does not belong to the others.
    """
    if len(text) > LONGEST:
        raise CodenameError("length")
    shown = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if unicodedata.category(c) != "Cf")
    typed: list[str] = []
    for part in _LETTERS.findall(shown):
        whole = _halves().get((typed[-1], part)) if typed else None
        if whole is None:
            typed.append(part)
        else:
            typed[-1] = whole
    if len(typed) != WORDS:
        raise CodenameError("length")
    found = tuple(_spellings().get(word, "") for word in typed)
    if "" in found:
        raise CodenameError("word")
    if found[-1] != check_word(found[:-1]):
        raise CodenameError("check")
    return found
