"""The pages about challenges say the numbers of the rulebook, and no others."""

import re
from pathlib import Path

import pytest

from reputation.rulebook import cases, redress
from reputation.rulebook.cases import GROUNDS
from reputation.rulebook.values import Value

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(DOCS.glob("challenges-*.md"))
VALUES = {name: value for name, value in vars(cases).items() if isinstance(value, Value)}
NAMED = re.compile(r"(\d+)[^\d|.]*\(`([A-Z_]+)`\)")
ROW = re.compile(r"^\|[^|]*\| (\d+) ([a-z ]+)[^|]*\| `([A-Z_]+)` \|$", re.MULTILINE)
ANY = re.compile(r"\b(\d+) (working days|eligible persons|persons|days|hours|months)\b")


def texts() -> list[tuple[str, str]]:
    return [(page.name, page.read_text(encoding="utf-8")) for page in PAGES]


def test_there_is_a_page_for_each_reader() -> None:
    assert [page.stem for page in PAGES] == [
        f"challenges-{who}" for who in ("businesses", "dsa", "moderators", "reviewers")
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_number_beside_its_name_is_the_rulebooks(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [(int(number), name) for number, name in NAMED.findall(text) if name in VALUES]
    named += [(int(number), name) for number, _, name in ROW.findall(text)]
    assert len(named) > 5 or page.stem == "challenges-dsa"
    assert [(number, name) for number, name in named if VALUES[name].value != number] == []


def test_every_row_of_a_course_names_a_number_of_the_rulebook() -> None:
    for _, text in texts():
        for line in text.splitlines():
            name = re.search(r"\| `([A-Z_]+)` \|$", line)
            assert name is None or (name[1] in VALUES and ROW.search(line)), line


def test_no_number_is_said_that_the_rulebook_does_not_know() -> None:
    known = {(value.value, unit) for value in [*VALUES.values(), redress.ANSWERED] for unit in units(value)}
    for name, text in texts():
        assert [found for found in ANY.findall(text) if (int(found[0]), found[1]) not in known] == [], name


def units(value: Value) -> list[str]:
    found = re.match(r"working days|eligible persons|persons|days|hours|months", value.unit)
    return [found[0]] if found else []


def test_the_rulebooks_units_are_understood() -> None:
    known = {name for name, value in VALUES.items() if units(value)}
    assert {"ADMISSIBILITY", "LOT_FROM", "PANEL", "DECISION", "URGENT", "FILES_KEPT"} <= known


def test_every_ground_stands_in_the_page_for_businesses() -> None:
    text = (DOCS / "challenges-businesses.md").read_text(encoding="utf-8")
    assert [code for code in GROUNDS if f"| `{code}` |" not in text] == []


def test_what_the_pages_lead_to_is_there() -> None:
    for _, text in texts():
        for path in re.findall(r"\]\(([a-z0-9/-]+\.md)", text):
            assert (DOCS / path).is_file() or (DOCS.parent / path).is_file(), path
