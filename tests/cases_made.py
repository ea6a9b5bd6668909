"""Typed helpers that bring a case to where it shall be, by the steps that everybody takes."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from reputation.accounts import actions as accounts
from reputation.accounts import queries as people
from reputation.accounts.rules import Duty
from reputation.disputes import carrying, course, deciding, exchange, filing
from reputation.disputes.models import Case, Claim
from reputation.disputes.rules import Ground, Outcome, Reasons, Side, State
from reputation.ratings.alerts import Alert

REASONS = Reasons(
    quote="copper pan",
    facts=("a fact",),
    business_said="what the business said",
    reviewer_said="what the writer said",
    reasoning="why",
    summary="in short",
)
HEARD = timedelta(days=30)
"""From filing to a decision: long enough for an answer, and for silence to be weighed."""


def moderator(number: int = 1, *, now: datetime) -> int:
    """A moderator of the service, the same one each time. Nobody can sign in as them."""
    email = f"moderator-{number}@service.example"
    found = people.by_email(email)
    user = accounts.make_account(email=email, language="en") if found is None else found.id
    if Duty.MODERATOR not in people.duties(user):
        accounts.give_duty(user_id=user, duty=Duty.MODERATOR, now=now)
    return user


def file_case(
    review: UUID,
    *,
    ground: Ground = Ground.CONFLICT_OF_INTEREST,
    quote: str = "copper pan",
    said: str = "This is why.",
    side: Side = Side.BUSINESS,
    now: datetime,
) -> UUID:
    law = "Article 1" if ground is Ground.UNLAWFUL_CONTENT else ""
    return filing.open_case(review=review, ground=ground, quote=quote, said=said, side=side, law=law, now=now)


def admit(case: UUID, *, now: datetime) -> None:
    exchange.admit(case=case, user=moderator(now=now), now=now)


def hear(case: UUID, *, now: datetime) -> None:
    """Let everybody have had their time: the writer was told when the case was filed, and said nothing."""
    row = Case.objects.get(public_id=case)
    if row.state == State.FILED:
        admit(case, now=now.replace(year=row.filed_on.year, month=row.filed_on.month, day=row.filed_on.day))
    course.move(case=case, now=now)


def draft(
    case: UUID, outcome: Outcome, *, reasons: Reasons | None = None, wording: str = "", user: int = 1, now: datetime
) -> None:
    if reasons is None:
        reasons = replace(REASONS, quote=Claim.objects.get(case__public_id=case).quote or "")
    deciding.draft(case=case, user=moderator(user, now=now), outcome=outcome, reasons=reasons, wording=wording, now=now)


def approve(case: UUID, *, user: int = 2, now: datetime) -> UUID:
    """Approve what was drafted, and let the worker carry it out."""
    decision = deciding.approve(case=case, user=moderator(user, now=now), now=now)
    carrying.carry_out(case=case, now=now)
    return decision


def decide(case: UUID, outcome: Outcome, *, reasons: Reasons | None = None, wording: str = "", now: datetime) -> UUID:
    """Decide a case in which everybody was heard by now."""
    if outcome is not Outcome.INADMISSIBLE:
        hear(case, now=now)
    draft(case, outcome, reasons=reasons, wording=wording, now=now)
    return approve(case, now=now)


def suspend(business: UUID, alert: Alert, until: int, *, reasons: Reasons | None = None, now: datetime) -> UUID:
    """Let two persons find that an alert has an innocent cause; answers the decision."""
    case = filing.open_about_alert(business=business, alert=alert, said="This is why.", now=now)
    user = moderator(1, now=now)
    outcome, said = Outcome.SUSPENDED, reasons or REASONS
    deciding.draft(case=case, user=user, outcome=outcome, reasons=said, until_month=until, now=now)
    return approve(case, now=now)


def restore(case: UUID, *, now: datetime) -> UUID:
    """Let a late answer open a case again, and the review come back."""
    exchange.answer(case=case, text="I was there.", now=now)
    exchange.waive_reply(case=case, now=now)
    draft(case, Outcome.RESTORED, now=now)
    return approve(case, now=now)
