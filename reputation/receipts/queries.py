"""Reading who may vouch, and the keys that the log names."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reputation.receipts import errors
from reputation.receipts.models import Attester
from reputation.receipts.rules import AttesterKind, AttesterState, ReceiptClass


@dataclass(frozen=True, slots=True)
class AttesterFacts:
    """Everything public about an attester. `name`, `website`: empty for a business and for the operator's own."""

    public_id: UUID
    kind: AttesterKind
    receipt_class: ReceiptClass
    business: UUID | None
    name: str
    website: str
    public_key: bytes | None
    state: AttesterState
    applied_on: date
    admitted_on: date | None
    ended_on: date | None


def attester(public_id: UUID) -> AttesterFacts:
    """An attester, whatever became of it. One statement.

    Raises:
        NoSuchAttester: nobody has this id.
    """
    row = Attester.objects.filter(public_id=public_id).first()
    if row is None:
        raise errors.NoSuchAttester
    return facts_of(row)


def facts_of(row: Attester) -> AttesterFacts:
    """What is public of a row."""
    return AttesterFacts(
        public_id=row.public_id,
        kind=AttesterKind(row.kind),
        receipt_class=ReceiptClass(row.receipt_class),
        business=row.business_id,
        name=row.name,
        website=row.website,
        public_key=None if row.public_key is None else bytes(row.public_key),
        state=AttesterState(row.state),
        applied_on=row.applied_on,
        admitted_on=row.admitted_on,
        ended_on=row.ended_on,
    )
