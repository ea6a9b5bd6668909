"""Registry numbers: which schemes we know, what they look like, and which only legal persons have. Pure.

Check digits come from python-stdnum, which validates numbers and never says whose they are; the last column is ours.
"""

import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from stdnum.exceptions import ValidationError

SEPARATORS = re.compile(r"[\s.\-/]+")
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Scheme:
    """A kind of number. `module` names python-stdnum's module; without one `shape` alone decides.

    `ending`: what may follow the number and is no part of it.
    `legal_persons_only`: having such a number is positive evidence of a legal person.
    """

    code: str
    country: str
    says: str
    module: str = ""
    shape: str = ""
    ending: str = ""
    legal_persons_only: bool = False
    source: str = ""

    def normal(self, text: str) -> str | None:
        """The one way of writing the number, or None when it is none of this scheme."""
        return self.normal_of(text, compacted(text))

    def normal_of(self, text: str, compact: str) -> str | None:
        """The same for a text whose compact form is known."""
        if self.shape and _pattern(self.shape).fullmatch(compact) is None:
            return None
        if not self.module:
            return compact
        if self.ending:
            text = _pattern(self.ending).sub("", compact)
        try:
            return str(_validator(self.module)(text))
        except (ValidationError, ValueError):
            return None


def compacted(text: str) -> str:
    """A number without what people put between its signs."""
    return SEPARATORS.sub("", text).upper()


@cache
def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile(shape, re.ASCII)


@cache
def _validator(module: str) -> Callable[[str], object]:
    validate: Callable[[str], object] = importlib.import_module(f"stdnum.{module}").validate
    return validate


