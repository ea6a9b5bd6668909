"""How surely a word is part of somebody's name: what the model says, the lists, and how it is written. Pure.

A weighted sum of few pieces of evidence, made a probability. The model knows context and no capitals, the lists know
rare names and no context, and a writer who uses capitals tells a name from a word.
Source of the weights: tools/name_weights.py; docs/screening.md says how they fare on texts they were not learnt from.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import mul

from reputation.screening.gazetteer import MANY, Entry, Gazetteer
from reputation.screening.names import Piece

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN = re.compile(f"[{HAN}]")
WORD = re.compile(rf"[{HAN}]|[^\W\d_{HAN}]+(?:['’-][^\W\d_{HAN}]+)*")
_ENDS_SENTENCE = re.compile(r"[^\w\s,;'’(&/-]\s*$|\n\s*$")
SHOUTED = 0.8
"""From this share of capitals on they tell nothing."""
LONGEST_GAP = 2
MOST_PIECES = 5
UNSEEN = -5.0

WEIGHTS = {
    "always": -0.70,
    "model": 0.01,
    "model, mean": 0.36,
    "model, given": 0.26,
    "model, surname": 0.31,
    "model, other": -0.19,
    "model, before": 0.09,
    "model, after": 0.04,
    "given": 1.29,
    "given, common": 0.96,
    "surname": 1.16,
    "surname, common": 0.45,
    "place": -1.15,
    "word": -1.40,
    "capital": 0.67,
    "capital, German": -0.61,
    "capital, first": 0.37,
    "shouted": 0.56,
    "small": -1.33,
    "small, careful": -1.75,
    "after given": 1.78,
    "pieces": 0.17,
    "no capitals": -0.26,
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word at characters `start` to `end`."""

    start: int
    end: int
    text: str
    pieces: Sequence[Piece]
    entry: Entry
    starts_sentence: bool

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def person(self) -> float:
        return max((piece.person for piece in self.pieces), default=0.0)


def words(plain: str, pieces: Sequence[Piece], lists: Gazetteer) -> list[Word]:
    """The words of a text, each with its pieces."""
    found: list[Word] = []
    at, done = 0, 0
    for match in WORD.finditer(plain):
        start, end = match.span()
        while at < len(pieces) and pieces[at].end <= start:
            at += 1
        until = at
        while until < len(pieces) and pieces[until].start < end:
            until += 1
        starts = not found or bool(_ENDS_SENTENCE.search(plain[done:start]))
        found.append(Word(start, end, match.group(), pieces[at:until], lists.look(match.group()), starts))
        done = end
    return found


def scores(plain: str, found: Sequence[Word], language: str) -> list[float]:
    """How surely each word is part of a name, 0 to 1."""
    weights = list(WEIGHTS.values())
    sums = [sum(map(mul, weights, row)) for row in evidence(plain, found, language)]
    # Of a Chinese sign only the model says anything.
    return [
        word.person if _HAN.match(word.text) else 1 / (1 + math.exp(-each))
        for word, each in zip(found, sums, strict=True)
    ]


def evidence(plain: str, found: Sequence[Word], language: str) -> list[list[float]]:
    """What speaks for and against each word, in the order of `WEIGHTS`."""
    tells = capitals_tell(plain)
    is_careful = tells and all(word.has_capital for word in found if word.starts_sentence)
    rows = []
    for at, word in enumerate(found):
        before = found[at - 1] if at and word.start - found[at - 1].end <= LONGEST_GAP else None
        after = found[at + 1] if at + 1 < len(found) and found[at + 1].start - word.end <= LONGEST_GAP else None
        is_capital = tells and word.has_capital and not word.is_shouted
        entry, pieces = word.entry, word.pieces
        is_word = language in entry.also_word_in
        row = {
            "always": 1.0,
            "model": odds(word.person),
            "model, mean": odds(sum(piece.person for piece in pieces) / max(len(pieces), 1)),
            "model, given": odds(max((piece.given for piece in pieces), default=0.0)),
            "model, surname": odds(max((piece.surname for piece in pieces), default=0.0)),
            "model, other": odds(max((piece.other for piece in pieces), default=0.0)),
            "model, before": odds(before.person) if before else UNSEEN,
            "model, after": odds(after.person) if after else UNSEEN,
            "given": float(entry.given > 0),
            "given, common": float(entry.given >= MANY),
            "surname": float(entry.surname > 0),
            "surname, common": float(entry.surname >= MANY),
            "place": float(entry.is_place),
            "word": float(is_word),
            "capital": float(is_capital and not word.starts_sentence),
            "capital, German": float(is_capital and not word.starts_sentence and language == "de"),
            "capital, first": float(is_capital and word.starts_sentence),
            "shouted": float(tells and word.is_shouted),
            "small": float(tells and not word.has_capital),
            "small, careful": float(is_careful and not word.has_capital),
            "after given": float(
                is_capital
                and before is not None
                and before.entry.given > 0
                and before.has_capital
                and plain[before.end : word.start] == " "
            ),
            "pieces": float(min(len(pieces), MOST_PIECES)),
            "no capitals": float(not tells),
        }
        rows.append(list(row.values()))
    return rows


def odds(share: float) -> float:
    """Log odds, kept within what a model can know."""
    return max(UNSEEN, min(-UNSEEN, math.log((share + 1e-4) / (1 - share + 1e-4))))


def capitals_tell(plain: str) -> bool:
    """Whether the writer tells capitals from small letters."""
    letters = [sign for sign in plain if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    return 0 < capitals < SHOUTED * len(letters)
