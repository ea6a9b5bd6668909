"""Refusals about receipts."""

from reputation.core.errors import DomainError, NotFound


class NoSuchReceiptKey(NotFound):
    """The log names no key of this id."""

    code = "no-such-receipt-key"
    title = "The log names no key of receipts with this id."


class WrongReceiptKeyState(DomainError):
    """The key has ended, or was annulled."""

    code = "wrong-receipt-key-state"
    status = 409
    title = "This key of receipts has ended already."
