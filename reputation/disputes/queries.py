"""What everybody may read about cases: counts beside a business, and the page of a case."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self
from uuid import UUID

from reputation.disputes import beside, deadlines, errors, listing, panels, rules
from reputation.disputes.beside import Lost
from reputation.disputes.listing import Listed
from reputation.disputes.models import AlertSuspension, Case, CaseStep, Claim, Decision, Interim, Said, figures_of
from reputation.disputes.rules import OPEN, SANCTIONS, Outcome, Side, State
from reputation.reviews import queries as reviews
from reputation.reviews.queries import PublicReview
from reputation.reviews.rules import Figures
from reputation.rulebook.cases import GROUNDS, RULES

# How cases stand or ended, counted beside a business: what was decided and holds, or that nothing was.
OUTCOMES = ("open", "withdrawn", "settled", "closed", *(str(outcome) for outcome in Outcome))


@dataclass(frozen=True, slots=True)
class Summary:
    """Challenges against the reviews of a business. Each `by_…` adds up to `total`.

    Of those by the business itself `own_decided` have a decision; by the one of each that holds, `own_upheld` took the
    review out or masked words of it, and `own_unfounded` rested plainly on no rule. `cases`: the newest ones.
    """

    total: int
    by_side: dict[str, int]
    by_stars: dict[int, int]
    by_ground: dict[str, int]
    by_outcome: dict[str, int]
    own_decided: int
    own_upheld: int
    own_unfounded: int
    cases: Listed


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
    quote: str | None
    """None where it is hidden with the words of its case, or gone with the text of the review."""
    facts: tuple[str, ...]
    business_said: str
    reviewer_said: str
    reasoning: str
    summary: str
    dissent: str
    source: str
    is_automated: bool
    is_final: bool
    decided_by: tuple[str, str]
    persons: int
    decided_on: date
    effective_on: date
    until: date | None
    appeal_until: date
    before: Figures
    after: Figures
    replaces: UUID | None
    replaced_by: UUID | None


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened in a case. `until`: the day until which it gave time; `deadline`: what was late."""

    step: str
    on: date
    until: date | None
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """What a side said. `text` is None while a moderator looks at it first, or while the case keeps words back."""

    party: str
    kind: str
    text: str | None
    on: date


