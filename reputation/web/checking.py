"""What the page about checking shows: how a check hides, and by which rules an address looks like another. Pure."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reputation.checks import formats
from reputation.lookalikes import keys
from reputation.lookalikes.rules import Rule
from reputation.rulebook import checks as numbers
from reputation.web.terms import Words

EXAMPLE = "kettle-and-moss.example"
SHOWN_DIGITS = 8


class Picture(NamedTuple):
    """An address, the digits of its sum that are told and some of those that are not, and how many sites share them."""

    host: str
    prefix: str
    rest: str
    sites: int


class RuleShown(NamedTuple):
    """A rule in words, with addresses that imitate the example."""

    name: str
    fires: Words
    examples: tuple[str, ...]
    says: Words


_WEAK = _("“It resembles”")
RULES = (
    RuleShown(
        Rule.SKELETON,
        _("the names look the same, but are spelled differently"),
        ("kettle-and-rnoss.example", "kett1e-and-moss.example"),
        _(
            "“This is NOT the verified site”; for names below five letters, other hyphens or another ending "
            "“It resembles”"
        ),
    ),
    RuleShown(
        Rule.EDIT,
        _("a letter is wrong, missing, added, or two are swapped; two such slips in names of ten letters or more"),
        ("kettle-and-mos.example", "ketle-and-mosss.example"),
        _("“It resembles”; for one slip in names of 13 letters or more “This is NOT the verified site”"),
    ),
    RuleShown(
        Rule.TOKEN,
        _("the whole name stands within a longer one"),
        ("kettle-and-moss-sale.example",),
        _WEAK,
    ),
    RuleShown(
        Rule.SUBDOMAIN,
        _("the name, or the whole address, stands left of somebody else’s"),
        ("kettle-and-moss.example.pay.test", "kettle-and-moss.pay.test"),
        _("for the whole address “This is NOT the verified site”; for the name “It resembles”"),
    ),
)


def picture(bits: int) -> Picture:
    """How an address hides when so many bits of its sum are told."""
    key = keys.of(EXAMPLE).skeleton_key
    prefix = formats.prefix_of(key, bits)
    rest = key.hex()[len(prefix) : SHOWN_DIGITS]
    return Picture(EXAMPLE, prefix, rest, numbers.REGISTERED_DOMAINS.value >> bits)
