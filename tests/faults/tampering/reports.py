"""The transparency report told otherwise; the figures one by one are in tests/faults/test_audit_reports.py."""

import hashlib

from reputation.audit.findings import Kind
from reputation.audit.reports import LIVE
from tests.faults.tampering.tampering import OVER, Tampering, flip, seal
from tests.rich_log import RichService

REPORT = f"/log/reports/{OVER}"


def said_another_report(log: RichService) -> None:
    raw = log.files[REPORT].replace(b'"warning":null', b'"warning":5')
    log.files[REPORT] = raw
    log.change(log.position("report-file"), sha256=hashlib.sha256(raw).hexdigest())
    seal(log)


CASES = (
    Tampering("a bit of a report changed", lambda log: flip(log, REPORT), Kind.REPORT, "is not the one that entry"),
    Tampering("a report taken away", lambda log: log.files.pop(REPORT), Kind.REPORT, "does not exist"),
    Tampering(
        "a figure of the live report changed",
        lambda log: log.files.update({LIVE: log.files[LIVE].replace(b'"overdue":0', b'"overdue":1', 1)}),
        Kind.REPORT,
        "its figure times.admissibility.overdue does not follow from the log",
    ),
    Tampering(
        "another report, and its hash in the log",
        said_another_report,
        Kind.REPORT,
        "its figure counts.warning does not follow from the log",
    ),
)
