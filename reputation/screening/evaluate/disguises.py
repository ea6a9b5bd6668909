"""Spellings that people read and machines miss, put upon the labelled passages of a text. Pure; the same every time."""

import random
from collections.abc import Callable
from dataclasses import replace

from reputation.screening.evaluate.texts import Span, Text

LEET = str.maketrans("aeiostAEIOST", "431057431057")
ALIKE = str.maketrans("aceopxyiABCEHKMOPTX", "асеорхуіАВСЕНКМОРТХ")
"""Cyrillic letters that look like Latin ones."""
DIGITS_APART = "٠١٢٣٤٥٦٧٨٩"
EMOJI = "🌟"
ZERO_WIDTH = "\u200b"


def spaced(words: str) -> str:
    """A blank after every letter, two between words."""
    return "  ".join(" ".join(word) for word in words.split())


def dotted(words: str) -> str:
    """A full stop after every letter."""
    return " ".join(".".join(word) for word in words.split())


def leet(words: str) -> str:
    """Digits that look like letters."""
    return words.translate(LEET)


def homoglyphs(words: str) -> str:
    """Letters of another alphabet that look the same."""
    return words.translate(ALIKE)


def mixed_scripts(words: str) -> str:
    """Every second letter that has a look-alike, and digits of another script."""
    letters = [sign.translate(ALIKE) if place % 2 else sign for place, sign in enumerate(words)]
    return "".join(DIGITS_APART[int(sign)] if sign.isascii() and sign.isdigit() else sign for sign in letters)


def zero_width(words: str) -> str:
    """Signs in between that show nothing."""
    return ZERO_WIDTH.join(words)


def emoji(words: str) -> str:
    """A picture after every letter."""
    return " ".join(EMOJI.join(word) for word in words.split(" "))


DISGUISES: dict[str, Callable[[str], str]] = {
    "spaced letters": spaced,
    "dotted letters": dotted,
    "leetspeak": leet,
    "homoglyphs": homoglyphs,
    "mixed scripts": mixed_scripts,
    "zero-width": zero_width,
    "emoji between": emoji,
}


def disguised(text: Text, change: Callable[[str], str]) -> Text:
    """The text with each labelled passage in disguise, and the labels where they are then."""
    out, spans, done = "", [], 0
    for span in sorted(text.spans, key=lambda span: span.start):
        out += text.text[done : span.start]
        words = change(text.text[span.start : span.end])
        spans.append(Span(len(out), len(out) + len(words), span.label, span.origin))
        out, done = out + words, span.end
    return replace(text, text=out + text.text[done:], spans=tuple(spans))


def some(texts: list[Text], most: int) -> list[Text]:
    """As many of them at most, drawn at random."""
    dice = random.Random(most)  # noqa: S311 - no secret
    return texts if len(texts) <= most else dice.sample(texts, most)
