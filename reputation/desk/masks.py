"""Words that somebody asked to mask, at the desk: one moderator says whether they stay masked."""

from datetime import datetime
from uuid import UUID

from reputation.accounts import queries as accounts
from reputation.desk import errors, rules
from reputation.desk.rules import OF_TEXTS, Bar, Standing
from reputation.members import queries as members
from reputation.reviews import masks
from reputation.reviews.masks import Asked


def waiting(user: int, now: datetime) -> list[Asked]:
    """The requests that wait and are for this person to decide, by deadline."""
    if not accounts.duties(user) & OF_TEXTS:
        return []
    found, since = masks.waiting(now), rules.ties_since(now.date())
    tied = members.ties(user=user, businesses={asked.business for asked in found}, since=since)
    return [asked for asked in found if asked.business not in tied]


def one(*, user: int, mask: UUID, now: datetime) -> Asked:
    """A request, for whoever may decide it.

    Raises:
        NoSuchMaskRequest, MaskDecided, NotForYou
    """
    found = masks.one(mask)
    bar = _bar(user, found, now)
    if bar is not None:
        raise errors.NotForYou(reason=str(bar))
    return found


def decide(*, user: int, mask: UUID, stays: bool, now: datetime) -> None:
    """Let the words stay masked, or show them again.

    Raises:
        NoSuchMaskRequest, MaskDecided, NotForYou
    """
    one(user=user, mask=mask, now=now)
    masks.decide(mask=mask, user=user, stays=stays, now=now)


def _bar(user: int, asked: Asked, now: datetime) -> Bar | None:
    today = now.date()
    standing = Standing(
        duties=accounts.duties(user),
        is_tied=members.belonged(user=user, business=asked.business, since=rules.ties_since(today)),
    )
    return rules.barred(OF_TEXTS, standing)
