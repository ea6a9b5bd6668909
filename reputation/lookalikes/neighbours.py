"""The names near an address, out of many that are held in memory: the same search as that of the database. Pure."""

from collections.abc import Sequence

import numpy as np

from reputation.lookalikes import rules
from reputation.lookalikes.rules import Proved, Visited

FEW = 30
"""Names that are all looked at for each address: to work out under what else to look would take longer."""


class Neighbours:
    """Proved domains by their skeletons and their marks."""

    def __init__(self, names: Sequence[Proved]) -> None:
        self._names = names
        self._by_skeleton: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            self._by_skeleton.setdefault(name.skeleton, []).append(place)
        found = [(mark, place) for place, name in enumerate(names) for mark in rules.marks(name.skeleton)]
        pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
        self._marks, self._places = pairs[pairs[:, 0].argsort()].T

    def of(self, seen: Visited) -> list[Proved]:
        """Every name that an address may imitate, and perhaps some that it does not."""
        if len(self._names) <= FEW:
            return list(self._names)
        skeletons, marks = rules.sought(seen)
        places = {place for one in skeletons for place in self._by_skeleton.get(one, ())}
        wanted = np.fromiter(marks, np.int64, len(marks))
        first, last = (np.searchsorted(self._marks, wanted, side) for side in ("left", "right"))
        for begin, end in zip(first[first < last], last[first < last], strict=True):
            places.update(self._places[begin:end].tolist())
        return [self._names[place] for place in sorted(places)]
