"""Finds words that may point to one person without a name: "the older lady from the shop". Pure.

A bare role ("the waiter") is fine; a role with what tells this person from the others is asked about.
"""

import re

from reputation.screening.findings import Finding, Kind
from reputation.screening.passages import apart, asked
from reputation.screening.vocabulary import WORDS, one_of

SCORE = 0.3


def _pattern(language: str) -> re.Pattern[str]:
    """A role with looks before or after it, or somebody's relative; with the place where one would look for them."""
    article, noun, general = (one_of(language, kind) for kind in ("articles", "nouns", "general"))
    before, old = one_of(language, "looks_before"), one_of(language, "looks_before_general")
    after, kin, place = (one_of(language, kind) for kind in ("looks_after", "kin", "place"))
    gap = r"(?:\w+,? ){0,2}"
    return re.compile(
        rf"(?<!\w){article} ?(?:{gap}{before},? (?:\w+ )?{noun}(?:,? {after})?|{gap}{old},? {general}|"
        rf"(?:\w+ )?{noun},? {after}|{kin})\b(?: {place}\b)?",
        re.IGNORECASE,
    )


_PATTERNS = {language: _pattern(language) for language in WORDS}


def find(plain_text: str, language: str) -> list[Finding]:
    """Passages that may point to one person, by place."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return []
    return apart(asked(plain_text, found.span(), Kind.ROLE, language, SCORE) for found in pattern.finditer(plain_text))
