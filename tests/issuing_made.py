"""Typed helpers that reach a state of the issuer through actions, so that no impossible one exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

from reputation.issuing import actions, claims, course, keys
from reputation.issuing.models import IssuingKey
from reputation.receipts import codes
from reputation.receipts.rules import IssuerKey, ReceiptClass
from reputation.receipts.tokens import Asked, Challenge, ask
from tests.reviews_made import make_business

AUTUMN = datetime(2026, 11, 2, 9, tzinfo=UTC)
CHALLENGE = Challenge("demo.open-reference.example").encode()


@dataclass(frozen=True, slots=True)
class Shop:
    """A business with an attester and codes. `key_id` is None while its key is not made."""

    business: UUID
    attester: UUID
    codes: list[str]
    key_id: bytes | None

    @property
    def key(self) -> IssuerKey:
        row = IssuingKey.objects.get(key_id=self.key_id)
        assert row.public_key is not None
        return IssuerKey.parse(bytes(row.public_key))


def register(
    business: UUID,
    given: Sequence[str],
    *,
    attester: UUID | None = None,
    batch: UUID | None = None,
    receipt_class: ReceiptClass = ReceiptClass.SELLER,
    now: datetime = AUTUMN,
) -> actions.Registered:
    return actions.register(
        batch=batch or uuid4(),
        attester=attester or uuid4(),
        business=business,
        receipt_class=receipt_class,
        hashes=[codes.registered(code) for code in given],
        now=now,
    )


def make_codes(count: int) -> list[str]:
    return [codes.make() for _ in range(count)]


def make_shop(
    count: int = 3,
    *,
    attester: UUID | None = None,
    receipt_class: ReceiptClass = ReceiptClass.SELLER,
    now: datetime = AUTUMN,
    is_ready: bool = True,
) -> Shop:
    """A shop that registered codes. Unless told otherwise, its key is made and named in the log."""
    business, attester, made = make_business(), attester or uuid4(), make_codes(count)
    register(business, made, attester=attester, receipt_class=receipt_class, now=now)
    if not is_ready:
        return Shop(business, attester, made, None)
    assert keys.make_asked() == 1
    course.log_made()
    row = IssuingKey.objects.get(business=business, receipt_class=receipt_class)
    assert row.key_id is not None
    return Shop(business, attester, made, bytes(row.key_id))


def make_request(shop: Shop) -> Asked:
    """What a buyer's browser begins with."""
    return ask(shop.key, CHALLENGE)


def make_token(shop: Shop, code: str) -> bytes:
    """The token that a buyer gets for a code."""
    asked = make_request(shop)
    return asked.finish(claims.claim(code, asked.request))
