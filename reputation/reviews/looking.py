"""What is looked over before it comes out, beside reviews: what a writer changes, what a business answers."""

from datetime import date, datetime
from uuid import UUID

from reputation.reviews import errors, held_texts, sending
from reputation.reviews.held_texts import Content
from reputation.reviews.rules import HeldKind
from reputation.screening.findings import Findings, Verdict


def over(*, business: UUID, language: str, text: str, insists: bool) -> Findings | None:
    """What a moderator has to look at in a text first; None: it may come out.

    Raises:
        PassagesFound: the screening marks passages, and whoever wrote it was not asked yet.
        NoSuchBusiness
    """
    found = sending.look_over(business=business, language=language, text=text)
    if found.items and not insists:
        raise errors.PassagesFound(found)
    return found if found.verdict is Verdict.MODERATOR else None


def hold(
    kind: HeldKind, *, review: UUID, business: UUID, language: str, content: Content, found: Findings, now: datetime
) -> date:
    """Put it away until a moderator has looked, in place of what is held of that kind; by which day that is."""
    row = held_texts.hold(kind, review, business, language, content, held_texts.cause(found), now)
    return row.decide_by
