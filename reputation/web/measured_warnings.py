"""How well imitations are found, as measured: `python -m reputation.lookalikes.evaluate FOLDER` measures it again."""

from typing import NamedTuple


class Warnings(NamedTuple):
    """Among so many participants: imitations found of a thousand, and false alarms of a hundred thousand sites.

    `changed`: of imitations made from names, in twelve ways; `surely`: so many of them strongly. `disputed`: of domains
    that panels took from whoever imitated a trademark with them. `right`: of a thousand warnings, those that name the
    right participant first. `popular` and `other`: sites that imitate nobody and get any warning, `*_surely` a strong
    one; the popular ones as if they were not spared, which they are.
    """

    participants: int
    changed: int
    surely: int
    disputed: int
    right: int
    popular: int
    popular_surely: int
    other: int
    other_surely: int

    @property
    def other_weakly(self) -> int:
        return self.other - self.other_surely


ROWS = (
    Warnings(100, 944, 322, 814, 1000, 432, 0, 127, 0),
    Warnings(10_000, 949, 353, 757, 997, 2708, 17, 3293, 0),
    Warnings(100_000, 894, 369, 525, 979, 7114, 94, 5361, 42),
)
