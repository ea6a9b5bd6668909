"""Numbers and sentences for the tests of the screening: made by rules of their own, from a seed."""

import random
from collections.abc import Iterator
from importlib import import_module

from stdnum import luhn

from reputation.screening import identifiers, spelling
from reputation.screening.findings import Finding


def found(text: str, language: str) -> list[tuple[str, Finding]]:
    """What the scanner finds in a text as people spell it, with the words of the given text."""
    plain = spelling.plain(text)
    return [(text[slice(*plain.span(one.start, one.end))], one) for one in identifiers.find(plain.text, language)]


def filled(source: random.Random, form: str) -> str:
    """A form with its signs drawn: # a digit, @ a letter, % either; YY MM DD a day."""
    day = {
        "YY": f"{source.randrange(50, 99)}",
        "MM": f"{source.randrange(1, 13):02}",
        "DD": f"{source.randrange(1, 29):02}",
    }
    for sign, words in day.items():
        form = form.replace(sign, words)
    digits, letters = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    signs = {"#": digits, "@": letters, "%": digits + letters}
    return "".join(source.choice(signs[one]) if one in signs else one for one in form)


NATIONAL = (
    ("en", "us.ssn", ("###-##-####",), "she wrote down {}"),
    ("en", "us.ssn", ("#########",), "her social security number {}"),
    ("en", "gb.nhs", ("### ### ####", "##########"), "my NHS number is {}"),
    ("en", "ca.sin", ("### ### ###",), "SIN {}"),
    ("en", "ie.pps", ("#######@", "#######@A"), "they wanted {}"),
    ("en", "au.tfn", ("### ### ###",), "tax file number {}"),
    ("en", "in_.aadhaar", ("#### #### ####",), "Aadhaar {}"),
    ("en", "za.idnr", ("YYMMDD#####8#",), "my ID number is {}"),
    ("de", "de.idnr", ("## ### ### ###", "###########"), "meine Steuer-ID {}"),
    ("de", "de.idnr", ("## ### ### ###",), "er schrieb {} auf"),
    ("de", "ch.ssn", ("756.####.####.##",), "er schrieb {} auf"),
    ("de", "at.vnr", ("####DDMMYY", "#### DDMMYY"), "SVNR {}"),
    ("fr", "fr.nir", ("1YYMM75########", "2 YY MM 75 ### ### ##"), "il a noté {}"),
    ("fr", "be.nn", ("YY.MM.DD-###.##", "YYMMDD#####"), "il a noté {}"),
    ("fr", "fr.nif", ("## ## ### ### ###", "#############"), "numéro fiscal {}"),
    ("es", "es.dni", ("########@", "########-@", "##.###.###-@"), "apuntó {}"),
    ("es", "es.nie", ("X#######@", "Y-#######-@"), "apuntó {}"),
    ("nl", "nl.bsn", ("#########", "####.##.###"), "mijn BSN {}"),
    ("nl", "nl.bsn", ("#########",), "ze vroegen {} op te geven"),
    ("pt", "br.cpf", ("###.###.###-##", "###########"), "CPF {}"),
    ("pt", "pt.nif", ("#########",), "o meu contribuinte é {}"),
    ("pl", "pl.pesel", ("YYMMDD#####",), "PESEL {}"),
    ("ro", "ro.cnp", ("1YYMMDD######",), "CNP {}"),
    ("sv", "se.personnummer", ("YYMMDD-####", "19YYMMDD-####"), "personnummer {}"),
    ("no", "no.fodselsnummer", ("DDMMYY#####", "DDMMYY #####"), "fødselsnummer {}"),
    ("fi", "fi.hetu", ("DDMMYY-###%",), "hetu {}"),
    ("da", "dk.cpr", ("DDMMYY-####",), "CPR {}"),
    ("cs", "cz.rc", ("YYMMDD/####",), "rodné číslo {}"),
    ("bg", "bg.egn", ("YYMMDD####",), "ЕГН {}"),
    ("hr", "hr.oib", ("###########",), "OIB {}"),
    ("tr", "tr.tckimlik", ("###########",), "kimlik {}"),
    ("el", "gr.amka", ("DDMMYY#####",), "AMKA {}"),
    ("et", "ee.ik", ("3YYMMDD####",), "isikukood {}"),
    ("lt", "lt.asmens", ("3YYMMDD####",), "asmens kodas {}"),
    ("zh", "cn.ric", ("11010119YYMMDD####",), "他写了 {}"),
    ("ko", "kr.rrn", ("YYMMDD-1######",), "{}"),
)
_IBANS = {
    "AT": "#" * 16,
    "BE": "#" * 12,
    "CH": "#" * 17,
    "DE": "#" * 18,
    "ES": "#" * 20,
    "FR": "#" * 23,
    "GB": "NWBK" + "#" * 14,
    "IE": "AIBK" + "#" * 14,
    "IT": "X" + "#" * 22,
    "LU": "#" * 16,
    "MT": "MALT" + "#" * 23,
    "NL": "ABNA" + "#" * 10,
    "NO": "#" * 11,
    "PL": "#" * 24,
    "PT": "#" * 21,
    "SE": "#" * 20,
}
_CARDS = (("4", 16), ("51", 16), ("2300", 16), ("34", 15), ("6011", 16), ("3530", 16), ("36", 14), ("62", 16))


def nationals(source: random.Random, each: int) -> Iterator[tuple[str, str, str]]:
    """Language, sentence and number: drawn until the check digits are right."""
    for language, module, forms, sentence in NATIONAL:
        check = import_module(f"stdnum.{module}")
        for _ in range(each):
            number = filled(source, source.choice(forms))
            while not check.is_valid(number.replace(".", "").replace(" ", "")):
                number = filled(source, source.choice(forms))
            yield language, f"They were rude, {sentence.format(number)} and more.", number


def ibans(source: random.Random, each: int) -> Iterator[tuple[str, str, str]]:
    """Language, sentence and IBAN: in groups, in one, in small letters; check digits by ISO 7064."""
    for country, form in _IBANS.items():
        for turn in range(each):
            body = filled(source, form)
            remainder = int("".join(str(int(one, 36)) for one in f"{body}{country}00")) % 97
            number = f"{country}{98 - remainder:02}{body}"
            groups = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
            written = (number, groups, number.lower())[turn % 3]
            yield "en", f"I sent 50 euros to {written} on Monday", written


def cards(source: random.Random, each: int) -> Iterator[tuple[str, str, str]]:
    """Language, sentence and number of a card, in groups or in one."""
    for begins, length in _CARDS:
        for turn in range(each):
            body = begins + filled(source, "#" * (length - 1 - len(begins)))
            number = body + luhn.calc_check_digit(body)
            groups = f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}"
            written = groups if turn % 2 and length == 16 else number
            yield "en", f"they typed {written} into a form", written
