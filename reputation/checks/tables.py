"""Which pinned tables make keys of addresses, as two hashes: who reads by others would ask for wrong ranges. Pure."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from reputation.lookalikes import tables


@dataclass(frozen=True, slots=True)
class Tables:
    """SHA-256, hexadecimal: where a registered domain begins, and what characters look like."""

    suffixes: str
    skeletons: str

    @property
    def both(self) -> str:
        """One hash for both."""
        return sha256(f"{self.suffixes} {self.skeletons}".encode()).hexdigest()


@cache
def pinned() -> Tables:
    """The tables of this release."""
    return Tables(**tables.digests())
