"""The charter: what a business accepts on joining, by version."""

from typing import NamedTuple

from reputation.rulebook.values import Value


class Charter(NamedTuple):
    """A version of the charter; `says` are its points, in the words of the pages."""

    version: str
    says: tuple[str, ...]


VERSIONS = {
    "1": Charter(
        "1",
        (
            "No gag clauses: nobody is kept from telling how a purchase went.",
            "No paid, rewarded or filtered reviews.",
            "A voucher with every order, whether or not the buyer seems content.",
        ),
    )
}
CURRENT = VERSIONS["1"]
TOMBSTONE = Value(12, "months after leaving", 1, "P2: leaving is no escape; ours")
