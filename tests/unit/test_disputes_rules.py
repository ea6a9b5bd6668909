"""Rules of cases: deadlines, what a decision needs and may follow."""

from dataclasses import replace
from datetime import date

import pytest

from reputation.disputes import rules
from reputation.disputes.rules import Deadline, Ground, Outcome, Party, Reasons, Role, Side, State, Step, Subject
from reputation.log import codes, kinds
from reputation.rulebook import cases

REASONS = Reasons("words", ("fact",), "one side", "other side", "why", "short")


def test_closed_lists_are_the_same_everywhere() -> None:
    assert {str(ground) for ground in Ground} == set(cases.GROUNDS) == set(codes.GROUNDS)
    assert {str(outcome) for outcome in Outcome} == set(codes.DECISIONS)
    assert {str(role) for role in Role} <= set(codes.ROLES)
    assert {str(side) for side in Side} == set(codes.SIDES)
    assert {str(party) for party in Party} == set(codes.PARTIES)
    assert {str(step) for step in Step} == set(codes.STEPS)
    assert {str(deadline) for deadline in Deadline} == set(codes.DEADLINES)
    assert {str(outcome) for outcome in rules.SANCTIONS} == set(codes.SANCTIONS)
    assert (rules.ALERT_GROUND,) == codes.ALERT_GROUNDS
    assert (rules.DOMAIN_GROUND,) == codes.DOMAIN_GROUNDS
    assert {str(subject) for subject in Subject} == set(kinds.SUBJECT)
    assert set(rules.MEASURES) == set(rules.DURATIONS) == set(Outcome)


def test_a_receipt_proves_the_purchase() -> None:
    assert not rules.is_admissible(Ground.NO_GENUINE_EXPERIENCE, has_receipt=True)
    assert rules.is_admissible(Ground.NO_GENUINE_EXPERIENCE, has_receipt=False)
    assert all(rules.is_admissible(g, has_receipt=True) for g in Ground if g is not Ground.NO_GENUINE_EXPERIENCE)


def test_silence_is_weighed_after_28_days_only() -> None:
    filed = date(2026, 1, 1)
    weigh = rules.may_remove
    assert not weigh(Ground.NO_GENUINE_EXPERIENCE, filed_on=filed, today=date(2026, 1, 28), has_answer=False)
    assert weigh(Ground.NO_GENUINE_EXPERIENCE, filed_on=filed, today=date(2026, 1, 29), has_answer=False)
    assert weigh(Ground.NO_GENUINE_EXPERIENCE, filed_on=filed, today=date(2026, 1, 2), has_answer=True)
    assert weigh(Ground.WRONG_BUSINESS, filed_on=filed, today=date(2026, 1, 2), has_answer=False)


def test_what_may_follow_a_decision_of_two() -> None:
    allowed = {
        (old, new)
        for old in (None, *Outcome)
        for new in Outcome
        if rules.may_decide(old, new, is_final=False, subject=Subject.REVIEW)
    }
    first = {Outcome.REJECTED, Outcome.REMOVED, Outcome.MASKED, Outcome.INADMISSIBLE}
    later = {Outcome.REJECTED, Outcome.REMOVED, Outcome.MASKED}
    assert allowed == {
        *((None, new) for new in first),
        *((Outcome.REJECTED, new) for new in (Outcome.REMOVED, Outcome.MASKED)),
        *((Outcome.REMOVED, new) for new in (Outcome.REMOVED, Outcome.RESTORED)),
        *((Outcome.MASKED, new) for new in (Outcome.MASKED, Outcome.REMOVED, Outcome.RESTORED)),
        *((Outcome.RESTORED, new) for new in (Outcome.REMOVED, Outcome.MASKED)),
        *((Outcome.ADMITTED, new) for new in later),
    }


def test_a_panel_may_leave_what_was_decided_or_admit_what_was_not() -> None:
    def panel(old: Outcome | None, new: Outcome) -> bool:
        return rules.may_decide(old, new, is_final=True, subject=Subject.REVIEW)

    assert all(panel(old, Outcome.REJECTED) for old in Outcome)
    assert panel(Outcome.INADMISSIBLE, Outcome.ADMITTED)
    assert not panel(Outcome.REMOVED, Outcome.ADMITTED)
    assert not panel(Outcome.INADMISSIBLE, Outcome.REMOVED)


def test_an_alert_is_suspended_or_left() -> None:
    found = {new for new in Outcome if rules.may_decide(None, new, is_final=False, subject=Subject.ALERT)}
    assert found == {Outcome.REJECTED, Outcome.SUSPENDED}


def test_an_address_is_exempt_or_warned_of_as_before() -> None:
    found = {new for new in Outcome if rules.may_decide(None, new, is_final=False, subject=Subject.DOMAIN)}
    assert found == {Outcome.REJECTED, Outcome.EXEMPT}
    assert not any(rules.may_decide(Outcome.EXEMPT, new, is_final=False, subject=Subject.DOMAIN) for new in Outcome), (
        "it is for good"
    )


def test_an_address_is_exempt_once_the_business_was_heard_or_had_the_time() -> None:
    last = date(2026, 1, 17)
    assert not rules.may_exempt(answer_until=last, today=last, has_answer=False)
    assert rules.may_exempt(answer_until=last, today=date(2026, 1, 18), has_answer=False)
    assert rules.may_exempt(answer_until=last, today=date(2026, 1, 2), has_answer=True)


def test_every_state_can_be_reached_and_every_case_can_end() -> None:
    reached, seen = {State.FILED}, set[State]()
    while reached - seen:
        seen |= (here := reached - seen)
        reached |= {to for state in here for to in State if rules.may_go(state, to)}
    assert reached == set(State)
    assert {state for state in State if not rules.NEXT[state]} == rules.OVER
    assert rules.OPEN.isdisjoint(rules.OVER)
    for state in rules.UNDECIDED:
        assert rules.NEXT[state] >= {State.WITHDRAWN, State.SETTLED, State.CLOSED}


def test_nothing_is_decided_before_the_writer_was_told() -> None:
    """But that the ground cannot be raised, which takes nothing from them."""
    before = {State.FILED}
    assert rules.NEXT[State.FILED] & {State.READY, State.APPEALED} == frozenset()
    assert {state for state in State if State.DECIDED in rules.NEXT[state]} == {State.DRAFTED}
    assert {state for state in State if State.DRAFTED in rules.NEXT[state]} == before | {State.READY}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quote": " "}, "quote"),
        ({"quote": "x" * 501}, "quote"),
        ({"facts": ()}, "facts"),
        ({"facts": ("a", "")}, "facts"),
        ({"facts": ("x" * 5001,)}, "facts"),
        ({"business_said": ""}, "business_said"),
        ({"reviewer_said": ""}, "reviewer_said"),
        ({"reasoning": "x" * 2001}, "reasoning"),
        ({"summary": ""}, "summary"),
    ],
)
def test_a_decision_needs_every_part_of_its_reasons(change: dict[str, object], field: str) -> None:
    assert rules.missing(REASONS) is None
    assert rules.missing(replace(REASONS, **change)) == field  # type: ignore[arg-type]
