"""Refusals about people who sign in."""

from reputation.core.errors import DomainError, NotFound


class NoSuchAccount(NotFound):
    """Nobody who signs in has this address or id."""

    code = "no-such-account"
    title = "There is no such account."


class DutyGivenAlready(DomainError):
    """Somebody has this duty already."""

    code = "duty-given-already"
    status = 409
    title = "Whoever has this account has this duty already."


class NoSuchDuty(NotFound):
    """Nobody with this account has this duty."""

    code = "no-such-duty"
    title = "Whoever has this account does not have this duty."


class WithoutDuty(DomainError):
    """The page is for people with another duty."""

    code = "without-duty"
    status = 403
    title = "This page is for people who work for the service, and your account does not have the duty it needs."


class OfferOver(DomainError):
    """The link to a new address was used, is too old, or the address has an account by now. Which is not told."""

    code = "address-offer-over"
    status = 410
    title = "This link to a new address can no longer be used."
