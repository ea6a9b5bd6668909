"""Leaving with notice, coming back, and pointing to the business that goes on."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from reputation.businesses import leavings as business_leavings
from reputation.businesses import queries as business_queries
from reputation.businesses.errors import WrongBusinessState
from reputation.businesses.rules import State
from reputation.core.db import broken_constraint
from reputation.core.rows import alone
from reputation.members import charters, deeds, errors, queries
from reputation.members.models import Leaving
from reputation.members.rules import Act, Actor, DeedKind, Role
from reputation.rulebook import charter as rulebook
from reputation.rulebook import members as numbers


@transaction.atomic
def give_notice(*, actor: Actor, now: datetime) -> None:
    """Give notice: the business leaves thirty days from now, for no reason that it would have to give.

    Raises:
        AlreadyLeaving, WrongBusinessState, NotAllowed
    """
    queries.require(actor, Act.OWN)
    charters.keep_notice(actor.business)
    if business_queries.profile(actor.business).state is not State.PARTICIPANT:
        raise WrongBusinessState
    leaves_on = now.date() + timedelta(days=numbers.NOTICE_TO_LEAVE.value)
    try:
        with transaction.atomic():
            Leaving.objects.create(
                business_id=actor.business, why=Leaving.Why.ASKED, given_on=now.date(), leaves_on=leaves_on
            )
    except IntegrityError as error:
        if broken_constraint(error) == "leaving_once":
            raise errors.AlreadyLeaving from error
        raise
    deeds.note(actor, DeedKind.LEAVING_NOTICED, now=now, detail=leaves_on.isoformat())
    deeds.tell(business=actor.business, kind="leaving-noticed", facts={"leaves_on": leaves_on.isoformat()}, now=now)


@transaction.atomic
def take_back(*, actor: Actor, now: datetime) -> None:
    """Take notice back before its day. What follows from a charter that is not accepted ends by accepting it.

    Raises:
        AlreadyLeaving: there is no notice that could be taken back.
        NotAllowed
    """
    queries.require(actor, Act.OWN)
    charters.keep_notice(actor.business)
    rows = Leaving.objects.filter(business__public_id=actor.business, ended_on__isnull=True, why=Leaving.Why.ASKED)
    if not rows.update(ended_on=now.date(), is_cancelled=True):
        raise errors.AlreadyLeaving
    deeds.note(actor, DeedKind.LEAVING_CANCELLED, now=now)
    deeds.tell(business=actor.business, kind="leaving-cancelled", facts={}, now=now)


def leave_due(*, now: datetime) -> int:
    """Let every business go whose day has come. Answers how many."""
    count = 0
    for row in Leaving.objects.filter(ended_on__isnull=True, leaves_on__lte=now.date()).order_by("id"):
        with alone("members.leave_due"), transaction.atomic():
            charters.keep_notice(row.business_id)
            live = Leaving.objects.filter(pk=row.pk, ended_on__isnull=True).first()
            if live is None:
                continue
            live.ended_on = now.date()
            live.save(update_fields=["ended_on"])
            if business_queries.profile(live.business_id).state is State.PARTICIPANT:
                business_leavings.leave(business=live.business_id, now=now)
                deeds.tell(business=live.business_id, kind="left", facts={}, now=now)
                count += 1
    return count


@transaction.atomic
def come_back(*, actor: Actor, name: str, office: str, answers: Mapping[str, bool], now: datetime) -> None:
    """Take part again, with the history there was, under the charter in force.

    Raises:
        CharterNotAccepted, WrongBusinessState, Excluded, NotAllowed
        NotYours: the owner went in the same moment.
    """
    queries.require(actor, Act.OWN)
    charter = rulebook.in_force(now.date())
    charters.require_kept(charter, name, office, answers)
    business_leavings.come_back(business=actor.business, charter_version=charter.version, now=now)
    # It is locked from here on, and its last owner cannot go any more.
    if not queries.live(actor.business).filter(user_id=actor.user or 0, role=Role.OWNER).exists():
        raise errors.NotYours
    charters.write(actor=actor, charter=charter, name=name, office=office, now=now)
    deeds.note(actor, DeedKind.RETURNED, now=now)
    deeds.tell(business=actor.business, kind="returned", facts={}, now=now)


@transaction.atomic
def name_successor(*, actor: Actor, successor: Actor, now: datetime) -> None:
    """Let a business that left point to another one; whoever says so is an owner of both.

    Raises:
        BadSuccessor, Excluded, NotAllowed
    """
    queries.require(actor, Act.OWN)
    queries.require(successor, Act.OWN)
    business_leavings.name_successor(business=actor.business, successor=successor.business, now=now)
    deeds.note(actor, DeedKind.SUCCESSOR_NAMED, now=now, detail=str(successor.business))
