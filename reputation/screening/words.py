"""Words by language as expressions; people who speak it read and correct them in the data files. Pure."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_START, _END = r"(?<![^\W\u4e00-\u9fff])", r"(?![^\W\u4e00-\u9fff])"
"""Where a word begins and ends. Chinese has no spaces."""

Words = dict[str, dict[str, list[str]]]


def read(name: str) -> Words:
    """The words of a data file: by language or purpose, and kind."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def either(words: Iterable[str]) -> str:
    """An expression for any of these words; longer ones first, so that none hides another."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


PEOPLE = read("people")
_CONTEXT = read("context")


def person(language: str, *kinds: str) -> str:
    """An expression for any word of these kinds that is said of people."""
    return either(word for kind in kinds for word in PEOPLE[language][kind])


def context(purpose: str) -> str:
    """An expression for any word, in any language, that tells what a number beside it is."""
    return either(word for words in _CONTEXT[purpose].values() for word in words)


def listed(purpose: str) -> frozenset[str]:
    """The words themselves, of any language."""
    return frozenset(word for words in _CONTEXT[purpose].values() for word in words)


def telling(purpose: str) -> re.Pattern[str]:
    """Finds such a word standing alone."""
    return re.compile(f"{_START}{context(purpose)}{_END}", re.IGNORECASE)
