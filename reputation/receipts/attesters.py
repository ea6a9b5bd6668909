"""Who may vouch for purchases: a business for itself, those whom two persons admit, and the operator."""

import base64
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from reputation.businesses import queries as businesses
from reputation.businesses.errors import WrongBusinessState
from reputation.core.db import broken_constraint
from reputation.log import actions as log
from reputation.receipts.models import Attester
from reputation.receipts.rules import AttesterKind, AttesterState, ReceiptClass

OWN = frozenset({AttesterKind.MAIL, AttesterKind.MODERATOR})
"""What the operator is itself: it sees mails and proofs, and has no key to sign totals with but the log's."""
ONE_OF_EACH = ("attester_one_of_a_business", "attester_own_once")


def of_business(business: UUID, now: datetime) -> UUID:
    """The attester that a business is for itself, admitted with its first batch. Without a key until it gives one.

    Raises:
        NoSuchBusiness
        WrongBusinessState: it has left, and vouches for nothing new.
    """
    if businesses.left_on(business) is not None:
        raise WrongBusinessState
    return _of(AttesterKind.BUSINESS, ReceiptClass.SELLER, business, now)


def own(kind: AttesterKind, receipt_class: ReceiptClass, now: datetime) -> UUID:
    """The attester that the operator is itself, admitted at its first use: for mails of a class, or for proofs seen."""
    if kind not in OWN:
        raise ValueError("the operator vouches for mails and as moderator only")
    return _of(kind, receipt_class, None, now)


def _of(kind: AttesterKind, receipt_class: ReceiptClass, business: UUID | None, now: datetime) -> UUID:
    """The one that is there, or else a new one: of two who come at once, one makes it."""
    rows = Attester.objects.filter(
        kind=kind, receipt_class=receipt_class, business=business, state=AttesterState.ADMITTED
    ).values_list("public_id", flat=True)
    found = rows.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            row = Attester.objects.create(
                public_id=uuid4(),
                kind=kind,
                receipt_class=receipt_class,
                business_id=business,
                state=AttesterState.ADMITTED,
                applied_on=now.date(),
                admitted_on=now.date(),
            )
            _log_admitted(row, now)
    except IntegrityError as error:
        if broken_constraint(error) in ONE_OF_EACH:
            return rows.get()
        raise
    return row.public_id


def _log_admitted(row: Attester, now: datetime) -> None:
    body = {
        "attester": str(row.public_id),
        "attester_kind": str(row.kind),
        "class": str(row.receipt_class),
        "date": now.date().isoformat(),
    }
    if row.public_key is not None:
        body["key"] = base64.b64encode(row.public_key).decode()
    log.append(kind="attester-admitted", body=body)
