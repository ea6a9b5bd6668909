"""The part of Markdown that papers are written in: headings, paragraphs, lists, tables of two columns, links. Pure.

What comes out are parts of a page and never HTML, so nothing in a text can become a tag.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

# A link to a page of ours or elsewhere, or a blank that nobody has filled.
SPAN = re.compile(r"\[(?P<words>[^\[\]]+)\]\((?P<url>(?:https://|/)[^\s()]+)\)|\[\[(?P<blank>[a-z_]+)\]\]")
RULE = re.compile(r"\|(?: ?-+ ?\|)+")
HEADINGS = {"## ": "h2", "### ": "h3"}
COLUMNS = 2


class WrongText(ValueError):
    """The text has something that papers do not have."""


class Span(NamedTuple):
    """A run of words; `url` of a link, `blank` of a gap, both empty in plain words."""

    words: str
    url: str = ""
    blank: str = ""

    @property
    def is_elsewhere(self) -> bool:
        return self.url.startswith("https:")


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (h2, h3), paragraph (p), list (ul) or table: its rows, each with its cells, each of spans."""

    kind: str
    rows: tuple[tuple[Spans, ...], ...]

    @property
    def spans(self) -> Spans:
        """Of a heading or paragraph: its one run."""
        return self.rows[0][0]


@dataclass(frozen=True, slots=True)
class Text:
    """A paper taken apart."""

    title: str
    blocks: tuple[Block, ...]


def spans(text: str) -> Spans:
    """Words, links and gaps in their order."""
    found, at = [], 0
    for mark in SPAN.finditer(text):
        if mark.start() > at:
            found.append(Span(text[at : mark.start()]))
        found.append(Span(mark["words"] or "", mark["url"] or "", mark["blank"] or ""))
        at = mark.end()
    if at < len(text):
        found.append(Span(text[at:]))
    return tuple(found)


def read(text: str) -> Text:
    """A paper taken apart.

    Raises:
        WrongText: it does not begin with a title, or a table has not two columns.
    """
    first, *rest = re.split(r"\n{2,}", text.strip())
    if not first.startswith("# ") or "\n" in first:
        raise WrongText("A paper begins with its title.")
    return Text(first[2:], tuple(_block(part) for part in rest))


def _block(part: str) -> Block:
    lines = part.split("\n")
    for mark, kind in HEADINGS.items():
        if part.startswith(mark):
            return Block(kind, ((spans(part[len(mark) :]),),))
    if part.startswith("- "):
        items = re.split(r"\n- ", part[2:])
        return Block("ul", tuple((spans(_one_line(item)),) for item in items))
    if part.startswith("|"):
        rows = [line for line in lines if not RULE.fullmatch(line)]
        return Block("table", tuple(_cells(row) for row in rows))
    return Block("p", ((spans(_one_line(part)),),))


def _one_line(text: str) -> str:
    return re.sub(r"\n *", " ", text)


def _cells(row: str) -> tuple[Spans, ...]:
    cells = tuple(spans(cell.strip()) for cell in row.strip("|").split("|"))
    if len(cells) != COLUMNS or not row.startswith("|") or not row.endswith("|"):
        raise WrongText(f"A table has {COLUMNS} columns.")
    return cells
