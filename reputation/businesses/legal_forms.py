"""Legal forms (ISO 20275), found by code or by words, and whose each is: our judgement. Pure.

The list is GLEIF's, whole. The judgements are ours, with what people call the forms, and names of natural persons'
forms that the list lacks. A form of a later list that nobody has judged is in doubt.
"""

import csv
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from reputation.businesses import names

MOST = 10
LONGEST = 200
ONE_OWNER = "one owner: no legal person, or not surely one"


class Judgement(StrEnum):
    """Whose a legal form is."""

    LEGAL_PERSON = "legal-person"
    NATURAL_PERSON = "natural-person"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Form:
    """A legal form. `keys` are its names as they are compared.

    `code` is empty for what the list lacks, `country` for the two codes that stand for no form.
    """

    code: str
    country: str
    name: str
    judgement: Judgement
    reason: str
    keys: tuple[tuple[str, ...], ...]


def _rows(file: str) -> Iterator[dict[str, str]]:
    raw = (files("reputation.businesses") / "data" / file).read_bytes()
    text = (gzip.decompress(raw) if file.endswith(".gz") else raw).decode("utf-8-sig")
    return csv.DictReader(text.splitlines())


@cache
def _list() -> dict[str, list[dict[str, str]]]:
    """The rows of the list by code: a form has one for each language."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in _rows("legal_forms.csv.gz"):
        found.setdefault(row["ELF Code"], []).append(row)
    return found


def _names(code: str) -> Iterator[str]:
    """Every way in which the list writes a form."""
    for row in _list().get(code, ()):
        yield row["Entity Legal Form name Local name"]
        yield row["Entity Legal Form name Transliterated name (per ISO 01-140-10)"]
        for column in ("Abbreviations Local language", "Abbreviations transliterated"):
            yield from re.split("[;,]", row[column])


def _form(judged: dict[str, str]) -> Form:
    given = [judged["name"], *_names(judged["elf_code"]), *judged["also"].split(";")]
    if judged["judgement"] == Judgement.NATURAL_PERSON:  # each of its names alone gives it away
        given += [part for name in given for part in re.split(r"[,/]| - ", name)]
    return Form(
        code=judged["elf_code"],
        country=judged["country"][:2],
        name=judged["name"],
        judgement=Judgement(judged["judgement"]),
        reason=judged["reason"],
        keys=tuple(key for key in dict.fromkeys(tuple(names.words(name)) for name in given) if key),
    )


@cache
def _forms() -> tuple[Form, ...]:
    """Every form that was judged. Read once: about a third of a second."""
    return tuple(_form(row) for row in _rows("legal_form_judgements.csv"))


def _in_use(form: Form) -> bool:
    """Whether words can mean the form. Natural persons' do so for good."""
    rows = _list().get(form.code, ())
    return form.judgement is Judgement.NATURAL_PERSON or any(row["ELF Status ACTV/INAC"] == "ACTV" for row in rows)


@cache
def _of_country(country: str) -> tuple[Form, ...]:
    return tuple(form for form in _forms() if form.country == country and _in_use(form))


@cache
def offered(country: str) -> tuple[str, ...]:
    """The legal forms of a country by their names in its own language, each once, for somebody to choose from."""
    found = {_list()[form.code][0]["Entity Legal Form name Local name"] for form in _of_country(country) if form.code}
    return tuple(sorted(found, key=str.casefold))


@cache
def of_one_person() -> frozenset[str]:
    """The codes of forms that a registry file's row is not read for: one natural person's, or perhaps so."""
    return frozenset(
        form.code
        for form in _forms()
        if form.code and (form.judgement is Judgement.NATURAL_PERSON or form.reason == ONE_OWNER)
    )


def _rank(key: tuple[str, ...], asked: list[str]) -> int | None:
    """How well a name fits what was asked: 0 the same, 1 begun, 2 its words are in it; None not at all."""
    solid, wanted = "".join(key), "".join(asked)
    if solid == wanted:
        return 0
    if solid.startswith(wanted):
        return 1
    return 2 if all(any(word.startswith(part) for word in key) for part in asked) else None


def search(country: str, text: str, most: int = MOST) -> list[tuple[int, Form]]:
    """The forms of a country that these words or this code mean, best first, with their rank: 0 is the very name.

    Case, accents, dots and spaces do not matter, and names in another script are found by their transliteration.
    """
    code = text.strip().upper()
    coded = [form for form in _forms() if form.code == code and form.country in ("", country)]
    if code and coded:
        return [(0, form) for form in coded]
    asked = names.words(text[:LONGEST])
    if not asked:
        return []
    ranked = []
    for form in _of_country(country):
        ranks = [rank for key in form.keys if (rank := _rank(key, asked)) is not None]
        if ranks:
            ranked.append((min(ranks), form))
    ranked.sort(key=lambda pair: (pair[0], len(pair[1].name), pair[1].code))
    return ranked[:most]


def judged(country: str, text: str) -> Judgement:
    """Whose the form is that these words or this code mean best.

    In doubt when they mean none, or forms that differ. Only a form's very name makes it a legal person's.
    """
    found = search(country, text, len(_of_country(country)) + 1)
    best = {(rank, form.judgement) for rank, form in found if rank == found[0][0]}
    if len(best) != 1:
        return Judgement.DOUBT
    rank, judgement = best.pop()
    return Judgement.DOUBT if rank and judgement is Judgement.LEGAL_PERSON else judgement


def name_of(code: str) -> str:
    """The name of the form with this code of the list; empty when there is none."""
    return next((form.name for form in _forms() if form.code == code), "")
