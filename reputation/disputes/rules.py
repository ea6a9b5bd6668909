"""What a case may become, what a decision needs and means. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reputation.proofs.rules import Party as Party  # in whose name somebody acts in a case
from reputation.rulebook import cases as numbers


class State(StrEnum):
    """Where a case stands. One about an alert or an address is ready when it is filed: no writer is to be told."""

    FILED = "filed"
    """A moderator looks whether the ground can be raised."""
    NOTICED = "noticed"
    """The writer was told, and may answer."""
    ANSWERED = "answered"
    """Whoever challenges may say something to the answer."""
    READY = "ready"
    """Everybody was heard, or had the time for it: a moderator drafts the decision."""
    DRAFTED = "drafted"
    """A second moderator looks at the draft."""
    DECIDED = "decided"
    """In effect; both sides may appeal."""
    APPEALED = "appealed"
    """A panel decides."""
    FINAL = "final"
    """The panel decided."""
    CLOSED = "closed"
    """Nobody appealed in time, or the writer took the review back before anything was decided."""
    WITHDRAWN = "withdrawn"
    """Whoever challenged takes it back."""
    SETTLED = "settled"
    """Both sides agreed, and the writer changed the review or left it."""


class Outcome(StrEnum):
    """What a decision says. Of a panel, *rejected* means the appeal: what was decided stays."""

    REJECTED = "rejected"
    REMOVED = "removed"
    MASKED = "masked"
    RESTORED = "restored"
    INADMISSIBLE = "inadmissible"
    ADMITTED = "admitted"
    """A panel says that the ground can be raised after all: the case begins."""
    SUSPENDED = "suspended"
    """An alert has an innocent cause."""
    EXEMPT = "exempt"
    """An address imitates nothing: it is never warned of again."""


class Side(StrEnum):
    """Who filed a challenge."""

    BUSINESS = "business"
    PUBLIC = "public"


class Subject(StrEnum):
    """What a case is about."""

    REVIEW = "review"
    ALERT = "alert"
    DOMAIN = "domain"
    """One that is warned of, because it looks like an address of a business."""


class Speaker(StrEnum):
    """Who says something in a case: one of its parties, or the business that an address looks like."""

    CHALLENGER = Party.CHALLENGER.value
    WRITER = Party.WRITER.value
    BUSINESS = "business"


class Role(StrEnum):
    """In which role somebody decides. What is public of a decision never says who."""

    MODERATOR = "moderator"
    SECOND_MODERATOR = "second-moderator"
    PANEL = "panel"


class Part(StrEnum):
    """What somebody of the service did in a case. Whoever had part decides no appeal in it."""

    DECLARED = "declared"
    """Read it, having said that nothing ties them to either side."""
    DECLINED = "declined"
    """Would rather not: a tie, or another reason that nobody asks for."""
    ADMITTED = "admitted"
    INTERIM = "interim"
    DRAFTED = "drafted"
    APPROVED = "approved"
    RETURNED = "returned"
    """Gave a draft back, and so said what they think of it."""
    PANEL = "panel"


class Step(StrEnum):
    """What happens in a case between challenge and decision, as the log says it."""

    NOTICED = "noticed"
    ANSWERED = "answered"
    REPLIED = "replied"
    EXTENDED = "extended"
    PAUSED = "paused"
    RESUMED = "resumed"
    READY = "ready"
    REOPENED = "reopened"
    OVERDUE = "overdue"
    WITHDRAWN = "withdrawn"
    SETTLED = "settled"
    CLOSED = "closed"
    WORDS_GONE = "words-gone"
    """The text of the review is gone, and nothing in the case repeats it any more."""


class Deadline(StrEnum):
    """What we did not do in time. Source: disputes are counted in public by these."""

    ADMISSIBILITY = "admissibility"
    DECISION = "decision"
    APPEAL_DECISION = "appeal-decision"
    REVERSAL = "reversal"


class Saying(StrEnum):
    """What one side says in a case."""

    ANSWER = "answer"
    LATE_ANSWER = "late-answer"
    REPLY = "reply"
    OFFER = "offer"
    """What a challenger offers so that the case may end without a decision."""
    MORE = "more"
    """What a side adds while the case is open, such as late evidence."""
    APPEAL = "appeal"


class WriterActKind(StrEnum):
    """What a writer does in a case, at the next release."""

    ANSWER = "answer"
    MORE_TIME = "more-time"
    MORE = "more"
    AGREE = "agree"
    """To settle: the case ends, the review stays as it is."""
    APPEAL = "appeal"
    NONCE = "nonce"
    """The writer's part of the lot of a panel, told once the list of persons is in the log."""


