"""Who is named in a text: the engine for persons. Evidence of single words, rules of language, joined into passages."""

from collections.abc import Sequence

from reputation.screening import evidence, gazetteer
from reputation.screening.cues import LEADS, LONGEST_LEAD, PARTICLES, TITLES
from reputation.screening.evidence import Word
from reputation.screening.findings import Finding, Kind, Tier
from reputation.screening.gazetteer import Gazetteer
from reputation.screening.names import READER, Reader
from reputation.screening.suggestions import suggest

ASKS, PROPOSES = 0.2, 0.8
"""From these scores on a word is asked about, and other words are proposed for it."""
ASKS_WITHOUT_CAPITALS = 0.13
"""The first of them where capitals tell nothing: with less to go by, no more names should be missed."""
LED = 0.05
"""From this score on a word that a title or a lead stands before is a name: a rule, and sure."""
PERHAPS = 0.4
"""The score of a capital after a lead when nothing else speaks for a name."""


class Persons:
    """Finds persons. `lists`: the gazetteer, if another than the shipped one; `reader`: the model."""

    def __init__(self, lists: Gazetteer | None = None, reader: Reader = READER) -> None:
        self._lists, self._reader = lists, reader

    def find(self, plain_text: str, language: str, /) -> list[Finding]:
        """Every passage that names somebody.

        Raises:
            NamesFailed: it could not be looked for, or not to the end.
        """
        lists = self._lists or gazetteer.shipped()
        words = evidence.words(plain_text, self._reader.read(plain_text), lists)
        scores = evidence.scores(plain_text, words, language)
        scores = [ruled(plain_text, words, at, score, language) for at, score in enumerate(scores)]
        asks = ASKS if evidence.capitals_tell(plain_text) else ASKS_WITHOUT_CAPITALS
        return [
            _finding(plain_text, language, titled(plain_text, words, first), words[last].end, score)
            for first, last, score in runs(plain_text, words, scores, asks)
        ]


def _finding(plain: str, language: str, start: int, end: int, score: float) -> Finding:
    tier = Tier.PROPOSES if score >= PROPOSES else Tier.ASKS
    return Finding(start, end, Kind.PERSON, tier, score, suggest(Kind.PERSON, language, plain[start:end]))


def titled(plain: str, words: Sequence[Word], first: int) -> int:
    """Where a passage begins: with the titles before the name, or they would stand before the words put there."""
    while has_title(plain, words, first):
        first -= 1
    return words[first].start


def runs(plain: str, words: Sequence[Word], scores: Sequence[float], asks: float) -> list[tuple[int, int, float]]:
    """First word, last word and score of each passage: words that are asked about, with what joins them."""
    found: list[tuple[int, int, float]] = []
    for at, score in enumerate(scores):
        if score < asks:
            continue
        if found and is_joined(plain, words, found[-1][1], at):
            first, _, before = found.pop()
            found.append((first, at, max(before, score)))
        else:
            found.append((at, at, score))
    return found


def is_joined(plain: str, words: Sequence[Word], last: int, at: int) -> bool:
    """Whether one name goes on from a word to another: next to each other, after an initial, or over "van der"."""
    if any(word.text.lower() not in PARTICLES for word in words[last + 1 : at]):
        return False
    gaps = [plain[one.end : other.start] for one, other in zip(words[last:at], words[last + 1 : at + 1], strict=True)]
    return all(gap in (" ", "") or (gap in (". ", ".") and len(words[last].text) == 1) for gap in gaps)


def ruled(plain: str, words: Sequence[Word], at: int, score: float, language: str) -> float:
    """The score of a word after the rules: a title before a capital is enough, a lead needs some evidence."""
    word = words[at]
    is_capital = word.has_capital and evidence.capitals_tell(plain)
    if has_title(plain, words, at) and (is_capital or score >= LED):
        return 1.0
    if not has_lead(plain, words, at):
        return score
    if score >= LED:
        return 1.0
    # German writes every noun with a capital.
    is_name = is_capital and not word.is_shouted and not word.entry.is_place and language != "de"
    return max(score, PERHAPS) if is_name else score


def has_title(plain: str, words: Sequence[Word], at: int) -> bool:
    """Whether a title stands right before a word."""
    if not at or words[at - 1].text.lower() not in TITLES:
        return False
    return plain[words[at - 1].end : words[at].start] in (" ", ". ", ".")


def has_lead(plain: str, words: Sequence[Word], at: int) -> bool:
    """Whether words that lead to a name stand right before a word."""
    for first in range(max(0, at - LONGEST_LEAD), at):
        said = plain[words[first].start : words[at].start].lower().rstrip(" ,:")
        if said.replace("'", "’") in LEADS:
            return True
    return False
