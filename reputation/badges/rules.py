"""What a badge says: the figure with its doubt, or that there is none, and every notice. Pure.

From a business's name, its stored answer, the warnings about it and the day, and nothing else: the same of them always
gives the same badge.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reputation.badges import terms
from reputation.ratings import words

# Characters that join letters in some scripts; every other invisible one is left out of a name.
JOINERS = frozenset("\u200c\u200d")
MOST_MARKS = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """What a badge is drawn from. `page` is the full address of the business's page in the badge's language.

    `warnings`: the last days of the warnings that stand.
    `operator` says who runs the service, who pays and under which rules: it comes with every figure (P12).
    """

    service: str
    operator: Mapping[str, str]
    business: UUID
    name: str
    page: str
    language: str
    day: date
    answer: Mapping[str, Any]
    warnings: tuple[date, ...] = ()

    @property
    def link(self) -> str:
        """Where everybody can see what this badge said, and what the figure is now."""
        return f"{self.page}/badge?month={self.answer['month']}&log_size={self.answer['log_size']}"


@dataclass(frozen=True, slots=True)
class Said:
    """A badge in words. `well` is None without a figure; `notice` is about alerts and warnings, empty without one."""

    name: str
    sentence: str
    beside: str
    receipts: str
    notice: str
    title: str
    description: str
    well: words.Range | None
    stars: words.Range | None


def harmless(text: str) -> str:
    """A name that can turn, break or bury nothing: no control, direction or invisible signs, no heaps of marks."""
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(sign)
        marks = marks + 1 if kind in ("Mn", "Me") else 0
        if kind in ("Cc", "Zl", "Zp"):
            kept.append(" ")
        elif marks <= MOST_MARKS and (kind[0] != "C" or sign in JOINERS):
            kept.append(sign)
    return " ".join("".join(kept).split()) or "–"


def standing(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The alerts that nobody suspended, losses first, as on the pages."""
    found = [one for one in answer["alerts"] if not one["suspended"]]
    return sorted(found, key=lambda one: one["alert"] != "surge")


def said(subject: Subject) -> Said:
    """Everything a badge says."""
    answer, is_in = subject.answer, terms.LANGUAGES[subject.language]
    name = harmless(subject.name)
    figure = words.figure(answer)
    count = answer["counts"]["independent"] + answer["counts"]["seller"]
    receipts = is_in.receipts[count != 1].format(count=count)
    notices = [is_in.notices[one["alert"]].format(**one["recent"]) for one in standing(answer)]
    notices += _warned(subject, is_in)
    if figure is None:
        sentence, beside, whole = is_in.takes_part, is_in.too_few, is_in.nothing_said
    else:
        gaps = figure.well._asdict()
        sentence, beside, whole = is_in.about.format(**gaps), is_in.likely.format(**gaps), is_in.well.format(**gaps)
    drawn = is_in.drawn.format(
        day=terms.written(subject.day, subject.language),
        edition=answer["edition"],
        log_size=answer["log_size"],
        month=answer["month"],
    )
    told = [f"{is_in.notice}: {one}." for one in notices]
    run_by = is_in.run_by.format(service=subject.service, **subject.operator)
    return Said(
        name=name,
        sentence=sentence,
        beside=beside,
        receipts=receipts,
        notice=_notice(is_in, notices),
        title=f"{name} – {subject.service}: {sentence}",
        description=harmless(
            " ".join([whole, *told, f"{receipts}.", drawn, run_by, is_in.check.format(link=subject.link)])
        ),
        well=None if figure is None else figure.well,
        stars=None if figure is None else figure.stars,
    )


def _warned(subject: Subject, is_in: terms.Terms) -> list[str]:
    """How many warnings stand, and until when the last of them does."""
    if not subject.warnings:
        return []
    count = len(subject.warnings)
    day = terms.written(max(subject.warnings), subject.language)
    return [is_in.warnings[count != 1].format(count=count, day=day)]


def _notice(is_in: terms.Terms, notices: list[str]) -> str:
    """The first of them with its counts, and how many more there are."""
    if not notices:
        return ""
    return notices[0] if len(notices) == 1 else is_in.more.format(first=notices[0], count=len(notices) - 1)
