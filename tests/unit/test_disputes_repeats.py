"""Which words of a passage a text repeats: several in a row, all of a short one, however they are written."""

import pytest

from reputation.disputes.repeats import RUN, first, places, without

PASSAGE = "the waiter Hans Miller shouted at me"


def found(text: str, passage: str = PASSAGE) -> list[str]:
    return [text[begin:end] for begin, end in places(text, passage)]


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("It says: the waiter Hans Miller shouted at me!", ["the waiter Hans Miller shouted at me"]),
        ("THE WAITER, hans  miller was kind.", ["THE WAITER, hans  miller"]),
        ("The waiter Hans was kind.", []),
        ("A waiter shouted at me, and so did Miller.", []),
        ("Miller shouted at me. Hans Miller shouted at me.", ["Miller shouted at me", "Hans Miller shouted at me"]),
        ("", []),
    ],
)
def test_several_words_in_a_row_are_no_chance(text: str, repeated: list[str]) -> None:
    assert found(text) == repeated
    assert RUN == 4


def test_of_a_short_passage_all_of_it_counts_but_no_part_of_a_word() -> None:
    assert found("Miller, and MILLER.", "Miller") == ["Miller", "MILLER"]
    assert found("Millers of the Millerton", "Miller") == []
    assert found("Hans or Miller", "Hans Miller") == []


def test_scripts_that_part_no_words_are_read_letter_by_letter() -> None:
    assert found("他说服务员王小明骂人。", "服务员王小明") == ["服务员王小明"]
    assert found("服务员很好", "服务员王小明") == []


def test_signs_alone_are_no_words() -> None:
    assert found("!!! ???", "!!!") == []


def test_the_first_of_several_is_named_and_all_are_replaced() -> None:
    assert first(["fine", "so Hans Miller shouted at her"], ["copper pan", PASSAGE]) == "Hans Miller shouted at"
    assert first(["fine"], ["copper pan", PASSAGE]) is None
    assert without("A copper pan; no other Copper Pan.", "copper pan", "[…]") == "A […]; no other […]."
    assert without("A pan.", "copper pan", "[…]") == "A pan."
