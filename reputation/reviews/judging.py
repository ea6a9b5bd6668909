"""What a moderator says of a text, and how the text reads then. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from reputation.reviews import errors
from reputation.reviews.rules import Choice, Refusal
from reputation.rulebook import reviews as numbers

WORDING_LIMIT = 60


class Marked(NamedTuple):
    """Characters `start` to `end`, which the screening marked, and what becomes of them."""

    start: int
    end: int
    choice: Choice
    wording: str | None = None


class Put(NamedTuple):
    """Other words for characters `start` to `end`."""

    start: int
    end: int
    wording: str


def judge(
    text: str, choices: Sequence[Marked], missed: Sequence[Put], refusal: Refusal | None, *, is_audit: bool
) -> list[Put]:
    """The other words that are to be put into a text, by place.

    Raises:
        BadDecision: passages are not in the text or touch each other; a wording is missing or too long; a passage
            cannot come out and no reason is given; or a text is refused that has gone its way.
    """
    marked = [Marked(*choice) for choice in choices]
    put = [Put(one.start, one.end, one.wording or "") for one in marked if one.choice is Choice.MASK]
    put = sorted([*put, *(Put(*one) for one in missed)])
    places = sorted([*((one.start, one.end) for one in marked), *((one[0], one[1]) for one in missed)])
    ends = [0, *(end for _, end in places)]
    if any(not end <= start < stop <= len(text) for end, (start, stop) in zip(ends, places, strict=False)):
        raise errors.BadDecision(reason="passages")
    if is_audit and any(one.end - one.start > numbers.MASK_LONGEST.value for one in put):
        raise errors.BadDecision(reason="passages")
    if any(not one.wording.strip() or len(one.wording) > WORDING_LIMIT for one in put):
        raise errors.BadDecision(reason="wording")
    is_refused = any(one.choice is Choice.REFUSE for one in marked)
    if is_audit and (is_refused or refusal is not None):
        raise errors.BadDecision(reason="audit")
    if is_refused and refusal is None:
        raise errors.BadDecision(reason="refusal")
    if refusal is None and len(with_words_put(text, put)) > numbers.TEXT_LIMIT.value:
        raise errors.BadDecision(reason="wording")
    return put


def with_words_put(text: str, put: Sequence[Put]) -> str:
    """The text with other words at these places, none of which touches another."""
    for one in sorted(put, reverse=True):
        text = text[: one.start] + one.wording + text[one.end :]
    return text


def wrong(choices: Sequence[Marked]) -> int:
    """How many marks of the screening were wrong: they named nobody."""
    return sum(Marked(*one).choice is Choice.FINE for one in choices)
