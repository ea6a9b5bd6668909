"""What an answer of the private check says: a record for each proved domain, complete in itself. Pure.

Its names are short, because a million of them are published; docs/checking.md says what each holds.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reputation.checks.formats import Record
from reputation.ratings import words

KEY_BYTES = 16
"""So much of a key is in a record: enough that nobody finds another name with the same."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A proved domain and whose it is. `answer`: as it is stored about the business, None until it is counted.

    `rules`: which imitations of the domain are warned of. `exempt`: domain keys of those that are none.
    """

    domain: str
    domain_key: bytes
    skeleton_key: bytes
    business: UUID
    name: str
    slug: str
    country: str
    joined_on: date
    left_on: date | None
    answer: Mapping[str, Any] | None
    is_warned: bool
    rules: Collection[str] = ()
    exempt: Collection[bytes] = ()


def record(subject: Subject) -> Record:
    """The record of a proved domain."""
    said: dict[str, Any] = {
        "d": subject.domain_key[:KEY_BYTES].hex(),
        "s": subject.skeleton_key[:KEY_BYTES].hex(),
        "w": subject.domain,
        "b": str(subject.business),
        "n": subject.name,
        "g": subject.slug,
        "c": subject.country,
        "k": "participant" if subject.left_on is None else "left",
        "j": subject.joined_on.isoformat(),
        "r": None if subject.answer is None else rating(subject.answer) | {"warned": subject.is_warned},
        "i": sorted(subject.rules),
        "x": sorted(key[:8].hex() for key in subject.exempt),
    }
    if subject.left_on is not None:
        said["l"] = subject.left_on.isoformat()
    return said


def rating(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of a stored answer as pages say them, of a hundred buyers and in tenths of a star.

    `few` says what there is and what it takes, where there is no figure for want of reviews.
    """
    figure, counts = words.figure(answer), answer["counts"]
    by_class = [counts["independent"], counts["seller"], counts["none"]]
    return {
        "published": sum(by_class),
        "receipts": by_class,
        "basis": answer["basis"],
        "well": None if figure is None else figure.well.mean,
        "ends": None if figure is None else [figure.well.low, figure.well.high],
        "unsolved": None if figure is None else figure.unsolved.mean,
        "lost": None if figure is None else figure.lost.mean,
        "stars": None if figure is None else list(figure.stars),
        "few": answer["too_few"],
        "month": answer["month"],
        "log_size": answer["log_size"],
        "alerts": sorted(one["alert"] for one in answer["alerts"] if not one["suspended"]),
        "suspended": sorted(one["alert"] for one in answer["alerts"] if one["suspended"]),
    }
