"""Refusals about people who sign in."""

from reputation.core.errors import DomainError, NotFound


class NoSuchAccount(NotFound):
    """Nobody who signs in has this address or id."""

    code = "no-such-account"
    title = "There is no such account."


class AccountExists(DomainError):
    """An account has this address. Only whoever runs the service is told."""

    code = "account-exists"
    status = 409
    title = "There is an account with this address already."


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


class WorkNotGood(DomainError):
    """The work of an attempt is not solved, too old, used, for another name, or too small by now."""

    code = "work-not-good"
    status = 422
    title = "The work that an attempt costs was not done, was used already, or is too old."


class TooSoon(DomainError):
    """Without work an attempt waits for its turn; a second factor always does. The fact `wait_s` says how long."""

    code = "too-soon"
    status = 429
    title = "The turn of this attempt has not come."
