"""What is known of the business is left alone: its names, its own contacts and addresses. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from reputation.screening.findings import Finding, Kind, Known

_ROLE_BOXES = frozenset(
    "info service kontakt contact support help hilfe hello hallo office mail post shop store sales orders order bestellung "
    "bestellungen vertrieb verkauf team welcome reservierung reservation reservations booking bookings buchung anfrage "
    "service-client serviceclient sav commande commandes bonjour accueil klantenservice bestel verkoop winkel atencion "
    "atencionalcliente clientes cliente ventas pedidos tienda hola informacion servizio clienti ordini negozio vendas "
    "loja pedido atendimento noreply no-reply newsletter press presse privacy datenschutz billing accounts rechnung "
    "buchhaltung returns retouren refund refunds customerservice customer-service customercare customer care kundenservice "
    "kundendienst admin webmaster feedback complaints beschwerde reklamation".split()
)
_TITLES = re.compile(
    r"(?:\b(?:mr|mrs|ms|miss|mx|dr|prof|sir|herr|herrn|frau|fräulein|m|mme|mlle|monsieur|madame|mademoiselle|señor|señora|"
    r"señorita|sr|sra|srta|don|doña|dhr|mevr|mw|meneer|mevrouw|signor|signora|sig|senhor|senhora)\b\.?\s*)$",
    re.IGNORECASE,
)


def leave(findings: Iterable[Finding], plain_text: str, known: Known) -> list[Finding]:
    """The findings that are not the business itself.

    A box of the business that belongs to a task is left alone, one that belongs to a person is not. A name that the
    business shares with a person stays marked where a title stands before it.
    """
    names = {words for name in known.names for words in _names(name)}
    contacts = {_folded(contact) for contact in known.contacts} - {""}
    domains = {domain.lower().removeprefix("www.") for domain in known.domains}
    return [found for found in findings if not _is_own(found, plain_text, names, contacts, domains)]


def _is_own(found: Finding, text: str, names: set[str], contacts: set[str], domains: set[str]) -> bool:
    words = text[found.start : found.end]
    if found.kind is Kind.PERSON:
        return _folded(words) in names and not _TITLES.search(text[: found.start])
    if found.kind is Kind.EMAIL:
        box, _, host = words.lower().partition("@")
        return (box in _ROLE_BOXES and _is_under(host, domains)) or _folded(words) in contacts
    if found.kind is Kind.HANDLE:
        return _is_under(re.sub(r"^https?://|[/?#].*$", "", words.lower()), domains) or _folded(words) in contacts
    return _folded(words) in contacts


def _is_under(host: str, domains: set[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def _names(name: str) -> set[str]:
    """The name folded, and each of its words."""
    return {_folded(name), *map(_folded, re.findall(r"[^\W\d_]{3,}", name))} - {""}


def _folded(words: str) -> str:
    """Letters and digits alone, without case and accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", words.casefold()) if one.isalnum())
