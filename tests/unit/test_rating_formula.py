"""Steps 1 to 5 by hand, and against a slow second reading of the specification."""

import hashlib
from pathlib import Path

import pytest

from reputation.ratings import formula
from reputation.ratings.counts import NOTHING, counts_of, places
from reputation.rulebook import editions
from tests.rating_tables import MONTH, good, lost, make_counts, unsolved
from tests.unit import rating_vectors as vectors

UNIT = 24_000_000


def test_rating_edition_is_the_text_that_was_announced() -> None:
    for edition in editions.EDITIONS.values():
        text = Path(editions.__file__).with_name(edition.specification).read_bytes()
        assert hashlib.sha256(text).hexdigest() == edition.spec_sha256
    assert editions.CURRENT is editions.EDITIONS[max(editions.EDITIONS)]


def test_rating_numbers_say_unit_version_and_source() -> None:
    from reputation.rulebook import rating
    from reputation.rulebook.values import Value

    values = [value for value in vars(rating).values() if isinstance(value, Value)]
    assert len(values) > 20
    assert all(value.unit and value.version >= 1 and value.source for value in values)
    assert rating.UNIT.value == rating.WINDOW.value * rating.MICRO.value


@pytest.mark.parametrize(
    ("n", "weight"),
    [(0, 0), (1, 909_090), (5, 3_333_333), (10, 5_000_000), (90, 9_000_000), (10**9, 9_999_999)],
)
@pytest.mark.parametrize("receipt_class", ["independent", "seller"])
def test_rating_weight_of_a_month_never_passes_ten_reviews(receipt_class: str, n: int, weight: int) -> None:
    weights = formula.weigh(make_counts(good(n, receipt_class)))
    mine, other = weights if receipt_class == "independent" else weights[::-1]
    assert (mine[4], mine[5]) == (weight, weight)
    assert (sum(mine), sum(other)) == (2 * weight, 0)


