"""Typed helpers that reach a state of measures about a business, through what two persons decide."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from reputation.accounts.rules import Duty
from reputation.desk.rules import Kind, Particulars
from reputation.disputes import conduct, measures
from reputation.disputes.measure_rules import Severity
from reputation.members.rules import Actor
from tests.desk_made import REASONS, WHY_NOT, decide, two
from tests.members_made import NOW, make_member_business

RULE = "no-reward"
WARNING = Particulars(
    severity=Severity.MINOR,
    rule=RULE,
    facts=("On 3 March its shop promised 5 euros for five stars.", "The offer was still there on 9 March."),
    summary="The shop paid for good reviews.",
)


def warning(**change: object) -> Particulars:
    """What a minor warning carries, but for what is changed."""
    return replace(WARNING, **change)  # type: ignore[arg-type]


def make_warning(
    *,
    business: UUID | None = None,
    by: tuple[int, int] | None = None,
    particulars: Particulars = WARNING,
    now: datetime = NOW,
) -> tuple[Actor, UUID]:
    """The owner of a business, and the warning about it."""
    owner = make_member_business(now=now)
    about = owner.business if business is None else business
    decide(Kind.WARN, about, by or two(Duty.MODERATOR), particulars=particulars, reasons=REASONS, now=now)
    return owner, conduct.measures(about)[0].public_id


def appeal(owner: Actor, measure: UUID, *, now: datetime = NOW) -> None:
    """Have the business appeal."""
    measures.appeal(actor=owner, measure=measure, said=WHY_NOT, now=now)


def reverse(measure: UUID, *, now: datetime = NOW) -> None:
    """Have two members of the panel reverse it."""
    decide(Kind.REVERSE_MEASURE, measure, two(Duty.PANEL), now=now)
