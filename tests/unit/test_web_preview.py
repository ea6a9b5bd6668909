"""The example for shops that think of joining: real figures of the formula, which say little at first."""

from reputation.ratings.words import Sure
from reputation.web import preview


def test_it_begins_without_a_figure_and_its_range_narrows() -> None:
    stages = preview.first_months()
    assert [stage.after for stage in stages] == [1, 3, 6, 12]
    assert stages[0].told.figure is None
    assert stages[0].told.answer["too_few"] is not None
    ranges = [stage.told.figure.well for stage in stages[1:] if stage.told.figure is not None]
    assert len(ranges) == 3
    assert [found.width for found in ranges] == sorted((found.width for found in ranges), reverse=True)
    assert len({found.width for found in ranges}) == 3
    assert all(stage.told.figure.sure is not Sure.QUITE for stage in stages[1:] if stage.told.figure)


def test_it_hides_nothing_that_went_wrong_and_no_notice_stands() -> None:
    told = preview.first_months()[-1].told
    assert {name: with_receipt for name, with_receipt, _ in told.outcomes} == {"well": 28, "unsolved": 1, "lost": 1}
    assert told.standing == ()
    assert told.reviews == sum(map(len, preview.STORY))
