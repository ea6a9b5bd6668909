"""The measures about a business, as its export has them."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from uuid import UUID

from reputation.disputes import conduct
from reputation.disputes.conduct import Found
from reputation.reports.tables import Row

# Who proposed and confirmed it is for colleagues only.
LEFT_OUT = frozenset({"business", "proposal"})
COLUMNS = tuple(field.name for field in fields(Found) if field.name not in LEFT_OUT)


def rows(business: UUID) -> Iterator[Row]:
    """Newest first."""
    for found in conduct.measures(business):
        said = asdict(found)
        yield tuple(said[name] for name in COLUMNS)
