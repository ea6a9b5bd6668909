"""A registry number has one normal form, however it is typed."""

import pytest

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
