"""The keys that issue now, as anybody may know them."""

from uuid import UUID

from reputation.issuing import errors
from reputation.issuing.models import IssuingKey
from reputation.issuing.rules import KeyState
from reputation.receipts.rules import IssuerKey, ReceiptClass


def listed(*, most: int) -> list[IssuerKey] | None:
    """All keys that issue, the newest first; None when they are more than `most`."""
    found = _keys(most + 1)
    return found if len(found) <= most else None


def listed_of(business: UUID, receipt_class: ReceiptClass, *, most: int) -> list[IssuerKey]:
    """The keys of a business and class, the newest first: one, or a few where an older one issues on."""
    return _keys(most, business=business, receipt_class=receipt_class)


def public_key(key_id: bytes) -> IssuerKey:
    """A key that issues, by its id.

    Raises:
        KeyEnded: it does no more.
    """
    found = _keys(1, key_id=key_id)
    if not found:
        raise errors.KeyEnded
    return found[0]


def _keys(most: int, **which: object) -> list[IssuerKey]:
    found = IssuingKey.objects.filter(state=KeyState.ISSUING, **which).order_by("-epoch", "-id")
    return [IssuerKey.parse(bytes(raw)) for raw in found.values_list("public_key", flat=True)[:most] if raw is not None]
