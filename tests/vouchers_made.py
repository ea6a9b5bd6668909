"""Codes that can be claimed: of a business, under a key that the issuer made and the log names."""

from typing import NamedTuple
from uuid import UUID, uuid4

from reputation.core import clock
from reputation.issuing import actions, claims, course, keys
from reputation.receipts import codes
from reputation.receipts.rules import ReceiptClass
from tests import pages_made


class Issued(NamedTuple):
    """Codes of a business, in their canonical form, and the id of their key."""

    codes: list[str]
    key_id: bytes


def register(business: UUID, many: int = 1, receipt_class: ReceiptClass = ReceiptClass.SELLER) -> list[str]:
    """Codes that were registered a moment ago: their key is being made."""
    made = [codes.make() for _ in range(many)]
    actions.register(
        batch=uuid4(),
        attester=uuid4(),
        business=business,
        receipt_class=receipt_class,
        hashes=[codes.registered(code) for code in made],
        now=clock.now(),
    )
    return made


def make_codes(business: UUID, many: int = 1, receipt_class: ReceiptClass = ReceiptClass.SELLER) -> Issued:
    """The same a minute later: the key is made, logged, published and issues."""
    made = register(business, many, receipt_class)
    keys.make_asked()
    course.log_made()
    pages_made.settle()
    return Issued(made, claims.look(made[0]).key_id)
