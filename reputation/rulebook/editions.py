"""The editions of the rating formula: each is a text, and its SHA-256 stands in the log before it takes effect."""

from dataclasses import dataclass


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
