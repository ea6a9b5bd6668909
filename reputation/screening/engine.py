"""Looks a text over: the one function that the rest of the service calls."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Protocol

from reputation.screening import identifiers, known, languages, roles, special, spelling
from reputation.screening.findings import Finding, Findings, Known, Tier, Trouble
from reputation.screening.names import NamesFailed
from reputation.screening.persons import Persons

logger = logging.getLogger(__name__)


class Engine(Protocol):
    """Looks for passages of some kinds in a text without disguise."""

    def find(self, plain_text: str, language: str, /) -> list[Finding]:
        """What it found, in any order."""


ENGINES: tuple[Engine, ...] = (identifiers, special, roles, Persons())


def find(text: str, language: str, business: Known, engines: Sequence[Engine] = ENGINES) -> Findings:
    """Every passage of a text that may name or identify somebody, and whether a machine can judge it at all.

    Never raises: whatever fails is told as trouble, so that a person looks, with what the others found.
    """
    try:
        return _found(text, language, business, engines)
    except Exception:  # a text at which no machine can look goes to a person
        logger.exception("screening-failed")
        return Findings(trouble=Trouble.FAILED)


def _found(text: str, language: str, business: Known, engines: Sequence[Engine]) -> Findings:
    plain = spelling.plain(text)
    seen = languages.look(plain.text, language)
    trouble = None if seen.fits else Trouble.LANGUAGE
    found: list[Finding] = []
    for engine in engines:
        try:
            found += engine.find(plain.text, language)
        except NamesFailed:
            trouble = Trouble.FAILED
        except Exception:
            logger.exception("screening-failed")
            trouble = Trouble.FAILED
    items = resolved(known.leave(found, plain.text, business))
    return Findings(tuple(_as_given(one, plain) for one in items), seen.language, trouble)


def resolved(found: Iterable[Finding]) -> list[Finding]:
    """By place, none within another: of those that touch, the surest stays, of equals the longest."""
    kept: list[Finding] = []
    for one in sorted(found, key=lambda one: (one.tier is not Tier.PROPOSES, -one.score, one.start - one.end)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _as_given(found: Finding, plain: spelling.Plain) -> Finding:
    start, end = plain.span(found.start, found.end)
    return replace(found, start=start, end=end)
