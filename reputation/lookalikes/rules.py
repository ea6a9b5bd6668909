"""Whose address another one imitates. Pure, without a table: other languages run the same lines and the same vectors.

Each rule speaks of one visited address and one proved domain, by their skeletons: what their names look like. None of
it is a rating, and none of it says what the visited site is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from reputation.businesses import hosts
from reputation.lookalikes.keys import Keys
from reputation.lookalikes.skeletons import skeleton

FEWEST_WORD = 3
"""Letters of a name that is sought as a whole word between hyphens or dots."""
FEWEST_END = 4
"""Letters of a name that is sought at the beginning and the end of another."""
FEWEST_INSIDE = 6
"""Letters of a name that is sought anywhere within another."""
FEWEST_SURE = 5
"""Letters of a name from which on an equal look is no coincidence."""
FEWEST_SURE_SLIP = 13
"""Letters of a name from which on a single slip is no coincidence."""
SLIPS = ((10, 2), (5, 1))
"""So many slips from so many letters on, and none below. A slip: a letter more, less or another, or two swapped."""
MOST_SLIPS = 2
COMPARED = 12
"""Letters that are compared first. Two names that are so many slips apart share one of their `deletions`."""
DIGITS = "0123456789"


class Rule(StrEnum):
    """What makes an address look like a proved domain."""

    SKELETON = "skeleton"
    EDIT = "edit"
    TOKEN = "token"  # noqa: S105 - a name within a name
    SUBDOMAIN = "subdomain"


class Tier(StrEnum):
    """How sure it is: this is not the site of X; or this resembles X, and nothing is known about it."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True, slots=True)
class Visited:
    """An address somebody visits, with the skeletons of its parts.

    `label`: the registered name, as people read it; `words`: the skeletons of its parts between hyphens, when there are
    several; `left`: those of the labels left of the registered domain, each whole and in its parts between hyphens.
    """

    host: str
    registrable: str
    label: str
    skeleton: str
    words: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proved:
    """A domain that a participant proved, and the rules that hold for it."""

    domain: str
    registrable: str
    label: str
    skeleton: str
    rules: frozenset[Rule] = frozenset(Rule)


@dataclass(frozen=True, slots=True)
class Imitation:
    """An address looks like this proved domain, by this rule."""

    domain: str
    rule: Rule
    tier: Tier


def visited(keys: Keys) -> Visited:
    """An address with the skeletons of its parts."""
    beyond = keys.host.removesuffix(keys.registrable).removesuffix(".")
    labels = [hosts.readable(label) for label in beyond.split(".")] if beyond else []
    return Visited(
        host=keys.host,
        registrable=keys.registrable,
        label=keys.label,
        skeleton=keys.skeleton,
        words=_words(keys.label),
        left=tuple(part for label in labels for part in (skeleton(label), *_words(label))),
    )


def proved(keys: Keys) -> Proved:
    """A proved domain for which every rule holds."""
    return Proved(keys.host, keys.registrable, keys.label, keys.skeleton)


def _words(label: str) -> tuple[str, ...]:
    words = [word for word in label.split("-") if word]
    return tuple(skeleton(word) for word in words) if len(words) > 1 else ()


def glyphs(look: str) -> str:
    """A skeleton with one sign for each letter that was written: in skeletons, m is two."""
    return look.replace("rn", "m")


def slips(letters: int) -> int:
    """How many slips a name of so many letters may be away and still be meant."""
    return next((most for fewest, most in SLIPS if letters >= fewest), 0)


def deletions(name: str, most: int) -> set[str]:
    """The first letters of a name, and the same with up to so many of them left out; never the very first."""
    found = {name[:COMPARED]}
    last = found
    for _ in range(most):
        last = {one[:place] + one[place + 1 :] for one in last for place in range(1, len(one))}
        found = found | last
    return found


def distance(one: str, other: str, most: int) -> int:
    """How many slips apart two names are; `most` + 1 when it is more.

    Source: optimal string alignment, the restricted form of Damerau's distance.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        above, row = row, [i]
        for j, beside in enumerate(other, 1):
            cost = min(above[j] + 1, row[-1] + 1, above[j - 1] + (letter != beside))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == beside:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = above
    return min(row[-1], most + 1)


def marks(look: str) -> set[int]:
    """The deletions of a participant's name as numbers of 64 bits: under these an index finds it."""
    return _numbers(deletions(glyphs(look), slips(len(glyphs(look)))))


