"""What is known of the business is left alone: its names, its own contacts and addresses. Pure."""

import re
import unicodedata
from collections.abc import Iterable

from reputation.screening.findings import Finding, Kind, Known
from reputation.screening.words import context, listed

_BOXES = listed("box")
_TITLED = re.compile(rf"(?<!\w){context('titled')}\s+$", re.IGNORECASE)
_LEGAL = re.compile(rf"(?<!\w){context('legal')}(?!\w)\.?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:&|\+|(?<!\w)(?:and|und|et|y|e|en)(?!\w))\s*", re.IGNORECASE)
_OF = re.compile(r"['’]s?$")
_STREET = re.compile(r"stra(?:ß|ss)e|str\.|street\b|\bst\b\.?", re.IGNORECASE)
_REACH = 24
_SAME_DIGITS, _LEAST_DIGITS = 9, 7
"""Phone numbers are the same from their last nine digits on; the code of the country may be missing."""


def leave(findings: Iterable[Finding], plain_text: str, known: Known) -> list[Finding]:
    """The findings that are not the business itself.

    A box of the business that belongs to a task is left alone, one that belongs to a person is not. A name that the
    business shares with a person stays marked where a title stands before it.
    """
    names = {spelled for name in known.names for spelled in _spellings(name)}
    contacts = [contact for contact in known.contacts if contact.strip()]
    domains = {domain.lower().removeprefix("www.") for domain in known.domains}
    return [one for one in findings if not _is_own(one, plain_text, names, contacts, domains)]


def _is_own(one: Finding, text: str, names: set[str], contacts: list[str], domains: set[str]) -> bool:
    words = text[one.start : one.end]
    if one.kind is Kind.PERSON:
        return _folded(_OF.sub("", words)) in names and not _TITLED.search(text[max(0, one.start - _REACH) : one.start])
    if one.kind is Kind.EMAIL:
        box, _, host = re.sub(r"\s", "", words).lower().partition("@")
        return (_is_task(box) and _is_under(host, domains)) or _folded(words) in map(_folded, contacts)
    if one.kind is Kind.HANDLE:
        host, _, page = re.sub(r"^https?://|^www\.", "", words.lower()).partition("/")
        return _is_under(host, domains) or _folded(page or host) in names | {_folded(name) for name in contacts}
    if one.kind is Kind.PHONE:
        return any(_same_number(words, contact) for contact in contacts)
    if one.kind is Kind.ADDRESS:
        return any(_is_at(words, contact) for contact in contacts)
    return one.kind is Kind.ACCOUNT and any(_folded(words).endswith(_folded(contact)) for contact in contacts)


def _is_task(box: str) -> bool:
    """Whether each part of the box is a task: `info`, `service.berlin` is not."""
    return box in _BOXES or all(part in _BOXES for part in re.split(r"[._+-]", box.rstrip("0123456789")))


def _is_under(host: str, domains: set[str]) -> bool:
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def _same_number(words: str, contact: str) -> bool:
    one, other = ("".join(filter(str.isdigit, number)) for number in (words, contact))
    return min(len(one), len(other)) >= _LEAST_DIGITS and one[-_SAME_DIGITS:] == other[-_SAME_DIGITS:]


def _is_at(words: str, contact: str) -> bool:
    """Whether the address is that of the contact, or a part of it down to the number of the house."""
    place, own = (
        " ".join(map(_folded, re.findall(r"\w+", _STREET.sub("str", address)))) for address in (words, contact)
    )
    return f" {place} " in f" {own} "


def _spellings(name: str) -> set[str]:
    """How a firm is called: by its whole name, without its legal form, by a word of it.

    Of a name of two words only ("Jordan Pikeley") the first may be that of a person whom everybody calls by it.
    """
    said = _LEGAL.sub(" ", name)
    words = re.findall(r"[^\W\d_][\w'’-]+", said)
    alone = words[1:] if len(words) == 2 and not _AND.search(said) else words
    joined = {_folded(said), _folded(_AND.sub(" ", said))}
    return (
        {_folded(name)} | joined | {_folded(word) for word in alone} | {_folded(_OF.sub("", word)) for word in alone}
    ) - {""}


def _folded(words: str) -> str:
    """Letters and digits alone, without case and accents; ae, oe, ue as the letters they stand for."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", words.casefold()) if one.isalnum())
    return re.sub(r"(?<=[aou])e", "", bare)
