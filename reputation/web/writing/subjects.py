"""What a review is about: a business, and a ticket that shows a purchase there, or none."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from reputation.businesses import queries as businesses
from reputation.core import months
from reputation.receipts import queries, redemption, tickets
from reputation.receipts.errors import TokenNotValid
from reputation.receipts.rules import ReceiptError, most_of
from reputation.reviews import rules
from reputation.reviews.errors import NotReviewable
from reputation.reviews.rules import ReceiptClass
from reputation.rulebook.receipts import FEW_CLAIMS


@dataclass(frozen=True, slots=True)
class Subject:
    """A business that can be reviewed, with a ticket or without one.

    `claimed`: how many tickets of the same stamp there are, as a band. `draft`: the name under which a device keeps
    the draft; of a ticket it tells nothing.
    """

    business: UUID
    name: str
    receipt_class: ReceiptClass
    draft: str
    claimed: str = ""
    good_until: date | None = None
    token: bytes | None = field(default=None, repr=False)

    @property
    def has_receipt(self) -> bool:
        """Whether a ticket goes with it."""
        return self.token is not None

    @property
    def is_among_few(self) -> bool:
        """Whether so few have such a ticket that the business may guess who wrote."""
        return self.has_receipt and most_of(self.claimed) < FEW_CLAIMS.value


def with_ticket(text: str, *, now: datetime) -> Subject:
    """What somebody may review with a ticket. Its token alone says so; the lines above it are for people.

    Raises:
        TokenNotValid: it is no ticket, or none of this service.
        KeyAnnulled, TokenExpired: it counts no more.
        NotReviewable: the business left, and a year has passed.
    """
    try:
        token = tickets.parse(text).token
    except ReceiptError as error:
        raise TokenNotValid from error
    receipt = redemption.read(token, now=now)
    key = queries.key(receipt.key_id)
    return Subject(
        business=receipt.business,
        name=_name(receipt.business, now, has_receipt=True),
        receipt_class=ReceiptClass(receipt.receipt_class),
        draft=sha256(b"draft " + token).hexdigest(),
        claimed=key.claimed,
        good_until=months.first_day(key.redeemed_until + 1) - timedelta(days=1),
        token=token,
    )


def without_receipt(business: UUID, *, now: datetime) -> Subject:
    """What somebody may review without a receipt.

    Raises:
        NoSuchBusiness: there is none.
        NotReviewable: it left.
    """
    name = _name(business, now, has_receipt=False)
    return Subject(business=business, name=name, receipt_class=ReceiptClass.NONE, draft=str(business))


def _name(business: UUID, now: datetime, *, has_receipt: bool) -> str:
    called = businesses.called(business)
    if not rules.may_be_reviewed(called.left_on, now.date(), has_receipt=has_receipt):
        raise NotReviewable
    return called.names[0]
