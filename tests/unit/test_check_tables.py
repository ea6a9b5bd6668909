"""The tables of the check page's script are those that the service reads by, and an update says what it changes."""

import gzip
import sys
import unicodedata
from pathlib import Path

import pytest

from reputation.businesses import hosts
from reputation.lookalikes import keys, skeletons, tables
from tools import check_tables, label_characters

STATIC = Path(__file__).parents[2] / "reputation/web/static/web"
PUBLISHED = """\ufeff# confusables.txt

0430 ;\t0061 ;\tMA\t# ( а → a )
0041 ;\t0042 ;\tMA\t#*
0271 ;\t0072 006E 0326 ;\tMA\t# ( ɱ → rn̦ )
"""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that the tool may write."""
    copy = tmp_path / "check-tables.txt"
    copy.write_bytes(check_tables.WRITTEN.read_bytes())
    monkeypatch.setattr(check_tables, "WRITTEN", copy)
    return copy


def run(monkeypatch: pytest.MonkeyPatch, *options: str) -> int:
    monkeypatch.setattr(sys, "argv", ["check_tables", *options])
    return check_tables.main()


def test_what_the_script_reads_is_up_to_date(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = check_tables.WRITTEN.read_bytes()
    assert run(monkeypatch, "--check") == 0, capsys.readouterr().out
    assert check_tables.WRITTEN.read_bytes() == before


def test_an_update_says_what_is_new_and_what_is_gone(
    written: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    true = written.read_text(encoding="ascii")
    false = true.replace("tokyo[", "tokio[", 1).replace("weebly.com", "weebly.example")
    written.write_text(false, encoding="ascii")
    assert run(monkeypatch, "--check") == 1
    told = capsys.readouterr().out
    assert "python -m tools.check_tables" in told
    assert "free hosts: 338; 1 new: weebly.com, 1 gone: weebly.example" in told
    assert written.read_text(encoding="ascii") == false
    assert run(monkeypatch) == 0
    assert written.read_text(encoding="ascii") == true
    assert run(monkeypatch, "--check") == 0


def test_the_first_table_of_all_is_new(written: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = written.read_bytes()
    written.unlink()
    assert run(monkeypatch) == 0
    assert written.read_bytes() == true


def test_a_newer_list_of_confusables_is_taken_in(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given, kept = tmp_path / "confusables.txt", tmp_path / "confusables.tsv"
    given.write_text(PUBLISHED, encoding="utf-8")
    monkeypatch.setattr(check_tables, "CONFUSABLES", kept)
    assert run(monkeypatch, "--confusables", str(given)) == 0
    assert kept.read_text(encoding="ascii") == "0271\t0072 006e 0326\n0430\t0061\n"


def test_every_table_can_be_read_back() -> None:
    suffixes, characters, looks, free = tables.text().splitlines()
    assert set(check_tables.rules(suffixes)) == {rule for rule in tables.suffix_rules() if "." in rule}
    runs = hosts.character_runs()
    assert set(check_tables.kinds(characters)) == {
        f"U+{point:04X} {kind[0].upper()}" for first, last, kind in runs for point in range(first, last + 1)
    }
    assert "U+0430 like a" in set(check_tables.looks(looks))
    assert set(free.split()) == keys.free_hosts()


def test_a_suffix_of_one_label_needs_no_row() -> None:
    for rule in tables.suffix_rules():
        if "." not in rule:
            assert hosts.normalise(f"nobodys.{rule}")[1] == f"nobodys.{rule}"


def test_digests_are_of_the_lines_that_make_keys() -> None:
    made = tables.digests()
    assert set(made) == {"suffixes", "skeletons"}
    assert made["suffixes"] != made["skeletons"]


@pytest.mark.skipif(
    unicodedata.unidata_version != label_characters.UNICODE, reason="needs the pinned Unicode, Python 3.11's"
)
def test_the_characters_are_those_that_idna_allows() -> None:
    assert "".join(label_characters.rows()) == label_characters.TABLE.read_text(encoding="ascii")


def test_every_confusable_can_be_part_of_a_label() -> None:
    assert set(skeletons.prototypes()) <= tables.letters()


def test_scripts_stay_small_and_the_tables_too() -> None:
    sizes = {
        name: len(gzip.compress((STATIC / name).read_bytes(), 9))
        for name in ("punycode.js", "sha256.js", "check-tables.txt")
    }
    assert sizes["punycode.js"] + sizes["sha256.js"] < 2_500
    assert sizes["check-tables.txt"] < 40_000
