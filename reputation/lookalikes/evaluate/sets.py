"""What is measured on: participants, imitations with those they imitate, and sites that imitate nobody.

Half of everything is held out by the hash of its name: popular sites of the one half calibrate, those of the other are
measured on. docs/lookalikes.md says which numbers in `rules` and `calibration` were chosen with a look at both.
"""

import csv
import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from reputation.businesses import names
from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import calibration, keys, rules
from reputation.lookalikes.rules import Proved, Visited

SHORTEST, LONGEST = 3, 40
ENDINGS = ("com", "de", "fr", "co.uk", "net", "nl", "it", "es", "eu", "shop")
OWN_ENDING = "example"
"""Of a trademark owner's domain, which the decisions do not name; some of their disputes were about the one in .com."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """An address, and the domain that it imitates."""

    seen: Visited
    imitates: str


def is_held_out(name: str) -> bool:
    """Whether something was not looked at when the rules were made."""
    return bool(sha256(name.encode()).digest()[0] & 1)


def popular(*, held_out: bool) -> list[Visited]:
    """Popular sites of one half."""
    return list(calibration.sites(one for one in sorted(calibration.popular()) if is_held_out(one) is held_out))


def others(folder: Path) -> list[Visited]:
    """Sites of the folder that are no popular ones, the half that was held out."""
    with gzip.open(folder / "benign_domains.csv.gz", "rt", encoding="utf-8", newline="") as file:
        domains = {row["domain"] for row in csv.DictReader(file)} - calibration.popular()
    return list(calibration.sites(one for one in sorted(domains) if is_held_out(one)))


def disputes(folder: Path) -> list[Labelled]:
    """Disputed domains with the domain of who owns the trademark, the half of the trademarks that was held out."""
    with (folder / "udrp_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["domain"], row["trademark"]) for row in csv.DictReader(file)]
    found = []
    for domain, trademark in rows:
        if is_held_out(trademark):
            found += [Labelled(seen, f"{trademark}.{OWN_ENDING}") for seen in calibration.sites([domain])]
    return found


def proved(domain: str) -> Proved | None:
    """A domain as a participant's; None when it is none."""
    try:
        return rules.proved(keys.of(domain))
    except NotADomain:
        return None


def registry() -> list[list[str]]:
    """The words of the names of real legal entities, in an order drawn once and for all."""
    packed = (files("reputation.businesses") / "data" / "registry.csv.gz").read_bytes()
    rows = csv.DictReader(gzip.decompress(packed).decode("utf-8").splitlines())
    found = [words for row in rows if (words := [word for word in names.tokens(row["legal_name"]) if word.isascii()])]
    random.Random(1).shuffle(found)  # noqa: S311 - no secret
    return found


def _domains(entities: list[list[str]]) -> Iterator[tuple[str, str]]:
    """Domains as firms have them, with the house: one word of a name, two, three, two with a hyphen; none twice."""
    known = set()
    for turn in range(4):
        for place, words in enumerate(entities):
            form = (place + turn) % 4
            label = (words[0], "".join(words[:2]), "".join(words[:3]), "-".join(words[:2]))[form]
            if SHORTEST <= len(label) <= LONGEST and label not in known:
                known.add(label)
                yield f"{label}.{ENDINGS[place % len(ENDINGS)]}", words[0]


def participants(count: int, trademarks: list[str]) -> tuple[list[Proved], dict[str, str]]:
    """So many participants, owners of trademarks at most half of them, then real legal entities; and the house of each.

    Firms whose names begin with the same word are one house: funds of one bank, branches of one group. Which of them an
    imitation is of, nobody could say.
    """
    found: dict[str, Proved] = {}
    houses: dict[str, str] = {}
    for domain, house in (*((one, one) for one in trademarks[: count // 2]), *_domains(registry())):
        if len(found) == count:
            break
        name = proved(domain)
        if name is not None and name.domain not in found:
            found[name.domain], houses[name.domain] = name, house
    return list(found.values()), houses
