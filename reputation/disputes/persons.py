"""Who of the service does what in a case: what they had part in is kept, so that nobody decides about themselves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.accounts import queries as accounts
from reputation.accounts.rules import Duty
from reputation.core import months
from reputation.disputes import errors, records
from reputation.disputes.models import Case, Decider, Interim, Taking
from reputation.disputes.rules import OVER, Part, State
from reputation.members import queries as members
from reputation.rulebook import cases as numbers

TIES_LAST = 24
"""Months after which somebody is no longer tied to a business they belonged to. Source: ours; the desk's own rule."""


def require(case: Case, user: int, duty: Duty, now: datetime) -> None:
    """See that somebody may do something in a case.

    Raises:
        NotForYou: without the duty; tied to the business; or they would rather not.
    """
    if duty not in accounts.duties(user):
        raise errors.NotForYou(reason="duty")
    since = months.later(now.date(), -TIES_LAST)
    if members.belonged(user=user, business=case.business_id, since=since):
        raise errors.NotForYou(reason="tie")
    if Taking.objects.filter(case=case, user_id=user, part=Part.DECLINED).exists():
        raise errors.NotForYou(reason="declined")


def took(case: Case, user: int, part: Part, now: datetime) -> None:
    """Keep that somebody had part in a case."""
    row = Taking(case=case, user_id=user, part=part, taken_on=now.date())
    Taking.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def declare(*, case: UUID, user: int, now: datetime) -> None:
    """Say that nothing ties oneself to either side, before reading a case.

    Raises:
        NoSuchCase, NotForYou
    """
    found = records.locked(case)
    if not accounts.duties(user):
        raise errors.NotForYou(reason="duty")
    require(found, user, next(iter(sorted(accounts.duties(user)))), now)
    took(found, user, Part.DECLARED, now)


@transaction.atomic
def decline(*, case: UUID, user: int, now: datetime) -> None:
    """Have others decide: a tie, or another reason that nobody asks for. It is for good.

    Raises:
        NoSuchCase, WrongState
    """
    found = records.locked(case, *(state for state in State if state not in OVER))
    took(found, user, Part.DECLINED, now)


def forget_old(*, now: datetime) -> int:
    """Forget who had part in cases that are long over, and who decided them. Answers of how many cases.

    Roles and how many they were stay in what was decided; nobody can be asked to look at such a case again.
    """
    early = months.later(now.date(), -numbers.PERSONS_KEPT.value)
    old = Case.objects.filter(ended_on__lt=early)
    takings, deciders = Taking.objects.filter(case__in=old), Decider.objects.filter(decision__case__in=old)
    interims = Interim.objects.filter(case__in=old).exclude(taken_by=None, confirmed_by=None)
    known = {*takings.values_list("case", flat=True), *deciders.values_list("decision__case", flat=True)}
    known |= set(interims.values_list("case", flat=True))
    takings.delete()
    deciders.delete()
    interims.update(taken_by=None, confirmed_by=None)
    return len(known)
