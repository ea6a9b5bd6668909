"""Who is named in a text: what the model says of its words, joined into passages."""

import re
from collections.abc import Sequence

from reputation.screening.findings import Finding, Kind, Tier
from reputation.screening.names import READER, Piece, Reader

ASKS, PROPOSES = 0.2, 0.8
"""From these shares on a word is asked about, and other words are proposed for it."""
WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


class People:
    """The engine for persons."""

    def __init__(self, reader: Reader = READER) -> None:
        self._reader = reader

    def find(self, plain: str, language: str) -> list[Finding]:  # noqa: ARG002
        """Passages that name somebody."""
        found: list[Finding] = []
        for start, end, score in scored(plain, self._reader.read(plain)):
            if score < ASKS:
                continue
            if found and not plain[found[-1].end : start].strip():
                before = found.pop()
                start, score = before.start, max(before.score, score)
            tier = Tier.PROPOSES if score >= PROPOSES else Tier.ASKS
            found.append(Finding(start, end, Kind.PERSON, tier, score, suggestion="-"))
        return found


def scored(plain: str, pieces: Sequence[Piece]) -> list[tuple[int, int, float]]:
    """The words, each with the share of its surest piece."""
    words, at = [], 0
    for word in WORD.finditer(plain):
        while at < len(pieces) and pieces[at].end <= word.start():
            at += 1
        best, index = 0.0, at
        while index < len(pieces) and pieces[index].start < word.end():
            best, index = max(best, pieces[index].person), index + 1
        words.append((word.start(), word.end(), best))
    return words
