"""Legal forms are found as people write them, and each has our judgement; what is in doubt stays so."""

import csv
import gzip
import io
from collections import Counter
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.businesses import legal_forms
from reputation.businesses.legal_forms import Judgement, judged, search

DATA = files("reputation.businesses") / "data"
LIST = list(
    csv.DictReader(io.StringIO(gzip.decompress((DATA / "legal_forms.csv.gz").read_bytes()).decode("utf-8-sig")))
)
JUDGED = list(csv.DictReader(io.StringIO((DATA / "legal_form_judgements.csv").read_text(encoding="utf-8"))))


def test_every_code_of_the_list_is_judged_once_with_a_reason() -> None:
    codes = {row["ELF Code"] for row in LIST}
    assert len(codes) == 3599
    assert Counter(row["elf_code"] for row in JUDGED if row["elf_code"]) == Counter(codes)
    assert all((row["reason"] and row["name"]) or row["elf_code"] in {"8888", "9999"} for row in JUDGED)
    assert {row["judgement"] for row in JUDGED} == set(Judgement)


def test_no_form_out_of_use_is_evidence() -> None:
    judgements = {row["elf_code"]: row["judgement"] for row in JUDGED}
    out = {row["ELF Code"] for row in LIST if row["ELF Status ACTV/INAC"] == "INAC"}
    assert len(out) > 150
    assert {judgements[code] for code in out} == {"doubt", "natural-person"}


# Words that give a natural person away. A form with one of them that is no natural person's says why in its row.
@pytest.mark.parametrize(
    "word",
    ["sole prop", "sole trader", "eenmanszaak", "entreprise individuelle", "einzelunternehm", "fyzick", "firma ind"],
)
def test_no_form_named_after_one_person_is_a_legal_person_s(word: str) -> None:
    judgements = {row["elf_code"]: row["judgement"] for row in JUDGED}
    named = {row["ELF Code"] for row in LIST if word in row["Entity Legal Form name Local name"].lower()}
    assert all(judgements[code] != Judgement.LEGAL_PERSON for code in named)


@pytest.mark.parametrize(
    ("country", "words", "code"),
    [
        ("DE", "GmbH", "2HBR"),
        ("DE", "G.m.b.H.", "2HBR"),
        ("DE", "gesellschaft mit beschrankter haftung", "2HBR"),
        ("DE", "2hbr", "2HBR"),
        ("DE", "e. K.", "OL20"),
        ("FR", "S.A.R.L.", "V9QP"),
        ("FR", "SAS", "6CHY"),
        ("PL", "Sp. z o.o.", "O7XB"),
        ("PL", "SPOLKA AKCYJNA", "FJ0E"),
        ("CZ", "s.r.o.", "9HLU"),
        ("JP", "株式会社", "T417"),
        ("JP", "kabusikigaisya", "T417"),
        ("RU", "obshchestvo s ogranichennoy otvetstvennost'yu", "17R7"),
        ("GB", "PLC", "B6ES"),
        ("TR", "A.Ş.", "W2SQ"),
    ],
)
def test_a_form_is_found_first_by_code_name_abbreviation_and_transliteration(
    country: str, words: str, code: str
) -> None:
    rank, form = search(country, words)[0]
    assert (rank, form.code) == (0, code)


def test_the_best_come_first_and_not_too_many() -> None:
    found = search("DE", "Gesellschaft")
    assert [rank for rank, _ in found] == sorted(rank for rank, _ in found)
    assert len(search("US", "corporation")) == legal_forms.MOST
    assert len(search("US", "corporation", 3)) == 3
    assert search("FR", "2HBR") == []
    assert search("GB", " ") == []


@pytest.mark.parametrize(
    ("country", "words", "judgement"),
    [
        ("DE", "GmbH", "legal-person"),
        ("US", "LLC", "legal-person"),
        ("FR", "EURL", "legal-person"),
        ("CL", "E.I.R.L", "legal-person"),
        ("AT", "e.U.", "natural-person"),
        ("DE", "Kaufmann", "natural-person"),
        ("NL", "Eenmanszaak", "natural-person"),
        ("FR", "auto-entrepreneur", "natural-person"),
        ("FR", "artisan", "natural-person"),
        ("ES", "Empresario individual", "natural-person"),
        ("IT", "ditta individuale", "natural-person"),
        ("CZ", "OSVČ", "natural-person"),
        ("RU", "ИП", "natural-person"),
        ("UA", "ФОП", "natural-person"),
        ("CN", "个体工商户", "natural-person"),
        ("JP", "個人事業主", "natural-person"),
        ("BR", "MEI", "natural-person"),
        ("GB", "Sole trader", "natural-person"),
        ("US", "sole proprietor", "natural-person"),
        ("SE", "enskild firma", "natural-person"),
        ("VN", "doanh nghiệp tư nhân", "natural-person"),
        ("PT", "EIRL", "doubt"),
        ("DE", "GmbH & Co. KG", "doubt"),
        ("DE", "GbR", "doubt"),
        ("ES", "SC", "doubt"),
        ("CA", "LLP", "doubt"),
        ("DE", "8888", "doubt"),
        ("DE", "9999", "doubt"),
        ("DE", "ZZZZ", "doubt"),
        ("DE", "Gesellschaft", "doubt"),
        ("DE", "Aktiengesell", "doubt"),
        ("SG", "Pte Ltd", "legal-person"),
        ("FR", "GmbH", "doubt"),
        ("DE", "", "doubt"),
    ],
)
def test_a_form_is_judged_and_doubt_stays_doubt(country: str, words: str, judgement: str) -> None:
    assert judged(country, words) == judgement


@given(st.sampled_from(["DE", "FR", "US", "GB", "JP"]), st.text(max_size=60))
def test_any_words_are_judged_and_few_forms_come_back(country: str, words: str) -> None:
    assert judged(country, words) in set(Judgement)
    assert len(search(country, words)) <= legal_forms.MOST


def test_rows_of_one_person_s_forms_are_left_out_of_imports() -> None:
    out = legal_forms.of_one_person()
    assert {"OL20", "ZY9X", "G3R6", "2A44", "3GQ5"} <= out
    assert not {"", "2HBR", "8Z6G", "9999"} & out
