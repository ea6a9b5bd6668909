"""The blanks of the papers: a closed list, read strictly; what still says the hint is not filled."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reputation.papers import blanks
from reputation.papers.blanks import BLANKS, Kind
from tests.papers_made import filled, make_papers

ROOT = Path(__file__).resolve().parents[2]


def test_a_file_that_fills_all_leaves_nothing_missing() -> None:
    assert filled().keys() == BLANKS.keys()
    assert blanks.missing(filled()) == []
    assert filled()["court"] == {"en": "filled court", "de": "ausgefüllt court"}
    assert filled()["operator_address"]["de"] == "filled operator_address"
    assert filled()["reviewed_terms"]["en"] == "2026-11-25"


@pytest.mark.parametrize("name", BLANKS)
def test_each_blank_alone_is_missed_when_it_is_left_out(name: str) -> None:
    assert [blank.name for blank in blanks.missing(blanks.read(make_papers(**{name: ""})))] == [name]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("operator_address", '""'),
        ("operator_address", '"  "'),
        ("operator_address", '"TO FILL IN: anything"'),
        ("reviewed_terms", '"TO FILL IN: a day"'),
        ("court", '{ en = "Vienna", de = "" }'),
        ("court", '{ en = "TO FILL IN: the court", de = "Wien" }'),
    ],
)
def test_empty_or_still_the_hint_is_not_filled(name: str, value: str) -> None:
    assert [blank.name for blank in blanks.missing(blanks.read(make_papers(**{name: value})))] == [name]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("operator_address = ", "no TOML"),
        ('oprator_address = "x"', "no blank of the name oprator_address"),
        ("operator_address = 7", "operator_address must be a text"),
        ('operator_address = "a\\nb"', "one line"),
        (f'operator_address = "{"x" * 1001}"', "one line of 1000"),
        ('court = "Vienna"', "court needs a text in each language"),
        ('court = { en = "Vienna" }', "court needs a text in each language"),
        ('court = { en = "Vienna", de = 7 }', "court must be a text"),
        ('reviewed_terms = "soon"', "reviewed_terms must be a day"),
        ('reviewed_terms = "2026-02-30"', "reviewed_terms must be a day"),
        ("operator_address = 2026-11-25", "operator_address must be a text"),
    ],
)
def test_an_odd_file_is_refused_and_says_where(text: str, says: str) -> None:
    with pytest.raises(blanks.WrongPapers, match=says):
        blanks.read(text)


def test_the_example_names_every_blank_and_fills_none() -> None:
    text = "\n".join(blanks.example())
    assert list(tomllib.loads(text)) == list(BLANKS)
    assert blanks.read(text) == {}
    assert all(blank.says in text for blank in BLANKS.values())


def test_every_paper_has_a_day_of_its_last_review() -> None:
    days = {name for name, blank in BLANKS.items() if blank.kind is Kind.DAY and name.startswith(blanks.REVIEWED)}
    assert days == {f"reviewed_{paper.replace('-', '_')}" for paper in blanks.PAPERS}


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    command = [sys.executable, "manage.py", "papers", *words]
    return subprocess.run(command, cwd=ROOT, env=plain | environment, capture_output=True, text=True, check=False)


def test_the_command_lists_what_is_missing_and_prints_a_file_to_fill_in(tmp_path: Path) -> None:
    home = {"REPUTATION_HOME": str(tmp_path / "home")}
    printed = manage("--example", **home)
    assert (printed.returncode, printed.stderr) == (0, "")
    file = tmp_path / "papers.toml"
    file.write_text(printed.stdout.replace(blanks.hint(BLANKS["operator_address"]), "1 High Street"), encoding="utf-8")
    listed = manage(PAPERS_FILE=str(file), **home)
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "filled  operator_address: " in listed.stdout
    assert "MISSING court: " in listed.stdout
    assert f"{len(BLANKS)} blanks, {len(BLANKS) - 1} missing." in listed.stdout


def test_an_odd_file_stops_every_start_with_one_line(tmp_path: Path) -> None:
    file = tmp_path / "papers.toml"
    file.write_text('nonsense = "x"', encoding="utf-8")
    done = manage(PAPERS_FILE=str(file), REPUTATION_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "PAPERS_FILE cannot be used: there is no blank of the name nonsense; `manage.py papers` lists them."
    )
