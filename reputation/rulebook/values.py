"""How a published number is written down: what it is, in which unit, since when and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """A number that sways a rating or a deadline.

    `version` counts the changes of this number; a change of a number of the rating needs a new edition.
    """

    value: int
    unit: str
    version: int
    source: str
