"""What a mail says: a plain text in the reader's language, with its facts filled in."""

import textwrap
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.utils import dateformat, translation

from reputation.notices import rules, words
from reputation.notices.rules import Fact, Kind, Language, Shape

TEMPLATES = Path(__file__).resolve().parent / "templates" / "notices"
WIDTH = 76
DAY = {Language.EN: "j F Y", Language.DE: "j. F Y"}


class Text(NamedTuple):
    """A subject, and what stands under it."""

    subject: str
    body: str


@cache
def _template(language: Language, name: str) -> str:
    return (TEMPLATES / language / f"{name}.txt").read_text(encoding="utf-8")


def day(language: Language, given: date) -> str:
    """A day in full, as the language writes it."""
    with translation.override(language):
        return dateformat.format(given, DAY[language])


def link(path: str) -> str:
    """The address of a page of this service.

    Raises:
        ValueError: the path does not begin with one "/", so it may lead elsewhere.
    """
    if not path.startswith("/") or path.startswith("//") or not path.isascii() or set(path) & set(' <>"\\'):
        raise ValueError("a link is given as a path of this service, which begins with /")
    return f"{settings.SERVICE_URL}{path}"


def _shown(language: Language, fact: Fact, given: str) -> str:
    match rules.SHAPES.get(fact, Shape.LINE):
        case Shape.DAY:
            return day(language, date.fromisoformat(given))
        case Shape.PATH:
            return link(rules.one_line(given))
        case Shape.CODE:
            return words.shown(language, fact, rules.one_line(given))
        case Shape.TEXT:
            return rules.lines(given)
        case Shape.NAME:
            return rules.name(given)
        case Shape.LINE:
            return rules.one_line(given)


def _wrapped(text: str) -> str:
    """Lines of a width that every reader shows; an address stays in one piece."""
    wrap = textwrap.TextWrapper(WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join(wrap.fill(line) for line in text.split("\n"))


def render(*, language: Language, kind: Kind, facts: Mapping[str, str]) -> Text:
    """The text of a mail, with its facts in it, signed.

    Raises:
        ValueError: a fact is missing, has no place, is empty, or is not of its shape.
    """
    if wrong := rules.wrong_facts(kind, facts):
        raise ValueError(wrong)
    ours = {
        "service": settings.SERVICE_NAME,
        "operator": settings.OPERATOR["name"],
        "contact": settings.OPERATOR["contact"],
        "home": link("/"),
    }
    shown = ours | {name: _shown(language, Fact(name), value) for name, value in facts.items()}
    subject, _, body = _template(language, kind).partition("\n")
    signature = _template(language, "signature").format(**ours)
    return Text(
        rules.one_line(subject.format(**shown)), f"{_wrapped(body.strip().format(**shown))}\n\n-- \n{signature}"
    )
