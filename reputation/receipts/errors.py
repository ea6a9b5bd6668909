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
