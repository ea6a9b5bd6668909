"""Finds numbers of accounts, cards, documents and purchases, and dates of birth. Pure."""

import hashlib
import re
from collections.abc import Iterator

from stdnum import bitcoin, iban, luhn

from reputation.screening.findings import Finding, Kind
from reputation.screening.measures import is_measured
from reputation.screening.passages import MISTYPED, asked, is_near, sure
from reputation.screening.words import context, telling

_IBAN, _CARD = telling("iban"), telling("card")
_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ .-]{0,2}[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_BANKED = re.compile(
    rf"\b{context('banked')}\b\W{{0,3}}(?:(?:is|ist|lautet|es|est|number|no\.?|nr\.?|#)\W{{0,2}})?"
    r"(?P<number>\d[\d -]{4,24}\d)(?!\w)",
    re.IGNORECASE,
)
_BIC = re.compile(
    r"\b(?:bic|swift)(?:[- ]?code)?\b\W{0,3}(?:is |ist )?(?P<number>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b",
    re.IGNORECASE,
)

_LONG_NUMBER = re.compile(r"(?<![\w.,+-])\d(?:[ -]?\d){11,18}(?![\w-]|[.,]\d)")
_CARDS = (
    (re.compile(r"4"), (16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6011|64[4-9]|65|62"), (16, 17, 18, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 17, 18, 19)),
    (re.compile(r"30[0-5]|36|3[89]"), (14,)),
)
"""Beginnings and lengths of numbers of cards. Source: ISO/IEC 7812 and what the networks publish."""

_CHAIN = re.compile(
    r"(?<![\w/])(?:0x[0-9a-fA-F]{40}|bc1[a-z0-9]{11,71}|"
    r"[1-9A-HJ-NP-Za-km-z]{26,35}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93})(?!\w)"
)
_MONERO = 95
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_DATE = (
    r"(?:\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|"
    r"\d{1,2}(?:st|nd|rd|th|\.|er)?\s(?:of |de |di )?[^\W\d_]{3,10}\.?,?\s(?:de |del )?\d{4}|"
    r"[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{4}年\d{1,2}月\d{1,2}日)"
)
_BORN = re.compile(
    rf"(?<!\w){context('born')}(?:\W{{1,3}}(?:(?:is|was|ist|war|am|the|le|el|il|op|den|on)\s)?|(?=\d))(?P<date>{_DATE})",
    re.IGNORECASE,
)

_IS = (
    r"(?P<is>(?:[ \t]?(?:[-:：#]|n[or°º]?\.?|nummer|number|num(?:mer|éro)?|número|numero|nr\.?|id|code|ref(?:erence)?|"
    r"was|is|war|ist|lautet|était|est|es|è|é|号)(?![^\W\d_])[.:#]?){0,4}[ \t]?[#:]?[ \t]?)"
)
_VERB = re.compile(r"\b(?:was|is|war|ist|lautet|était|est|es|è|é)\b")
_DOCUMENT = re.compile(
    rf"(?<!\w){context('document')}(?:[- ]?(?:nummer|number|no|nr))?{_IS}"
    r"(?P<number>(?=[A-Z]*\d)[A-Z0-9]{6,12})(?!\w)",
    re.IGNORECASE,
)
_LEAST_DIGITS_OF_DOCUMENT = 3
_NUMBERED = r"(?:[- ]?(?:nummer|number|numéro|número|numero|nr|no|code|id|ref(?:erence)?|单?号|n[°º])\.?(?![^\W\d_]))"
_PURCHASE = re.compile(
    rf"(?<![^\W\u4e00-\u9fff])(?P<name>{context('purchase')}(?P<numbered>{_NUMBERED})?)"
    rf"{_IS}(?P<number>[A-Z0-9][A-Z0-9/_-]{{3,29}})(?![\w%€$£]|[.,:]\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:\d\d){1,2})?")
_DIGITS_NAMED, _DIGITS_ALONE, _SHORTEST_CODE = 4, 5, 5
"""How many digits make a number of a purchase: after "number", after the mere "order"; and characters of a code."""
_PURCHASE_SCORE = 0.45


def find(plain_text: str, language: str) -> Iterator[Finding]:
    """Numbers of accounts, documents and purchases, in no order; passages may overlap."""
    yield from _accounts(plain_text, language)
    yield from _cards(plain_text, language)
    yield from _wallets(plain_text, language)
    for found in _BORN.finditer(plain_text):
        yield sure(plain_text, found.span("date"), Kind.IDENTITY, language)
    for found in _DOCUMENT.finditer(plain_text):
        if sum(letter.isdigit() for letter in found.group("number")) >= _LEAST_DIGITS_OF_DOCUMENT:
            yield sure(plain_text, _named(found), Kind.IDENTITY, language)
    yield from _purchases(plain_text, language)


def _named(found: re.Match[str]) -> tuple[int, int]:
    """The number with its name, which can stay; alone, where a verb joins them."""
    return found.span("number") if _VERB.search(found.group("is")) else (found.start(), found.end("number"))


def _accounts(text: str, language: str) -> Iterator[Finding]:
    for found in _ACCOUNT.finditer(text):
        end = _iban_end(text, found.start(), found.end())
        if end:
            yield sure(text, (found.start(), end), Kind.ACCOUNT, language, 1.0)
        elif is_near(text, found.start(), _IBAN, 24):
            yield asked(text, found.span(), Kind.ACCOUNT, language, MISTYPED)
    for found in _BANKED.finditer(text):
        yield sure(text, found.span("number"), Kind.ACCOUNT, language)
    for found in _BIC.finditer(text):
        yield asked(text, found.span("number"), Kind.ACCOUNT, language)


def _iban_end(text: str, start: int, end: int) -> int | None:
    """Where the IBAN that begins here ends: words may stand behind it with nothing but a space between."""
    places = [place for place in range(start, end) if text[place].isalnum()]
    compact = "".join(text[place] for place in places)
    for length in range(min(len(compact), _LONGEST_IBAN), _SHORTEST_IBAN - 1, -1):
        if iban.is_valid(compact[:length], check_country=False):
            return places[length - 1] + 1
    return None


def _cards(text: str, language: str) -> Iterator[Finding]:
    for found in _LONG_NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found.group())
        is_known = any(begins.match(digits) and len(digits) in lengths for begins, lengths in _CARDS)
        is_valid = luhn.is_valid(digits)
        if is_valid and (is_known or is_near(text, found.start(), _CARD)):
            yield sure(text, found.span(), Kind.ACCOUNT, language, 1.0)
        elif is_near(text, found.start(), _CARD, 24):
            yield asked(text, found.span(), Kind.ACCOUNT, language, MISTYPED)


def _wallets(text: str, language: str) -> Iterator[Finding]:
    for found in _CHAIN.finditer(text):
        written = found.group()
        has_own_form = written.startswith("0x") or len(written) == _MONERO
        if has_own_form or bitcoin.is_valid(written) or _is_base58(written):
            yield sure(text, found.span(), Kind.ACCOUNT, language, 1.0)


def _is_base58(written: str) -> bool:
    """Whether the last four bytes check the others, as in the addresses of most chains of blocks."""
    number = 0
    for letter in written:
        if letter not in _BASE58:
            return False
        number = number * 58 + _BASE58.index(letter)
    if number.bit_length() > 200:
        return False
    raw = number.to_bytes(25)
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _purchases(text: str, language: str) -> Iterator[Finding]:
    """Numbers that name a purchase, and so the writer to the business."""
    for found in _PURCHASE.finditer(text):
        number = found.group("number")
        digits = sum(letter.isdigit() for letter in number)
        is_numbered = bool(found.group("numbered") or found.group("is").strip())
        is_code = is_numbered and digits > 1 and number.isupper() and len(number) >= _SHORTEST_CODE
        if _YEAR.fullmatch(number) or is_measured(text, *found.span("number")):
            continue
        if digits >= (_DIGITS_NAMED if is_numbered else _DIGITS_ALONE) or is_code:
            yield asked(text, _named(found), Kind.IDENTITY, language, _PURCHASE_SCORE)
