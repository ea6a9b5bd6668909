"""docs/admission.md is in step with the tables it tells."""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

from reputation.businesses.admission import Reason
from reputation.businesses.numbers import KINDS, PERSONAL, SCHEMES, Evidence

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "admission.md").read_text(encoding="utf-8")
WHOSE = {
    Evidence.LEGAL_PERSON: "legal persons only",
    Evidence.EITHER: "also natural persons",
    Evidence.DOUBT: "in doubt",
}


def rows(head: str) -> list[list[str]]:
    """The rows of the table that begins with these cells."""
    lines = PAGE.partition(head)[2].splitlines()[2:]
    table = lines[: lines.index("") if "" in lines else len(lines)]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table]


def test_every_kind_of_number_is_told_in_its_order() -> None:
    assert rows("| country | name | code | prefix | whose | source |") == [
        [
            scheme.country or "any",
            scheme.says,
            f"`{scheme.code}`",
            f"`{scheme.prefix}`" if scheme.prefix else "",
            "depends on a part" if scheme.parts else WHOSE[scheme.evidence],
            scheme.source,
        ]
        for scheme in SCHEMES.values()
    ]
    assert f"\n{len(SCHEMES)} kinds, in the order" in PAGE


def test_every_personal_number_is_told() -> None:
    assert " · ".join(f"{KINDS[code].country} {KINDS[code].says}" for code in sorted(PERSONAL)) in PAGE
    assert f"\n{len(PERSONAL)} kinds that only natural persons have" in PAGE


def test_every_reason_is_told_in_its_order() -> None:
    told = [row[1].strip("`") for row in rows("| what is found | code | what becomes of it |")]
    assert told == list(Reason)


def test_the_judgements_of_forms_are_counted() -> None:
    raw = (files("reputation.businesses") / "data" / "legal_form_judgements.csv").read_text(encoding="utf-8")
    counted = Counter((row["judgement"], row["reason"]) for row in csv.DictReader(raw.splitlines()))
    told = {(row[0], row[1]): int(row[2]) for row in rows("| judgement | reason | forms |")}
    assert told == counted
