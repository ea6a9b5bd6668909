"""What a client looks for in a filter, which knows hashes alone: names that an address may imitate. Pure.

The script of the check page (check-rules.js) looks for the same, in the same order.
"""

from collections.abc import Iterator

from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import keys, rules
from reputation.lookalikes.rules import Visited

# The signs of skeletons, with m for the two that look like it. What only other scripts have is no slip of a hand here.
SIGNS = "abcdefghjklmnopqrstuvwxyz23456789"


def probes(seen: Visited) -> Iterator[str]:
    """Skeletons, the surest first, some of them twice.

    The address's own, those of domains that stand within the host, names one slip away, words and labels, and what else
    stands inside the name, the longest first. Two slips are too many to ask for one by one: a snapshot tells of them, a
    filter does not.
    """
    yield seen.skeleton
    yield from _within(seen)
    name = rules.glyphs(seen.skeleton)
    if rules.slips(len(name) + 1):
        yield from (near.replace("m", "rn") for near in _neighbours(name))
    yield from (*seen.words, *seen.left)
    look = seen.skeleton
    for length in range(len(look) - 1, rules.FEWEST_END - 1, -1):
        yield look[:length]
        yield look[-length:]
        if length >= rules.FEWEST_INSIDE:
            yield from (look[start : start + length] for start in range(1, len(look) - length))


def slips_near(seen: Visited, look: str) -> bool:
    """Whether a name may be two slips away: about as long, and alike in its first letter."""
    one, other = rules.glyphs(look), rules.glyphs(seen.skeleton)
    most = rules.slips(len(one))
    return most == rules.MOST_SLIPS and abs(len(one) - len(other)) <= most and one[0] == other[0]


def _within(seen: Visited) -> Iterator[str]:
    """The skeletons of the registered domains left of the one that counts, as in shop.example.elsewhere.example."""
    labels = seen.host.removesuffix(seen.registrable).removesuffix(".").split(".")
    for end in range(len(labels), 1, -1):
        try:
            yield keys.of(".".join(labels[:end])).skeleton
        except NotADomain:
            continue


def _neighbours(name: str) -> Iterator[str]:
    """Every name that is one slip away from this one and begins as it does."""
    for at in range(1, len(name) + 1):
        before, after, rest = name[:at], name[at + 1 :], name[at:]
        if rest:
            yield before + after
        if after:
            yield before + after[0] + rest[0] + after[1:]
        for sign in SIGNS:
            if rest:
                yield before + sign + after
            yield before + sign + rest
