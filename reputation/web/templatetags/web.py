"""What templates need and Python says better: dates, names of codes, icons, figures for people."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from reputation.businesses import numbers
from reputation.core import months
from reputation.receipts.rules import show_epoch
from reputation.rulebook.cases import RULES
from reputation.rulebook.examples import EXAMPLES, Example
from reputation.web import case_terms, figures, icons, terms

register = template.Library()
COUNTRIES = Path(__file__).resolve().parent.parent / "data" / "countries.tsv"
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


@register.filter
def day(value: date | str) -> str:
    """A day in full: 2 November 2026. Of an instant, its day in UTC."""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    # Translators: the form of a full date, in the letters of Django's date filter
    return date_format(found, gettext("j F Y"), use_l10n=False)


@register.filter
def moment(value: datetime) -> str:
    """A day in full with the time: 2 November 2026, 09:30 UTC."""
    return f"{day(value.date())}, {value:%H:%M} UTC"


def _month(value: int | str, form: str) -> str:
    number = months.parse(value) if isinstance(value, str) else value
    return date_format(months.first_day(number), form, use_l10n=False)


@register.filter
def month(value: int | str) -> str:
    """A month in full: November 2026."""
    # Translators: the form of a month with its year, in the letters of Django's date filter
    return _month(value, gettext("F Y"))


@register.filter
def short_month(value: int | str) -> str:
    """A month for tables and charts: Nov 2026."""
    # Translators: the form of a short month with its year, in the letters of Django's date filter
    return _month(value, gettext("M Y"))


@register.filter
def month_id(value: int) -> str:
    """A month as the log writes it: 2026-11."""
    return months.show(value)


@register.filter
def tenths(value: int) -> str:
    """Tenths as a decimal number in the reader's language: 44 is 4.4 or 4,4."""
    return number_format(value / 10, decimal_pos=1, use_l10n=True)


@register.filter
def hundredths(value: int) -> str:
    """Hundredths as a decimal number."""
    return number_format(value / 100, decimal_pos=2, use_l10n=True)


@register.filter
def thousandths(value: int) -> str:
    """Per mille as a decimal number."""
    return number_format(value / 1000, decimal_pos=3, use_l10n=True)


@register.filter
def millionths(value: int) -> str:
    """Parts of a review as reviews, with two decimals."""
    return number_format(value / 1_000_000, decimal_pos=2, use_l10n=True)


@register.filter
def grouped(value: int) -> SafeString:
    """A whole number with thin spaces between its thousands, for reading and copying."""
    return mark_safe(f"{value:,}".replace(",", "&#8239;"))  # noqa: S308 - digits only


@register.filter
def term(code: str, table: str) -> str:
    """The words for a code in one of the tables of `terms` or `case_terms`; an unknown code stands for itself."""
    found: Mapping[str, Any] = getattr(terms if hasattr(terms, table) else case_terms, table)
    return str(found.get(code, code))


@register.filter
def in_words(code: str, words: Mapping[str, Any]) -> str:
    """The words for a code in a table that the view hands over."""
    return str(words.get(code, code))


@register.filter
def name_in(business: UUID, names: Mapping[UUID, Any]) -> str:
    """The name of a business, out of those the view hands over by their ids."""
    found = names.get(business)
    return str(found.legal_name) if found else str(business)


@register.filter
def epoch(number: int) -> str:
    """A quarter as it is written in the log."""
    return show_epoch(number)


@register.filter
def band(text: str) -> str:
    """A coarse number such as "20-99", with the dash of the page."""
    return text.replace("-", "–")


@register.filter
def deed_detail(detail: str, words: Mapping[str, Any]) -> str:
    """What a line of the list of deeds is about: a day in full, a role in words, all else as it is."""
    return day(detail) if DAY.fullmatch(detail) else in_words(detail, words)


@register.filter
def event(happening: Any) -> str:
    """A line of the history of a business."""
    return str(terms.EVENTS[happening.kind]) % {"detail": happening.detail}


@register.filter
def case_event(happened: Any, part: str) -> str:
    """Something in a case in words: its `title`, or what it `says`."""
    title, says = case_terms.CASE_EVENTS[happened.kind]
    detail = happened.detail
    if happened.kind.startswith("filed-"):
        detail = ground(detail)
    elif happened.kind == "appeal-decision" and detail == "rejected":
        detail = gettext("What was decided stays.")
    elif happened.kind in ("decision", "appeal-decision"):
        detail = term(detail, "DECISIONS")
    return str(title if part == "title" else says) % {"until": happened.until and day(happened.until), "detail": detail}


@register.filter
def mark_words(mark: Any) -> str:
    """A dated mark beside a review."""
    return str(terms.MARKS[mark.kind]) % {"day": day(mark.marked_on)}


@register.filter
def ground(code: str) -> str:
    """The title of a rule that a case is about."""
    return gettext(RULES[code].title) if code in RULES else code


@register.filter
def ground_text(code: str) -> str:
    """What the rule says."""
    return gettext(RULES[code].text) if code in RULES else ""


