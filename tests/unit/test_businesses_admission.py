"""Who may join: every listed number has the verdict written down for it, and no natural person is admitted."""

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.businesses import numbers
from reputation.businesses.admission import Outcome, Reason, admission
from reputation.businesses.numbers import KINDS, PERSONAL, SCHEMES, Evidence
from reputation.lookup import rules
from reputation.lookup.rules import NumberQuery, Refused

DATA = Path(__file__).resolve().parents[1] / "data"
ROWS = list(
    csv.DictReader((DATA / "identifiers.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=3)
)
SOLE_PROPRIETORS = Path(__file__).resolve().parents[3] / "shared" / "data" / "lei" / "sole_proprietor_leis.csv.gz"
COUNTRIES = sorted({scheme.country for scheme in KINDS.values()} - {""})
VALUES = [(row["kind"], numbers.normal(row["kind"], row["typed"]) or "", row["country"]) for row in ROWS]
SPEAKS_FOR = {Reason.LEGAL_PERSON_NUMBER, Reason.LEGAL_PERSON_FORM, Reason.REGISTRY_CATEGORY}


def named(row: dict[str, str]) -> str:
    return f"{row['kind']}-{row['typed']}-{row['legal_form']}-{row['category']}"


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_number_shows_what_was_written_down_and_has_its_verdict(row: dict[str, str]) -> None:
    normal = numbers.normal(row["kind"], row["typed"])
    assert normal is not None
    assert KINDS[row["kind"]].shows(normal) == row["evidence"]
    verdict = admission(row["country"], row["legal_form"], [(row["kind"], normal)], row["category"])
    assert verdict.outcome == row["outcome"]
    assert (verdict.outcome is Outcome.ADMITTED) <= bool(SPEAKS_FOR & set(verdict.reasons))


def test_the_list_is_long_and_has_every_kind_of_number_and_no_natural_person_admitted() -> None:
    assert {row["kind"] for row in ROWS} == set(KINDS) - {"example"}
    natural = [row for row in ROWS if row["evidence"] == "natural-person"]
    admitted = [row for row in ROWS if row["outcome"] == "admitted"]
    assert len(natural) > 200
    assert len(admitted) > 200
    assert {row["outcome"] for row in natural} == {"refused"}
    assert {row["evidence"] for row in admitted} == {"legal-person", "either"}
    assert all(row["legal_form"] or row["category"] for row in admitted if row["evidence"] == "either")


def found_by(typed: str) -> set[str]:
    """The kinds of number that a check looks for; none when it refuses what was typed as a person's."""
    try:
        found = rules.parse(typed)
    except Refused as refused:
        if refused.code != "personal-number":
            raise
        return set()
    assert isinstance(found, NumberQuery), typed
    return {kind for kind, _ in found.candidates}


# An Irish company's tax number looks just like a person's.
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["evidence"] == "natural-person" and row["kind"] != "ie-pps"], ids=named
)
def test_a_natural_person_s_number_is_not_looked_up(row: dict[str, str]) -> None:
    """Unless it may as well be a business's, and then only businesses are found by it."""
    kind, typed = row["kind"], row["typed"]
    prefix = KINDS[kind].prefix
    assert found_by(typed if typed.startswith(prefix) else prefix + typed) <= {*SCHEMES} - {kind}


@pytest.mark.parametrize("row", ROWS, ids=named)
def test_a_normal_form_is_its_own_and_the_same_however_it_is_typed(row: dict[str, str]) -> None:
    kind, typed = row["kind"], row["typed"]
    normal = numbers.normal(kind, typed)
    assert normal is not None
    assert numbers.normal(kind, normal) == normal
    assert numbers.normal(kind, typed.lower()) == normal
    assert numbers.normal(kind, f" {typed} ") == normal
    if not KINDS[kind].as_typed:
        assert numbers.normal(kind, typed.replace(" ", "-")) == normal
        assert numbers.normal(kind, ".".join(numbers.compacted(typed)[:2]) + numbers.compacted(typed)[2:]) == normal
    elif kind.startswith("de-"):
        assert numbers.normal(kind, f"Amtsgericht {normal}") == normal


def neutral(kind: str, value: str) -> bool:
    return KINDS[kind].shows(value) in {Evidence.EITHER, Evidence.NATURAL_PERSON}


@given(
    given_numbers=st.lists(st.sampled_from([(kind, value) for kind, value, _ in VALUES if neutral(kind, value)])),
    country=st.sampled_from(COUNTRIES),
    form=st.one_of(
        st.just(""), st.sampled_from(["", "e.K.", "eenmanszaak", "ZY9X", "sole trader", "Kaufmann", "8888"])
    ),
    category=st.sampled_from(["", "SOLE_PROPRIETOR", "BRANCH", "no such category"]),
)
def test_nothing_but_natural_or_neutral_evidence_admits_nobody(
    given_numbers: list[tuple[str, str]], country: str, form: str, category: str
) -> None:
    assert admission(country, form, given_numbers, category).outcome is not Outcome.ADMITTED


