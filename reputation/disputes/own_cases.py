"""What a writer reads in the mailbox of the cases about the review: everything both sides may read, and what waits.

A text at which a moderator looks first is read by whoever wrote it and by nobody else.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from reputation.disputes import queries, writer_rules, writers
from reputation.disputes.models import (
    Appeal,
    Case,
    CaseStep,
    Claim,
    Interim,
    Said,
    WriterAct,
)
from reputation.disputes.notice_rules import Line
from reputation.disputes.queries import Statement
from reputation.disputes.rules import OVER, Outcome, Saying, Speaker, State, Step, WriterActKind


@dataclass(frozen=True, slots=True)
class Words:
    """What a side said. `text`: None while a moderator looks at it first, for all but whoever said it."""

    party: Speaker
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
    wanted: frozenset[WriterActKind]

    @property
    def is_over(self) -> bool:
        """Whether nothing can be done in it any more."""
        return self.state in OVER

    @property
    def wants_something(self) -> bool:
        """Whether something is to be done that nobody does for the writer."""
        return bool(self.wanted)


def of_review(review: UUID, now: datetime) -> list[OwnCase]:
    """The cases about a review, the newest first."""
    rows = Case.objects.filter(review__public_id=review).order_by("-filed_on", "-id")
    return [_own(row, now) for row in rows]


def _own(row: Case, now: datetime) -> OwnCase:
    claim = Claim.objects.get(case=row)
    statements = queries.statements(row)
    said = [words(one, Speaker.WRITER) for one in Said.objects.filter(case=row).order_by("id")]
    appeals = list(Appeal.objects.filter(case=row).order_by("id"))
    offers = [one.text for one in said if one.kind is Saying.OFFER and one.text is not None]
    may = writers.may(row, now.date())
    outcome = Outcome(statements[-1].outcome) if statements else None
    noted = _waiting(row)
    wanted = writer_rules.wanted(may, [one.kind for one in noted], outcome)
    state = State(row.state)
    open_appeals = [one.decide_until for one in appeals if row.state == State.APPEALED]
    return OwnCase(
        case=row.public_id,
        line=writer_rules.line(
            state,
            is_paused=row.paused_on is not None,
            is_lot_due=WriterActKind.NONCE in may,
            outcome=outcome,
        ),
        state=state,
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
        due=writer_rules.last_day(state, wanted, answer_until=row.answer_until, appeal_until=row.appeal_until),
        silence_from=writer_rules.silence_weighed_from(row.filed_on),
        has_answer=row.has_answer,
        is_late=state in writer_rules.LATE,
        offer=offers[-1] if offers else None,
        said=tuple(said),
        waiting=noted,
        hidden=hidden(row),
        statements=statements,
        history=history(row, statements, appeals),
        may=may,
        wanted=wanted,
    )


def words(row: Said, reader: Speaker) -> Words:
    """What a side said, as one of them reads it."""
    party = Speaker(row.party)
    is_read = party is reader or not row.is_held
    return Words(party, Saying(row.kind), row.text if is_read else None, row.is_held, row.said_on)


def _waiting(row: Case) -> tuple[Waiting, ...]:
    found = WriterAct.objects.filter(case=row).order_by("kind")
    return tuple(Waiting(WriterActKind(one.kind), one.text, one.is_held, one.release_on) for one in found)


def hidden(row: Case) -> Hidden | None:
    """Whether the review of a case is not shown for the time being."""
    found = Interim.objects.filter(case=row, ended_on__isnull=True).first()
    if found is None:
        return None
    is_confirmed = found.confirmed_on is not None
    until = found.until if is_confirmed else found.lapses_at.date()
    return Hidden(found.reasoning, tuple(found.facts), found.taken_at.date(), is_confirmed, until)


def history(row: Case, statements: tuple[Statement, ...], appeals: list[Appeal]) -> tuple[Happened, ...]:
    """What happened in a case, the oldest first."""
    found = [Happened(Line.CHALLENGED, row.filed_on)]
    for step in CaseStep.objects.filter(case=row).order_by("id"):
        is_gone = step.step == Step.CLOSED and not statements
        line = Line.GONE if is_gone else writer_rules.STEPS[Step(step.step)]
        found.append(Happened(line, step.happened_on, step.until))
    # On the same day an appeal comes after the decision that it is against, and before the panel's.
    found += [Happened(Line.DECIDED, one.decided_on, one.appeal_until) for one in statements if not one.is_final]
    found += [Happened(Line.APPEALED, one.appealed_on, one.decide_until) for one in appeals]
    for one in statements:
        if one.is_final:
            line = Line.DECIDED if one.outcome == Outcome.ADMITTED else Line.FINAL
            found.append(Happened(line, one.decided_on))
    interim = Interim.objects.filter(case=row).first()
    if interim is not None:
        found.append(Happened(Line.HIDDEN, interim.taken_at.date()))
        if interim.confirmed_on is not None:
            found.append(Happened(Line.HIDDEN_STILL, interim.confirmed_on, interim.until))
        removed_on = [one.decided_on for one in statements if one.outcome == Outcome.REMOVED]
        if interim.ended_on is not None and interim.ended_on not in removed_on:
            found.append(Happened(Line.SHOWN_AGAIN, interim.ended_on))
    return tuple(sorted(found, key=lambda one: one.on))
