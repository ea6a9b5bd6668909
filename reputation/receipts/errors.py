"""Refusals about attesters, keys and receipts."""

from reputation.core.errors import DomainError, NotFound


class NoSuchAttester(NotFound):
    """No attester has this id."""

    code = "no-such-attester"
    title = "No attester has this id."


class NoSuchReceiptKey(NotFound):
    """The log names no key with this id."""

    code = "no-such-receipt-key"
    title = "The log names no receipt key with this id."


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
