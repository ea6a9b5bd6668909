"""Typed helpers that bring texts and words before moderators, through actions."""

from datetime import datetime
from uuid import UUID

from reputation.core import clock
from reputation.reviews import codenames, masks, queries, sending
from reputation.reviews.rules import MaskedAs, Outcome
from reputation.reviews.sending import Draft, HeldNow

NAMED = "The pan chipped. I wrote to Jordan Pikeley at jordan.pikeley@mail.example, and Ann from upstairs laughed."


def make_held(business: UUID, text: str = NAMED, *, language: str = "en", now: datetime | None = None) -> UUID:
    """A review without receipt whose writer left the marked passages as they are."""
    draft = Draft(2, Outcome.PROBLEM_UNSOLVED, language, text, no_receipt_given=False)
    codename = codenames.make()
    found = sending.send(draft=draft, codename=codename, business=business, insists=True, now=now or clock.now())
    assert isinstance(found, HeldNow), found
    return found.review


def make_asked(business: UUID, words: str = "copper pan", *, now: datetime | None = None) -> UUID:
    """A request to mask words of the first published review in which they stand; the worker has not masked them yet."""
    reviews = (one for one in queries.public(business=business, limit=100).items if one.state == "published")
    review = next(one.public_id for one in reviews if any(words in span.text for span in one.spans))
    kind = MaskedAs.PERSON
    return masks.ask(review=review, words=words, kind_of_words=kind, now=now or clock.now()).public_id
