"""Refusals about who acts for a business."""

from reputation.core.errors import DomainError, NotFound


class NotYours(NotFound):
    """There is no such business, or whoever asks does not belong to it. Which of the two is not told."""

    code = "not-yours"
    title = "There is no such business among yours."


class NotAllowed(DomainError):
    """The role, or the scope of the key, does not reach that far."""

    code = "not-allowed"
    status = 403
    title = "Your role, or the scope of this key, does not allow this."


class NoSuchMember(NotFound):
    """Nobody of this business has this id."""

    code = "no-such-member"
    title = "Nobody of this business has this id."


class LastOwner(DomainError):
    """A business is never without an owner."""

    code = "last-owner"
    status = 409
    title = "A business needs an owner: make somebody else one first."


class AlreadyMember(DomainError):
    """The address belongs to a member, or was invited already."""

    code = "already-member"
    status = 409
    title = "Whoever has this address is a member already, or was invited."


class TooMany(DomainError):
    """A bound was reached; the fact says which."""

    code = "too-many"
    status = 409
    title = "There are as many of these as there may be: end one first."


class InvitationOver(DomainError):
    """The invitation was used, taken back, or its time has passed; or it is for another address."""

    code = "invitation-over"
    status = 410
    title = "This invitation can no longer be used: it was used, taken back, is too old, or is for another address."


class NoSuchKey(NotFound):
    """Nobody made a key with this id here."""

    code = "no-such-key"
    title = "There is no such key here."


class NothingChanged(DomainError):
    """It is so already; another entry would say nothing."""

    code = "nothing-changed"
    status = 409
    title = "It is so already: nothing was changed."


class BadKeyName(DomainError):
    """The name of a key is empty or too long, or it may do nothing."""

    code = "bad-key"
    status = 422
    title = "A key needs a name of up to 60 characters and at least one thing it may do."


class BadEmail(DomainError):
    """No e-mail address."""

    code = "bad-email"
    status = 422
    title = "This is no e-mail address."


class CharterNotAccepted(DomainError):
    """Name or office is missing, a question is open, or an answer says that the charter is not kept."""

    code = "charter-not-accepted"
    status = 422
    title = "The charter is accepted by name and office, with every question answered as the charter asks."


class NoSuchCharter(NotFound):
    """No version of the charter has this number, or it can no longer be accepted."""

    code = "no-such-charter"
    title = "This version of the charter cannot be accepted now."


class AlreadyLeaving(DomainError):
    """Notice was given already, or there is none to take back."""

    code = "already-leaving"
    status = 409
    title = "Notice to leave was given already, or there is none to take back."


class KeyReused(DomainError):
    """The Idempotency-Key came with another call before."""

    code = "idempotency-key-reused"
    status = 422
    title = "This Idempotency-Key came with another call before: a new call needs a new key."


class KeyInUse(DomainError):
    """The same call is under way."""

    code = "idempotency-key-in-use"
    status = 409
    title = "A call with this Idempotency-Key is under way. Ask again in a moment."
