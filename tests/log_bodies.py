"""Bodies of entries at random, made from what the documentation of each kind prints about its fields."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from reputation.log import between, codes
from reputation.log.fields import Type
from reputation.log.kinds import KINDS, SUBJECT, Kind, Rule

Values = st.SearchStrategy[Any]
Body = dict[str, Any]

_LABEL = "[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?"
_WORDS: Mapping[str, Values] = {
    "UUIDv4, lower case": st.uuids(version=4).map(str),
    "month YYYY-MM": st.dates(date(2000, 1, 1), date(2199, 12, 31)).map(lambda day: f"{day:%Y-%m}"),
    "day YYYY-MM-DD": st.dates(date(2000, 1, 1), date(2199, 12, 31)).map(str),
    "true or false": st.booleans(),
    "SHA-256, 64 hexadecimal digits": st.binary(min_size=32, max_size=32).map(bytes.hex),
    "ISO 3166-1 alpha-2": st.from_regex(r"[A-Z]{2}", fullmatch=True),
    "domain name, ASCII, lower case": st.from_regex(rf"{_LABEL}(?:\.{_LABEL}){{1,4}}", fullmatch=True).filter(
        lambda name: len(name) > 3
    ),
    "version: numbers and dots": st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,6}){0,2}", fullmatch=True),
    "half-year YYYYHn": st.from_regex(r"2[01][0-9]{2}H[12]", fullmatch=True),
    "quarter YYYYQn": st.from_regex(r"2[01][0-9]{2}Q[1-4]", fullmatch=True),
    "code: lower-case words joined by hyphens": st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True),
    "registry number with at least two digits": st.from_regex(r"[A-Z0-9][A-Z0-9./ -]{0,20}[0-9]{2}", fullmatch=True),
}


def _whole(found: re.Match[str]) -> Values:
    return st.integers(int(found[1]), int(found[2]))


def _code(found: re.Match[str]) -> Values:
    return st.sampled_from(re.findall(r"`([^`]+)`", found[1]))


def _bytes(found: re.Match[str]) -> Values:
    low = int(found[1])
    return st.binary(min_size=low, max_size=int(found[2] or low)).map(lambda raw: base64.b64encode(raw).decode())


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True)


def _list(found: re.Match[str]) -> Values:
    low, high, is_sorted = int(found[1]), min(int(found[2]), 6), found[3] is not None
    values = st.lists(_values(found[4]), min_size=low, max_size=high, unique_by=_written)
    return values.map(sorted) if is_sorted else values


def _record(found: re.Match[str]) -> Values:
    fields = re.findall(r"`(\w+)`( \(optional\))?: (.*?)(?=; `|$)", found[1])
    return st.fixed_dictionaries(
        {name: _values(says) for name, optional, says in fields if not optional},
        optional={name: _values(says) for name, optional, says in fields if optional},
    )


_SHAPES: tuple[tuple[str, Callable[[re.Match[str]], Values]], ...] = (
    (r"whole number (\d+) to (\d+)", _whole),
    (r"one of (.+)", _code),
    (r"base64 of (\d+)(?: to (\d+))? bytes", _bytes),
    (r"list of (\d+) to (\d+)(, sorted)?, each (.+)", _list),
    (r"object of (.+)", _record),
)


def _values(says: str) -> Values:
    if says in _WORDS:
        return _WORDS[says]
    for shape, made in _SHAPES:
        found = re.fullmatch(shape, says)
        if found:
            return made(found)
    raise AssertionError(f"no values are known for: {says}")


def _one_subject(draw: st.DrawFn, body: Body, kind: Kind) -> None:
    for one in SUBJECT:
        body.pop(one, None)
    kept = draw(st.sampled_from(sorted(SUBJECT)))
    body[kept] = draw(_values(kind.optional[kept].says))


def _ground_fits(draw: st.DrawFn, body: Body, _kind: Kind) -> None:
    grounds = {"review": codes.GROUNDS, "alert": codes.ALERT_GROUNDS, "domain": codes.DOMAIN_GROUNDS}
    body["ground"] = draw(st.sampled_from(next(grounds[one] for one in SUBJECT if one in body)))


def _only_if(draw: st.DrawFn, body: Body, kind: Kind, name: str, *, is_wanted: bool) -> None:
    body.pop(name, None)
    if is_wanted:
        body[name] = draw(_values(kind.optional[name].says))


def _the_deadline(draw: st.DrawFn, body: Body, kind: Kind) -> None:
    _only_if(draw, body, kind, "deadline", is_wanted=body["step"] == "overdue")
    gives_time = body["step"] in ("noticed", "answered", "extended", "resumed", "reopened")
    _only_if(draw, body, kind, "until", is_wanted=gives_time)


def _a_sanction_ends(draw: st.DrawFn, body: Body, kind: Kind) -> None:
    _only_if(draw, body, kind, "until", is_wanted=body["outcome"] in codes.SANCTIONS)


def _unfounded_for_nothing(draw: st.DrawFn, body: Body, _kind: Kind) -> None:
    body.pop("unfounded", None)
    if body["outcome"] in codes.UNFOUNDED and draw(st.booleans()):
        body["unfounded"] = True


def _lot_whole(draw: st.DrawFn, body: Body, kind: Kind) -> None:
    is_lot = draw(st.booleans())
    for name in ("nonces", "roster_sha256", "drawn_at"):
        _only_if(draw, body, kind, name, is_wanted=is_lot)


# How the fields that a rule ties together are drawn anew, so that it holds: few bodies drawn apart would meet them all.
_TIED: Mapping[Rule, Callable[[st.DrawFn, Body, Kind], None]] = {
    between.one_subject: _one_subject,
    between.ground_fits: _ground_fits,
    between.the_deadline: _the_deadline,
    between.a_sanction_ends: _a_sanction_ends,
    between.unfounded_for_nothing: _unfounded_for_nothing,
    between.lot_whole: _lot_whole,
}


@st.composite
def _tied(draw: st.DrawFn, kind: Kind) -> Body:
    """A body of what each field allows, tied as the rules between fields ask."""
    body: Body = draw(st.fixed_dictionaries(_fields(kind.wanted), optional=_fields(kind.optional)))
    for rule in kind.rules:
        if rule in _TIED:
            _TIED[rule](draw, body, kind)
    return body


def bodies(kind: str) -> st.SearchStrategy[Body]:
    """Bodies of a kind that its schema allows. The rules have the last word."""
    schema = KINDS[kind]
    if kind == "business-changed":
        return st.sampled_from(sorted(schema.optional)).flatmap(_changed)
    return _tied(schema).filter(lambda body: not any(rule(body) for rule in schema.rules))


def _changed(change: str) -> st.SearchStrategy[Body]:
    """A change carries the field it names."""
    schema = KINDS["business-changed"]
    fixed = {"change": st.just(change), change: _values(schema.optional[change].says)}
    return st.fixed_dictionaries(_fields(schema.wanted) | fixed)


def _fields(types: Mapping[str, Type]) -> dict[str, Values]:
    return {name: _values(kind.says) for name, kind in types.items()}
