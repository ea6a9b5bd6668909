"""What the ratings refuse, each with a stable code."""

from reputation.core.errors import DomainError, NotFound


class NoRating(NotFound):
    """No business of this id had joined at that point of the log."""

    code = "no-rating"
    title = "There is no rating of such a business."


class UnknownMonth(DomainError):
    """The month has not begun, or lies before any log."""

    code = "unknown-month"
    status = 422
    title = "No rating can be computed for this month."


class NotFollowed(Exception):
    """The follower has not run yet: there is no cursor."""
