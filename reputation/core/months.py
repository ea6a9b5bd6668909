"""Months as whole numbers: year * 12 + (month - 1), so that ages are differences."""

import re
from datetime import date, timedelta

_SHAPE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


def parse(text: str) -> int:
    """The number of a month written "2026-11".

    Raises:
        ValueError: the text is not a month.
    """
    match = _SHAPE.fullmatch(text)
    if match is None:
        raise ValueError("a month looks like 2026-11")
    return int(match[1]) * 12 + int(match[2]) - 1


def show(month: int) -> str:
    """The month as text: "2026-11"."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def of(day: date) -> int:
    """The month a day (or an instant) lies in."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def later(day: date, months: int) -> date:
    """The day so many months later, or the last one of a shorter month."""
    first = first_day(of(day) + months)
    return min(first + timedelta(days=day.day - 1), first_day(of(first) + 1) - timedelta(days=1))
