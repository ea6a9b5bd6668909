"""Whether a text repeats words that are not to be seen, and the text without them. Pure."""

import re
from collections.abc import Iterable, Iterator

RUN = 4
"""So many words in a row that stand in both are no chance. Of fewer words all of them, even if that is one name."""
# Letters of scripts that part no words count one by one; of others a word does.
_ALONE = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_ALONE}]|[^\W{_ALONE}]+")


def places(text: str, passage: str) -> Iterator[tuple[int, int]]:
    """Where a text repeats words of a passage: the first and the last character of each run, which is as long as it is.

    How words are written (capitals) and parted (spaces, signs) does not matter.
    """
    hidden = [word[0].casefold() for word in _WORD.finditer(passage)]
    run = min(RUN, len(hidden))
    if not run:
        return
    runs = {tuple(hidden[at : at + run]) for at in range(len(hidden) - run + 1)}
    found = [(*word.span(), word[0].casefold()) for word in _WORD.finditer(text)]
    begin = end = -1
    for at in range(len(found) - run + 1):
        if tuple(word for _, _, word in found[at : at + run]) not in runs:
            continue
        first, last = found[at][0], found[at + run - 1][1]
        if begin >= 0 and first > end:
            yield begin, end
            begin = first
        begin, end = (first if begin < 0 else begin), last
    if begin >= 0:
        yield begin, end


def first(texts: Iterable[str], passages: Iterable[str]) -> str | None:
    """The first words of some passages that one of the texts repeats; None: it repeats none."""
    hidden = tuple(passages)
    return next((text[a:b] for text in texts for one in hidden for a, b in places(text, one)), None)


def without(text: str, passage: str, wording: str) -> str:
    """A text with a wording in place of all that it repeats of a passage."""
    parts, at = [], 0
    for begin, end in places(text, passage):
        parts += [text[at:begin], wording]
        at = end
    return "".join((*parts, text[at:]))
