"""Typed helpers that reach a state of measures about a business, through what two persons decide."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from reputation.accounts.rules import Duty
from reputation.desk.rules import Kind, Particulars
from reputation.disputes import conduct, measure_rules, measures
from reputation.disputes.measure_rules import Severity
from reputation.disputes.rules import Ground, Outcome, Side
from reputation.members.rules import Actor
from reputation.reviews import publication
from tests import cases_made
from tests.desk_made import REASONS, WHY_NOT, decide, two
from tests.members_made import NOW, make_member_business
from tests.reviews_made import LATER, MONDAY, submit

UNFOUNDED = "It quotes praise for the parcel service, which no rule is about."
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


def make_reviews(business: UUID, number: int) -> list[UUID]:
    """So many published reviews of a business."""
    made = [submit(business, text=f"A copper pan, number {place}.").review for place in range(number)]
    publication.publish_due(now=MONDAY + timedelta(weeks=5))
    return made


def file(review: UUID, *, ground: Ground = Ground.OFF_TOPIC, side: Side = Side.BUSINESS, now: datetime = LATER) -> UUID:
    """A challenge of a review, by its business."""
    return cases_made.file_case(review, ground=ground, side=side, now=now)


def unfounded(case: UUID, *, why: str = UNFOUNDED, now: datetime = LATER) -> UUID:
    """Have two moderators decide that a challenge cannot be raised, and manifestly so unless `why` is empty."""
    said = replace(cases_made.REASONS, unfounded=why)
    return cases_made.decide(case, Outcome.INADMISSIBLE, reasons=said, now=now)


def make_unfounded(business: UUID, number: int = 3, *, others: int = 0, now: datetime = LATER) -> list[UUID]:
    """Challenges by a business that were decided to be manifestly unfounded, and others that were just rejected."""
    cases = []
    for place, review in enumerate(make_reviews(business, number + others)):
        cases.append(file(review, now=now))
        unfounded(cases[-1], why=UNFOUNDED if place < number else "", now=now)
    return cases


STATEMENT = Particulars(
    rule=measure_rules.UNFOUNDED,
    facts=("Three challenges of February quote nothing that any rule is about.",),
    summary="Its challenges rest on no rule.",
)


def warn_for_unfounded(business: UUID, *, now: datetime = LATER) -> UUID:
    """Have two moderators warn a business for its unfounded challenges."""
    decide(Kind.WARN, business, two(Duty.MODERATOR), particulars=replace(STATEMENT, severity=Severity.MINOR), now=now)
    return conduct.measures(business)[0].public_id


def suspend(business: UUID, *, now: datetime = LATER) -> UUID:
    """Have two moderators suspend its right to challenge."""
    decide(Kind.SUSPEND_RIGHT, business, two(Duty.MODERATOR), particulars=STATEMENT, now=now)
    return conduct.measures(business)[0].public_id


def note_threat(case: UUID, *, now: datetime = LATER) -> UUID:
    """Have two moderators note on a case that its writer was threatened."""
    carries = replace(
        STATEMENT, rule=measure_rules.PRESSURE, facts=("Its letter of 5 May threatens a claim for damages.",)
    )
    decide(Kind.NOTE_THREAT, case, two(Duty.MODERATOR), particulars=carries, now=now)
    return conduct.threats(case, now.date())[0].public_id
