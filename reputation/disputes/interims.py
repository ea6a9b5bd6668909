"""A review is not shown for the time being: one person may for 48 hours, a second one for as long as the case runs."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from reputation.accounts.rules import Duty
from reputation.core import ids
from reputation.core.db import broken_constraint
from reputation.core.rows import alone
from reputation.disputes import carrying, deadlines, errors, hidden, notices, persons, records
from reputation.disputes.models import Case, Interim
from reputation.disputes.notice_rules import Event
from reputation.disputes.rules import OPEN, Part
from reputation.rulebook import cases as numbers


def take(
    *,
    case: UUID,
    user: int,
    reasoning: str,
    facts: tuple[str, ...],
    now: datetime,
    source: ids.Source = ids.SECURE,
) -> UUID:
    """Take a review out before its case is decided, where a day more may do harm. Answers the id of the measure.

    Raises:
        NotUrgent, InterimTaken, Unreasoned, NoSuchCase, WrongState, NotForYou
        RepeatsWords: everybody reads why, and this repeats words that the case keeps back.
    """
    if not reasoning.strip() or len(reasoning) > numbers.REASON_LIMIT.value:
        raise errors.Unreasoned(field="reasoning")
    if not facts or not all(fact.strip() for fact in facts) or sum(map(len, facts)) > numbers.FACT_LIMIT.value:
        raise errors.Unreasoned(field="facts")
    try:
        with transaction.atomic():
            found = records.locked(case, *OPEN)
            persons.require(found, user, Duty.MODERATOR, now)
            claim = records.claim_of(found)
            ground = claim.ground
            if not numbers.RULES[ground].is_urgent or found.review_id is None:
                raise errors.NotUrgent(ground=ground)
            hidden.require_unrepeated([reasoning, *facts], hidden.now(found, claim))
            lapses_at = deadlines.interim_lapses(now)
            row = Interim.objects.create(
                public_id=source.uuid(),
                case=found,
                review_id=found.review_id,
                ground=ground,
                reasoning=reasoning.strip(),
                facts=list(facts),
                taken_by_id=user,
                taken_at=now,
                lapses_at=lapses_at,
                until=lapses_at.date(),
            )
            persons.took(found, user, Part.INTERIM, now)
            _said(found, row, 1, now)
            notices.notify(case=found, event=Event.INTERIM_TAKEN, now=now)
            carrying.soon(found)
            app.configure_task("disputes.lapse", schedule_at=lapses_at).defer()
    except IntegrityError as error:
        if broken_constraint(error) == "disputes_interim_case_id_key":
            raise errors.InterimTaken from error
        raise
    return row.public_id


def _said(case: Case, row: Interim, by: int, now: datetime) -> None:
    """Let the log say that a measure was taken, or goes on."""
    records.append(case, "interim", {"ground": row.ground, "persons": by, "until": row.until.isoformat()}, now)


@transaction.atomic
def confirm(*, case: UUID, user: int, now: datetime) -> None:
    """Let a measure go on that somebody else took, for as long as the case runs.

    Raises:
        NoInterim, OnePerson, NoSuchCase, WrongState, NotForYou
    """
    found = records.locked(case, *OPEN)
    persons.require(found, user, Duty.MODERATOR, now)
    row = _standing(found)
    if row is None or row.confirmed_on is not None or now >= row.lapses_at:
        raise errors.NoInterim
    if row.taken_by_id == user:
        raise errors.OnePerson
    until = deadlines.interim_until(row.taken_at.date(), found.decide_until)
    row.confirmed_by_id, row.confirmed_on, row.until = user, now.date(), max(row.until, until)
    row.save(update_fields=["confirmed_by", "confirmed_on", "until"])
    persons.took(found, user, Part.INTERIM, now)
    _said(found, row, numbers.DECIDERS.value, now)
    notices.notify(case=found, event=Event.INTERIM_CONFIRMED, now=now)


@transaction.atomic
def end(*, case: UUID, user: int, now: datetime) -> None:
    """End a measure before its time: there was no need for it, or there is none any more. One person is enough.

    Raises:
        NoInterim, NoSuchCase, WrongState, NotForYou
    """
    found = records.locked(case, *OPEN)
    persons.require(found, user, Duty.MODERATOR, now)
    if not end_any(found, now):
        raise errors.NoInterim
    persons.took(found, user, Part.INTERIM, now)


def end_any(case: Case, now: datetime, *, stays_out: bool = False) -> bool:
    """End the measure that stands in a case, if any; whether there was one. The case must be locked.

    `stays_out`: a decision keeps the review out from now on.
    """
    row = _standing(case)
    if row is None:
        return False
    row.ended_on = now.date()
    row.save(update_fields=["ended_on"])
    if not stays_out:
        notices.notify(case=case, event=Event.INTERIM_ENDED, now=now)
    carrying.soon(case)
    return True


def _standing(case: Case) -> Interim | None:
    """The measure that nobody ended yet. Its time may be over: `deadlines.interim_ended`."""
    return Interim.objects.filter(case=case, ended_on__isnull=True).first()


def lapse_due(*, now: datetime) -> int:
    """End the measures that nobody confirmed in time, and those whose last day is over. Answers how many."""
    standing = Interim.objects.filter(ended_on__isnull=True)
    lapsed = standing.filter(confirmed_on__isnull=True, lapses_at__lte=now) | standing.filter(until__lt=now.date())
    ended = 0
    for case in list(lapsed.order_by("id").values_list("case__public_id", flat=True)):
        with alone("disputes.move_on"), transaction.atomic():
            ended += end_any(records.locked(case), now)
    return ended
