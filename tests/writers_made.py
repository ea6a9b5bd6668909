"""Writers with codenames, as they send reviews and come back to their mailboxes."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from reputation.core import ids
from reputation.reviews import codenames, mailbox, sending, writers
from reputation.reviews.acceptances import Slip
from reputation.reviews.models import Held
from reputation.reviews.rules import HeldKind, Outcome
from tests.reviews_made import MONDAY, make_business


class Made(NamedTuple):
    """A review that was sent, and what its writer keeps."""

    review: UUID
    codename: str
    accepted: sending.Accepted

    def open(self, now: datetime) -> str:
        return mailbox.open(codename=self.codename, now=now)

    def inside(self, now: datetime) -> mailbox.Mailbox:
        return mailbox.inside(handle=self.open(now), now=now)


def make_writer(
    business: UUID | None = None,
    *,
    stars: int = 4,
    outcome: Outcome = Outcome.AS_AGREED,
    text: str = "A copper pan, as agreed.",
    now: datetime = MONDAY,
    source: ids.Source = ids.SECURE,
) -> Made:
    """A review that waits, of somebody who has no receipt."""
    codename = codenames.make(source)
    draft = sending.Draft(stars, outcome, "en", text, no_receipt_given=False)
    accepted = sending.send(draft=draft, codename=codename, business=business or make_business(), now=now)
    assert isinstance(accepted, sending.Accepted), accepted
    Held.objects.filter(kind=HeldKind.AUDIT).delete()  # one in some, by chance
    return Made(accepted.review, codename, accepted)


def give_codename(review: UUID) -> str:
    """A codename for a review that was made without one."""
    codename = codenames.make()
    assert writers.note(writers.read(codename), review, Slip("no acceptance", b"s" * 32, b"t" * 32))
    return codename
