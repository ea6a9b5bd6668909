"""Rules of cases: deadlines, what a decision needs and may follow."""

from dataclasses import replace
from datetime import date

import pytest

from reputation.disputes import rules
from reputation.disputes.rules import Ground, Outcome, Reasons, Role, State
from reputation.log import codes
from reputation.rulebook import cases

REASONS = Reasons("words", ("fact",), "one side", "other side", "why", "short")


def test_closed_lists_are_the_same_everywhere() -> None:
    assert {str(ground) for ground in Ground} == set(cases.GROUNDS) == set(codes.GROUNDS)
    assert {str(outcome) for outcome in Outcome} == set(codes.DECISIONS)
    assert {str(role) for role in Role} <= set(codes.ROLES)
    assert set(rules.MEASURES) == set(rules.DURATIONS) == set(Outcome)


def test_last_days_are_fixed_when_it_is_filed() -> None:
    limits = rules.limits_of(date(2026, 1, 1))
    assert limits.answer_until == date(2026, 1, 15)
    assert limits.decide_until == date(2026, 3, 2)
    assert rules.appeal_until(date(2026, 1, 1)) == date(2026, 7, 4)


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


def test_only_a_removal_is_followed_by_a_restoration() -> None:
    allowed = {(old, new) for old in (None, *Outcome) for new in Outcome if rules.may_follow(old, new)}
    assert allowed == {
        (None, Outcome.REJECTED),
        (None, Outcome.REMOVED),
        (None, Outcome.MASKED),
        (Outcome.REMOVED, Outcome.RESTORED),
    }


def test_steps_of_a_case() -> None:
    allowed = {(old, new) for old in State for new in State if rules.may_go(old, new)}
    assert allowed == {
        (State.FILED, State.WITHDRAWN),
        (State.FILED, State.DECIDED),
        (State.DECIDED, State.CLOSED),
    }


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
