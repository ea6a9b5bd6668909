"""Codes that can be claimed: a business, a key that the log names, and codes registered under it."""

from typing import NamedTuple
from uuid import UUID, uuid4

from django.db import transaction

from reputation.core import clock
from reputation.issuing import actions, keys
from reputation.issuing.models import IssuingKey
from reputation.log import actions as log
from reputation.receipts import codes, rules
from reputation.receipts.rules import ReceiptClass
from reputation.receipts.tokens import to_base64
from tests import pages_made


class Issued(NamedTuple):
    """Codes of a business and the key they are for."""

    business: UUID
    codes: list[str]
    key_id: bytes


def make_codes(business: UUID, many: int = 2, receipt_class: ReceiptClass = ReceiptClass.SELLER) -> Issued:
    """Register codes and have their key made, logged and issuing, as happens within a minute."""
    made = [codes.make() for _ in range(many)]
    actions.register(
        batch=uuid4(),
        attester=uuid4(),
        business=business,
        receipt_class=receipt_class,
        hashes=[codes.registered(code) for code in made],
        now=clock.now(),
    )
    keys.make_asked()
    key = IssuingKey.objects.get(business=business, receipt_class=receipt_class)
    with transaction.atomic():
        log.append(
            kind="receipt-key",
            body={
                "business": str(business),
                "class": receipt_class.value,
                "epoch": rules.show_epoch(key.epoch),
                "key_id": bytes(key.key_id).hex(),
                "key": to_base64(bytes(key.public_key)).replace("-", "+").replace("_", "/"),
            },
        )
    IssuingKey.objects.filter(pk=key.pk).update(state="issuing")
    pages_made.settle()
    return Issued(business, made, bytes(key.key_id))
