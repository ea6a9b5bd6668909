"""Letters that look like others, and digits that stand for letters. Pure.

Source: the confusables of Unicode Technical Standard 39 are the facts; only alphabets people can type are listed here.
"""

import re
from collections.abc import Iterator

_LOOK_ALIKES: dict[str, tuple[str, str]] = {
    "cyrillic": (
        "АВЕЅІЈКМНОРСТУХЗаеіјорсухѕһԁԛԝѵьгпткмнвзӏўёЁЇїүҮ",
        "ABESIJKMHOPCTYXZaeijopcyxshdqwvbrntkmhbzlyeEIiyY",
    ),
    "greek": ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχϲϳηωβγΑάέίόύ", "ABEZHIKMNOPTYXaeiknoptuxcjnwbyAaeiou"),
    "armenian": ("օսհոցզքյգվԼՕՏՍ", "ouhngqpjqyLOSU"),
    "cherokee": ("ᎪᏴᏟᎠᎬᎢᎫᏦᏞᎷᎻᏢᏚᎡᏒᏔᎥᏙᎳᏃ", "ABCDEIJKLMHPSRRWiVWZ"),
}
_TO_LATIN = {one: other for given, usual in _LOOK_ALIKES.values() for one, other in zip(given, usual, strict=True)}
_TO_CYRILLIC = dict(zip("ABESIJKMHOPCTYXaeijopcyxs", "АВЕЅІЈКМНОРСТУХаеіјорсухѕ", strict=True))

_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡɩ", "abcdefghijklmnoprstuvwyzagi", strict=True))
_FRAMED = {chr(0x1F150 + n): chr(65 + n) for n in range(26)} | {chr(0x1F170 + n): chr(65 + n) for n in range(26)}
DRAWN: dict[str, str] = _SMALL_CAPITALS | _FRAMED | dict(zip("﹫﹒﹣", "@.-", strict=True))
"""Letters drawn in another way, which no normal form undoes."""

_SCRIPTS = (
    (0x0041, 0x024F, "latin"),
    (0x0250, 0x02AF, "latin"),
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x13A0, 0x13FF, "cherokee"),
    (0x1D00, 0x1DBF, "latin"),
    (0x1E00, 0x1EFF, "latin"),
    (0x1F00, 0x1FFF, "greek"),
)


def script(letter: str) -> str:
    """The alphabet of a letter; empty for what is no letter, "other" for alphabets that look like none of ours."""
    if not letter.isalpha():
        return ""
    code = ord(letter)
    return next((name for first, last, name in _SCRIPTS if first <= code <= last), "other")


def scripts(word: str) -> frozenset[str]:
    """The alphabets of a word."""
    return frozenset(script(letter) for letter in word) - {""}


def in_one_script(word: str) -> str:
    """The word in the alphabet of most of its letters that cannot be mistaken; of most letters when all can."""
    own = [script(letter) for letter in word]
    looks = list(zip(word, own, strict=True))
    latin = sum(one == "latin" and letter not in _TO_CYRILLIC for letter, one in looks)
    cyrillic = sum(one == "cyrillic" and letter not in _TO_LATIN for letter, one in looks)
    if (cyrillic, own.count("cyrillic")) > (latin, own.count("latin")):
        return "".join(_TO_CYRILLIC.get(letter, letter) for letter in word)
    usual = "".join(_TO_LATIN.get(letter, letter) for letter in word)
    return usual if scripts(usual) <= {"latin"} else word


_FOR_LETTERS = {
    "0": "o",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "8": "b",
    "@": "a",
    "$": "s",
    "€": "e",
    "!": "i",
    "|": "l",
}
_MIXED = re.compile(r"(?<![\w@.$€!|+/-])[A-Za-zÀ-ÿ013457@$€!|]{3,24}(?![\w@$€|/-])(?!\.\w)")
_INSIDE = re.compile(r"(?<=[A-Za-zÀ-ÿ])[013457@$€!|]{1,2}(?=[a-zà-ÿ])|(?<=[a-zà-ÿ])0$")
_EDGE = re.compile(r"^[4310](?=[a-zà-ÿ])|(?<=[a-zà-ÿ])[4310]$")
_DIGIT_LIKE = re.compile(r"(?<![\w.])[+(]?[\dOolI][\dOolI ./()-]{5,24}[\dOolI](?![\w'’])")
_LIKE_DIGITS = re.compile(r"[OolI]+(?=[./-]?\d)|(?<=\d)[OolI]+(?=[ ./-]\d)")
_FOR_DIGITS = str.maketrans("OolI", "0011")
_MOST_SIGNS = 0.5
_LEAST_DIGITS = 4


def unleeted(text: str) -> Iterator[tuple[int, int, str]]:
    """Words with digits and signs for letters, and numbers with letters for digits."""
    edits = [*_words(text), *_numbers(text)]
    return iter(sorted(edits))


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _MIXED.finditer(text):
        word = found.group().rstrip("!|")
        signs = sum(not letter.isalpha() for letter in word)
        if not signs or signs > len(word) * _MOST_SIGNS or not re.search(r"[A-Za-zÀ-ÿ]", word):
            continue
        inside = _INSIDE.sub(_letter, word)
        if inside != word:
            usual = _EDGE.sub(_letter, inside)
            if word[0].isdigit():
                usual = usual[0].upper() + usual[1:]
            if usual.isalpha():
                yield found.start(), found.start() + len(word), usual


def _letter(found: re.Match[str]) -> str:
    """Each sign as the letter it stands for; a one is an l after a vowel and an i elsewhere."""
    before = found.string[found.start() - 1 : found.start()].lower()
    one = "l" if before and before in "aeiouyäöü" else "i"
    return "".join(one if sign == "1" else _FOR_LETTERS[sign] for sign in found.group())


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _DIGIT_LIKE.finditer(text):
        digits = sum(letter.isdigit() for letter in found.group())
        likes = [(found.start() + like.start(), like.group()) for like in _LIKE_DIGITS.finditer(found.group())]
        if digits > _LEAST_DIGITS and digits > sum(len(letters) for _, letters in likes):
            for start, letters in likes:
                yield start, start + len(letters), letters.translate(_FOR_DIGITS)
