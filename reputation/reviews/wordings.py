"""The neutral words that take the place of words which name somebody, by language. Pure."""

from collections.abc import Mapping

from reputation.reviews.rules import MaskedAs

NEUTRAL = "…"
"""In a language without words of its own here, and where other words would make a text too long."""
_WORDINGS: Mapping[str, Mapping[MaskedAs, str]] = {
    "en": {MaskedAs.PERSON: "[a person]", MaskedAs.CONTACT: "[a contact]", MaskedAs.ADDRESS: "[an address]"},
    "de": {MaskedAs.PERSON: "[eine Person]", MaskedAs.CONTACT: "[ein Kontakt]", MaskedAs.ADDRESS: "[eine Adresse]"},
    "fr": {MaskedAs.PERSON: "[une personne]", MaskedAs.CONTACT: "[un contact]", MaskedAs.ADDRESS: "[une adresse]"},
    "es": {MaskedAs.PERSON: "[una persona]", MaskedAs.CONTACT: "[un contacto]", MaskedAs.ADDRESS: "[una dirección]"},
    "nl": {MaskedAs.PERSON: "[een persoon]", MaskedAs.CONTACT: "[een contact]", MaskedAs.ADDRESS: "[een adres]"},
    "it": {MaskedAs.PERSON: "[una persona]", MaskedAs.CONTACT: "[un contatto]", MaskedAs.ADDRESS: "[un indirizzo]"},
    "pt": {MaskedAs.PERSON: "[uma pessoa]", MaskedAs.CONTACT: "[um contacto]", MaskedAs.ADDRESS: "[um endereço]"},
    "zh": {MaskedAs.PERSON: "[某人]", MaskedAs.CONTACT: "[联系方式]", MaskedAs.ADDRESS: "[地址]"},
}


def wording_of(language: str, kind: MaskedAs) -> str:
    """What stands in the place of such words in a text of a language."""
    return _WORDINGS.get(language, {}).get(kind, NEUTRAL)
