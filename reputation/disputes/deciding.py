"""How moderators decide: one drafts with reasons, another one approves or gives it back. Nobody decides alone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from reputation.accounts.rules import Duty
from reputation.core import ids
from reputation.disputes import enacting, errors, notices, persons, plain, records
from reputation.disputes.enacting import Wanted
from reputation.disputes.models import Case, Draft
from reputation.disputes.notice_rules import Event
from reputation.disputes.rules import Outcome, Part, Reasons, Role, State

PARTS = ("quote", "business_said", "reviewer_said", "reasoning", "summary", "unfounded")


@transaction.atomic
def draft(
    *,
    case: UUID,
    user: int,
    outcome: Outcome,
    reasons: Reasons,
    now: datetime,
    wording: str = "",
    until_month: int | None = None,
    acknowledges: bool = False,
) -> None:
    """Say how a case should be decided, and why. Nothing happens before a second person approved it.

    `wording` stands in place of words that are masked; `until_month`: of a suspended alert. `acknowledges`: whoever
    drafts has seen what of the summary may be hard to read.

    Raises:
        HardToRead: it may be, and nobody acknowledged it.
        NoSuchCase, WrongState, NotForYou, Unreasoned, RepeatsWords, ReviewGone, TooEarly, NoSuchAlert
    """
    found = records.locked(case, State.FILED, State.READY)
    persons.require(found, user, Duty.MODERATOR, now)
    if (found.state == State.FILED) != (outcome is Outcome.INADMISSIBLE) or found.paused_on is not None:
        raise errors.WrongState(state=found.state)
    wanted = Wanted(outcome, reasons, wording.strip(), until_month)
    enacting.require(found, records.claim_of(found), wanted, now)
    if plain.doubts(reasons.summary) and not acknowledges:
        raise errors.HardToRead
    kept = {name: getattr(reasons, name) for name in PARTS}
    row = {"drafted_by_id": user, "outcome": outcome, "facts": list(reasons.facts), "wording": wanted.wording}
    row |= {"until_month": until_month, "drafted_at": now, "returned": ""}
    Draft.objects.update_or_create(case=found, defaults=kept | row)
    persons.took(found, user, Part.DRAFTED, now)
    records.move(found, State.DRAFTED, now)
    notices.notify(case=found, event=Event.DRAFTED, now=now)


@transaction.atomic
def give_back(*, case: UUID, user: int, words: str, now: datetime) -> None:
    """Give a draft back, and say why: somebody drafts anew.

    Raises:
        NoSuchCase, WrongState, NotForYou, OnePerson
        BadText: nothing says why.
    """
    found = records.locked(case, State.DRAFTED)
    persons.require(found, user, Duty.MODERATOR, now)
    row = Draft.objects.get(case=found)
    if row.drafted_by_id == user:
        raise errors.OnePerson
    row.returned = records.clean(words)
    row.save(update_fields=["returned"])
    persons.took(found, user, Part.RETURNED, now)
    is_inadmissible = row.outcome == Outcome.INADMISSIBLE
    records.move(found, State.FILED if is_inadmissible else State.READY, now)
    notices.notify(case=found, event=Event.RETURNED, now=now)


@transaction.atomic
def approve(*, case: UUID, user: int, now: datetime, source: ids.Source = ids.SECURE) -> UUID:
    """Decide a case as somebody else drafted it. It is in effect at once; answers the public id of the decision.

    What was true of the draft must be true still: whoever drafted it works as a moderator, and nothing came between.

    Raises:
        NoSuchCase, WrongState, NotForYou, OnePerson, Unreasoned, RepeatsWords, ReviewGone, TooEarly, NoSuchAlert
    """
    found = records.locked(case, State.DRAFTED)
    persons.require(found, user, Duty.MODERATOR, now)
    row = Draft.objects.get(case=found)
    if row.drafted_by_id == user:
        raise errors.OnePerson
    _require_drafter(found, row.drafted_by_id, now)
    wanted = wanted_of(row)
    enacting.require(found, records.claim_of(found), wanted, now)
    by = ((row.drafted_by_id, Role.MODERATOR), (user, Role.SECOND_MODERATOR))
    decision = enacting.enact(found, wanted, by, now, source)
    persons.took(found, user, Part.APPROVED, now)
    records.move(found, State.DECIDED, now, appeal_until=decision.appeal_until, paused_on=None)
    notices.notify(case=found, event=Event.DECIDED, now=now)
    return decision.public_id


def _require_drafter(case: Case, user: int, now: datetime) -> None:
    try:
        persons.require(case, user, Duty.MODERATOR, now)
    except errors.NotForYou as error:
        raise errors.NotForYou(reason="drafter") from error


def wanted_of(row: Draft) -> Wanted:
    """What a draft says."""
    said = Reasons(facts=tuple(row.facts), **{name: getattr(row, name) for name in PARTS})
    return Wanted(Outcome(row.outcome), said, row.wording, row.until_month)
