"""Words of a text at the desk: where they stand, and how it reads with others in their place. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reputation.reviews.judging import Put
from reputation.reviews.rules import Span


class Place(NamedTuple):
    """Characters `start` to `end` of a text."""

    start: int
    end: int

    def touches(self, others: Iterable["Place"]) -> bool:
        """Whether it shares a character with one of these."""
        return any(self.start < other.end and other.start < self.end for other in others)


def places(text: str, words: str) -> tuple[Place, ...]:
    """Every place at which these words stand, letter by letter; how they are spaced does not matter.

    Within longer words only if they stand nowhere alone: "Ann" is not meant in "Annual", and some languages part no
    words.
    """
    parts = words.split()
    if not parts:
        return ()
    found = [Place(*match.span()) for match in re.finditer(r"\s+".join(map(re.escape, parts)), text)]
    alone = [place for place in found if not _is_within_a_word(text, place)]
    return tuple(alone or found)


def _is_within_a_word(text: str, place: Place) -> bool:
    """Whether a letter or digit at one of its ends goes on beyond it."""
    return any(0 < at < len(text) and (text[at - 1] + text[at]).isalnum() for at in place)


def spans(text: str, put: Sequence[Put]) -> tuple[Span, ...]:
    """The text with other words at these places, none of which touches another; those words are the masked spans."""
    parts: list[Span] = []
    at = 0
    for one in sorted(put):
        parts += [Span(text[at : one.start]), Span(one.wording, is_masked=True)]
        at = one.end
    parts.append(Span(text[at:]))
    return tuple(part for part in parts if part.text)
