"""Looks a text over: the one function that the rest of the service calls."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from reputation.screening import languages, names
from reputation.screening.findings import Finding, Findings, Known, Tier, Trouble
from reputation.screening.people import People


class Engine(Protocol):
    """Looks for passages of some kinds in a text without disguise."""

    def find(self, plain: str, language: str) -> list[Finding]:
        """What it found, in any order."""


ENGINES: tuple[Engine, ...] = (People(),)


def find(text: str, language: str, business: Known, engines: Sequence[Engine] = ENGINES) -> Findings:  # noqa: ARG001
    """Every passage of the text that may name or identify somebody. Whatever fails is said, and nothing is let through."""
    seen = languages.look(text, language)
    found: list[Finding] = []
    trouble = None if seen.fits else Trouble.LANGUAGE
    for engine in engines:
        try:
            found += engine.find(text, language)
        except names.NamesFailed:
            trouble = Trouble.FAILED
    return Findings(resolved(found), seen.language, trouble)


def resolved(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """By place, none within another: of those that touch, the surest stays, of equals the longest."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.tier is not Tier.PROPOSES, -one.score, one.start - one.end)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))
