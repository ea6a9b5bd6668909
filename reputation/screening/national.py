"""Numbers by which states know a person: tax, social security, health, identity. Pure.

Source: the check digits are those of python-stdnum, which names the law or office behind each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from reputation.screening.findings import Finding, Kind
from reputation.screening.measures import is_measured
from reputation.screening.passages import MISTYPED, asked, is_near, sure
from reputation.screening.words import telling


@dataclass(frozen=True, slots=True)
class Number:
    """A national number. `is_strong`: form and check digits together fit little else; others need a word nearby.

    `languages`: in these a valid one is asked about even without such a word.
    """

    check: ModuleType
    form: re.Pattern[str]
    languages: tuple[str, ...]
    is_strong: bool


def _number(name: str, form: str, languages: str = "", *, is_strong: bool = False) -> Number:
    pattern = re.compile(rf"(?<![\w,.-])(?:{form})(?![\w-]|[.,]\d)", re.IGNORECASE)
    return Number(import_module(f"stdnum.{name}"), pattern, tuple(languages.split()), is_strong)


_NUMBERS = (
    _number("at.vnr", r"\d{4}[ -]?\d{6}", "de"),
    _number("au.tfn", r"\d{3} ?\d{3} ?\d{3}"),
    _number("be.nn", r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}|\d{6}[- ]?\d{3}[. ]?\d{2}", "fr nl", is_strong=True),
    _number("bg.egn", r"\d{10}"),
    _number("br.cpf", r"\d{3}\.\d{3}\.\d{3}-\d{2}", "pt", is_strong=True),
    _number("br.cpf", r"\d{11}", "pt"),
    _number("ca.sin", r"\d{3}[ -]?\d{3}[ -]?\d{3}"),
    _number("ch.ssn", r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", is_strong=True),
    _number("cn.ric", r"\d{17}[\dX]", is_strong=True),
    _number("cz.rc", r"\d{6}/\d{3,4}", is_strong=True),
    _number("cz.rc", r"\d{10}"),
    _number("de.idnr", r"\d{2} ?\d{3} ?\d{3} ?\d{3}", "de"),
    _number("dk.cpr", r"\d{6}-\d{4}", is_strong=True),
    _number("ee.ik", r"[1-8]\d{10}"),
    _number("es.dni", r"\d{2}\.?\d{3}\.?\d{3}[ -]?[A-Z]", is_strong=True),
    _number("es.nie", r"[XYZ][ -]?\d{7}[ -]?[A-Z]", is_strong=True),
    _number("fi.hetu", r"\d{6}[+\-A-FU-Y]\d{3}[0-9A-Z]", is_strong=True),
    _number("fr.nif", r"[0-3]\d ?\d{2} ?\d{3} ?\d{3} ?\d{3}", "fr"),
    _number("fr.nir", r"[1278] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", is_strong=True),
    _number("gb.nhs", r"\d{3}[ -]?\d{3}[ -]?\d{4}"),
    _number("gb.utr", r"\d{10}K?"),
    _number("gr.amka", r"\d{11}"),
    _number("hr.oib", r"\d{11}"),
    _number("ie.pps", r"\d{7}[A-W][ABHPTWX]?", is_strong=True),
    _number("in_.aadhaar", r"[2-9]\d{3} ?\d{4} ?\d{4}"),
    _number("in_.pan", r"[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]"),
    _number("is_.kennitala", r"\d{6}-\d{4}", is_strong=True),
    _number(
        "it.codicefiscale", r"[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]", is_strong=True
    ),
    _number("kr.rrn", r"\d{6}-\d{7}", is_strong=True),
    _number("lt.asmens", r"[3-6]\d{10}"),
    _number("lv.pvn", r"\d{6}-\d{5}", is_strong=True),
    _number("mx.curp", r"[A-Z]{4}\d{6}[A-Z]{6}[0-9A-Z]\d", is_strong=True),
    _number("nl.bsn", r"\d{4}[. ]?\d{2}[. ]?\d{3}", "nl"),
    _number("no.fodselsnummer", r"\d{6} ?\d{5}"),
    _number("nz.ird", r"\d{2,3}-\d{3}-\d{3}"),
    _number("pl.pesel", r"\d{11}"),
    _number("pt.nif", r"\d{3} ?\d{3} ?\d{3}", "pt"),
    _number("pt.cc", r"\d{8} ?\d ?[A-Z0-9]{2}\d", "pt", is_strong=True),
    _number("ro.cnp", r"[1-9]\d{12}"),
    _number("se.personnummer", r"(?:19|20)?\d{6}[-+]\d{4}", is_strong=True),
    _number("se.personnummer", r"(?:19|20)\d{10}"),
    _number("si.emso", r"\d{13}"),
    _number("sk.rc", r"\d{6}/\d{3,4}", is_strong=True),
    _number("tr.tckimlik", r"[1-9]\d{10}"),
    _number("ua.rntrc", r"\d{10}"),
    _number("us.itin", r"9\d{2}-\d{2}-\d{4}", is_strong=True),
    _number("us.ssn", r"\d{3}-\d{2}-\d{4}", is_strong=True),
    _number("us.ssn", r"\d{3} ?\d{2} ?\d{4}"),
    _number("za.idnr", r"\d{6} ?\d{4} ?\d{3}"),
)

_GAPS = re.compile(r"[ .]")
_BRITISH = re.compile(
    r"(?<![\w-])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\w-])", re.IGNORECASE
)
"""National Insurance numbers have no check digit, but a form of their own."""
_GERMAN_PENSION = re.compile(r"(?<![\w-])(\d{2}) ?(\d{6}) ?([A-Z]) ?(\d{3})(?![\w-])", re.IGNORECASE)
_GERMAN_HEALTH = re.compile(r"(?<![\w-])([A-Z]) ?(\d{9})(?![\w-])", re.IGNORECASE)

_MEANT = telling("meant")


def find(plain_text: str, language: str) -> Iterator[Finding]:
    """Numbers of persons, in no order; passages may overlap."""
    for number in _NUMBERS:
        for found in number.form.finditer(plain_text):
            yield from _checked(plain_text, found, number, language)
    for found in _BRITISH.finditer(plain_text):
        yield sure(plain_text, found.span(), Kind.IDENTITY, language)
    for form, is_right in ((_GERMAN_PENSION, _is_pension), (_GERMAN_HEALTH, _is_health)):
        for found in form.finditer(plain_text):
            if is_right(*found.groups()):
                yield sure(plain_text, found.span(), Kind.IDENTITY, language, 1.0)


def _checked(text: str, found: re.Match[str], number: Number, language: str) -> Iterator[Finding]:
    """What check digits and the words before it make of a number in one of these forms."""
    span = found.span()
    is_valid, is_meant = number.check.is_valid(_GAPS.sub("", found.group())), is_near(text, span[0], _MEANT)
    if is_valid and (number.is_strong or is_meant):
        yield sure(text, span, Kind.IDENTITY, language, 1.0)
    elif is_meant and not is_measured(text, *span):
        yield asked(text, span, Kind.IDENTITY, language, MISTYPED)
    elif is_valid and language in number.languages and not is_measured(text, *span):
        yield asked(text, span, Kind.IDENTITY, language)


def _is_pension(area: str, born: str, letter: str, serial: str) -> bool:
    """The number of the German pension insurance. Source: VKVV § 4."""
    digits = f"{area}{born}{ord(letter.upper()) - 64:02}{serial}"
    weighed = zip(digits[:-1], (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1), strict=True)
    total = sum(sum(divmod(int(digit) * weight, 10)) for digit, weight in weighed)
    return 1 <= int(born[2:4]) <= 12 and 1 <= int(born[:2]) <= 81 and total % 10 == int(serial[-1])


def _is_health(letter: str, digits: str) -> bool:
    """The number of a person insured for health in Germany. Source: Annex 1 of the rules for it, § 290 SGB V."""
    numbers = f"{ord(letter.upper()) - 64:02}{digits[:-1]}"
    total = sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(numbers))
    return total % 10 == int(digits[-1])
