"""Who may decide what, as tables; and the days of an exclusion."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reputation.accounts.rules import Duty
from reputation.desk import rules
from reputation.desk.rules import Bar, Kind, Particulars, Stage, Standing, State
from reputation.disputes.measure_rules import decide_until

MODERATOR, PANEL, OPERATOR = Duty.MODERATOR, Duty.PANEL, Duty.OPERATOR
# Which single duty is enough, in the first instance and in an appeal.
ENOUGH: dict[Kind, tuple[set[Duty], set[Duty]]] = {
    Kind.ADMIT: ({MODERATOR}, {MODERATOR, PANEL}),
    Kind.REFUSE: ({MODERATOR}, {MODERATOR, PANEL}),
    Kind.EDITION: ({OPERATOR}, {OPERATOR}),
    Kind.OPERATOR: ({OPERATOR}, {OPERATOR}),
    Kind.TERMINATE: ({OPERATOR}, {OPERATOR}),
    Kind.NUMBERS: ({MODERATOR}, {MODERATOR}),
    Kind.GIVE_DUTY: ({OPERATOR}, {OPERATOR}),
    Kind.END_DUTY: ({OPERATOR}, {OPERATOR}),
    Kind.UPHOLD: ({PANEL}, {PANEL}),
    Kind.REVERSE: ({PANEL}, {PANEL}),
    Kind.ADMIT_ATTESTER: ({OPERATOR}, {OPERATOR}),
    Kind.REFUSE_ATTESTER: ({OPERATOR}, {OPERATOR}),
    Kind.END_ATTESTER: ({OPERATOR}, {OPERATOR}),
    Kind.ANNUL_KEY: ({OPERATOR}, {OPERATOR}),
    Kind.WARN: ({MODERATOR}, {MODERATOR}),
    Kind.SUSPEND_RIGHT: ({MODERATOR}, {MODERATOR}),
    Kind.NOTE_THREAT: ({MODERATOR}, {MODERATOR}),
    Kind.END_WARNING: ({MODERATOR}, {MODERATOR}),
    Kind.UPHOLD_MEASURE: ({PANEL}, {PANEL}),
    Kind.REVERSE_MEASURE: ({PANEL}, {PANEL}),
}


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_the_duty_of_those_it_says(kind: Kind) -> None:
    for is_appeal, enough in enumerate(ENOUGH[kind]):
        found = {duty for duty in Duty if not rules.bar(kind, Standing(frozenset({duty})), is_appeal=bool(is_appeal))}
        assert found == enough
    assert rules.bar(kind, Standing(frozenset())) is Bar.DUTY


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("changes", "bar"),
    [
        ({}, None),
        ({"is_tied": True}, Bar.TIE),
        ({"had_part": True}, Bar.PART),
        ({"is_own": True}, Bar.OWN),
        ({"is_tied": True, "is_own": True}, Bar.TIE),
    ],
)
def test_no_duty_helps_who_is_tied_had_a_part_or_made_the_proposal(
    kind: Kind, changes: dict[str, bool], bar: Bar | None
) -> None:
    assert rules.bar(kind, Standing(frozenset(Duty), **changes)) is bar


def test_what_ended_ends_for_good() -> None:
    assert {state for state in State if rules.NEXT[state]} == {State.OPEN}
    assert not rules.may_go(State.CONFIRMED, State.WITHDRAWN)
    assert rules.may_pass(Stage.EFFECTIVE, Stage.REVERSED)
    assert not rules.may_pass(Stage.REVERSED, Stage.EFFECTIVE)
    assert not rules.may_pass(Stage.EFFECTIVE, Stage.LAPSED)


def test_every_kind_says_what_it_carries() -> None:
    assert rules.CARRIES.keys() == rules.DUTIES.keys() == set(Kind)
    assert Particulars(is_natural_person=False).given == {"is_natural_person"}
    assert Particulars(ground="x", until=date(2026, 1, 1)).given == {"ground", "until"}
    assert rules.NONE.given == frozenset()


def test_days() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert rules.lapses_at(noon) == noon + timedelta(days=14)
    assert rules.effective_on(date(2026, 3, 2)) == date(2026, 4, 1)
    assert rules.ties_since(date(2026, 2, 28)) == date(2024, 2, 28)
    assert rules.appeal_until(date(2026, 3, 2)) == date(2026, 9, 2)
    assert decide_until(date(2026, 3, 2)) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("until", "fits"),
    [
        (date(2026, 4, 1), False),
        (date(2026, 4, 2), True),
        (date(2029, 4, 1), True),
        (date(2029, 4, 2), False),
    ],
)
def test_an_exclusion_begins_after_thirty_days_and_ends_within_36_months(until: date, *, fits: bool) -> None:
    assert rules.is_exclusion("charter-breach", until, announced_on=date(2026, 3, 2)) is fits
    assert not rules.is_exclusion("opinion", until, announced_on=date(2026, 3, 2))


@pytest.mark.parametrize(
    ("text", "fits"), [("x" * 19, False), ("x" * 20, True), ("x" * 2000, True), ("x" * 2001, False)]
)
def test_reasons_say_something_and_can_be_read(text: str, *, fits: bool) -> None:
    assert rules.is_explained(f"  {text}  ") is fits


@pytest.mark.parametrize(
    ("standing", "bar"),
    [
        (Standing(frozenset({MODERATOR})), None),
        (Standing(frozenset({PANEL, OPERATOR})), Bar.DUTY),
        (Standing(frozenset({MODERATOR}), is_tied=True), Bar.TIE),
        (Standing(frozenset({MODERATOR}), had_part=True), Bar.PART),
        (Standing(frozenset({PANEL}), is_tied=True), Bar.DUTY),
    ],
)
def test_a_text_is_for_a_moderator_without_tie_or_part(standing: Standing, bar: Bar | None) -> None:
    assert rules.barred(rules.OF_TEXTS, standing) is bar


@pytest.mark.parametrize(("hours", "used"), [(-30, 0), (0, 0), (6, 25), (23, 95), (24, 100), (40, 100)])
def test_a_bar_shows_how_much_of_the_time_has_gone(hours: int, used: int) -> None:
    begun = datetime(2026, 11, 26, 9, tzinfo=UTC)
    day = timedelta(hours=24)
    assert rules.used(begun + day, day, begun + timedelta(hours=hours)) == used
