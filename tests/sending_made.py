"""Texts as writers send them, each with a codename of its own, and moderators who look at those that are held."""

from datetime import datetime
from itertools import count
from uuid import UUID

from reputation.accounts.models import User
from reputation.reviews import codenames, sending
from reputation.reviews.rules import Outcome
from reputation.reviews.sending import Accepted, Draft, HeldNow
from tests.receipts_made import SENT

# Finnish is no language of the screening: a moderator looks first.
FINNISH = "Kattila saapui ajallaan, ja se oli juuri sellainen kuin luvattiin."
_numbers = count(1)


def draft(
    text: str = "A copper pan, as agreed.",
    *,
    stars: int = 4,
    outcome: Outcome = Outcome.AS_AGREED,
    language: str = "en",
    no_receipt_given: bool | None = None,
) -> Draft:
    return Draft(stars, outcome, language, text, no_receipt_given)


def held_draft(text: str = FINNISH, *, no_receipt_given: bool | None = None) -> Draft:
    """A draft at which a moderator looks first."""
    return draft(text, language="fi", no_receipt_given=no_receipt_given)


def send_held(
    token: bytes | None = None,
    *,
    business: UUID | None = None,
    text: str = FINNISH,
    codename: str | None = None,
    now: datetime = SENT,
) -> HeldNow:
    """Send a text that is held: with a token, or without a receipt."""
    said = held_draft(text, no_receipt_given=None if business is None else False)
    codename = codename or codenames.make()
    found = sending.send(draft=said, codename=codename, token=token, business=business, now=now)
    assert isinstance(found, HeldNow), found
    return found


def send_without_receipt(
    business: UUID, *, text: str = "A copper pan, as agreed.", codename: str | None = None, now: datetime = SENT
) -> Accepted:
    said = draft(text, no_receipt_given=False)
    found = sending.send(draft=said, codename=codename or codenames.make(), business=business, now=now)
    assert isinstance(found, Accepted), found
    return found


def make_moderator() -> int:
    return User.objects.create(email=f"moderator-{next(_numbers)}@reference.example").pk
