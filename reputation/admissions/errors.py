"""Refusals about applications to join."""

from reputation.core.errors import DomainError, NotFound


class NoSuchApplication(NotFound):
    """There is no such application, or it is somebody else's."""

    code = "no-such-application"
    title = "There is no such application among yours."


class WrongApplicationState(DomainError):
    """The application was decided, taken back or appealed already, or the time to appeal has passed."""

    code = "wrong-application-state"
    status = 409
    title = "This cannot follow: the application was decided, taken back or appealed already, or it is too late."


class TooManyApplications(DomainError):
    """The account has as many applications waiting as it may."""

    code = "too-many-applications"
    status = 409
    title = "As many of your applications are waiting as may wait at a time."


class Unexplained(DomainError):
    """Reasons are missing, or far too long."""

    code = "unexplained"
    status = 422
    title = "Reasons of 20 to 2,000 characters are needed."


class BadCountry(DomainError):
    """No country."""

    code = "bad-country"
    status = 422
    title = "This is no country: two letters such as DE are needed."
