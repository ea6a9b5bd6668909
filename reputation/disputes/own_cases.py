"""What a writer reads in the mailbox of the cases about the review: everything both sides may read, and what waits.

A text at which a moderator looks first is read by whoever wrote it and by nobody else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from reputation.disputes import queries, writer_rules
from reputation.disputes.models import (
    Appeal,
    Case,
    CaseStep,
    Claim,
    Decision,
    Interim,
    Panel,
    Said,
    WriterAct,
)
from reputation.disputes.notice_rules import Line
from reputation.disputes.queries import Statement
from reputation.disputes.rules import OVER, Deadline, Outcome, Party, Saying, State, Step, WriterActKind
from reputation.disputes.writer_rules import Standing
from reputation.reviews.rules import next_release


@dataclass(frozen=True, slots=True)
class Words:
    """What a side said. `text`: None while a moderator looks at it first, for all but whoever said it."""

    party: Party
    kind: Saying
    text: str | None
    is_held: bool
    said_on: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the writer wants, and what the next release does."""

    kind: WriterActKind
    text: str
    is_held: bool
    released_on: date


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history. `until`: the day until which it gave time."""

    line: Line
    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """That the review is not shown for the time being. `is_confirmed`: a second person agreed."""

    reasoning: str
    facts: tuple[str, ...]
    taken_on: date
    is_confirmed: bool
    until: date


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case, as the writer of the review reads it. `due`: the day until which something can be done."""

    case: UUID
    line: Line
    state: State
    side: str
    ground: str
    rule_version: str
    law: str
    quote: str
    claimed: str | None
    filed_on: date
    admit_until: date
    answer_until: date
    decide_until: date
    appeal_until: date | None
    panel_until: date | None
    due: date | None
    silence_from: date
    has_answer: bool
    is_late: bool
    offer: str | None
    said: tuple[Words, ...]
    waiting: tuple[Waiting, ...]
    hidden: Hidden | None
    statements: tuple[Statement, ...]
    history: tuple[Happened, ...]
    may: frozenset[WriterActKind]

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done in it any more."""
        return self.state in OVER

    @property
    def wants_something(self) -> bool:
        """Whether the writer can still do something that nobody does for them, and has not asked for it yet."""
        asked = {one.kind for one in self.waiting}
        return bool({WriterActKind.ANSWER, WriterActKind.APPEAL, WriterActKind.NONCE} & (self.may - asked))


def of_review(review: UUID, now: datetime) -> list[OwnCase]:
    """The cases about a review, the newest first."""
    rows = Case.objects.filter(review__public_id=review).order_by("-filed_on", "-id")
    return [_own(row, now) for row in rows]


def _own(row: Case, now: datetime) -> OwnCase:
    claim = Claim.objects.get(case=row)
    statements = queries.case(row.public_id).statements
    said = [_words(one) for one in Said.objects.filter(case=row).order_by("id")]
    appeals = list(Appeal.objects.filter(case=row).order_by("id"))
    offers = [one.text for one in said if one.kind is Saying.OFFER and one.text is not None]
    stands = standing(row, now)
    open_appeals = [one.decide_until for one in appeals if row.state == State.APPEALED]
    return OwnCase(
        case=row.public_id,
        line=writer_rules.line(stands),
        state=stands.state,
        side=row.side,
        ground=claim.ground,
        rule_version=claim.rule_version,
        law=claim.law,
        quote=claim.quote or "",
        claimed=None if claim.is_held else claim.said,
        filed_on=row.filed_on,
        admit_until=row.admit_until,
        answer_until=row.answer_until,
        decide_until=row.decide_until,
        appeal_until=row.appeal_until,
        panel_until=max(open_appeals, default=None),
        due=writer_rules.last_day(stands),
        silence_from=writer_rules.silence_weighed_from(row.filed_on),
        has_answer=row.has_answer,
        is_late=stands.state in writer_rules.LATE,
        offer=offers[-1] if offers else None,
        said=tuple(said),
        waiting=_waiting(row),
        hidden=_hidden(row),
        statements=statements,
        history=_history(row, statements, appeals),
        may=writer_rules.may(stands),
    )


def standing(row: Case, now: datetime) -> Standing:
    """What of a case its writer's rights hang on."""
    decided = Decision.objects.filter(case=row).order_by("-id").values_list("id", "outcome")
    last, outcome = decided.first() or (None, None)
    panel = Panel.objects.filter(case=row, ended_on__isnull=True).first()
    is_drawing = panel is not None and panel.drawn_at is not None and panel.seed is None
    own = Appeal.objects.filter(case=row, party=Party.WRITER)
    keeps = own.filter(nonce_commitment__isnull=False, nonce__isnull=True)
    late = CaseStep.objects.filter(case=row, step=Step.OVERDUE, deadline=Deadline.DECISION)
    return Standing(
        state=State(row.state),
        answer_until=row.answer_until,
        appeal_until=row.appeal_until,
        released_on=next_release(now),
        has_answer=row.has_answer,
        is_extended=row.is_extended,
        is_paused=row.paused_on is not None,
        is_offered=Said.objects.filter(case=row, kind=Saying.OFFER, is_held=False).exists(),
        is_overdue=late.exists(),
        has_appealed=own.filter(decision_id=last).exists(),
        is_seated=panel is not None and panel.seated_on is not None,
        is_lot_due=is_drawing and row.state == State.APPEALED and keeps.exists(),
        outcome=None if outcome is None else Outcome(outcome),
    )


def _words(row: Said) -> Words:
    party = Party(row.party)
    is_read = party is Party.WRITER or not row.is_held
    return Words(party, Saying(row.kind), row.text if is_read else None, row.is_held, row.said_on)


def _waiting(row: Case) -> tuple[Waiting, ...]:
    found = WriterAct.objects.filter(case=row).order_by("kind")
    return tuple(Waiting(WriterActKind(one.kind), one.text, one.is_held, one.release_on) for one in found)


def _hidden(row: Case) -> Hidden | None:
    found = Interim.objects.filter(case=row, ended_on__isnull=True).first()
    if found is None:
        return None
    is_confirmed = found.confirmed_on is not None
    until = found.until if is_confirmed else found.lapses_at.date()
    return Hidden(found.reasoning, tuple(found.facts), found.taken_at.date(), is_confirmed, until)


def _history(row: Case, statements: tuple[Statement, ...], appeals: list[Appeal]) -> tuple[Happened, ...]:
    found = [Happened(Line.CHALLENGED, row.filed_on, row.admit_until)]
    for step in CaseStep.objects.filter(case=row).order_by("id"):
        is_gone = step.step == Step.CLOSED and not statements
        line = Line.GONE if is_gone else writer_rules.STEPS[Step(step.step)]
        found.append(Happened(line, step.happened_on, step.until))
    found += [Happened(Line.DECIDED, one.decided_on, one.appeal_until) for one in statements]
    found += [Happened(Line.APPEALED, one.appealed_on, one.decide_until) for one in appeals]
    interim = Interim.objects.filter(case=row).first()
    if interim is not None:
        found.append(Happened(Line.HIDDEN, interim.taken_at.date()))
        if interim.confirmed_on is not None:
            found.append(Happened(Line.HIDDEN_STILL, interim.confirmed_on, interim.until))
        removed_on = [one.decided_on for one in statements if one.outcome == Outcome.REMOVED]
        if interim.ended_on is not None and interim.ended_on not in removed_on:
            found.append(Happened(Line.SHOWN_AGAIN, interim.ended_on))
    return tuple(sorted(found, key=lambda one: one.on))
