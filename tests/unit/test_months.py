import pytest

from reputation.core import months


def test_a_month_survives_the_round_trip() -> None:
    assert months.show(months.parse("2026-11")) == "2026-11"
    assert months.parse("2026-01") - months.parse("2025-12") == 1


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "26-01", "2026-1", "２０２６-01", "2026-01\n", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2026-11"):
        months.parse(text)
