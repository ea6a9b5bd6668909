"""Rules of reviews: holds, masks, what a text may be."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.core.ids import Seeded
from reputation.reviews import rules
from reputation.reviews.rules import Masked, Span, State


def test_hold_is_one_to_four_whole_weeks_with_equal_chances() -> None:
    source = Seeded(1)
    weeks = Counter(rules.publish_week(date(2026, 1, 7), source.salt()) for _ in range(4000))
    assert sorted(weeks) == [date(2026, 1, 12), date(2026, 1, 19), date(2026, 1, 26), date(2026, 2, 2)]
    assert all(900 <= count <= 1100 for count in weeks.values())


@pytest.mark.parametrize("day", [date(2026, 1, 5), date(2026, 1, 8), date(2026, 1, 11)])
def test_a_week_begins_on_monday(day: date) -> None:
    assert rules.week_of(day) == date(2026, 1, 5)
    assert rules.last_day_of_week(rules.week_of(day)) == date(2026, 1, 11)


def test_reviews_are_taken_until_the_tombstone_ends() -> None:
    left, last = date(2025, 3, 14), date(2026, 3, 13)
    assert rules.may_be_reviewed(None, date(2026, 1, 1), has_receipt=False)
    assert rules.may_be_reviewed(left, last, has_receipt=True)
    assert not rules.may_be_reviewed(left, left, has_receipt=False)
    assert not rules.may_be_reviewed(left, date(2026, 3, 14), has_receipt=True)


def test_nothing_leaves_withdrawn() -> None:
    assert not rules.NEXT[State.WITHDRAWN]
    assert set(rules.NEXT) == set(State)


@pytest.mark.parametrize("text", ["", "   \n", "x" * 4001, "a\x00b", "a\x1bb", "safe \u202eevil", "a\u2067b"])
def test_refuses_texts_that_do_not_show_what_they_are(text: str) -> None:
    with pytest.raises(ValueError):
        rules.clean(text, 4000)


def test_keeps_other_texts() -> None:
    assert rules.clean("  Zwei\r\nZeilen \n", 4000) == "Zwei\nZeilen"
    assert rules.clean("x" * 4000, 4000) == "x" * 4000
    assert rules.clean("عربي 👩‍👩‍👧", 4000) == "عربي 👩‍👩‍👧"


def test_masks_words() -> None:
    text = "Good. Mr Nobody was late."
    places = [Masked(text.index("Mr Nobody"), 9)]
    assert rules.replaced(text, places, "The driver") == "Good. The driver was late."
    assert rules.spans("Good. The driver was late.", [Masked(6, 10)]) == (
        Span("Good. "),
        Span("The driver", is_masked=True),
        Span(" was late."),
    )


@given(
    st.lists(st.text("abc ", max_size=6), min_size=1, max_size=8),
    st.lists(st.integers(1, 5), max_size=7),
    st.text("xyz", min_size=1, max_size=9),
)
def test_words_in_places_of_others_move_what_stands_behind_them(
    plain: list[str], lengths: list[int], words: str
) -> None:
    lengths = (lengths + [2] * len(plain))[: len(plain) - 1]
    pieces = [*zip(plain, lengths, strict=False)]
    text, places, starts = "", [], []
    for piece, length in pieces:
        starts.append(len(text))
        places.append(Masked(len(text) + len(piece), length))
        text += piece + "M" * length
    starts.append(len(text))
    after = rules.replaced(text + plain[-1], places, words)
    assert after == "".join(piece + words for piece, _ in pieces) + plain[-1]
    for start, piece in zip(rules.moved(starts, places, words), plain, strict=True):
        assert after[start:].startswith(piece)
    for start in rules.moved([one.start for one in places], places, words):
        assert after[start:].startswith(words)


@given(st.text(min_size=1, max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_spans_put_together_are_the_text(text: str, cuts: list[int]) -> None:
    points = sorted({min(cut, len(text)) for cut in cuts})
    masked = [Masked(a, b - a) for a, b in zip(points[::2], points[1::2], strict=False)]
    assert "".join(span.text for span in rules.spans(text, masked)) == text


def test_commitment_covers_figures_and_words() -> None:
    one = rules.canonical(stars=4, outcome="as-agreed", language="de", text="Gut, für mich")
    assert one == '{"language":"de","outcome":"as-agreed","stars":4,"text":"Gut, für mich"}'.encode()
