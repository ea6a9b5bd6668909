"""What two persons decided about a business, as its export has it: suspended alerts and measures."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from uuid import UUID

from reputation.core import months
from reputation.disputes import conduct
from reputation.disputes import queries as disputes
from reputation.disputes.conduct import Found
from reputation.reports.tables import Row

SUSPENSION = (
    "decision",
    "alert",
    "until",
    "facts",
    "reasoning",
    "summary",
    "policy_version",
    "decided_on",
    "appeal_until",
)
# Who proposed and confirmed it is for colleagues only.
LEFT_OUT = frozenset({"business", "proposal"})
MEASURE = tuple(field.name for field in fields(Found) if field.name not in LEFT_OUT)


def suspensions(business: UUID) -> Iterator[Row]:
    """Alerts that were suspended, newest first."""
    for one in disputes.suspensions(business):
        shown = (one.facts, one.reasoning, one.summary, one.policy_version, one.decided_on, one.appeal_until)
        yield one.public_id, one.alert, months.show(one.until), *shown


def measures(business: UUID) -> Iterator[Row]:
    """Newest first."""
    for found in conduct.measures(business):
        said = asdict(found)
        yield tuple(said[name] for name in MEASURE)
