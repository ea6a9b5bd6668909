"""Undoes spellings made to be read by people and missed by machines, and knows where each character came from. Pure.

Ordinary writing comes out as it went in. What is found in the plain text is told in places of the text that was given.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reputation.screening import letters, spoken

Edit = tuple[int, int, str]
"""Characters from, until, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A text in plain spelling. Its character i came from the characters `starts[i]` to `ends[i]` of the given text."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters `start` to `end` of the plain text stand in the text that was given."""
        if start >= end:
            place = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return place, place
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """The text as it would be spelled by somebody who hides nothing."""
    found = _characters(text)
    for undo in (_one_script, _emoji_between, _broken, _spaced, letters.unleeted, spoken.addresses, spoken.digits):
        found = _edited(found, undo(found.text))
    return found


def _edited(before: Plain, edits: Iterable[Edit]) -> Plain:
    """The text with these edits, which are in order and apart. As long as before: character by character."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0

    def keep(until: int) -> None:
        text.append(before.text[done:until])
        starts.extend(before.starts[done:until])
        ends.extend(before.ends[done:until])

    for start, end, words in edits:
        keep(start)
        text.append(words)
        if len(words) == end - start:
            starts.extend(before.starts[start:end])
            ends.extend(before.ends[start:end])
        else:
            starts.extend([before.starts[start]] * len(words))
            ends.extend([before.ends[end - 1]] * len(words))
        done = end
    if done == 0 and not text:
        return before
    keep(len(before.text))
    return Plain("".join(text), tuple(starts), tuple(ends))


# --- characters

_MARKS = re.compile(
    r"[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
"""Marks that belong to no script, and selectors of a variant."""
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f")
"""Letters and signs that show nothing."""
_JOINERS = frozenset("\u200c\u200d")
_SIGNS = frozenset("@.+-_/#")
_KEPT = frozenset("ªº™℠µ")
"""Signs made of letters that ordinary writing uses."""


def _characters(text: str) -> Plain:
    """Each character in its usual form; what is invisible is gone, with the marks heaped on letters."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for place, character in enumerate(text):
        before = out[-1] if out else ""
        if _MARKS.match(character):
            composed = unicodedata.normalize("NFC", before + character) if before else ""
            if len(composed) == 1 and ends[-1] == place:
                out[-1] = composed
            elif not before:
                continue
            ends[-1] = place + 1
            continue
        if _is_invisible(character, before):
            continue
        for usual in _usual(character, text, place):
            out.append(usual)
            starts.append(place)
            ends.append(place + 1)
    return Plain("".join(out), tuple(starts), tuple(ends))


def _is_invisible(character: str, before: str) -> bool:
    """Whether it shows nothing. Joiners are part of some scripts, and of emoji."""
    if character in _BLANKS:
        return True
    category = unicodedata.category(character)
    if character in _JOINERS:
        return before < "\x80" or letters.script(before) in ("latin", "cyrillic", "greek")
    return category == "Cf" or (category == "Cc" and character not in "\t\n\r\f\v")


def _usual(character: str, text: str, place: int) -> str:
    """The usual form of a character: of wide, framed, mathematical and small ones the plain letter or digit."""
    if character < "\x80":
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    if character in letters.DRAWN:
        return letters.DRAWN[character]
    kind = unicodedata.decomposition(character).partition(" ")[0]
    if not kind.startswith("<") or character in _KEPT:
        return character
    if kind in ("<super>", "<sub>") and not _is_set_high(text, place - 1) and not _is_set_high(text, place + 1):
        return character
    usual = unicodedata.normalize("NFKC", character)
    is_plain = kind != "<fraction>" and usual != "..." and all(one.isalnum() or one in _SIGNS for one in usual)
    return usual if is_plain else character


def _is_set_high(text: str, place: int) -> bool:
    return 0 <= place < len(text) and unicodedata.decomposition(text[place]).startswith(("<super>", "<sub>"))


# --- scripts


def _one_script(text: str) -> Iterator[Edit]:
    """Letters of another alphabet within a word, where they look like letters of its own."""
    words = [(found.start(), found.group()) for found in re.finditer(r"[^\W\d_]+", text)]
    scripts = [letters.scripts(word) for _, word in words]
    is_latin = sum("latin" in each for each in scripts) > len(words) / 2
    for (start, word), found in zip(words, scripts, strict=True):
        if len(found) > 1 or (is_latin and "latin" not in found):
            usual = letters.in_one_script(word)
            if usual != word:
                yield start, start + len(word), usual


# --- what stands between

