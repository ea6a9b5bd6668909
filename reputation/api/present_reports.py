"""Names what leaves the API about cases."""

from collections.abc import Iterable

from reputation.api.present import operator, rendered
from reputation.reports.case_figures import Period


def report(raw: bytes, finished: Iterable[Period]) -> bytes:
    """A report's own bytes, untouched so that they can be compared, and which others stay."""
    periods = rendered([str(period) for period in finished])
    return b'{"operator":' + rendered(operator()) + b',"periods":' + periods + b',"report":' + raw.rstrip() + b"}"
