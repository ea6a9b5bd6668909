"""Finds what reaches a person: e-mail addresses, phone numbers, pages, names on networks, computers. Pure."""

import ipaddress
import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from reputation.screening.findings import Finding, Kind
from reputation.screening.measures import is_measured
from reputation.screening.passages import asked, is_near, sure
from reputation.screening.words import context, telling

REGIONS = {
    "en": ("GB", "US", "AU", "IN"),
    "de": ("DE", "AT", "CH"),
    "fr": ("FR", "BE", "CH"),
    "es": ("ES", "MX", "AR"),
    "nl": ("NL", "BE"),
    "it": ("IT", "CH"),
    "pt": ("PT", "BR"),
    "zh": ("CN", "HK", "TW"),
}
"""Where a number without the code of a country may be from, by language."""
_NOWHERE = ("ZZ",)
_MOST_TRIES = 200
_SHORTEST_PHONE, _LONGEST_PHONE = 7, 16

_EMAIL = re.compile(
    r"(?<![\w.+-])[^\W_][\w.+'-]{0,63}\s?@\s?(?:[^\W_][\w-]{0,62}\.){1,4}[^\W\d_]{2,24}(?![\w-])", re.IGNORECASE
)
_LINK = re.compile(
    r"(?:\b(?:https?://|www\.)|(?<![\w@.])(?:[\w-]{1,40}\.){1,3}[a-z]{2,10}/)[^\s<>\"()\u3000-\u9fff]{2,200}",
    re.IGNORECASE,
)
_OWN_PAGE = re.compile(
    r"(?:\b|//|www\.)(?:(?:t|telegram|wa|m|signal|paypal)\.me|instagram\.com|facebook\.com|fb\.com|x\.com|twitter\.com|"
    r"tiktok\.com|linkedin\.com/(?:in|pub)|youtube\.com/(?:@|user)|snapchat\.com/add|vk\.com|xing\.com/profile|"
    r"onlyfans\.com|threads\.(?:net|com)|bsky\.app/profile|github\.com|reddit\.com/u|discord\.(?:gg|com)|linktr\.ee|"
    r"weibo\.com|pinterest\.\w+|venmo\.com|cash\.app|mastodon\.\w+/@)/?[@\w]",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w.@/+-])@[A-Za-z_][\w]{1,29}(?:\.\w{1,29}){0,3}(?:@[\w.-]+\.[a-z]{2,10})?(?!\w)")
_NO_HANDLES = frozenset(
    ("@home", "@work", "@all", "@the", "@here", "@everyone", "@night", "@least", "@once", "@school")
)
_NETWORK = re.compile(
    rf"(?<!\w){context('network')}(?:[- ]?(?:name|account|konto|profil[eo]?|id|handle|user(?:name)?|cuenta|compte))?"
    r"(?P<is>\s?[:：]\s?|\s(?:is|ist|est|es|as|als|unter|under|@)\s)\s?(?P<name>@?[A-Za-z][\w.#-]{2,30})(?!\w)",
    re.IGNORECASE,
)
_IP = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{1,4}:){3,7}:?(?:[0-9a-f]{1,4}:?){0,4}[0-9a-f]{1,4})(?![\w:]|\.\d)",
    re.I,
)
_VERSION = re.compile(
    r"(?:\bv|version|firmware|release|update|software|build|section|chapter|kapitel)\W{0,2}$", re.IGNORECASE
)

_CALLED = telling("called")
_AFTER_CONTEXT = re.compile(
    r"(?<![\w.,/€$£-])[+(]?\d[\d ()./-]{4,22}\d(?:\s?(?:x|ext\.?)\s?\d{1,5})?(?![\w€$£%]|[.,:/-]\d)"
)


def find(plain_text: str, language: str) -> Iterator[Finding]:
    """What reaches a person, in no order; passages may overlap."""
    for found in _EMAIL.finditer(plain_text):
        yield sure(plain_text, found.span(), Kind.EMAIL, language, 1.0)
    yield from _phones(plain_text, language)
    yield from _pages(plain_text, language)
    yield from _computers(plain_text, language)


def _phones(text: str, language: str) -> Iterator[Finding]:
    """Numbers that a country gives out; a row of digits that is marked by nothing is only asked about."""
    for region in REGIONS.get(language, _NOWHERE):
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=_MOST_TRIES):
            span, written = (match.start, match.end), match.raw_string
            if sum(letter.isdigit() for letter in written) < _SHORTEST_PHONE or is_measured(text, *span):
                continue
            is_bare = written.isdigit() and written[0] != "0"
            if written.startswith("+") or is_near(text, match.start, _CALLED, 32):
                yield sure(text, span, Kind.PHONE, language, 0.95)
            elif is_bare or _is_list(written):
                yield asked(text, span, Kind.PHONE, language)
            else:
                yield sure(text, span, Kind.PHONE, language)
    for found in _AFTER_CONTEXT.finditer(text):
        digits = sum(letter.isdigit() for letter in found.group())
        if (
            _SHORTEST_PHONE <= digits <= _LONGEST_PHONE
            and not is_measured(text, *found.span())
            and is_near(text, found.start(), _CALLED, 20)
        ):
            yield asked(text, found.span(), Kind.PHONE, language, 0.6)


def _is_list(written: str) -> bool:
    """Whether it could be amounts or sizes one after the other."""
    return bool(re.fullmatch(r"\d{1,4}(?: \d{1,4}){1,}|\d+-\d+|\d+/\d+", written)) and written[0] != "0"


def _pages(text: str, language: str) -> Iterator[Finding]:
    for found in _LINK.finditer(text):
        written = found.group().rstrip(".,;:!?'’»")
        span = (found.start(), found.start() + len(written))
        if _OWN_PAGE.search(written):
            yield sure(text, span, Kind.HANDLE, language)
        else:
            yield asked(text, span, Kind.HANDLE, language, 0.3)
    for found in _HANDLE.finditer(text):
        if found.group().lower() not in _NO_HANDLES:
            yield sure(text, found.span(), Kind.HANDLE, language)
    for found in _NETWORK.finditer(text):
        name = found.group("name")
        if name.startswith("@") or re.search(r"[\d_#]|\w\.\w", name) or found.group("is").strip() in (":", "："):
            yield sure(text, found.span("name"), Kind.HANDLE, language, 0.8)


def _computers(text: str, language: str) -> Iterator[Finding]:
    for found in _IP.finditer(text):
        written = found.group()
        try:
            ipaddress.ip_address(written)
        except ValueError:
            continue
        is_numbering = "." in written and sum(len(part) > 1 for part in written.split(".")) < 2
        if not is_numbering and not _VERSION.search(text[max(0, found.start() - 16) : found.start()]):
            yield sure(text, found.span(), Kind.IDENTITY, language, 1.0)
