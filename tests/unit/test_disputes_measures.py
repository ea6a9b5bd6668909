"""How many challenges may be open, what follows unfounded ones, how long a measure lasts, and what it says."""

from datetime import date, timedelta

import pytest

from reputation.disputes import measure_rules as rules
from reputation.disputes.measure_rules import Ended, MeasureKind, Rung, Severity, Statement

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("published", "limit"), [(0, 5), (99, 5), (100, 5), (119, 5), (120, 6), (1_000, 50), (1_019, 50), (1_020, 51)]
)
def test_one_in_twenty_may_be_challenged_at_once_and_five_by_anybody(published: int, limit: int) -> None:
    assert rules.open_limit(published) == limit


def ended(unfounded: int, others: int = 0, *, days_ago: int = 1, filed: int = 20) -> list[Ended]:
    decided = TODAY - timedelta(days=days_ago)
    return [
        *[Ended(decided - timedelta(days=filed), decided, is_unfounded=True)] * unfounded,
        *[Ended(decided - timedelta(days=filed), decided, is_unfounded=False)] * others,
    ]


@pytest.mark.parametrize(
    ("unfounded", "others", "days_ago", "is_due"),
    [
        (2, 0, 1, False),
        (3, 0, 1, True),
        (3, 7, 1, True),
        (3, 8, 1, False),
        (30, 70, 1, True),
        (30, 71, 1, False),
        (3, 0, 90, True),
        (3, 0, 91, False),
        (3, 0, -1, False),
    ],
)
def test_it_takes_three_in_ninety_days_and_three_in_ten(
    unfounded: int, others: int, days_ago: int, *, is_due: bool
) -> None:
    found = rules.offer(ended(unfounded, others, days_ago=days_ago), [], TODAY)
    assert (found is not None) is is_due
    if found is not None:
        assert (found.days, found.unfounded, found.decided) == (None, unfounded, unfounded + others)
        assert found.until == TODAY + timedelta(days=90 - days_ago)


def test_an_offer_lasts_until_the_third_newest_is_too_old() -> None:
    many = [*ended(1, days_ago=80), *ended(1, days_ago=60), *ended(2, days_ago=5)]
    found = rules.offer(many, [], TODAY)
    assert found is not None
    assert found.until == TODAY + timedelta(days=30)
    assert rules.offer(many, [], found.until) is not None
    assert rules.offer(many, [], found.until + timedelta(days=1)) is None


def rungs(*kinds: MeasureKind, days_ago: int = 30) -> list[Rung]:
    return [Rung(kind, TODAY - timedelta(days=days_ago)) for kind in kinds]


W, S = MeasureKind.WARNING, MeasureKind.RIGHT_SUSPENDED


@pytest.mark.parametrize(
    ("before", "days"),
    [([], None), ([W], 30), ([W, S], 90), ([W, S, S], 180), ([W, S, S, S], 180), ([W, W], 30), ([S], 90)],
)
def test_a_warning_comes_first_and_then_longer_and_longer(before: list[MeasureKind], days: int | None) -> None:
    assert rules.ladder(rungs(*before), TODAY) == days


def test_what_was_done_is_forgotten_after_two_years() -> None:
    then = date(2024, 6, 30)
    assert rules.ladder([Rung(W, then)], TODAY) == 30
    assert rules.ladder([Rung(W, then - timedelta(days=1))], TODAY) is None


def test_only_what_was_filed_after_a_step_counts_towards_the_next_one() -> None:
    """A warning that comes while challenges are open can still be heeded: those were filed before it."""
    warned = rungs(W, days_ago=25)
    assert rules.offer(ended(3, filed=20), warned, TODAY) is not None
    assert rules.offer(ended(3, filed=24), warned, TODAY) is None
    assert rules.offer([*ended(2, filed=20), *ended(5, filed=24)], warned, TODAY) is None


def test_each_kind_has_its_last_day() -> None:
    day = date(2026, 1, 31)
    assert [rules.until(W, severity, None, day) for severity in Severity] == [
        date(2026, 4, 30),
        date(2027, 1, 31),
        date(2029, 1, 31),
    ]
    assert rules.until(S, None, 90, day) == date(2026, 5, 1)
    assert rules.until(MeasureKind.LEGAL_THREAT, None, None, day) == date(2027, 1, 31)
    assert rules.appeal_until(day) == date(2026, 8, 3)
    assert rules.decide_until(day) == date(2026, 3, 2)


REASONED = Statement("no-reward", ("a fact",), "Because of this and that.", "In short.")


@pytest.mark.parametrize(
    "change",
    [
        {"facts": ()},
        {"facts": ("a fact", " ")},
        {"facts": ("x",) * 21},
        {"facts": ("x" * 5_001,)},
        {"reasoning": "Because.          "},
        {"reasoning": "x" * 2_001},
        {"summary": " "},
        {"summary": "x" * 501},
    ],
)
def test_a_statement_is_whole(change: dict[str, object]) -> None:
    given = {name: getattr(REASONED, name) for name in Statement.__slots__}
    assert rules.is_reasoned(REASONED)
    assert not rules.is_reasoned(Statement(**given | change))


def test_a_rule_is_quoted_with_its_version() -> None:
    of_charter = rules.quoted("no-reward", "1")
    assert of_charter is not None
    assert "No paid, rewarded or filtered reviews." in of_charter
    assert "charter 1" in of_charter
    for_all = rules.quoted(rules.UNFOUNDED, "")
    assert for_all is not None
    assert "unfounded-challenges, 1" in for_all
    assert rules.quoted("no-such-rule", "1") is rules.quoted("no-reward", "99") is None
    assert rules.ground_of("no-reward") == "charter-breach"
    assert rules.ground_of(rules.PRESSURE) == rules.PRESSURE
