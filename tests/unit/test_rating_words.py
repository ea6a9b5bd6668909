"""Figures for people: parts that make a hundred, ranges that never look surer than they are, the four sentences."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reputation.ratings import words
from reputation.ratings.words import Crowd, Range, Sure
from reputation.web import answers


def span(mean: int, low: int, high: int) -> dict[str, int]:
    return {"mean": mean, "low": low, "high": high}


def make_answer(**changes: Any) -> dict[str, Any]:
    outcomes = {"well": 20, "unsolved": 2, "lost": 1}
    return {
        "figure": {
            "well": span(931, 842, 1000),
            "unsolved": span(49, 0, 125),
            "lost": span(20, 0, 69),
            "stars": span(428, 391, 466),
        },
        "recent": None,
        "recent_outcomes": {"independent": outcomes, "seller": outcomes, "none": {"well": 9, "unsolved": 9, "lost": 9}},
        "counts": {"independent": 12, "seller": 49, "none": 3, "no_receipt_given": 1},
        "outcomes": {"independent": outcomes, "seller": outcomes, "none": {"well": 1, "unsolved": 1, "lost": 1}},
        "stars": {"independent": [1, 0, 0, 1, 10], "seller": [2, 0, 0, 7, 40], "none": [1, 1, 1, 0, 0]},
        "alerts": [],
        **changes,
    }


def test_rating_words_say_the_figure_of_the_design() -> None:
    found = words.figure(make_answer())
    assert found is not None
    assert (found.well, found.unsolved, found.lost) == (Range(93, 84, 100), Range(5, 0, 13), Range(2, 0, 7))
    assert found.stars == Range(43, 39, 47)
    assert found.sure is Sure.FAIRLY
    assert found.crowd == Crowd(solid=84, pale=9, unsolved=5, lost=2, people=None)
    assert found.crowd.all == 100
    assert found.adds_up


def test_rating_words_say_nothing_without_a_figure() -> None:
    assert words.figure(make_answer(figure=None)) is None


def test_rating_words_show_the_people_themselves_while_an_alert_moves_the_figure() -> None:
    less = {
        "well": span(710, 510, 961),
        "unsolved": span(66, 0, 180),
        "lost": span(225, 0, 401),
        "stars": span(340, 280, 420),
    }
    found = words.figure(make_answer(figure=less, recent=less))
    assert found is not None
    assert (found.well.mean, found.unsolved.mean, found.lost.mean) == (71, 7, 23), "each rounded alone: 101 of 100"
    assert found.crowd == Crowd(solid=40, pale=0, unsolved=4, lost=2, people=46), (
        "those with a receipt, nobody invented"
    )
    assert not found.adds_up
    assert found.sure is Sure.ROUGH


def test_rating_words_scale_a_large_crowd_to_a_hundred() -> None:
    outcomes = {"well": 300, "unsolved": 1, "lost": 2}
    found = words.recent_crowd({"independent": outcomes, "seller": outcomes, "none": outcomes})
    assert found == Crowd(solid=99, pale=0, unsolved=0, lost=1, people=606)
    nobody = dict.fromkeys(words.RESULTS, 0)
    assert words.recent_crowd({"independent": nobody, "seller": nobody}).all == 0


@pytest.mark.parametrize(
    ("width", "sure"),
    [
        (0, Sure.QUITE),
        (10, Sure.QUITE),
        (11, Sure.FAIRLY),
        (20, Sure.FAIRLY),
        (21, Sure.NOT_VERY),
        (40, Sure.NOT_VERY),
        (41, Sure.ROUGH),
        (100, Sure.ROUGH),
    ],
)
def test_rating_words_how_sure(width: int, sure: Sure) -> None:
    assert words.how_sure(width) is sure


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=3))
def test_rating_words_parts_make_a_hundred_and_stay_near(shares: list[int]) -> None:
    found = words.parts(shares)
    if not sum(shares):
        assert found == (0, 0, 0)
        return
    assert sum(found) == 100
    for share, part in zip(shares, found, strict=True):
        assert abs(part - 100 * share / sum(shares)) < 1
        assert part == 0 or share > 0, "nobody is invented"


def test_rating_words_round_a_loss_up_when_remainders_are_equal() -> None:
    assert words.parts([905, 90, 5]) == (90, 9, 1)


@given(st.tuples(*[st.integers(0, 1000)] * 3).map(sorted))
def test_rating_words_never_look_surer_than_the_figure_is(ends: list[int]) -> None:
    low, mean, high = ends
    found = words.ranged(span(mean, low, high))
    assert 10 * found.low <= low
    assert 10 * found.high >= high
    assert found.low <= found.mean <= found.high


@pytest.mark.parametrize(("value", "rounded"), [(0, 0), (4, 0), (5, 1), (14, 1), (15, 2), (1000, 100)])
def test_rating_words_round_halves_up(value: int, rounded: int) -> None:
    assert words.nearest(value, 10) == rounded


def alert(code: str, *, suspended: bool = False) -> dict[str, Any]:
    return {"alert": code, "recent": {"bad": 7, "all": 33}, "before": None, "suspended": suspended}


def test_web_answers_add_up_what_a_page_counts() -> None:
    told = answers.tell(make_answer())
    assert (told.receipted, told.reviews) == (61, 64)
    assert told.by_class == (("independent", 12), ("seller", 49), ("none", 3))
    assert told.stars[0] == (5, 50, 0)
    assert told.stars[-1] == (1, 3, 1)
    assert told.outcomes == (("well", 40, 1), ("unsolved", 4, 1), ("lost", 2, 1))


def test_web_answers_part_alerts_that_stand_from_suspended_ones() -> None:
    alerts = [alert("worse"), alert("surge"), alert("money-lost", suspended=True), alert("no-receipt-given")]
    told = answers.tell(make_answer(alerts=alerts))
    assert [found["alert"] for found in told.standing] == ["surge", "worse", "no-receipt-given"], "lost money first"
    assert [found["alert"] for found in told.suspended] == ["money-lost"]
    assert told.moves_figure
    assert not answers.tell(make_answer(alerts=[alert("no-receipt-given")])).moves_figure
    assert not answers.tell(make_answer(alerts=[alert("surge", suspended=True)])).moves_figure