class Way(StrEnum):
    """How the persons of a panel were found."""

    LOT = "lot"
    ASSIGNED = "assigned"


class NoLot(StrEnum):
    """Why no lot was possible."""

    FEW = "few"
    """Fewer eligible persons than the rulebook asks for."""
    NO_WITNESS = "no-witness"
    """Nobody outside cosigns the log, so that we could choose the seed."""


class Ground(StrEnum):
    """The rules a review can break; their texts are in the rulebook."""

    NO_GENUINE_EXPERIENCE = "no-genuine-experience"
    WRONG_BUSINESS = "wrong-business"
    NAMES_A_PERSON = "names-a-person"
    THREAT_OR_EXTORTION = "threat-or-extortion"
    HATE_OR_HARASSMENT = "hate-or-harassment"
    UNLAWFUL_CONTENT = "unlawful-content"
    CONFIDENTIAL_DATA = "confidential-data"
    CONFLICT_OF_INTEREST = "conflict-of-interest"
    OFF_TOPIC = "off-topic"
    FALSE_STATEMENT_OF_FACT = "false-statement-of-fact"


ALERT_GROUND = numbers.ALERT_GROUND.code
DOMAIN_GROUND = numbers.DOMAIN_GROUND.code

# Whoever challenged may end the case, so may both sides together, and there is nothing to decide of a review that its
# writer took back.
_ENDS = frozenset({State.WITHDRAWN, State.SETTLED, State.CLOSED})
# Where no decision came in time, a side goes straight to the panel.
NEXT: dict[State, frozenset[State]] = {
    State.FILED: frozenset({State.NOTICED, State.DRAFTED}) | _ENDS,
    State.NOTICED: frozenset({State.ANSWERED, State.READY, State.APPEALED}) | _ENDS,
    State.ANSWERED: frozenset({State.READY, State.APPEALED}) | _ENDS,
    State.READY: frozenset({State.ANSWERED, State.DRAFTED, State.APPEALED}) | _ENDS,
    State.DRAFTED: frozenset({State.FILED, State.ANSWERED, State.READY, State.DECIDED, State.APPEALED}) | _ENDS,
    State.DECIDED: frozenset({State.ANSWERED, State.APPEALED, State.CLOSED}),
    State.APPEALED: frozenset({State.NOTICED, State.FINAL}),
    State.FINAL: frozenset(),
    State.CLOSED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.SETTLED: frozenset(),
}
OVER = frozenset(state for state, after in NEXT.items() if not after)
# The review bears the mark of a challenge, and nobody else can challenge it.
OPEN = frozenset({State.FILED, State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED, State.APPEALED})
UNDECIDED = (State.FILED, State.NOTICED, State.ANSWERED, State.READY, State.DRAFTED)

