"""What members of a business, or its systems, do in cases: who may, and what is written down of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from reputation.disputes import errors, exchange, filing, records
from reputation.disputes.models import Case
from reputation.disputes.rules import Ground, Side
from reputation.members import deeds, queries
from reputation.members.rules import Act, Actor, DeedKind
from reputation.ratings.alerts import Alert
from reputation.reviews import queries as reviews
from reputation.reviews.errors import NoSuchReview

T = TypeVar("T")


def challenge(
    *,
    actor: Actor,
    review: UUID,
    ground: Ground,
    quote: str,
    said: str,
    law: str = "",
    insists: bool = False,
    now: datetime,
) -> UUID:
    """Challenge a review of one's business. Answers the id of the case.

    Raises:
        NotAllowed
        NoSuchReview: there is none, or it is about another business.
        BadClaim, Inadmissible, AlreadyOpen, ChallengedBefore, PassagesFound: as `filing.file_challenge` says.
    """
    queries.require(actor, Act.ANSWER)
    found = reviews.one(review)
    if found.business != actor.business:
        raise NoSuchReview
    with transaction.atomic():
        case = filing.file_challenge(
            review=review,
            ground=ground,
            quote=quote,
            said=said,
            law=law,
            side=Side.BUSINESS,
            language=found.language,
            insists=insists,
            now=now,
        )
        deeds.note(actor, DeedKind.CHALLENGED, now=now, detail=str(case))
    return case


def contest_alert(*, actor: Actor, alert: Alert, said: str, insists: bool = False, now: datetime) -> UUID:
    """Have two persons look whether a notice about one's figures has an innocent cause. Answers the id of the case.

    Raises:
        NotAllowed
        NoSuchAlert, BadClaim, AlreadyOpen, PassagesFound: as `filing.contest_alert` says.
    """
    queries.require(actor, Act.ANSWER)
    with transaction.atomic():
        case = filing.contest_alert(business=actor.business, alert=alert, said=said, insists=insists, now=now)
        deeds.note(actor, DeedKind.CHALLENGED, now=now, detail=str(case))
    return case


def is_imitated(business: UUID, case: UUID) -> bool:
    """Whether a case is about an address that looks like one of a business."""
    return Case.objects.filter(public_id=case, business__public_id=business, domain__isnull=False).exists()


def may_answer(case: UUID) -> bool:
    """Whether the business that an address looks like may still say something to it."""
    return exchange.may_answer(Case.objects.get(public_id=case))


def answer(*, actor: Actor, case: UUID, text: str, insists: bool = False, now: datetime) -> None:
    """Say something, once, in a case about an address that looks like one of one's own.

    Raises:
        NotAllowed
        NoSuchCase: there is none, or it is about an address that looks like one of somebody else.
        WrongState, BadText, PassagesFound
    """
    queries.require(actor, Act.ANSWER)
    if not is_imitated(actor.business, case):
        raise errors.NoSuchCase
    is_held = records.looked_over(case, text, insists=insists)
    with transaction.atomic():
        exchange.answer(case=case, text=text, is_held=is_held, now=now)
        deeds.note(actor, DeedKind.ACTED_IN_CASE, now=now, detail=str(case))


def act(*, actor: Actor, case: UUID, what: Callable[..., T], now: datetime, **given: Any) -> T:
    """Do something in a case that the business filed, and write down that it did.

    Raises:
        NotAllowed
        NoSuchCase: there is none, or it is not one that this business filed.
        Whatever `what` raises.
    """
    queries.require(actor, Act.ANSWER)
    require_own(actor.business, case)
    with transaction.atomic():
        found = what(case=case, now=now, **given)
        deeds.note(actor, DeedKind.ACTED_IN_CASE, now=now, detail=str(case))
    return found


def require_own(business: UUID, case: UUID) -> None:
    """See that a business filed a case.

    Raises:
        NoSuchCase
    """
    if not Case.objects.filter(public_id=case, business__public_id=business, side=Side.BUSINESS).exists():
        raise errors.NoSuchCase
