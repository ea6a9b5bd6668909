"""What an attempt costs: little at first, more with every failure, and never for good."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reputation.accounts import pace, rules

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_work_stays_for_some_failures_then_doubles_and_ends() -> None:
    costs = [pace.derivations(failures) for failures in range(8)]
    assert costs == [800, 800, 800, 800, 1_600, 1_600, 3_200, 3_200]
    assert pace.derivations(10_000) == pace.derivations(17) == 800 * 128


def test_waiting_doubles_with_every_failure_and_ends() -> None:
    assert [pace.wait(failures).total_seconds() for failures in range(5)] == [5, 10, 20, 40, 80]
    assert pace.wait(10_000) == timedelta(minutes=15)


def test_a_second_factor_waits_longer_from_the_fifth_wrong_code_on() -> None:
    waits = [pace.wait_for_a_code(failures).total_seconds() for failures in range(8)]
    assert waits == [1, 1, 1, 1, 1, 2, 4, 8]
    assert pace.wait_for_a_code(10_000) == timedelta(hours=1)


@pytest.mark.parametrize(
    ("since", "has_duty", "until"),
    [
        (None, False, NOW + timedelta(hours=1)),
        (date(2026, 3, 2), False, datetime(2026, 3, 16, tzinfo=UTC)),
        (date(2026, 3, 2), True, NOW + timedelta(hours=12)),
        (date(2026, 2, 16), True, datetime(2026, 3, 2, tzinfo=UTC)),
        (date(2026, 2, 16), False, datetime(2026, 3, 2, tzinfo=UTC)),
    ],
)
def test_a_session_ends(since: date | None, has_duty: bool, until: datetime) -> None:  # noqa: FBT001
    assert rules.session_until(now=NOW, signed_in_on=since, has_duty=has_duty) == until
