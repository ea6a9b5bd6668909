"""Numbers and addresses written as they are spoken: "zero one seven", "jordan at mail dot example". Pure."""

import re
from collections.abc import Iterator

_DIGITS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "nl": "nul een twee drie vier vijf zes zeven acht negen",
    "it": "zero uno due tre quattro cinque sei sette otto nove",
    "pt": "zero um dois três quatro cinco seis sete oito nove",
}
_OTHERS = {"oh": "0", "zwo": "2", "fuenf": "5", "één": "1", "meia": "6", "zero": "0", "tres": "3"}
_VALUES = {word: str(n) for words in _DIGITS.values() for n, word in enumerate(words.split())} | _OTHERS
_FIRST_SPOKEN = 2
_SHORTEST = 6

_WORD = "|".join(sorted(map(re.escape, _VALUES), key=len, reverse=True))
_TOKEN = rf"(?:\+?\d{{1,8}}|{_WORD})"
_RUN = re.compile(rf"(?<![\w.,]){_TOKEN}(?:[ ,./\-]{{1,2}}{_TOKEN}(?!\w))+", re.IGNORECASE)
_SPOKEN = re.compile(rf"(?<!\w)(?:{_WORD})(?!\w)", re.IGNORECASE)


def digits(text: str) -> Iterator[tuple[int, int, str]]:
    """Digits that are written as words, where enough stand together to be a number that reaches or names somebody."""
    for found in _RUN.finditer(text):
        written = found.group()
        spoken = list(_SPOKEN.finditer(written))
        count = len(spoken) + sum(letter.isdigit() for letter in written)
        if len(spoken) < _FIRST_SPOKEN or count < _SHORTEST:
            continue
        last = 0
        for word in spoken:
            if last and written[last : word.start()] == " ":
                yield found.start() + last, found.start() + word.start(), ""
            yield found.start() + word.start(), found.start() + word.end(), _VALUES[word.group().lower()]
            last = word.end()


_AT = r"at|ät|arroba|arobase|chiocciola|klammeraffe|apenstaartje|apestaart"
_DOT = r"dot|punkt|point|punto|punt|ponto"
_SLASH = r"slash|schrägstrich|barra|barre"
_LEFT, _RIGHT = r"\s{0,2}[(\[{<*_]\s?", r"\s?[)\]}>*_]\s{0,2}"
_FIRM_AT = re.compile(rf"(?<=[A-Za-z0-9])(?:{_LEFT}(?:{_AT}|@){_RIGHT})(?=[A-Za-z0-9])", re.IGNORECASE)
_FIRM_DOT = re.compile(rf"(?<=[A-Za-z0-9])(?:{_LEFT}(?:{_DOT}|\.){_RIGHT})(?=[A-Za-z0-9])", re.IGNORECASE)
_PROVIDERS = (
    r"gmail|googlemail|hotmail|outlook|yahoo|gmx|web|icloud|live|msn|aol|proton|protonmail|posteo|mailbox|freenet|"
    r"t-online|laposte|orange|free|wanadoo|libero|ziggo|kpnmail|telefonica|ymail|me|mail"
)
_SAID_AT = re.compile(
    rf"(?<=[A-Za-z0-9])(?P<at>\s+(?:{_AT}|@)\s+|\s*@\s*)(?P<host>[A-Za-z0-9-]{{2,40}})"
    rf"(?P<dot>\s+(?:{_DOT}|\.)\s+|\.)(?P<end>[A-Za-z]{{2,10}})\b",
    re.IGNORECASE,
)
_REACH = 40
_BOX = re.compile(r"[\w-]*[\d._][\w.-]*$")
"""A word that is hardly anything but the name of a box."""
_MAILED = re.compile(r"mail|\bwrite|\bwrote|contact|kontakt|reach|schreib|écri|escrib|scriv|escrev", re.IGNORECASE)
_SAID_PAGE = re.compile(
    rf"(?<!\w)(?:t|telegram|wa|instagram|insta|facebook|tiktok|twitter|linkedin|snapchat)"
    rf"(?P<dot>\s+(?:{_DOT})\s+|\.)(?:me|com)(?P<slash>\s+(?:{_SLASH})\s+|\s+/\s*)(?=[\w@])",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """An at, dots and strokes in brackets or as words, where they make an address of e-mail or a page."""
    edits = [(found.start(), found.end(), "@") for found in _FIRM_AT.finditer(text)]
    edits += [(found.start(), found.end(), ".") for found in _FIRM_DOT.finditer(text)]
    for found in _SAID_AT.finditer(text):
        if _is_mail(found, text):
            edits.append((*found.span("at"), "@"))
            if found.group("dot") != ".":
                edits.append((*found.span("dot"), "."))
    for found in _SAID_PAGE.finditer(text):
        edits += [(*found.span("dot"), "."), (*found.span("slash"), "/")]
    done = 0
    for start, end, sign in sorted(edits):
        if start >= done:
            yield start, end, sign
            done = end


def _is_mail(found: re.Match[str], text: str) -> bool:
    """Whether an at before a host makes an address: "look at web.de" does not, "jordan.p at web.de" does."""
    at, dot = found.group("at"), found.group("dot")
    if at.strip() == "@":
        return at != "@" or dot != "."
    if at.isupper() and dot.isupper():
        return True
    if not re.fullmatch(_PROVIDERS, found.group("host"), re.IGNORECASE):
        return False
    before = text[max(0, found.start() - _REACH) : found.start()]
    return dot != "." or bool(_BOX.search(before) or _MAILED.search(before))
