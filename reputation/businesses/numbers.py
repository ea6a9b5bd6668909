"""Registry numbers: which kinds we know, what they look like, and what having one shows. Pure.

The kinds are the table `data/numbers.tsv`, in the order in which they are tried. Check digits come from python-stdnum,
which validates numbers and never says whose they are; that column is ours.
"""

import csv
import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from anyascii import anyascii
from stdnum.exceptions import ValidationError

SEPARATORS = re.compile(r"[\s.\-/]+")
LONGEST_TYPED = 60
STORED = re.compile(r"(?=.{2,40}\Z)(?=.*\d.*\d)[A-Z0-9][A-Z0-9./ -]*[A-Z0-9]", re.ASCII)  # what the log takes


class Evidence(StrEnum):
    """What having a number shows: a legal person, either, neither for sure, or a natural person."""

    LEGAL_PERSON = "legal-person"
    EITHER = "either"
    DOUBT = "doubt"
    NATURAL_PERSON = "natural-person"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A kind of number. `module` names python-stdnum's module; without one `shape` alone decides.

    `parts` are read before `evidence`: the first that fits the normal form says whose the number is.
    `prefix` stands in front where nothing else tells the kind; a country's personal numbers look just like the rest.
    `shape`: what it looks like without prefix and separators. `ending`: what may follow and is no part of it.
    `as_typed`: what stands between the signs is needed to understand it.
    """

    code: str
    country: str
    says: str
    module: str
    prefix: str
    shape: re.Pattern[str]
    ending: re.Pattern[str] | None
    as_typed: bool
    evidence: Evidence
    parts: tuple[tuple[re.Pattern[str], Evidence], ...]
    source: str

    def normal_of(self, text: str, compact: str) -> str | None:
        """The one way of writing the number, or None when it is none of this kind. The prefix may be left out."""
        bare = compact.removeprefix(self.prefix)
        if self.shape.fullmatch(bare) is None:
            return None
        found = self._checked(text, bare) if self.module else self.prefix + bare
        return found if found is not None and STORED.fullmatch(found) else None

    def _checked(self, text: str, bare: str) -> str | None:
        if self.ending is not None:
            bare = self.ending.sub("", bare)
        try:
            return str(_validator(self.module)(text if self.as_typed else bare))
        except (ValidationError, ValueError):
            return None

    def shows(self, normal: str) -> Evidence:
        """What a number in its normal form shows."""
        return next((shown for part, shown in self.parts if part.fullmatch(normal)), self.evidence)


def compacted(text: str) -> str:
    """A number without what people put between its signs."""
    return SEPARATORS.sub("", text).upper()


GERMAN_REGISTER = re.compile(r"(?i)\b(HRA|HRB|GNR|VR|PR)\s*(\d+)\s*((?!HR|GNR|VR|PR)[A-ZÖ]{0,3})(?=\W|$)")
GERMAN_OFFICE = re.compile(r"(?i)\b(?:Amtsgericht|Registergericht|AG)\s+")
FRENCH_REGISTER = re.compile(r"(?i)R\s?C\s?S\s+(.*?)\s+(?:([ABCD])\s?)?((?:\d\s?){8}\d)", re.ASCII)


def _latin(name: str) -> str:
    """A place in plain capitals, as the public log takes it; what stands in brackets is left out."""
    return " ".join(re.sub(r"[^A-Z. ]+", " ", str(anyascii(name.partition("(")[0])).upper()).split())


@cache
def _courts() -> dict[str, str]:
    """The courts that keep registers, by their letters; also with ae, oe and ue for letters with two dots."""
    names = importlib.import_module("stdnum.de.handelsregisternummer").GERMAN_COURTS
    spelt = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
    return {re.sub("[^A-Z]", "", _latin(way)): name for name in names for way in (name.translate(spelt), name)}


def _german(text: str) -> str:
    """A number of a German register, however court, register and number are set and ordered."""
    found = GERMAN_REGISTER.search(text)
    if found is None:
        raise ValidationError
    section, number, letters = found.groups()
    named = GERMAN_OFFICE.sub("", text[: found.start()] + " " + text[found.end() :]).strip(" ,")
    if not named:  # "HRB 117 Hof": a short court, no letters of the number
        named, letters = letters, ""
    court = _courts().get(re.sub("[^A-Z]", "", _latin(named)), named)
    register = " ".join(part.upper() for part in (section, number, letters) if part)
    checked = str(importlib.import_module("stdnum.de.handelsregisternummer").validate(f"{court} {register}"))
    return f"{_latin(checked.removesuffix(f' {register}'))} {anyascii(register)!s}"


def _french(text: str) -> str:
    """A number of the French trade register; python-stdnum wants one word for the town, and always a letter."""
    found = FRENCH_REGISTER.fullmatch(" ".join(SEPARATORS.sub(" ", text).split()))
    if found is None:
        raise ValidationError
    town, letter, siren = found.groups(default="")
    siren = importlib.import_module("stdnum.fr.siren").validate(siren)
    return " ".join(part for part in ("RCS", _latin(town), letter.upper(), siren) if part)


def _spanish(text: str) -> str:
    """A Spanish number with or without its country, which python-stdnum does not know."""
    return str(importlib.import_module("stdnum.es.cif").validate(text.removeprefix("ES")))


# Where python-stdnum wants a number written in one way, or lets several ways stand for one number.
OWN: dict[str, Callable[[str], object]] = {
    "de.handelsregisternummer": _german,
    "es.cif": _spanish,
    "fr.rcs": _french,
}


@cache
def _validator(module: str) -> Callable[[str], object]:
    if module in OWN:
        return OWN[module]
    validate: Callable[[str], object] = importlib.import_module(f"stdnum.{module}").validate
    return validate


def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.ASCII)


def _scheme(row: dict[str, str]) -> Scheme:
    parts = (part.rsplit("=", 1) for part in row["parts"].split())
    return Scheme(
        code=row["code"],
        country=row["country"],
        says=row["says"],
        module=row["module"],
        prefix=row["prefix"],
        shape=_pattern(row["shape"]),
        ending=_pattern(row["ending"]) if row["ending"] else None,
        as_typed=row["as_typed"] == "yes",
        evidence=Evidence(row["evidence"]),
        parts=tuple((_pattern(shape), Evidence(shown)) for shape, shown in parts),
        source=row["source"],
    )


def _table() -> list[Scheme]:
    raw = (files("reputation.businesses") / "data" / "numbers.tsv").read_text(encoding="utf-8")
    return [_scheme(row) for row in csv.DictReader(raw.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)]


KINDS = {scheme.code: scheme for scheme in _table()}
PERSONAL = frozenset(
    code for code, scheme in KINDS.items() if scheme.evidence is Evidence.NATURAL_PERSON and not scheme.parts
)
SCHEMES = {code: scheme for code, scheme in KINDS.items() if code not in PERSONAL}


def _by_prefix() -> dict[str, list[tuple[Callable[[str], object], Scheme]]]:
    found: dict[str, list[tuple[Callable[[str], object], Scheme]]] = {}
    for scheme in SCHEMES.values():
        found.setdefault(scheme.prefix, []).append((scheme.shape.fullmatch, scheme))
    return found


# A check tries every kind that the first letters allow. Most have no prefix, and few of their shapes fit.
_BY_PREFIX = _by_prefix()
_SIZES = tuple(sorted({len(prefix) for prefix in _BY_PREFIX}))


def normal(scheme: str, value: str) -> str | None:
    """The one way of writing a number, or None when the kind is unknown or the number is none of it."""
    known = KINDS.get(scheme)
    return None if known is None or len(value) > LONGEST_TYPED else known.normal_of(value, compacted(value))


def schemes_of(text: str) -> list[tuple[str, str]]:
    """Every kind that a number typed without one can be of, with its normal form. Natural persons' are never found."""
    return [(scheme.code, value) for scheme, value in _read(text) if scheme.shows(value) is not Evidence.NATURAL_PERSON]


def is_natural_persons(text: str) -> bool:
    """Whether a number typed without its kind says by one of its parts that a natural person has it."""
    return any(scheme.shows(value) is Evidence.NATURAL_PERSON for scheme, value in _read(text))


def _read(text: str) -> Iterator[tuple[Scheme, str]]:
    if len(text) > LONGEST_TYPED:
        return
    compact = compacted(text)
    for size in _SIZES:
        bare = compact[size:]
        for fits, scheme in _BY_PREFIX.get(compact[:size], ()):
            if fits(bare) and (value := scheme.normal_of(text, compact)) is not None:
                yield scheme, value
