"""What looks wrong with a codename that does not fit: which word, and what it may be. Nothing of it leaves the page."""

from difflib import get_close_matches

from django.utils.translation import gettext, ngettext

from reputation.reviews import codenames

NEAR = 0.75
"""How alike two words are, of 1, so that one may be a slip for the other."""


def says(text: str, rule: str) -> str:
    """Why a text is no codename, for whoever typed it."""
    typed = codenames.typed(text)
    match rule:
        case "length":
            return ngettext(
                "A codename has eight words, and this is %(n)s word.",
                "A codename has eight words, and these are %(n)s words.",
                len(typed),
            ) % {"n": len(typed)}
        case "word":
            unknown = [(at, word) for at, word in enumerate(typed, 1) if not codenames.on_list(word)]
            return " ".join(_unknown(at, word) for at, word in unknown)
    slips = _slips(typed)
    if len(slips) == 1:
        return slips[0]
    return gettext("Each word is on the list, but they do not belong together: one is another, or two changed places.")


def _unknown(number: int, word: str) -> str:
    given = {"number": number, "word": word[:20]}
    near = get_close_matches(word, codenames.words(), 1, NEAR)
    if near:
        return gettext("Word %(number)s looks wrong: “%(word)s”. Is it “%(near)s”?") % {**given, "near": near[0]}
    return gettext("Word %(number)s looks wrong: “%(word)s”.") % given


def _slips(typed: list[str]) -> list[str]:
    """Small slips behind which the eighth word would fit: two neighbours changed places, a word much like another."""
    found = []
    for at in range(codenames.DRAWN):
        swapped = [*typed[:at], typed[at + 1], typed[at], *typed[at + 2 :]]
        if swapped != typed and codenames.fits(swapped):
            places = {"first": at + 1, "second": at + 2}
            found.append(gettext("Did words %(first)s and %(second)s change places?") % places)
    for at, word in enumerate(typed):
        for near in get_close_matches(word, codenames.words(), 6, NEAR):
            if near != word and codenames.fits([*typed[:at], near, *typed[at + 1 :]]):
                given = {"number": at + 1, "word": word, "near": near}
                found.append(gettext("Word %(number)s looks wrong: “%(word)s”. Is it “%(near)s”?") % given)
    return found
