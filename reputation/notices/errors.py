"""Refusals about mails."""

from reputation.core.errors import DomainError


class BadMailAddress(DomainError):
    """Nothing can be sent to it."""

    code = "bad-mail-address"
    status = 422
    title = "This is no e-mail address that can be written to."
