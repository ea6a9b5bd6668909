"""Finds number plates and chassis numbers of vehicles. Pure."""

import re
from collections.abc import Iterator

from reputation.screening.findings import Finding, Kind
from reputation.screening.passages import MISTYPED, asked, is_near, sure
from reputation.screening.words import telling

_PLATED, _DRIVEN = telling("plated"), telling("driven")
_LEAST_DIGITS = 2

_FORMS = tuple(
    re.compile(rf"(?<![\w-])(?:{form})(?![\w-])")
    for form in (
        r"[A-ZÄÖÜ]{1,3}[- ·][A-Z]{1,2}[- ]?[1-9]\d{0,3}[EH]?",  # Germany
        r"[A-HJ-NP-TV-Z]{2}[- ]\d{3}[- ][A-HJ-NP-TV-Z]{2}",  # France
        r"[A-HJ-NPR-TV-Z]{2}\s?\d{3}\s?[A-HJ-NPR-TV-Z]{2}",  # Italy
        r"[A-HJ-NP-Y][A-HJ-PR-Y]\d{2}\s?[A-HJ-PR-Z]{3}",  # United Kingdom
        r"\d{4}[ -]?[BCDFGHJ-NPR-TV-Z]{3}",  # Spain
        r"(?=[A-Z\d-]*[A-Z])(?:[A-Z]{2}|\d{2})(?:-(?:[A-Z]{2}|\d{2})){2}",  # Netherlands, Portugal
        r"[A-Z\d]{1,3}-(?:[A-Z]{2,3}|\d{2,3})-[A-Z\d]{1,2}",  # Netherlands
        r"[A-Z]{1,2}[- ]\d{2,5} ?[A-Z]{1,3}|[A-Z]{2} ?\d{4,6}",  # Austria, Switzerland
        r"\d-[A-Z]{3}-\d{3}|[A-Z]{3}[- ]?\d[A-Z\d]\d{2}",  # Belgium, Brazil
    )
)
_ON_THEIR_OWN = (
    re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])"),
    re.compile(r"(?<![\w-])(?!USB|PS|HD|LED|LCD|PC|TV|UHD|XL|XS)[A-ZÄÖÜ]{1,3}-[A-Z]{2} ?[1-9]\d{2,3}[EH]?(?![\w-])"),
)
"""Forms that little else has: French, German. Asked about where no word tells of a car."""
_ANY = re.compile(r"(?<![\w-])(?=[A-Z -]{0,5}\d)(?=\d{0,4}[- ]?[A-Z])[A-Z\d]{2,4}(?:[- ]?[A-Z\d]{1,4}){1,2}(?![\w-])")
_CHASSIS = re.compile(
    r"\b(?:vin|fahrgestellnummer|fin|chassis(?:nummer)?|bastidor|telaio)\b\W{0,12}(?P<number>[A-HJ-NPR-Z\d]{17})\b",
    re.IGNORECASE,
)


def find(plain_text: str, language: str) -> Iterator[Finding]:
    """Plates, in no order; passages may overlap. Most forms goods have too: a word must tell of a car."""
    for form in _FORMS:
        for found in form.finditer(plain_text):
            if is_near(plain_text, found.start(), _PLATED, 32):
                yield sure(plain_text, found.span(), Kind.PLATE, language, 1.0)
            elif _counted(found) >= _LEAST_DIGITS and is_near(plain_text, found.start(), _DRIVEN, 20):
                yield asked(plain_text, found.span(), Kind.PLATE, language, MISTYPED)
    for form in _ON_THEIR_OWN:
        for found in form.finditer(plain_text):
            yield asked(plain_text, found.span(), Kind.PLATE, language)
    for found in _ANY.finditer(plain_text):
        if is_near(plain_text, found.start(), _PLATED, 14):
            yield sure(plain_text, found.span(), Kind.PLATE, language)
    for found in _CHASSIS.finditer(plain_text):
        yield sure(plain_text, found.span("number"), Kind.PLATE, language)


def _counted(found: re.Match[str]) -> int:
    return sum(letter.isdigit() for letter in found.group())
