"""Who decides an appeal, until when, and how three persons come to one decision. Pure.

How a lot is drawn is in reputation/log/lots.py: whoever audits the log does it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reputation.disputes.rules import FITTING, FOLLOWS, NoLot, Outcome, Part, Party, Subject
from reputation.rulebook import cases as numbers


class Left(StrEnum):
    """Why somebody who was drawn or assigned does not decide."""

    DECLINED = "declined"
    """Would rather not: a tie, or another reason that nobody asks for."""
    DUTY_ENDED = "duty-ended"
    TIED = "tied"
    """Belongs to the business, or did lately."""
    HAD_PART = "had-part"
    """Had part in the decision that is appealed."""


# What somebody on a panel does in a case; with any other part they decide no appeal in it.
OF_PANELS = frozenset({Part.PANEL, Part.DECLARED})


def outcomes(appealed: Outcome | None, subject: Subject) -> frozenset[Outcome]:
    """What a panel may decide of a decision, or in place of one that never came (None). *Rejected*: it stays."""
    after = FOLLOWS[appealed] | {Outcome.REJECTED}
    if appealed is not None:
        after -= {appealed} - {Outcome.REJECTED}  # to leave it is to reject the appeal
    return (after - {Outcome.INADMISSIBLE}) & FITTING[subject]


def may_appeal(party: Party, *, appealed: Outcome | None, subject: Subject) -> bool:
    """Whether a side may have others look at a decision, or go to the panel without one (None).

    Both may, but where there is nothing a panel could change, and where no writer was ever told: of an alert, of an
    address, and of a challenge that nobody could raise.
    """
    if outcomes(appealed, subject) == {Outcome.REJECTED}:
        return False
    is_told = subject is Subject.REVIEW and appealed is not Outcome.INADMISSIBLE
    return party is Party.CHALLENGER or is_told


@dataclass(frozen=True, slots=True)
class Days:
    """Until when an appeal should be decided, and until when at the latest; both days are still in time."""

    aim_on: date
    decide_until: date


def days_of(appealed_on: date) -> Days:
    """The days of an appeal. Source: DSA Art. 20(4) says "in a timely manner"."""
    return Days(
        aim_on=appealed_on + timedelta(days=numbers.APPEAL_AIM.value),
        decide_until=appealed_on + timedelta(days=numbers.APPEAL_DECISION.value),
    )


def joining_until(appealed_on: date) -> date:
    """The last day on which the other side can appeal too and still bring its nonce: then the list is logged."""
    return appealed_on + timedelta(days=numbers.JOINING.value)


def reveal_until(drawn_on: date) -> date:
    """The last day on which the sides tell their nonces, once the checkpoint is there by which the lot is drawn."""
    return drawn_on + timedelta(days=numbers.REVEALING.value)


def is_unwitnessed(roster_on: date, today: date) -> bool:
    """Whether the lot has waited for a cosigned checkpoint for as long as it may."""
    return today > roster_on + timedelta(days=numbers.COSIGNED.value)


def no_lot(eligible: int, *, has_witness: bool) -> NoLot | None:
    """Why no lot is possible; None: it is."""
    if eligible < numbers.LOT_FROM.value:
        return NoLot.FEW
    return None if has_witness else NoLot.NO_WITNESS


def bar(*, has_duty: bool, is_tied: bool, parts: frozenset[Part]) -> Left | None:
    """Why somebody may not sit on the panel of a case, now or any more; None: they may."""
    if not has_duty:
        return Left.DUTY_ENDED
    if is_tied:
        return Left.TIED
    return None if parts <= OF_PANELS else Left.HAD_PART


def next_drafter(drafter: int, seats: int = numbers.PANEL.value) -> int:
    """Whose turn it is when the others would not follow a draft."""
    return drafter % seats + 1


def is_agreed(votes: Sequence[bool]) -> bool | None:
    """Whether the votes of the others make a draft the decision: with its drafter, most must agree. None: too early."""
    if len(votes) < numbers.PANEL.value - 1:
        return None
    return 1 + sum(votes) > numbers.PANEL.value // 2


def holding(decided: Sequence[tuple[Outcome, bool]]) -> int | None:
    """Which of some decisions holds, oldest first, each with whether it is a panel's.

    A rejected appeal changes nothing. Where a panel decided what nobody had decided before, *rejected* means the
    challenge itself.
    """
    held: int | None = None
    for number, (outcome, is_final) in enumerate(decided):
        before = None if held is None else decided[held][0]
        if not (is_final and outcome is Outcome.REJECTED) or before in (None, Outcome.ADMITTED):
            held = number
    return held


def standing(decided: Sequence[tuple[Outcome, bool]]) -> Outcome | None:
    """The outcome that holds after some decisions, oldest first; None: there is no decision."""
    held = holding(decided)
    return None if held is None else decided[held][0]


def before_mask(decided: Sequence[tuple[Outcome, bool]]) -> int:
    """How many of the decisions, oldest first, came before words were masked that nobody put back."""
    outcomes = [outcome for outcome, _ in decided]
    if Outcome.MASKED not in outcomes or standing(decided) is Outcome.RESTORED:
        return 0
    return outcomes.index(Outcome.MASKED)


class Todo(StrEnum):
    """What a panel waits for from one of the three."""

    OPINE = "opine"
    WAIT = "wait"
    """For the others."""
    DRAFT = "draft"
    VOTE = "vote"


def todo(*, has_written: bool, have_all: bool, is_drafter: bool, has_draft: bool, has_voted: bool) -> Todo:
    """What one of the three does next."""
    if not has_written:
        return Todo.OPINE
    if have_all and is_drafter and not has_draft:
        return Todo.DRAFT
    return Todo.VOTE if has_draft and not has_voted else Todo.WAIT
