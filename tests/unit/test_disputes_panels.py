"""Who may appeal what, how three become one decision, and what holds afterwards."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from reputation.disputes import challenger_rules, panels
from reputation.disputes.challenger_rules import Do, Standing
from reputation.disputes.panels import Left, Todo
from reputation.disputes.rules import FITTING, FOLLOWS, NoLot, Outcome, Part, Party, State, Subject

DAY = date(2026, 3, 2)


def test_a_panel_may_always_leave_what_was_decided_and_never_decides_it_again() -> None:
    for appealed, subject in product([None, *FOLLOWS], Subject):
        found = panels.outcomes(appealed, subject)
        assert Outcome.REJECTED in found
        assert Outcome.INADMISSIBLE not in found
        assert found - {Outcome.REJECTED} <= FOLLOWS[appealed] - {appealed}
        assert found <= FITTING[subject]


@pytest.mark.parametrize(
    ("appealed", "outcomes"),
    [
        (None, "masked rejected removed"),
        (Outcome.REJECTED, "masked rejected removed"),
        (Outcome.REMOVED, "rejected restored"),
        (Outcome.MASKED, "rejected removed restored"),
        (Outcome.RESTORED, "masked rejected removed"),
        (Outcome.INADMISSIBLE, "admitted rejected"),
        (Outcome.ADMITTED, "masked rejected removed"),
    ],
)
def test_what_a_panel_can_come_to_about_a_review(appealed: Outcome | None, outcomes: str) -> None:
    assert " ".join(sorted(panels.outcomes(appealed, Subject.REVIEW))) == outcomes


def may(party: Party, appealed: Outcome, subject: Subject = Subject.REVIEW, *, is_joining: bool = False) -> bool:
    return panels.may_appeal(party, appealed=appealed, subject=subject, is_joining=is_joining)


def test_both_sides_may_appeal_but_where_nothing_can_change_and_where_the_writer_was_never_told() -> None:
    for appealed in {one for one in FOLLOWS if one in FITTING[Subject.REVIEW] and one is not None}:
        assert may(Party.CHALLENGER, appealed) is (appealed is not Outcome.REMOVED)
        assert may(Party.WRITER, appealed) is (appealed is not Outcome.INADMISSIBLE)
    for party in Party:
        is_challenger = party is Party.CHALLENGER
        assert may(party, Outcome.REJECTED, Subject.ALERT) is is_challenger
        assert not may(party, Outcome.SUSPENDED, Subject.ALERT)
        assert may(party, Outcome.REJECTED, Subject.DOMAIN) is is_challenger
        assert not may(party, Outcome.EXEMPT, Subject.DOMAIN)


def test_who_got_what_they_asked_for_appeals_nothing_and_joins_in_what_the_other_side_appeals() -> None:
    """What the room of a challenger offers is what an appeal takes, in every state and of every decision."""
    day = date(2026, 3, 1)
    days: dict[str, Any] = {
        "admit_until": day,
        "answer_until": day,
        "decide_until": day,
        "appeal_until": day,
        "today": day,
    }
    for outcome, (state, is_joining) in product(FOLLOWS, ((State.DECIDED, False), (State.APPEALED, True))):
        if outcome is not None and outcome in FITTING[Subject.REVIEW]:
            offered = Do.APPEAL in challenger_rules.may(Standing(state=state, outcome=outcome, **days))
            assert offered is may(Party.CHALLENGER, outcome, is_joining=is_joining)
    assert may(Party.CHALLENGER, Outcome.REMOVED, is_joining=True)
    assert not may(Party.CHALLENGER, Outcome.REMOVED)


def test_the_days_of_an_appeal() -> None:
    days = panels.days_of(DAY)
    assert (days.aim_on - DAY, days.decide_until - DAY) == (timedelta(days=21), timedelta(days=30))
    assert panels.joining_until(DAY) == panels.reveal_until(DAY) == DAY + timedelta(days=3)
    # Even the slowest lot leaves the panel more than a week before the day we aim for.
    assert (days.aim_on - DAY).days - (3 + 7 + 3) > 7


def test_a_lot_needs_nine_and_a_witness() -> None:
    assert panels.no_lot(9, has_witness=True) is None
    assert panels.no_lot(8, has_witness=True) is NoLot.FEW
    assert panels.no_lot(9, has_witness=False) is NoLot.NO_WITNESS
    assert panels.no_lot(8, has_witness=False) is NoLot.FEW


def test_a_lot_waits_seven_days_for_a_witness() -> None:
    assert not panels.is_unwitnessed(DAY, DAY + timedelta(days=7))
    assert panels.is_unwitnessed(DAY, DAY + timedelta(days=8))


def test_who_may_sit_on_a_panel() -> None:
    nothing: frozenset[Part] = frozenset()
    assert panels.bar(has_duty=True, is_tied=False, parts=nothing) is None
    assert panels.bar(has_duty=True, is_tied=False, parts=frozenset({Part.PANEL, Part.DECLARED})) is None
    assert panels.bar(has_duty=False, is_tied=False, parts=nothing) is Left.DUTY_ENDED
    assert panels.bar(has_duty=True, is_tied=True, parts=nothing) is Left.TIED
    for part in set(Part) - {Part.PANEL, Part.DECLARED}:
        assert panels.bar(has_duty=True, is_tied=False, parts=frozenset({part, Part.PANEL})) is Left.HAD_PART


def test_two_of_three_decide() -> None:
    assert panels.is_agreed([]) is None
    assert panels.is_agreed([True]) is None
    assert panels.is_agreed([True, True])
    assert panels.is_agreed([True, False])
    assert panels.is_agreed([False, False]) is False


def test_each_drafts_in_turn() -> None:
    assert [panels.next_drafter(number) for number in (1, 2, 3)] == [2, 3, 1]


@pytest.mark.parametrize(
    ("decided", "holds"),
    [
        ([], None),
        ([("removed", False)], "removed"),
        ([("removed", False), ("rejected", True)], "removed"),
        ([("removed", False), ("restored", True)], "restored"),
        ([("removed", False), ("removed", False), ("rejected", True)], "removed"),
        ([("rejected", True)], "rejected"),
        ([("inadmissible", False), ("rejected", True)], "inadmissible"),
        ([("inadmissible", False), ("admitted", True), ("rejected", True)], "rejected"),
        ([("inadmissible", False), ("admitted", True), ("masked", False), ("rejected", True)], "masked"),
    ],
)
def test_a_rejected_appeal_leaves_what_was_decided(decided: list[tuple[str, bool]], holds: str | None) -> None:
    assert panels.standing([(Outcome(outcome), is_final) for outcome, is_final in decided]) == holds


def test_what_is_ones_to_do() -> None:
    def todo(*told: str) -> Todo:
        names = ("has_written", "have_all", "is_drafter", "has_draft", "has_voted")
        return panels.todo(**{name: name in told for name in names})

    assert todo() is todo("is_drafter") is todo("have_all") is Todo.OPINE
    assert todo("has_written", "is_drafter") is Todo.WAIT
    assert todo("has_written", "have_all", "is_drafter") is Todo.DRAFT
    assert todo("has_written", "have_all") is Todo.WAIT
    assert todo("has_written", "have_all", "has_draft") is Todo.VOTE
    assert todo("has_written", "have_all", "has_draft", "has_voted") is Todo.WAIT
    assert todo("has_written", "have_all", "is_drafter", "has_draft", "has_voted") is Todo.WAIT
