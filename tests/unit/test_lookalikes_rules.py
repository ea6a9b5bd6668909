import json

import pytest

from reputation.lookalikes import keys, neighbours, rules
from reputation.lookalikes.neighbours import Neighbours
from reputation.lookalikes.rules import Proved, Rule, Tier
from tools import lookalike_vectors

STRONG, WEAK = Tier.STRONG, Tier.WEAK


def proved(domain: str, *holding: Rule) -> Proved:
    name = rules.proved(keys.of(domain))
    return Proved(name.domain, name.registrable, name.label, name.skeleton, frozenset(holding or Rule))


def found(text: str, domain: str, *holding: Rule) -> tuple[Rule, Tier] | None:
    one = rules.imitation(rules.visited(keys.of(text)), proved(domain, *holding))
    return None if one is None else (one.rule, one.tier)


@pytest.mark.parametrize(
    ("text", "domain", "expected"),
    [
        # Equal looks: sure, unless both may be honest, or the name is short.
        ("kett1e-moss.example", "kettle-moss.example", (Rule.SKELETON, STRONG)),
        ("rnoss-kettle.example", "moss-kettle.example", (Rule.SKELETON, STRONG)),
        ("kеttlemoss.example", "kettlemoss.example", (Rule.SKELETON, STRONG)),
        ("kettle-moss.top", "kettle-moss.example", (Rule.SKELETON, WEAK)),
        ("kettlemoss.example", "kettle-moss.example", (Rule.SKELETON, WEAK)),
        ("ab1e.example", "able.example", (Rule.SKELETON, WEAK)),
        ("ab1es.example", "ables.example", (Rule.SKELETON, STRONG)),
        # Slips: none in four letters, one from five, two from ten; sure where one changes a long name.
        ("abla.example", "able.example", None),
        ("abler.example", "abled.example", (Rule.EDIT, WEAK)),
        ("abel-d.example", "abled.example", (Rule.EDIT, WEAK)),
        ("kettlbmosx.example", "kettlemoss.example", (Rule.EDIT, WEAK)),
        ("kettlbmox.example", "kettlemos.example", None),
        ("kettelmossshop.example", "kettlemossshop.example", (Rule.EDIT, STRONG)),
        ("kettelmossshp.example", "kettlemossshop.example", (Rule.EDIT, WEAK)),
        ("kettelmosssho.example", "kettlemosssho.example", (Rule.EDIT, STRONG)),
        ("kettelmosssh.example", "kettlemosssh.example", (Rule.EDIT, WEAK)),
        ("mumhaus.example", "mummhaus.example", (Rule.EDIT, WEAK)),
        ("xettlemoss.example", "kettlemoss.example", None),
        ("kettlemoss7.example", "kettlemoss3.example", None),
        # A name within another: as a word from three letters, at an end from four, inside from six.
        ("abb-service.example", "abb.example", (Rule.TOKEN, WEAK)),
        ("abbservice.example", "abb.example", None),
        ("ab-service.example", "ab.example", None),
        ("ableservice.example", "able.example", (Rule.TOKEN, WEAK)),
        ("serviceable.example", "able.example", (Rule.TOKEN, WEAK)),
        ("myableservice.example", "able.example", None),
        ("mykettleservice.example", "kettle.example", (Rule.TOKEN, WEAK)),
        # Left of another's domain: the whole domain is sure.
        ("kettlemoss.example.pay.example", "kettlemoss.example", (Rule.SUBDOMAIN, STRONG)),
        ("kettlemoss.pay.example", "kettlemoss.example", (Rule.SUBDOMAIN, WEAK)),
        ("login-kettlemoss-x.pay.example", "kettlemoss.example", (Rule.SUBDOMAIN, WEAK)),
        ("notkettlemoss.pay.example", "kettlemoss.example", None),
        # Its own addresses imitate nothing.
        ("shop.kettlemoss.example", "kettlemoss.example", None),
        ("kettlemoss.example", "shop.kettlemoss.example", None),
    ],
)
def test_what_imitates(text: str, domain: str, expected: tuple[Rule, Tier] | None) -> None:
    assert found(text, domain) == expected


def test_a_rule_that_does_not_hold_is_silent_and_a_whole_domain_never_is() -> None:
    assert found("kettlemoss-shop.example", "kettlemoss.example", Rule.SKELETON) is None
    assert found("kettlemoss.pay.example", "kettlemoss.example", Rule.TOKEN) is None
    whole = found("kettlemoss.example.pay.example", "kettlemoss.example", Rule.TOKEN)
    assert whole == (Rule.SUBDOMAIN, STRONG)


def test_each_domain_is_named_once_by_its_surest_rule_and_the_surest_first() -> None:
    seen = rules.visited(keys.of("kettlemoss.example.kettle-moss-login.top"))
    names = [proved(one) for one in ("moss.example", "kettle.example", "kettlemoss.example", "other.example")]
    assert [(one.domain, one.rule, one.tier) for one in rules.imitations(seen, names)] == [
        ("kettlemoss.example", Rule.SUBDOMAIN, STRONG),
        ("kettle.example", Rule.TOKEN, WEAK),
        ("moss.example", Rule.TOKEN, WEAK),
    ]


def test_the_vectors_are_what_the_rules_say_and_cover_all_of_them() -> None:
    written = lookalike_vectors.VECTORS.read_text(encoding="ascii")
    assert written == lookalike_vectors.text(), "make them anew: python -m tools.lookalike_vectors"
    outcomes = {(rule, tier) for *_, rule, tier in json.loads(written)}
    every = {(str(rule), str(tier)) for rule in Rule for tier in Tier} - {("token", "strong")}
    assert outcomes == {*every, (None, None)}


def test_what_fires_is_found_by_skeleton_or_mark() -> None:
    """The index misses nothing that the rules would see: each vector's name is among the neighbours of its address."""
    rows = json.loads(lookalike_vectors.VECTORS.read_text(encoding="ascii"))
    others = [f"filler{place}filler.example" for place in range(neighbours.FEW)]
    near = Neighbours([proved(domain) for domain in dict.fromkeys([row[1] for row in rows] + others)])
    fired = 0
    for text, domain, *_ in rows:
        seen = rules.visited(keys.of(text))
        name = proved(domain)
        if [*rules.fires(seen, name)]:
            fired += 1
            assert name.domain in {one.domain for one in near.of(seen)}, (text, domain)
    assert fired > 200


@pytest.mark.parametrize(("one", "other"), [("abcdefghijklmnop", "abxdefghijklmnop"), ("kettlemoss", "ketltemoss")])
def test_names_a_slip_apart_share_a_mark(one: str, other: str) -> None:
    assert rules.marks(one) & rules.marks(other)
    assert not rules.marks(one) & rules.marks(one[::-1])
