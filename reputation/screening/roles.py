"""Finds words that may point to one person without a name: "the older lady from the shop". Pure.

A bare role ("the waiter") is fine; a role with what tells this person from the others is asked about.
"""

import re

from reputation.screening.findings import Finding, Kind
from reputation.screening.passages import apart, asked
from reputation.screening.words import PEOPLE, person

SCORE = 0.3
_OWN = r"my|our|your|mein\w*|unser\w*|mon|ma|notre|mi|nuestr[oa]|mijn|onze"
"""The writer's own people."""


def _pattern(language: str) -> re.Pattern[str]:
    """A role with looks before or after it, or somebody's relative; with the place where one would look for them."""
    article, noun, some = (person(language, *kinds) for kinds in (("articles",), ("jobs", "people"), ("some",)))
    before, old = person(language, "looks_before"), person(language, "looks_before_some")
    after, kin, place = (person(language, kind) for kind in ("looks_after", "kin", "place"))
    gap = rf"(?:(?!(?:{article}|{_OWN})(?!\w))\w+,? ){{0,2}}"
    return re.compile(
        rf"(?<!\w){article}(?:\s+|(?<=['’]))(?:{gap}{before},? (?:\w+ )?{noun}(?:,? {after})?|{gap}{old},? {some}|"
        rf"(?:\w+ )?{noun},? {after}|{kin})\b(?: {place}\b)?",
        re.IGNORECASE,
    )


_PATTERNS = {language: _pattern(language) for language in PEOPLE}


def find(plain_text: str, language: str) -> list[Finding]:
    """Passages that may point to one person, by place."""
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return []
    return apart(asked(plain_text, found.span(), Kind.ROLE, language, SCORE) for found in pattern.finditer(plain_text))