def sought(seen: Visited) -> tuple[set[str], set[int]]:
    """Under what an index may have the names that an address imitates: their skeletons, and their marks."""
    look, letters = seen.skeleton, len(seen.skeleton)
    ends = {part for length in range(FEWEST_END, letters) for part in (look[:length], look[-length:])}
    inside = {look[i:j] for i in range(letters) for j in range(i + FEWEST_INSIDE, letters + 1)}
    return {look, *ends, *inside, *seen.words, *seen.left}, _numbers(deletions(glyphs(look), MOST_SLIPS))


def _numbers(texts: Iterable[str]) -> set[int]:
    return {int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True) for text in texts}


def imitations(seen: Visited, names: Iterable[Proved]) -> list[Imitation]:
    """What of these domains an address imitates, each by its surest rule; the surest first, then the longest name."""
    found = [(one, name) for name in names if (one := imitation(seen, name)) is not None]
    order = list(Rule)
    found.sort(
        key=lambda pair: (
            pair[0].tier is Tier.WEAK,
            order.index(pair[0].rule),
            -len(pair[1].skeleton),
            pair[0].domain,
        )
    )
    return [one for one, _ in found]


def imitation(seen: Visited, name: Proved) -> Imitation | None:
    """Whether an address imitates a domain. What is registered under the same name imitates nothing."""
    if seen.registrable == name.registrable:
        return None
    # No honest host bears another's whole domain, however common its name is: that rule always holds.
    whole = (Rule.SUBDOMAIN, Tier.STRONG)
    holding = [(tier, rule) for rule, tier in fires(seen, name) if rule in name.rules or (rule, tier) == whole]
    if not holding:
        return None
    tier, rule = next((one for one in holding if one[0] is Tier.STRONG), holding[0])
    return Imitation(name.domain, rule, tier)


def fires(seen: Visited, name: Proved) -> Iterator[tuple[Rule, Tier]]:
    """Every rule that fires, in their order, whether it holds for this domain or not."""
    letters = len(glyphs(name.skeleton))
    if seen.skeleton == name.skeleton:
        is_sure = not is_same_name(seen, name) and letters >= FEWEST_SURE
        yield Rule.SKELETON, Tier.STRONG if is_sure else Tier.WEAK
    else:
        apart = _slips_apart(seen, name)
        if apart:
            is_sure = apart == 1 and letters >= FEWEST_SURE_SLIP
            yield Rule.EDIT, Tier.STRONG if is_sure else Tier.WEAK
        if _contains(seen, name.skeleton, letters):
            yield Rule.TOKEN, Tier.WEAK
    if f".{name.domain}." in f".{seen.host}":
        yield Rule.SUBDOMAIN, Tier.STRONG
    elif letters >= FEWEST_WORD and name.skeleton in seen.left:
        yield Rule.SUBDOMAIN, Tier.WEAK


def is_same_name(seen: Visited, name: Proved) -> bool:
    """Whether nothing but hyphens and the ending differ: both may be the honest name of somebody."""
    return seen.label.replace("-", "") == name.label.replace("-", "")


def _slips_apart(seen: Visited, name: Proved) -> int:
    """How many slips apart the names are; 0 for too many, another first letter, or only another number at the end."""
    one, other = glyphs(name.skeleton), glyphs(seen.skeleton)
    most = slips(len(one))
    if not most or one[0] != other[0] or seen.label.rstrip(DIGITS) == name.label.rstrip(DIGITS):
        return 0
    apart = distance(one, other, most)
    return apart if apart <= most else 0


def _contains(seen: Visited, look: str, letters: int) -> bool:
    """Whether a name stands in another as a word, at its beginning or end, or inside."""
    return (
        (letters >= FEWEST_WORD and look in seen.words)
        or (letters >= FEWEST_END and (seen.skeleton.startswith(look) or seen.skeleton.endswith(look)))
        or (letters >= FEWEST_INSIDE and look in seen.skeleton)
    )
