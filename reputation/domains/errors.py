"""Refusals about proving a domain."""

from reputation.core.errors import DomainError, NotFound


class NoSuchClaim(NotFound):
    """There is no such claim, or it is another business's."""

    code = "no-such-claim"
    title = "There is no such claim of a web address here."


class AlreadyClaimed(DomainError):
    """The business claims this domain already, or has proved it."""

    code = "domain-already-claimed"
    status = 409
    title = "Your business claims this web address already, or has proved it."


class ClaimEnded(DomainError):
    """The claim was given up, or its proof was lost."""

    code = "claim-ended"
    status = 409
    title = "This claim has ended: claim the web address once more."


class CheckedMomentsAgo(DomainError):
    """The claim was looked at within the last minute; the fact `wait_s` says for how long to wait."""

    code = "checked-moments-ago"
    status = 429
    title = "We looked moments ago. Wait a minute, then ask again."


class MailRefused(DomainError):
    """A signed message does not show control of the domain; the fact `rule` says why."""

    code = "mail-not-a-proof"
    status = 422
    title = "This message does not show that you control the web address."


class CouldNotLook(DomainError):
    """The key that the message was signed with could not be asked for."""

    code = "could-not-look"
    status = 503
    title = "We could not look just now. Nothing was changed; try again later."
