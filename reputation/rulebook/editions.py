"""The editions of the rating formula: each is a text, and its SHA-256 stands in the log before it takes effect."""

from dataclasses import dataclass

from reputation.rulebook.values import Value

ANNOUNCED = Value(
    30, "days before its first month", 1, "Ours: time to see what an edition changes; the first is exempt"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the formula. `specification` is a file beside this module; `spec_sha256` is of its bytes."""

    number: int
    specification: str
    spec_sha256: str


EDITIONS = {
    1: Edition(
        number=1,
        specification="edition-1.md",
        spec_sha256="73d77c38f95db6bbb174196fd00fc44d529a64f9490c12072ae389944ab3915e",
    ),
}
CURRENT = EDITIONS[1]
