"""The words a challenge is about: sentences of the review to choose from, and words that were typed or marked. Pure."""

import re

from reputation.rulebook import cases as numbers

# A sentence ends with a sign and a blank, or with the line; signs of Chinese and Japanese need no blank.
_END = re.compile(r"(?<=[.!?…])(?=\s)|(?<=[。！？])|\n+")
_BLANKS = re.compile(r"\s+")
SHORTEST = 2


def split(text: str) -> list[str]:
    """The sentences of a text, each as it stands there; what is longer than may be quoted, in parts."""
    found = []
    for part in _END.split(text):
        rest = part.strip()
        while len(rest) > numbers.QUOTE_LIMIT.value:
            cut = rest.rfind(" ", 1, numbers.QUOTE_LIMIT.value)
            cut = cut if cut > 0 else numbers.QUOTE_LIMIT.value
            found.append(rest[:cut].strip())
            rest = rest[cut:].strip()
        if len(rest) >= SHORTEST:
            found.append(rest)
    return list(dict.fromkeys(found))


def find(text: str, typed: str) -> str | None:
    """Words that somebody typed or marked, as they stand in a text, whatever blanks and line ends are between them."""
    words = [re.escape(word) for word in _BLANKS.split(typed.strip()) if word]
    match = re.search(r"\s+".join(words), text) if words else None
    return match[0] if match else None
