"""Reading how businesses behave in cases: whether one may challenge, what may follow, and which measures stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from reputation.core import months
from reputation.core.db import hold
from reputation.disputes import errors, panels, records
from reputation.disputes import measure_rules as rules
from reputation.disputes.measure_models import Measure
from reputation.disputes.measure_rules import End, Ended, MeasureKind, Offer, Rung, Verdict
from reputation.disputes.models import Case, Decision
from reputation.disputes.rules import UNDECIDED, Outcome, Side
from reputation.reviews import queries as reviews
from reputation.reviews.rules import State as Review
from reputation.rulebook import conduct as numbers


@dataclass(frozen=True, slots=True)
class Found:
    """A measure about a business with its statement of reasons, and the appeal against it.

    `case` is the public id of the case in which a writer was threatened, `proposal` what two persons confirmed, None of
    a measure read back from the log.
    """

    public_id: UUID
    kind: MeasureKind
    business: UUID
    case: UUID | None
    proposal: UUID | None
    ground: str
    severity: str
    rule: str
    rule_text: str
    facts: tuple[str, ...]
    reasoning: str
    summary: str
    policy_version: str
    persons: int
    told_on: date
    from_on: date
    until: date
    ended_on: date | None
    why_ended: End | None
    appeal_until: date
    appealed_on: date | None
    appeal: str
    decide_until: date | None
    appeal_decided_on: date | None
    appeal_outcome: Verdict | None
    appeal_reasons: str

    @property
    def is_appeal_open(self) -> bool:
        return self.appealed_on is not None and self.appeal_decided_on is None

    def stands(self, today: date) -> bool:
        """Whether it is in effect on a day. On its last day it is."""
        return self.ended_on is None and today <= self.until

    def may_be_appealed(self, today: date) -> bool:
        """Whether the business can have others look at it, also when it is over: it may weigh in the next one."""
        return self.appealed_on is None and today <= self.appeal_until


def open_limit(business: UUID) -> int:
    """How many challenges of reviews a business may have open."""
    return rules.open_limit(reviews.counts_by_state(business)[Review.PUBLISHED])


def require_may_file(*, business: UUID, is_urgent: bool, today: date) -> None:
    """Refuse a challenge of a review by the business that is one too many, or while its right is suspended.

    Urgent ones are never refused, and count. Whoever files holds this for the business until the transaction ends, so
    that of a hundred at once not each sees the same room.

    Raises:
        TooManyOpen, RightSuspended
    """
    hold(f"disputes.filing {business}")
    if is_urgent:
        return
    until = suspended_until(business, today)
    if until is not None:
        raise errors.RightSuspended(until=until.isoformat())
    limit = open_limit(business)
    if open_now(business) >= limit:
        raise errors.TooManyOpen(limit=limit)


def open_now(business: UUID) -> int:
    """How many challenges of reviews by a business wait for a decision. Alerts it can always contest."""
    cases = Case.objects.filter(business__public_id=business, side=Side.BUSINESS, review__isnull=False)
    return cases.filter(state__in=[str(state) for state in UNDECIDED]).count()


def suspended_until(business: UUID, today: date) -> date | None:
    """The last day on which the business cannot challenge, None when it can."""
    rows = _standing(today).filter(business__public_id=business, kind=MeasureKind.RIGHT_SUSPENDED)
    return rows.order_by("-until").values_list("until", flat=True).first()


def offer(business: UUID, today: date) -> Offer | None:
    """What two persons may decide about the business after its unfounded challenges, None when there is nothing."""
    rungs = Measure.objects.filter(
        business__public_id=business,
        ground=rules.UNFOUNDED,
        kind__in=[MeasureKind.WARNING, MeasureKind.RIGHT_SUSPENDED],
    ).exclude(why_ended=End.REVERSED)
    history = [Rung(MeasureKind(kind), told) for kind, told in rungs.values_list("kind", "told_on")]
    return rules.offer(_ended(business), history, today)


def require_offer(business: UUID, today: date, *, is_warning: bool) -> int | None:
    """The step that may be taken about a business now: for how many days its right may be suspended, None of a warning.

    Nobody else takes such a step about it until the transaction ends.

    Raises:
        NotDue: there are not enough unfounded challenges, or the next step is another one.
    """
    hold(f"disputes.conduct {business}")
    found = offer(business, today)
    if found is None or (found.days is None) is not is_warning:
        raise errors.NotDue
    return found.days


def offers(today: date) -> dict[UUID, Offer]:
    """The businesses of which something may be decided after unfounded challenges."""
    since = today - timedelta(days=numbers.UNFOUNDED_WITHIN.value)
    lately = Decision.objects.exclude(unfounded="").filter(decided_on__gte=since)
    found = {
        business: offer(business, today) for business in set(lately.values_list("case__business__public_id", flat=True))
    }
    return {business: one for business, one in found.items() if one is not None}


def _ended(business: UUID) -> Iterator[Ended]:
    """The challenges of reviews by a business about which was decided; the decision of each that holds says how.

    A rejected appeal leaves it: nobody undoes that a challenge was unfounded by appealing in vain.
    """
    rows = Decision.objects.filter(
        case__business__public_id=business, case__side=Side.BUSINESS, case__review__isnull=False
    ).order_by("id")
    found: dict[int, list[Decision]] = {}
    for row in rows.select_related("case").only("case__filed_on", "outcome", "is_final", "decided_on", "unfounded"):
        found.setdefault(row.case_id, []).append(row)
    for decisions in found.values():
        number = panels.holding([(Outcome(row.outcome), row.is_final) for row in decisions])
        if number is not None:
            row = decisions[number]
            yield Ended(row.case.filed_on, row.decided_on, bool(row.unfounded))


def measure(public_id: UUID) -> Found:
    """A measure.

    Raises:
        NoSuchMeasure
    """
    row = Measure.objects.select_related("case").filter(public_id=public_id).first()
    if row is None:
        raise errors.NoSuchMeasure
    return _found(row)


def measures(business: UUID) -> list[Found]:
    """The measures about a business, newest first."""
    return _all(Measure.objects.filter(business__public_id=business).order_by("-id"))


def standing(business: UUID, today: date) -> list[Found]:
    """The measures about a business that are in effect, newest first."""
    return _all(_standing(today).filter(business__public_id=business).order_by("-id"))


def warnings(businesses: Sequence[UUID], today: date) -> dict[UUID, list[Found]]:
    """The warnings about each of some businesses that are in effect, newest first."""
    found: dict[UUID, list[Found]] = {business: [] for business in businesses}
    rows = _standing(today).filter(business__public_id__in=businesses, kind=MeasureKind.WARNING)
    for one in _all(rows.order_by("-id")):
        found[one.business].append(one)
    return found


def warned_until(business: UUID, today: date) -> tuple[date, ...]:
    """The last days of the warnings about a business that are in effect."""
    rows = _standing(today).filter(business__public_id=business, kind=MeasureKind.WARNING)
    return tuple(rows.order_by("until").values_list("until", flat=True))


def threats(case: UUID, today: date) -> list[Found]:
    """That the writer of the review of a case was threatened, as long as it is shown."""
    return _all(_standing(today).filter(case__public_id=case, kind=MeasureKind.LEGAL_THREAT).order_by("id"))


def appealed() -> list[Found]:
    """The measures of which an appeal waits for the panel, by the day until which."""
    rows = Measure.objects.filter(appealed_on__isnull=False, appeal_decided_on__isnull=True)
    return _all(rows.order_by("decide_until", "id"))


def business_of(case: UUID) -> UUID:
    """The business that a case is about.

    Raises:
        NoSuchCase
    """
    found = Case.objects.filter(public_id=case).values_list("business__public_id", flat=True).first()
    if found is None:
        raise errors.NoSuchCase
    return found


@dataclass(frozen=True, slots=True)
class Counts:
    """How often the right of a business was suspended, and how often it threatened a writer, as far as it is recalled.

    Source of how far: what a business did is forgotten as what it did to buyers is (P11).
    """

    suspended_rights: int
    threats: int


def counts(business: UUID, today: date) -> Counts:
    """What two persons found about a business in the last two years, and no panel reversed."""
    since = months.later(today, -numbers.LADDER_REMEMBERS.value)
    rows = Measure.objects.filter(business__public_id=business, told_on__gte=since, told_on__lte=today)
    kinds = list(rows.exclude(why_ended=End.REVERSED).values_list("kind", flat=True))
    return Counts(kinds.count(MeasureKind.RIGHT_SUSPENDED), kinds.count(MeasureKind.LEGAL_THREAT))


def case_of(case: Case) -> dict[str, object]:
    """How entries name a case and what it is about."""
    return {"case": str(case.public_id), "business": str(case.business_id), **records.subject(case)}


def _standing(today: date) -> QuerySet[Measure]:
    return Measure.objects.filter(Q(ended_on__isnull=True), from_on__lte=today, until__gte=today)


def _all(rows: QuerySet[Measure]) -> list[Found]:
    return [_found(row) for row in rows.select_related("case")]


def _found(row: Measure) -> Found:
    return Found(
        public_id=row.public_id,
        kind=MeasureKind(row.kind),
        business=row.business_id,
        case=None if row.case is None else row.case.public_id,
        proposal=row.proposal,
        ground=row.ground,
        severity=row.severity,
        rule=row.rule,
        rule_text=row.rule_text,
        facts=tuple(row.facts),
        reasoning=row.reasoning,
        summary=row.summary,
        policy_version=row.policy_version,
        persons=row.persons,
        told_on=row.told_on,
        from_on=row.from_on,
        until=row.until,
        ended_on=row.ended_on,
        why_ended=End(row.why_ended) if row.why_ended else None,
        appeal_until=row.appeal_until,
        appealed_on=row.appealed_on,
        appeal=row.appeal,
        decide_until=row.decide_until,
        appeal_decided_on=row.appeal_decided_on,
        appeal_outcome=Verdict(row.appeal_outcome) if row.appeal_outcome else None,
        appeal_reasons=row.appeal_reasons,
    )
