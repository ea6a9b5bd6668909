"""Whether a text can be understood at one reading: long sentences, and words that lawyers use among themselves. Pure.

It only doubts: whoever wrote the text changes it, or says that it has to be so. Source: the European Commission's
"How to write clearly" asks for short sentences and everyday words; ISO 24495-1 for words that readers know.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from reputation.rulebook import cases as numbers


class Kind(StrEnum):
    """What makes a text hard to read."""

    LONG = "long-sentence"
    HARD = "hard-word"


class Doubt(NamedTuple):
    """`words` as they stand in the text; `plainer`: what one may say instead, empty where it depends."""

    kind: Kind
    words: str
    plainer: str = ""


# Words of English and of German; each stands in texts of its own language alone.
HARD: Mapping[str, str] = {
    "adjudicate": "decide",
    "aforementioned": "this",
    "allege": "say",
    "alleged": "as somebody says",
    "allegation": "what somebody says",
    "aforesaid": "this",
    "cease": "stop",
    "commence": "begin",
    "contravene": "break",
    "contravenes": "breaks",
    "defamatory": "",
    "evidentiary": "",
    "forthwith": "at once",
    "hereby": "",
    "herein": "here",
    "infringe": "break",
    "infringes": "breaks",
    "inter alia": "among others",
    "in accordance with": "by",
    "in the event of": "if",
    "jurisprudence": "",
    "mutatis mutandis": "",
    "notwithstanding": "although",
    "prima facie": "at first sight",
    "prior to": "before",
    "pursuant to": "by",
    "purported": "so called",
    "pro rata": "in parts",
    "subsequent to": "after",
    "substantiate": "show",
    "substantiated": "shown",
    "thereof": "of it",
    "unsubstantiated": "not shown",
    "utilise": "use",
    "utilize": "use",
    "whereas": "while",
    "with regard to": "about",
    "with respect to": "about",
    "anlässlich": "bei",
    "beanstanden": "",
    "betreffend": "über",
    "bezüglich": "zu",
    "demzufolge": "also",
    "diesbezüglich": "dazu",
    "dergestalt": "so",
    "erachten": "halten für",
    "erfolgte": "",
    "gemäß": "nach",
    "glaubhaft gemacht": "gezeigt",
    "hinsichtlich": "zu",
    "infolgedessen": "deshalb",
    "insofern": "",
    "mittels": "mit",
    "obliegt": "ist Sache von",
    "obsiegen": "recht bekommen",
    "seitens": "von",
    "streitgegenständlich": "",
    "substantiiert": "genau",
    "unbeschadet": "",
    "unverzüglich": "sofort",
    "vorbezeichnet": "genannt",
    "vorgenannt": "dieser",
    "zwecks": "um zu",
}
_HARD = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, HARD), key=len, reverse=True)) + r")(?!\w)", re.I)
_END = re.compile(r"(?<=[.!?…:;])[\s”“’»\")]+|\n+")
_WORD = re.compile(r"[^\W_]+(?:[’'‑-][^\W_]+)*")


def doubts(text: str) -> tuple[Doubt, ...]:
    """What is hard to read in a text, each once, in the order in which it stands there."""
    return tuple(dict.fromkeys((*_long(text), *_hard(text))))


def _long(text: str) -> Iterator[Doubt]:
    for sentence in _END.split(text):
        if len(_WORD.findall(sentence)) > numbers.SENTENCE_LONGEST.value:
            yield Doubt(Kind.LONG, sentence.strip())


def _hard(text: str) -> Iterator[Doubt]:
    for found in _HARD.finditer(text):
        yield Doubt(Kind.HARD, found[0].lower(), HARD[found[0].lower()])
