"""Labelled texts: read from a folder of sets, as given or in capitals or small letters. Pure but for reading."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

PERSON_LABELS = {"PER", "PERSON"}
IDENTIFIERS = {"ADDRESS", "CARD", "EMAIL", "IBAN", "IP", "NATID", "PHONE", "URL"}
"""Labels of numbers, contacts and places in one of the sets."""
CASES = ("as given", "UPPER", "lower")


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled passage. `label`: "PERSON", or what kind of identifier; `origin`: of a name, where it is at home."""

    start: int
    end: int
    label: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A labelled text of a set."""

    set: str
    language: str
    text: str
    spans: tuple[Span, ...] = ()

    @property
    def persons(self) -> list[Span]:
        return [span for span in self.spans if span.label == "PERSON"]

    @property
    def others(self) -> list[Span]:
        return [span for span in self.spans if span.label != "PERSON"]


def read(folder: Path) -> list[Text]:
    """Every text of every set in a folder: `<set>/public.jsonl`, in either form of labels."""
    found = []
    for path in sorted(folder.glob("*/public.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(Text(path.parent.name, row["lang"], row["text"], tuple(_spans(row["spans"]))))
    return found


def _spans(rows: list[Any]) -> Iterator[Span]:
    for row in rows:
        label, start, end = (row["label"], row["start"], row["end"]) if isinstance(row, dict) else row
        if label in PERSON_LABELS:
            yield Span(start, end, "PERSON")
        elif label in IDENTIFIERS:
            yield Span(start, end, label)


def cased(text: Text, case: str) -> Text:
    """The text in one of `CASES`. A letter that would become two stays as it is, and so the labels stay in place."""
    if case == CASES[0]:
        return text
    change = str.upper if case == "UPPER" else str.lower
    changed = (sign if len(change(sign)) != 1 else change(sign) for sign in text.text)
    return replace(text, text="".join(changed))
