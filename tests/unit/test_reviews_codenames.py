"""Codenames: the list as it was published, the rule that makes and reads them, and every way to type one."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.core import ids
from reputation.reviews import codenames
from reputation.reviews.codenames import CodenameError, make, parse

EXAMPLES = json.loads((Path(__file__).parent.parent / "data" / "codenames.json").read_text(encoding="utf-8"))
PLAIN = next(one["codename"] for one in EXAMPLES["codenames"] if "-" not in one["codename"])


class Fixed(ids.Secure):
    def __init__(self, drawn: bytes) -> None:
        self._drawn = drawn

    def salt(self) -> bytes:
        return self._drawn


def test_the_list_is_the_one_that_was_published() -> None:
    words = codenames.words()
    assert len(words) == len(set(words)) == 7776 == 6**5
    assert list(words) == sorted(words)
    assert sha256("".join(f"{word}\n" for word in words).encode()).hexdigest() == (
        "6d557f0693958fb5e650b68b5bee585eb82cf4da32965505c789e924743bc522"
    )


def test_no_way_to_type_a_word_is_taken_for_another_word() -> None:
    halves = {word.partition("-")[0] for word in codenames.words() if "-" in word}
    assert halves == {"drop", "felt", "t", "yo"}
    assert not halves & set(codenames.words()), "the first half alone would be a word of its own"


@pytest.mark.parametrize("example", EXAMPLES["codenames"], ids=lambda one: one["bytes"][:8])
def test_the_same_bytes_make_the_same_codename_and_every_spelling_reads_as_it(example: dict[str, object]) -> None:
    codename = str(example["codename"])
    assert make(Fixed(bytes.fromhex(str(example["bytes"])))) == codename
    for spelling in [codename, *example["spellings"]]:  # type: ignore[misc]
        assert parse(spelling) == tuple(codename.split(" ")), spelling


@pytest.mark.parametrize("example", EXAMPLES["refused"], ids=lambda one: one["text"][:12])
def test_what_is_no_codename_says_why(example: dict[str, str]) -> None:
    with pytest.raises(CodenameError) as refused:
        parse(example["text"])
    assert refused.value.rule == example["rule"]


def is_read(typed: list[str]) -> bool:
    try:
        parse(" ".join(typed))
    except CodenameError:
        return False
    return True


def test_a_slip_in_any_word_is_found_but_for_one_in_some_thousands() -> None:
    words = PLAIN.split(" ")
    slips = [
        [*words[:place], other, *words[place + 1 :]]
        for place in range(8)
        for other in codenames.words()[:: 7776 // 200]
        if other != words[place]
    ]
    assert sum(is_read(typed) for typed in slips) <= 3
    assert is_read(words)


def test_drawn_codenames_differ_in_every_place() -> None:
    drawn = [make().split(" ") for _ in range(400)]
    for place in range(8):
        assert max(Counter(words[place] for words in drawn).values()) < 8
    assert len({tuple(words) for words in drawn}) == 400


@given(st.binary(min_size=32, max_size=32))
def test_whatever_is_drawn_reads_as_itself(drawn: bytes) -> None:
    assert " ".join(parse(make(Fixed(drawn)))) == make(Fixed(drawn))


@given(st.text(max_size=500))
def test_no_text_does_anything_but_being_refused(text: str) -> None:
    with pytest.raises(CodenameError):
        parse(text)