_EMOJI = r"[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\U0001f000-\U0001faff\u200d]"
_BETWEEN_DIGITS = re.compile(rf"(?<=\d)\s?{_EMOJI}+\s?(?=\d)")
_BETWEEN_LETTERS = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{1,3}}(?:{_EMOJI}+[^\W\d_]{{1,3}})+(?![^\W\d_])")
_LETTER_BY_LETTER = re.compile(rf"(?<![^\W\d_])[^\W\d_](?: ?{_EMOJI}+ ?[^\W\d_])+(?![^\W\d_])")
_EMOJIS = re.compile(rf" ?{_EMOJI}+ ?")


def _emoji_between(text: str) -> Iterator[Edit]:
    """Pictures between digits, or between bits of a word."""
    spots: set[tuple[int, int]] = {found.span() for found in _BETWEEN_DIGITS.finditer(text)}
    for pattern in (_LETTER_BY_LETTER, _BETWEEN_LETTERS):
        for found in pattern.finditer(text):
            spots |= {
                (found.start() + one.start(), found.start() + one.end()) for one in _EMOJIS.finditer(found.group())
            }
    done = 0
    for start, end in sorted(spots):
        if start >= done:
            yield start, end, ""
            done = end


def _broken(text: str) -> Iterator[Edit]:
    """A sign between the parts of a number, or the end of a line after the code of a country or a place."""
    for found in _BETWEEN_NUMBERS.finditer(text):
        yield (*found.span("sign" if found["sign"] else "line"), " ")


_APART = r"[ ._\-*/|·•~,+]"
_SINGLE_LETTERS = re.compile(rf"(?<![\w.'’])[^\W\d_](?:{_APART}{{1,2}}[^\W\d_](?![^\W_])){{2,}}(?![\w'’])")
_SINGLE_DIGITS = re.compile(r"(?<![\w.,])\+?\d(?:[ ._\-*/|·•~]{1,2}\d(?!\d)){5,}(?!\w)")
_SINGLE_SIGNS = re.compile(r"(?<![\w.,])[^\W_](?:[ ._\-]{1,2}[^\W_](?!\w)){13,}(?!\w)")
_GAP = re.compile(rf"{_APART}+")
_NO_BLANKS = re.compile(r"[^ ]+")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d{2})(?P<sign>[•·|*])(?=\d{2})|(?<!\d)(?:\+|0)\d{1,4}(?P<line>\s*\n\s*)(?=\d{3})")


def _spaced(text: str) -> Iterator[Edit]:
    """Words and numbers written letter by letter."""
    runs = [part for found in _SINGLE_LETTERS.finditer(text) for part in _words_of(found, text)]
    runs = [found for found in runs if _is_spelled_out(found, text)]
    numbers = [*_SINGLE_DIGITS.finditer(text), *filter(_is_number, _SINGLE_SIGNS.finditer(text))]
    for found in _apart([*runs, *numbers]):
        written = found.group()
        widths = {len(gap) for gap in _GAP.findall(written)}
        for gap in _GAP.finditer(written):
            start, end = found.start() + gap.start(), found.start() + gap.end()
            wide = len(widths) > 1 and gap.end() - gap.start() > 1
            new_word = text[start - 1].islower() and text[end : end + 1].isupper()
            yield start, end, " " if wide or new_word else ""


def _apart(found: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """By place, the longer first, none that touches one before."""
    done = 0
    for one in sorted(found, key=lambda one: (one.start(), -one.end())):
        if one.start() >= done:
            yield one
            done = one.end()


def _words_of(found: re.Match[str], text: str) -> Iterator[re.Match[str]]:
    """The words of letters apart: where another sign parts the letters, blanks part words."""
    written = found.group()
    spans = [found.span()]
    if " " in written and len({gap.strip(" ") for gap in _GAP.findall(written)}) > 1:
        spans = [(found.start() + one.start(), found.start() + one.end()) for one in _NO_BLANKS.finditer(written)]
    for start, end in spans:
        part = _SINGLE_LETTERS.match(text, start, end)
        if part is not None:
            yield part


def _is_number(found: re.Match[str]) -> bool:
    """Whether single letters and digits are mostly digits, as in the number of an account."""
    return 2 * sum(map(str.isdigit, found.group())) > len(_GAP.sub("", found.group()))


def _is_spelled_out(found: re.Match[str], text: str) -> bool:
    """Whether single letters are a word taken apart, and no abbreviation, initials or choice of letters."""
    written = found.group()
    apart = set(_GAP.findall(written))
    alone = _GAP.sub("", written)
    if len({gap.strip(" ") for gap in apart}) > 1:
        return False
    if "." in "".join(apart):
        is_abbreviation = apart != {"."} or text[found.end() : found.end() + 1] == "."
        return not is_abbreviation and (alone.istitle() or (alone.islower() and len(alone) > 3))
    return alone.istitle() or len(alone) > 3
