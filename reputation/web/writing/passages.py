"""Passages that the screening marks, and what the writer chose for each. Pure.

A choice is for words, not for a place: what is typed before them moves them, and the same words are one passage.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from reputation.screening.findings import Finding, Findings, Kind, Tier, Verdict, verdict

USE, KEEP = "use", "keep"
BEGINS_SENTENCE = re.compile(r"""(?:\A|[.!?…]\s+|\n\s*)["'“„«‹(¡¿]*\Z""")
MOST_SHOWN = 40
"""So many passages are shown at once; others follow when these are settled."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that are marked. `is_kept`: the writer wants them as they are, and was asked.

    `is_read_first`: with these words a moderator looks at the text before it comes out.
    """

    number: int
    words: str
    kind: Kind
    suggestion: str
    is_asking: bool
    is_kept: bool
    is_read_first: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text; one that is marked has the number of its passage."""

    text: str
    passage: Passage | None = None


def words_of(text: str, findings: Findings) -> list[str]:
    """The words of each finding, in the order of the text."""
    return [text[one.start : one.end] for one in findings.items]


def settle(text: str, findings: Findings, chosen: Mapping[str, str]) -> str:
    """The text with the suggestion in place of all words for which the writer chose it."""
    for one in sorted(findings.items, key=lambda one: one.start, reverse=True):
        if chosen.get(text[one.start : one.end]) == USE:
            before, suggestion = text[: one.start], one.suggestion
            if BEGINS_SENTENCE.search(before):
                suggestion = suggestion[:1].upper() + suggestion[1:]
            text = before + suggestion + text[one.end :]
    return text


def passages(text: str, findings: Findings, kept: Collection[str]) -> list[Passage]:
    """What the writer is asked about: first what was not settled yet, each in the order of the text."""
    first: dict[str, Finding] = {}
    for one in findings.items:
        first.setdefault(text[one.start : one.end], one)
    shown = sorted(first, key=lambda words: words in kept)[:MOST_SHOWN]
    return [
        Passage(
            number=number,
            words=words,
            kind=first[words].kind,
            suggestion=first[words].suggestion,
            is_asking=first[words].tier is Tier.ASKS,
            is_kept=words in kept,
            is_read_first=verdict([first[words]], None) is Verdict.MODERATOR,
        )
        for number, words in enumerate([words for words in first if words in shown], start=1)
    ]


def pieces(text: str, findings: Findings, shown: Iterable[Passage]) -> list[Piece]:
    """The text cut where passages begin and end."""
    known = {one.words: one for one in shown}
    found: list[Piece] = []
    at = 0
    for one in sorted(findings.items, key=lambda one: one.start):
        passage = known.get(text[one.start : one.end])
        if passage is not None:
            found += [Piece(text[at : one.start]), Piece(text[one.start : one.end], passage)]
            at = one.end
    return [piece for piece in (*found, Piece(text[at:])) if piece.text]


def listed(text: str) -> list[str]:
    """A list of words out of a field of the form; what is none is empty."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def as_field(words: Iterable[str]) -> str:
    """A list of words as a field of the form."""
    return json.dumps(list(words), ensure_ascii=False)