_ALL = (
    Scheme(
        "lei", "", "Legal Entity Identifier", "lei", r"[0-9A-Z]{18}\d\d", source="ISO 17442; also given to sole traders"
    ),
    Scheme(
        "gb-crn",
        "GB",
        "Companies House number",
        shape=r"\d{8}|(?:SC|NI|OC|SO|NC|SL|LP|FC|BR)\d{6}",
        legal_persons_only=True,
        source="Companies House: company numbers",
    ),
    Scheme(
        "ie-cro",
        "IE",
        "Companies Registration Office number",
        shape=r"CRO\d{5,6}",
        legal_persons_only=True,
        source="CRO; typed with the letters CRO in front",
    ),
    Scheme(
        "de-hrb",
        "DE",
        "Handelsregister B",
        "de.handelsregisternummer",
        shape=r".*HRB\d{1,6}[A-Z]{0,2}.*",
        legal_persons_only=True,
        source="HGB and HRV: section B holds companies only",
    ),
    Scheme("de-vat", "DE", "USt-IdNr.", "de.vat", shape=r"DE\d{9}", source="Council Directive 2006/112/EC"),
    Scheme("at-vat", "AT", "UID-Nummer", "at.uid", shape=r"ATU\d{8}", source="Council Directive 2006/112/EC"),
    Scheme(
        "ch-uid",
        "CH",
        "UID",
        "ch.uid",
        shape=r"CHE\d{9}(?:MWST|TVA|IVA)?",
        ending=r"(?:MWST|TVA|IVA)$",
        source="Swiss UID Act",
    ),
    Scheme("fr-siren", "FR", "SIREN", "fr.siren", shape=r"\d{9}", source="INSEE; also given to natural persons"),
    Scheme("fr-siret", "FR", "SIRET", "fr.siret", shape=r"\d{14}", source="INSEE; also given to natural persons"),
    Scheme(
        "fr-vat",
        "FR",
        "TVA intracommunautaire",
        "fr.tva",
        shape=r"FR[A-Z0-9]{2}\d{9}",
        source="Council Directive 2006/112/EC",
    ),
    Scheme(
        "it-vat",
        "IT",
        "Partita IVA",
        "it.iva",
        shape=r"(?:IT)?\d{11}",
        source="DPR 633/1972; also given to natural persons",
    ),
    Scheme(
        "es-cif",
        "ES",
        "NIF de persona jurídica",
        "es.cif",
        shape=r"(?:ES)?[ABCDEFGHJNPQRSUVW]\d{7}[A-J0-9]",
        legal_persons_only=True,
        source="Orden EHA/451/2008",
    ),
    Scheme(
        "pt-nif",
        "PT",
        "NIPC",
        "pt.nif",
        shape=r"(?:PT)?[5689]\d{8}",
        source="Portuguese tax number; 5, 6, 8 and 9 begin those of organisations",
    ),
    Scheme("nl-vat", "NL", "btw-nummer", "nl.btw", shape=r"NL\d{9}B\d{2}", source="Council Directive 2006/112/EC"),
    Scheme(
        "be-vat",
        "BE",
        "Ondernemingsnummer",
        "be.vat",
        shape=r"(?:BE)?[01]\d{9}",
        source="Belgian Crossroads Bank for Enterprises",
    ),
    Scheme("lu-vat", "LU", "TVA", "lu.tva", shape=r"LU\d{8}", source="Council Directive 2006/112/EC"),
    Scheme(
        "dk-cvr", "DK", "CVR-nummer", "dk.cvr", shape=r"(?:DK)\d{8}", source="Danish CVR Act; typed with DK in front"
    ),
    Scheme(
        "se-orgnr",
        "SE",
        "Organisationsnummer",
        "se.orgnr",
        shape=r"[2-9]\d[2-9]\d{7}",
        legal_persons_only=True,
        source="Lag 1974:174: the third digit is at least 2",
    ),
    Scheme(
        "no-orgnr",
        "NO",
        "Organisasjonsnummer",
        "no.orgnr",
        shape=r"[89]\d{8}",
        source="Enhetsregisteret; also given to sole traders",
    ),
    Scheme("fi-ytunnus", "FI", "Y-tunnus", "fi.ytunnus", shape=r"\d{8}", source="Finnish Business Information Act"),
    Scheme(
        "pl-nip",
        "PL",
        "NIP",
        "pl.nip",
        shape=r"(?:PL)?\d{10}",
        source="Polish tax number; also given to natural persons",
    ),
    Scheme(
        "pl-krs",
        "PL",
        "KRS",
        shape=r"KRS\d{10}",
        legal_persons_only=True,
        source="Polish Act on the National Court Register; typed with KRS in front",
    ),
    Scheme("cz-dic", "CZ", "IČO", "cz.dic", shape=r"(?:CZ)?\d{8}", source="Czech register of economic entities"),
    Scheme(
        "us-ein",
        "US",
        "Employer Identification Number",
        "us.ein",
        shape=r"\d{9}",
        source="IRS; also given to sole traders",
    ),
    Scheme("ca-bn", "CA", "Business Number", "ca.bn", shape=r"\d{9}(?:R[CMPT]\d{4})?", source="Canada Revenue Agency"),
    Scheme(
        "au-abn",
        "AU",
        "Australian Business Number",
        "au.abn",
        shape=r"\d{11}",
        source="ABR; also given to sole traders",
    ),
    Scheme(
        "au-acn",
        "AU",
        "Australian Company Number",
        "au.acn",
        shape=r"\d{9}",
        legal_persons_only=True,
        source="ASIC: companies only",
    ),
    Scheme(
        "jp-cn",
        "JP",
        "Corporate Number",
        "jp.cn",
        shape=r"\d{13}",
        legal_persons_only=True,
        source="Japanese National Tax Agency: corporations only",
    ),
    Scheme(
        "in-gstin",
        "IN",
        "GSTIN",
        "in_.gstin",
        shape=r"\d{2}[A-Z]{3}[ABCFGHLJT][A-Z]\d{4}[A-Z]\d[A-Z0-9]{2}",
        source="Indian GST; holders of type P are refused",
    ),
    Scheme(
        "cn-uscc",
        "CN",
        "Unified Social Credit Code",
        "cn.uscc",
        shape=r"9[13][0-9A-Z]{16}",
        legal_persons_only=True,
        source="GB 32100-2015: 91 companies, 93 cooperatives; 92 are natural persons",
    ),
    Scheme(
        "br-cnpj",
        "BR",
        "CNPJ",
        "br.cnpj",
        shape=r"[0-9A-Z]{12}\d{2}",
        source="Receita Federal; also given to sole traders",
    ),
    Scheme(
        "example",
        "",
        "Number of an invented business",
        shape=r"EX\d{8}",
        legal_persons_only=True,
        source="This project: for demonstrations only",
    ),
)
SCHEMES = {scheme.code: scheme for scheme in _ALL}


def normal(scheme: str, value: str) -> str | None:
    """The one way of writing a number, or None when the scheme is unknown or the number is none of it."""
    known = SCHEMES.get(scheme)
    return None if known is None or len(value) > LONGEST else known.normal(value)


def schemes_of(text: str) -> list[tuple[str, str]]:
    """Every scheme that a number typed without one can be of, with its normal form."""
    if len(text) > LONGEST:
        return []
    compact = compacted(text)
    return [(scheme.code, value) for scheme in _ALL if (value := scheme.normal_of(text, compact)) is not None]