# Which decision may follow which: the first of a case, or the one it replaces. A panel may also reject the appeal; a
# late answer opens a case again, and what was decided may be decided once more.
FOLLOWS: dict[Outcome | None, frozenset[Outcome]] = {
    None: frozenset(
        {
            Outcome.REJECTED,
            Outcome.REMOVED,
            Outcome.MASKED,
            Outcome.INADMISSIBLE,
            Outcome.SUSPENDED,
            Outcome.EXEMPT,
        },
    ),
    Outcome.REJECTED: frozenset({Outcome.REMOVED, Outcome.MASKED, Outcome.SUSPENDED, Outcome.EXEMPT}),
    Outcome.REMOVED: frozenset({Outcome.REMOVED, Outcome.RESTORED}),
    Outcome.MASKED: frozenset({Outcome.MASKED, Outcome.REMOVED, Outcome.RESTORED}),
    Outcome.RESTORED: frozenset({Outcome.REMOVED, Outcome.MASKED}),
    Outcome.INADMISSIBLE: frozenset({Outcome.ADMITTED}),
    Outcome.ADMITTED: frozenset({Outcome.REJECTED, Outcome.REMOVED, Outcome.MASKED}),
    Outcome.SUSPENDED: frozenset(),
    Outcome.EXEMPT: frozenset(),
}

# What can be decided at all, by what a case is about.
FITTING: dict[Subject, frozenset[Outcome]] = {
    Subject.REVIEW: frozenset(Outcome) - {Outcome.SUSPENDED, Outcome.EXEMPT},
    Subject.ALERT: frozenset({Outcome.REJECTED, Outcome.SUSPENDED}),
    Subject.DOMAIN: frozenset({Outcome.REJECTED, Outcome.EXEMPT}),
}

# What takes something from somebody, and so has a last day.
SANCTIONS = frozenset({Outcome.REMOVED, Outcome.MASKED})
# A challenge that led to nothing may be called manifestly unfounded.
UNFOUNDED = frozenset({Outcome.REJECTED, Outcome.INADMISSIBLE})

# Codes of the statement of reasons; the faces put them into words.
MEASURES: dict[Outcome, str] = {
    Outcome.REJECTED: "none",
    Outcome.REMOVED: "review-not-shown-and-not-counted",
    Outcome.MASKED: "words-masked",
    Outcome.RESTORED: "review-shown-and-counted-again",
    Outcome.INADMISSIBLE: "none",
    Outcome.ADMITTED: "none",
    Outcome.SUSPENDED: "alert-suspended",
    Outcome.EXEMPT: "domain-exempt",
}
DURATIONS: dict[Outcome, str] = {
    Outcome.REJECTED: "none",
    Outcome.REMOVED: "until-replaced",
    Outcome.MASKED: "until-replaced",
    Outcome.RESTORED: "final",
    Outcome.INADMISSIBLE: "none",
    Outcome.ADMITTED: "none",
    Outcome.SUSPENDED: "until-a-month",
    Outcome.EXEMPT: "final",
}
SOURCES: dict[Side, str] = {Side.BUSINESS: "challenge-by-the-business", Side.PUBLIC: "challenge-by-somebody-else"}
TERRITORY = "everywhere"
# Whether the review counts after a decision; the others change nothing.
COUNTS_AFTER: dict[Outcome, bool] = {Outcome.REMOVED: False, Outcome.RESTORED: True}


def may_go(now_in: State, to: State) -> bool:
    """Whether a case may go from one state to another. The trigger `disputes_case_guard` holds the same table."""
    return to in NEXT[now_in]


def may_follow(replaced: Outcome | None, outcome: Outcome) -> bool:
    """Whether a decision may replace another, or be the first (None)."""
    return outcome in FOLLOWS[replaced]


def may_be_ended(last: Outcome | None) -> bool:
    """Whether the sides can end a case by themselves: not while what was decided takes something from the writer.

    A late answer opened it again, and nobody else would look at what was taken any more.
    """
    return last not in SANCTIONS


def may_be_unfounded(outcome: Outcome, side: Side, subject: Subject) -> bool:
    """Whether a decision can say that a challenge was manifestly unfounded: of a review, by its business, for nothing.

    Of somebody else nothing would follow: who files without an account has none that could be suspended (P1).
    """
    return outcome in UNFOUNDED and side is Side.BUSINESS and subject is Subject.REVIEW


