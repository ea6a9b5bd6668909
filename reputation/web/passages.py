"""Passages of a draft that look as if they named somebody: shown in the text, each with other words to choose.

The form carries which words stand where, so nothing is kept meanwhile. What is chosen is looked over once more.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reputation.screening.findings import Finding, Findings, Kind, Tier
from reputation.web.terms import Words

PLACE = re.compile(r"passage-(\d{1,4})-(\d{1,4})", re.ASCII)
MOST = 30
"""Passages asked about at once; the others are asked about when these are settled."""
# What a passage looks like, and why that matters.
KINDS: Mapping[Kind, tuple[Words, Words]] = {
    Kind.PERSON: (_("looks like a person’s name"), _("Whoever is named here could be found by it for years.")),
    Kind.ROLE: (_("may point to one person"), _("In a small shop everybody knows who that is.")),
    Kind.EMAIL: (_("looks like an e-mail address"), _("It belongs to one person, even at a shop’s address.")),
    Kind.PHONE: (_("looks like a phone number"), _("It leads to whoever has it, for years.")),
    Kind.ADDRESS: (_("looks like an address"), _("Somebody lives or works there.")),
    Kind.ACCOUNT: (_("looks like the number of an account or a card"), _("With it, money can be taken.")),
    Kind.IDENTITY: (_("looks like a number that belongs to one person"), _("It can be used to pretend to be them.")),
    Kind.PLATE: (_("looks like a number plate"), _("It leads to whoever owns the vehicle.")),
    Kind.HANDLE: (_("looks like somebody’s name on a network"), _("It leads to one person’s page.")),
    Kind.SPECIAL: (
        _("says something private about a person"),
        _("Health, faith, politics and love are nobody’s business here."),
    ),
}


class Part(NamedTuple):
    """A part of a text; of a passage, its number and whether it is only asked about."""

    text: str
    number: int = 0
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage to choose about. `name`: of its field, which says where it stands."""

    number: int
    name: str
    words: str
    looks: Words
    why: Words
    suggestion: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft with its passages. `goes_first_to_a_moderator`: what can be said of it however the choices fall."""

    text: str
    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]
    goes_first_to_a_moderator: bool


def shown(text: str, findings: Findings) -> Shown:
    """A draft and what to choose about it."""
    parts, passages, at = [], [], 0
    for number, one in enumerate(findings.items[:MOST], 1):
        is_asked = one.tier is Tier.ASKS
        parts += [Part(text[at : one.start]), Part(text[one.start : one.end], number, is_asked)]
        passages.append(_passage(number, text, one))
        at = one.end
    parts.append(Part(text[at:]))
    return Shown(text, tuple(part for part in parts if part.text), tuple(passages), findings.trouble is not None)


def _passage(number: int, text: str, one: Finding) -> Passage:
    looks, why = KINDS[one.kind]
    return Passage(
        number=number,
        name=f"passage-{one.start}-{one.end}",
        words=text[one.start : one.end],
        looks=looks,
        why=why,
        suggestion=one.suggestion,
        is_asked=one.tier is Tier.ASKS,
    )


def chosen(given: Mapping[str, str], text: str) -> tuple[str, bool]:
    """The text as it reads with what was chosen, and whether its writer insists on a passage.

    Choices about another text than the one that is sent are none.
    """
    if lines(given.get("looked_over", "")) != text:
        return text, False
    places = [(place, words) for name, words in given.items() if (place := _place(name))]
    insists = False
    for (start, end), words in sorted(places, reverse=True):
        if words and start < end <= len(text):
            text = text[:start] + words + text[end:]
        else:
            insists = True
    return text, insists


def _place(name: str) -> tuple[int, int] | None:
    """Where the passage of a field stands; None when it is a field of something else."""
    found = PLACE.fullmatch(name)
    return None if found is None else (int(found[1]), int(found[2]))


def lines(text: str) -> str:
    """Line ends as texts are kept with, and no space around."""
    return text.replace("\r\n", "\n").strip()
