"""Which pinned tables make keys of addresses, as two hashes: who reads by others would ask for wrong ranges. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

SUFFIXES = (
    ("publicsuffixlist", "public_suffix_list.dat"),
    ("reputation.lookalikes", "data/free_hosts.txt"),
)
SKELETONS = (
    ("reputation.businesses", "data/label_characters.tsv"),
    ("reputation.lookalikes", "data/confusables.tsv"),
)


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
    return Tables(_hash(SUFFIXES), _hash(SKELETONS))


def _hash(tables: Iterable[tuple[str, str]]) -> str:
    """Of all files, one after the other."""
    digest = sha256()
    for package, path in tables:
        digest.update(files(package).joinpath(path).read_bytes())
    return digest.hexdigest()
