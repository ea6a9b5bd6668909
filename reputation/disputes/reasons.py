"""What a statement of reasons must say before it goes out, and how plain its summary is. Pure."""

import re
from dataclasses import dataclass
from enum import StrEnum

from reputation.disputes import rules
from reputation.disputes.rules import Reasons

LONGEST_SENTENCE = 25
"""Words. Source: ours, after the plain-language guides of the EU and the UK, which say 20 to 25."""
LONGEST_WORD = 18
"""Letters; a link or a name of a firm may be longer, so that it only warns."""
# What only lawyers say. Each is fine where the summary says what it means.
JARGON = frozenset(
    {
        "admissible",
        "aforementioned",
        "hereby",
        "hereinafter",
        "inadmissible",
        "inter alia",
        "mutatis mutandis",
        "notwithstanding",
        "prima facie",
        "pursuant",
        "substantiated",
        "thereof",
        "whereas",
        "unsubstantiated",
    }
)
# A template's gap: dots, lines or crosses where words should be, or brackets that say what belongs there.
_ONLY_SIGNS = re.compile(r"[\W_]*")
_CROSSES = re.compile(r"\b[xX]{3,}\b")
_GAP = re.compile(r"\[(?!sic\])[^\]]*\w[^\]]*\]|\{\{|\}\}|<[A-Za-z][^>]*>")
_SENTENCE = re.compile(r"[.!?]+(?:\s+|$)")


class Hard(StrEnum):
    """Why a summary may be hard to read."""

    LONG_SENTENCE = "long-sentence"
    LONG_WORD = "long-word"
    JARGON = "jargon"


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - what it is, and nothing of Python's
    """Something in a summary that may be hard to read, in its own words."""

    why: Hard
    words: str


def is_unfilled(text: str) -> bool:
    """Whether a text is a template whose gaps nobody filled."""
    return _ONLY_SIGNS.fullmatch(text) is not None or any(gap.search(text) for gap in (_CROSSES, _GAP))


def wrong(reasons: Reasons) -> str | None:
    """The first part of a statement of reasons that is missing, too long or unfilled; None: it can go out."""
    field = rules.missing(reasons)
    if field is not None:
        return field
    # What is quoted are the words of a review, in which anything may stand.
    for name in ("business_said", "reviewer_said", "reasoning", "summary", "unfounded"):
        text = getattr(reasons, name)
        if is_unfilled(text) and (text or name != "unfounded"):
            return name
    return "facts" if any(map(is_unfilled, reasons.facts)) else None


def warnings(summary: str) -> tuple[Warning, ...]:
    """What in a summary may be hard to read. Whoever decides sees it and may leave it as it is."""
    found = [
        Warning(Hard.LONG_SENTENCE, sentence.strip())
        for sentence in _SENTENCE.split(summary)
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    found += [Warning(Hard.LONG_WORD, word) for word in re.findall(r"[^\W\d_]+", summary) if len(word) > LONGEST_WORD]
    lower = summary.casefold()
    found += [Warning(Hard.JARGON, word) for word in sorted(JARGON) if re.search(rf"\b{word}\b", lower)]
    return tuple(found)
