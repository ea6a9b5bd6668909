"""How the scanner's modules mark a passage, and what they look at around it. Pure."""

import re
from collections.abc import Iterable

from reputation.screening.findings import Finding, Kind, Tier
from reputation.screening.suggestions import suggest

SURE, MISTYPED, DOUBTED = 0.9, 0.6, 0.4
"""Scores: of a rule that fits one thing only; of a number that is named and wrong; of a rule that fits more."""


def sure(text: str, span: tuple[int, int], kind: Kind, language: str, score: float = SURE) -> Finding:
    """A passage for which other words are proposed."""
    return Finding(*span, kind, Tier.PROPOSES, score, suggest(kind, language, text[slice(*span)]))


def asked(text: str, span: tuple[int, int], kind: Kind, language: str, score: float = DOUBTED) -> Finding:
    """A passage about which the writer is asked."""
    return Finding(*span, kind, Tier.ASKS, score, suggest(kind, language, text[slice(*span)]))


def is_near(text: str, start: int, words: re.Pattern[str], reach: int = 48) -> bool:
    """Whether one of these words stands shortly before a place."""
    return words.search(text, max(0, start - reach), start) is not None


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings by place, none touching another: the surer one stays, then the longer one."""
    kept: list[Finding] = []
    for found in sorted(findings, key=lambda one: (-one.score, one.start - one.end, one.start)):
        if all(found.end <= other.start or other.end <= found.start for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda one: one.start)
