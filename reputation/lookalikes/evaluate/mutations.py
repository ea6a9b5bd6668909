"""Addresses made to imitate a name, in the ways that imitators use. Pure; the same every time."""

import random
from collections.abc import Callable

ALIKE = {"a": "а", "c": "с", "e": "е", "i": "і", "j": "ј", "o": "о", "p": "р", "s": "ѕ", "x": "х", "y": "у"}
"""Letters with a Cyrillic double. Source: UTS #39."""
DIGITS = {"o": "0", "i": "1", "l": "1"}
KEYS = (
    "q:wa w:qes e:wrd r:etf t:ryg y:tuh u:yij i:uok o:ipl p:ol a:qsz s:adw d:sfe f:dgr g:fht h:gjy j:hku k:jli l:ko "
    "z:xa x:zcs c:xvd v:cbf b:vng n:bmh m:nk"
)
BESIDE = {key: beside for key, _, beside in (pair.partition(":") for pair in KEYS.split())}
"""Keys beside a key."""
WORDS = (
    *(
        "shop",
        "store",
        "online",
        "outlet",
        "sale",
        "support",
        "login",
        "secure",
        "account",
        "service",
        "official",
        "pay",
    ),
    *("kundenservice", "boutique", "soldes", "tienda", "verify", "help", "promo", "deals"),
)
Dice = random.Random
Change = Callable[[str, Dice], str]
"""Makes the label and ending of an imitation out of a label."""


def _inner(label: str, dice: Dice) -> int:
    """A place that is not the first letter's: there hardly anybody is deceived."""
    return dice.randrange(1, len(label)) if len(label) > 1 else 0


def _replaced(label: str, table: dict[str, str], dice: Dice) -> str:
    places = [place for place, letter in enumerate(label) if letter in table]
    if not places:
        return ""
    place = dice.choice(places)
    return label[:place] + table[label[place]] + label[place + 1 :]


def other_alphabet(label: str, dice: Dice) -> str:
    """A letter of another alphabet."""
    return f"{found}.com" if (found := _replaced(label, ALIKE, dice)) else ""


def digit(label: str, dice: Dice) -> str:
    """A digit that looks like a letter."""
    return f"{found}.com" if (found := _replaced(label, DIGITS, dice)) else ""


def two_for_one(label: str, _: Dice) -> str:
    """Two letters that look like one, or the other way."""
    found = label.replace("m", "rn", 1).replace("w", "vv", 1)
    return f"{found if found != label else label.replace('rn', 'm', 1)}.com" if found != label or "rn" in label else ""


def left_out(label: str, dice: Dice) -> str:
    """A letter left out."""
    place = _inner(label, dice)
    return f"{label[:place]}{label[place + 1 :]}.com"


def doubled(label: str, dice: Dice) -> str:
    """A letter twice."""
    place = _inner(label, dice)
    return f"{label[:place]}{label[place]}{label[place:]}.com"


def swapped(label: str, dice: Dice) -> str:
    """Two letters that changed places."""
    place = _inner(label[:-1], dice)
    return f"{label[:place]}{label[place + 1]}{label[place]}{label[place + 2 :]}.com" if len(label) > place + 1 else ""


def key_beside(label: str, dice: Dice) -> str:
    """The key beside the right one."""
    place = _inner(label, dice)
    others = BESIDE.get(label[place], "")
    return f"{label[:place]}{dice.choice(others)}{label[place + 1 :]}.com" if others else ""


def hyphen(label: str, dice: Dice) -> str:
    """A hyphen more."""
    place = _inner(label, dice)
    return f"{label[:place]}-{label[place:]}.com"


def word_with_hyphen(label: str, dice: Dice) -> str:
    """A word before or behind, with a hyphen."""
    pair = [label, dice.choice(WORDS)]
    dice.shuffle(pair)
    return f"{'-'.join(pair)}.com"


def word(label: str, dice: Dice) -> str:
    """A word before or behind."""
    pair = [label, dice.choice(WORDS)]
    dice.shuffle(pair)
    return f"{''.join(pair)}.com"


def subdomain(label: str, dice: Dice) -> str:
    """The name left of another's domain."""
    return f"{label}.{dice.choice(WORDS)}{dice.randrange(100, 999)}.com"


def other_ending(label: str, _: Dice) -> str:
    """The name under another ending."""
    return f"{label}.top"


CHANGES: dict[str, Change] = {
    "another alphabet": other_alphabet,
    "digit for a letter": digit,
    "two letters for one": two_for_one,
    "letter left out": left_out,
    "letter doubled": doubled,
    "letters swapped": swapped,
    "key beside": key_beside,
    "hyphen": hyphen,
    "word with hyphen": word_with_hyphen,
    "word": word,
    "subdomain": subdomain,
    "other ending": other_ending,
}
