"""The papers as they stand: the texts of the release, with the operator's blanks and what follows from the code."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from reputation.papers import blanks, facts, marks
from reputation.rulebook import charter

GAP = re.compile(r"\{\{([a-z_]+)\}\}")
VERSION = re.compile(r"^(?:Version|Fassung) (\d+)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in a language. `digest`: SHA-256 of `raw`, its whole text in UTF-8."""

    name: str
    title: str
    version: int
    raw: str
    blocks: tuple[marks.Block, ...]

    @property
    def digest(self) -> str:
        return sha256(self.raw.encode()).hexdigest()


@cache
def template(name: str, language: str) -> str:
    """The text of a paper with its gaps, as it comes with the release."""
    return (files("reputation.papers") / "texts" / language / f"{name}.md").read_text(encoding="utf-8")


def paper(name: str, language: str, *, on: date) -> Paper:
    """A paper as of a day, with every gap filled that can be; one that cannot stays as `[[its name]]`."""
    in_force = charter.in_force(on)
    with translation.override(language):
        known = facts.texts(
            gettext, service=settings.SERVICE_NAME, operator=settings.OPERATOR, charter=in_force
        ) | facts.lines(gettext, charter=in_force)
    known |= {blank: texts[language] for blank, texts in settings.PAPERS.items()}
    whole = template(name, language)
    raw = GAP.sub(lambda gap: known.get(gap[1], f"[[{gap[1]}]]"), whole)
    text = marks.read(raw)
    return Paper(name, text.title, _version(whole), raw, text.blocks)


def _version(whole: str) -> int:
    found = VERSION.search(whole)
    if found is None:
        raise marks.WrongText("A paper says its version under its title.")
    return int(found[1])


def papers(language: str, *, on: date) -> list[Paper]:
    """All of them, in the order of their list."""
    return [paper(name, language, on=on) for name in blanks.PAPERS]
