"""What somebody typed into the check box: a registry number, a web address or a name. Anything of a person is refused.

Pure. Order matters and is public: marks of a person's data first (an at sign, the shapes of personal numbers, a
telephone's plus sign), then numbers that a business scheme accepts, then other personal numbers and telephone numbers,
then web addresses, then names.
"""

import re
import unicodedata
from dataclasses import dataclass

from stdnum.exceptions import ValidationError

from reputation.businesses import hosts, names, numbers
from reputation.lookup import persons

LONGEST = 200
LEI_LIKE = re.compile(r"[0-9A-Z]{18}[0-9]{2}", re.ASCII)
DIGITS = re.compile(r"[\d\s./()+-]+", re.ASCII)
FEWEST_DIGITS = 6
HANDLE = re.compile(r"@\S+")
MAIL = re.compile(r"[^\s@]+@[^\s@]+")
ADDRESS = re.compile(r"(?i)(?:[a-z][a-z0-9+.-]*://|www\.)\S+")
INVISIBLE = {"Cf", "Cc", "Co", "Cn"}


class Refused(Exception):
    """What was typed is not looked up. `code` says why; the text itself is not kept here."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class NumberQuery:
    """A registry number: every scheme it can be of, with its normal form."""

    candidates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DomainQuery:
    """A web address: its host, and the domain somebody registered."""

    host: str
    registrable: str


@dataclass(frozen=True, slots=True)
class NameQuery:
    """A name as typed, cleaned of what cannot be seen."""

    name: str


Query = NumberQuery | DomainQuery | NameQuery


def clean(q: str) -> str:
    """The text without invisible characters, in composed form, with single spaces.

    Raises:
        Refused: invalid-text, too-long, empty-query.
    """
    if len(q) > LONGEST:
        raise Refused("query-too-long")
    if any(unicodedata.category(sign) == "Cs" or sign == "\x00" for sign in q):
        raise Refused("invalid-text")
    seen = "".join(" " if sign.isspace() else sign for sign in q)
    text = unicodedata.normalize("NFC", "".join(s for s in seen if unicodedata.category(s) not in INVISIBLE))
    text = " ".join(text.split())
    if not text:
        raise Refused("empty-query")
    return text


def parse(q: str) -> Query:
    """What is asked for.

    Raises:
        Refused: phone-number, e-mail-address, personal-number, handle, ip-address, bad-address, bad-check-digit,
            not-a-name, query-too-long, invalid-text, empty-query.
    """
    text = clean(q)
    plain = unicodedata.normalize("NFKC", text)
    address = ADDRESS.fullmatch(plain) is not None or hosts.is_ip(plain)
    if not address:
        _refuse_persons(plain)
        found = _number(plain)
        if found is not None:
            return found
    if address or hosts.looks_like_host(plain):
        try:
            return DomainQuery(*hosts.normalise(text))
        except hosts.NotADomain as error:
            raise Refused("ip-address" if error.code == "ip" else "bad-address") from error
    if not names.words(text):
        raise Refused("not-a-name")
    return NameQuery(text)


def _refuse_persons(plain: str) -> None:
    """What is plainly a person's, whatever else it could be."""
    if HANDLE.fullmatch(plain):
        raise Refused("handle")
    if any(MAIL.fullmatch(word.strip("<>,;:()")) for word in plain.split()) or plain.lower().startswith("mailto:"):
        raise Refused("e-mail-address")
    if plain.lower().startswith(("tel:", "sms:", "whatsapp:")) or persons.is_telephone_by_shape(plain):
        raise Refused("phone-number")
    if persons.is_personal_by_shape(plain):
        raise Refused("personal-number")


def _number(plain: str) -> NumberQuery | None:
    """The number, if it is one; None for everything that has to be an address or a name.

    Raises:
        Refused: it is a number and none that a business has.
    """
    try:
        candidates = numbers.schemes_of(plain)
    except ValidationError:  # a library's validator that does not keep to its own contract
        candidates = []
    if candidates:
        return NumberQuery(tuple(candidates))
    digits = sum(sign.isdigit() for sign in plain)
    if digits and (numbers.is_natural_persons(plain) or persons.is_personal_by_check_digits(plain)):
        raise Refused("personal-number")
    if LEI_LIKE.fullmatch(numbers.compacted(plain)):
        raise Refused("bad-check-digit")
    if DIGITS.fullmatch(plain) and digits >= FEWEST_DIGITS:
        raise Refused("phone-number" if persons.is_telephone(plain) else "unknown-number")
    return None
