from reputation.core.errors import NotFound


class NoSuchReport(NotFound):
    """No report about this half-year is published."""

    code = "no-such-report"
    title = "There is no such report."