@dataclass(frozen=True, slots=True)
class Measure:
    """The review is not shown for the time being, or was not. `until`: its last day, `ended_on` when it ended."""

    public_id: UUID
    reasoning: str
    facts: tuple[str, ...]
    persons: int
    taken_on: date
    until: date
    ended_on: date | None
    lapses_at: datetime
    confirmed_on: date | None

    def at(self, now: datetime) -> Self:
        """The measure as it stands at a moment: over when its time is, whenever the worker notes that."""
        ended_on = deadlines.interim_ended(
            lapses_at=self.lapses_at,
            confirmed_on=self.confirmed_on,
            until=self.until,
            ended_on=self.ended_on,
            now=now,
        )
        return replace(self, ended_on=ended_on)


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case as anybody sees it. `statements` oldest first; the last one holds, unless it leaves what was decided.

    A case is about a review, an `alert` or an `domain`. `quote` and `said` are None while they would repeat words that
    perhaps nobody should see, or whose text is gone.
    """

    public_id: UUID
    business: UUID
    review: PublicReview | None
    alert: str | None
    domain: str | None
    side: str
    state: str
    outcome: str
    is_urgent: bool
    ground: str
    rule_version: str
    rule_title: str
    rule_text: str
    law: str
    quote: str | None
    said: str | None
    filed_on: date
    admit_until: date
    answer_until: date
    reply_until: date | None
    decide_until: date
    appeal_until: date | None
    has_answer: bool
    is_extended: bool
    paused_on: date | None
    ended_on: date | None
    happened: tuple[Happened, ...]
    words: tuple[Words, ...]
    interim: Measure | None
    statements: tuple[Statement, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody still decides."""
        return self.state in OPEN

    def at(self, now: datetime) -> Self:
        """The case as it stands at a moment: what ended by itself is over."""
        return self if self.interim is None else replace(self, interim=self.interim.at(now))


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
    """How often reviews of a business were challenged, by whom, on which ground, and how it ended."""
    rows = list(
        Case.objects.filter(business__public_id=business, review__isnull=False)
        .order_by("id")
        .values_list("id", "side", "state", "review__stars")
    )
    keys = [row[0] for row in rows]
    held = _held(keys)
    outcomes = Counter(_outcome(state, held[key][0] if key in held else None) for key, _, state, _ in rows)
    sides, stars = Counter(row[1] for row in rows), Counter(row[3] for row in rows)
    grounds = Counter(Claim.objects.filter(case__in=keys).values_list("ground", flat=True))
    own = [held[key] for key, side, _, _ in rows if side == Side.BUSINESS and key in held]
    return Summary(
        total=len(rows),
        by_side={str(side): sides[side] for side in Side},
        by_stars={number: stars[number] for number in range(1, 6)},
        by_ground={code: grounds[code] for code in GROUNDS},
        by_outcome={outcome: outcomes[outcome] for outcome in OUTCOMES},
        own_decided=len(own),
        own_upheld=sum(outcome in SANCTIONS for outcome, _ in own),
        own_unfounded=sum(is_unfounded for _, is_unfounded in own),
        cases=listing.listed(business),
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
    decisions = list(Decision.objects.filter(case=found).defer("salt").order_by("id"))
    review = None if found.review_id is None else reviews.one(found.review_id)
    is_hidden = beside.keeps_words_back(claim, State(found.state), decisions)
    lost = beside.lost_of(found, claim, decisions)
    return CasePage(
        public_id=found.public_id,
        business=found.business_id,
        review=review,
        alert=found.alert,
        domain=found.domain,
        side=found.side,
        state=found.state,
        outcome=_outcome(found.state, beside.holds(decisions)),
        is_urgent=found.is_urgent,
        ground=claim.ground,
        rule_version=claim.rule_version,
        rule_title=RULES[claim.ground].title,
        rule_text=RULES[claim.ground].text,
        law=claim.law,
        quote=None if is_hidden or lost is not None else claim.quote,
        said=None if is_hidden or claim.is_held else beside.cleared(claim.said, lost),
        filed_on=found.filed_on,
        admit_until=found.admit_until,
        answer_until=found.answer_until,
        reply_until=found.reply_until,
        decide_until=found.decide_until,
        appeal_until=found.appeal_until,
        has_answer=found.has_answer,
        is_extended=found.is_extended,
        paused_on=found.paused_on,
        ended_on=found.ended_on,
        happened=tuple(
            Happened(row.step, row.happened_on, row.until, row.deadline)
            for row in CaseStep.objects.filter(case=found).order_by("id")
        ),
        words=tuple(
            Words(
                row.party, row.kind, None if is_hidden or row.is_held else beside.cleared(row.text, lost), row.said_on
            )
            for row in Said.objects.filter(case=found).order_by("id")
        ),
        interim=_measure(found, lost),
        statements=_statements(found, claim, decisions, is_hidden=is_hidden, lost=lost),
    )


def statements(found: Case) -> tuple[Statement, ...]:
    """The statements of reasons of a case, as both its sides read them: with the words it is about."""
    decisions = list(Decision.objects.filter(case=found).defer("salt").order_by("id"))
    claim = Claim.objects.get(case=found)
    return _statements(found, claim, decisions, is_hidden=False, lost=beside.lost_of(found, claim, decisions))


def _measure(found: Case, lost: Lost | None) -> Measure | None:
    row = Interim.objects.filter(case=found).first()
    if row is None:
        return None
    return Measure(
        public_id=row.public_id,
        reasoning=beside.cleared(row.reasoning, lost),
        facts=tuple(beside.cleared(fact, lost) for fact in row.facts),
        persons=1 if row.confirmed_on is None else 2,
        taken_on=row.taken_at.date(),
        until=row.until,
        ended_on=row.ended_on,
        lapses_at=row.lapses_at,
        confirmed_on=row.confirmed_on,
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


def _held(cases: list[int]) -> dict[int, tuple[Outcome, bool]]:
    """What the decision of each case says that holds, and whether it calls the challenge manifestly unfounded."""
    found: dict[int, list[tuple[Outcome, bool, bool]]] = {}
    rows = Decision.objects.filter(case__in=cases).order_by("id")
    for case, outcome, is_final, unfounded in rows.values_list("case_id", "outcome", "is_final", "unfounded"):
        found.setdefault(case, []).append((Outcome(outcome), is_final, bool(unfounded)))
    held = {case: panels.holding([one[:2] for one in decided]) for case, decided in found.items()}
    return {case: found[case][number][::2] for case, number in held.items() if number is not None}


def _outcome(state: str, holds: str | None) -> str:
    """What was decided and holds; without a decision how it ended, or that it runs."""
    if holds is not None:
        return holds
    return state if state in (State.WITHDRAWN, State.SETTLED, State.CLOSED) else "open"


def _statements(
    found: Case, claim: Claim, decisions: list[Decision], *, is_hidden: bool, lost: Lost | None
) -> tuple[Statement, ...]:
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
            rule_title=RULES[row.ground].title,
            rule_text=RULES[row.ground].text,
            policy_version=row.policy_version,
            quote=said["quote"],
            facts=tuple(said["facts"]),
            business_said=said["business_said"],
            reviewer_said=said["reviewer_said"],
            reasoning=said["reasoning"],
            summary=said["summary"],
            dissent=said["dissent"],
            source=rules.SOURCES[Side(found.side)],
            is_automated=row.is_automated,
            is_final=row.is_final,
            decided_by=(row.decided_by, row.approved_by),
            persons=row.persons,
            decided_on=row.decided_on,
            effective_on=row.effective_on,
            until=row.until,
            appeal_until=row.appeal_until,
            before=figures_of("before", row),
            after=figures_of("after", row),
            replaces=public.get(row.replaces_id) if row.replaces_id is not None else None,
            replaced_by=replaced_by.get(row.id),
        )
        for row, said in zip(decisions, beside.reasons(claim, decisions, is_hidden=is_hidden, lost=lost), strict=True)
    )
