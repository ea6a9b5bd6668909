"""Decided examples: every ground has one that is right and one that is not, short, in whole sentences, of nobody."""

import re

import pytest

from reputation.rulebook.cases import RULES
from reputation.rulebook.examples import EXAMPLES, Example
from reputation.screening import engine
from reputation.screening.findings import Kind, Known, Tier

ALL = [(code, example) for code, examples in EXAMPLES.items() for example in examples]


def test_every_ground_has_examples_on_both_sides_and_nothing_else_has() -> None:
    assert list(EXAMPLES) == list(RULES)
    for code, examples in EXAMPLES.items():
        assert {example.upheld for example in examples} == {True, False}, code


@pytest.mark.parametrize(("code", "example"), ALL)
def test_an_example_is_short_and_whole(code: str, example: Example) -> None:
    for text in (example.words, example.why):
        assert 20 <= len(text) <= 160, code
        assert text[-1] in ".”"
        assert "  " not in text
    assert example.why[0].isupper()


def test_nobody_is_in_them() -> None:
    for code, example in ALL:
        found = engine.find(f"{example.words} {example.why}", "en", Known())
        assert [one for one in found.items if one.kind is Kind.PERSON and one.tier is Tier.PROPOSES] == [], code
        assert not re.search(r"\d{4}|@|https?:", example.words), code


def test_no_example_stands_twice() -> None:
    assert len({example.words + example.why for _, example in ALL}) == len(ALL)
