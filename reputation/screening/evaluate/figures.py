"""Shares with their 95 % intervals, and what is measured on a list of texts. Pure."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from reputation.screening.evaluate.texts import Span, Text
from reputation.screening.findings import Finding, Findings, Kind, Tier

Z = 1.96
PER = 1000
PEOPLE = (Kind.PERSON, Kind.ROLE)


@dataclass(slots=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    def count(self, *, hit: bool) -> None:
        self.hits += hit
        self.of += 1

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Source: Wilson, "Probable inference, the law of succession, and statistical inference" (1927)."""
        if not self.of:
            return math.nan, math.nan
        share, count = self.value, self.of
        middle = share + Z * Z / (2 * count)
        half = Z * math.sqrt(share * (1 - share) / count + Z * Z / (4 * count * count))
        return max(0.0, (middle - half) / (1 + Z * Z / count)), min(1.0, (middle + half) / (1 + Z * Z / count))

    def as_json(self) -> dict[str, float | int | list[float]]:
        return {"hits": self.hits, "of": self.of, "share": self.value, "interval": list(self.interval)}

    def __str__(self) -> str:
        if not self.of:
            return "-"
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}, {high:.3f}] of {self.of}"


@dataclass(slots=True)
class Figures:
    """What the screening did with some texts. A passage counts as found when a finding touches it."""

    sure: Share = field(default_factory=Share)
    """Labelled persons that it proposes other words for: tier A."""
    found: Share = field(default_factory=Share)
    """Labelled persons that it proposes other words for or asks about: A and B."""
    whole: Share = field(default_factory=Share)
    """Labelled persons of whose name no letter is left over."""
    flagged: Share = field(default_factory=Share)
    """Texts without a person in which it sees one."""

    def count(self, text: Text, findings: Iterable[Finding]) -> None:
        """Add one text."""
        people = [finding for finding in findings if finding.kind in PEOPLE]
        for span in text.persons:
            self.count_person(text, span, people)
        if not text.persons:
            self.flagged.count(hit=bool(people))

    def count_person(self, text: Text, span: Span, people: Sequence[Finding]) -> None:
        """Add one labelled person."""
        touching = [finding for finding in people if touches(finding, span)]
        self.sure.count(hit=any(finding.tier is Tier.PROPOSES for finding in touching))
        self.found.count(hit=bool(touching))
        left = [place for place in range(span.start, span.end) if text.text[place].isalpha()]
        self.whole.count(hit=all(any(one.start <= place < one.end for one in touching) for place in left))

    def as_json(self) -> dict[str, object]:
        return {name: getattr(self, name).as_json() for name in ("sure", "found", "whole", "flagged")}


def touches(finding: Finding, span: Span) -> bool:
    """Whether they share a character."""
    return finding.start < span.end and span.start < finding.end


def seconds(find: Callable[[str, str], Findings], texts: Sequence[Text]) -> list[float]:
    """Seconds of processor that texts of `PER` characters take, made by stringing texts together."""
    found, strung = [], ""
    for text in texts:
        strung += text.text + "\n"
        while len(strung) >= PER:
            started = time.process_time()
            find(strung[:PER], text.language)
            found.append(time.process_time() - started)
            strung = strung[PER:]
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else math.nan
