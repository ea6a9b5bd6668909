"""The check for plain words: what it doubts, and what it leaves alone."""

import pytest

from reputation.disputes import plain
from reputation.disputes.plain import HARD, Doubt, Kind
from reputation.rulebook.cases import SENTENCE_LONGEST

WORD = "pan "


def sentence(words: int) -> str:
    return WORD * (words - 1) + "pan."


def test_a_sentence_may_be_as_long_as_the_rulebook_says_and_no_longer() -> None:
    most = SENTENCE_LONGEST.value
    assert plain.doubts(sentence(most)) == ()
    assert plain.doubts(sentence(most + 1)) == (Doubt(Kind.LONG, sentence(most + 1)),)


@pytest.mark.parametrize("end", [".", "!", "?", ":", ";", ".”", ".)"])
def test_sentences_end_where_people_end_them(end: str) -> None:
    half = WORD * (SENTENCE_LONGEST.value - 1) + "pan"
    assert plain.doubts(f"{half}{end} {half}{end}") == ()


def test_a_new_line_ends_a_sentence_too() -> None:
    half = WORD * (SENTENCE_LONGEST.value - 1) + "pan"
    assert plain.doubts(f"{half}\n{half}") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Pursuant to rule 3 it stays.", Doubt(Kind.HARD, "pursuant to", "by")),
        ("It is alleged.", Doubt(Kind.HARD, "alleged", "as somebody says")),
        ("Gemäß der Regel bleibt sie.", Doubt(Kind.HARD, "gemäß", "nach")),
        ("Das ist jurisprudence.", Doubt(Kind.HARD, "jurisprudence", "")),
    ],
)
def test_words_of_lawyers_are_doubted_with_plainer_ones(text: str, found: Doubt) -> None:
    assert plain.doubts(text) == (found,)


@pytest.mark.parametrize("text", ["Thereofs.", "A whereas1 pan.", "He utilised it."])
def test_a_word_within_another_is_none(text: str) -> None:
    assert plain.doubts(text) == ()


def test_each_doubt_stands_once_and_long_ones_first() -> None:
    text = f"Hereby it stays. HEREBY. {sentence(SENTENCE_LONGEST.value + 1)}"
    assert [doubt.kind for doubt in plain.doubts(text)] == [Kind.LONG, Kind.HARD]


def test_plain_text_is_left_alone() -> None:
    assert plain.doubts("The review stays. Nothing shows that it is made up.") == ()
    assert plain.doubts("") == ()


def test_the_list_is_in_lower_case_and_proposes_nothing_that_it_doubts() -> None:
    assert all(word == word.lower() for word in HARD)
    assert all(plain.doubts(plainer) == () for plainer in HARD.values())