@register.filter
def ground_evidence(code: str) -> str:
    """What somebody has to bring who raises it."""
    return gettext(RULES[code].evidence) if code in RULES else ""


@register.filter
def ground_examples(code: str) -> tuple[Example, ...]:
    """Decided examples of a rule, all invented."""
    return EXAMPLES.get(code, ())


@register.filter
def translated(text: str) -> str:
    """A text of the rulebook in the reader's language."""
    return gettext(text) if text else ""


@register.filter
def scheme(code: str) -> str:
    """What a kind of registry number is called: a proper name in its own country."""
    known = numbers.SCHEMES.get(code)
    return gettext(known.says) if known else code


@cache
def countries() -> dict[str, dict[str, str]]:
    """The names of countries in each language, by code."""
    rows = [line.split("\t") for line in COUNTRIES.read_text(encoding="utf-8").splitlines()]
    return {code: {"en": english, "de": german} for code, english, german in rows}


@register.filter
def country(code: str) -> str:
    """The name of a country."""
    names = countries().get(code)
    return code if names is None else names.get(get_language() or "en", names["en"])


@register.filter
def counted(raised: Mapping[str, Any], part: str) -> SafeString:
    """The sentence of an alert with its counts: `recent` or `before`."""
    alarm = terms.ALERTS[raised["alert"]]
    words, counts = (alarm.says, raised["recent"]) if part == "recent" else (alarm.before, raised["before"])
    if words is None or counts is None:
        return SafeString("")
    return mark_safe(str(words) % {"bad": int(counts["bad"]), "all": int(counts["all"])})  # noqa: S308 - our words, whole numbers


@register.filter
def alarm(code: str) -> terms.Alarm:
    """An alert in words."""
    return terms.ALERTS[code]


@register.filter
def stars_text(value: int) -> str:
    """A review's stars for those who hear them."""
    return gettext("%(stars)s of 5 stars") % {"stars": value}


@register.filter
def in_brackets(text: str) -> str:
    """A neutral wording as it stands in a text: in brackets, whether or not whoever chose it wrote them."""
    return text if text.startswith("[") and text.endswith("]") else f"[{text}]"


@register.filter
def crowd_picture(found: Any) -> figures.CrowdPicture:
    """Where the figures of a crowd stand."""
    return figures.crowd(found)


@register.filter
def rail(found: Any) -> figures.Rail:
    """Where a range of a hundred lies."""
    return figures.rail(found)


@register.filter
def star_rail(found: Any) -> figures.Rail:
    """Where a range of stars lies."""
    return figures.star_rail(found)


@register.filter
def sure_picture(found: Any) -> figures.SurePicture:
    """The mark beside a sentence about how sure we are."""
    return figures.sure(found)


@register.filter
def nonzero(counts: Mapping[Any, int]) -> list[tuple[Any, int]]:
    """The pairs of a table of counts that count something."""
    return [(key, many) for key, many in counts.items() if many]


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A sign that repeats in a shape what stands beside it in words."""
    return format_html('<svg class="ico {}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', extra, icons.ICONS[name])


@register.simple_tag
def person(kind: str) -> SafeString:
    """One small figure for keys and headings."""
    return format_html(
        '<svg class="fig {}" viewBox="0 0 14 24" aria-hidden="true">{}</svg>',
        icons.PEOPLE_CLASS[kind],
        icons.PEOPLE[kind],
    )


@register.simple_tag
def person_shape(kind: str) -> SafeString:
    """The drawing of a small figure."""
    return icons.PEOPLE[kind]


@register.simple_tag
def crowd_people(picture: figures.CrowdPicture, name: str) -> SafeString:
    """The figures of a crowd, each a use of the drawing of its kind; joined here because a hundred turns are slow."""
    rows = ((name, one.kind, one.x, one.y) for one in picture.people)
    return format_html_join("", '<use href="#{}-{}" x="{}" y="{}"/>', rows)


@register.simple_tag
def star_row(stars: int) -> SafeString:
    """Five stars, so many of them full."""
    return _star_row(stars)


@cache
def _star_row(stars: int) -> SafeString:
    shape = '<svg class="s{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>'
    return format_html_join("", shape, ((" on" if place < stars else "", icons.STAR) for place in range(5)))


@register.simple_tag
def star_shape() -> SafeString:
    """The outline of a star."""
    return icons.STAR


@register.filter
def as_data(value: Any) -> SafeString:
    """JSON for a data block: nothing in it can end the block."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped above


@register.filter
def in_path(text: str) -> str:
    """A text as part of a path."""
    return quote(text, safe="")


@register.filter
def of_thousand(value: int) -> str:
    """Per mille as buyers of a hundred, with a decimal: a single decision moves the figure by little."""
    return number_format(value / 10, decimal_pos=1, use_l10n=True)


@register.filter
def month_of_day(value: date | str) -> str:
    """The month a day lies in, in full."""
    return month(months.of(date.fromisoformat(value) if isinstance(value, str) else value))
