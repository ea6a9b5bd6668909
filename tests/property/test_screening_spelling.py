import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.screening import identifiers, roles, special
from reputation.screening.spelling import plain
from tests.screening_texts import IDENTIFYING

LONGEST = 4000
SIGNS = st.sampled_from(
    "aA1 .-_@|*OolI0€$!?\n\t\u200b\u200d\u00ad\u0301\u0336\u0430\u041d\u0391😀🔥️⃣Ｊ𝓙²½ºßéß漢1️⃣🇩🇪\u202e\u0000"
)
TEXTS = st.text(max_size=120) | st.text(SIGNS, max_size=120)
WORDS = st.lists(
    st.sampled_from([text for _, text, _, _ in IDENTIFYING] + ["J o h n", "J😀o😀h😀n", "zero one", "\u200b"])
)
LINES = WORDS.map(" ".join) | TEXTS


@given(LINES)
def test_each_character_came_from_somewhere_in_the_text_in_order(text: str) -> None:
    undone = plain(text)
    assert len(undone.starts) == len(undone.ends) == len(undone.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(undone.starts, undone.ends, strict=True))
    assert all(one <= other for places in (undone.starts, undone.ends) for one, other in pairwise(places))


@given(LINES, st.data())
def test_a_passage_of_the_plain_text_is_one_of_the_given_text(text: str, data: st.DataObject) -> None:
    undone = plain(text)
    start = data.draw(st.integers(0, len(undone.text)))
    end = data.draw(st.integers(start, len(undone.text)))
    first, last = undone.span(start, end)
    assert 0 <= first <= last <= len(text)
    assert (first == last) == (start == end)


@given(st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x17E, exclude_characters="ŀĿŉĲĳ"), max_size=200))
def test_letters_of_one_alphabet_stay(text: str) -> None:
    assert plain(text).text == text


@given(LINES, st.sampled_from(["en", "de", "fr", "es", "nl", "it", "pt", "zh", "fi", ""]))
def test_whatever_is_found_lies_in_the_text_and_says_what_to_write(text: str, language: str) -> None:
    undone = plain(text)
    for engine in (identifiers, roles, special):
        marks = engine.find(undone.text, language)
        assert all(0 <= one.start < one.end <= len(undone.text) for one in marks)
        assert all(one.end <= other.start for one, other in pairwise(marks))
        assert all(one.suggestion.strip() and 0 < one.score <= 1 for one in marks)


@settings(max_examples=30)
@given(LINES.filter(bool), st.sampled_from(["en", "de", "fr", "es", "nl", "it", "pt"]))
def test_a_text_of_full_length_takes_no_long_time_whatever_is_in_it(text: str, language: str) -> None:
    text = (text * LONGEST)[:LONGEST]
    begun = time.process_time()
    undone = plain(text)
    for engine in (identifiers, roles, special):
        engine.find(undone.text, language)
    assert time.process_time() - begun < 20
