"""Who may propose and confirm what, and what becomes of it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from reputation.accounts.rules import Duty
from reputation.core import months
from reputation.disputes.measure_rules import PRESSURE, UNFOUNDED, Severity, Statement
from reputation.log import codes
from reputation.rulebook import cases
from reputation.rulebook import desk as numbers


class Kind(StrEnum):
    """What one person proposes and another one confirms."""

    ADMIT = "admit-application"
    REFUSE = "refuse-application"
    EDITION = "announce-edition"
    OPERATOR = "operator-entry"
    TERMINATE = "terminate"
    NUMBERS = "change-numbers"
    GIVE_DUTY = "give-duty"
    END_DUTY = "end-duty"
    UPHOLD = "uphold-termination"
    REVERSE = "reverse-termination"
    ADMIT_ATTESTER = "admit-attester"
    REFUSE_ATTESTER = "refuse-attester"
    END_ATTESTER = "end-attester"
    ANNUL_KEY = "annul-key"
    WARN = "warn"
    SUSPEND_RIGHT = "suspend-right"
    NOTE_THREAT = "note-legal-threat"
    END_WARNING = "end-warning"
    UPHOLD_MEASURE = "uphold-measure"
    REVERSE_MEASURE = "reverse-measure"


class State(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Stage(StrEnum):
    """Where the exclusion of a business stands."""

    ANNOUNCED = "announced"
    EFFECTIVE = "effective"
    REVERSED = "reversed"
    LAPSED = "lapsed"
    """Its last day came while the business had left by itself."""


class Bar(StrEnum):
    """Why somebody may neither propose nor confirm a thing."""

    DUTY = "duty"
    TIE = "tie"
    PART = "part"
    OWN = "own"
    UNDECLARED = "undeclared"
    """Nothing was said yet about ties to either side of a case."""
    DECLINED = "declined"
    """They would rather not have to do with a case, and said so."""


# A proposal ends once. What ended never changes.
NEXT: Mapping[State, frozenset[State]] = {
    State.OPEN: frozenset({State.CONFIRMED, State.DECLINED, State.WITHDRAWN, State.LAPSED}),
    State.CONFIRMED: frozenset(),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.LAPSED: frozenset(),
}
STAGES: Mapping[Stage, frozenset[Stage]] = {
    Stage.ANNOUNCED: frozenset({Stage.EFFECTIVE, Stage.REVERSED, Stage.LAPSED}),
    Stage.EFFECTIVE: frozenset({Stage.REVERSED}),
    Stage.REVERSED: frozenset(),
    Stage.LAPSED: frozenset(),
}
# Whose duty it is, for both persons.
DUTIES: Mapping[Kind, frozenset[Duty]] = {
    Kind.ADMIT: frozenset({Duty.MODERATOR}),
    Kind.REFUSE: frozenset({Duty.MODERATOR}),
    Kind.EDITION: frozenset({Duty.OPERATOR}),
    Kind.OPERATOR: frozenset({Duty.OPERATOR}),
    Kind.TERMINATE: frozenset({Duty.OPERATOR}),
    Kind.NUMBERS: frozenset({Duty.MODERATOR}),
    Kind.GIVE_DUTY: frozenset({Duty.OPERATOR}),
    Kind.END_DUTY: frozenset({Duty.OPERATOR}),
    Kind.UPHOLD: frozenset({Duty.PANEL}),
    Kind.REVERSE: frozenset({Duty.PANEL}),
    Kind.ADMIT_ATTESTER: frozenset({Duty.OPERATOR}),
    Kind.REFUSE_ATTESTER: frozenset({Duty.OPERATOR}),
    Kind.END_ATTESTER: frozenset({Duty.OPERATOR}),
    Kind.ANNUL_KEY: frozenset({Duty.OPERATOR}),
    Kind.WARN: frozenset({Duty.MODERATOR}),
    Kind.SUSPEND_RIGHT: frozenset({Duty.MODERATOR}),
    Kind.NOTE_THREAT: frozenset({Duty.MODERATOR}),
    Kind.END_WARNING: frozenset({Duty.MODERATOR}),
    Kind.UPHOLD_MEASURE: frozenset({Duty.PANEL}),
    Kind.REVERSE_MEASURE: frozenset({Duty.PANEL}),
}
# Who looks at texts before they go out, and at words that somebody asked to mask: one person, not two.
OF_TEXTS = frozenset({Duty.MODERATOR})
# Who reads and decides cases; of the panel those who have a seat in one.
OF_CASES = frozenset({Duty.MODERATOR, Duty.PANEL})
# The particulars each carries beside its subject; those about the service as a whole have no subject.
CARRIES: Mapping[Kind, frozenset[str]] = {
    Kind.ADMIT: frozenset(),
    Kind.REFUSE: frozenset({"is_natural_person"}),
    Kind.EDITION: frozenset({"edition"}),
    Kind.OPERATOR: frozenset({"sha256"}),
    Kind.TERMINATE: frozenset({"ground", "until"}),
    Kind.NUMBERS: frozenset({"numbers"}),
    Kind.GIVE_DUTY: frozenset({"duty"}),
    Kind.END_DUTY: frozenset({"duty"}),
    Kind.UPHOLD: frozenset(),
    Kind.REVERSE: frozenset(),
    Kind.ADMIT_ATTESTER: frozenset(),
    Kind.REFUSE_ATTESTER: frozenset(),
    Kind.END_ATTESTER: frozenset(),
    Kind.ANNUL_KEY: frozenset({"sha256", "ground"}),  # the id of a key is the SHA-256 of it
    Kind.WARN: frozenset({"severity", "rule", "facts", "summary"}),
    Kind.SUSPEND_RIGHT: frozenset({"rule", "facts", "summary"}),
    Kind.NOTE_THREAT: frozenset({"rule", "facts", "summary"}),
    Kind.END_WARNING: frozenset(),
    Kind.UPHOLD_MEASURE: frozenset(),
    Kind.REVERSE_MEASURE: frozenset(),
}
WITHOUT_SUBJECT = frozenset({Kind.EDITION, Kind.OPERATOR})
OF_APPLICATIONS = frozenset({Kind.ADMIT, Kind.REFUSE})
# About a measure that was taken; WARN and SUSPEND_RIGHT are about a business, NOTE_THREAT about a case.
OF_MEASURES = frozenset({Kind.END_WARNING, Kind.UPHOLD_MEASURE, Kind.REVERSE_MEASURE})
APPEALS = frozenset({Kind.UPHOLD, Kind.REVERSE, Kind.UPHOLD_MEASURE, Kind.REVERSE_MEASURE})
# Two kinds are for breaking one rule only.
RULES: Mapping[Kind, str] = {Kind.SUSPEND_RIGHT: UNFOUNDED, Kind.NOTE_THREAT: PRESSURE}
OF_ATTESTERS = frozenset({Kind.ADMIT_ATTESTER, Kind.REFUSE_ATTESTER, Kind.END_ATTESTER})
# Of two answers to one question the other lapses with the first that is confirmed.
OTHER: Mapping[Kind, Kind] = {
    Kind.ADMIT: Kind.REFUSE,
    Kind.REFUSE: Kind.ADMIT,
    Kind.UPHOLD: Kind.REVERSE,
    Kind.REVERSE: Kind.UPHOLD,
    Kind.UPHOLD_MEASURE: Kind.REVERSE_MEASURE,
    Kind.REVERSE_MEASURE: Kind.UPHOLD_MEASURE,
    Kind.ADMIT_ATTESTER: Kind.REFUSE_ATTESTER,
    Kind.REFUSE_ATTESTER: Kind.ADMIT_ATTESTER,
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a proposal carries beside its subject; which of them, `CARRIES` says.

    `numbers`: scheme and value; empty when a business is to have none. `rule`, `facts` and `summary` are, with the
    reasons of the proposal, the statement of reasons of a measure.
    """

    is_natural_person: bool | None = None
    edition: int | None = None
    sha256: str = ""
    ground: str = ""
    until: date | None = None
    duty: Duty | None = None
    numbers: tuple[tuple[str, str], ...] | None = None
    severity: Severity | None = None
    rule: str = ""
    facts: tuple[str, ...] | None = None
    summary: str = ""

    @property
    def given(self) -> frozenset[str]:
        """The names of those that are there."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) not in (None, ""))


NONE = Particulars()


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a thing that is to be decided.

    `is_tied`: they filed the application, it is about them, or they belong to the business or did within 24 months.
    `had_part`: they proposed or confirmed the decision that is now appealed. `is_own`: it is their own proposal.
    """

    duties: frozenset[Duty]
    is_tied: bool = False
    had_part: bool = False
    is_own: bool = False


