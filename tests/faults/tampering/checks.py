"""The private check told otherwise; file by file it is in tests/faults/test_audit_checks.py."""

from reputation.audit.checks import MANIFEST
from reputation.audit.findings import Kind
from tests.checks_published import append_checks
from tests.faults.tampering.tampering import Tampering, flip
from tests.rich_log import RichService

RANGES = "/check/v1/3/ranges"


def shown_to_one(log: RichService) -> None:
    """Files of their own for one reader: all fits together, but the log does not name them."""
    entries = list(log.entries)
    append_checks(log, epoch=4, said=[])
    log.entries[:] = entries


CASES = (
    Tampering(
        "a bit of the list of ranges changed",
        lambda log: flip(log, RANGES),
        Kind.CHECKS,
        "list of ranges",
        over_http=True,
    ),
    Tampering(
        "a bit of the manifest changed", lambda log: flip(log, MANIFEST), Kind.CHECKS, "not signed", over_http=True
    ),
    Tampering(
        "the manifest taken away", lambda log: log.files.pop(MANIFEST), Kind.CHECKS, "no manifest", over_http=True
    ),
    Tampering("a manifest for one reader", shown_to_one, Kind.CHECKS, "is not in the log", over_http=True),
)
