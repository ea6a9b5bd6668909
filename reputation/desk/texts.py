"""Held texts at the desk: one moderator decides, another one an appeal, nobody about a business they are tied to."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from reputation.accounts import queries as accounts
from reputation.desk import errors, rules
from reputation.desk.rules import OF_TEXTS, Bar, Standing
from reputation.members import queries as members
from reputation.reviews import held as texts
from reputation.reviews.held import HeldText
from reputation.reviews.judging import Marked, Put
from reputation.reviews.rules import Refusal


def waiting(user: int, today: date) -> list[HeldText]:
    """The texts that wait and are for this person to look at, by deadline; those of one day by chance."""
    if not accounts.duties(user) & OF_TEXTS:
        return []
    found = texts.waiting(today)
    tied = members.ties(user=user, businesses={text.business for text in found}, since=rules.ties_since(today))
    return [text for text in found if text.business not in tied and not _had_part(user, text)]


def one(*, user: int, held: UUID, today: date) -> HeldText:
    """A held text, for whoever may decide about it.

    Raises:
        NoSuchHeldText, HeldTextDecided, NotForYou
    """
    found = texts.one(held)
    bar = _bar(user, found, today)
    if bar is not None:
        raise errors.NotForYou(reason=str(bar))
    return found


def decide(
    *,
    user: int,
    held: UUID,
    choices: Sequence[Marked],
    missed: Sequence[Put],
    refusal: Refusal | None,
    now: datetime,
) -> None:
    """Say of each passage what becomes of it, and so what becomes of the text.

    Raises:
        NoSuchHeldText, HeldTextDecided, NotForYou, SecondPersonNeeded, BadDecision
    """
    one(user=user, held=held, today=now.date())
    texts.decide(held=held, user=user, choices=choices, missed=missed, refusal=refusal, now=now)


def _bar(user: int, text: HeldText, today: date) -> Bar | None:
    standing = Standing(
        duties=accounts.duties(user),
        is_tied=members.belonged(user=user, business=text.business, since=rules.ties_since(today)),
        had_part=_had_part(user, text),
    )
    return rules.barred(OF_TEXTS, standing)


def _had_part(user: int, text: HeldText) -> bool:
    return text.is_appeal and texts.decided_first(text.id) == user
