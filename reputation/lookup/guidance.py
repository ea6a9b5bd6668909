"""What a careful buyer can look at, whom to ask and how to get money back: facts per country, kept as data.

The same for every shop of a country, whether or not it takes part: nothing here depends on who was checked.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "de")
FALLBACK_LANGUAGE = "en"
FALLBACK = "international"
REGIONS = frozenset({"eu", "eea"})
LISTS = ("whom_to_ask", "pay_safely", "money_back", "report")
NEAREST_FIRST = frozenset({"whom_to_ask", "report"})
LONGEST_TEXT = 300  # characters; a phone shows that much without scrolling
ITEM_FIELDS = frozenset({"key", "text", "name", "url", "source", "as_of"})
HOST = re.compile(r"([a-z0-9](-?[a-z0-9])*\.)+[a-z]{2,}")
FILE_FIELDS = frozenset({"inherits", "look", *LISTS})


@dataclass(frozen=True, slots=True)
class Item:
    """One fact, whose it is, and of when."""

    text: str
    name: str
    url: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Guidance:
    """What one page shows under an answer. `country` is the file that was used: a code, or "international"."""

    country: str
    look: tuple[str, ...]
    whom_to_ask: tuple[Item, ...]
    pay_safely: tuple[Item, ...]
    money_back: tuple[Item, ...]
    report: tuple[Item, ...]


def for_country(country: str, language: str) -> Guidance:
    """Give the guidance for an ISO 3166 country code in a language ("de", "de-AT").

    A country without a file gets the international one, a language we do not have gets English.
    """
    code = country.strip().lower()
    spoken = language.strip().lower().partition("-")[0]
    return _guidance(code if code in countries() else FALLBACK, spoken if spoken in LANGUAGES else FALLBACK_LANGUAGE)


@cache
def countries() -> frozenset[str]:
    """Name the countries that have a file of their own, as lower-case codes."""
    return frozenset(path.stem for path in DATA.glob("??.toml") if path.stem not in REGIONS)


@cache
def _guidance(name: str, language: str) -> Guidance:
    chain = list(_chain(name))
    look = next(raw.look for raw in chain if raw.look)
    found = {each: tuple(_item(raw, language) for raw in _merged(chain, each)) for each in LISTS}
    return Guidance(
        country=FALLBACK if name == FALLBACK else name.upper(),
        look=tuple(_said(text, language) for text in look),
        whom_to_ask=found["whom_to_ask"],
        pay_safely=found["pay_safely"],
        money_back=found["money_back"],
        report=found["report"],
    )


@dataclass(frozen=True, slots=True)
class _File:
    inherits: str | None
    look: list[Mapping[str, str]]
    lists: Mapping[str, list[Mapping[str, Any]]]


@cache
def _read(name: str) -> _File:
    raw = load(DATA / f"{name}.toml")
    return _File(raw.get("inherits"), raw.get("look", []), {each: raw.get(each, []) for each in LISTS})


def load(path: Path) -> dict[str, Any]:
    """Read one file as it is, for the checker."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _chain(name: str) -> Iterator[_File]:
    """The country's own file first, then what it inherits, to the end."""
    following: str | None = name
    while following is not None:
        file = _read(following)
        yield file
        following = file.inherits


def _merged(chain: Iterable[_File], which: str) -> Iterator[Mapping[str, Any]]:
    """Join the lists of a chain. An own item takes the place of the inherited one with the same key.

    Whom to ask and where to report: nearest first. Rights and habits: the general steps first.
    """
    merged: dict[str, Mapping[str, Any]] = {}
    for file in reversed(list(chain)):
        own = {raw["key"]: raw for raw in file.lists[which]}
        kept = {key: own.pop(key, raw) for key, raw in merged.items()}
        merged = {**own, **kept} if which in NEAREST_FIRST else {**kept, **own}
    yield from merged.values()


def _item(raw: Mapping[str, Any], language: str) -> Item:
    return Item(
        text=_said(raw["text"], language),
        name=_said(raw["name"], language),
        url=raw["url"],
        source=_said(raw["source"], language),
        as_of=raw["as_of"],
    )


def _said(value: str | Mapping[str, str], language: str) -> str:
    """A plain string is a proper name, the same in every language."""
    return value if isinstance(value, str) else value[language]


def faults(raw: Mapping[str, Any]) -> list[str]:
    """Say what is wrong with the content of one file: a missing language, source or date, a doubtful address.

    Empty for a good file. Called by the tests, and by hand for a new file before it is offered.
    """
    found = [f"unknown field {field}" for field in sorted(raw.keys() - FILE_FIELDS)]
    for number, text in enumerate(raw.get("look", []), start=1):
        found += [f"look {number}: {fault}" for fault in _text_faults("text", text, must_translate=True)]
    for each in LISTS:
        keys = [item.get("key", "") for item in raw.get(each, [])]
        found += [f"{each}: key {key} twice" for key in sorted({key for key in keys if keys.count(key) > 1})]
        for item in raw.get(each, []):
            found += [f"{each} {item.get('key', '?')}: {fault}" for fault in _item_faults(item)]
    return found


def _item_faults(item: Mapping[str, Any]) -> Iterator[str]:
    for field in sorted(ITEM_FIELDS - item.keys()):
        yield f"no {field}"
    for field in sorted(item.keys() - ITEM_FIELDS):
        yield f"unknown field {field}"
    for field in ("text", "name", "source"):
        if field in item:
            yield from _text_faults(field, item[field], must_translate=field == "text")
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", str(item.get("as_of", ""))):
        yield "as_of is not a month"
    if not _is_plausible_address(str(item.get("url", ""))):
        yield "url is not a plain https address"


def _text_faults(field: str, value: object, *, must_translate: bool) -> Iterator[str]:
    if isinstance(value, str) and not must_translate:
        texts = {"": value}
    elif isinstance(value, Mapping):
        texts = {str(language): str(text) for language, text in value.items()}
        yield from (f"{field} lacks {language}" for language in LANGUAGES if language not in texts)
        yield from (
            f"{field} in a language we do not have: {language}" for language in texts if language not in LANGUAGES
        )
    else:
        yield f"{field} is not given per language"
        return
    for language, text in texts.items():
        label = f"{field} {language}".strip()
        if not text.strip() or text != text.strip():
            yield f"{label} is empty or has spaces around it"
        if len(text) > LONGEST_TEXT:
            yield f"{label} is longer than {LONGEST_TEXT} characters"


def _is_plausible_address(url: str) -> bool:
    """https, a public host of lower-case labels, nothing that carries anything about the reader."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and port is None and parts.netloc == parts.hostname
    return plain and not parts.query and not parts.fragment and HOST.fullmatch(parts.netloc) is not None