@given(
    given_numbers=st.lists(st.sampled_from([(kind, value) for kind, value, _ in VALUES]), max_size=4),
    natural=st.sampled_from([(k, v) for k, v, _ in VALUES if KINDS[k].shows(v) is Evidence.NATURAL_PERSON]),
    country=st.sampled_from(COUNTRIES),
    form=st.sampled_from(["", "GmbH", "SAS", "Ltd", "2HBR", "6CHY"]),
)
def test_a_natural_person_s_number_outweighs_everything(
    given_numbers: list[tuple[str, str]], natural: tuple[str, str], country: str, form: str
) -> None:
    verdict = admission(country, form, [*given_numbers, natural, ("lei", "5493000IBP32UQZ0KL24")], "GENERAL")
    assert verdict.outcome is Outcome.REFUSED
    assert Reason.NATURAL_PERSON_NUMBER in verdict.reasons


@given(
    st.sampled_from(COUNTRIES), st.text(max_size=40), st.text(max_size=20), st.text(max_size=40), st.text(max_size=9)
)
def test_any_words_at_all_admit_nobody(country: str, form: str, kind: str, value: str, category: str) -> None:
    assert admission(country, form, [(kind, value)], category).outcome is not Outcome.ADMITTED


CASES = [
    ("DE", "", [], "", "refused", "no-evidence"),
    ("DE", "GmbH", [], "", "refused", "no-evidence"),
    ("DE", "KG", [], "", "refused", "form-in-doubt no-evidence"),
    ("DE", "GmbH", [("lei", "5493000IBP32UQZ0KL24")], "", "refused", "no-evidence"),
    ("DE", "", [("lei", "5493000IBP32UQZ0KL24")], "GENERAL", "admitted", "registry-category"),
    ("DE", "", [("de-vat", "136695976")], "GENERAL", "refused", "no-evidence"),
    ("DE", "e.K.", [("lei", "5493000IBP32UQZ0KL24")], "GENERAL", "refused", "natural-person-form registry-category"),
    ("DE", "KG", [("de-hrb", "HOF HRB 117")], "", "doubt", "form-in-doubt legal-person-number"),
    ("DE", "e.K.", [("de-hrb", "HOF HRB 117")], "", "refused", "natural-person-form legal-person-number"),
    ("DE", "Quark", [("de-hrb", "HOF HRB 117")], "", "doubt", "form-in-doubt legal-person-number"),
    ("DE", "", [("gb-crn", "00445790")], "", "doubt", "number-of-another-country"),
    ("GB", "", [("gb-crn", "00445790"), ("de-vat", "136695976")], "", "admitted", "legal-person-number"),
    ("GB", "GmbH", [("gb-crn", "00445790")], "", "doubt", "form-in-doubt legal-person-number"),
    ("FR", "SAS", [("de-vat", "136695976")], "", "refused", "no-evidence"),
    ("FR", "SAS", [("fr-siren", "732829320")], "", "admitted", "legal-person-form"),
    ("FR", "SAS", [("fr-siren", "732829320"), ("lei", "5493000IBP32UQZ0KL24")], "BRANCH", "doubt", None),
    ("FR", "SAS", [("fr-siren", "732829320"), ("lei", "5493000IBP32UQZ0KL24")], "SOLE_PROPRIETOR", "refused", None),
]


@pytest.mark.parametrize(("country", "form", "given_numbers", "category", "outcome", "reasons"), CASES)
def test_what_speaks_against_outweighs_what_speaks_for(
    country: str, form: str, given_numbers: list[tuple[str, str]], category: str, outcome: str, reasons: str | None
) -> None:
    verdict = admission(country, form, given_numbers, category)
    assert verdict.outcome == outcome
    assert reasons is None or " ".join(verdict.reasons) == reasons


def test_every_kind_has_a_country_and_a_source_and_personal_ones_are_never_looked_for() -> None:
    assert len(SCHEMES) > 80
    assert all(scheme.source and scheme.says for scheme in KINDS.values())
    assert {scheme.code for scheme in SCHEMES.values() if not scheme.country} == {"lei", "example"}
    assert len(PERSONAL) > 40
    assert not {kind for row in ROWS for kind, _ in numbers.schemes_of(row["typed"])} & PERSONAL


def test_no_sole_proprietor_of_the_lei_registry_is_admitted() -> None:
    if not SOLE_PROPRIETORS.exists():
        pytest.skip("the LEIs of sole proprietors are no part of the project, and do not lie beside it")
    with gzip.open(SOLE_PROPRIETORS, "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    leis = [field for row in rows for field in row if numbers.normal("lei", field)]
    assert len(leis) > 1500
    for lei in leis:
        assert admission("DE", "", [("lei", lei)], "SOLE_PROPRIETOR").outcome is Outcome.REFUSED
        assert admission("DE", "", [("lei", lei)]).outcome is Outcome.REFUSED
