"""Finds numbers of accounts, cards, documents and purchases, and dates of birth. Pure."""

import hashlib
import re
from collections.abc import Iterator

from stdnum import bitcoin, iban, luhn

from reputation.screening.contacts import is_measured
from reputation.screening.findings import Finding, Kind
from reputation.screening.passages import asked, is_near, sure

_ACCOUNT = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ .-]{0,2}[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
_SEPARATED = re.compile(r"[ .-]")
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34
_IBAN = re.compile(r"\biban\b", re.IGNORECASE)
_BANKED = re.compile(
    r"\b(?:bank account|account (?:number|no)|sort code|kontonummer|konto-?nr|kto\.?(?:-?nr)?|blz|bankleitzahl|bankverbindung|"
    r"compte bancaire|numéro de compte|rib|cuenta bancaria|número de cuenta|rekeningnummer|bankrekening|conto corrente|"
    r"numero di conto|número de conta|conta bancária)\b\W{0,3}(?:(?:is|ist|lautet|es|est|number|no\.?|nr\.?|#)\W{0,2})?"
    r"(?P<number>\d[\d -]{4,24}\d)(?!\w)",
    re.IGNORECASE,
)
_BIC = re.compile(
    r"\b(?:bic|swift)(?:[- ]?code)?\b\W{0,3}(?:is |ist )?(?P<number>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b", re.I
)

_LONG_NUMBER = re.compile(r"(?<![\w.,+-])\d(?:[ -]?\d){11,18}(?![\w-]|[.,]\d)")
_CARD = re.compile(
    r"\b(?:credit|debit|visa|master ?card|amex|american express|maestro|diners|discover|jcb|cc|\w*card|\w*karte(?:nnummer)?|"
    r"carte (?:bancaire|bleue|de crédit)|carte|cb|tarjeta|\w*kaart(?:nummer)?|carta di credito|cartão)\b|卡号",
    re.IGNORECASE,
)
_CARDS = (
    (re.compile(r"4"), (16, 19)),
    (re.compile(r"5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"6011|64[4-9]|65|62"), (16, 17, 18, 19)),
    (re.compile(r"35(?:2[89]|[3-8])"), (16, 17, 18, 19)),
    (re.compile(r"30[0-5]|36|3[89]"), (14,)),
)
"""Beginnings and lengths. Source: ISO/IEC 7812 issuer ranges as the networks publish them."""

_CHAIN = re.compile(
    r"(?<![\w/])(?:0x[0-9a-fA-F]{40}|bc1[a-z0-9]{11,71}|[1-9A-HJ-NP-Za-km-z]{26,35}|4[0-9AB][1-9A-HJ-NP-Za-km-z]{93})(?!\w)"
)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

_DATE = (
    r"(?:\d{1,2}[./ -]{1,2}\d{1,2}[./ -]{1,2}\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}(?:st|nd|rd|th|\.|er)?\s(?:of |de |di )?"
    r"[^\W\d_]{3,10}\.?,?\s(?:de |del )?\d{4}|[^\W\d_]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{4}年\d{1,2}月\d{1,2}日)"
)
_BORN = re.compile(
    rf"\b(?:born(?: on)?|date of birth|d\.?o\.?b\.?|birth ?da(?:y|te)|geboren(?: am| op)?|geb\.|geburtsdatum|geburtstag|geboortedatum|"
    rf"née?(?: le)?|date de naissance|nacid[oa](?: el)?|nací el|nació el|fecha de nacimiento|nat[oa](?: il)?|data di nascita|"
    rf"nascid[oa](?: em)?|data de nascimento|出生)\b\W{{0,3}}(?:(?:is|was|ist|war|am|the|le|el|il|op)\s)?(?P<date>{_DATE})",
    re.IGNORECASE,
)

_IS = r"(?:[ \t]?(?:-|[:：#]|n[or°º]?\.?|num(?:ber|mer|éro)?|número|numero|nr\.?|id|code|ref(?:erence)?|was|is|war|ist|lautet|était|est|es|è|é)\b[.:#]?){0,4}[ \t]?[:#]?[ \t]?"
_DOCUMENT = re.compile(
    rf"\b(?:passport|reisepass|personalausweis|ausweis|passeport|carte (?:nationale )?d.identité|cni|pasaporte|paspoort|"
    rf"identiteitskaart|rijbewijs|driver.?s? licen[cs]e|driving licen[cs]e|führerschein|permis de conduire|carné de conducir|"
    rf"carta d.identità|passaporto|patente|bilhete de identidade|visa)(?:[- ]?(?:nummer|number|no|nr))?{_IS}"
    rf"(?P<number>(?=[A-Z]*\d)[A-Z0-9]{{6,12}})(?!\w)",
    re.IGNORECASE,
)
_PURCHASE = re.compile(
    rf"(?<!\w)(?P<lead>(?:order|booking|reservation|confirmation|customer|client|account|invoice|receipt|ticket|tracking|parcel|case|"
    rf"reference|ref|policy|membership|member|contract|claim|transaction|pnr|record locator|shipment|complaint|repair|"
    rf"auftrag|bestell|buchung|reservierung|kunden|rechnung|vorgang|sendung|vertrag|mitglied|ticket|aktenzeichen|az|beleg|"
    rf"referenz|versicherung|commande|réservation|dossier|facture|client|suivi|contrat|référence|colis|billet|"
    rf"pedido|reserva|cliente|factura|seguimiento|referencia|contrato|expediente|localizador|"
    rf"bestelling|bestel|boeking|klant|factuur|reservering|ordine|prenotazione|fattura|pratica|encomenda|fatura|"
    rf"订单|快递单)(?:s?[- ]?(?:nummer|number|numéro|número|numero|nr|no|code|id|ref(?:erence)?|号|n[°º])\b\.?)?)"
    rf"(?P<is>{_IS})(?P<number>[A-Z0-9][A-Z0-9/_-]{{3,29}})(?![\w%€$£]|[.,:]\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/](?:\d\d){1,2})?")
_LEAST_DIGITS = 5


def find(plain_text: str, language: str) -> Iterator[Finding]:
    """Numbers of accounts, documents and purchases, in no order; passages may overlap."""
    yield from _accounts(plain_text, language)
    yield from _cards(plain_text, language)
    yield from _wallets(plain_text, language)
    for found in _BORN.finditer(plain_text):
        yield sure(plain_text, found.span("date"), Kind.IDENTITY, language)
    for found in _DOCUMENT.finditer(plain_text):
        if sum(letter.isdigit() for letter in found.group("number")) > 2:
            yield sure(plain_text, found.span("number"), Kind.IDENTITY, language)
    yield from _purchases(plain_text, language)


def _accounts(text: str, language: str) -> Iterator[Finding]:
    for found in _ACCOUNT.finditer(text):
        end = _iban_end(text, found.start(), found.end())
        if end:
            yield sure(text, (found.start(), end), Kind.ACCOUNT, language, 1.0)
        elif is_near(text, found.start(), _IBAN, 24):
            yield sure(text, found.span(), Kind.ACCOUNT, language, 0.8)
    for found in _BANKED.finditer(text):
        yield sure(text, found.span("number"), Kind.ACCOUNT, language)
    for found in _BIC.finditer(text):
        yield asked(text, found.span("number"), Kind.ACCOUNT, language, 0.3)


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
        is_meant = is_near(text, found.start(), _CARD)
        is_known = any(begins.match(digits) and len(digits) in lengths for begins, lengths in _CARDS)
        if luhn.is_valid(digits) and (is_known or is_meant):
            yield sure(text, found.span(), Kind.ACCOUNT, language, 1.0)
        elif is_meant and is_near(text, found.start(), _CARD, 24):
            yield asked(text, found.span(), Kind.ACCOUNT, language, 0.6)


def _wallets(text: str, language: str) -> Iterator[Finding]:
    for found in _CHAIN.finditer(text):
        written = found.group()
        is_one = written.startswith("0x") or len(written) == 95 or bitcoin.is_valid(written) or _is_base58(written)
        if is_one:
            yield sure(text, found.span(), Kind.ACCOUNT, language, 1.0)


def _is_base58(written: str) -> bool:
    """Whether the last four bytes check the others, as in the addresses of most chains of blocks."""
    number = 0
    for letter in written:
        if letter not in _BASE58:
            return False
        number = number * 58 + _BASE58.index(letter)
    if number >= 1 << 200:
        return False
    raw = number.to_bytes(25)
    return hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()[:4] == raw[-4:]


def _purchases(text: str, language: str) -> Iterator[Finding]:
    """Numbers that name a purchase, and so the writer to the business."""
    for found in _PURCHASE.finditer(text):
        number = found.group("number").rstrip("-/_")
        digits = sum(letter.isdigit() for letter in number)
        is_said = bool(found.group("is").strip()) or bool(
            re.search(r"n[ru°º]|no\b|number|code|id$|ref|号", found.group("lead"), re.I)
        )
        is_code = digits >= 2 and number.isupper() and len(number) > _LEAST_DIGITS - 1
        if _YEAR.fullmatch(number) or is_measured(text, *found.span("number")):
            continue
        if digits >= (_LEAST_DIGITS - 1 if is_said else _LEAST_DIGITS) or (is_said and is_code):
            yield asked(text, (found.start("lead"), found.start("number") + len(number)), Kind.IDENTITY, language, 0.45)