def test_rating_weight_without_receipt() -> None:
    # Alone: T = min(2u, 2) = 2 quarters, however many: 10 * 0.5 / 10.5.
    assert formula.weigh(make_counts(good(1, "none"))).rest[4] == 476_190
    assert formula.weigh(make_counts(good(50, "none"))).rest[4] == 476_190
    # Beside 8 with a seller's receipt: T = min(2 * 50, 10) = 10 quarters; 2.5 of 10.5 effective reviews.
    beside = formula.weigh(make_counts(good(8), lost(50, "none"))).rest
    assert (beside[4], beside[0]) == (10_000_000 * 8 * 2 // 41, 10_000_000 * 5 // 41)
    # Independent ones make room too, but stay in their own sum.
    beside = formula.weigh(make_counts(good(8, "independent"), lost(50, "none"))).rest
    assert (beside[4], beside[0]) == (0, 10_000_000 * 10 // 50)


def test_rating_weight_of_nothing_is_nothing() -> None:
    assert formula.weigh(NOTHING) == (formula.ZERO, formula.ZERO)


def test_rating_age_weighs_24_to_1_and_nothing_outside() -> None:
    counts = make_counts(good(10, "independent"))
    for age, weight in [(-1, 0), (0, 24), (1, 23), (22, 2), (23, 1), (24, 0)]:
        assert formula.add_up({MONTH - age: counts}, MONTH).independent[4] == 5_000_000 * weight
    for age, weight in [(-1, 0), (0, 24), (2, 24), (3, 0)]:
        assert formula.add_up_recent({MONTH - age: counts}, MONTH).independent[4] == 5_000_000 * weight
    assert formula.add_up({}, MONTH) == formula.add_up_recent({}, MONTH) == (formula.ZERO, formula.ZERO)


def test_rating_prior_alone() -> None:
    figure = formula.figure_of(formula.add_up({}, MONTH))
    assert figure["stars"].mean == 300
    assert [figure[name].mean for name in ("well", "unsolved", "lost", "harm")] == [500, 250, 250, 375]
    assert (figure["well"].low, figure["lost"].low, figure["harm"].high) == (0, 0, 845)


def test_rating_ten_good_reviews_by_hand() -> None:
    # r5 = 40e6 * 40 // 320 = 5e6, SR5 = 24 * 5e6 = 5 reviews. Stars: A = 10 reviews, s1 = 40, s2 = 180 (in reviews).
    # mean = (200 * 40 + 10) // 20 = 400; half = isqrt(196**2 * (10 * 180 - 40**2) // (10**2 * 11)) + 1 = 84.
    # Outcomes: 6, 1/2, 1/2 of 7. well = 857; half = isqrt(1960**2 * (7*6 - 36) // (49 * 8)) + 1 = 243.
    # lost = 71 (1000 / 14 = 71.4); half = isqrt(1960**2 * (7 * 0.5 - 0.25) // 392) + 1 = 179.
    # harm: s1 = 1.5, s2 = 2.5, mean = 107; half = isqrt(980**2 * (17.5 - 2.25) // 392) + 1 = 194.
    figure = formula.figure_of(formula.add_up({MONTH: make_counts(good(10))}, MONTH))
    assert figure == {
        "stars": (400, 316, 484),
        "well": (857, 614, 1000),
        "unsolved": (71, 0, 250),
        "lost": (71, 0, 250),
        "harm": (107, 0, 301),
    }


def full(receipt_class: str) -> formula.Sums:
    """Sums of 24 months with 30 good reviews and 10 lost each: 300 * 8e6 parts, a hundred reviews."""
    counts = make_counts(good(30, receipt_class), lost(10, receipt_class))
    return formula.add_up(dict.fromkeys(range(MONTH - 23, MONTH + 1), counts), MONTH)


def test_rating_cap_holds_what_a_shop_could_have_written() -> None:
    capped = formula.cap(full("seller"))
    # Outcomes, in reviews: SR = 75, 0, 25 and prior 1, 1/2, 1/2, so p = 2, t = 100.
    # The figure keeps 22 of 102 of prior and SR, the cautious end the prior and a tenth of SR.
    assert capped.figure[5:] == (76 * UNIT * 22 // 102, UNIT // 2 * 22 // 102, 51 * UNIT // 2 * 22 // 102)
    assert capped.careful[5:] == (17 * UNIT // 2, UNIT // 2, 3 * UNIT)
    assert sum(capped.figure[:5]) <= 25 * UNIT


def test_rating_cap_leaves_alone_what_others_confirm() -> None:
    capped = formula.cap(full("independent"))
    assert capped.figure == capped.careful
    assert capped.figure[5:] == (76 * UNIT, UNIT // 2, 51 * UNIT // 2)


def test_rating_unfavourable_end_is_the_less_favourable_of_both() -> None:
    capped = formula.cap(full("seller"))
    for quantity in formula.QUANTITIES:
        mean, half = formula.mean_and_half(quantity, capped.figure)
        careful_mean, careful_half = formula.mean_and_half(quantity, capped.careful)
        shown = formula.show(quantity, capped)
        assert shown.mean == mean
        if quantity.more_is_better:
            assert shown.high == min(mean + half, quantity.ceiling)
            assert shown.low == max(careful_mean - careful_half, quantity.floor) < mean - half
        else:
            assert shown.low == max(mean - half, quantity.floor)
            assert shown.high == min(careful_mean + careful_half, quantity.ceiling) > mean + half


def test_rating_worse_of_takes_the_bad_side_and_covers_both() -> None:
    a = {q.name: formula.Span(50, 40, 60) for q in formula.QUANTITIES}
    b = {q.name: formula.Span(70, 30, 55) for q in formula.QUANTITIES}
    shown = formula.worse_of(a, b)
    assert shown["well"] == shown["stars"] == (50, 30, 60)
    assert shown["lost"] == shown["harm"] == shown["unsolved"] == (70, 30, 60)


def test_rating_equals_the_slow_second_reading() -> None:
    for months, _ in vectors.tables(400):
        for recent in (False, True):
            sums = (formula.add_up_recent if recent else formula.add_up)(months, vectors.MONTH)
            assert formula.figure_of(sums) == vectors.slow_figure(months, vectors.MONTH, recent=recent)


def test_rating_counts_are_written_as_26_numbers() -> None:
    counts = make_counts(good(3), lost(2, "none"), unsolved(1, "independent"), no_receipt=True)
    assert counts_of(list(counts.cells)) == counts
    assert (counts.no_receipt_given, counts.no_receipt_lost) == (2, 2)
    assert NOTHING.cells == (0,) * 26


@pytest.mark.parametrize("cells", [[0] * 25, [-1] + [0] * 25, [1] + [0] * 25], ids=["short", "negative", "no outcome"])
def test_rating_counts_refuse_what_cannot_be(cells: list[int]) -> None:
    with pytest.raises(ValueError, match=r"."):
        counts_of(cells)


@pytest.mark.parametrize(
    ("receipt_class", "stars", "outcome", "given"),
    [
        ("bought", 5, "as-agreed", None),
        ("seller", 0, "as-agreed", None),
        ("seller", 6, "as-agreed", None),
        ("seller", 5, "well", None),
        ("seller", 5, "as-agreed", True),
    ],
)
def test_rating_places_refuse_what_does_not_exist(
    receipt_class: str, stars: int, outcome: str, *, given: bool | None
) -> None:
    with pytest.raises(ValueError, match=r"."):
        places(receipt_class=receipt_class, stars=stars, outcome=outcome, no_receipt_given=given)


def test_rating_places_of_each_outcome() -> None:
    for kind, name in enumerate(["independent", "seller", "none"]):
        for outcome, result in [
            ("as-agreed", 0),
            ("problem-solved", 0),
            ("problem-unsolved", 1),
            ("never-delivered", 2),
            ("charged-wrongly", 2),
        ]:
            counts = make_counts((name, 4, outcome, 1))
            assert counts.outcomes[kind][result] == counts.stars[kind][3] == 1
            assert sum(counts.cells) == 2