def may_decide(replaced: Outcome | None, outcome: Outcome, *, is_final: bool, subject: Subject) -> bool:
    """Whether a decision may be made after another, or as the first (None). A panel may also leave what was decided."""
    if outcome not in FITTING[subject]:
        return False
    if is_final and replaced is not None and outcome is Outcome.REJECTED:
        return True
    return may_follow(replaced, outcome) and (is_final or outcome is not Outcome.ADMITTED)


def is_answered(side: Side, state: State, holds: Outcome | None) -> bool:
    """Whether a side has had its answer, so that it does not raise the same again: an appeal is the second look.

    Of others nobody knows whether they are the same: what one of them takes back or settles, another one may raise.
    """
    if holds is not None:
        return holds in (Outcome.REJECTED, Outcome.INADMISSIBLE, Outcome.RESTORED)
    return side is Side.BUSINESS and state in (State.WITHDRAWN, State.SETTLED)


def is_hidden(ground: str, state: State, holds: Outcome | None) -> bool:
    """Whether a case keeps back the words it is about: perhaps nobody should see them, or it was decided (`holds`) so.

    Words that are masked are gone from the case, so that there is nothing to keep back.
    """
    is_open = state in OPEN | {State.WITHDRAWN, State.SETTLED}
    return numbers.RULES[ground].hides_words and (is_open or holds is Outcome.REMOVED)


def is_admissible(ground: Ground, *, has_receipt: bool) -> bool:
    """A receipt already proves a purchase: nobody can say again that there was none."""
    return not (has_receipt and numbers.GROUNDS[ground].inadmissible_with_receipt)


def may_exempt(*, answer_until: date, today: date, has_answer: bool) -> bool:
    """Whether it is time to exempt an address: the business it looks like answered, or had the time for it."""
    return has_answer or today > answer_until


def may_remove(ground: Ground, *, filed_on: date, today: date, has_answer: bool) -> bool:
    """Whether it is time to remove: silence is weighed only after the days the rulebook gives."""
    if ground is not Ground.NO_GENUINE_EXPERIENCE or has_answer:
        return True
    return today >= filed_on + timedelta(days=numbers.SILENCE.value)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why it was decided so. Source: DSA Art. 17(3).

    `unfounded`: why the challenge of a business plainly rests on no rule, where both persons say so; else empty.
    """

    quote: str
    facts: tuple[str, ...]
    business_said: str
    reviewer_said: str
    reasoning: str
    summary: str
    unfounded: str = ""


WITHHELD = "[…]"
"""Stands for what a decision says that was made before words were masked, and may repeat them."""


def parts(reasons: Reasons) -> tuple[str, ...]:
    """All that is said in the reasons."""
    said = (reasons.business_said, reasons.reviewer_said, reasons.reasoning, reasons.summary, reasons.unfounded)
    return (reasons.quote, *reasons.facts, *said)


def missing(reasons: Reasons) -> str | None:
    """The first part of the reasons that is missing or too long, or None."""
    limits = {
        "quote": numbers.QUOTE_LIMIT.value,
        "business_said": numbers.REASON_LIMIT.value,
        "reviewer_said": numbers.REASON_LIMIT.value,
        "reasoning": numbers.REASON_LIMIT.value,
        "summary": numbers.SUMMARY_LIMIT.value,
    }
    for name, limit in limits.items():
        value = getattr(reasons, name)
        if not value.strip() or len(value) > limit:
            return name
    if len(reasons.unfounded) > numbers.REASON_LIMIT.value:
        return "unfounded"
    if not reasons.facts or not all(fact.strip() for fact in reasons.facts):
        return "facts"
    return "facts" if sum(map(len, reasons.facts)) > numbers.FACT_LIMIT.value else None
