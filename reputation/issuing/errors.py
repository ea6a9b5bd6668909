"""Refusals of the issuer: of batches, and of claims."""

from reputation.core.errors import DomainError


class TooManyCodes(DomainError):
    """A batch has more codes than one batch may have."""

    code = "too-many-codes"
    status = 422
    title = "A batch has too many codes: register several batches."


class KeyFull(DomainError):
    """The attester registered as many codes under the key of a business as it may. Nothing of the batch was taken."""

    code = "key-full"
    status = 409
    title = "As many codes are registered for this business and quarter as one attester may register."


class BadCount(DomainError):
    """No voucher was asked for, or more than can be made at once."""

    code = "bad-count"
    status = 422
    title = "At least one voucher is made at once, and at most 10,000."


class BatchReused(DomainError):
    """The id was given to another batch."""

    code = "batch-reused"
    status = 409
    title = "Another batch was registered under this id."


class VoucherKnown(DomainError):
    """A code of the batch was registered before. Nothing of the batch was taken."""

    code = "voucher-known"
    status = 409
    title = "A code of this batch was registered before, or is in it twice."


class ProofUsed(DomainError):
    """The proof of a purchase was used before."""

    code = "proof-used"
    status = 409
    title = "This proof of a purchase was used before."


class UnknownVoucher(DomainError):
    """No attester registered this code, or it is gone with its key."""

    code = "unknown-voucher"
    status = 403
    title = "This code is not known."


class KeyNotReady(DomainError):
    """The key that signs for this code is not in the public log yet: it takes about a minute."""

    code = "key-not-ready"
    status = 503
    title = "The key for this code is being made. Come again in a minute."


class KeyEnded(DomainError):
    """The key that signed for this code issues no more."""

    code = "key-ended"
    status = 410
    title = "The time in which this code could be used is over."


class TokenRequestNotValid(DomainError):
    """A token request has another form, is for another key, or its number is out of range. No code was spent."""

    code = "token-request-not-valid"
    status = 422
    title = "This is no token request for the key of this code. The code was not used up."


class VoucherClaimed(DomainError):
    """The code was claimed with another request."""

    code = "voucher-claimed"
    status = 409
    title = "This code was used already."
