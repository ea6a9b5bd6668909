"""Typed helpers that reach a state of what two persons decide, through actions."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from reputation.accounts.models import User
from reputation.accounts.rules import Duty
from reputation.admissions import actions as admissions
from reputation.desk import actions, errors, queries, terminations
from reputation.desk.rules import NONE, Kind, Particulars, State
from reputation.members.rules import Actor
from tests import members_made
from tests.accounts_made import make_user
from tests.members_made import NOW, doubtful

REASONS = "The register shows a partnership whose general partner is a company."
WHY_NOT = "The extract of the register is from another year."
GROUND = "false-reviews"


def somebody(*duties: Duty) -> int:
    """Somebody who works for the service."""
    return make_user(duties=duties).pk


def two(duty: Duty) -> tuple[int, int]:
    """Two persons with a duty."""
    return somebody(duty), somebody(duty)


def public_id(user: int) -> UUID:
    """The public id of an account."""
    return User.objects.get(pk=user).public_id


def make_application(*, user: int | None = None, now: datetime = NOW) -> tuple[int, UUID]:
    """Somebody, and the application of theirs that waits."""
    who = make_user().pk if user is None else user
    filed = admissions.apply(user=who, wish=doubtful(), now=now)
    assert filed.application is not None
    return who, filed.application


def decide(
    kind: Kind,
    subject: UUID | None,
    by: tuple[int, int],
    *,
    particulars: Particulars = NONE,
    reasons: str = REASONS,
    now: datetime = NOW,
) -> UUID:
    """Have the first propose and the second confirm. Answers the proposal."""
    first, second = by
    made = actions.propose(user=first, kind=kind, subject=subject, reasons=reasons, particulars=particulars, now=now)
    actions.confirm(user=second, proposal=made, now=now)
    return made


def refuse(application: UUID, by: tuple[int, int], *, now: datetime = NOW) -> UUID:
    """Have two persons refuse an application."""
    return decide(Kind.REFUSE, application, by, particulars=Particulars(is_natural_person=False), now=now)


def make_appealed(*, now: datetime = NOW) -> tuple[int, UUID, tuple[int, int]]:
    """The applicant, the application of which they appeal the refusal, and the two who refused it."""
    user, application = make_application(now=now)
    by = two(Duty.MODERATOR)
    refuse(application, by, now=now)
    admissions.appeal(user=user, application=application, said=WHY_NOT, now=now)
    return user, application, by


def exclusion(*, now: datetime = NOW) -> Particulars:
    """What an exclusion for a year carries."""
    return Particulars(ground=GROUND, until=now.date() + timedelta(days=400))


def make_exclusion(
    *, business: UUID | None = None, by: tuple[int, int] | None = None, now: datetime = NOW
) -> tuple[Actor, UUID]:
    """The owner of a business, and its exclusion as announced."""
    owner = members_made.make_member_business(now=now)
    about = owner.business if business is None else business
    decide(Kind.TERMINATE, about, by or two(Duty.OPERATOR), particulars=exclusion(now=now), now=now)
    return owner, queries.exclusions(about)[0].public_id


def appeal(owner: Actor, termination: UUID, *, now: datetime = NOW) -> None:
    """Have the business appeal."""
    terminations.appeal(actor=owner, termination=termination, said=WHY_NOT, now=now)


def propose(user: int, kind: Kind = Kind.ADMIT, subject: UUID | None = None, **given: Any) -> UUID:
    """Have somebody propose. Answers the proposal."""
    wish: dict[str, Any] = {"reasons": REASONS, "now": NOW} | given
    return actions.propose(user=user, kind=kind, subject=subject, **wish)


def state(proposal: UUID) -> State:
    """How a proposal stands."""
    return queries.proposal(proposal).state


def why(excinfo: pytest.ExceptionInfo[errors.NotForYou]) -> object:
    """Why something is not for somebody."""
    return excinfo.value.facts["reason"]
