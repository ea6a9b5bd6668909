"""The shape of a language's sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

Lines = tuple[str, ...]


def lines(text: str) -> Lines:
    """The lines of a block, without the empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class Pools:
    """Sentences by what they tell; `more` goes on. `{item}` is something bought; with ~ in front: if it lasts."""

    well: Lines
    well_more: Lines
    solved: Lines
    solved_more: Lines
    unsolved: Lines
    unsolved_more: Lines
    never: Lines
    never_more: Lines
    charged: Lines
    charged_more: Lines


@dataclass(frozen=True, slots=True)
class Corpus:
    """All sentences of a language. `items` by trade; `praise` and `smear` are what people write who bought nothing.

    `updates` are added when a problem was solved after all.
    """

    items: Mapping[str, Lines]
    goods: Pools
    service: Pools
    praise: Lines
    smear: Lines
    replies: Lines
    no_receipt: Lines
    updates: Lines
