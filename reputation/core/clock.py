"""The one place that reads the time; only faces, jobs and commands call it."""

from datetime import UTC, datetime, timedelta

APART = timedelta(seconds=2)
"""So far apart the clocks of our machines may be."""


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
