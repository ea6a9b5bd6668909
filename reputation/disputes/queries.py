"""What everybody may read about cases: counts beside a business, and the page of a case."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from reputation.disputes import errors, rules
from reputation.disputes.models import AlertSuspension, Case, Claim, Decision, figures_of
from reputation.disputes.rules import Outcome, Side, State
from reputation.reviews import queries as reviews
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import Figures
from reputation.rulebook.cases import GROUNDS

OUTCOMES = ("open", "withdrawn", *(str(outcome) for outcome in Outcome))


@dataclass(frozen=True, slots=True)
class Summary:
    """Challenges against the reviews of a business. `by_stars[1..5]` and `by_outcome[OUTCOMES]` add up to `total`."""

    total: int
    by_side: dict[str, int]
    by_stars: dict[int, int]
    by_outcome: dict[str, int]
    cases: list[UUID]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of reasons. Source: DSA Art. 17(3) and the fields of the DSA Transparency Database."""

    public_id: UUID
    outcome: str
    measure: str
    duration: str
    territory: str
    ground: str
    rule_version: str
    rule_title: str
    rule_text: str
    policy_version: str
    quote: str
    facts: tuple[str, ...]
    business_said: str
    reviewer_said: str
    reasoning: str
    summary: str
    source: str
    is_automated: bool
    decided_by: tuple[str, str]
    decided_on: date
    effective_on: date
    appeal_until: date
    before: Figures
    after: Figures
    replaces: UUID | None
    replaced_by: UUID | None


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as anybody sees it. `statements` oldest first; the last one holds.

    `quote` and `said` are None while they would repeat words that perhaps nobody should see.
    """

    public_id: UUID
    business: UUID
    review: PublicReview
    side: str
    state: str
    outcome: str
    ground: str
    rule_version: str
    quote: str | None
    said: str | None
    filed_on: date
    answer_until: date
    decide_until: date
    ended_on: date | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Suspension:
    """A decision that an alert has an innocent cause. `until` is the first month in which it stands again."""

    public_id: UUID
    alert: str
    until: int
    facts: tuple[str, ...]
    reasoning: str
    summary: str
    policy_version: str
    decided_by: tuple[str, str]
    decided_on: date
    appeal_until: date


def summary(business: UUID) -> Summary:
    """How often reviews of a business were challenged, by whom, against how many stars, and how it ended."""
    rows = list(
        Case.objects.filter(business__public_id=business)
        .order_by("-filed_on", "public_id")
        .values_list("id", "public_id", "side", "state", "review__stars")
    )
    last = _last_outcomes([row[0] for row in rows])
    outcomes = Counter(_outcome(state, last.get(key)) for key, _, _, state, _ in rows)
    sides, stars = Counter(row[2] for row in rows), Counter(row[4] for row in rows)
    return Summary(
        total=len(rows),
        by_side={str(side): sides[side] for side in Side},
        by_stars={number: stars[number] for number in range(1, 6)},
        by_outcome={outcome: outcomes[outcome] for outcome in OUTCOMES},
        cases=[row[1] for row in rows],
    )


def case(public_id: UUID) -> CasePage:
    """The page of a case.

    Raises:
        NoSuchCase: there is none.
    """
    found = Case.objects.filter(public_id=public_id).first()
    if found is None:
        raise errors.NoSuchCase
    claim = Claim.objects.get(case=found)
    is_hidden = rules.is_hidden(claim.ground, State(found.state))
    decisions = list(Decision.objects.filter(case=found).defer("salt").order_by("id"))
    return CasePage(
        public_id=found.public_id,
        business=found.business_id,
        review=reviews.one(found.review_id),
        side=found.side,
        state=found.state,
        outcome=_outcome(found.state, decisions[-1].outcome if decisions else None),
        ground=claim.ground,
        rule_version=claim.rule_version,
        quote=None if is_hidden else claim.quote,
        said=None if is_hidden else claim.said,
        filed_on=found.filed_on,
        answer_until=found.answer_until,
        decide_until=found.decide_until,
        ended_on=found.ended_on,
        statements=_statements(found, decisions),
    )


def suspensions(business: UUID) -> list[Suspension]:
    """The decisions to suspend alerts about a business, newest first."""
    rows = AlertSuspension.objects.filter(business__public_id=business).order_by("-id")
    return [
        Suspension(
            public_id=row.public_id,
            alert=row.alert,
            until=row.until,
            facts=tuple(row.facts),
            reasoning=row.reasoning,
            summary=row.summary,
            policy_version=row.policy_version,
            decided_by=(row.decided_by, row.approved_by),
            decided_on=row.decided_on,
            appeal_until=row.appeal_until,
        )
        for row in rows
    ]


def _last_outcomes(cases: list[int]) -> dict[int, str]:
    return dict(Decision.objects.filter(case__in=cases).order_by("id").values_list("case_id", "outcome"))


def _outcome(state: str, last: str | None) -> str:
    return "withdrawn" if state == State.WITHDRAWN else last or "open"


def _statements(found: Case, decisions: list[Decision]) -> tuple[Statement, ...]:
    public = {row.id: row.public_id for row in decisions}
    replaced_by = {row.replaces_id: row.public_id for row in decisions if row.replaces_id is not None}
    return tuple(
        Statement(
            public_id=row.public_id,
            outcome=row.outcome,
            measure=rules.MEASURES[Outcome(row.outcome)],
            duration=rules.DURATIONS[Outcome(row.outcome)],
            territory=rules.TERRITORY,
            ground=row.ground,
            rule_version=row.rule_version,
            rule_title=GROUNDS[row.ground].title,
            rule_text=GROUNDS[row.ground].text,
            policy_version=row.policy_version,
            quote=row.quote,
            facts=tuple(row.facts),
            business_said=row.business_said,
            reviewer_said=row.reviewer_said,
            reasoning=row.reasoning,
            summary=row.summary,
            source=rules.SOURCES[Side(found.side)],
            is_automated=row.is_automated,
            decided_by=(row.decided_by, row.approved_by),
            decided_on=row.decided_on,
            effective_on=row.effective_on,
            appeal_until=row.appeal_until,
            before=figures_of("before", row),
            after=figures_of("after", row),
            replaces=public.get(row.replaces_id) if row.replaces_id is not None else None,
            replaced_by=replaced_by.get(row.id),
        )
        for row in decisions
    )
