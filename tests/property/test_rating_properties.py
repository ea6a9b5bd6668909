"""What holds for every table of counts."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reputation.ratings import formula, rules
from reputation.ratings.counts import NOTHING, Counts, counts_of
from tests.rating_tables import MONTH

cells = st.one_of(st.integers(0, 4), st.integers(0, 60), st.integers(0, 10**6))


@st.composite
def counts(draw: st.DrawFn, numbers: st.SearchStrategy[int] = cells, *, none: bool = True) -> Counts:
    stars, outcomes = [], []
    for kind in range(3):
        results = [draw(numbers) if none or kind < 2 else 0 for _ in range(3)]
        n = sum(results)
        cuts = sorted(draw(st.lists(st.integers(0, n), min_size=4, max_size=4)))
        stars.append([b - a for a, b in zip([0, *cuts], [*cuts, n], strict=True)])
        outcomes.append(results)
    lost = draw(st.integers(0, outcomes[2][2]))
    given_none = lost + draw(st.integers(0, outcomes[2][0] + outcomes[2][1]))
    return counts_of([*stars[0], *stars[1], *stars[2], *outcomes[0], *outcomes[1], *outcomes[2], given_none, lost])


def tables(
    numbers: st.SearchStrategy[int] = cells, *, none: bool = True, ages: int = 30
) -> st.SearchStrategy[dict[int, Counts]]:
    return st.dictionaries(st.integers(MONTH - ages, MONTH + 2), counts(numbers, none=none), max_size=8)


@given(tables())
def test_rating_stays_within_bounds(months: dict[int, Counts]) -> None:
    rating = rules.rate(months, MONTH)
    for name, shown in formula.figure_of(formula.add_up(months, MONTH)).items():
        floor, ceiling = (100, 500) if name == "stars" else (0, 1000)
        assert floor <= shown.low <= shown.mean <= shown.high <= ceiling
    assert 0 <= rating.order <= rules.LAST_PLACE
    assert (rating.figure is None) == (rating.too_few is not None)
    if rating.figure is not None:
        parts = [rating.figure[name].mean for name in ("well", "unsolved", "lost")]
        assert rating.recent is not None or 998 <= sum(parts) <= 1002
        for shown in rating.figure.values():
            assert shown.low <= shown.mean <= shown.high


@given(counts())
def test_rating_a_month_never_weighs_more_than_ten_reviews_a_sum(month: Counts) -> None:
    weights = formula.weigh(month)
    for sums in weights:
        assert all(value >= 0 for value in sums)
        assert sum(sums[:5]) <= 10_000_000
        assert sum(sums[5:]) <= 10_000_000
    # Stars and outcomes weigh the same, but for what eight floors lose.
    assert abs(sum(weights.rest[:5]) - sum(weights.rest[5:])) <= 8


@given(tables())
def test_rating_capped_sums_keep_to_their_limits(months: dict[int, Counts]) -> None:
    sums = formula.add_up(months, MONTH)
    capped = formula.cap(sums)
    unit = formula.UNIT
    for part, prior in ((slice(0, 5), 5 * unit), (slice(5, 8), 2 * unit)):
        own = sum(sums.independent[part])
        assert sum(capped.figure[part]) <= own + prior + 20 * unit
        assert sum(capped.careful[part]) <= own + prior + 10 * unit
        assert sum(capped.careful[part]) > 0


@given(tables())
def test_rating_months_outside_the_window_move_nothing(months: dict[int, Counts]) -> None:
    inside = {month: value for month, value in months.items() if MONTH - 24 < month <= MONTH}
    assert rules.rate(months, MONTH) == rules.rate(inside, MONTH)


@given(tables())
def test_rating_an_empty_month_is_no_month(months: dict[int, Counts]) -> None:
    empty = dict.fromkeys(range(MONTH - 30, MONTH + 2), NOTHING)
    assert rules.rate(empty | months, MONTH) == rules.rate(months, MONTH)


def one_more(months: dict[int, Counts], age: int, *, kind: int, star: int, result: int) -> dict[int, Counts]:
    row = list(months.get(MONTH - age, NOTHING).cells)
    row[5 * kind + star - 1] += 1
    row[15 + 3 * kind + result] += 1
    return months | {MONTH - age: counts_of(row)}


small = st.integers(0, 12)


@settings(max_examples=300)
@given(tables(small, none=False, ages=22), st.integers(0, 23), st.integers(0, 1))
def test_rating_one_more_loss_never_helps(months: dict[int, Counts], age: int, kind: int) -> None:
    """Of the 24-month means, with receipts only; but for rounding."""
    before = formula.figure_of(formula.add_up(months, MONTH))
    after = formula.figure_of(formula.add_up(one_more(months, age, kind=kind, star=1, result=2), MONTH))
    assert after["lost"].mean >= before["lost"].mean - 1
    assert after["harm"].mean >= before["harm"].mean - 1
    assert after["well"].mean <= before["well"].mean + 1
    assert after["stars"].mean <= before["stars"].mean + 1


@settings(max_examples=300)
@given(tables(small, none=False, ages=22), st.integers(0, 23), st.integers(0, 1))
def test_rating_one_more_loss_never_silences_an_alert(months: dict[int, Counts], age: int, kind: int) -> None:
    """Within the months where it is looked for: the last three for surge, the last twelve for money lost."""
    more = one_more(months, age, kind=kind, star=1, result=2)
    before = {raised.alert.value for raised in rules.rate(months, MONTH).alerts}
    after = {raised.alert.value for raised in rules.rate(more, MONTH).alerts}
    watched = {"money-lost"} if 3 <= age < 12 else {"surge", "money-lost"} if age < 3 else set()
    assert before & watched <= after


@settings(max_examples=300)
@given(tables(small, ages=22), st.integers(0, 23), st.integers(0, 2))
def test_rating_praise_never_dilutes_a_surge(months: dict[int, Counts], age: int, kind: int) -> None:
    more = one_more(months, age, kind=kind, star=5, result=0)
    before = {raised.alert.value for raised in rules.rate(months, MONTH).alerts}
    after = {raised.alert.value for raised in rules.rate(more, MONTH).alerts}
    assert "surge" not in before or "surge" in after


@given(tables())
def test_rating_stands_still_without_the_alerts_that_move_it(months: dict[int, Counts]) -> None:
    loud = rules.rate(months, MONTH)
    quiet = rules.rate(months, MONTH, frozenset({"worse", "surge"}))
    assert loud._replace(figure=None, recent=None) == quiet._replace(figure=None, recent=None)
    if loud.recent is None:
        assert loud == quiet
