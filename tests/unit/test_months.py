from datetime import date

import pytest

from reputation.core import months


def test_a_month_survives_the_round_trip() -> None:
    assert months.show(months.parse("2026-11")) == "2026-11"
    assert months.parse("2026-01") - months.parse("2025-12") == 1


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "26-01", "2026-1", "２０２６-01", "2026-01\n", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2026-11"):
        months.parse(text)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_a_later_day_is_never_in_the_month_after(day: date, count: int, then: date) -> None:
    assert months.later(day, count) == then
