"""An address that looks like a participant's, in the parts that an answer shows. Pure.

The answers of the private check are made of the same parts with blanks, {words} in braces, which its script fills in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reputation.lookalikes import keys
from reputation.lookalikes.queries import Imitation
from reputation.lookalikes.rules import Rule, Tier
from reputation.web.terms import Words

ENDING = "ending"
# In which way an address looks like the verified one: by a rule, or by its name with another ending.
LOOKS: Mapping[str, Words] = {
    ENDING: _("It ends differently from the verified site."),
    Rule.SKELETON: _("Its name looks like that of the verified site, but it is spelled differently."),
    Rule.EDIT: _("It differs from the verified site by a letter or two."),
    Rule.TOKEN: _("It holds the name of the verified site, and adds to it."),
    Rule.SUBDOMAIN: _(
        "The name stands only in front. What counts is the end: %(registrable)s, which %(name)s has not shown to be "
        "its own."
    ),
}
# A link that the script gives another host; the business's own id and name take the place of these.
ANY_SITE = "site.invalid"
ANY_BUSINESS = {"business": UUID(int=0), "slug": "slug"}


class Letters(NamedTuple):
    """An address in three: the middle is where it differs from another."""

    before: str = ""
    differs: str = ""
    after: str = ""


NO_LETTERS = Letters()


class Other(NamedTuple):
    """Another participant whose address it looks like."""

    name: str
    proved: str


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of the participant whose address it looks like most, and of the others.

    `site`: the host that the link to the proved domain leads to. `looks`: in which way, of LOOKS.
    """

    name: str
    proved: str
    site: str
    page: str
    rule: str
    looks: Sequence[tuple[str, str]]
    others: Sequence[Other]
    typed: Letters = NO_LETTERS
    verified: Letters = NO_LETTERS


def tell(host: str, registrable: str, found: Sequence[Imitation]) -> Told:
    """What is said of an address that looks like these; the surest comes first."""
    first, *others = found
    seen = host if first.rule is Rule.SUBDOMAIN else registrable
    typed, verified = compared(seen, first.domain)
    is_same_name = first.rule is Rule.SKELETON and keys.of(host).label == keys.of(first.domain).label
    look = ENDING if is_same_name else first.rule
    return Told(
        name=first.legal_name,
        proved=first.domain,
        site=first.domain,
        page=reverse("business", kwargs={"business": first.business, "slug": first.slug}),
        rule=first.rule,
        looks=[(look, str(LOOKS[look]) % {"registrable": registrable, "name": first.legal_name})],
        others=[Other(one.legal_name, one.domain) for one in others],
        typed=typed,
        verified=verified,
    )


def blank() -> Told:
    """The same with blanks: the script takes out the ways that do not fit."""
    words = {"registrable": "{registrable}", "name": "{name}"}
    return Told(
        name="{name}",
        proved="{proved}",
        site=ANY_SITE,
        page=reverse("business", kwargs=ANY_BUSINESS),
        rule="{rule}",
        looks=[(look, str(says) % words) for look, says in LOOKS.items()],
        others=[Other("{name}", "{proved}")],
    )


def is_strong(found: Sequence[Imitation]) -> bool:
    """Whether it is surely not the site of the first."""
    return found[0].tier is Tier.STRONG


def compared(one: str, other: str) -> tuple[Letters, Letters]:
    """Two addresses, each parted where it differs from the other, as check.js parts them."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    return _parted(one, start, end), _parted(other, start, end)


def _alike(one: str, other: str) -> int:
    """How many letters two texts have in common at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _parted(text: str, start: int, end: int) -> Letters:
    until = len(text) - end
    return Letters(text[:start], text[start:until], text[until:])