def duties_for(kind: Kind, *, is_appeal: bool = False) -> frozenset[Duty]:
    """Who may propose and confirm. An appeal of an applicant is for moderators and the panel."""
    is_answered = is_appeal and kind in OF_APPLICATIONS
    return DUTIES[kind] | {Duty.PANEL} if is_answered else DUTIES[kind]


def bar(kind: Kind, standing: Standing, *, is_appeal: bool = False) -> Bar | None:
    """What keeps somebody from proposing this, or from deciding what another one proposed; None: nothing does."""
    return barred(duties_for(kind, is_appeal=is_appeal), standing)


def barred(needed: frozenset[Duty], standing: Standing) -> Bar | None:
    """What keeps somebody from deciding what needs one of these duties; None: nothing does."""
    if not needed & standing.duties:
        return Bar.DUTY
    if standing.is_tied:
        return Bar.TIE
    if standing.had_part:
        return Bar.PART
    return Bar.OWN if standing.is_own else None


def may_go(now_in: State, to: State) -> bool:
    """Whether a proposal may go from one state to another."""
    return to in NEXT[now_in]


def may_pass(now_in: Stage, to: Stage) -> bool:
    """Whether an exclusion may pass from one stage to another."""
    return to in STAGES[now_in]


def lapses_at(proposed_at: datetime) -> datetime:
    """From when on nobody can confirm a proposal any more."""
    return proposed_at + timedelta(days=numbers.LAPSES.value)


