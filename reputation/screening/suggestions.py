"""Neutral words for a passage, in the language of the text. Pure."""

import itertools
import re

from reputation.screening.findings import Kind
from reputation.screening.words import PEOPLE, person

UNSAID = "[…]"
"""What stands in a language without words here."""

_WORDS: dict[str, dict[Kind, str]] = {
    "en": {
        Kind.PERSON: "somebody from the shop",
        Kind.ROLE: "somebody from the shop",
        Kind.EMAIL: "their e-mail",
        Kind.PHONE: "a phone number",
        Kind.ADDRESS: "an address",
        Kind.ACCOUNT: "an account number",
        Kind.PLATE: "a number plate",
        Kind.HANDLE: "a page",
    },
    "de": {
        Kind.PERSON: "jemand vom Geschäft",
        Kind.ROLE: "jemand vom Geschäft",
        Kind.EMAIL: "eine E-Mail-Adresse",
        Kind.PHONE: "eine Telefonnummer",
        Kind.ADDRESS: "eine Adresse",
        Kind.ACCOUNT: "eine Kontonummer",
        Kind.PLATE: "ein Kennzeichen",
        Kind.HANDLE: "eine Seite",
    },
    "fr": {
        Kind.PERSON: "quelqu’un du magasin",
        Kind.ROLE: "quelqu’un du magasin",
        Kind.EMAIL: "une adresse e-mail",
        Kind.PHONE: "un numéro de téléphone",
        Kind.ADDRESS: "une adresse",
        Kind.ACCOUNT: "un numéro de compte",
        Kind.PLATE: "une plaque d’immatriculation",
        Kind.HANDLE: "une page",
    },
    "es": {
        Kind.PERSON: "alguien de la tienda",
        Kind.ROLE: "alguien de la tienda",
        Kind.EMAIL: "un correo electrónico",
        Kind.PHONE: "un número de teléfono",
        Kind.ADDRESS: "una dirección",
        Kind.ACCOUNT: "un número de cuenta",
        Kind.PLATE: "una matrícula",
        Kind.HANDLE: "una página",
    },
    "nl": {
        Kind.PERSON: "iemand van de winkel",
        Kind.ROLE: "iemand van de winkel",
        Kind.EMAIL: "een e-mailadres",
        Kind.PHONE: "een telefoonnummer",
        Kind.ADDRESS: "een adres",
        Kind.ACCOUNT: "een rekeningnummer",
        Kind.PLATE: "een kenteken",
        Kind.HANDLE: "een pagina",
    },
    "it": {
        Kind.PERSON: "qualcuno del negozio",
        Kind.ROLE: "qualcuno del negozio",
        Kind.EMAIL: "un indirizzo e-mail",
        Kind.PHONE: "un numero di telefono",
        Kind.ADDRESS: "un indirizzo",
        Kind.ACCOUNT: "un numero di conto",
        Kind.PLATE: "una targa",
        Kind.HANDLE: "una pagina",
    },
    "pt": {
        Kind.PERSON: "alguém da loja",
        Kind.ROLE: "alguém da loja",
        Kind.EMAIL: "um endereço de e-mail",
        Kind.PHONE: "um número de telefone",
        Kind.ADDRESS: "um endereço",
        Kind.ACCOUNT: "um número de conta",
        Kind.PLATE: "uma matrícula",
        Kind.HANDLE: "uma página",
    },
    "zh": {
        Kind.PERSON: "店里的人",
        Kind.ROLE: "店里的人",
        Kind.EMAIL: "一个邮箱",
        Kind.PHONE: "一个电话号码",
        Kind.ADDRESS: "一个地址",
        Kind.ACCOUNT: "一个账号",
        Kind.PLATE: "一个车牌号",
        Kind.HANDLE: "一个账号",
    },
}

_ROLES = {
    language: re.compile(
        rf"(?P<article>{person(language, 'articles')})(?:\s+|(?<=['’])).*?"
        rf"(?<!\w)(?P<job>{person(language, 'jobs')})(?!\w)",
        re.IGNORECASE,
    )
    for language in PEOPLE
}
_KIN = {language: re.compile(person(language, "kin"), re.IGNORECASE) for language in PEOPLE}


def suggest(kind: Kind, language: str, words: str) -> str:
    """What could stand instead of these words. Reads well in the middle of a sentence; never empty.

    Of a number with its name before it ("order number 4711") the name stays; of "the young waiter" the waiter.
    """
    if kind in (Kind.IDENTITY, Kind.ACCOUNT) and (name := _named(words)):
        return name
    if kind is Kind.ROLE and (role := _role(language, words)):
        return role
    neutral = _WORDS.get(language, {}).get(kind, UNSAID)
    return neutral[0].upper() + neutral[1:] if kind is Kind.ROLE and words[:1].isupper() else neutral


def _named(words: str) -> str:
    """The words before the first that has a digit, without what joins them to it."""
    named = itertools.takewhile(lambda word: not any(letter.isdigit() for letter in word), words.split())
    return " ".join(named).rstrip(" #:.-(")


def _role(language: str, words: str) -> str:
    """The role alone, with its article; empty where nothing but looks tells who is meant."""
    if language not in _ROLES or _KIN[language].search(words) or not (found := _ROLES[language].search(words)):
        return ""
    article, job = found.group("article").strip(), found.group("job")
    if article.lower() in ("a", "an") and language == "en":
        article = article[0] + ("n" if job[0].lower() in "aeiou" else "")
    return article + job if article.endswith(("'", "’")) else f"{article} {job}"
