"""Words for people by language, as one expression each: who is spoken of, and what tells one from others. Pure."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parent / "data"
"""Words by language, to be read and corrected by people who speak it."""

WORDS: dict[str, dict[str, list[str]]] = tomllib.loads((DATA / "people.toml").read_text(encoding="utf-8"))


def either(words: Iterable[str]) -> str:
    """An expression for any of these words; longer ones first, so that none hides another."""
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


def one_of(language: str, kind: str) -> str:
    """An expression for any word of a kind in a language."""
    return either(WORDS[language][kind])
