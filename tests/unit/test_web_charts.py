"""Geometry of the pictures: where everything stands, gaps that stay gaps, and what the months show."""

import re
from typing import Any

import pytest

from reputation.ratings.words import Crowd, Range, Sure
from reputation.web import charts, figures
from reputation.web.charts import Finding

FIRST = 2024 * 12 + 11


def make_history(means: list[int | None], **changes: Any) -> list[dict[str, Any]]:
    return [
        {
            "month": f"{(FIRST + place) // 12:04d}-{(FIRST + place) % 12 + 1:02d}",
            "published": mean is not None,
            "well": None if mean is None else {"mean": mean, "low": max(0, mean - 100), "high": min(1000, mean + 50)},
            "stars": None,
            "receipted": 3,
            "none": 1,
            "outcomes": {"well": 2, "unsolved": 1, "lost": 0},
            **changes,
        }
        for place, mean in enumerate(means)
    ]


@pytest.mark.parametrize(
    ("means", "finding", "since"),
    [
        ([None] * 24, Finding.NONE, None),
        ([*[900] * 23, None], Finding.ENDED, "2026-10"),
        ([*[None] * 20, 900, 900, 900, 900], Finding.SHORT, "2026-08"),
        ([930] * 24, Finding.STEADY, "2024-12"),
        ([*[930] * 22, 900, 700], Finding.FALL, "2026-11"),
        ([*[930] * 21, 870, 800, 700], Finding.FALL, "2026-09"),
        ([*[900] * 19, 700, 700, 700, 850, 850], Finding.RISE, "2026-07"),
        (list(range(700, 940, 10)), Finding.UP, "2024-12"),
        (list(range(930, 690, -10)), Finding.DOWN, "2024-12"),
        ([*[900] * 8, *[800] * 8, *[900] * 8], Finding.VARIED, "2024-12"),
    ],
)
def test_web_chart_says_what_the_months_show(means: list[int | None], finding: Finding, since: str | None) -> None:
    found = charts.story(make_history(means))
    assert (found.finding, found.since) == (finding, since)
    assert found.months == sum(mean is not None for mean in means)


def test_web_chart_draws_the_band_before_the_last_open_dot() -> None:
    found = charts.chart(make_history([930] * 24))
    assert len(found.bands) == len(found.lines) == 1
    assert found.lines[0].startswith("M20.83 7L62.5 7L")
    assert found.lines[0].count("L") == 23
    assert found.bands[0].endswith("Z")
    assert found.last == charts.Point("97.92%", "33.2")
    assert found.turn is None
    assert (found.first_month, found.middle_month, found.last_month) == ("2024-12", "2025-12", "2026-11")


def test_web_chart_leaves_gaps_as_gaps() -> None:
    found = charts.chart(make_history([*[900] * 5, None, *[900] * 3, None, None, 900, *[None] * 12]))
    assert len(found.lines) == len(found.bands) == 3
    assert found.last is None
    assert re.fullmatch(r"M[\d.]+ 10L[\d.]+ 10", found.lines[2]), "a lone month is a short stroke"


def test_web_chart_marks_where_a_fall_began() -> None:
    found = charts.chart(make_history([*[930] * 22, 900, 700]), with_raw=True)
    assert found.turn == "97.92%"
    assert found.turn_is_late
    assert len(found.raw) == 1
    assert found.raw[0].startswith("M20.83 33.4L"), "666 of 1000 in each month itself"
    assert charts.chart(make_history([930] * 24)).raw == ()


def test_web_chart_stacks_reviews_without_a_receipt_on_those_with_one() -> None:
    history = make_history([900] * 24)
    history[0] |= {"receipted": 0, "none": 0}
    history[1] |= {"receipted": 10, "none": 0}
    found = charts.chart(history)
    assert found.most == 10
    assert (found.columns[0].receipted_height, found.columns[0].none_height) == ("0", "0")
    assert (found.columns[1].receipted_y, found.columns[1].receipted_height) == ("212", "44")
    third = found.columns[2]
    assert float(third.none_y) + float(third.none_height) == pytest.approx(float(third.receipted_y))
    assert charts.chart(make_history([None] * 24, receipted=0, none=0)).columns == ()


def test_web_chart_of_nothing() -> None:
    found = charts.chart([])
    assert (found.story.finding, found.columns, found.last) == (Finding.NONE, (), None)


def test_web_figures_place_a_crowd_in_rows() -> None:
    found = figures.crowd(Crowd(solid=24, pale=2, unsolved=1, lost=1, people=None))
    assert (found.width, found.height) == ("350", "49")
    assert [one.kind for one in found.people[23:]] == ["solid", "pale", "pale", "unsolved", "lost"]
    assert (found.people[13].x, found.people[13].y) == ("182", "0"), "28 figures stand in two rows of 14"
    assert (found.people[14].x, found.people[14].y) == ("0", "25")
    hundred = figures.crowd(Crowd(solid=100, pale=0, unsolved=0, lost=0, people=None))
    assert (hundred.people[24].x, hundred.people[25].x, hundred.height) == ("336", "0", "99")
    assert figures.crowd(Crowd(0, 0, 0, 0, 0)).height == "24"


def test_web_figures_place_ranges_on_their_scale() -> None:
    assert figures.rail(Range(93, 84, 100)) == figures.Rail("84%", "16%", "93%")
    assert figures.star_rail(Range(43, 39, 47)) == figures.Rail("72.5%", "20%", "82.5%")
    assert figures.star_rail(Range(10, 0, 60)) == figures.Rail("0%", "100%", "0%"), "never beyond the scale"


def test_web_figures_look_as_unsure_as_they_are() -> None:
    widths = [int(figures.sure(sure).width) for sure in (Sure.QUITE, Sure.FAIRLY, Sure.NOT_VERY, Sure.ROUGH)]
    assert widths == sorted(set(widths))
    for sure in Sure:
        picture = figures.sure(sure)
        assert int(picture.x) + int(picture.width) / 2 == figures.SURE_MIDDLE
