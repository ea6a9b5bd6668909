"""What whoever challenged reads of a case: everything both sides may read, what is theirs alone, and what they can do.

A text at which a moderator looks first is read by whoever wrote it and by nobody else.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from reputation.disputes import beside, challenger_rules, errors, exchange, own_cases, queries
from reputation.disputes.challenger_rules import Do, Standing, Turn, Who
from reputation.disputes.models import Appeal, Case, CaseStep, Claim, Decision, Panel, Said
from reputation.disputes.own_cases import Happened, Hidden, Words
from reputation.disputes.queries import Statement
from reputation.disputes.rules import OVER, Deadline, Outcome, Party, Side, Speaker, State, Step
from reputation.proofs import queries as proofs
from reputation.proofs.queries import Shown
from reputation.ratings.alerts import Alert
from reputation.reviews import queries as reviews
from reputation.reviews.queries import PublicReview

PAGE = 50
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Room:
    """A case, as whoever challenged reads it. About an alert nobody answers; about an `domain` the business may."""

    case: UUID
    business: UUID
    review: PublicReview | None
    alert: Alert | None
    domain: str | None
    side: Side
    state: State
    outcome: Outcome | None
    ground: str
    rule_version: str
    quote: str | None
    claimed: str
    law: str
    is_held: bool
    is_urgent: bool
    filed_on: date
    answer_until: date
    decide_until: date
    appeal_until: date | None
    ended_on: date | None
    is_paused: bool
    has_appealed: bool
    turn: Turn
    days: dict[Who, date]
    said: tuple[Words, ...]
    proofs: tuple[Shown, ...]
    hidden: Hidden | None
    statements: tuple[Statement, ...]
    history: tuple[Happened, ...]
    may: frozenset[Do]

    @property
    def language(self) -> str:
        """In which language both sides write."""
        return ENGLISH if self.review is None else self.review.language


class Which(StrEnum):
    """Which of the cases of a business are listed."""

    ALL = "all"
    YOURS = "yours"
    """Your turn."""
    OPEN = "open"
    DECIDED = "decided"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Line:
    """A case in a list. `is_own`: the business challenged; others' cases it reads in public.

    `may_answer`: it is about an address that looks like one of the business, which has not said anything to it yet.
    """

    case: UUID
    review: UUID | None
    alert: Alert | None
    domain: str | None
    is_own: bool
    may_answer: bool
    ground: str
    state: State
    outcome: Outcome | None
    filed_on: date
    turn: Turn


def room(case: UUID, *, now: datetime) -> Room:
    """A case, as whoever challenged reads it. Who asks is for the caller to see.

    Raises:
        NoSuchCase
    """
    row = Case.objects.filter(public_id=case).first()
    if row is None:
        raise errors.NoSuchCase
    claim = Claim.objects.get(case=row)
    statements = queries.statements(row)
    appeals = list(Appeal.objects.filter(case=row).order_by("id"))
    standing = _standings([row], now)[row.pk]
    lost = own_cases.lost_of(row, claim)
    return Room(
        case=row.public_id,
        business=row.business_id,
        review=None if row.review_id is None else reviews.one(row.review_id),
        alert=None if row.alert is None else Alert(row.alert),
        domain=row.domain,
        side=Side(row.side),
        state=standing.state,
        outcome=standing.outcome,
        ground=claim.ground,
        rule_version=claim.rule_version,
        quote=claim.quote if lost is None else None,
        claimed=beside.cleared(claim.said, lost),
        law=claim.law,
        is_held=claim.is_held,
        is_urgent=row.is_urgent,
        filed_on=row.filed_on,
        answer_until=row.answer_until,
        decide_until=row.decide_until,
        appeal_until=row.appeal_until,
        ended_on=row.ended_on,
        is_paused=standing.is_paused,
        has_appealed=standing.has_appealed,
        turn=challenger_rules.turn(standing),
        days=challenger_rules.days(standing),
        said=tuple(
            own_cases.words(one, Speaker.CHALLENGER, lost) for one in Said.objects.filter(case=row).order_by("id")
        ),
        proofs=tuple(proofs.listed(row.public_id, reader=Party.CHALLENGER, now=now)),
        hidden=own_cases.hidden(row, lost, now),
        statements=statements,
        history=own_cases.history(row, statements, appeals, now),
        may=challenger_rules.may(standing),
    )


def of_business(business: UUID, *, which: Which, now: datetime, after: UUID | None = None) -> list[Line]:
    """The cases about a business, the newest first, at most a page. `after`: the last one of the page before."""
    rows = _chosen(Case.objects.filter(business__public_id=business), which)
    last = None if after is None else Case.objects.filter(business__public_id=business, public_id=after).first()
    if last is not None:
        rows = rows.filter(Q(filed_on__lt=last.filed_on) | Q(filed_on=last.filed_on, id__lt=last.pk))
    found = list(rows.order_by("-filed_on", "-id")[:PAGE])
    grounds = dict(Claim.objects.filter(case__in=found).values_list("case_id", "ground"))
    standing = _standings(found, now)
    return [_line(row, grounds[row.pk], standing[row.pk]) for row in found]


def counts(business: UUID) -> dict[Which, int]:
    """How many cases about a business there are of each kind."""
    rows = Case.objects.filter(business__public_id=business)
    return {which: _chosen(rows, which).count() for which in Which}


def _chosen(rows: QuerySet[Case], which: Which) -> QuerySet[Case]:
    over = [str(state) for state in OVER]
    match which:
        case Which.ALL:
            return rows
        case Which.YOURS:
            own = Q(side=Side.BUSINESS, state__in=[str(State.ANSWERED), str(State.DECIDED)])
            asked = Q(domain__isnull=False, has_answer=False, state__in=[str(State.READY), str(State.DRAFTED)])
            return rows.filter(own | asked)
        case Which.OPEN:
            return rows.exclude(state__in=[*over, str(State.DECIDED)])
        case Which.DECIDED:
            return rows.filter(state__in=[str(State.DECIDED), str(State.FINAL)])
        case Which.OVER:
            return rows.filter(state__in=over)


def _line(row: Case, ground: str, standing: Standing) -> Line:
    return Line(
        case=row.public_id,
        review=row.review_id,
        alert=None if row.alert is None else Alert(row.alert),
        domain=row.domain,
        is_own=row.side == Side.BUSINESS,
        may_answer=row.domain is not None and exchange.may_answer(row),
        ground=ground,
        state=standing.state,
        outcome=standing.outcome,
        filed_on=row.filed_on,
        turn=challenger_rules.turn(standing),
    )


def _standings(rows: list[Case], now: datetime) -> dict[int, Standing]:
    """What of some cases their challengers' rights hang on, by their inner ids."""
    decisions: dict[int, list[Decision]] = defaultdict(list)
    for decision in Decision.objects.filter(case__in=rows).only("case_id", "outcome", "is_final").order_by("id"):
        decisions[decision.case_id].append(decision)
    appeals: dict[int, list[Appeal]] = defaultdict(list)
    for appeal in Appeal.objects.filter(case__in=rows).order_by("id"):
        appeals[appeal.case_id].append(appeal)
    panels = {panel.case_id: panel for panel in Panel.objects.filter(case__in=rows, ended_on__isnull=True)}
    late = CaseStep.objects.filter(case__in=rows, step=Step.OVERDUE, deadline=Deadline.DECISION)
    overdue = set(late.values_list("case_id", flat=True))
    return {
        row.pk: _standing(
            row, decisions[row.pk], appeals[row.pk], panels.get(row.pk), is_overdue=row.pk in overdue, today=now.date()
        )
        for row in rows
    }


def _standing(
    row: Case, decisions: list[Decision], appeals: list[Appeal], panel: Panel | None, *, is_overdue: bool, today: date
) -> Standing:
    is_drawing = panel is not None and panel.drawn_at is not None and panel.seed is None
    against = decisions[-1].pk if decisions else None
    own = [one for one in appeals if one.party == Party.CHALLENGER]
    keeps = any(one.nonce_commitment is not None and one.nonce is None for one in own)
    is_appealed = row.state == State.APPEALED
    return Standing(
        state=State(row.state),
        admit_until=row.admit_until,
        answer_until=row.answer_until,
        decide_until=row.decide_until,
        today=today,
        reply_until=row.reply_until,
        appeal_until=row.appeal_until,
        panel_until=max((one.decide_until for one in appeals), default=None) if is_appealed else None,
        subject=row.subject,
        is_paused=row.paused_on is not None,
        is_overdue=is_overdue,
        has_appealed=any(one.decision_id == against for one in own),
        is_seated=panel is not None and panel.seated_on is not None,
        is_lot_due=keeps and is_drawing and is_appealed,
        outcome=beside.holds(decisions),
    )
