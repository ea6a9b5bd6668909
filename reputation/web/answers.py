"""An answer of the ratings in the parts a page shows. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reputation.ratings import words

MOVES_FIGURE = ("surge", "worse")


@dataclass(frozen=True, slots=True)
class Told:
    """What pages say about a business from its answer: figure or why there is none, counts, alerts.

    `standing` and `suspended` are the answer's alerts, those about lost money first.
    """

    answer: Mapping[str, Any]
    figure: words.Figure | None
    standing: tuple[Mapping[str, Any], ...]
    suspended: tuple[Mapping[str, Any], ...]

    @property
    def moves_figure(self) -> bool:
        """Whether an alert stands that makes the figure the less favourable one."""
        return any(found["alert"] in MOVES_FIGURE for found in self.standing)

    @property
    def counts(self) -> Mapping[str, int]:
        found: Mapping[str, int] = self.answer["counts"]
        return found

    @property
    def receipted(self) -> int:
        return self.counts["independent"] + self.counts["seller"]

    @property
    def reviews(self) -> int:
        return self.receipted + self.counts["none"]

    @property
    def by_class(self) -> tuple[tuple[str, int], ...]:
        return tuple((kind, self.counts[kind]) for kind in ("independent", "seller", "none"))

    @property
    def stars(self) -> tuple[tuple[int, int, int], ...]:
        """Five to one star: how many with a receipt, how many without."""
        found = self.answer["stars"]
        return tuple(
            (number, found["independent"][number - 1] + found["seller"][number - 1], found["none"][number - 1])
            for number in range(5, 0, -1)
        )

    @property
    def outcomes(self) -> tuple[tuple[str, int, int], ...]:
        """Each result: how many with a receipt, how many without."""
        found = self.answer["outcomes"]
        return tuple(
            (name, sum(found[kind][name] for kind in words.WITH_RECEIPT), found["none"][name]) for name in words.RESULTS
        )


def tell(answer: Mapping[str, Any]) -> Told:
    """Put an answer into the parts of a page."""
    alerts = sorted(answer["alerts"], key=lambda found: (found["alert"] not in MOVES_FIGURE, found["alert"] != "surge"))
    return Told(
        answer=answer,
        figure=words.figure(answer),
        standing=tuple(found for found in alerts if not found["suspended"]),
        suspended=tuple(found for found in alerts if found["suspended"]),
    )
