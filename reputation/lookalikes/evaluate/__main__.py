"""`python -m reputation.lookalikes.evaluate FOLDER`: recall, false alarms and attribution of the imitation warnings.

FOLDER holds `udrp_pairs.csv` (disputed domains with the trademark) and `benign_domains.csv.gz`. Popular sites are
measured as if none of them were on the list of those nobody is warned of: in use, a listed one never gives an alarm.
docs/lookalikes.md says how to read the figures.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from reputation.businesses.hosts import NotADomain
from reputation.lookalikes import calibration, keys, rules
from reputation.lookalikes.evaluate import sets
from reputation.lookalikes.evaluate.mutations import CHANGES
from reputation.lookalikes.evaluate.sets import Labelled
from reputation.lookalikes.neighbours import Neighbours
from reputation.lookalikes.rules import Imitation, Proved, Rule, Tier, Visited

COUNTS = (100, 10_000, 100_000)
MUTATED = 1_000
LETTERS = ((3, 5), (6, 8), (9, 11), (12, 40))


@dataclass(slots=True)
class Seen:
    """What became of imitations.

    `recalled`: the right domain was named; `alarms`: some was; `first_right`: one of the right house before all others.
    """

    of: int = 0
    recalled: int = 0
    strong: int = 0
    alarms: int = 0
    first_right: int = 0

    def count(self, found: Sequence[Imitation], right: str, houses: dict[str, str]) -> None:
        """Add one."""
        self.of += 1
        self.recalled += any(one.domain == right for one in found)
        self.strong += any(one.domain == right and one.tier is Tier.STRONG for one in found)
        self.alarms += bool(found)
        self.first_right += bool(found) and houses[found[0].domain] == houses[right]

    def __str__(self) -> str:
        if not self.of:
            return "-"
        right = f"{self.first_right / self.alarms:.3f}" if self.alarms else "-"
        recall = f"recall {self.recalled / self.of:.3f} (strong {self.strong / self.of:.3f})"
        return f"{recall}, attribution {right}, of {self.of}"


@dataclass(slots=True)
class Alarms:
    """False alarms among sites that imitate nobody."""

    of: int = 0
    any: int = 0
    strong: int = 0
    rules: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("same name", *Rule), 0))

    def count(self, seen: Visited, found: Sequence[Imitation], names: dict[str, Proved]) -> None:
        """Add one site."""
        self.of += 1
        self.any += bool(found)
        self.strong += any(one.tier is Tier.STRONG for one in found)
        for rule in {"same name" if rules.is_same_name(seen, names[one.domain]) else one.rule for one in found}:
            self.rules[rule] += 1

    def __str__(self) -> str:
        if not self.of:
            return "-"
        shares = ", ".join(f"{rule} {count / self.of:.3%}" for rule, count in self.rules.items())
        return f"{self.any / self.of:.3%} (strong {self.strong / self.of:.3%}) of {self.of}; {shares}"


def measure(folder: Path, *, counts: Sequence[int] = COUNTS, is_quiet: bool = False) -> dict[str, Any]:
    """Everything, by number of participants."""
    disputes = sets.disputes(folder)
    known, held_out, others = sets.popular(held_out=False), sets.popular(held_out=True), sets.others(folder)
    trademarks = sorted({one.imitates for one in disputes})
    found: dict[str, Any] = {}
    for count in counts:

        def shown(some: Sequence[Any], what: str, count: int = count) -> Iterable[Any]:
            return tqdm(some, desc=f"{count}: {what}", leave=False, disable=is_quiet, file=sys.stderr)

        names, houses = sets.participants(count, trademarks)
        names = calibrated(names, shown(known, "calibration"))
        near, by_domain = Neighbours(names), {name.domain: name for name in names}

        def seen_of(labelled: Iterable[Labelled], near: Neighbours = near, houses: dict[str, str] = houses) -> Seen:
            figures = Seen()
            for one in labelled:
                figures.count(rules.imitations(one.seen, near.of(one.seen)), one.imitates, houses)
            return figures

        def letters(one: Labelled, by_domain: dict[str, Proved] = by_domain) -> int:
            return len(rules.glyphs(by_domain[one.imitates].skeleton))

        figures: dict[str, Any] = {"disputed domains": seen_of(d for d in disputes if d.imitates in by_domain)}
        registered = [name for name in names if name.domain not in trademarks]
        mutated = _mutated(registered)
        every = [one for each in mutated.values() for one in each]
        figures["changed names"] = seen_of(every)
        figures["by change"] = {change: seen_of(each) for change, each in mutated.items()}
        figures["by letters"] = {
            f"{low} to {high}": seen_of(one for one in every if low <= letters(one) <= high) for low, high in LETTERS
        }
        for what, sites in (("popular sites", held_out), ("other sites", others)):
            alarms = figures[f"false alarms, {what}"] = Alarms()
            for seen in shown(sites, what):
                alarms.count(seen, rules.imitations(seen, near.of(seen)), by_domain)
        found[f"{len(names)} participants"] = figures
    return found


def calibrated(names: Sequence[Proved], known: Iterable[Visited]) -> list[Proved]:
    """The names with the rules that hold for each."""
    drops: dict[str, set[Rule]] = {}
    own = {name.domain: frozenset({name.registrable}) for name in names}
    for drop in calibration.dropped(names, own, known, among=len(names)):
        drops.setdefault(drop.domain, set()).add(drop.rule)
    return [replace(name, rules=frozenset(Rule) - drops.get(name.domain, set())) for name in names]


def _mutated(names: Sequence[Proved]) -> dict[str, list[Labelled]]:
    """Imitations of some of the names, each in every way; what another participant has proved is none."""
    dice = random.Random(len(names))  # noqa: S311 - no secret
    taken = {name.registrable for name in names}
    found: dict[str, list[Labelled]] = {change: [] for change in CHANGES}
    for name in dice.sample(names, min(len(names), MUTATED)):
        for change, make in CHANGES.items():
            try:
                seen = rules.visited(keys.of(make(name.label, dice)))
            except NotADomain:
                continue
            if seen.registrable not in taken:
                found[change].append(Labelled(seen, name.domain))
    return found


def lines(found: dict[str, Any], depth: int = 0) -> Iterable[str]:
    """The figures as text."""
    for name, each in found.items():
        indent = "  " * depth
        if isinstance(each, dict):
            yield f"{indent}{name}"
            yield from lines(each, depth + 1)
        else:
            yield f"{indent}{name:28} {each}"


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m reputation.lookalikes.evaluate", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds udrp_pairs.csv and benign_domains.csv.gz")
    parser.add_argument("--json", action="store_true", help="as JSON")
    options = parser.parse_args()
    found = measure(options.folder)
    sys.stdout.write(json.dumps(found, default=asdict, indent=2) if options.json else "\n".join(lines(found)))
    sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
