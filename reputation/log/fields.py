"""The small types that fields of entries have: codes, numbers, ids and hashes. None can hold a name or a sentence."""

import base64
import binascii
import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

LARGEST_NUMBER = 2**53 - 1
LONGEST_KEY = 1024
TOKEN_BYTES = 354


@dataclass(frozen=True, slots=True)
class Type:
    """What a field may hold. `says` is what the documentation prints, `check` answers whether a value fits."""

    says: str
    check: Callable[[object], bool]


def _like(says: str, pattern: str) -> Type:
    shape = re.compile(pattern, re.ASCII)
    return Type(says, lambda value: isinstance(value, str) and shape.fullmatch(value) is not None)


def whole(low: int, high: int) -> Type:
    """A whole number from low to high, both included. A boolean is none."""
    return Type(f"whole number {low} to {high}", lambda value: type(value) is int and low <= value <= high)


def one_of(values: Iterable[str]) -> Type:
    """One of a closed list of codes."""
    allowed = tuple(values)
    known = frozenset(allowed)
    says = "one of " + ", ".join(f"`{code}`" for code in allowed)
    return Type(says, lambda value: isinstance(value, str) and value in known)


def base64_of(low: int, high: int) -> Type:
    """Bytes in standard base64 with padding, in the one way of writing them."""

    def check(value: object) -> bool:
        if not isinstance(value, str) or len(value) > 4 * (high + 2) // 3 + 2:
            return False
        try:
            raw = base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError):
            return False
        return low <= len(raw) <= high and base64.b64encode(raw).decode() == value

    size = f"{low}" if low == high else f"{low} to {high}"
    return Type(f"base64 of {size} bytes", check)


def record(fields: Mapping[str, Type], optional: Mapping[str, Type] | None = None) -> Type:
    """An object with exactly these fields; optional ones are absent, never null."""
    wanted, extra = dict(fields), dict(optional or {})
    known = wanted | extra

    def check(value: object) -> bool:
        return (
            isinstance(value, Mapping)
            and wanted.keys() <= value.keys() <= known.keys()
            and all(known[name].check(item) for name, item in value.items())
        )

    parts = [f"`{name}`: {kind.says}" for name, kind in wanted.items()]
    parts += [f"`{name}` (optional): {kind.says}" for name, kind in extra.items()]
    return Type("object of " + "; ".join(parts), check)


def list_of(kind: Type, low: int, high: int, *, is_sorted: bool = False, may_repeat: bool = False) -> Type:
    """A list of `low` to `high` values, different ones unless `may_repeat`; `is_sorted`: in rising order."""

    def check(value: object) -> bool:
        if not isinstance(value, list | tuple) or not low <= len(value) <= high:
            return False
        if not all(kind.check(item) for item in value):
            return False
        if is_sorted:
            return all(a < b for a, b in itertools.pairwise(value))
        return may_repeat or all(item not in value[:place] for place, item in enumerate(value))

    order = ", sorted" if is_sorted else ""
    return Type(f"list of {low} to {high}{order}, each {kind.says}", check)


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_DAY = re.compile(r"2[01]\d\d-\d\d-\d\d", re.ASCII)
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"

UUID4 = _like("UUIDv4, lower case", r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MONTH = _like("month YYYY-MM", r"2[01]\d\d-(0[1-9]|1[0-2])")
DAY = Type("day YYYY-MM-DD", _is_day)
FLAG = Type("true or false", lambda value: type(value) is bool)
COUNT = whole(0, LARGEST_NUMBER)
PERSONS = whole(1, 99)
STARS = whole(1, 5)
SHA256 = _like("SHA-256, 64 hexadecimal digits", r"[0-9a-f]{64}")
KEY = base64_of(32, 32)
LONG_KEY = base64_of(32, LONGEST_KEY)
SIGNATURE = base64_of(64, 64)
TOKEN = base64_of(TOKEN_BYTES, TOKEN_BYTES)
COUNTRY = _like("ISO 3166-1 alpha-2", r"[A-Z]{2}")
DOMAIN = _like("domain name, ASCII, lower case", rf"(?=.{{4,253}}\Z){_LABEL}(\.{_LABEL})+")
VERSION = _like("version: numbers and dots", r"[0-9]{1,6}(\.[0-9]{1,6}){0,2}")
EPOCH = _like("quarter YYYYQn", r"2[01]\d\dQ[1-4]")
HALF_YEAR = _like("half-year YYYYHn", r"2[01]\d\dH[12]")
CODE = _like("code: lower-case words joined by hyphens", r"(?=.{1,40}\Z)[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER_SHAPE = r"(?=.{2,40}\Z)(?=.*\d.*\d)[A-Z0-9][A-Z0-9./ -]*[A-Z0-9]"
NUMBER = record({"scheme": CODE, "value": _like("registry number with at least two digits", _NUMBER_SHAPE)})
