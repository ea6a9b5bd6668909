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
    start = text.index("Mr Nobody")
    assert rules.mask(text, [], start, start + 9, "The driver") == "Good. The driver was late."
    assert rules.spans("Good. The driver was late.", [Masked(6, 10)]) == (
        Span("Good. "),
        Span("The driver", is_masked=True),
        Span(" was late."),
    )


@pytest.mark.parametrize(
    ("start", "end", "wording"), [(3, 3, "x"), (-1, 2, "x"), (0, 99, "x"), (0, 2, " "), (4, 8, "x")]
)
def test_masks_nothing_else(start: int, end: int, wording: str) -> None:
    with pytest.raises(ValueError):
        rules.mask("0123456789", [Masked(6, 3)], start, end, wording)
    assert rules.mask("0123456789", [Masked(6, 3)], 0, 6, "x") == "x6789"


@given(st.text(min_size=1, max_size=60), st.lists(st.integers(0, 60), max_size=6))
def test_spans_put_together_are_the_text(text: str, cuts: list[int]) -> None:
    points = sorted({min(cut, len(text)) for cut in cuts})
    masked = [Masked(a, b - a) for a, b in zip(points[::2], points[1::2], strict=False)]
    assert "".join(span.text for span in rules.spans(text, masked)) == text


def test_commitment_covers_figures_and_words() -> None:
    one = rules.canonical(stars=4, outcome="as-agreed", language="de", text="Gut, für mich")
    assert one == '{"language":"de","outcome":"as-agreed","stars":4,"text":"Gut, für mich"}'.encode()
