"""Where typed words stand in a text, and how a text reads with others in their place."""

import pytest

from reputation.desk.passages import Place, places, spans
from reputation.reviews.judging import Put
from reputation.reviews.rules import Span

TEXT = "Ann said so. The annual Ann-day,\nAnn  Pikeley came; Annual, éAnn."


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("said", ["said"]),
        ("Ann Pikeley", ["Ann  Pikeley"]),
        ("Ann", ["Ann", "Ann", "Ann"]),
        ("day, Ann", ["day,\nAnn"]),
        ("nnual", ["nnual", "nnual"]),
        ("ann", ["ann"]),
        ("so. The", ["so. The"]),
        ("Bert", []),
        ("", []),
        (" \n", []),
        (".*", []),
        ("(Ann", []),
    ],
)
def test_words_are_found_where_they_stand_alone_or_else_within_others(words: str, found: list[str]) -> None:
    assert [TEXT[place.start : place.end] for place in places(TEXT, words)] == found


def test_a_name_is_found_in_a_language_that_parts_no_words() -> None:
    assert places("我找王小明退款", "王小明") == (Place(2, 5),)


def test_places_of_one_word_never_touch() -> None:
    assert places("aaaa", "aa") == (Place(0, 2), Place(2, 4))
    assert Place(0, 2).touches([Place(5, 6), Place(1, 3)])
    assert not Place(0, 2).touches([Place(2, 4)])


def test_other_words_stand_at_each_place_and_the_rest_stays() -> None:
    put = [Put(4, 8, "spoke"), Put(0, 3, "Somebody")]
    assert spans("Ann said so.", put) == (
        Span("Somebody", is_masked=True),
        Span(" "),
        Span("spoke", is_masked=True),
        Span(" so."),
    )
    assert spans("Ann", []) == (Span("Ann"),)
    assert spans("Ann", [Put(0, 3, "x")]) == (Span("x", is_masked=True),)
