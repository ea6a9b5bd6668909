"""A registry number has one normal form, however it is typed."""

import pytest
from stdnum.de.handelsregisternummer import GERMAN_COURTS

from reputation.businesses import numbers


@pytest.mark.parametrize(
    "typed", ["CHE-100.155.212", "che 100 155 212", "CHE-100.155.212 IVA", "CHE-100.155.212 TVA", "CHE100155212MWST"]
)
def test_a_swiss_number_is_the_same_with_and_without_the_tax_letters(typed: str) -> None:
    assert numbers.schemes_of(typed) == [("ch-uid", "CHE100155212")]
    assert numbers.normal("ch-uid", typed) == "CHE100155212"


@pytest.mark.parametrize("typed", ["CHE-100.155.213 TVA", "CHE-100.155.212 VAT", "CHE-100.155.21", "1" * 41, ""])
def test_what_is_no_number_has_no_scheme(typed: str) -> None:
    assert numbers.schemes_of(typed) == []


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("Ludwigshafen HRB 6000", "LUDWIGSHAFEN A.RHEIN HRB 6000"),
        ("Amtsgericht Ludwigshafen am Rhein, HRB 6000", "LUDWIGSHAFEN A.RHEIN HRB 6000"),
        ("hrb42243 münchen", "MUNCHEN HRB 42243"),
        ("AG Muenchen HRB 42243", "MUNCHEN HRB 42243"),
        ("Charlottenburg (Berlin), HRB 12345 B", "BERLIN HRB 12345 B"),
        ("Giessen HRB 123", "GIESSEN HRB 123"),
        ("Gießen HRB 123", "GIESSEN HRB 123"),
        ("HRB 117 Hof", "HOF HRB 117"),
        ("HRB 117 B, Amtsgericht Ulm", "ULM HRB 117 B"),
        ("HRB 123 Nowhere", None),
        ("HRB 123", None),
        ("Aachen HRA 12 HRB 13", None),
        ("HRA 12 HRB 13 Aachen", None),
        ("Aachen HRB 12 HRA 13", None),
    ],
)
def test_a_german_register_has_one_name_that_the_log_takes(typed: str, normal: str | None) -> None:
    assert numbers.normal("de-hrb", typed) == normal


def test_every_german_court_has_a_name_of_its_own() -> None:
    found = {court: numbers.normal("de-hrb", f"{court} HRB 1234") for court in GERMAN_COURTS}
    assert [court for court, normal in found.items() if normal is None] == ["Pößneck Zweigstelle Bad Lobenstein"]
    assert len(set(found.values())) == len(GERMAN_COURTS)
    assert all(numbers.normal("de-hrb", normal) == normal for normal in found.values() if normal)


@pytest.mark.parametrize(
    "typed", ["RCS Le Havre B 323 159 715", "R.C.S. LE HAVRE 323159715", "rcs Saint-Étienne 323 159 715"]
)
def test_a_french_register_may_have_several_words_and_no_letter(typed: str) -> None:
    normal = numbers.normal("fr-rcs", typed)
    assert normal is not None
    assert numbers.KINDS["fr-rcs"].shows(normal) == ("legal-person" if " B " in typed else "either")


def test_a_prefix_may_be_left_out_only_when_the_kind_is_named() -> None:
    assert numbers.normal("pl-krs", "0000127206") == numbers.normal("pl-krs", "KRS 0000127206") == "KRS0000127206"
    assert numbers.schemes_of("KRS 0000127206") == [("pl-krs", "KRS0000127206")]
    assert "pl-krs" not in dict(numbers.schemes_of("0000127206"))
