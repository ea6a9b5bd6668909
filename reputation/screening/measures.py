"""Tells prices, sizes, dates, hours and numbers of goods from numbers that reach or name somebody. Pure."""

import re

from reputation.screening.passages import is_near
from reputation.screening.words import telling

_PRODUCT = telling("product")
_UNIT = re.compile(
    r"\s?(?:[€$£¥%°元]|zł|(?:eur|euros?|usd|gbp|chf|dollars?|pounds?|kr|ft|km|kg|g|m|cm|mm|ml|l|[gmt]b|mah|kwh|watts?|w|v|uhr|h|"
    r"am|pm|stars?|sterne|min|minut\w*|hours?|stunden|days|tage|points?|punkte|reviews?|times|mal|menschen|people|pieces|stück)\b)",
    re.IGNORECASE,
)
_MONEY = re.compile(r"(?:[€$£¥]|\b(?:eur|usd|gbp|chf|rs\.?|inr|r\$))\s?$", re.IGNORECASE)
_DATE_OR_AMOUNT = re.compile(
    r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d\d|(?:19|20)\d\d[./ -]?(?:0\d|1[0-2])[./ -]?(?:[0-2]\d|3[01])|"
    r"(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|(?:\d{1,2}[.:]\d\d ?[-–/,] ?)+\d{1,2}[.:]\d\d|"
    r"\d{1,3}(?:[.,'’]\d{3})+|[1-9]\d{0,2}(?: 000)+"
)


def is_measured(text: str, start: int, end: int) -> bool:
    """Whether a number is a price, a size, a date, an hour, or that of a model or book."""
    return bool(
        _UNIT.match(text, end)
        or _MONEY.search(text[max(0, start - 6) : start])
        or _DATE_OR_AMOUNT.fullmatch(text[start:end])
        or is_near(text, start, _PRODUCT, 16)
    )