def ties_since(today: date) -> date:
    """From which day on a membership, even one that ended, is a tie."""
    return months.later(today, -numbers.TIE.value)


def statement(given: Particulars, reasons: str) -> Statement:
    """The statement of reasons of a measure that is proposed."""
    return Statement(given.rule, given.facts or (), reasons, given.summary)


def effective_on(announced_on: date) -> date:
    """The day on which a business is excluded."""
    return announced_on + timedelta(days=numbers.NOTICE.value)


def is_exclusion(ground: str, until: date, *, announced_on: date) -> bool:
    """Whether a business can be excluded on this ground until this day, when it is announced on that one."""
    first = effective_on(announced_on)
    last = months.later(first, cases.MEASURE_LONGEST.value)
    return ground in codes.BUSINESS_GROUNDS and first < until <= last


def appeal_until(announced_on: date) -> date:
    """The last day on which an exclusion can be appealed."""
    return announced_on + timedelta(days=numbers.APPEAL_WINDOW.value)


def used(until: datetime, span: timedelta, now: datetime) -> int:
    """How much of a time that ends at an instant has gone, in per cent; 100 when it is over."""
    gone = span - (until - now)
    return min(max(100 * gone // span, 0), 100)


def is_explained(text: str) -> bool:
    """Whether reasons are long enough to say something, and short enough to be read."""
    return numbers.EXPLANATION_SHORTEST.value <= len(text.strip()) <= numbers.EXPLANATION_LIMIT.value
