"""A statement of reasons before it is one: as it would stand there if it were decided now."""

from datetime import datetime
from uuid import UUID

from reputation.core import months
from reputation.disputes import deadlines, effects, rules
from reputation.disputes.files import File
from reputation.disputes.queries import Statement
from reputation.disputes.rules import Outcome, Reasons, Role, State
from reputation.rulebook import cases as numbers

NO_NUMBER = UUID(int=0)
"""Its number is drawn when it is decided; which one it replaces is said by then."""


def statement(file: File, outcome: Outcome, reasons: Reasons, *, wording: str, now: datetime) -> Statement:
    """What everybody would read, and what it would do to the figures."""
    today, month, rule = now.date(), months.of(now), numbers.RULES[file.ground]
    before = effects.figures(file.business, month)
    after = before
    if outcome in rules.COUNTS_AFTER and file.review is not None:
        after = effects.figures(file.business, month, file.review, counts=rules.COUNTS_AFTER[outcome])
    is_final = file.state is State.APPEALED
    return Statement(
        public_id=NO_NUMBER,
        outcome=outcome,
        measure=rules.MEASURES[outcome],
        duration=rules.DURATIONS[outcome],
        territory=rules.TERRITORY,
        ground=file.ground,
        rule_version=file.rule_version,
        rule_title=rule.title,
        rule_text=rule.text,
        policy_version=numbers.POLICY_VERSION,
        quote=wording if outcome is Outcome.MASKED and wording else reasons.quote,
        facts=reasons.facts,
        business_said=reasons.business_said,
        reviewer_said=reasons.reviewer_said,
        reasoning=reasons.reasoning,
        summary=reasons.summary,
        dissent="",
        source=rules.SOURCES[file.side],
        is_automated=False,
        is_final=is_final,
        decided_by=(Role.PANEL, Role.PANEL) if is_final else (Role.MODERATOR, Role.SECOND_MODERATOR),
        persons=numbers.PANEL.value if is_final else numbers.DECIDERS.value,
        decided_on=today,
        effective_on=today,
        until=deadlines.sanction_until(outcome, today),
        appeal_until=deadlines.appeal_until(today),
        before=before,
        after=after,
        replaces=None if file.last is None else NO_NUMBER,
        replaced_by=None,
    )
