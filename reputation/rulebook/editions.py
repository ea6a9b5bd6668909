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
        spec_sha256="0" * 64,
    ),
}
CURRENT = EDITIONS[1]
