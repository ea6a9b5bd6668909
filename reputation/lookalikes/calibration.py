"""Which rules do not hold for a name: those that fire on a popular site, which imitates nobody. Pure.

A name that is a common word stands in many others, and a short one is a slip away from many. Nobody has to judge which:
the popular sites show it, name by name. data/SOURCE.txt says where they are from.
"""

import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import keys, rules
from reputation.lookalikes.neighbours import Neighbours
from reputation.lookalikes.rules import Proved, Rule, Visited

FEWEST_SITES = 2
"""Popular sites on which a rule fires that does not hold. One alone is often another site of the business itself."""
COMMON_SITES = 20
"""Popular sites whose names hold a word from which on honest hosts are expected to bear it too."""
CROWDS = ((100_000, 9), (10_000, 6))
"""So many letters a name needs among so many names, for it to be sought in others or a slip away. Each name may be one
word in a million and all of them together one shop in five."""


@cache
def popular() -> frozenset[str]:
    """The popular registered domains."""
    packed = (files("reputation.lookalikes") / "data" / "popular.txt.gz").read_bytes()
    return frozenset(gzip.decompress(packed).decode("ascii").split())


def is_popular(host: str, registrable: str) -> bool:
    """Whether an address is of a popular site, of which nobody is warned. Strangers' pages on a free host are not."""
    is_strangers = keys.is_free_host(registrable) and host not in (registrable, f"www.{registrable}")
    return registrable in popular() and not is_strangers


@cache
def popular_sites() -> tuple[Visited, ...]:
    """The popular domains as visited addresses."""
    return tuple(sites(popular()))


def sites(domains: Iterable[str]) -> Iterator[Visited]:
    """Domains as visited addresses; what is none any more is left out."""
    for domain in domains:
        try:
            yield rules.visited(keys.of(domain))
        except NotADomain:
            continue


@dataclass(frozen=True, slots=True)
class Drop:
    """A rule that does not hold for a domain: a popular site on which it fires, and on how many it does.

    On none: the name is too short among so many others.
    """

    domain: str
    rule: Rule
    fires_on: str = ""
    sites: int = 0


def dropped(
    names: Sequence[Proved], own: Mapping[str, frozenset[str]], benign: Iterable[Visited], *, among: int
) -> list[Drop]:
    """The rules that do not hold for these domains, by domain and rule.

    `own`: the registered domains that belong to the business of a domain, that domain's among them: on its own sites a
    rule may fire. It may also on a site of the same name with another ending: its own, or honestly another's.
    `among`: how many names are watched over in all.
    """
    found = {(name.domain, rule): Drop(name.domain, rule) for name in names for rule in _crowded(name, among)}
    for (domain, rule), sites in _firing(names, own, benign).items():
        if len(sites) >= FEWEST_SITES:
            found[domain, rule] = Drop(domain, rule, min(sites), len(sites))
        if rule is Rule.TOKEN and len(sites) >= COMMON_SITES:
            found[domain, Rule.SUBDOMAIN] = Drop(domain, Rule.SUBDOMAIN, min(sites), len(sites))
    return sorted(found.values(), key=lambda drop: (drop.domain, drop.rule))


def _crowded(name: Proved, among: int) -> tuple[Rule, ...]:
    fewest = next((letters for names, letters in CROWDS if among >= names), 0)
    return (Rule.EDIT, Rule.TOKEN) if len(rules.glyphs(name.skeleton)) < fewest else ()


def _firing(
    names: Sequence[Proved], own: Mapping[str, frozenset[str]], benign: Iterable[Visited]
) -> dict[tuple[str, Rule], list[str]]:
    """The sites on which each rule of each domain fires."""
    near = Neighbours(names)
    found: dict[tuple[str, Rule], list[str]] = {}
    for seen in benign:
        for name in near.of(seen):
            if seen.registrable in own[name.domain] or rules.is_same_name(seen, name):
                continue
            for rule, _ in rules.fires(seen, name):
                found.setdefault((name.domain, rule), []).append(seen.registrable)
    return found
