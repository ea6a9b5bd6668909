"""Refusals about attesters, keys, totals and tokens."""

from reputation.core.errors import DomainError, NotFound


class NoSuchAttester(NotFound):
    """No attester has this id."""

    code = "no-such-attester"
    title = "No attester has this id."


class NoSuchReceiptKey(NotFound):
    """The log names no key with this id."""

    code = "no-such-receipt-key"
    title = "The log names no receipt key with this id."


class NoSuchTotal(NotFound):
    """No total of this key and moment waits for this attester's signature."""

    code = "no-such-total"
    title = "No total of this key and moment waits for this attester’s signature."


class WrongReceiptKeyState(DomainError):
    """The key has ended, or was annulled."""

    code = "wrong-receipt-key-state"
    status = 409
    title = "This key of receipts has ended already."


class WrongAttesterState(DomainError):
    """The attester is not admitted yet, was refused, or has ended."""

    code = "wrong-attester-state"
    status = 409
    title = "This cannot follow: the attester is not admitted, or has ended."


class TokenNotValid(DomainError):
    """Another form or challenge, a key that the log does not name, or a signature that is not the key's."""

    code = "token-not-valid"
    status = 401
    title = "This is no receipt of this service."


class TokenSpent(DomainError):
    """The token went with another review, or with this one in other words."""

    code = "token-spent"
    status = 409
    title = "This receipt was used for a review already."


class TokenExpired(DomainError):
    """Its quarter, and the two after it, are over."""

    code = "token-expired"
    status = 410
    title = "The time in which this receipt could be used is over."


class KeyAnnulled(DomainError):
    """Two persons found that its key signed what was no purchase; the log says so."""

    code = "receipt-key-annulled"
    status = 410
    title = "The key that signed this receipt was annulled: its receipts count no more."


class TooManyAttesters(DomainError):
    """As many applications wait as may."""

    code = "too-many-attesters"
    status = 503
    title = "Too many applications of attesters are waiting. Try again in some days."


class TooManyKeyChanges(DomainError):
    """The log tells of every change for good: the key was changed as often today as it may be."""

    code = "too-many-key-changes"
    status = 409
    title = "The key was changed as often today as it may be. Change it again tomorrow."


class GoesWithItsBusiness(DomainError):
    """A business is its own attester as long as it takes part."""

    code = "goes-with-its-business"
    status = 409
    title = "A business vouches for itself until it leaves: its attester does not end before."


class AttesterKnown(DomainError):
    """The key is that of another attester, or an application for this website waits already."""

    code = "attester-known"
    status = 409
    title = "This key belongs to an attester already, or an application for this website waits."


class NotSigned(DomainError):
    """A request is not signed as it must be, or not by the attester's key. The fact `reason` says which."""

    code = "not-signed"
    status = 403
    title = "The request is not signed, or not by the key of this attester."


class TotalNotSigned(DomainError):
    """What came is no signature of the attester's key over the total."""

    code = "total-not-signed"
    status = 422
    title = "This is no signature of the attester’s key over this total."


class ForItselfOnly(DomainError):
    """A business vouches for its own sales."""

    code = "for-itself-only"
    status = 403
    title = "A business vouches for itself, and for nobody else."


class BadPublicKey(DomainError):
    """A text that is no public key of Ed25519."""

    code = "bad-public-key"
    status = 422
    title = "This is no public key of the kind Ed25519."
