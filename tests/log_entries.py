"""Entries for tests: typed helpers that make bodies the schema allows."""

from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

from reputation.core.ids import Seeded
from reputation.log import codes

COMMITMENT = "ab" * 32


def uuid(seed: int) -> str:
    """The same id for the same seed."""
    return str(Seeded(seed).uuid())


def review(**change: Any) -> dict[str, Any]:
    """The body of a review."""
    body = {
        "business": uuid(1),
        "review": uuid(2),
        "month": "2026-11",
        "stars": 5,
        "outcome": "as-agreed",
        "class": "seller",
        "commitment": COMMITMENT,
    }
    return body | change


def reviews(count: int, *, business: UUID | str | None = None, seed: int = 0) -> Iterator[dict[str, Any]]:
    """So many different reviews of one business."""
    source, random = Seeded(seed), Random(seed)
    for _ in range(count):
        yield review(
            business=str(business or uuid(1)),
            review=str(source.uuid()),
            stars=random.randint(1, 5),
            outcome=random.choice(codes.OUTCOMES),
            **{"class": random.choice(codes.CLASSES)},
        )
